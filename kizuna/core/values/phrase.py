"""Tidies what a person typed, before any value reads it."""

import re
import unicodedata

from kizuna.core.values.problems import NotUnderstood, gettext_noop

LONGEST = 500
TOO_LONG = gettext_noop("This is too long to be a single value.")

SMALL_FIGURES = gettext_noop("A raised, lowered or circled figure may be a footnote; leave it out or write it in full.")

NOT_STATED = frozenset({"", "not stated", "not_stated", "unknown", "not known", "記載なし", "不明", "未記載", "未詳"})

# The Japanese wave means "from … to", the ASCII tilde is EDTF's "approximately": NFKC would make them one.
_BEFORE = str.maketrans({"～": "〜", "∼": "〜"})
_AFTER = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_FOOTNOTES = ("<super>", "<sub>", "<circle>", "<fraction>")
_SPACE = re.compile("(?<![0-9]) | (?![0-9])")
_JAPANESE = re.compile("[\u3005\u3040-\u30ff\u4e00-\u9fff]")


def tidy(text: str) -> str:
    """Width, dashes and spaces made uniform; the case is kept."""
    if len(text) > LONGEST:
        raise NotUnderstood(text, TOO_LONG)
    # Otherwise 250¹ would become 2501.
    if not text.isascii() and any(unicodedata.decomposition(character).startswith(_FOOTNOTES) for character in text):
        raise NotUnderstood(text, SMALL_FIGURES)
    tidied = unicodedata.normalize("NFKC", text.translate(_BEFORE)).translate(_AFTER)
    tidied = " ".join(tidied.split())
    # One character may become eighteen, so the limit holds afterwards too.
    if len(tidied) > LONGEST:
        raise NotUnderstood(text, TOO_LONG)
    return tidied


def is_not_stated(tidied: str) -> bool:
    return tidied.casefold() in NOT_STATED


def is_japanese(text: str) -> bool:
    return _JAPANESE.search(text) is not None


def without_spaces(text: str) -> str:
    """A Japanese phrase closed up, save where that would make one number of two."""
    return _SPACE.sub("", text)


def is_japanese_language(language: str) -> bool:
    return language.replace("_", "-").split("-")[0].casefold() == "ja"
