"""What the tests of mobility are made of: flows, stays and weights in a few words."""

from __future__ import annotations

from typing import Any

from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.mobility.models import Flow, Stay, Weight
from kizuna.partners.models import Partnership
from tests.cast import put, words


def make_flow(row: Partnership, direction: str, number: str, period: str = "AY2019", **fields: Any) -> Flow:
    """A statement such as "12" students out in AY2019; an empty number where none is stated."""
    home = row.home
    told: dict[str, Any] = {"category": "students", "visibility": "public", **fields}
    return put(
        Flow(home=home, partnership=row, direction=direction, period=FuzzyDate.parse(period, calendar=home.calendar),
             quantity=Quantity.parse(number) if number else Quantity(), **told)
    )  # fmt: skip


def make_stays(row: Partnership, direction: str, count: int, begins: str, ends: str = "", **fields: Any) -> list[Stay]:
    """So many stays that are alike."""
    calendar = row.home.calendar
    told: dict[str, Any] = {"category": "students", "visibility": "staff", "mode": "in-person", **fields}
    return [
        put(
            Stay(home=row.home, partnership=row, direction=direction,
                 begins=FuzzyDate.parse(begins, calendar=calendar),
                 ends=FuzzyDate.parse(ends, calendar=calendar) if ends else FuzzyDate(), **told)
        )
        for _number in range(count)
    ]  # fmt: skip


def make_weights(home: Home) -> list[Weight]:
    """A quarter counts half a semester, a semester one, more than half a year two."""
    told = [("a quarter", 5, 13, "0.5"), ("a semester", 14, 27, "1"), ("a year", 28, None, "2")]
    return [
        put(Weight(home=home, name=words(name), weeks_from=first, weeks_to=last, semesters=times, visibility="staff"))
        for name, first, last, times in told
    ]
