"""One spelling for comparing and searching names of any script."""

import unicodedata
from functools import lru_cache

# Letters that carry their stroke inside, so that normalising does not take it off.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
_ACCENTS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))


def fold(text: str) -> str:
    """ "ETH Zürich" → "eth zurich"; dakuten and handakuten stay, for they make another sound."""
    if text.isascii():
        return " ".join("".join(map(kept, text.casefold())).split())
    before = ""
    # Taking a mark or an invisible character away may join its neighbours anew; two rounds settle almost all.
    while text != before:
        before, text = text, _once(text)
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    bare = "".join(map(kept, unicodedata.normalize("NFD", text)))
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())


@lru_cache(maxsize=8192)
def kept(character: str) -> str:
    """A letter, digit or mark as it is, an accent or invisible character as nothing, all else as a space."""
    if any(first <= ord(character) <= last for first, last in _ACCENTS):
        return ""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return character if category[0] in "LNM" else " "
