"""Figures as they are reported: which are signed off and stay as they are, and where a newer value says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kizuna.core.models import Figure, Home
from kizuna.core.models.record import Reader
from kizuna.core.narrowing import Narrowed
from kizuna.core.values import fold

# What a figure says; a signature freezes it. Who may see it and where it stands in a list may still change.
SAID = (
    "kind", "measure", "name", "quantity", "rank", "scope", "claimant", "window", "as_of", "as_of_basis", "rule",
    "group", "country",
)  # fmt: skip


@dataclass(frozen=True)
class Asked(Narrowed):
    """What a list of figures is narrowed to; empty words ask for nothing."""

    LONGEST = 80
    KNOWN: ClassVar = {"kind": Figure.Kind.values}

    kind: str = ""
    measure: str = ""
    q: str = ""


def rows(home: Home, user: Reader) -> QuerySet[Any]:
    """The figures of a home that this reader may see, by what they hang on."""
    found: QuerySet[Any] = Figure.objects.visible_to(user).filter(home=home)
    return found.select_related("signed_off_by").order_by("record_label", "record", "kind", "measure", "order", "pk")


def narrowed(found: Iterable[Figure], asked: Asked) -> list[Figure]:
    """Those that are asked for."""
    key = fold(asked.q)
    return [
        row
        for row in found
        if (not asked.kind or row.kind == asked.kind)
        and (not asked.measure or row.measure == asked.measure)
        and (not key or key in fold(" ".join(str(part) for part in _words(row))))
    ]


def _words(row: Figure) -> list[Any]:
    """All that a search looks at, in every language."""
    texts = (row.name, row.record_title, row.claimant, row.scope, row.group)
    return [word for text in texts for word in text.to_json().values() if isinstance(word, str)]


def same(row: Figure) -> Hashable:
    """What two values of one figure share: what they hang on, what they count, of whom, by which rule."""
    apart = (row.group, row.scope, row.rule)
    return row.record, row.kind, row.measure, *(text.get("en").value for text in apart)


def _told(row: Figure) -> tuple[Any, ...]:
    """The value itself, to be compared with another of the same figure."""
    return (row.rank, *row.quantity.to_json().items()) if row.quantity else (row.rank,)


def as_of(row: Figure) -> date | None:
    """The last day that a figure speaks for; for a window without a day of its own, the end of the window."""
    day: date | None = row.as_of.end.latest or row.window.end.latest
    return day


@dataclass
class Series:
    """All values of one figure, the newest first; what bears no date stands last."""

    values: list[Figure] = field(default_factory=list)

    def newer_than(self, row: Figure) -> Figure | None:
        """The newest value, where it is of a later day and differs; else nothing."""
        newest, day = self.values[0], as_of(row)
        last = as_of(newest)
        if newest.pk == row.pk or day is None or last is None or last <= day:
            return None
        return newest if _told(newest) != _told(row) else None

    def followed(self, row: Figure) -> bool:
        """Whether a value of a later day is on record, the same or another."""
        day, last = as_of(row), as_of(self.values[0])
        return day is not None and last is not None and last > day


def series_of(found: Iterable[Figure]) -> dict[Hashable, Series]:
    """Figures put together that are values of the same."""
    made: dict[Hashable, list[Figure]] = defaultdict(list)
    for row in found:
        made[same(row)].append(row)
    return {
        key: Series(sorted(some, key=lambda row: (as_of(row) or date.min, row.pk), reverse=True))
        for key, some in made.items()
    }


def stale(found: Iterable[Figure], before: date) -> list[Figure]:
    """Counts that speak of a day before this one and that no later value follows, the oldest first."""
    kept = list(found)
    known = series_of(kept)
    old = [
        row
        for row in kept
        if row.kind == Figure.Kind.COUNT
        and (day := as_of(row)) is not None
        and day < before
        and not known[same(row)].followed(row)
    ]
    return sorted(old, key=lambda row: (as_of(row) or date.min, row.pk))


def keep_frozen(row: Figure) -> None:
    """Refuses to change what a signed figure says."""
    old = Figure.objects.filter(pk=row.pk).first()
    if old is None or old.signed_off_at is None:
        return
    if any(getattr(old, name) != getattr(row, name) for name in SAID):
        raise ValidationError(_("This figure is signed off and stays as it is. Add the newer value as another figure."))


def told(row: Figure, known: dict[Hashable, Series]) -> dict[str, Any]:
    """One figure as plain data."""
    newer = known[same(row)].newer_than(row)
    return {
        "uuid": str(row.uuid),
        "kind": row.kind,
        "measure": row.measure,
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "value": row.quantity.display("en") if row.quantity else None,
        "rank": row.rank,
        "scope": row.scope.get("en").value or None,
        "claimant": row.claimant.get("en").value or None,
        "group": row.group.get("en").value or None,
        "rule": row.rule.get("en").value or None,
        "of": row.record_title.get("en").value,
        "of_label": row.record_label,
        "of_uuid": str(row.record),
        "window": row.window.to_json() if row.window or row.window.stated else None,
        "as_of": row.as_of.to_json() if row.as_of or row.as_of.stated else None,
        "signed_off": row.signed_off_at.date().isoformat() if row.signed_off_at else None,
        "newer": str(newer.uuid) if newer else None,
    }
