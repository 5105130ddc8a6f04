"""What ties departments to partners on a day: places on teams, ties they report, and what rooms above derive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, holding, rights
from kizuna.core.remembering import remembered
from kizuna.directory.models import Unit
from kizuna.partners.models import Link, LinkKind, Partnership, Standing, TeamUnit, Tier

TEAM = "team"
KINDS: dict[str, Any] = {TEAM: _("Team"), **dict(LinkKind.choices)}
OVER = (Partnership.State.TALKS, Partnership.State.ENDED)


class Tie(NamedTuple):
    """One tie between a department and a partnership: by what, whether it held on the day, whether it leads."""

    unit: int
    partnership: int
    kind: str
    held: str
    lead: bool


# Gives rows of a home for one reader and day, each with the columns of a Tie.
Source = Callable[[Home, date, Reader], "QuerySet[Any, Any]"]


def _told(rows: QuerySet[Any], kind: Any, lead: Any, day: date) -> QuerySet[Any, Any]:
    """Rows as ties; a unit that was merged into another speaks for that one."""
    told = {"tied": Coalesce("unit__alias_of", "unit"), "by": kind, "held": holding(day), "leads": lead}
    found: QuerySet[Any, Any] = rows.order_by().annotate(**told)
    return found


def places(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """A place on a team ties a department to the partner."""
    lead = Case(When(role=TeamUnit.Role.COORDINATING, then=1), default=0, output_field=IntegerField())
    return _told(TeamUnit.objects.visible_to(user).filter(home=home), Value(TEAM), lead, day)


def reported(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """So does what the department reports."""
    rows = Link.objects.visible_to(user).filter(home=home, partnership__isnull=False)
    return _told(rows, F("kind"), Value(0, output_field=IntegerField()), day)


# Rooms above add the ties that follow from their own rows, such as agreements signed by a department.
SOURCES: list[Source] = [places, reported]


def listed(home: Home, day: date, user: Reader) -> QuerySet[Any]:
    """The partnerships of a home's list, without talks, in its order on the day: by tier, then by place."""
    standing = Standing.objects.visible_to(user).filter(
        partnership=OuterRef("pk"), tier__in=Tier.objects.visible_to(user)
    )  # fmt: skip
    standing = standing.annotate(held=holding(day)).filter(held="yes").order_by("tier__order", "order", "pk")
    rows = Partnership.objects.visible_to(user).filter(home=home).in_list()
    found: QuerySet[Any] = rows.annotate(
        on_tier=Subquery(standing.values("tier")[:1]),
        tier_rank=Coalesce(Subquery(standing.values("tier__order")[:1]), Value(99)),
        place=Coalesce(Subquery(standing.values("order")[:1]), Value(0)),
    ).order_by("tier_rank", "place", "pk")
    return found


def links_of(
    home: Home,
    day: date,
    user: Reader,
    *,
    kinds: Collection[str] = (),
    partnerships: Any = None,
    units: Any = None,
) -> QuerySet[Any, Any]:
    """The ties of a home that this reader may see, as rows of a Tie, counted out by the database.

    ``kinds`` narrows them (none means all), ``partnerships`` and ``units`` too: keys or a query of keys.
    """
    seen = Partnership.objects.visible_to(user).filter(home=home).in_list().values("pk")
    known = Unit.objects.visible_to(user).values("pk")
    parts = []
    for source in SOURCES:
        rows = source(home, day, user).filter(partnership__in=seen, unit__in=known)
        if kinds:
            rows = rows.filter(by__in=list(kinds))
        if partnerships is not None:
            rows = rows.filter(partnership__in=partnerships)
        if units is not None:
            rows = rows.filter(tied__in=units)
        parts.append(rows.exclude(held="no").values_list("tied", "partnership", "by", "held", "leads"))
    return parts[0].union(*parts[1:])


def ties(home: Home, day: date, user: Reader, **narrowed: Any) -> list[Tie]:
    """The same as plain rows."""
    return [Tie(*row) for row in links_of(home, day, user, **narrowed)]


@dataclass(slots=True)
class Meeting:
    """What ties one department to one partner on the day: the kinds that held, and those that are not known."""

    held: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    lead: bool = False


@dataclass
class Table:
    """Departments by partners: what each meeting is made of, and what rows and columns add up to."""

    meetings: dict[int, dict[int, Meeting]] = field(default_factory=dict)
    by_unit: Counter[int] = field(default_factory=Counter)
    by_partnership: Counter[int] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    unknown: int = 0

    @property
    def total(self) -> int:
        """How many departments meet how many partners, counted once each."""
        return sum(self.by_unit.values())


def table_of(found: Iterable[Tie]) -> Table:
    """Lays ties out; a meeting counts when something held, whatever else is not known."""
    made = Table()
    order = {kind: number for number, kind in enumerate(KINDS)}
    for tie in sorted(found, key=lambda tie: order.get(tie.kind, 99)):
        meeting = made.meetings.setdefault(tie.unit, {}).setdefault(tie.partnership, Meeting())
        if tie.held == "yes":
            meeting.lead = meeting.lead or bool(tie.lead)
            if tie.kind not in meeting.held:
                meeting.held.append(tie.kind)
        elif tie.kind not in meeting.unknown:
            meeting.unknown.append(tie.kind)
    for unit, row in made.meetings.items():
        for partnership, meeting in row.items():
            meeting.unknown = [kind for kind in meeting.unknown if kind not in meeting.held]
            for kind in meeting.held:
                made.by_kind[kind] += 1
            if meeting.held:
                made.by_unit[unit] += 1
                made.by_partnership[partnership] += 1
            else:
                made.unknown += 1
    return made


def table(home: Home, day: date, user: Reader, kinds: Collection[str] = ()) -> Table:
    """The ties of a home laid out, of all kinds or of some; kept until something changes, so nobody changes it."""

    def lay_out() -> Table:
        return table_of(ties(home, day, user, kinds=kinds))

    return remembered(home, ("ties", home.pk, day, rights(user), frozenset(kinds)), lay_out)


def order_of(home: Home, day: date, user: Reader) -> dict[int, int | None]:
    """The partnerships of the list that had not ended, in its order, each with its tier on the day; kept likewise."""

    def read() -> dict[int, int | None]:
        return dict(listed(home, day, user).exclude(state__in=OVER).values_list("pk", "on_tier"))

    return remembered(home, ("order", home.pk, day, rights(user)), read)


class Gap(NamedTuple):
    """One department and one partnership that lack something, and the ties there are."""

    unit: int
    partnership: int


def _current(home: Home, user: Reader) -> QuerySet[Any]:
    return Partnership.objects.visible_to(user).filter(home=home).exclude(state__in=OVER)


def links_without_team(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """Department and partner with a tie on the day, where the department is, for all we know, not on the team."""
    placed = TeamUnit.objects.visible_to(user).filter(home=home, partnership=OuterRef("partnership"))
    placed = placed.annotate(held=holding(day), its=Coalesce("unit__alias_of", "unit"))
    placed = placed.exclude(held="no").filter(its=OuterRef("tied"))
    return _lacking(home, day, user, [source for source in SOURCES if source is not places], placed)


def teams_without_links(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """Department and partner with a place on the team on the day and no other tie, known or possible."""
    found = _lacking(home, day, user, [places])
    for source in SOURCES:
        if source is not places:
            tied = source(home, day, user).exclude(held="no").filter(
                partnership=OuterRef("partnership"), tied=OuterRef("tied")
            )  # fmt: skip
            found = found.filter(~Exists(tied))
    return found


def _lacking(
    home: Home, day: date, user: Reader, sources: list[Source], without: QuerySet[Any] | None = None
) -> QuerySet[Any, Any]:
    known = Unit.objects.visible_to(user).values("pk")
    parts = []
    for source in sources:
        rows = source(home, day, user).filter(
            held="yes", partnership__in=_current(home, user).values("pk"), unit__in=known
        )  # fmt: skip
        if without is not None:
            rows = rows.filter(~Exists(without))
        parts.append(rows.values_list("tied", "partnership").distinct())
    found = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return found.order_by("partnership", "tied")


@dataclass
class Overlap:
    """Two teams side by side, or two departments: what both have, and what only one of them has."""

    both: list[int]
    only_first: list[int]
    only_second: list[int]
    unknown: list[int]


def _split(found: Iterable[tuple[int, int, str]], first: int, second: int) -> Overlap:
    """Splits rows of (side, thing, held): a thing that is not known on one side is counted on none."""
    sides: dict[int, dict[int, str]] = defaultdict(dict)
    for side, thing, held in found:
        if sides[side].get(thing) != "yes":
            sides[side][thing] = held
    things = dict.fromkeys([*sides[first], *sides[second]])
    result = Overlap([], [], [], [])
    for thing in things:
        here, there = sides[first].get(thing, "no"), sides[second].get(thing, "no")
        if "unknown" in (here, there):
            result.unknown.append(thing)
        elif here == there:
            result.both.append(thing)
        else:
            (result.only_first if here == "yes" else result.only_second).append(thing)
    return result


def overlap_of_teams(home: Home, day: date, user: Reader, first: Partnership, second: Partnership) -> Overlap:
    """The departments of two teams."""
    found = ties(home, day, user, kinds=[TEAM], partnerships=[first.pk, second.pk])
    return _split(((tie.partnership, tie.unit, tie.held) for tie in found), first.pk, second.pk)


def overlap_of_units(home: Home, day: date, user: Reader, first: Unit, second: Unit) -> Overlap:
    """The partners of two departments: on whose teams they are."""
    found = ties(home, day, user, kinds=[TEAM], units=[first.pk, second.pk])
    return _split(((tie.unit, tie.partnership, tie.held) for tie in found), first.pk, second.pk)


def spread(home: Home, day: date, user: Reader) -> list[tuple[int, int, int]]:
    """On how many teams each department is on the day: unit, how many, and one of the partnerships; most first."""
    counted: Counter[int] = Counter()
    one: dict[int, int] = {}
    for tie in ties(home, day, user, kinds=[TEAM]):
        if tie.held == "yes":
            counted[tie.unit] += 1
            one.setdefault(tie.unit, tie.partnership)
    return [(unit, number, one[unit]) for unit, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
