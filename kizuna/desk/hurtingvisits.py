"""What hurts about visits: promises past due, and meetings of which nobody has written."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Window
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.desk.today import MOST, SOURCES, Answer, Kind, Line
from kizuna.visits.models import Commitment, Meeting, MeetingNote, Visit, VisitReport

# Notes of visits longer ago than this nobody writes any more.
BACK = timedelta(days=366)
# A host has so many days before a missing note hurts.
GRACE = timedelta(days=3)


def promises(home: Home, user: Reader, day: date) -> Answer:
    """Promises that are still open although their time is over, the oldest first."""
    rows = Commitment.objects.visible_to(user).filter(home=home).past_due(day).order_by("due_last", "pk")
    found = list(
        rows.select_related("partnership", "owner", "person").annotate(among=Window(Count("pk")))[:MOST]
    )  # fmt: skip
    lines = [
        Line(Kind.PROMISES, in_language(row.text), f"{home.desk}commitments/{row.uuid}/",
             partner=in_language(row.partnership.name) if row.partnership else "", since=row.due_last,
             when=_("due %(day)s") % {"day": row.due.display(language())}, who=row.whose)
        for row in found
    ]  # fmt: skip
    return lines, found[0].among if found else 0, f"{home.desk}commitments/?show=past-due"


def notes(home: Home, user: Reader, day: date) -> Answer:
    """Visits of the last year that are over, with a meeting of which nobody has written and a report still open."""
    over = {"visit__ends_last__lt": day - GRACE, "visit__ends_last__gte": day - BACK, "visit__called_off": False}
    # Whether anybody wrote is asked of all notes: one that this reader may not see need not be written again.
    written = MeetingNote.objects.filter(meeting=OuterRef("pk"))
    closed = VisitReport.objects.filter(visit=OuterRef("visit"), closed_at__isnull=False)
    silent = Meeting.objects.visible_to(user).filter(~Exists(written), ~Exists(closed), home=home, said={}, **over)
    of = set(silent.exclude(state=Meeting.State.DROPPED).values_list("visit_id", flat=True))
    rows = Visit.objects.visible_to(user).filter(pk__in=of)
    found = list(
        rows.select_related("partnership").annotate(among=Window(Count("pk"))).order_by("-ends_last", "-pk")[:MOST]
    )
    lines = [
        Line(Kind.NOTES, in_language(row.title), f"{home.desk}visits/{row.slug}/report/",
             partner=in_language(row.partnership.name) if row.partnership else "", since=row.ends_last,
             when=_("ended %(day)s") % {"day": FuzzyDate(row.ends_last.isoformat()).display(language())})
        for row in found
    ]  # fmt: skip
    return lines, found[0].among if found else 0, f"{home.desk}visits/"


def tell() -> None:
    """Gives these questions to whoever asks what is about to hurt."""
    SOURCES.update({Kind.PROMISES: promises, Kind.NOTES: notes})
