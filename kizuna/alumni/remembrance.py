"""What alumni tell of what happened once: networks founded, gifts made."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kizuna.alumni.models import AlumniNetwork, Gift
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners import anniversaries
from kizuna.partners.anniversaries import Commemorated


def gifts(home: Home, user: Reader, partnership: int | None = None) -> Iterator[Commemorated]:
    """Gifts; the tie that a gift made is the same thing told again."""
    rows = Gift.objects.visible_to(user).filter(home=home)
    if partnership is not None:
        rows = rows.filter(partnership=partnership)
    for row in rows.select_related("tie"):
        yield Commemorated(
            row, _("Gift"), row.name, row.when, f"alumni/gifts/{row.uuid}/", row.partnership_id, row.country,
            instead_of=row.tie.uuid if row.tie else None,
        )  # fmt: skip


def founded(home: Home, user: Reader, partnership: int | None = None) -> Iterator[Commemorated]:
    """Networks of alumni."""
    rows = AlumniNetwork.objects.visible_to(user).filter(home=home)
    if partnership is not None:
        rows = rows.filter(partnership=partnership)
    for row in rows:
        yield Commemorated(
            row, _("Network of alumni"), row.name, row.begins, f"alumni/{row.uuid}/", row.partnership_id, row.country
        )


def tell() -> None:
    """Gives these to whoever asks which anniversaries come."""
    for source in (gifts, founded):
        if source not in anniversaries.SOURCES:
            anniversaries.SOURCES.append(source)
