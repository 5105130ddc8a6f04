"""The balance of students between a home and a partner, with every line of its arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, DecimalField, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.mobility.counting import ALL, IN, OUT, flows_of, overlaps, partners_with, stays_of, sum_of
from kizuna.mobility.models import Category, Flow, Mode, Weight
from kizuna.mobility.models.flow import STUDENTS, UNSPLIT
from kizuna.mobility.years import Span, Year, years_of
from kizuna.partners.models import Partnership

STAYS, STATED = "stays", "stated"
NOUGHT = Decimal(0)


class Line(NamedTuple):
    """One line of the arithmetic: so many people, times a weight; or why they cannot be counted."""

    year: Year | None
    direction: str
    people: int | None
    weight: Weight | None = None
    reason: str = ""
    flow: Flow | None = None

    @property
    def semesters(self) -> Decimal | None:
        """What the line counts for."""
        if self.weight is None or self.people is None:
            return None
        return Decimal(self.people) * self.weight.semesters


class Standing(NamedTuple):
    """Where the balance stood after one year."""

    year: Year
    out: Decimal
    into: Decimal
    balance: Decimal


@dataclass
class Balance:
    """Student-semesters each way, what they leave open, since when, and what stands against saying so."""

    basis: str
    weights: list[Weight] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    others: int = 0

    @property
    def counted(self) -> list[Line]:
        """The lines that count."""
        return [line for line in self.lines if line.semesters is not None]

    @property
    def uncounted(self) -> list[Line]:
        """The lines that cannot be counted."""
        return [line for line in self.lines if line.semesters is None]

    def total(self, way: str) -> Decimal:
        """The student-semesters one way, as far as they can be counted."""
        return sum((line.semesters or NOUGHT for line in self.counted if line.direction == way), start=NOUGHT)

    @property
    def difference(self) -> Decimal:
        """What went out more than came in; below nought, what came in more."""
        return self.total(OUT) - self.total(IN)

    @property
    def sent(self) -> Decimal:
        """The student-semesters out."""
        return self.total(OUT)

    @property
    def received(self) -> Decimal:
        """The student-semesters in."""
        return self.total(IN)

    @property
    def apart(self) -> Decimal:
        """How far the two are apart."""
        return abs(self.difference)

    @property
    def reasons(self) -> list[str]:
        """Why the balance cannot be said; none where it can."""
        if not self.weights:
            return [_("this home has not said yet what a stay of which length counts for")]
        if not self.lines:
            return [_("nothing is on record")]
        return list(dict.fromkeys(line.reason for line in self.uncounted))

    @property
    def can_be_said(self) -> bool:
        """Whether every line counts."""
        return not self.reasons

    @property
    def owes(self) -> str:
        """Who owes places: "home", "partner", "even", or "unknown"."""
        if not self.can_be_said:
            return "unknown"
        return "even" if not self.difference else "home" if self.difference > 0 else "partner"

    @property
    def standings(self) -> list[Standing]:
        """How the balance came about, year by year."""
        ways: dict[Year, dict[str, Decimal]] = defaultdict(lambda: {OUT: NOUGHT, IN: NOUGHT})
        for line in self.counted:
            if line.year is not None:
                ways[line.year][line.direction] += line.semesters or NOUGHT
        found, balance = [], NOUGHT
        for year in sorted(ways, key=lambda one: (one.start, one.calendar)):
            balance += ways[year][OUT] - ways[year][IN]
            found.append(Standing(year, ways[year][OUT], ways[year][IN], balance))
        return found

    @property
    def since(self) -> Year | None:
        """The year from which on the same side has owed; None where nobody owes, or a year is not known."""
        if self.owes not in ("home", "partner") or any(line.year is None for line in self.counted):
            return None
        sign, found = self.difference > 0, None
        for one in reversed(self.standings):
            if not one.balance or (one.balance > 0) != sign:
                break
            found = one.year
        return found


def weights_of(home: Home, user: Reader) -> list[Weight]:
    """What stays count for in this home."""
    return list(Weight.objects.visible_to(user).filter(home=home))


def weight_for(weeks: int | None, weights: Sequence[Weight]) -> Weight | None:
    """The weight of stays of that length."""
    return next((one for one in weights if weeks is not None and one.holds(weeks)), None)


def of_partner(home: Home, row: Partnership, user: Reader, until: date, span: Span = ALL, basis: str = "") -> Balance:
    """The balance with one partner, from its stays where there are any, else from what sources state."""
    return of_many(home, [row], user, until, span, basis)[row.pk]


def of_many(
    home: Home, rows: Sequence[Partnership], user: Reader, until: date, span: Span = ALL, basis: str = ""
) -> dict[int, Balance]:
    """The balances with several partners, in as many questions as with one."""
    weights = weights_of(home, user)
    keys = [row.pk for row in rows]
    made: dict[int, Balance] = {}
    if basis in ("", STAYS):
        groups = _grouped(home, keys, user, span, weights)
        made = {key: _from_stays(found, weights) for key, found in groups.items() if found or basis == STAYS}
    flows: dict[int, list[Flow]] = {key: [] for key in keys if key not in made}
    for flow in flows_of(home, user, partnership__in=list(flows)) if flows else ():
        if flow.partnership_id is not None:
            flows[flow.partnership_id].append(flow)
    return made | {key: _from_flows(found, weights, until, span) for key, found in flows.items()}


def of_all(home: Home, user: Reader, until: date, span: Span = ALL) -> list[tuple[Partnership, Balance]]:
    """The balances with all partners of whom anything is told."""
    rows = list(partners_with(home, user))
    found = of_many(home, rows, user, until, span)
    return [(row, found[row.pk]) for row in rows]


def _grouped(
    home: Home, keys: Sequence[int], user: Reader, span: Span, weights: Sequence[Weight]
) -> dict[int, list[list[Any]]]:
    """How many stays of each kind partners have; counted once until something is written."""

    def read() -> dict[int, list[list[Any]]]:
        groups: dict[int, list[list[Any]]] = {key: [] for key in keys}
        stays = stays_of(home, user, span, partnership__in=keys).order_by().annotate(lasted=_lasted(weights))
        for key, *rest in stays.values_list("partnership", *COLUMNS).annotate(n=Count("pk")):
            groups[key].append(rest)
        return groups

    return remembered(home, ("stays weighed", home.pk, rights(user), span, tuple(keys)), read)


COLUMNS = ("year_calendar", "year_begun", "direction", "category", "mode", "lasted")


def _lasted(weights: Sequence[Weight]) -> Case | F:
    """For how many weeks; stays that weigh the same have one number, so that the database tells of them in one row."""
    same = [When(_length(one), then=Value(one.weeks_from)) for one in weights]
    return Case(*same, default=F("weeks_counted"), output_field=IntegerField()) if same else F("weeks_counted")


def _from_stays(groups: Iterable[Any], weights: list[Weight]) -> Balance:
    made = Balance(STAYS, weights)
    lines: Counter[tuple[Any, ...]] = Counter()
    known = {one.pk: one for one in weights}
    for calendar, number, way, category, mode, weeks, people in groups:
        if category not in (*STUDENTS, Category.NOT_STATED):
            made.others += people
            continue
        weight = weight_for(weeks, weights)
        reason = _why(category, mode, weeks, weight)
        year = Year(calendar, number) if number is not None else None
        lines[year, way, weight.pk if weight and not reason else None, reason] += people
    for (year, way, key, reason), people in lines.items():
        made.lines.append(Line(year, way, people, known.get(key), reason))
    made.lines.sort(key=_place)
    return made


def _why(category: str, mode: str, weeks: int | None, weight: Weight | None) -> str:
    """Why stays cannot be counted; empty where they can."""
    if category == Category.NOT_STATED:
        return _("of some stays it is not stated whether students went")
    if mode == Mode.ONLINE:
        return _("what a stay online counts for is not said")
    if weeks is None:
        return _("of some stays the length is not known")
    if weight is None:
        return _("stays of %(weeks)s weeks have no weight") % {"weeks": weeks}
    return ""


def _from_flows(flows: Iterable[Flow], weights: list[Weight], until: date, span: Span) -> Balance:
    made = Balance(STATED, weights)
    every = [flow for flow in flows if overlaps(flow, span)]
    by_year: dict[tuple[Year | None, str], list[Flow]] = defaultdict(list)
    for flow in every:
        if flow.category not in (*STUDENTS, *UNSPLIT):
            made.others += 1
            continue
        years = years_of(flow.period, until, each=bool(flow.quantity.per))
        if not years:
            by_year[None, flow.direction].append(flow)
        for its in years:
            if span.holds(its.start):
                by_year[its, flow.direction].append(flow)
    for (year, way), some in by_year.items():
        total = sum_of(some)
        if total.differing:
            made.lines.append(Line(year, way, None, reason=_("the sources differ"), flow=total.flows[0]))
            continue
        made.lines += [_line(year, way, flow, weights) for flow in total.flows]
    made.lines.sort(key=_place)
    return made


def _line(year: Year | None, way: str, flow: Flow, weights: list[Weight]) -> Line:
    weight = weight_for(flow.weeks, weights)
    reason = ""
    if flow.quantity.value is None:
        reason = _("a number is not stated")
    elif flow.is_approximate:
        reason = _("numbers are approximate")
    elif way not in (OUT, IN):
        reason = _("numbers are not split by direction")
    elif flow.category in UNSPLIT:
        reason = _("students are not told apart from others")
    elif year is None:
        reason = _("the year is not stated")
    elif flow.mode == Mode.ONLINE:
        reason = _("what a stay online counts for is not said")
    elif flow.weeks is None:
        reason = _("the length of the stays is not stated")
    elif weight is None:
        reason = _("stays of %(weeks)s weeks have no weight") % {"weeks": flow.weeks}
    people = int(flow.quantity.value) if flow.quantity.value is not None else None
    return Line(year, way, people, None if reason else weight, reason, flow)


def _place(line: Line) -> tuple[Any, ...]:
    when = (line.year.start, line.year.calendar) if line.year else (date.max, "")
    return (when, line.direction != OUT, line.weight.weeks_from if line.weight else 9999)


class Short(NamedTuple):
    """The balance with one partner in one line, from its stays."""

    out: Decimal
    into: Decimal
    uncounted: int

    @property
    def difference(self) -> Decimal:
        """What went out more than came in."""
        return self.out - self.into


def by_partner(home: Home, user: Reader, span: Span = ALL) -> dict[int, Short]:
    """The balances of all partners with stays, reckoned by the database in one question."""

    def read() -> dict[int, Short]:
        weights = weights_of(home, user)
        counts = Q(category__in=STUDENTS) & ~Q(mode=Mode.ONLINE)
        number: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)
        weighed = [When(counts & _length(one), then=one.semesters) for one in weights]
        # Without any weight there is no case to tell, and PostgreSQL would not know of what kind nothing is.
        each = Case(*weighed, default=None, output_field=number) if weighed else Cast(Value(None), number)
        students = Q(category__in=(*STUDENTS, Category.NOT_STATED))
        rows = stays_of(home, user, span).order_by().values_list("partnership", "direction")
        found: dict[int, dict[str, Any]] = defaultdict(dict)
        asked = rows.annotate(people=Count("pk", filter=students), counted=Count(each), semesters=Sum(each))
        for key, way, people, counted, semesters in asked:
            found[key][way] = (people, counted, semesters or NOUGHT)
        none = (0, 0, NOUGHT)
        return {
            key: Short(
                Decimal(ways.get(OUT, none)[2]), Decimal(ways.get(IN, none)[2]),
                sum(people - counted for people, counted, _semesters in ways.values()),
            )
            for key, ways in found.items()
        }  # fmt: skip

    return remembered(home, ("balances", home.pk, rights(user), span), read)


def _length(weight: Weight) -> Q:
    longer = Q(weeks_counted__gte=weight.weeks_from)
    return longer if weight.weeks_to is None else longer & Q(weeks_counted__lte=weight.weeks_to)


def verdict(balance: Balance, partner: str, language: str) -> str:
    """Who owes whom, in one sentence."""
    if not balance.can_be_said:
        return _("Cannot be said, because %(reasons)s.") % {"reasons": _("; and ").join(balance.reasons)}
    if balance.owes == "even":
        return _("Even: as many student-semesters out as in.")
    number = abs(balance.difference)
    values = {
        "partner": partner,
        "number": plain(number),
        "since": balance.since.label(language) if balance.since else "",
    }
    if balance.owes == "home":
        told = ngettext(
            "We owe %(partner)s %(number)s student-semester", "We owe %(partner)s %(number)s student-semesters",
            1 if number == 1 else 2,
        )  # fmt: skip
    else:
        told = ngettext(
            "%(partner)s owes us %(number)s student-semester", "%(partner)s owes us %(number)s student-semesters",
            1 if number == 1 else 2,
        )  # fmt: skip
    ending = _(", since %(since)s.") if values["since"] else _("; since when is not known.")
    return str((told + ending) % values)


def plain(number: Decimal) -> str:
    """A number of student-semesters without needless noughts."""
    return f"{number.normalize():f}"
