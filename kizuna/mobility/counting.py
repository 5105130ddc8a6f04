"""How many people moved, year by year: what is stated and what stays are counted, beside each other, never mixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.core.values import Incomparable, Quantity
from kizuna.mobility.models import Category, Direction, Flow, Level, Stay, Stock
from kizuna.mobility.years import Span, Year, years_of
from kizuna.partners.models import Partnership

OUT, IN = Direction.OUT.value, Direction.IN.value
WAYS = (OUT, IN, Direction.BOTH.value, Direction.NOT_STATED.value)
ALL = Span()


class Sum(NamedTuple):
    """What several statements add up to, or why they do not."""

    quantity: Quantity
    flows: list[Flow]
    reason: str = ""
    differing: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is a number that can be counted with."""
        return self.quantity.value is not None and self.quantity.qualifier == "exact"


@dataclass
class Row:
    """One year: what is stated and what was counted, by direction."""

    year: Year | None
    stated: dict[str, Sum] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def disagree(self) -> list[str]:
        """The directions in which an exact statement and the stays counted differ."""
        return [
            way for way in (OUT, IN)
            if way in self.stated and self.stated[way].exact and way in self.counted
            and self.stated[way].quantity.value != self.counted[way]
        ]  # fmt: skip


@dataclass
class Table:
    """Years in order, and the statements that belong to no single year."""

    rows: list[Row] = field(default_factory=list)
    others: list[Flow] = field(default_factory=list)

    @property
    def calendars(self) -> list[str]:
        """The calendars of its years; years of different ones are shown, not merged."""
        return list(dict.fromkeys(row.year.calendar for row in self.rows if row.year))


def plain(number: Quantity) -> Quantity:
    """A number of people without its unit, for sums: persons, students and people are all counted by the head."""
    return replace(number, unit="", per="")


def sum_of(flows: Iterable[Flow]) -> Sum:
    """What statements of one year and direction add up to.

    A number of the whole stands for its parts by department, level, field or scheme. The same said twice counts once;
    two numbers for the same thing are not added but told side by side.
    """
    every = list(flows)
    used: list[Flow] = []
    by_category: dict[str, list[Flow]] = defaultdict(list)
    for flow in every:
        by_category[flow.category].append(flow)
    for some in by_category.values():
        whole = [flow for flow in some if is_whole(flow)]
        used += whole or some
    once: dict[Hashable, Flow] = {}
    for flow in used:
        key = subject(flow)
        if key in once and plain(once[key].quantity) != plain(flow.quantity):
            told = " / ".join(dict.fromkeys(str(plain(one.quantity)) for one in used if subject(one) == key))
            return Sum(Quantity(), used, _("The sources differ: %(numbers)s.") % {"numbers": told}, differing=True)
        once.setdefault(key, flow)
    used = list(once.values())
    numbers = [plain(flow.quantity) for flow in used]
    try:
        total = sum(numbers, start=Quantity(0))  # type: ignore[arg-type]
    except Incomparable as problem:
        if len(numbers) == 1:
            return Sum(numbers[0], used, _("No number is stated."))
        return Sum(Quantity(), used, _(problem.reason))
    loose = sum(number.qualifier != "exact" for number in numbers)
    told = _("%(loose)d of %(all)d numbers are not exact.") % {"loose": loose, "all": len(numbers)} if loose else ""
    return Sum(total, used, told)


def is_whole(flow: Flow) -> bool:
    """Whether a statement is of all departments, levels, fields and schemes together."""
    return flow.unit_id is None and flow.level == Level.NOT_STATED and not flow.field and not flow.scheme


def subject(flow: Flow) -> Hashable:
    """What a statement is about: two with the same subject say the same thing or contradict each other."""
    return (flow.partnership_id, flow.country, flow.category, flow.unit_id, flow.level, flow.mode, str(flow.field),
            str(flow.scheme))  # fmt: skip


def flows_of(home: Home, user: Reader, **narrowed: Any) -> QuerySet[Flow]:
    """The statements of a home that this reader may see."""
    rows: QuerySet[Flow] = Flow.objects.visible_to(user).filter(home=home, **narrowed)
    return rows.select_related("unit__alias_of", "partnership")


def stays_of(home: Home, user: Reader, span: Span = ALL, **narrowed: Any) -> QuerySet[Stay]:
    """The stays of a home that this reader may see and that began in the span."""
    rows: QuerySet[Stay] = Stay.objects.visible_to(user).filter(home=home, **narrowed)
    if span.first is not None:
        rows = rows.filter(begins_first__gte=span.first)
    if span.last is not None:
        rows = rows.filter(begins_first__lte=span.last)
    return rows


def table_of(
    flows: Iterable[Flow], counted: Iterable[tuple[str, int | None, str, int]], until: date, span: Span = ALL
) -> Table:
    """Lays statements and counted stays out by year."""
    stated: dict[Year, dict[str, list[Flow]]] = defaultdict(lambda: defaultdict(list))
    made = Table()
    for flow in flows:
        years = years_of(flow.period, until, each=bool(flow.quantity.per))
        if not years and overlaps(flow, span):
            made.others.append(flow)
        for year in years:
            if span.holds(year.start):
                stated[year][flow.direction].append(flow)
    rows = {year: Row(year, {way: sum_of(some) for way, some in ways.items()}) for year, ways in stated.items()}
    unknown = Row(None)
    for calendar, number, way, people in counted:
        its = Year(calendar, number) if number is not None else None
        row = rows.setdefault(its, Row(its)) if its else unknown
        row.counted[way] = row.counted.get(way, 0) + people
    made.rows = [rows[year] for year in sorted(rows, key=lambda one: (one.start, one.calendar))]
    if unknown.counted:
        made.rows.append(unknown)
    return made


def overlaps(flow: Flow, span: Span) -> bool:
    """Whether a statement may be of that stretch of time; without a period it may be of any."""
    after = span.last is not None and flow.begins_first is not None and flow.begins_first > span.last
    before = span.first is not None and flow.ends_last is not None and flow.ends_last < span.first
    return not (after or before)


def counts(rows: QuerySet[Stay]) -> list[tuple[str, int | None, str, int]]:
    """Stays by calendar, year and direction."""
    found = rows.order_by().values_list("year_calendar", "year_begun", "direction").annotate(people=Count("pk"))
    return list(found)


def counts_by_partner(home: Home, user: Reader) -> list[tuple[int, str, int | None, str, int]]:
    """The same for every partner of a home."""
    rows = stays_of(home, user).order_by()
    found = rows.values_list("partnership", "year_calendar", "year_begun", "direction").annotate(people=Count("pk"))
    return list(found)


def of_partner(
    home: Home, row: Partnership, user: Reader, until: date, span: Span = ALL, categories: Iterable[str] = ()
) -> Table:
    """The flows between a home and one partner."""
    narrowed: dict[str, Any] = {"category__in": list(categories)} if categories else {}
    flows = flows_of(home, user, partnership=row, **narrowed)
    stays = stays_of(home, user, span, partnership=row, **narrowed)
    return table_of(flows, counts(stays), until, span)


def of_home(home: Home, user: Reader, until: date, span: Span = ALL, categories: Iterable[str] = ()) -> Table:
    """The flows between a home and all its partners; what is stated of the home as a whole is no sum of theirs."""
    chosen = tuple(categories)

    def read() -> Table:
        narrowed: dict[str, Any] = {"category__in": list(chosen)} if chosen else {}
        flows = flows_of(home, user, partnership__isnull=False, **narrowed)
        return table_of(flows, counts(stays_of(home, user, span, **narrowed)), until, span)

    return remembered(home, ("flows", home.pk, rights(user), until, span, chosen), read)


def by_partner(home: Home, user: Reader, span: Span = ALL) -> dict[int, dict[str, int]]:
    """The stays of each partner by direction."""

    def read() -> dict[int, dict[str, int]]:
        found: dict[int, dict[str, int]] = defaultdict(dict)
        rows = stays_of(home, user, span).order_by().values_list("partnership", "direction")
        for key, way, people in rows.annotate(people=Count("pk")):
            found[key][way] = people
        return dict(found)

    return remembered(home, ("stays by partner", home.pk, rights(user), span), read)


def partners_with(home: Home, user: Reader) -> QuerySet[Partnership]:
    """The partnerships of which anything is told here."""
    known = Q()
    for model in (Flow, Stock):
        known |= Q(
            pk__in=model.objects.visible_to(user).filter(home=home, partnership__isnull=False).values("partnership")
        )
    keys = list(by_partner(home, user))
    rows: QuerySet[Partnership] = Partnership.objects.visible_to(user).filter(home=home)
    return rows.filter(known | Q(pk__in=keys))


def only_loose(flows: Iterable[Flow]) -> bool:
    """Whether a partner's statements are all approximate, unsplit or without a number."""
    every = list(flows)
    return bool(every) and all(flow.is_approximate or flow.is_unsplit for flow in every)


def whole_differs(flows: Iterable[Flow]) -> list[tuple[Flow, Quantity]]:
    """Exact numbers of a whole whose exact parts by department do not add up to it."""
    groups: dict[Hashable, list[Flow]] = defaultdict(list)
    for flow in flows:
        key = (flow.partnership_id, flow.country, flow.period.edtf, flow.period.calendar, flow.direction, flow.category)
        groups[key].append(flow)
    found = []
    for some in groups.values():
        whole = [flow for flow in some if is_whole(flow) and not flow.is_approximate]
        parts = [
            flow
            for flow in some
            if flow.unit_id and flow.level == Level.NOT_STATED and not flow.scheme and not flow.field
        ]
        if whole and parts and not any(part.is_approximate for part in parts):
            total = sum((plain(part.quantity) for part in parts), start=Quantity(0))  # type: ignore[arg-type]
            if total != plain(whole[0].quantity):
                found.append((whole[0], total))
    return found


def category_names(flows: Iterable[Flow]) -> list[str]:
    """Who is told of, in the words of the page."""
    return [str(Category(code).label) for code in dict.fromkeys(flow.category for flow in flows)]
