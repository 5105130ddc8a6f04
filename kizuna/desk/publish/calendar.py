"""Makes the calendar: what is coming, and what was in the last twelve months, from activities, visits and calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities import listing
from kizuna.calls.models import Call, CallSide
from kizuna.core.models import Home
from kizuna.core.models.record import in_each
from kizuna.core.values import FuzzyDate
from kizuna.desk.publish.activities import LOUD, OFF, State, days, partner, rows_of, what
from kizuna.desk.publish.telling import NOBODY, Made, Tree, day_of, head
from kizuna.visits.models import Visit
from kizuna.visits.models.visit import Direction

# A list of this many entries is long enough for anybody; the oldest and the farthest are left to the other pages.
MOST = 1000


def make(home: Home) -> Made | None:
    """The calendar, where anything falls into it.

    It moves on by whole months: a page that said something else every day would have to be signed every day.
    """
    day = day_of(home)
    now, since = f"{day:%Y-%m}", day.replace(year=day.year - 1, day=1)
    rows = [*_activities(home, since, now), *_visits(home, since, now), *_calls(home, since)]
    coming = sorted((row for row in rows if _comes(row, now)), key=_in_order)
    past = sorted((row for row in rows if not _comes(row, now)), key=_in_order, reverse=True)
    if not rows:
        return None
    tree = {**head(home), "title": _title(), "now": now, "coming": coming[:MOST], "past": past[:MOST]}
    return Made("calendar", "", _title(), tree)


def _title() -> Any:
    return in_each(_("Calendar"))


def _comes(row: Tree, now: str) -> bool:
    """Whether it lies in this month or later; of a year alone, in this year or later; or whether it is going on."""
    month, last = str(row["month"]), str(row["final"])
    return not month or month >= now[: len(month)] or (len(month) == 7 and last >= now)


def _in_order(row: Tree) -> tuple[str, str, str]:
    # What is known by its year alone stands behind the months of that year.
    return (row["month"] if len(row["month"]) == 7 else f"{row['month']}-99", row["first"] or "9999", row["id"])


def _month(first: date | None, last: date | None) -> str:
    """The month in which something begins, or the year alone where no more is known; of an academic year its first."""
    if first is None or last is None:
        return ""
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else f"{first:%Y}"


def _entry(row: Any, kind: str, since: date, now: str, **more: Any) -> Tree:
    final = f"{row.ends_last:%Y-%m}" if row.ends_last else ""
    # What began before all this and is not over has no month of its own here: it is going on.
    going = row.begins_first < since and (not final or final >= now)
    return {
        "id": str(row.uuid), "sort": kind, "name": row.heading, "when": row.when or row.begins, "at": "", "zone": "",
        "moment": "", **days(row), "final": final,
        "month": "" if going else _month(row.begins_first, row.begins_last),
        "partner": partner(row), "where": "", "state": "", "off": "", "path": "", **more,
    }  # fmt: skip


def _activities(home: Home, since: date, now: str) -> Iterator[Tree]:
    for row in listing.with_all(rows_of(home).within(since, None), NOBODY):
        if row.begins_first is None or row.begins_last is None:
            continue
        path = f"series/{row.series.slug}/" if row.series is not None else "activities/"
        yield _entry(
            row, "activity", since, now, what=what(row), path=path,
            where=row.place or (row.venue.name if row.venue else ""),
            state=State(row.state).label if row.state in LOUD else "", off=row.state if row.state in OFF else "",
        )  # fmt: skip


def _visits(home: Home, since: date, now: str) -> Iterator[Tree]:
    rows = Visit.objects.published().filter(home=home, called_off=False, begins_first__isnull=False)
    for row in rows.filter(ends_last__gte=since).select_related("partnership").order_by("sort_day", "pk"):
        if row.begins_first is None:
            # Its days are kept from the public.
            continue
        path = f"partners/{row.partnership.slug}/" if row.partnership is not None else ""
        yield _entry(row, "visit", since, now, what=Direction(row.direction).label, path=path)


def _calls(home: Home, since: date) -> Iterator[Tree]:
    """When published calls open and close, and until when proposals have to be handed in at each side."""
    found = Call.objects.published().filter(home=home, called_off=False, opens_at__isnull=False)
    rows = list(found.filter(closes_at__gte=_midnight(since)).select_related("partnership").order_by("closes_at", "pk"))
    sides = CallSide.objects.published().filter(call__in=rows, internal_until__isnull=False)
    for row in rows:
        if row.opens_at is not None and row.opens_at >= _midnight(since):
            yield _of_call(row, row, row.opens_at, "opens", pgettext_lazy("a call", "Opens"))
        for side in sides:
            until = side.internal_until
            if side.call_id == row.pk and until is not None and until >= _midnight(since):
                told = (
                    _("Internal deadline of our side") if side.side == "home" else _("The partner’s internal deadline")
                )
                yield _of_call(row, side, until, "internal", told)
        if row.closes_at is not None:
            yield _of_call(row, row, row.closes_at, "closes", _("Deadline for proposals"))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _of_call(row: Call, of: Call | CallSide, at: datetime, name: str, label: Any) -> Tree:
    """A moment of a call, as the clock in the call's own zone shows it."""
    there = at.astimezone(row.tz)
    iso = there.date().isoformat()
    return {
        "id": f"{of.uuid}-{name}", "sort": "call", "name": row.title, "when": FuzzyDate(iso), "at": f"{there:%H:%M}",
        "zone": row.zone, "moment": at.astimezone(UTC).isoformat(), "first": iso, "last": iso, "final": iso[:7],
        "month": iso[:7], "partner": partner(row), "where": "", "what": label, "state": "", "off": "",
        "path": f"calls/{row.slug}/",
    }  # fmt: skip
