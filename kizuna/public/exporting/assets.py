"""Stylesheets, fonts, pictures and scripts that pages really use, under names that change with what is in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders

USED = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
Write = Callable[[str, bytes], None]


def root() -> str:
    """Where the pages say that these files lie."""
    return "/" + str(settings.STATIC_URL).strip("/") + "/"


class Assets:
    """The files that were asked for; each is written once."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._known: dict[str, str | None] = {}

    @property
    def files(self) -> list[str]:
        """All that were written."""
        return [file for file in self._known.values() if file is not None]

    def file(self, address: str) -> str | None:
        """Where the file of this address lies in the folder; None where there is none."""
        name = address.removeprefix(root())
        if name not in self._known:
            found = finders.find(name)
            self._known[name] = self._put(name, Path(found)) if isinstance(found, str) else None
        return self._known[name]

    def _put(self, name: str, path: Path) -> str:
        content = path.read_bytes()
        if path.suffix == ".css":
            content = USED.sub(lambda found: self._used(found, name), content.decode()).encode()
        mark = hashlib.sha256(content).hexdigest()[:12]
        file = "static/" + str(PurePosixPath(name).with_suffix(f".{mark}{path.suffix}"))
        self._write(file, content)
        if path.suffix == ".woff2":
            # The licence of a font goes where the font goes.
            for licence in sorted(path.parent.glob("OFL-*.txt")):
                told = f"static/{PurePosixPath(name).parent / licence.name}"
                if self._known.setdefault(f"{name} {licence.name}", told) == told:
                    self._write(told, licence.read_bytes())
        return file

    def _used(self, found: re.Match[str], name: str) -> str:
        if found[1].startswith(("data:", "#", "http:", "https:")):
            return found[0]
        file = self.file(urljoin(root() + name, found[1]))
        if file is None:
            return found[0]
        up = "../" * (len(PurePosixPath(name).parts) - 1)
        return f'url("{up}{file.removeprefix("static/")}")'
