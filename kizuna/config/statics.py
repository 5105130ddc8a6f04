"""Serves static files: stylesheets that import others as one file, and whatever is text in a packed form too."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

PACKED = {".css", ".js", ".svg", ".json"}
# Below this a packed file saves nothing worth its headers.
LEAST = 500
IMPORT = re.compile(r'^@import url\("([^":]+)"\)(?: layer\((\w+)\))?;$', re.MULTILINE)
USED = re.compile(r'url\("([^":#][^":]*)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENTED = re.compile(r"\n\s+")


def whole(path: Path) -> tuple[str, list[Path]]:
    """A stylesheet with those that it imports in their places, and all the files that it is made of."""
    made = [path]

    def put(found: re.Match[str]) -> str:
        name, layer = found[1], found[2]
        part, parts = whole(path.parent / name)
        made.extend(parts)
        # What a part names stands where that part stands.
        part = USED.sub(lambda used: f'url("{urljoin(name, used[1])}")', part)
        return f"@layer {layer} {{\n{part}\n}}" if layer else part

    text = INDENTED.sub("\n", COMMENT.sub("", path.read_text("utf-8")))
    return IMPORT.sub(put, text), made


class Prepared:
    """The files as they are sent, in a folder of this process, made once."""

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="kizuna-static-", ignore_cleanup_errors=True)
        self._count = 0

    def file(self, path: Path) -> Path:
        """The file that is sent instead of this one, beside its packed form."""
        text, parts = whole(path) if path.suffix == ".css" else (path.read_text("utf-8"), [path])
        content = text.encode()
        if len(content) < LEAST:
            return path
        self._count += 1
        made = Path(self._place.name) / f"{self._count}{path.suffix}"
        packed = made.with_name(f"{made.name}.gz")
        made.write_bytes(content)
        packed.write_bytes(gzip.compress(content, 9, mtime=0))
        # Every process tells the same age, so that what a browser holds is known to each of them.
        age = max(part.stat().st_mtime for part in parts)
        os.utime(made, (age, age))
        os.utime(packed, (age, age))
        return made


@cache
def _prepared() -> Prepared:
    return Prepared()


@cache
def sent(path: str) -> str:
    """The file that is sent for one in the packages."""
    found = Path(path)
    return str(_prepared().file(found)) if found.suffix in PACKED else path


class Statics(WhiteNoiseMiddleware):  # type: ignore[misc]  # it says no types
    """Static files; while one works on them each is sent as it is."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Remembers what is sent at an address."""
        other = sent(path)
        super().add_file_to_dictionary(url, other, stat_cache=stat_cache if other == path else None)
