"""What `kizuna check` looks at among agreements: what conflicts, and stands side by side until somebody decides."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from kizuna.agreements.models import Agreement, Signature
from kizuna.core import checking
from kizuna.core.checking import Finding


def agreements() -> Finding:
    """Signatures in posts recorded for other days, and agreements that last longer than the one above them."""
    return Finding("agreements", [], list(_told()))


def _told() -> Iterator[str]:
    rows = Signature.objects.filter(post__isnull=False).select_related("post", "person", "home")
    for row in rows.iterator():
        if row.post_differs:
            yield f"agreements.signature {row.uuid} of {row.home.slug}: the post was not held on that day."
    longer = Agreement.objects.filter(parent__isnull=False, ends_first__gt=F("parent__ends_last"))
    for key, home in longer.values_list("uuid", "home__slug"):
        yield f"agreements.agreement {key} of {home} ends after the agreement under which it stands."
    early = Agreement.objects.filter(predecessor__isnull=False, begins_last__lt=F("predecessor__begins_first"))
    for key, home in early.values_list("uuid", "home__slug"):
        yield f"agreements.agreement {key} of {home} began before the one that it follows on."


def tell() -> None:
    """Adds this look to those of `kizuna check`."""
    if agreements not in checking.LOOKS:
        checking.LOOKS.append(agreements)
