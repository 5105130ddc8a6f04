"""Which signs the fonts of papers have: what they lack is named in words, never set as an empty box."""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

# So many signs of a run are named one by one; of a longer one its script is named.
SPELLED = 2
# What joins signs or changes how they look.
JOINING = frozenset({"Cf", "Mn", "Me"})
# Signs below this are in every font.
PLAIN = 0x250
# What is never drawn.
UNDRAWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def ranges_of(font: memoryview) -> list[tuple[int, int]]:
    """The code points that an OpenType font has, as ranges from its tables of characters (formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    start = next(
        struct.unpack_from(">I", font, 12 + 16 * one + 8)[0]
        for one in range(count)
        if font[12 + 16 * one :][:4].tobytes() == b"cmap"
    )
    found: list[tuple[int, int]] = []
    for one in range(struct.unpack_from(">H", font, start + 2)[0]):
        place = start + struct.unpack_from(">I", font, start + 4 + 8 * one + 4)[0]
        form = struct.unpack_from(">H", font, place)[0]
        if form == 12:
            groups = struct.unpack_from(">I", font, place + 12)[0]
            found += [
                (first, last) for first, last, _glyph in struct.iter_unpack(">III", font[place + 16 :][: 12 * groups])
            ]
        elif form == 4:
            half = struct.unpack_from(">H", font, place + 6)[0]
            ends = struct.unpack_from(f">{half // 2}H", font, place + 14)
            starts = struct.unpack_from(f">{half // 2}H", font, place + 16 + half)
            found += [(first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF]
    return found


class Coverage:
    """The signs that some fonts have between them."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for first, last in sorted(ranges):
            if self.ends and first <= self.ends[-1] + 1:
                self.ends[-1] = max(self.ends[-1], last)
            else:
                self.starts.append(first)
                self.ends.append(last)

    def has(self, sign: str) -> bool:
        """Whether a sign can be set."""
        code = ord(sign)
        if code < PLAIN or unicodedata.category(sign) in UNDRAWN:
            return True
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


@cache
def coverage_of(files: tuple[Path, ...]) -> Coverage:
    """What these font files have; read once for each process."""
    return Coverage(one for file in files for one in ranges_of(memoryview(file.read_bytes())))


def name_of(sign: str) -> str:
    """What a sign is called, in the words of Unicode, with its code."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, 'unnamed').lower()}"


class Naming:
    """Puts names in the place of signs that no font has, and remembers which they were."""

    def __init__(self, has: Coverage) -> None:
        self.coverage = has
        self.missing: dict[str, None] = {}

    def named(self, data: Any) -> Any:
        """The same data with every text such that it can be set."""
        if isinstance(data, str):
            return data if data.isascii() else self._text(data)
        if isinstance(data, Mapping):
            return {key: self.named(value) for key, value in data.items()}
        return [self.named(value) for value in data] if isinstance(data, list | tuple) else data

    def _text(self, text: str) -> str:
        lacking = {sign for sign in set(text) if not self.coverage.has(sign)}
        if not lacking:
            return text
        self.missing.update(dict.fromkeys(sign for sign in text if sign in lacking))
        told, run = "", ""
        for sign in text:
            if sign in lacking or (run and unicodedata.category(sign) in JOINING):
                run += sign
                continue
            told, run = told + said(run, lacking) + sign, ""
        return told + said(run, lacking)


def said(run: str, lacking: set[str]) -> str:
    """What stands in the place of a run of signs; nothing for no run."""
    signs = [sign for sign in run if sign in lacking]
    if not signs:
        return ""
    if len(signs) <= SPELLED:
        return f"[{', '.join(unicodedata.name(sign, f'U+{ord(sign):04X}').lower() for sign in signs)}]"
    script = unicodedata.name(signs[0], "unnamed").split(" ")[0].capitalize()
    return f"[{script} × {len(signs)}]"
