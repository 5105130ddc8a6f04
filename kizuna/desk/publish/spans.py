"""What the rooms tell of a span of days, such as a year: of a whole home, partnership by partnership.

A row is told in the span in which the middle of the days lies on which it may have begun, so that spans side by side
tell each row once; one of which not even the year is known is told in none. What lasts is told as long as it runs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from kizuna.calls.models import Minutes
from kizuna.core.models import Home, Record
from kizuna.core.values import Text
from kizuna.desk.publish.telling import NOBODY, day_of
from kizuna.desk.timeline import TELLERS, bounds_of
from kizuna.partners.events import Event, Teller, Thread
from kizuna.partners.models import Partnership, Plan
from kizuna.projects.models import Funding

# Nobody knows the year of what may have begun on more days than these.
VAGUE = timedelta(days=366)
# What is told as long as it runs, not only when it begins.
RUNNING = frozenset({Thread.PROJECT, Thread.FLOW})
# What a source may speak of on a day without saying when it began.
SEEN = RUNNING | {Thread.VISIT}
# What is told when it ends, too.
ENDING = frozenset({Thread.STANDING, Thread.AGREEMENT})


@dataclass(frozen=True)
class Span:
    """Some days, from the first to the last, both among them."""

    first: date
    last: date

    def holds(self, earliest: date | None, latest: date | None) -> bool:
        """Whether the middle of these two days lies in it; what is vaguer than a year lies nowhere."""
        if earliest is None or latest is None or latest - earliest > VAGUE:
            return False
        return self.first <= earliest + (latest - earliest) / 2 <= self.last

    @property
    def touching(self) -> Q:
        """Rows that may have begun or ended in it, or have run all through it."""
        return (Q(begins_first__lte=self.last) | Q(begins_first=None)) & (
            Q(ends_last__gte=self.first) | Q(ends_last=None)
        )


@dataclass(frozen=True)
class Happening:
    """One event of a span, with the partnership whose it is, where it is one's."""

    event: Event
    strand: Thread
    partner: int | None
    # Whether it is told for its end.
    ended: bool = False


@dataclass
class Told:
    """All that the published records of a home say of a span."""

    span: Span
    # Published partnerships: what each is called, and its name in addresses.
    names: dict[int, Text] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)
    happenings: dict[Thread, list[Happening]] = field(default_factory=lambda: defaultdict(list))

    def of(self, *strands: Thread) -> list[Happening]:
        """The happenings of some strands, in the order of time."""
        return sorted((one for strand in strands for one in self.happenings.get(strand, ())), key=_order)


def _order(one: Happening) -> tuple[date, int]:
    first, last = bounds_of(one.event)
    return first or last or date.max, one.event.record.pk


def read(home: Home, span: Span, row: Partnership | None = None) -> Told:
    """What the rooms tell of these days; of one partnership, or of the whole home."""
    partners = Partnership.objects.published().filter(home=home)
    if row is not None:
        partners = partners.filter(pk=row.pk)
    known = list(partners.only("slug", "name"))
    day = day_of(home)
    found = Told(span, {one.pk: one.name for one in known}, {one.pk: one.slug for one in known})
    for teller in TELLERS:
        for record in _rows(teller, home, span, row):
            key = partner_of(record)
            # A row of a partnership that is not published is not told, however open it is itself.
            if key is None or key in found.names:
                event = teller.event(record)
                told, ended = _lies(event, teller.strand, span, day)
                if told:
                    found.happenings[teller.strand].append(Happening(event, teller.strand, key, ended))
    return found


def _rows(teller: Teller, home: Home, span: Span, row: Partnership | None) -> Any:
    rows = teller.rows(home, NOBODY, row)
    return rows.filter(span.touching) if teller.bounds else rows


def partner_of(record: Record) -> int | None:
    """The partnership to which a row belongs."""
    if isinstance(record, Minutes):
        return record.call.partnership_id
    if isinstance(record, Funding) and record.partnership_id is None and record.project is not None:
        return record.project.partnership_id
    key: int | None = getattr(record, "partnership_id", None)
    return key


def _lies(event: Event, strand: Thread, span: Span, day: date) -> tuple[bool, bool]:
    """Whether an event is told in the span, and whether for its end; what is to come after the day only plans tell."""
    begins, over = event.begins, event.ends.end.latest
    if isinstance(event.record, Plan):
        return _planned(event, span), False
    if begins.start.earliest is not None and begins.start.earliest > day:
        return False, False
    if span.holds(begins.start.earliest, begins.start.latest if strand in RUNNING else begins.end.latest):
        return True, False
    if strand in ENDING and over is not None and over <= day and span.holds(event.ends.start.earliest, over):
        return True, True
    return _seen(event, strand, span) or _runs(event, strand, span), False


def _seen(event: Event, strand: Thread, span: Span) -> bool:
    """Whether a source speaks of it on a day of the span and nobody says since when it was."""
    seen: date | None = getattr(event.record, "seen", None)
    return strand in SEEN and not event.begins and seen is not None and span.first <= seen <= span.last


def _runs(event: Event, strand: Thread, span: Span) -> bool:
    """Whether it had begun before the span and was not over by then."""
    begun, ends = event.begins.start.latest, (event.ends or event.begins).end.earliest
    if strand not in RUNNING or begun is None or begun > span.last:
        return False
    return event.running or (ends is not None and ends >= span.first)


def _planned(event: Event, span: Span) -> bool:
    """A plan that somebody holds to is told in the year of its horizon and in the one before, or in its phase."""
    if event.record.state == Plan.State.DROPPED:  # type: ignore[attr-defined]  # asked of plans only
        return False
    first, last = bounds_of(event)
    if first is None or last is None:
        return False
    return first <= span.last + VAGUE and last >= span.first
