"""What mobility tells the one timeline of a partnership: flows as they are stated."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, in_each
from kizuna.core.values import FuzzyDate, Text
from kizuna.mobility.models import Flow
from kizuna.mobility.models.flow import Category
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Partnership


def flows(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The statements of people moving with this partner."""
    found: QuerySet[Any] = Flow.objects.visible_to(user).filter(within(row), home=home)
    return found.select_related("partnership")


def _flow(row: Any) -> Event:
    title = (
        Text.from_json({code: row.bare.display(code, named=True) for code in ("en", "ja")})
        if row.quantity
        else in_each(Category(row.category).label)
    )
    note = " · ".join(str(part) for part in (row.get_category_display(), row.get_direction_display()))
    return Event(
        row, row.text or title, row.period, FuzzyDate(), note=note, running=row.period.open_end,
        path=f"mobility/partners/{row.partnership.slug}/" if row.partnership else "mobility/",
    )  # fmt: skip


TELLERS = [Teller(Thread.FLOW, flows, _flow)]
