"""What the pages of one visit show: who travels, the programme day by day, what is prepared, what is still unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.activities.models import Activity
from kizuna.agreements.models import Agreement
from kizuna.core.models import Home, Record
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.visits.models import Delegate, Leg, Meeting, Participant, Request, Stop, Task, Visit

MIDNIGHT = time(0, 0)


@dataclass
class Entry:
    """One part of the programme: a stop with its meetings, or a meeting that belongs to no stop."""

    stop: Stop | None
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        """The day on which it is, where one is known."""
        rows: list[Stop | Meeting] = [*([self.stop] if self.stop is not None else []), *self.meetings]
        days = (row.begins_first for row in rows if row.begins_first and row.begins_first == row.begins_last)
        return next(days, None)

    @property
    def at(self) -> time:
        """By what it is in order on its day."""
        times = [row.at for row in (self.stop, *self.meetings) if row is not None and row.at is not None]
        return min(times, default=MIDNIGHT)

    @property
    def leg(self) -> Leg | None:
        """On which leg it is."""
        return self.stop.leg if self.stop is not None else None


@dataclass
class Day:
    """One day of the programme, or what is on no day that is known: then of one leg, or of the whole visit."""

    entries: list[Entry]
    day: date | None = None
    leg: Leg | None = None

    @property
    def when(self) -> FuzzyDate:
        """The day as a date that the page can word."""
        return FuzzyDate(self.day.isoformat()) if self.day else FuzzyDate()


@dataclass
class Whole:
    """A visit with all that hangs on it, as one reader may see it."""

    visit: Visit
    delegates: list[Delegate]
    legs: list[Leg]
    stops: list[Stop]
    meetings: list[Meeting]
    people: dict[int, list[Participant]]
    tasks: list[Task]
    requests: list[Request]

    @property
    def records(self) -> list[Record]:
        """All rows that may be cited."""
        rows: list[Record] = [self.visit, *self.delegates, *self.legs, *self.stops, *self.meetings]
        return [*rows, *(one for some in self.people.values() for one in some)]

    @property
    def leaders(self) -> list[Delegate]:
        """Who leads the delegation."""
        return [one for one in self.delegates if one.role == Delegate.Role.LEADER]

    @property
    def countries(self) -> list[Leg]:
        """The legs, each country once."""
        return list({leg.country or leg.pk: leg for leg in self.legs}.values())

    @property
    def open_tasks(self) -> int:
        """How much is still to be prepared."""
        return sum(task.state == Task.State.OPEN for task in self.tasks)

    def of(self, meeting: Meeting, *sides: str) -> list[Participant]:
        """Who takes part in a meeting, on these sides."""
        return [one for one in self.people.get(meeting.pk, []) if one.side in sides]

    @property
    def entries(self) -> list[Entry]:
        """Stops with their meetings, and meetings by themselves."""
        by_stop: dict[int, Entry] = {stop.pk: Entry(stop) for stop in self.stops}
        alone = []
        for meeting in self.meetings:
            entry = by_stop.get(meeting.stop_id or 0)
            if entry is None:
                alone.append(Entry(None, [meeting]))
            else:
                entry.meetings.append(meeting)
        return [*by_stop.values(), *alone]

    @property
    def days(self) -> list[Day]:
        """The programme: the days that are known in order, then what is within a leg, then within the visit."""
        dated: dict[date, list[Entry]] = {}
        loose: dict[int | None, Day] = {}
        for entry in self.entries:
            if entry.day is not None:
                dated.setdefault(entry.day, []).append(entry)
            else:
                leg = entry.leg
                loose.setdefault(leg.pk if leg else None, Day([], leg=leg)).entries.append(entry)
        found = [Day(sorted(rows, key=lambda entry: entry.at), day=day) for day, rows in sorted(dated.items())]
        order = [leg.pk for leg in self.legs]
        rest = sorted(loose.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
        return [*found, *(day for _key, day in rest)]

    def unknown(self) -> Iterator[str]:
        """What one would ask of a visit and nobody has said yet."""
        visit = self.visit
        if not visit.begins or not visit.ends:
            yield _("On which days it begins and ends")
        if not self.leaders:
            yield _("Who leads it")
        if not self.delegates:
            yield _("Who belongs to the delegation")
        loose = sum(entry.day is None for entry in self.entries)
        if loose:
            yield ngettext("The day of %(n)d stop", "The days of %(n)d stops", loose) % {"n": loose}
        if not self.stops and not self.meetings:
            yield _("Where it leads and whom it meets")
        nobody = sum(not self.of(one, Participant.Side.PARTNER, Participant.Side.THIRD) for one in self.meetings)
        if nobody:
            yield ngettext("Whom we meet at %(n)d meeting", "Whom we meet at %(n)d meetings", nobody) % {"n": nobody}


def meetings_of(rows: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """Meetings with what a page shows of them; what the reader may not see is not named."""
    return rows.select_related(
        "organisation__alias_of", "stop__organisation__alias_of", "stop__leg", "visit", "partnership"
    ).prefetch_related(
        Prefetch("activity", Activity.objects.visible_to(user).select_related("series")),
        Prefetch("agreement", Agreement.objects.visible_to(user)),
    )


def people_of(meetings: list[Meeting], user: Reader) -> dict[int, list[Participant]]:
    """Who takes part in these meetings, by meeting."""
    found: dict[int, list[Participant]] = {}
    rows = Participant.objects.visible_to(user).filter(meeting__in=[row.pk for row in meetings])
    for one in rows.select_related("person", "organisation__alias_of"):
        found.setdefault(one.meeting_id, []).append(one)
    return found


def whole(visit: Visit, user: Reader) -> Whole:
    """A visit with all that hangs on it; as many questions for three stops as for thirty."""
    delegates = Delegate.objects.visible_to(user).filter(visit=visit).select_related("person")
    stops = Stop.objects.visible_to(user).filter(visit=visit).select_related("organisation__alias_of", "leg")
    stops = stops.select_related("partnership").prefetch_related(
        Prefetch("activity", Activity.objects.visible_to(user).select_related("series"))
    )
    legs = list(Leg.objects.visible_to(user).filter(visit=visit))
    meetings = list(meetings_of(Meeting.objects.visible_to(user).filter(visit=visit), user))
    for row in meetings:
        # One object for all: its time zones are those of the visit that the page holds.
        row.visit = visit
    tasks = Task.objects.visible_to(user).filter(visit=visit).order_by("due", "order", "pk")
    requests = Request.objects.visible_to(user).filter(visit=visit)
    rank = list(Delegate.Role.values)
    ranked = sorted(delegates, key=lambda one: (rank.index(one.role), one.order, one.pk))
    people = people_of(meetings, user)
    return Whole(visit, ranked, legs, list(stops), meetings, people, list(tasks), list(requests))


def listed(home: Home, user: Reader, day: date) -> Any:
    """The visits of a home that a reader may see, each with how it stands on a day, its legs and its leaders."""
    rows = Visit.objects.visible_to(user).filter(home=home).standing_on(day)
    leaders = Delegate.objects.visible_to(user).filter(role=Delegate.Role.LEADER).select_related("person")
    return rows.select_related("partnership", "organisation__alias_of").prefetch_related(
        Prefetch("delegates", leaders, "leading"), Prefetch("legs", Leg.objects.visible_to(user), "shown_legs")
    )


def named(rows: Any, slug: str) -> Visit:
    """The one of that name in addresses; raises Http404 where there is none."""
    found: Visit = get_object_or_404(rows, slug=slug)
    return found
