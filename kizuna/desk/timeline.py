"""The one timeline of a partnership: what every room tells of it, gathered by day, in one picture and one list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest
from typing import Any, NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce

from kizuna.activities import timeline as activities
from kizuna.agreements import timeline as agreements
from kizuna.calls import timeline as calls
from kizuna.core.citing import Footnotes
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.mobility import timeline as mobility
from kizuna.partners import timeline as partners
from kizuna.partners.events import ONE, Event, Teller, Thread
from kizuna.partners.models import Partnership, Phase
from kizuna.partners.phasewise import phases_of
from kizuna.projects import timeline as projects
from kizuna.visits import timeline as visits

SINGLE = 30  # rows of a strand that a picture draws one by one; more become one bar per year
TELLERS: tuple[Teller, ...] = (
    *partners.TELLERS,
    *agreements.TELLERS,
    *projects.TELLERS,
    *activities.TELLERS,
    *visits.TELLERS,
    *calls.TELLERS,
    *mobility.TELLERS,
)


# What lasts by its nature, so that an unknown day leaves its edges open and not its existence.
LASTING = frozenset({Thread.AGREEMENT, Thread.PROJECT, Thread.SERIES, Thread.FLOW})


class Place(NamedTuple):
    """Where one row stands in time; places compare as the list is ordered, by the first day on which it may have been.

    Days are words such as "2014-04-01", which compare as the days do; empty where none is known.
    """

    since: str
    teller: int
    key: int
    first: str
    last: str

    @classmethod
    def of(cls, teller: int, key: int, first: date | None, last: date | None) -> Place:
        """The place of a row between two days."""
        days = [day.isoformat() if day else "" for day in (first, last)]
        return cls(days[0] or days[1], teller, key, *days)

    @property
    def dated(self) -> bool:
        """Whether anything is known of its day."""
        return self.since != ""


class Laid(NamedTuple):
    """The places of all rows, strand by strand in order, and what is counted of them; shared, so never changed."""

    places: dict[Thread, list[Place]]
    # In which years the rows of a strand begin, and in which they end, as far as known.
    begun: dict[Thread, Counter[int]]
    ended: dict[Thread, Counter[int]]
    # Rows that begin after the day asked for, which the list leaves out; plans are never among them.
    later: int


@dataclass
class Gathered:
    """A partnership in time for one reader: the places of all rows, and how many each strand has."""

    home: Home
    user: Reader
    row: Partnership
    phases: list[Phase] = field(default_factory=list)
    laid: Laid = field(default_factory=lambda: Laid({}, {}, {}, 0))
    _known: dict[tuple[int, int], Event] = field(default_factory=dict)

    def strand(self, place: Place) -> Thread:
        """What a row belongs to."""
        return Thread.PHASE if place.teller < 0 else TELLERS[place.teller].strand

    @property
    def counts(self) -> Counter[str]:
        """How many rows each strand has."""
        return Counter({strand: len(some) for strand, some in self.laid.places.items()})

    def every(self, strands: Iterable[str]) -> list[Place]:
        """The places of some strands, or of all, strand by strand."""
        wanted = set(strands)
        return [place for strand, some in self.laid.places.items() if not wanted or strand in wanted for place in some]

    def of(self, strands: Iterable[str]) -> list[Place]:
        """The same, the newest first; what is not dated stands last."""
        found = self.every(strands)
        dated = sorted((place for place in found if place.dated), reverse=True)
        return dated + [place for place in found if not place.dated]

    def newest(self, show: str, most: int) -> list[Place]:
        """The places that a short list begins with; the phases stand in the picture."""
        found = self.every([show] if show else [strand for strand in Thread if strand != Thread.PHASE])
        dated = nlargest(most, (place for place in found if place.dated))
        return (dated + [place for place in found if not place.dated][:most])[:most]

    def events(self, places: Sequence[Place]) -> list[tuple[tuple[int, int], Event]]:
        """The events of these places in their order, each with its key; one query per kind of row not in hand."""
        lacking: dict[int, list[int]] = defaultdict(list)
        for place in places:
            if (place.teller, place.key) not in self._known:
                lacking[place.teller].append(place.key)
        for number, keys in lacking.items():
            teller = TELLERS[number]
            for row in teller.rows(self.home, self.user, self.row).filter(pk__in=keys):
                self._known[number, row.pk] = teller.event(row)
        # Who removes a row meanwhile leaves a place without one.
        return [(at, self._known[at]) for place in places if (at := self.key(place)) in self._known]

    def key(self, place: Place) -> tuple[int, int]:
        """What tells a row from all others."""
        return place.teller, place.key

    def few(self, strands: Iterable[Thread]) -> dict[Thread, list[Place]]:
        """The places of each strand that has so few that every one can be drawn, in the order of time.

        What lasts is drawn even when no day of it is known: it was there, from when and until when is not stated.
        """
        found = {}
        for strand in strands:
            places = [place for place in self.laid.places.get(strand, ()) if place.dated or strand in LASTING]
            if len(places) <= SINGLE:
                found[strand] = places
        return found

    def keep(self, number: int, key: int, event: Event) -> None:
        """Remembers an event that is in hand."""
        self._known[number, key] = event

    def kept(self, number: int) -> list[tuple[int, Event]]:
        """The events of a teller that are in hand, with their keys."""
        return [(key, event) for (of, key), event in self._known.items() if of == number]

    @property
    def later(self) -> int:
        """How many rows begin only after the day."""
        return self.laid.later


def gather(
    home: Home,
    user: Reader,
    row: Partnership,
    *,
    day: date | None = None,
    since: date | None = None,
    until: date | None = None,
    given: Mapping[str, Sequence[Any]] | None = None,
) -> Gathered:
    """The places of all that is told of a partnership, remembered until something is written.

    ``day`` leaves out what began only after it; ``since`` and ``until`` leave out what cannot have been between
    them. What is not dated stays, for it may have been then. ``given`` has rows in hand, by their teller's name.
    """
    made = Gathered(home, user, row, phases=phases_of(home, user))
    for phase in made.phases:
        made.keep(-1, phase.pk, Event(phase, phase.name, phase.period, path=f"phases/{phase.order}/"))
    for number, teller in enumerate(TELLERS):
        for one in (given or {}).get(teller.rows.__name__, ()):
            made.keep(number, one.pk, teller.event(one))
    key = ("timeline", home.pk, row.pk, day, since, until, rights(user))
    made.laid = remembered(home, key, lambda: _laid(made, set(given or ()), day, since, until))
    return made


def _laid(made: Gathered, given: set[str], day: date | None, since: date | None, until: date | None) -> Laid:
    """All places between the days, sorted and counted."""
    found = Laid(defaultdict(list), defaultdict(Counter), defaultdict(Counter), 0)
    latest, after, before = (one.isoformat() if one else "" for one in (day, since, until))
    later = 0
    for place in [*_phases(made), *_bounded(made), *_others(made, given)]:
        strand = made.strand(place)
        # A plan speaks of days to come: it is shown whatever day is looked at.
        if latest and place.first > latest and strand != Thread.PLAN:
            later += 1
        elif not (before and place.first > before) and not (after and place.last and place.last < after):
            found.places[strand].append(place)
    for strand, places in found.places.items():
        places.sort()
        found.begun[strand].update(int(place.since[:4]) for place in places if place.since)
        found.ended[strand].update(int(place.last[:4]) for place in places if place.last)
    return Laid(dict(found.places), dict(found.begun), dict(found.ended), later)


def _phases(made: Gathered) -> Iterable[Place]:
    for phase in made.phases:
        yield Place.of(-1, phase.pk, phase.period.start.earliest, phase.period.end.latest)


def _bounded(made: Gathered) -> Iterable[Place]:
    """The places of all rows that have their days in columns, in one query for all rooms."""
    parts = []
    for number, teller in enumerate(TELLERS):
        if teller.bounds:
            days = (Coalesce(Cast(name, CharField()), Value("")) for name in teller.bounds)
            rows = teller.rows(made.home, made.user, made.row).order_by().annotate(told_by=Value(number))
            rows = rows.annotate(**dict(zip(("earliest", "latest"), days, strict=True)))
            parts.append(rows.values_list("told_by", "pk", "earliest", "latest"))
    same: dict[str, str] = {}
    for number, key, earliest, latest in parts[0].union(*parts[1:], all=True):
        # The same few thousand days come again and again, and are kept once.
        first, last = same.setdefault(earliest, earliest), same.setdefault(latest, latest)
        yield Place(first or last, number, key, first, last)


def _others(made: Gathered, given: set[str]) -> Iterable[Place]:
    """The places of rows whose days only the rows themselves tell; those in hand are not asked for again."""
    for number, teller in enumerate(TELLERS):
        if teller.bounds:
            continue
        if teller.rows.__name__ not in given:
            for one in teller.rows(made.home, made.user, made.row):
                made.keep(number, one.pk, teller.event(one))
        for key, event in made.kept(number):
            yield Place.of(number, key, *bounds_of(event))


def bounds_of(event: Event) -> tuple[date | None, date | None]:
    """The first and the last possible day of an event: its own dates, else those of its phase."""
    first = event.begins.start.earliest
    last = (event.ends or event.begins).end.latest
    if first is None and last is None and event.phase and event.phase.years:
        begin, end = event.phase.years
        return date(begin, 1, 1), date(end, 12, 31)
    return first, None if event.running else last


class Entry(NamedTuple):
    """One line of the list: what it was, when in words, under which year, and the numbers of its sources."""

    event: Event
    strand: Thread
    kind: str
    year: str
    when: str
    cites: list[Any]


def when_of(event: Event, language: str) -> str:
    """When it was, in words: its dates, or the phase that dates it."""
    if event.begins and event.ends and event.begins != event.ends:
        return f"{event.begins.display(language)} – {event.ends.display(language)}"
    if event.begins or event.ends:
        return (event.begins or event.ends).display(language)
    return event.phase.name.get(language).value if event.phase else ""


def entries(told: Gathered, places: Sequence[Place], notes: Footnotes, language: str) -> list[Entry]:
    """The lines of these places, each with the sources of its record."""
    strands = {told.key(place): told.strand(place) for place in places}
    found = []
    for key, event in told.events(places):
        first, last = bounds_of(event)
        stated = event.begins or event.ends
        day = first or last
        year = str(day.year) if day and stated else when_of(event, language)
        strand = strands[key]
        found.append(Entry(event, strand, str(ONE[strand]), year, when_of(event, language), notes.every(event.record)))
    return found


def facets(told: Gathered, chosen: str) -> list[tuple[str, str, int, bool]]:
    """The strands that have rows: value, words, how many, whether it is the one chosen."""
    found = [(strand.value, str(strand.label), told.counts[strand], strand == chosen) for strand in Thread]
    return [one for one in found if one[2]]


def told_plainly(told: Gathered, places: Sequence[Place], language: str = "en") -> list[dict[str, Any]]:
    """The events of these places as the API and the command tell them: what is not known is null."""
    strands = {told.key(place): (told.strand(place), place) for place in places}
    found = []
    for key, event in told.events(places):
        strand, place = strands[key]
        found.append({
            "strand": strand.value, "label": event.record.label, "uuid": str(event.record.uuid),
            "names": event.title.to_json(), "when": when_of(event, language) or None,
            "first_day": place.first or None, "last_day": place.last or None, "running": event.running,
            "note": event.note or None,
        })  # fmt: skip
    return found
