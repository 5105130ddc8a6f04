"""Texts in several languages, with the mark of those that are translations for reference only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from kizuna.core.values.problems import NOT_THE_JSON, NotUnderstood, gettext_noop, json_object, json_text

NOT_A_LANGUAGE = gettext_noop("This is not a language tag such as en, ja or zh-Hant.")
TWICE = gettext_noop("The language is given twice.")
NO_TEXT = gettext_noop("Only a language that has a text can be for reference.")

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True)
class TextIn:
    """The text found, the language it is in ("" for none) and whether it is for reference only."""

    value: str
    language: str
    reference: bool

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


def language_tag(tag: str) -> str:
    """The tag in the usual case of BCP 47: ja, en-GB, zh-Hant."""
    first, *others = tag.replace("_", "-").split("-")
    cased = [first.lower()] + [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part.lower()
        for part in others
    ]
    written = "-".join(cased)
    if not _TAG.fullmatch(written):
        raise NotUnderstood(tag, NOT_A_LANGUAGE)
    return written


@dataclass(frozen=True)
class Text:
    """One text per language, in the order given; blank ones are left out."""

    texts: Mapping[str, str] = field(default_factory=dict)
    reference: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        kept: dict[str, str] = {}
        for tag, value in self.texts.items():
            language = language_tag(tag)
            if language in kept:
                raise NotUnderstood(tag, TWICE)
            if value.strip():
                kept[language] = value.strip()
        reference = frozenset(language_tag(tag) for tag in self.reference)
        for tag in sorted(reference - kept.keys()):
            raise NotUnderstood(tag, NO_TEXT)
        # A plain dict, since a read-only view could be neither copied nor pickled.
        object.__setattr__(self, "texts", kept)
        object.__setattr__(self, "reference", reference)

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __hash__(self) -> int:
        return hash((frozenset(self.texts.items()), self.reference))

    def __iter__(self) -> Iterator[TextIn]:
        return (TextIn(value, language, language in self.reference) for language, value in self.texts.items())

    def __str__(self) -> str:
        return next(iter(self.texts.values()), "")

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def get(self, language: str, *fallbacks: str) -> TextIn:
        """The text in the first language there is one in (en also serves en-GB), else the first text at all."""
        for wanted in (language, *fallbacks):
            near = (tag for tag in self.texts if _base(tag) == _base(wanted))
            found = wanted if wanted in self.texts else next(near, None)
            if found is not None:
                return TextIn(self.texts[found], found, found in self.reference)
        return next(iter(self), TextIn("", "", False))

    def to_json(self) -> dict[str, str | list[str]]:
        """Each language with its text, and under "reference" the languages that are for reference only."""
        data: dict[str, str | list[str]] = dict(self.texts)
        if self.reference:
            data["reference"] = sorted(self.reference)
        return data

    @classmethod
    def from_json(cls, data: object) -> Self:
        stored = json_object(data)
        reference = stored.pop("reference", None) or []
        if not isinstance(reference, list) or not all(isinstance(tag, str) for tag in reference):
            raise NotUnderstood(str(reference)[:60], NOT_THE_JSON)
        return cls({tag: json_text(stored, tag) for tag in stored}, frozenset(reference))


def _base(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()
