"""What visits tell the one timeline of a partnership: visits that lead there, and meetings beside them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Partnership
from kizuna.visits.models import Meeting, Stop, Visit
from kizuna.visits.models.visit import VisitQuerySet


def visits(home: Home, user: Reader, row: Partnership | None) -> VisitQuerySet:
    """Visits about the partner, and those with a stop or a meeting there that this reader may see."""
    found: VisitQuerySet = Visit.objects.visible_to(user).filter(home=home)
    if row is None:
        return found
    # Their numbers are asked for first: nested once more, the conditions are deeper than SQLite reads.
    there = {"home": home, "partnership": row}
    stops = Stop.objects.visible_to(user).filter(**there).order_by().values_list("visit_id", flat=True)
    met = Meeting.objects.visible_to(user).filter(**there, visit__isnull=False).order_by()
    here = list(stops.union(met.values_list("visit_id", flat=True)))
    return found.filter(Q(partnership=row) | Q(pk__in=here))


def _visit(row: Any) -> Event:
    told = str(row.get_direction_display())
    return Event(row, row.title, row.begins, row.ends, path=f"visits/{row.slug}/", note=told)


def meetings(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """Meetings that belong to no visit; the others stand in their visit."""
    found = Meeting.objects.visible_to(user).filter(within(row), home=home, visit=None)
    return found.select_related("organisation__alias_of", "stop__organisation__alias_of")


def _meeting(row: Any) -> Event:
    told = str(row.get_kind_display())
    return Event(row, row.heading, row.begins, row.ends, path=f"meetings/{row.uuid}/", note=told)


TELLERS = [Teller(Thread.VISIT, visits, _visit), Teller(Thread.VISIT, meetings, _meeting)]
