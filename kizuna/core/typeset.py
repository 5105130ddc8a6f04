"""Sets papers as PDF: a template of ours, data as JSON, fonts that came with the installation."""

from __future__ import annotations

import importlib.util
import json
import logging
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Literal

import typst

from kizuna.core.glyphs import Coverage, Naming, coverage_of, name_of

TEMPLATES = Path(__file__).parent / "typst"
# Each package carries one family; those of the machine are never looked at.
FONTS = ("fontpkg_inter", "fontpkg_newsreader", "noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
STANDARD: Literal["ua-1"] = "ua-1"
# Signs that would turn the order of other signs around.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Faces that have the signs of another one of their family.
SAME = ("Bold", "Italic[opsz,wght]")
# So many signs that the fonts lack are listed; each is named in its place all the same.
LISTED = 40
log = logging.getLogger(__name__)
# One paper at a time in a process: setting takes all cores for a moment, and memory stays that of one paper.
_setting = Lock()


@cache
def folders() -> list[Path]:
    """Where the fonts of every paper lie."""
    found = []
    for name in FONTS:
        package = importlib.util.find_spec(name)
        if package is None or package.origin is None:
            raise RuntimeError(f"The fonts of {name} are not installed; run `make setup`.")
        found.append(Path(package.origin).parent)
    return found


@cache
def fonts() -> typst.Fonts:
    """The fonts of every paper; found once for each process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders())


@cache
def coverage() -> Coverage:
    """The signs that these fonts have."""
    files = (
        file
        for folder in folders()
        for file in folder.rglob("*")
        if file.suffix in (".otf", ".ttf") and file.stem.partition("-")[2] not in SAME
    )
    return coverage_of(tuple(sorted(files)))


def pdf(
    template: str, data: Mapping[str, Any], *, made_at: datetime, beside: Mapping[str, Path] | None = None
) -> bytes:
    """A tagged PDF of this template with these data; the same data make the same file.

    ``beside`` are files that the template shows, by the names under which it finds them: pictures.

    It passes the check for PDF/UA-1, for signs that are in none of the fonts are named in words; should it not, it is
    tagged all the same.
    """
    how: dict[str, Any] = {"format": "pdf", "timestamp": made_at.astimezone(UTC).replace(microsecond=0)}
    with _laid_out(beside or {}) as folder:
        try:
            made = _set(template, data, folder, **how, pdf_standards=STANDARD)
        except typst.TypstError as problem:
            log.warning("A paper does not pass as %s: %s", STANDARD, problem.message)
            made = _set(template, data, folder, **how)
    return made if isinstance(made, bytes) else b"".join(made)


@contextmanager
def _laid_out(beside: Mapping[str, Path]) -> Iterator[Path]:
    """A folder with the templates and what they show; where they show nothing, the templates as they are."""
    if not beside:
        yield TEMPLATES
        return
    with TemporaryDirectory() as made:
        folder = Path(made)
        for file in TEMPLATES.glob("*.typ"):
            shutil.copy(file, folder)
        for name, path in beside.items():
            shutil.copyfile(path, folder / name)
        yield folder


def pictures(template: str, data: Mapping[str, Any], *, ppi: float = 144) -> list[bytes]:
    """Each page as a PNG, to look at."""
    made = _set(template, data, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else made


def compiler(template: str, data: Mapping[str, Any], folder: Path = TEMPLATES) -> typst.Compiler:
    """The template with its data; what they say reaches it as JSON and is never read as source.

    Signs that none of the fonts has are named in their place, and listed as ``missing``.
    """
    naming = Naming(coverage())
    told = {**naming.named(legible(data)), "missing": [name_of(sign) for sign in naming.missing][:LISTED]}
    inputs = {"data": json.dumps(told, ensure_ascii=False)}
    return typst.Compiler(
        folder / f"{template}.typ", root=folder, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )


def legible(data: Any) -> Any:
    """The same data with texts that can be printed: without control characters and what turns the reading order."""
    if isinstance(data, str):
        return data if data.isprintable() else "".join(sign for sign in data if _printable(sign))
    if isinstance(data, Mapping):
        return {key: legible(value) for key, value in data.items()}
    return [legible(value) for value in data] if isinstance(data, list | tuple) else data


def _printable(sign: str) -> bool:
    return sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in TURNING)


def _set(template: str, data: Mapping[str, Any], folder: Path = TEMPLATES, **how: Any) -> bytes | list[bytes]:
    with _setting:
        made = compiler(template, data, folder).compile(**how)
    if made is None:
        raise RuntimeError("The paper was not set.")
    return made
