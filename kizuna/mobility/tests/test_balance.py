"""Who owes whom: the arithmetic line by line, and why it cannot be said where it cannot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kizuna.core.models import Account, Home
from kizuna.mobility import balance
from kizuna.mobility.balance import Balance
from kizuna.mobility.tests.factories import make_flow, make_stays, make_weights
from kizuna.mobility.years import Year
from kizuna.partners.models import Partnership
from tests.cast import enter

TODAY = date(2023, 6, 1)
TERM = {"begins": "2019-09-01", "ends": "2020-01-31"}


def of(row: Partnership, user: Account, basis: str = "") -> Balance:
    return balance.of_partner(row.home, row, user, TODAY, basis=basis)


def test_stays_are_weighed_by_their_length_and_the_sum_says_who_owes(office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_stays(alliance, "out", 3, **TERM)
    make_stays(alliance, "in", 2, "2019-10-01", "2019-12-15")
    made = of(alliance, office)
    told = [(line.direction, line.people, str(line.weight), line.semesters) for line in made.lines]
    assert told == [("out", 3, "a semester", Decimal(3)), ("in", 2, "a quarter", Decimal(1))]
    assert (made.owes, made.difference, made.since) == ("home", Decimal(2), Year("jp-april", 2019))
    assert balance.verdict(made, "ETH", "en") == "We owe ETH 2 student-semesters, since AY2019."


def test_since_when_is_the_year_in_which_the_same_side_began_to_owe(office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_stays(alliance, "out", 2, **TERM)
    make_stays(alliance, "in", 3, "2020-09-01", "2021-01-31")
    make_stays(alliance, "in", 1, "2021-09-01", "2022-01-31")
    made = of(alliance, office)
    assert [str(one.balance) for one in made.standings] == ["2.00", "-1.00", "-2.00"]
    assert balance.verdict(made, "ETH", "en") == "ETH owes us 2 student-semesters, since AY2020."


def test_as_many_out_as_in_is_even(office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_stays(alliance, "out", 1, **TERM)
    make_stays(alliance, "in", 1, **TERM)
    made = of(alliance, office)
    assert (made.owes, made.since) == ("even", None)
    assert balance.verdict(made, "ETH", "en") == "Even: as many student-semesters out as in."


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"begins": "2019-09-01"}, "of some stays the length is not known"),
        ({**TERM, "mode": "online"}, "what a stay online counts for is not said"),
        ({**TERM, "category": "not-stated"}, "of some stays it is not stated whether students went"),
        ({"begins": "2019-09-01", "weeks": 2}, "stays of 2 weeks have no weight"),
    ],
)
def test_a_stay_that_cannot_be_counted_keeps_the_balance_open(
    office: Account, alliance: Partnership, field: dict[str, Any], reason: str
) -> None:
    make_weights(alliance.home)
    make_stays(alliance, "in", 1, **TERM)
    make_stays(alliance, "out", 1, **field)
    made = of(alliance, office)
    assert (made.owes, made.reasons, made.received) == ("unknown", [reason], Decimal(1))
    assert balance.verdict(made, "ETH", "en") == f"Cannot be said, because {reason}."


@pytest.mark.parametrize(
    ("direction", "number", "fields", "reason"),
    [
        ("out", "about 40", {"weeks": 20}, "numbers are approximate"),
        ("both", "40", {"weeks": 20}, "numbers are not split by direction"),
        ("out", "40", {"category": "people", "weeks": 20}, "students are not told apart from others"),
        ("out", "", {"weeks": 20}, "a number is not stated"),
        ("out", "40", {}, "the length of the stays is not stated"),
        ("out", "40", {"weeks": 20, "period": "2019/2021"}, "the year is not stated"),
    ],
)
def test_a_statement_that_cannot_be_counted_with_keeps_it_open(
    office: Account, alliance: Partnership, direction: str, number: str, fields: dict[str, Any], reason: str
) -> None:
    make_weights(alliance.home)
    make_flow(alliance, direction, number, **fields)
    made = of(alliance, office)
    assert (made.basis, made.owes, made.reasons) == ("stated", "unknown", [reason])


def test_exact_statements_are_counted_where_there_are_no_stays(office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_flow(alliance, "out", "5", weeks=20)
    make_flow(alliance, "in", "4", weeks=40)
    make_flow(alliance, "in", "9", category="staff")
    made = of(alliance, office)
    assert (made.basis, made.sent, made.received, made.others) == ("stated", Decimal(5), Decimal(8), 1)


def test_stays_and_statements_are_never_mixed(office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_flow(alliance, "out", "5", weeks=20)
    make_stays(alliance, "in", 1, **TERM)
    assert (of(alliance, office).sent, of(alliance, office, "stated").received) == (Decimal(0), Decimal(0))


def test_without_weights_there_is_no_balance(office: Account, alliance: Partnership) -> None:
    make_stays(alliance, "in", 1, **TERM)
    made = of(alliance, office)
    assert made.reasons == ["this home has not said yet what a stay of which length counts for"]


def test_the_database_reckons_the_same_as_the_lines(office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_stays(alliance, "out", 3, **TERM)
    make_stays(alliance, "in", 1, "2019-10-01", "2020-09-15")
    make_stays(alliance, "in", 1, "2019-10-01")
    short = balance.by_partner(alliance.home, office)[alliance.pk]
    made = of(alliance, office)
    assert (short.out, short.into, short.uncounted) == (made.sent, made.received, len(made.uncounted))


def test_a_reader_counts_only_what_a_reader_may_see(reader: Account, office: Account, alliance: Partnership) -> None:
    make_weights(alliance.home)
    make_stays(alliance, "out", 1, **TERM)
    make_stays(alliance, "out", 4, **TERM, visibility="office")
    assert (of(alliance, reader).sent, of(alliance, office).sent) == (Decimal(1), Decimal(5))


def test_the_page_shows_the_arithmetic_line_by_line(office: Account, alliance: Partnership, ours: Home) -> None:
    make_weights(ours)
    make_stays(alliance, "out", 3, **TERM)
    answer = enter(office).get(f"{ours.desk}mobility/partners/eth/balance/")
    assert answer.context["verdict"] == "We owe ETH alliance 3 student-semesters, since AY2019."
    assert [(label, line.people, line.semesters) for line, label in answer.context["lines"]] == [
        ("AY2019", 3, Decimal(3)),
    ]  # fmt: skip
