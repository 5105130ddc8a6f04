"""Finds a person's name in any text as people write it, whatever its case, accents and width, and takes it out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from kizuna.core.values import fold
from kizuna.core.values.fold import kept

# What stands where a name stood.
MARK = "[…]"
BLACK = "█"
# Where an e-mail stood in a column of its own: an address that leads nowhere.
NOWHERE = "erased.invalid"
# Scripts that write words without a space between them: a name's end is no end of a word there.
SOLID = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
_SOLID = re.compile(f"[{SOLID}]")
KATAKANA = "\u30a1-\u30fa\u30fc"
_KANA = re.compile("[\u3040-\u30ff]+")
# What joins the character before it: half-width sound marks and the parts of a Hangul syllable.
_JOINING = re.compile("[\uff9e\uff9f\u1160-\u11ff]")

Form = tuple[str, ...]


def form(*parts: str) -> Form:
    """The words of a name as they are compared; empty when there are none."""
    return tuple(fold(" ".join(parts)).split())


def solid(one: Form) -> bool:
    """Whether the name is written in a script without spaces."""
    return bool(one) and all(_SOLID.match(letter) for word in one for letter in word)


def spelt(one: Form) -> str:
    """A form as it is compared with another: where spaces mean nothing, without them."""
    return "".join(one) if solid(one) else f" {' '.join(one)} "


def telling(one: Form) -> bool:
    """Whether a text with these words means this name: two words, or three Chinese or Korean signs.

    One word alone, such as Li, 森林 or さくら, may be a place, a thing or somebody else.
    """
    written = "".join(one)
    if not solid(one) or _KANA.fullmatch(written):
        return len(one) > 1
    return len(written) >= 3


class Names:
    """The forms of a name, looked for together, and the e-mails of whoever bears it."""

    def __init__(self, forms: Iterable[Form], addresses: Iterable[str] = ()) -> None:
        self.forms = frozenset(one for one in forms if one)
        self.addresses = frozenset(one.casefold() for one in addresses if one)
        mails = "|".join(map(re.escape, sorted(self.addresses, key=lambda one: (-len(one), one))))
        self.mails = re.compile(rf"(?<![\w.+-])(?:{mails})(?![\w-])" if mails else r"(?!)", re.IGNORECASE)
        longest = sorted(self.forms, key=lambda one: (-len("".join(one)), one))
        self.pattern = re.compile("|".join(map(_pattern, longest)) or r"(?!)")
        # The forms that a text of ASCII may contain.
        self.plain = [one for one in longest if "".join(one).isascii()]

    def __bool__(self) -> bool:
        return bool(self.forms)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """From where to where in the text a name or an e-mail stands, the first one first."""
        mails = [found.span() for found in self.mails.finditer(text)] if "@" in text else []
        named = [] if not self._maybe(text) else self._named(text)
        # A name within an e-mail goes with it.
        apart = [(first, last) for first, last in named if not any(a < last and first < b for a, b in mails)]
        return sorted([*mails, *apart])

    def _named(self, text: str) -> list[tuple[int, int]]:
        folded, starts, ends = _mapped(text)
        return [
            (starts[found.start()], ends[found.end() - 1])
            for found in self.pattern.finditer(folded)
            # A vowel sign after the name makes it another word.
            if not (found.end() < len(folded) and unicodedata.category(folded[found.end()])[0] == "M")
        ]

    def within(self, text: str) -> bool:
        """Whether a name stands in the text."""
        return bool(self.spans(text))

    def _maybe(self, text: str) -> bool:
        """Cheaply: false only where no name can stand."""
        if text.isascii():
            low = text.casefold()
            return any(all(word in low for word in one) for one in self.plain)
        return bool(self.forms) and self.pattern.search(fold(text)) is not None

    def out_of(self, text: str, mark: str = MARK) -> str:
        """The text with the mark in place of each name; the very same text where there is none."""
        return _replaced(text, self.spans(text), lambda _found: mark)

    def blackened(self, text: str) -> str:
        """The text with each name blacked out, sign by sign, so that lines and their lengths stay."""
        return _replaced(text, self.spans(text), lambda found: re.sub(r"[^\r\n]", BLACK, found))

    def out_of_json(self, value: Any, mark: str = MARK) -> Any:
        """Plain JSON with the mark in place of each name in its texts; the keys stay."""
        if isinstance(value, str):
            return self.out_of(value, mark)
        if isinstance(value, list):
            return [self.out_of_json(one, mark) for one in value]
        if isinstance(value, dict):
            return {key: self.out_of_json(one, mark) for key, one in value.items()}
        return value


def _pattern(one: Form) -> str:
    """The regular expression of a form, over folded text."""
    gap = " *" if solid(one) else " +"
    letters = [" *".join(map(re.escape, word)) if solid((word,)) else re.escape(word) for word in one]
    written = gap.join(letters)
    return f"(?<!{_going_on(one[0][0])}){written}(?!{_going_on(one[-1][-1])})"


def _going_on(letter: str) -> str:
    """What would make a longer word of it beside this letter; Chinese and Korean signs stand beside anything."""
    if _SOLID.match(letter):
        return f"[{KATAKANA}]" if re.match(f"[{KATAKANA}]", letter) else r"\Z."
    return rf"[^\W{SOLID}]"


def _replaced(text: str, spans: list[tuple[int, int]], with_what: Callable[[str], str]) -> str:
    if not spans:
        return text
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], with_what(text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The characters with what is written onto them: accents, sound marks, parts of a syllable."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not (unicodedata.combining(text[place]) or _JOINING.match(text[place])):
            yield start, place
            start = place


@lru_cache(maxsize=8192)
def _piece(cluster: str) -> str:
    """One character as it is compared; a space for what divides words, nothing for what is invisible."""
    return fold(cluster) or (" " if any(kept(one) == " " for one in cluster) else "")


def _mapped(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters from where to where it stands in the text."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text) if text else ():
        piece = _piece(text[start:end])
        pieces.append(piece)
        starts += [start] * len(piece)
        ends += [end] * len(piece)
    return "".join(pieces), starts, ends
