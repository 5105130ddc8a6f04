"""Where a person's name stands in publishing beside the editions: in the words that the search looks through."""

from __future__ import annotations

from kizuna.core.erasing import BESIDE, Beside
from kizuna.publishing.models import Sought

KEPT = Beside(Sought, "home", ("title", "words", "text"))


def tell() -> None:
    """Erasing looks there too from now on."""
    if KEPT not in BESIDE:
        BESIDE.append(KEPT)
