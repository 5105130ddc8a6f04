"""A list that an address narrows: what is asked for, by which words, and the menus that offer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

UNSEEN = 40  # letters of a word that is refused


@dataclass(frozen=True)
class Choice:
    """One word by which a list can be narrowed: its value, what it is called, and how many rows it leaves."""

    value: str
    label: Any
    count: int = 0


@dataclass(frozen=True)
class Narrowed:
    """What a list is asked for; empty words ask for nothing. Each list names its own words as fields."""

    # Letters of one word that are read at most.
    LONGEST: ClassVar[int] = 200
    # The words of which only these values mean anything.
    KNOWN: ClassVar[Mapping[str, Iterable[str]]] = {}

    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """What an address or a caller asks for; words that mean nothing here are a ValidationError."""
        names = [one.name for one in fields(cls) if one.default == ""]
        given: dict[str, Any] = {name: str(asked.get(name) or "").strip()[: cls.LONGEST] for name in names}
        for name, values in cls.KNOWN.items():
            if given[name] and given[name] not in values:
                raise ValidationError({name: _("There is no such choice: %(word)s.") % {"word": given[name][:UNSEEN]}})
        # Days come from callers, who have read them; an address names none.
        days = {name: asked.get(name) for name in ("since", "until")}
        return cls(**given, **{name: day for name, day in days.items() if isinstance(day, date)})

    @property
    def plain(self) -> bool:
        """Whether nothing is asked for."""
        return self == type(self)()


def counted(labels: Iterable[tuple[str, Any]], counts: Mapping[Any, int]) -> list[Choice]:
    """The values that some row has, in their own order."""
    return [Choice(value, label, counts[value]) for value, label in labels if counts.get(value)]


def menus(
    chosen: Mapping[str, list[Choice]], asked: Narrowed, labels: Mapping[str, tuple[str, str]]
) -> list[dict[str, Any]]:
    """One menu for each word that can narrow the list: what it is called, and what choosing nothing is called."""
    return [
        {"name": name, "label": label, "any": every, "chosen": getattr(asked, name), "choices": chosen[name]}
        for name, (label, every) in labels.items()
        if chosen[name] or getattr(asked, name)
    ]
