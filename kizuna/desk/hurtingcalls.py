"""What waits in calls: a deadline that is near, conflicts, reviewers, reviews, signatures and awards.

Everything is counted among what the reader may know of: a line that would tell of more does not stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.calls.models import Assignment, Award, Call, Conflict, Decision, Minutes, Review
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.desk.today import SOURCES, Answer, Kind, Line

# So long before its deadline a call is named.
NEAR = timedelta(days=14)
A_DAY = timedelta(days=1)
# What was decided longer ago waits no more.
BACK = timedelta(days=366)


def calls(home: Home, user: Reader, day: date) -> Answer:
    """What each call waits for, the one that closes first standing first; in as many questions for many as for one."""
    every = Call.objects.visible_to(user).filter(home=home, called_off=False, closes_at__isnull=False)
    rows = list(every.filter(closes_at__date__gte=day - BACK).select_related("partnership").order_by("closes_at", "pk"))
    waiting = _Waiting([row.pk for row in rows], user) if rows else None
    lines = [line for row in rows for line in _lines(home, row, day, waiting)]
    return lines, len(lines), f"{home.desk}calls/"


class _Waiting:
    """How many of each kind wait in each call, among what the reader may know of."""

    def __init__(self, keys: list[int], user: Reader) -> None:
        def counted(rows: Any) -> dict[int, int]:
            some = rows.filter(proposal__call__in=keys).order_by().values_list("proposal__call")
            return dict(some.annotate(n=Count("pk")))

        handed = Review.objects.filter(proposal=OuterRef("proposal"), seat=OuterRef("seat"), handed_in_at__isnull=False)
        given = Assignment.objects.visible_to(user)
        self.conflicts = counted(Conflict.objects.visible_to(user).filter(state=Conflict.State.FOUND))
        self.proposed = counted(given.filter(state=Assignment.State.PROPOSED))
        self.missing = counted(given.filter(~Exists(handed), state=Assignment.State.CONFIRMED))
        awarded = Award.objects.filter(proposal=OuterRef("proposal"))
        granted = Decision.objects.visible_to(user).filter(outcome=Decision.Outcome.AWARD)
        self.awards = counted(granted.filter(~Exists(awarded)))
        minutes = Minutes.objects.visible_to(user).filter(call__in=keys)
        self.signed = {row.call_id: row.signed for row in minutes if row.text or row.signed}


def _lines(home: Home, row: Call, day: date, waiting: _Waiting | None) -> Iterator[Line]:
    if waiting is None or row.opens_at is None or row.closes_at is None:
        return
    opens, closes = (one.astimezone(row.tz).date() for one in (row.opens_at, row.closes_at))
    signed = waiting.signed.get(row.pk)
    # Where the call is at home it may be a day later than here.
    if opens - A_DAY <= day <= closes and closes - day <= NEAR:
        yield _line(home, row, _("closes"), due=closes)
    if count := waiting.conflicts.get(row.pk, 0):
        yield _line(home, row, ngettext("%(n)s conflict to settle", "%(n)s conflicts to settle", count) % {"n": count})
    if count := waiting.proposed.get(row.pk, 0):
        told = ngettext("%(n)s proposed review to confirm", "%(n)s proposed reviews to confirm", count)
        yield _line(home, row, told % {"n": count})
    if day > closes and not signed and (count := waiting.missing.get(row.pk, 0)):
        told = ngettext("%(n)s review not handed in", "%(n)s reviews not handed in", count)
        yield _line(home, row, told % {"n": count}, since=closes)
    if signed is False:
        yield _line(home, row, _("minutes to be signed"), to="ranking/")
    if signed and (count := waiting.awards.get(row.pk, 0)):
        told = ngettext("%(n)s award to make", "%(n)s awards to make", count)
        yield _line(home, row, told % {"n": count}, to="ranking/")


def _line(
    home: Home, row: Call, what: str, *, to: str = "", since: date | None = None, due: date | None = None
) -> Line:
    words = _("%(call)s: %(what)s") % {"call": in_language(row.title), "what": what}
    named = since or due
    return Line(
        Kind.CALLS, words, f"{home.desk}calls/{row.slug}/{to}", since=since, due=due,
        partner=in_language(row.partnership.name) if row.partnership else "",
        when=FuzzyDate(named.isoformat()).display(language()) if named else "",
    )  # fmt: skip


def tell() -> None:
    """Gives this question to whoever asks what is about to hurt."""
    SOURCES.update({Kind.CALLS: calls})
