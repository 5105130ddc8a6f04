"""One thing that is wrong with a published page, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What is wrong with one page in one language."""

    kind: str
    page: str
    language: str
    what: str
    mend: str
    # Whether a visitor would notice; else only whoever keeps the records knows.
    noticed: bool = True
