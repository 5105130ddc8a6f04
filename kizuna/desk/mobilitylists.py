"""The lists of mobility as columns and rows of a file: flows year by year, balances partner by partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kizuna.desk.lists import CHUNK, Asked, Cells, Made
from kizuna.mobility import balance, counting
from kizuna.mobility.counting import IN, OUT, Sum
from kizuna.mobility.models import Flow
from kizuna.partners.models import Partnership


def flows(asked: Asked) -> Made:
    """A row for each partner and year: counted from stays, and as stated."""
    headings = [_("Name in addresses"), _("Partner"), _("Year"), _("Calendar"), _("Out, stays"), _("Out, as stated"),
                _("In, stays"), _("In, as stated"), _("Not split"), _("Why no exact number")]  # fmt: skip
    return headings, _flows(asked)


def _flows(asked: Asked) -> Iterator[Cells]:
    home, user = asked.home, asked.user
    told: dict[int, list[Flow]] = defaultdict(list)
    for flow in counting.flows_of(home, user, partnership__isnull=False):
        if flow.partnership_id is not None:
            told[flow.partnership_id].append(flow)
    people: dict[int, list[Any]] = defaultdict(list)
    for key, *rest in counting.counts_by_partner(home, user):
        people[key].append(tuple(rest))
    for row in counting.partners_with(home, user).iterator(CHUNK):
        table = counting.table_of(told[row.pk], people[row.pk], asked.day)
        for one in table.rows:
            yield [row.slug, row.name.get(asked.language).value, *_year(one, asked.language)]
        for flow in table.others:
            yield _other(row, flow, asked.language)


def _year(one: counting.Row, language: str) -> Cells:
    unsplit = [one.stated[way] for way in ("both", "not-stated") if way in one.stated]
    said = [total for total in one.stated.values() if total.reason]
    return [
        one.year.label(language) if one.year else "",
        one.year.calendar if one.year else "",
        one.counted.get(OUT, ""),
        _sum(one.stated.get(OUT), language),
        one.counted.get(IN, ""),
        _sum(one.stated.get(IN), language),
        "; ".join(str(_sum(total, language)) for total in unsplit),
        "; ".join(dict.fromkeys(total.reason for total in said)),
    ]


def _sum(total: Sum | None, language: str) -> str | int:
    if total is None:
        return ""
    if total.exact and total.quantity.value is not None:
        return int(total.quantity.value)
    return total.quantity.display(language, named=True) if total.quantity else _("not stated")


def _other(row: Partnership, flow: Flow, language: str) -> Cells:
    """A statement of no single year."""
    said = flow.quantity.display(language, named=True) if flow.quantity else _("not stated")
    ways = {OUT: ("", said, "", "", ""), IN: ("", "", "", said, "")}
    cells = ways.get(flow.direction, ("", "", "", "", said))
    return [row.slug, row.name.get(language).value, flow.moment(language), flow.period.calendar, *cells, ""]


def balances(asked: Asked) -> Made:
    """A row for each partner: student-semesters each way, and who owes whom."""
    headings = [_("Name in addresses"), _("Partner"), _("Counted from"), _("Out"), _("In"), _("Out less in"),
                _("Since"), _("In words")]  # fmt: skip
    return headings, _balances(asked)


def _balances(asked: Asked) -> Iterator[Cells]:
    for row, made in balance.of_all(asked.home, asked.user, asked.day):
        name = row.name.get(asked.language).value
        yield [
            row.slug,
            name,
            _("stays") if made.basis == balance.STAYS else _("statements"),
            float(made.sent),
            float(made.received),
            float(made.difference) if made.can_be_said else "",
            made.since.label(asked.language) if made.since else "",
            balance.verdict(made, name, asked.language),
        ]
