"""Which words of a text in several languages a page shows, and what it must say about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from kizuna.core.values import Text, TextIn

# The languages of the site, in the order in which one stands in for another.
SITE = tuple(code for code, _ in settings.LANGUAGES)


@dataclass(frozen=True)
class Words:
    """The words chosen for a page: their language, and whether they are a translation for reference."""

    value: str
    language: str = ""
    wanted: str = ""
    reference: bool = False

    @property
    def other(self) -> bool:
        """True when the words are in another language than the page."""
        return bool(self.language) and self.language.split("-")[0] != self.wanted


def language() -> str:
    """The language of the page, by its code; the site's own where none was settled."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def choose(text: object) -> Words:
    """The words in the language of the page, else in the languages of the site, else in any."""
    if isinstance(text, str):
        # A plain or an escaped string has no language to speak of and passes unchanged.
        return Words(text)
    wanted = language()
    if isinstance(text, Text):
        text = text.get(wanted, *SITE)
    if isinstance(text, TextIn):
        return Words(text.value, text.language, wanted, text.reference)
    return Words("" if text is None else str(text))


def in_other_language(text: Text) -> TextIn | None:
    """The words in the site's other language, when there are any and they are no translation of ours."""
    wanted = language()
    for code, _name in settings.LANGUAGES:
        found = text.get(code)
        shown = text.get(wanted).value
        if code != wanted and found.language == code and not found.reference and found.value != shown:
            return found
    return None


def in_language(text: object) -> str:
    """The chosen words alone, for titles, attributes and file names."""
    return choose(text).value


def called(record: object) -> str:
    """What a record is called in the language of the page; anything else as it names itself."""
    return in_language(getattr(record, "heading", "")) or str(record)
