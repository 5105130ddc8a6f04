"""What the room of agreements tells the one timeline of a partnership: each agreement from its beginning to its end."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kizuna.agreements.models import Agreement
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Partnership


def agreements(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The agreements of a partnership, or of the home."""
    found: QuerySet[Any] = Agreement.objects.visible_to(user).filter(within(row), home=home)
    return found


def _agreement(row: Any) -> Event:
    ends = row.ended or row.ends
    endless = row.expiry_basis == Agreement.Expiry.NONE or row.renewal == Agreement.Renewal.AUTOMATIC
    return Event(
        row, row.title, row.begins or row.concluded, row.ended if row.renewal == Agreement.Renewal.AUTOMATIC else ends,
        path=f"agreements/{row.uuid}/", note=str(row.get_kind_display()), running=endless and not row.ended,
    )  # fmt: skip


TELLERS = [Teller(Thread.AGREEMENT, agreements, _agreement)]
