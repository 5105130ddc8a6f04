"""The mark of all that draws public pages: who kept one learns from it that a new release draws it in another way."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import kizuna

PACKAGE = Path(kizuna.__file__).parent
DRAWS = (
    "core/templates/**/*.html", "core/templatetags/*.py", "core/static/**/*.*", "core/worldmap/*.py",
    "public/**/*.html", "public/**/*.py", "public/**/*.css", "publishing/*.py", "locale/*/LC_MESSAGES/*.mo",
)  # fmt: skip


@cache
def mark() -> str:
    """The hash of the files."""
    found = hashlib.sha256(kizuna.__version__.encode())
    for pattern in DRAWS:
        for path in sorted(PACKAGE.glob(pattern)):
            if "tests" not in path.parts:
                found.update(path.read_bytes())
    return found.hexdigest()[:16]
