"""What a page says, as plain data in one language: made once from the records, kept with the edition, and rendered.

Words are a string; where they stand in another language than the page, or are a translation for reference only, they
are ``{"words": …, "in": "ja", "reference": false}``; with ``"quoted": true`` they are a source's own, which nobody
translates. What is told of a record bears its UUID as ``id``. A picture bears its ``sizes``, each as width, height and
the hash of its file, and that of its file for ``paper``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from kizuna.core.values import FuzzyDate, Quantity, Text

SITE = tuple(code for code, _name in settings.LANGUAGES)


def fingerprint_of(told: dict[str, Any]) -> str:
    """The hash of all that a page says: two pages with one fingerprint say the same."""
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def tell(found: Any, language: str) -> Any:
    """Values of the records as plain data in one language, however deep they lie."""
    with override(language):
        return _told(found, language)


def _told(found: Any, language: str) -> Any:
    if isinstance(found, dict):
        return {key: _told(one, language) for key, one in found.items()}
    if isinstance(found, list | tuple):
        return [_told(one, language) for one in found]
    if isinstance(found, Text):
        return _words(found, language)
    if isinstance(found, FuzzyDate):
        # Words such as "for many years" say something, even though no date follows from them.
        return found.display(language) if found else _quoted(found.stated, language)
    if isinstance(found, Quantity):
        return found.display(language, named=True) if found else ""
    return str(found) if isinstance(found, Promise) else found


def _words(text: Text, language: str) -> str | dict[str, Any]:
    found = text.get(language, *SITE)
    if not found.value or (found.language.split("-")[0] == language and not found.reference):
        return found.value
    return {"words": found.value, "in": found.language, "reference": found.reference}


def _quoted(said: str, language: str) -> str | dict[str, Any]:
    own = "ja" if any("\u3040" <= one <= "\u9fff" for one in said) else "en"
    return {"words": said, "in": own, "reference": False, "quoted": True} if said and own != language else said


def plain(found: Any) -> str:
    """The words alone."""
    return str(found["words"]) if is_marked(found) else str(found or "")


def is_marked(found: Any) -> bool:
    """Whether these are words of which something has to be said."""
    return isinstance(found, dict) and "words" in found and "in" in found


def wanting(told: Any, language: str) -> Iterator[str]:
    """The words that stand in another language than the page, each once: what is still to be translated."""
    seen: set[str] = set()
    for found in _marked(told):
        words = str(found["words"])
        if str(found["in"]).split("-")[0] != language and not found.get("quoted") and words not in seen:
            seen.add(words)
            yield words


def pictured(told: Any) -> Iterator[dict[str, Any]]:
    """Every picture that a page shows, in the order of the page."""
    if isinstance(told, dict):
        if "sizes" in told and "alt" in told:
            yield told
        for one in told.values():
            yield from pictured(one)
    elif isinstance(told, list):
        for one in told:
            yield from pictured(one)


def _marked(told: Any) -> Iterator[dict[str, Any]]:
    if is_marked(told):
        yield told
    elif isinstance(told, dict):
        for one in told.values():
            yield from _marked(one)
    elif isinstance(told, list):
        for one in told:
            yield from _marked(one)
