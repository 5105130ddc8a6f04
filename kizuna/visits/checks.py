"""What `kizuna check` says of visits: what was forgotten, and facts that conflict and stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from kizuna.core.checking import LOOKS, Finding, few
from kizuna.visits.models import Commitment, Leg, Meeting, MeetingNote, Stop, Visit, VisitReport
from kizuna.visits.models.visit import may_hold

# So long after its end a visit without any note is forgotten.
FORGOTTEN = timedelta(days=60)


def visits() -> Finding:
    """Parts outside of their visit are wrong; forgotten notes, promises past due and one place twice are told."""
    return Finding("visits", few(_outside()), few(iter([*_unwritten(), *_past_due(), *_at_once()])))


def _outside() -> Iterator[str]:
    """What was saved before its visit or its leg was moved by other hands than the write path."""
    for model, name in ((Leg, "leg"), (Stop, "stop"), (Meeting, "meeting")):
        rows: Any = model._default_manager.filter(visit__isnull=False).exclude(begins_first=None, begins_last=None)
        for row in rows.select_related("visit", "home").order_by("pk"):
            if not may_hold(row.visit, row):
                yield f"{row.home.slug}: the {name} {row.uuid} lies outside of the visit {row.visit.slug}."
    for stop in Stop.objects.filter(leg__isnull=False).select_related("leg", "visit", "home").order_by("pk"):
        if not may_hold(stop.leg, stop):
            yield f"{stop.home.slug}: the stop {stop.uuid} of {stop.visit.slug} lies outside of its leg."


def _unwritten() -> Iterator[str]:
    """Visits long over, with meetings of which nobody wrote a word; a visit that others told of has its sources."""
    day = timezone.localdate() - FORGOTTEN
    noted = MeetingNote.objects.filter(meeting__visit=OuterRef("pk"))
    met = Meeting.objects.filter(visit=OuterRef("pk")).exclude(state=Meeting.State.DROPPED)
    closed = VisitReport.objects.filter(visit=OuterRef("pk"), closed_at__isnull=False)
    rows = Visit.objects.filter(Exists(met), ~Exists(met.exclude(said={})), ~Exists(noted), ~Exists(closed),
                                ends_last__lt=day, called_off=False)  # fmt: skip
    for home, slug, last in rows.order_by("pk").values_list("home__slug", "slug", "ends_last"):
        yield f"{home}: the visit {slug} ended on {last} and has no note."


def _past_due() -> Iterator[str]:
    """How many promises of each home are past due; who made which stands on the desk, not in a log."""
    late = Commitment.objects.past_due(timezone.localdate()).order_by()
    for home, count in late.values_list("home__slug").annotate(n=Count("pk")).order_by("home__slug"):
        yield f"{home}: {count} {'promise is' if count == 1 else 'promises are'} past due."


def _at_once() -> Iterator[str]:
    """Two stops of one visit that begin at one moment; two sources may say so, and both stay."""
    rows = Stop.objects.filter(~Q(at=None), begins_first__isnull=False).order_by()
    doubled = rows.values_list("home__slug", "visit__slug", "begins_first", "at").annotate(n=Count("pk"))
    for home, slug, day, at, count in doubled.filter(n__gt=1).order_by("home__slug", "visit__slug", "begins_first"):
        yield f"{home}: the visit {slug} has {count} stops at {at:%H:%M} on {day}."


def tell() -> None:
    """`kizuna check` looks here too from now on."""
    if visits not in LOOKS:
        LOOKS.append(visits)
