"""Anniversaries fall as closely as the beginning is known, and never closer."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation
from kizuna.partners import anniversaries
from kizuna.partners.models import HistoricalTie, Partnership
from tests.cast import make_partnership, put, words

DAY = date(2019, 11, 12)


def falls(when: str, calendar: str = "", until: date = date(2025, 11, 12)) -> list[tuple[int, str]]:
    """Years and date of each anniversary of a date in six years."""
    return [(years, str(on)) for years, on, *_ in anniversaries.falling(FuzzyDate(when, "", calendar), DAY, until)]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("1920", [(100, "2020")]),
        ("1920~", [(100, "2020~")]),
        ("2013-01", [(10, "2023-01")]),
        ("2013-01/2014", [(10, "2023-01")]),
        ("1900-03-01", [(125, "2025-03-01")]),
        ("2000-02-29", [(20, "2020-02-29"), (25, "2025-02-28")]),
        ("2019-05-01", [(5, "2024-05-01")]),
        ("2025", []),
        ("18XX", []),
        ("192X", []),
        ("19XX", []),
        ("", []),
    ],
)
def test_a_date_has_the_anniversaries_that_it_can_name(when: str, expected: list[tuple[int, str]]) -> None:
    assert falls(when) == expected


def test_an_academic_year_stays_one() -> None:
    assert falls("AY2013", "jp-april") == [(10, "AY2023")]


def test_a_year_counts_until_it_is_over() -> None:
    when = FuzzyDate("1920")
    assert [row[0] for row in anniversaries.falling(when, date(2020, 12, 31), date(2021, 6, 1))] == [100]
    assert list(anniversaries.falling(when, date(2021, 1, 1), date(2021, 6, 1))) == []


def test_no_year_is_too_far() -> None:
    assert list(anniversaries.falling(FuzzyDate("1000"), date(2999, 12, 31), date(9999, 12, 31))) != []


def test_what_is_closed_to_a_reader_has_no_anniversary_for_them(
    ours: Home, alliance: Partnership, eth: Organisation, office: Account, reader: Account, other_office: Account
) -> None:
    alliance.since = FuzzyDate("2010")
    put(alliance)
    hidden = make_partnership(ours, "hidden", eth, name="Hidden", visibility="office", since=FuzzyDate("2010"))
    # Called public, but of what is hidden.
    put(HistoricalTie(home=ours, partnership=hidden, text=words("plain"), begins=FuzzyDate("1920"),
                      visibility="public"))  # fmt: skip
    put(HistoricalTie(home=ours, text=words("Books"), begins=FuzzyDate("1920"), country="JP", visibility="staff"))

    def told(user: Account) -> list[tuple[str, int]]:
        return [(str(one.what.title), one.years) for one in anniversaries.coming(ours, user, DAY)]

    assert sorted(told(office)) == [("Books", 100), ("ETH alliance", 10), ("Hidden", 10), ("plain", 100)]
    assert sorted(told(reader)) == [("Books", 100), ("ETH alliance", 10)]
    assert told(other_office) == [("ETH alliance", 10)]
    assert [one.what.country for one in anniversaries.coming(ours, reader, DAY, country="JP")] == ["JP"]
    assert [one.years for one in anniversaries.coming(ours, reader, DAY, partnership=alliance.pk)] == [10]


def test_the_number_of_questions_is_the_same_for_one_and_for_three(ours: Home, office: Account) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            anniversaries.coming(ours, office, DAY)
        return len(queries)

    put(HistoricalTie(home=ours, text=words("One"), begins=FuzzyDate("1920"), visibility="staff"))
    asked()
    once = asked()
    for name in ("Two", "Three"):
        put(HistoricalTie(home=ours, text=words(name), begins=FuzzyDate("1920"), visibility="staff"))
    assert asked() == once
