"""Whose turn it is, what is missing, what is due, and whether numbers agree: each with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuna.activities import turns
from kizuna.activities.models import Activity, Disruption, Series
from kizuna.core.values import FuzzyDate
from tests.cast import words

DAY = date(2021, 10, 31)


def series(**fields: Any) -> Series:
    begins = FuzzyDate.parse(fields.pop("since")) if "since" in fields else FuzzyDate()
    made = Series(slug="days", title=words("Days"), begins=begins, **fields)
    made.bound()
    return made


def edition(when: str = "", number: int | None = None, **fields: Any) -> Activity:
    fields.setdefault("state", "held")
    made = Activity(begins=FuzzyDate.parse(when) if when else FuzzyDate(), edition=number, **fields)
    made.bound()
    return made


def tell(row: Series, *editions: Activity, day: date = DAY, between: tuple[Disruption, ...] = ()) -> turns.Told:
    return turns.tell(row, editions, day, between)


# Whose turn.


def test_who_hosts_in_turn_hosts_after_the_other() -> None:
    told = tell(series(host_pattern="alternates"), edition("2019", host_side="home"))
    reason = "The two sides host in turn, and the last edition with a place (2019) was with us."
    assert (told.turn.side, told.turn.reason) == ("partner", reason)


def test_an_edition_in_no_place_takes_no_turn() -> None:
    told = tell(
        series(host_pattern="alternates"),
        edition("2021", online=True), edition("2019", host_side="partner"), edition("2018", host_side="home"),
    )  # fmt: skip
    assert told.turn.side == "home"
    assert told.turn.reason.endswith("Held since in no place: 2021.")


def test_a_cancelled_edition_takes_no_turn() -> None:
    told = tell(
        series(host_pattern="alternates"),
        edition("2019", host_side="home"), edition("2020", host_side="partner", state="cancelled"),
    )  # fmt: skip
    assert told.turn.side == "partner"


def test_whose_turn_cannot_be_said_where_a_later_place_is_not_stated() -> None:
    told = tell(series(host_pattern="alternates"), edition("2019", host_side="home"), edition("2021"))
    assert (told.turn.side, told.turn.if_in_turn) == ("", "partner")
    assert "2021" in told.turn.reason


def test_whose_turn_cannot_be_said_without_any_place_or_edition() -> None:
    row = series(host_pattern="alternates")
    assert tell(row).turn.reason == "The two sides host in turn, but no edition is on record."
    told = tell(row, edition("2021", 6))
    reason = "The two sides host in turn, but where the last one (no. 6 of 2021) was held is not stated."
    assert told.turn.reason == reason


def test_what_is_not_said_to_alternate_is_not_said_to_be_anybodys_turn() -> None:
    """TUM: with us in 2018, there in 2020, online in 2021, and no source says that the two take turns."""
    told = tell(
        series(rhythm="annual"),
        edition("2018", host_side="home"), edition("2020", host_side="partner"), edition("2021", online=True),
    )  # fmt: skip
    reason = "Who hosts it is not stated. On record: 2018 with us; 2020 with the partner; 2021 online."
    assert (told.turn.side, told.turn.if_in_turn, told.turn.reason) == ("", "home", reason)


@pytest.mark.parametrize(("pattern", "side"), [("ours", "home"), ("theirs", "partner"), ("third-party", "third")])
def test_a_fixed_host_hosts_again(pattern: str, side: str) -> None:
    assert tell(series(host_pattern=pattern), edition("2019", host_side="home")).turn.side == side


def test_a_planned_edition_settles_whose_turn_it_is() -> None:
    told = tell(
        series(host_pattern="alternates"),
        edition("2019", host_side="home"), edition("2022", host_side="home", state="planned"),
    )  # fmt: skip
    assert (told.turn.side, told.turn.reason) == ("home", "The next edition (2022) is planned with us.")
    assert (told.due.when.edtf, told.due.reason) == ("2022", "It is planned.")


def test_a_series_that_has_ended_has_no_turn_and_nothing_due() -> None:
    told = tell(series(host_pattern="ours", rhythm="annual", state="ended"), edition("2019"))
    assert (told.turn.side, told.due.when.edtf) == ("", "")


# What is missing.


def test_a_year_without_an_edition_of_an_annual_series_is_missing() -> None:
    told = tell(series(rhythm="annual", since="2018"), edition("2018"), edition("2020"), edition("2021"))
    assert [(one.year, one.reason) for one in told.missing] == [
        (2019, "It is held every year, yet no edition of 2019 is on record.")
    ]


def test_what_came_in_between_is_named_beside_the_gap() -> None:
    cause = Disruption(cause="pandemic", begins=FuzzyDate.parse("2020"), ends=FuzzyDate.parse("2021"))
    cause.bound()
    told = tell(series(rhythm="annual"), edition("2019"), edition("2021"), between=(cause,))
    assert told.missing[0].reason.endswith("On record for that time: Pandemic.")


def test_every_second_year_is_enough_for_what_is_held_every_two() -> None:
    assert tell(series(rhythm="biennial"), edition("2016"), edition("2018"), edition("2020")).missing == []
    assert [one.year for one in tell(series(rhythm="biennial"), edition("2016"), edition("2020")).missing] == [2018]


def test_numbers_before_the_last_one_are_missing_where_no_year_says_it_already() -> None:
    assert [one.number for one in tell(series(), edition("2019", 3)).missing] == [1, 2]
    assert [one.number for one in tell(series(first_edition=2), edition("2019", 3)).missing] == [2]
    assert tell(series()).missing == []


def test_nothing_is_missing_from_a_series_of_no_stated_rhythm() -> None:
    assert tell(series(rhythm="periodic"), edition("2015"), edition("2021")).missing == []


def test_an_academic_year_counts_as_the_year_in_which_it_begins() -> None:
    rows = [edition("AY2017"), edition("AY2018"), edition("AY2020")]
    assert [one.year for one in tell(series(rhythm="annual"), *rows).missing] == [2019]


# What is due.


def test_an_annual_series_is_due_in_the_year_after_its_last_edition() -> None:
    told = tell(series(rhythm="annual"), edition("2018"), edition("2021"))
    assert (told.due.when.edtf, told.due.late) == ("2022", False)
    assert told.due.reason == "Every year; the last one on record is of 2021."


def test_what_should_have_been_long_ago_is_late() -> None:
    assert tell(series(rhythm="annual"), edition("2019")).due.late is True


def test_without_a_rhythm_or_an_edition_nothing_can_be_said() -> None:
    assert tell(series(), edition("2019")).due.reason == "How often it is held is not stated."
    assert tell(series(rhythm="annual")).due.reason == "It is held regularly, but no edition with a date is on record."
    assert tell(series(rhythm="periodic")).due.reason == "Periodically: no interval follows from that."


# Numbers against years.


def test_a_number_that_agrees_with_the_beginning() -> None:
    [told] = tell(series(rhythm="annual", since="2017"), edition("2019", 3)).numbering
    assert (told.agrees, told.reason) == (True, "No. 3 in 2019 agrees with a first edition in 2017.")


def test_a_number_from_which_the_beginning_would_follow_though_no_source_says_so() -> None:
    """ETH Zürich: the third of a yearly symposium, in 2019."""
    [told] = tell(series(rhythm="annual"), edition("2019", 3)).numbering
    assert told.agrees is None
    assert told.reason.endswith("the first would have been in 2017; no source says so.")


def test_a_number_that_cannot_be_right() -> None:
    [told] = tell(series(rhythm="annual", since="2018"), edition("2019", 5)).numbering
    assert told.agrees is False


def test_a_number_agrees_when_the_missing_editions_are_left_out() -> None:
    rows = [edition("2018", 1), edition("2020", 2), edition("2021", 3)]
    [told] = tell(series(rhythm="annual", since="2018"), *rows).numbering
    assert told.agrees is True


def test_editions_are_counted_against_the_years_where_no_rhythm_is_stated() -> None:
    """Cambridge: the sixth in 2021, since 2015."""
    [told] = tell(series(since="2015"), edition("2021", 6)).numbering
    assert (told.agrees, told.reason) == (
        None, "6 editions by 2021, since 2015: in 7 calendar years. How often is not stated."
    )  # fmt: skip


def test_a_number_used_twice_and_numbers_out_of_order_are_told() -> None:
    told = tell(series(), edition("2019", 2), edition("2020", 2), edition("2021", 1))
    assert [one.agrees for one in told.numbering][:2] == [False, False]


def test_editions_stand_in_the_order_of_time_and_what_is_not_dated_last() -> None:
    told = tell(series(), edition(), edition("2021"), edition("2019"))
    assert [one.begins.edtf for one in told.editions] == ["2019", "2021", ""]
