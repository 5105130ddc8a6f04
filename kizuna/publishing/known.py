"""What core has to know of publishing: where names stand beside the editions, and which files pages go on showing."""

from __future__ import annotations

from collections.abc import Iterable

from kizuna.core.actions import NAMING
from kizuna.core.erasing import BESIDE, Beside
from kizuna.publishing.models import Depicted, Sought

KEPT = Beside(Sought, "home", ("title", "words", "text"))


def depicted() -> Iterable[str]:
    """The files that pages show, though their pictures may have been taken down since."""
    return Depicted.objects.values_list("sha256", flat=True)


def tell() -> None:
    """Erasing looks there too from now on, and backups hold these files."""
    if KEPT not in BESIDE:
        BESIDE.append(KEPT)
    if depicted not in NAMING:
        NAMING.append(depicted)
