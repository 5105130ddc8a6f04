"""How statements and stays are counted: what is exact adds up, what is not stays what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.directory.models import Unit
from kizuna.mobility import checks, counting
from kizuna.mobility.counting import sum_of
from kizuna.mobility.models import Flow, Stay, Stock, Weight
from kizuna.mobility.tests.factories import make_flow, make_stays, make_weights
from kizuna.mobility.years import Span, Year, years_of
from kizuna.partners.models import Partnership
from tests.cast import put, words

TODAY = date(2022, 6, 1)


@pytest.mark.parametrize(
    ("period", "each", "years"),
    [
        ("AY2019", False, [("jp-april", 2019)]),
        ("2019", False, [("calendar-year", 2019)]),
        ("AY2019/AY2021", True, [("jp-april", 2019), ("jp-april", 2020), ("jp-april", 2021)]),
        ("AY2019/AY2021", False, []),
        ("2020/..", True, [("calendar-year", 2020), ("calendar-year", 2021), ("calendar-year", 2022)]),
        ("2017-04/..", True, []),
        ("", True, []),
    ],
)
def test_a_number_counts_in_the_years_it_is_stated_for(period: str, each: bool, years: list[Any]) -> None:
    calendar = "jp-april" if "AY" in period else ""
    assert years_of(FuzzyDate(period, "", calendar), TODAY, each=each) == [Year(*year) for year in years]


def test_a_sum_with_an_about_in_it_is_about_and_says_why(alliance: Partnership) -> None:
    found = sum_of([make_flow(alliance, "out", "12"), make_flow(alliance, "out", "about 40", category="faculty")])
    assert (found.quantity.display("en"), found.exact) == ("about 52", False)
    assert found.reason == "1 of 2 numbers are not exact."


def test_more_than_and_nearly_have_no_sum(alliance: Partnership) -> None:
    found = sum_of([make_flow(alliance, "out", "more than 12"),
                    make_flow(alliance, "out", "nearly 40", category="faculty")])  # fmt: skip
    assert (bool(found.quantity), found.exact, bool(found.reason)) == (False, False, True)


def test_the_same_said_twice_counts_once_and_two_numbers_stand_side_by_side(alliance: Partnership) -> None:
    twice = [make_flow(alliance, "out", "12"), make_flow(alliance, "out", "12")]
    assert sum_of(twice).quantity.value == 12
    found = sum_of([*twice, make_flow(alliance, "out", "14")])
    assert (found.differing, found.reason) == (True, "The sources differ: 12 / 14.")
    assert [remark for remark in checks.conflicts().remarks if remark.endswith("the sources differ: 12 / 14.")] != []


def test_departments_are_parts_of_a_whole_and_must_make_it_up(alliance: Partnership, engineering: Unit) -> None:
    whole = make_flow(alliance, "out", "120")
    part = make_flow(alliance, "out", "70", unit=engineering)
    assert sum_of([whole, part]).quantity.value == 120
    assert counting.whole_differs([whole, part]) == [(whole, Quantity(Decimal(70)))]
    part.quantity = Quantity(Decimal(120))
    assert counting.whole_differs([whole, part]) == []


def test_academic_years_of_different_calendars_are_shown_and_not_merged(ours: Home, alliance: Partnership) -> None:
    make_flow(alliance, "out", "3")
    put(Flow(home=ours, partnership=alliance, direction="out", category="students", quantity=Quantity(Decimal(4)),
             period=FuzzyDate("AY2019", "", "eu-september"), visibility="public"))  # fmt: skip
    table = counting.table_of(counting.flows_of(ours, _reader(ours)), [], TODAY)
    assert [(row.year, row.stated["out"].quantity.value) for row in table.rows] == [
        (Year("jp-april", 2019), Decimal(3)), (Year("eu-september", 2019), Decimal(4)),
    ]  # fmt: skip
    assert table.calendars == ["jp-april", "eu-september"]


def _reader(home: Home) -> Account:
    found = Account.objects.filter(email="told@kizuna.example").first()
    if found is None:
        found = Account.objects.create_user("told@kizuna.example", name="Told", kind=Account.Kind.OPERATOR)
    return found


def test_stays_stand_beside_statements_and_a_difference_is_told(ours: Home, alliance: Partnership) -> None:
    make_flow(alliance, "out", "8")
    make_stays(alliance, "out", 6, "2019-09-01", "2020-02-01")
    make_stays(alliance, "in", 1, "2019")
    table = counting.of_partner(ours, alliance, _reader(ours), TODAY)
    first, unknown = table.rows
    assert (first.stated["out"].quantity.value, first.counted, first.disagree) == (Decimal(8), {"out": 6}, ["out"])
    assert (unknown.year, unknown.counted) == (None, {"in": 1})
    assert [told for told in checks.conflicts().remarks if told.endswith("stated are 8, 6 stays are on record.")] != []


def test_a_span_narrows_stays_by_their_beginning(ours: Home, alliance: Partnership) -> None:
    make_stays(alliance, "out", 2, "2019-09-01", "2020-02-01")
    make_stays(alliance, "out", 3, "2021-09-01", "2022-02-01")
    table = counting.of_partner(ours, alliance, _reader(ours), TODAY, Span(date(2020, 4, 1), None))
    assert [(row.year, row.counted) for row in table.rows] == [(Year("jp-april", 2021), {"out": 3})]


def test_one_or_three_partners_cost_the_same_number_of_questions(
    ours: Home, alliance: Partnership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = _reader(ours)
    make_flow(alliance, "out", "3")
    with django_assert_num_queries(2):
        counting.of_partner(ours, alliance, reader, TODAY)
    make_flow(alliance, "in", "3")
    make_flow(alliance, "out", "5", period="AY2020")
    with django_assert_num_queries(2):
        counting.of_partner(ours, alliance, reader, TODAY)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ({"begins": "", "weeks": 3}, "Say when it began: a day, a month, or an academic year."),
        ({"begins": "2019-09-01", "ends": "2019-08-01"}, "The end lies before the beginning."),
        ({"begins": "2019-09-01", "ends": "2019-12-01", "weeks": 40},
         "The days make 14 weeks, not 40; give one or the other."),
        ({"begins": "2019-09-01", "weeks": 0}, "A stay lasts from 1 to 520 weeks."),
    ],
)  # fmt: skip
def test_a_stay_that_cannot_be_is_refused_in_words(
    ours: Home, alliance: Partnership, field: dict[str, Any], told: str
) -> None:
    dates = {name: FuzzyDate.parse(field.pop(name)) for name in ("begins", "ends") if field.get(name)}
    field.pop("begins", None)
    with pytest.raises(ValidationError) as problem:
        put(Stay(home=ours, partnership=alliance, direction="out", **dates, **field))
    assert problem.value.messages == [told]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("2.5 students", "People are counted in whole numbers, from nought on."),
        ("3 students per event",
         "Say how many in a year, or in the whole period; “per event” cannot be counted with."),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_of_people_is_refused(alliance: Partnership, number: str, told: str) -> None:
    with pytest.raises(ValidationError) as problem:
        make_flow(alliance, "out", number)
    assert problem.value.messages == [told]


def test_a_stock_is_a_number_on_a_day(ours: Home, alliance: Partnership) -> None:
    with pytest.raises(ValidationError) as problem:
        put(Stock(home=ours, partnership=alliance, quantity=Quantity.parse("3 per year")))
    assert problem.value.messages == ["A stock is a number on a day; what moves per year is a flow."]


def test_two_weights_of_one_length_are_refused(ours: Home) -> None:
    make_weights(ours)
    with pytest.raises(ValidationError) as problem:
        put(Weight(home=ours, name=words("again"), weeks_from=10, weeks_to=20, semesters="1"))
    assert problem.value.messages == ["Stays of some of these lengths have the weight “a quarter” already."]
