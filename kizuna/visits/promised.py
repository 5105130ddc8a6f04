"""What was promised last time: the first thing that a briefing and the page of a partner say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.directory import beside
from kizuna.partners.briefed import About, Line, Teller, Topic
from kizuna.visits.models import Commitment

# So many promises of one partner are read: who has more has the list.
MOST = 200


def rows_of(about: About) -> Any:
    """The promises that a briefing speaks of: of its visit, its person or its partners."""
    rows = Commitment.objects.filter(home=about.home)
    partners = [row.pk for row in about.rows]
    if about.visit is not None:
        rows = rows.visible_to(about.reader).filter(Q(visit=about.visit) | Q(partnership__in=partners))
    elif about.person is not None:
        rows = rows.visible_to(about.reader).filter(person=about.person)
    else:
        rows = rows.visible_to(about.reader, below="partnership").filter(partnership__in=partners)
    return rows.select_related("owner", "person", "partnership", "visit")


def was_open(row: Commitment, day: date) -> bool:
    """Whether the promise had been made by that day, and was neither kept nor dropped on it."""
    made = row.promised.start.earliest
    return (made is None or made <= day) and (row.settled is None or row.settled > day)


def promises(about: About) -> Iterator[Line]:
    """What stood open on the day of the briefing, what is past due first; then what had been settled by then."""
    rows = list(rows_of(about).order_by(F("settled").desc(nulls_first=True), "due_last", "pk")[:MOST])
    still = [row for row in rows if was_open(row, about.day)]
    still.sort(key=lambda row: (row.due_last is None, row.due_last or date.max, row.pk))
    done = [row for row in rows if row.settled is not None and row.settled <= about.day]
    done.sort(key=lambda row: row.settled or date.min, reverse=True)
    for row in (*still, *done):
        yield _line(row, about)


def _line(row: Commitment, about: About) -> Line:
    code, settled = about.language, row.settled is not None and row.settled <= about.day
    late = not settled and row.due_last is not None and row.due_last < about.day
    if settled and row.settled is not None:
        when = FuzzyDate(row.settled.isoformat()).display(code)
        state = _("kept %(day)s") if row.state == Commitment.State.KEPT else _("dropped %(day)s")
        when = state % {"day": when}
    elif row.due:
        when = (_("past due since %(day)s") if late else _("due %(day)s")) % {"day": row.due.display(code)}
    else:
        when = _("no date given")
    side = str(row.get_side_display()) if row.side != Commitment.Side.NOT_STATED else ""
    visit = in_language(row.visit.heading) if row.visit is not None and row.visit != about.visit else ""
    small = " · ".join(part for part in (row.whose, side, about.named(row.partnership_id), visit) if part)
    return Line(in_language(row.text), row, when, small, f"commitments/{row.uuid}/", late=late)


PROMISES = Teller(Topic.PROMISE, promises)


def of_people(home: Home, user: Reader, people: Collection[int]) -> dict[int, list[beside.Line]]:
    """What these people have promised and neither kept nor dropped, what is due soonest first; one question."""
    rows = Commitment.objects.visible_to(user).open().filter(home=home, person__in=people)
    found: dict[int, list[beside.Line]] = defaultdict(list)
    today = timezone.localdate()
    for row in rows.order_by(F("due_last").asc(nulls_last=True), "pk"):
        late = row.is_past_due(today)
        when = row.due.display(language()) if row.due else ""
        if when:
            when = (_("past due since %(day)s") if late else _("due %(day)s")) % {"day": when}
        found[row.person_id].append(beside.Line(in_language(row.text), f"commitments/{row.uuid}/", when, late))
    return found


def tell() -> None:
    """The page of people says what each has promised."""
    if of_people not in beside.TELLERS:
        beside.TELLERS.append(of_people)
