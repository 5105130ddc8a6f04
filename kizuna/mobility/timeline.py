"""What mobility tells the one timeline of a partnership: flows as they are stated."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate, Text
from kizuna.mobility.models import Flow
from kizuna.partners.events import Event, Teller, Thread
from kizuna.partners.models import Partnership


def flows(home: Home, user: Reader, row: Partnership) -> QuerySet[Any]:
    """The statements of people moving with this partner."""
    found: QuerySet[Any] = Flow.objects.visible_to(user).filter(home=home, partnership=row)
    return found.select_related("partnership")


def _flow(row: Any) -> Event:
    title = Text.from_json(
        {
            code: row.bare.display(code, named=True) if row.quantity else row.get_category_display()
            for code in ("en", "ja")
        }
    )
    note = " · ".join(str(part) for part in (row.get_category_display(), row.get_direction_display()))
    return Event(
        row, row.text or title, row.period, FuzzyDate(), note=note, running=row.period.open_end,
        path=f"mobility/partners/{row.partnership.slug}/",
    )  # fmt: skip


TELLERS = [Teller(Thread.FLOW, flows, _flow)]
