"""What `kizuna check` says of people moving: statements that contradict each other, sums that do not come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from django.db.models import Count

from kizuna.core import checking
from kizuna.core.checking import Finding
from kizuna.mobility.counting import IN, OUT, is_whole, plain, subject, sum_of, whole_differs
from kizuna.mobility.models import Flow, Stay
from kizuna.mobility.years import Year, years_of


def conflicts() -> Finding:
    """Facts that contradict each other stand side by side; here they are told, and nothing is decided."""
    flows = list(Flow.objects.select_related("partnership", "home"))
    return Finding("mobility", [], checking.few(_told(flows)))


def _told(flows: list[Flow]) -> Iterator[str]:
    said: dict[Hashable, list[Flow]] = defaultdict(list)
    for flow in flows:
        said[flow.home_id, subject(flow), flow.period.edtf, flow.period.calendar, flow.direction].append(flow)
    for some in said.values():
        if len({plain(flow.quantity) for flow in some if flow.quantity}) > 1:
            numbers = " / ".join(dict.fromkeys(flow.quantity.display("en") for flow in some if flow.quantity))
            yield f"{_where(some[0])}: the sources differ: {numbers}."
    for flow, total in whole_differs(flows):
        yield f"{_where(flow)}: the whole is {flow.quantity.display('en')}, its departments make {total.display('en')}."
    yield from _counted(flows)


def _counted(flows: list[Flow]) -> Iterator[str]:
    """Exact statements from which the number of stays on record differs."""
    rows = Stay.objects.order_by().values_list("partnership", "year_calendar", "year_begun", "direction", "category")
    people = {key: n for *key_, n in rows.annotate(n=Count("pk")) for key in [tuple(key_)]}
    stated: dict[Hashable, list[Flow]] = defaultdict(list)
    for flow in flows:
        years = years_of(flow.period, flow.period.start.latest, each=False) if flow.period.start.latest else []
        if flow.direction in (OUT, IN) and len(years) == 1 and is_whole(flow):
            its: Year = years[0]
            stated[flow.partnership_id, its.calendar, its.year, flow.direction, flow.category].append(flow)
    for key, some in stated.items():
        total = sum_of(some)
        if total.exact and key in people and people[key] != total.quantity.value:
            yield f"{_where(some[0])}: stated are {total.quantity.display('en')}, {people[key]} stays are on record."


def _where(flow: Flow) -> str:
    """Where to look, without a name that not everybody may see: an operator reads it."""
    return f"mobility.flow {flow.uuid} ({flow.home.slug}, {flow.period.display('en') or 'no period'})"


def tell() -> None:
    """Has `kizuna check` look at it."""
    if conflicts not in checking.LOOKS:
        checking.LOOKS.append(conflicts)
