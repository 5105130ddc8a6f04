"""Tidies what a person typed, before any value reads it."""

import re
import unicodedata

from kizuna.core.values.problems import NotUnderstood, gettext_noop

LONGEST = 500
TOO_LONG = gettext_noop("This is too long to be a single value.")

NOT_STATED = frozenset({"", "not stated", "not_stated", "unknown", "not known", "記載なし", "不明", "未記載", "未詳"})

# The Japanese wave means "from … to", the ASCII tilde is EDTF's "approximately": NFKC would make them one.
_BEFORE = str.maketrans({"～": "〜", "∼": "〜"})
_AFTER = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_JAPANESE = re.compile("[\u3005\u3040-\u30ff\u4e00-\u9fff]")


def tidy(text: str) -> str:
    """Width, dashes and spaces made uniform; the case is kept."""
    if len(text) > LONGEST:
        raise NotUnderstood(text, TOO_LONG)
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


def is_japanese_language(language: str) -> bool:
    return language.replace("_", "-").split("-")[0].casefold() == "ja"
