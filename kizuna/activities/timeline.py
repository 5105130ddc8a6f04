"""What activities tell the one timeline of a partnership: series in their lanes, editions and single activities."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kizuna.activities.models import Activity, Series
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Partnership


def series(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The series of a partnership."""
    found: QuerySet[Any] = Series.objects.visible_to(user).filter(within(row), home=home)
    return found


def _series(row: Any) -> Event:
    return Event(
        row, row.title, row.begins, row.ends, path=f"series/{row.slug}/", note=str(row.get_rhythm_display()),
        running=not row.ends and row.state != Series.State.ENDED, lane=row.uuid,
    )  # fmt: skip


def activities(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """Its whole activities, editions among them."""
    found = Activity.objects.visible_to(user).filter(within(row), home=home, parent=None)
    return found.select_related("series", "phase", "venue")


def _activity(row: Any) -> Event:
    told = row.formats or ([str(row.get_host_side_display())] if row.host_side != Activity.Side.NOT_STATED else [])
    return Event(
        row, row.heading, row.begins, row.ends, path=f"activities/{row.uuid}/", note=", ".join(told), phase=row.phase,
        running=row.begins.open_end and not row.ends, lane=row.series.uuid if row.series else None,
    )  # fmt: skip


TELLERS = [
    Teller(Thread.SERIES, series, _series),
    Teller(Thread.ACTIVITY, activities, _activity),
]
