"""What changed in a home's partnerships between two days, and apart from it what cannot be said.

The database compares: each query gives rows of (aspect, partnership, subject, was, now). For teams, members and
coordinators ``was`` and ``now`` are 1 for yes, 0 for no; for tiers they are the key of the tier, for states a number of
STATES, 0 for none. -1 says that no source tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation, Person, Unit
from kizuna.partners.models import Coordinator, Member, Partnership, Phase, Stage, Standing, TeamUnit, Tier

STATES = tuple(Partnership.State.values)
UNKNOWN, NO, YES = -1, 0, 1
ASPECTS = {
    "partnership": _("Partnerships"),
    "state": _("States"),
    "tier": _("Tiers"),
    "member": _("Members of groups"),
    "team": _("Teams"),
    "coordinator": _("Coordinators"),
}


class Difference(NamedTuple):
    """One row of the comparison, in keys."""

    aspect: str
    partnership: int
    subject: int
    was: int
    now: int

    @property
    def verb(self) -> str:
        """What happened: ``gained``, ``lost``, ``changed``, or ``unknown``."""
        if UNKNOWN in (self.was, self.now):
            return "unknown"
        return "gained" if not self.was else "lost" if not self.now else "changed"


@dataclass
class Told:
    """One row of the comparison with the records it speaks of."""

    difference: Difference
    partnership: Partnership
    subject: Any
    was: Any
    now: Any

    @property
    def verb(self) -> str:
        """What happened."""
        return self.difference.verb

    @property
    def aspect(self) -> str:
        """What it happened to."""
        return self.difference.aspect

    @property
    def was_label(self) -> str:
        """How it was, in words."""
        return _words(self.was)

    @property
    def now_label(self) -> str:
        """How it is, in words."""
        return _words(self.now)


class Rows(Sequence[Difference]):
    """Rows worked out here, followed by rows of the database, read page by page."""

    def __init__(self, first: list[Difference], query: QuerySet[Any, Any], count: int) -> None:
        self.first, self.query, self.length = first, query, count

    def __len__(self) -> int:
        return len(self.first) + self.length

    def __getitem__(self, part: Any) -> Any:
        start, stop, _step = part.indices(len(self))
        here = len(self.first)
        found = list(self.first[start:stop])
        if stop > here:
            found += [Difference(*row) for row in self.query[max(start - here, 0) : stop - here]]
        return found


class Comparison:
    """The difference between two days of one home, as this reader may know it."""

    def __init__(self, home: Home, before: date, after: date, user: Reader) -> None:
        self.home, self.before, self.after, self.user = home, before, after, user
        self.seen = Partnership.objects.visible_to(user).filter(home=home)

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """How much changed, by aspect, and how much cannot be told: verbs gained, lost, changed, unknown."""
        found: dict[str, Counter[str]] = {aspect: Counter() for aspect in ASPECTS}
        for row in self._presence:
            found[row.aspect][row.verb] += 1
        differ = Q(was=UNKNOWN) | Q(now=UNKNOWN) | ~Q(was=F("now"))
        for row in self._union(differ).order_by():
            one = Difference(*row)
            found[one.aspect][one.verb] += 1
        return found

    def count(self, *verbs: str) -> int:
        """How many rows there are of these verbs."""
        return sum(counter[verb] for counter in self.counts.values() for verb in verbs)

    @property
    def changes(self) -> Rows:
        """What is known to have changed."""
        known = Q(was__gte=NO, now__gte=NO) & ~Q(was=F("now"))
        own = [row for row in self._presence if row.verb != "unknown"]
        number = self.count("gained", "lost", "changed") - len(own)
        return Rows(own, self._union(known), number)

    @property
    def unknown(self) -> Rows:
        """What may have changed or not: one of the two days is not known."""
        own = [row for row in self._presence if row.verb == "unknown"]
        return Rows(own, self._union(Q(was=UNKNOWN) | Q(now=UNKNOWN)), self.count("unknown") - len(own))

    def _union(self, condition: Q) -> QuerySet[Any, Any]:
        columns = ("aspect", "partnership", "subject", "was", "now")
        parts = [query.filter(condition).values_list(*columns) for query in self._queries()]
        return parts[0].union(*parts[1:], all=True).order_by("partnership", "aspect", "subject", "was")

    def _queries(self) -> list[QuerySet[Any, Any]]:
        people = Person.objects.visible_to(self.user).values("pk")
        units = Unit.objects.visible_to(self.user).values("pk")
        listed = self.seen.in_list()
        groups = listed.filter(group=True)
        own: dict[str, Any] = {"home": self.home}
        members = Member.objects.visible_to(self.user).filter(**own, partnership__in=groups.values("pk"))
        team = TeamUnit.objects.visible_to(self.user).filter(**own, partnership__in=listed.values("pk"))
        named = Coordinator.objects.visible_to(self.user).filter(**own, partnership__in=listed.values("pk"))
        return [
            self._pairs(team.filter(unit__in=units), "team", "unit"),
            self._pairs(members, "member", "organisation"),
            self._pairs(named.filter(person__in=people), "coordinator", "person"),
            self._standings(),
            self._stages(),
        ]

    def _pairs(self, rows: QuerySet[Any], aspect: str, field: str) -> QuerySet[Any, Any]:
        """Rows that tie a thing to a partnership; two rows of the same pair, one after the other, are one thing."""
        found: QuerySet[Any, Any] = (
            rows.order_by()
            .annotate(subject=Coalesce(f"{field}__alias_of", field))
            .values("partnership", "subject")
            .annotate(aspect=Value(aspect, CharField()), first=Max(_held(self.before)), second=Max(_held(self.after)))
            .annotate(was=_plain("first"), now=_plain("second"))
        )
        return found

    def _standings(self) -> QuerySet[Any, Any]:
        tiers = Tier.objects.visible_to(self.user).values("pk")
        rows = Standing.objects.visible_to(self.user).filter(home=self.home, tier__in=tiers)
        return self._states(rows.filter(partnership__in=self.seen.in_list().values("pk")), "tier", F("tier"))

    def _stages(self) -> QuerySet[Any, Any]:
        number = Case(
            *[When(state=state, then=Value(place)) for place, state in enumerate(STATES, 1)],
            default=Value(0), output_field=IntegerField(),
        )  # fmt: skip
        rows = Stage.objects.visible_to(self.user).filter(home=self.home, partnership__in=self.seen.values("pk"))
        return self._states(rows, "state", number)

    def _states(self, rows: QuerySet[Any], aspect: str, what: Any) -> QuerySet[Any, Any]:
        """Rows of which one holds at a time: which one did on either day."""
        found: Any = rows.order_by().values("partnership")
        for name, day in (("was", self.before), ("now", self.after)):
            found = found.annotate(
                **{
                    f"{name}_held": Max(Case(When(Q(_yes(day)), then=what), output_field=IntegerField())),
                    f"{name}_open": Max(_open(day)),
                }
            )
        told: QuerySet[Any, Any] = found.annotate(
            aspect=Value(aspect, CharField()), subject=Value(0), was=_one_of("was"), now=_one_of("now")
        )
        return told

    @cached_property
    def _presence(self) -> list[Difference]:
        """Which partnerships came in or left: by their stages, else by since when they exist, else by their members."""
        own = {"home": self.home, "partnership__in": self.seen.values("pk")}
        stages = {pk: (was, now) for pk, was, now in self._stages().values_list("partnership", "was", "now")}
        members = self._held_by_partnership(Member.objects.visible_to(self.user).filter(**own))
        found = []
        for pk, since, state in self.seen.order_by("pk").values_list("pk", "since", "state"):
            aspect, days = "partnership", zip((self.before, self.after), members.get(pk, (None, None)), strict=True)
            if pk in stages:
                was, now = (_in_list(number) for number in stages[pk])
            elif state == Partnership.State.TALKS:
                # No partner yet: all that is known is when there were talks.
                aspect, (was, now) = "state", (_talking(day, since, held) for day, held in days)
            else:
                was, now = (_present(day, since, state, held) for day, held in days)
            if was != now or was == UNKNOWN:
                found.append(Difference(aspect, pk, 0, was, now))
        return found

    def _held_by_partnership(self, rows: QuerySet[Any]) -> dict[int, tuple[int, int]]:
        found = rows.order_by().values("partnership").annotate(
            was=Max(_held(self.before)), now=Max(_held(self.after))
        )  # fmt: skip
        codes = {0: NO, 1: UNKNOWN, 2: YES}
        return {pk: (codes[was], codes[now]) for pk, was, now in found.values_list("partnership", "was", "now")}

    def told(self, rows: Sequence[Difference]) -> list[Told]:
        """Rows with the records they speak of, each kind read once."""
        keys: dict[str, set[int]] = {"partnership": {row.partnership for row in rows}, "tier": set()}
        for row in rows:
            if row.aspect == "tier":
                keys["tier"] |= {row.was, row.now} - {NO, UNKNOWN}
            elif row.subject:
                keys.setdefault(row.aspect, set()).add(row.subject)
        models: dict[str, Any] = {
            "partnership": Partnership, "tier": Tier, "team": Unit, "member": Organisation, "coordinator": Person,
        }  # fmt: skip
        known = {name: models[name].objects.visible_to(self.user).in_bulk(some) for name, some in keys.items() if some}
        return [self._told(row, known) for row in rows if row.partnership in known.get("partnership", {})]

    def _told(self, row: Difference, known: dict[str, dict[int, Any]]) -> Told:
        was: Any = row.was
        now: Any = row.now
        if row.aspect == "tier":
            was, now = (known.get("tier", {}).get(key) if key > 0 else key for key in (row.was, row.now))
        elif row.aspect == "state":
            was, now = (STATES[key - 1] if key > 0 else key for key in (row.was, row.now))
        subject = known.get(row.aspect, {}).get(row.subject) if row.subject else None
        return Told(row, known["partnership"][row.partnership], subject, was, now)

    def phases(self, some: list[Phase]) -> list[tuple[Phase, str]]:
        """Which of these phases began or ended between the two days: ``begun`` or ``closed``.

        A phase counts from the first to the last day that its years can mean, or to the day on which it was closed.
        """
        found = []
        for phase in some:
            first, last = phase.period.start.earliest, phase.closed_on or phase.period.end.latest
            if last is not None and self.before <= last < self.after:
                found.append((phase, "closed"))
            if first is not None and self.before < first <= self.after:
                found.append((phase, "begun"))
        return found


def _words(value: Any) -> str:
    """A side of the comparison: yes, no, not known, or the state."""
    if isinstance(value, str):
        return str(Partnership.State(value).label)
    return str({UNKNOWN: _("not known"), NO: _("no"), YES: _("yes")}.get(value, value))


def _yes(day: date) -> Q:
    running = Q(ends_last__isnull=True) | Q(ends_first__gte=day)
    return ~_no(day) & (Q(begins_last__lte=day) | Q(seen__lte=day)) & running


def _no(day: date) -> Q:
    return Q(begins_first__isnull=False, begins_first__gt=day) | Q(ends_last__isnull=False, ends_last__lt=day)


def _held(day: date) -> Any:
    """2 for yes, 1 for not known, 0 for no, so that the highest of several rows answers for them all."""
    return Case(
        When(_no(day), then=Value(0)), When(_yes(day), then=Value(2)), default=Value(1), output_field=IntegerField()
    )


def _open(day: date) -> Any:
    """1 where it is not known."""
    return Case(
        When(_no(day), then=Value(0)), When(_yes(day), then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def _plain(name: str) -> Any:
    codes = [When(**{name: 2}, then=Value(YES)), When(**{name: 1}, then=Value(UNKNOWN))]
    return Case(*codes, default=Value(NO), output_field=IntegerField())


def _one_of(name: str) -> Any:
    held, open_ = f"{name}_held", f"{name}_open"
    return Case(
        When(**{f"{held}__isnull": False}, then=F(held)),
        When(**{open_: 1}, then=Value(UNKNOWN)),
        default=Value(NO),
        output_field=IntegerField(),
    )


def _in_list(number: int) -> int:
    """Whether a partnership in that state counts as one."""
    if number <= 0:
        return number
    return YES if STATES[number - 1] in ("active", "dormant") else NO


def _present(day: date, since: FuzzyDate, state: str, held: int | None) -> int:
    """Whether a partnership without dated stages existed on that day."""
    if held == NO:
        return NO
    first, last = since.start.earliest, since.start.latest
    if first is not None and day < first:
        return NO
    if state == Partnership.State.ENDED:
        return UNKNOWN if held is None else held
    if last is not None and day >= last:
        return YES
    return UNKNOWN if last is not None or held is None else held


def _talking(day: date, since: FuzzyDate, held: int | None) -> int:
    """The state of one that is in talks and has no dated stages: talks, none, or not known."""
    first, last = since.start.earliest, since.start.latest
    if held == NO or (first is not None and day < first):
        return NO
    known = held == YES or (last is not None and day >= last)
    return STATES.index(Partnership.State.TALKS) + 1 if known else UNKNOWN
