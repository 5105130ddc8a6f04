"""Quantities: phrases, displays, and sums that stay true or are refused."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.values import Incomparable, NotUnderstood, Quantity
from kizuna.core.values.unitwords import UNITS


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("nearly 100 annually", (100, "nearly", None, "", "year")),
        (
            "nearly 100 faculty members and students annually",
            (100, "nearly", None, "faculty members and students", "year"),
        ),
        ("about 250", (250, "about", None, "", "")),
        ("some 250 people", (250, "about", None, "people", "")),
        ("more than ten", (10, "more_than", None, "", "")),
        ("over 100 participants", (100, "more_than", None, "participants", "")),
        ("about ninety", (90, "about", None, "", "")),
        ("more than a thousand students", (1000, "more_than", None, "students", "")),
        ("two thousand five hundred", (2500, "exact", None, "", "")),
        ("a hundred and five", (105, "exact", None, "", "")),
        ("5-6 times/year", (5, "range", 6, "times", "year")),
        ("between 5 and 6", (5, "range", 6, "", "")),
        ("120 students", (120, "exact", None, "students", "")),
        ("100 or more students", (100, "at_least", None, "students", "")),
        ("100 students or more", (100, "at_least", None, "students", "")),
        ("no more than 5", (5, "up_to", None, "", "")),
        ("about 250 participants per gathering", (250, "about", None, "participants", "gathering")),
        ("twice a year", (2, "exact", None, "times", "year")),
        ("29", (29, "exact", None, "", "")),
        ("150年間", (150, "exact", None, "years", "")),
        ("14,000 books", (14000, "exact", None, "books", "")),
        ("zero", (0, "exact", None, "", "")),
        ("1.5 million", (1500000, "exact", None, "", "")),
        ("約250人", (250, "about", None, "people", "")),
        ("約 250 名", (250, "about", None, "people", "")),
        ("100人以上", (100, "at_least", None, "people", "")),
        ("百人以上", (100, "at_least", None, "people", "")),
        ("年間100人近く", (100, "nearly", None, "people", "year")),
        ("100名を超える学生", (100, "more_than", None, "students", "")),
        ("学生約120人", (120, "about", None, "students", "")),
        ("大学16校", (16, "exact", None, "universities", "")),
        ("16大学", (16, "exact", None, "universities", "")),
        ("5学部", (5, "exact", None, "faculties", "")),
        ("8部局", (8, "exact", None, "departments", "")),
        ("部局8件", (8, "exact", None, "departments", "")),
        ("会員250人", (250, "exact", None, "members", "")),
        ("論文102本", (102, "exact", None, "papers", "")),
        ("13カ国", (13, "exact", None, "countries", "")),
        ("公募9件", (9, "exact", None, "calls", "")),
        ("1万2千人", (12000, "exact", None, "people", "")),
        ("5～6回/年", (5, "range", 6, "times", "year")),
        ("many", (None, "many", None, "", "")),
        ("some students", (None, "some", None, "students", "")),
        ("most", (None, "most", None, "", "")),
        ("ほとんどの学生", (None, "most", None, "students", "")),
        ("", (None, "not_stated", None, "", "")),
        ("記載なし", (None, "not_stated", None, "", "")),
    ],
)
def test_a_phrase_is_understood(text: str, parts: tuple[object, ...]) -> None:
    found = Quantity.parse(text)
    assert (found.value, found.qualifier, found.upper, found.unit, found.per) == parts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12.500", "The point could mark thousands"),
        ("1,5", "The comma could mark thousands"),
        ("under 100", "“Less than” is not kept"),
        ("100人未満", "“Less than” is not kept"),
        ("about 100 or more", "Two qualifiers"),
        ("about 5-6", "Two qualifiers"),
        ("5-6 million", "Only one of the two numbers"),
        ("6-5", "A range"),
        ("120, 60 each", "not the name of a unit"),
        ("102 papers since 2013", "not the name of a unit"),
        ("3 out of 5", "not the name of a unit"),
        ("250¹ people", "a footnote"),
        ("½", "a footnote"),
        ("007", "not a number"),
        ("2024年", "not the name of a unit"),
        ("2twice a year", "not the name of a unit"),
        ("10b", "not the name of a unit"),
        ("hundreds of students", "not a quantity"),
        ("none", "not a quantity"),
        ("-5", "not a quantity"),
        ("9" * 30, "too large"),
        ("9" * 501, "too long"),
    ],
)
def test_what_has_several_readings_or_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        Quantity.parse(text)
    assert refused.value.text == text
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        ("nearly 100 people annually", "nearly 100 people per year", "年間100人近く"),
        ("about 250 participants", "about 250 participants", "参加者約250人"),
        ("over 10 fields", "more than 10 fields", "10分野超"),
        ("at least 14,000 books", "at least 14,000 books", "図書14,000冊以上"),
        ("5-6 times a year", "5–6 times per year", "年間5～6回"),
        ("more than 10 parallel sessions", "more than 10 parallel sessions", "10超（parallel sessions）"),
        ("most members", "most members", "ほとんどの会員"),
        ("5 faculties", "5 faculties", "5学部"),
        ("3 phases", "3 phases", "3期"),
        ("8 departments", "8 departments", "8部局"),
        ("2 networks", "2 networks", "2ネットワーク"),
        ("13 countries", "13 countries", "13か国"),
        ("at least 3 places a year", "at least 3 places per year", "年間3枠以上"),
        ("102 papers", "102 papers", "論文102編"),
        ("9 calls", "9 calls", "公募9回"),
        ("29 projects", "29 projects", "プロジェクト29件"),
        ("1204 letters", "1,204 letters", "書簡1,204通"),
        ("not stated", "not stated", "記載なし"),
    ],
)
def test_a_quantity_is_displayed_in_words(text: str, english: str, japanese: str) -> None:
    found = Quantity.parse(text)
    assert (found.display("en"), found.display("ja")) == (english, japanese)


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        ("102 papers", "102 papers", "102編"),
        ("9 calls", "9 calls", "9回"),
        ("29 projects", "29 projects", "29件"),
        ("16 universities", "16 universities", "16校"),
        ("about 250 participants", "about 250 participants", "約250人"),
        ("5 faculties", "5 faculties", "5学部"),
        ("most students", "most students", "ほとんどの学生"),
        ("12 parallel sessions", "12 parallel sessions", "12（parallel sessions）"),
    ],
)
def test_beside_the_name_of_what_it_counts_japanese_keeps_only_the_counter(
    text: str, english: str, japanese: str
) -> None:
    found = Quantity.parse(text)
    assert (found.display("en", named=True), found.display("ja", named=True)) == (english, japanese)


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        ("120", "29", "149"),
        ("about 250", "29", "about 279"),
        ("about 250", "nearly 100", "about 350"),
        ("more than 10", "at least 5", "more than 15"),
        ("at least 10", "5-6", "at least 15"),
        ("up to 10", "5-6", "up to 16"),
        ("nearly 100", "nearly 100", "nearly 200"),
        ("nearly 100", "5-6", "up to 106"),
        ("5-6", "1-2", "6-8"),
    ],
)
def test_a_sum_says_no_more_than_its_parts(one: str, other: str, total: str) -> None:
    assert Quantity.parse(one) + Quantity.parse(other) == Quantity.parse(total)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 250", "more than 100"),
        ("at least 5", "up to 10"),
        ("about 5", "5-6"),
        ("5", "many"),
        ("5", "not stated"),
        ("5 students", "5 papers"),
        ("5 a year", "5"),
    ],
)
def test_what_cannot_be_compared_is_not_added(one: str, other: str) -> None:
    for first, second in permutations((one, other)):
        with pytest.raises(Incomparable):
            Quantity.parse(first) + Quantity.parse(second)


def test_sum_begins_with_nothing() -> None:
    assert sum([Quantity(Decimal(9)), Quantity(Decimal(20))]) == Quantity(Decimal(29))


def test_nothing_stated_is_false_and_zero_is_not() -> None:
    assert [bool(each) for each in (Quantity(), Quantity(Decimal(0)), Quantity.parse("many"))] == [False, True, True]


def test_a_number_whose_exactness_is_not_stated_is_still_a_number() -> None:
    found = Quantity.from_json({"value": 150, "qualifier": "not_stated", "unit": "years"})
    assert (found.display("en"), bool(found)) == ("150 years", True)


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"value": "abc"},
        {"value": "NaN"},
        {"value": "1e99"},
        {"value": "0.00000001"},
        {"value": [1]},
        {"value": 1, "qualifier": "roughly"},
        {"qualifier": "about"},
        {"value": 1, "qualifier": "many"},
        {"value": 2, "qualifier": "range", "upper": 1},
        {"value": 2, "upper": 3},
        {"value": 2, "unit": 3},
    ],
)
def test_what_is_not_its_json_is_refused(stored: object) -> None:
    with pytest.raises(NotUnderstood):
        Quantity.from_json(stored)


NUMBERS = st.decimals(0, 10**12, places=2) | st.integers(0, 10**6).map(Decimal)
NUMBERED = st.sampled_from(["exact", "about", "nearly", "more_than", "at_least", "up_to"])
UNIT = st.sampled_from(["", *UNITS])
PER = st.sampled_from(["", "year", "academic year", "month", "gathering"])
RANGES = st.builds(
    lambda low, more, unit, per: Quantity(low, "range", low + more, unit, per), NUMBERS, NUMBERS, UNIT, PER
)
QUANTITIES = st.one_of(
    st.builds(Quantity, NUMBERS, NUMBERED, st.none(), UNIT, PER),
    RANGES,
    st.builds(Quantity, st.none(), st.sampled_from(["most", "some", "many"]), st.none(), UNIT, PER),
    st.just(Quantity()),
)
PLAIN = st.builds(Quantity, NUMBERS, NUMBERED) | st.builds(
    lambda low, more: Quantity(low, "range", low + more), NUMBERS, NUMBERS
)


def total(*parts: Quantity) -> Quantity | None:
    """The sum from the left, None when it is refused."""
    try:
        return sum(parts[1:], start=parts[0])
    except Incomparable:
        return None


@given(PLAIN, PLAIN)
def test_a_sum_does_not_depend_on_the_order(one: Quantity, other: Quantity) -> None:
    assert total(one, other) == total(other, one)


@given(PLAIN, PLAIN, PLAIN)
def test_a_sum_does_not_depend_on_the_grouping(one: Quantity, two: Quantity, three: Quantity) -> None:
    right = total(two, three)
    assert total(one, two, three) == (None if right is None else total(one, right))


@given(QUANTITIES, st.sampled_from(["en", "ja"]))
def test_what_is_displayed_reads_back(quantity: Quantity, language: str) -> None:
    read = Quantity.parse(quantity.display(language))
    assert read == quantity
    assert Quantity.from_json(quantity.to_json()) == quantity


@given(
    st.text(max_size=600)
    | st.lists(st.sampled_from(["about", "ten", "100", "人", "以上", "-", "a", "year"])).map(" ".join)
)
def test_any_text_is_a_quantity_or_is_not_understood(text: str) -> None:
    try:
        found: Quantity | NotUnderstood = Quantity.parse(text)
    except NotUnderstood as refused:
        found = refused
    if isinstance(found, NotUnderstood):
        assert found.reason
    else:
        assert Quantity.parse(found.display("en")) == found
