"""Academic years: names, calendars, eras and the identifier of Erasmus Without Paper."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.values import CALENDARS, AcademicYear, NotUnderstood


@pytest.mark.parametrize(
    ("text", "calendar", "year"),
    [
        ("AY2019", "jp-april", 2019),
        ("2019年度", "jp-april", 2019),
        ("令和元年度", "jp-april", 2019),
        ("平成31年度", "jp-april", 2019),
        ("平成31年度（2019年度）", "jp-april", 2019),
        ("FY2019", "jp-april", 2019),
        ("2019/20", "uk-august", 2019),
        ("2019-20", "uk-august", 2019),
        ("2019/2020", "eu-september", 2019),
        ("2019/2019", "south-january", 2019),
        ("2019", "south-january", 2019),
        ("1999/00", "eu-october", 1999),
    ],
)
def test_the_ways_to_write_an_academic_year(text: str, calendar: str, year: int) -> None:
    assert AcademicYear.parse(text, calendar) == AcademicYear(year, calendar)


@pytest.mark.parametrize(
    ("text", "calendar", "reason"),
    [
        ("2019", "jp-april", "A bare year"),
        ("2019/21", "uk-august", "do not follow"),
        ("2019/2019", "uk-august", "do not follow"),
        ("FY2019", "uk-august", "A fiscal year"),
        ("AY2019-20", "uk-august", "one academic year or a span"),
        ("last year", "uk-august", "not an academic year"),
        ("AY2019", "lunar", "no academic calendar"),
        ("AY0000", "jp-april", "out of range"),
    ],
)
def test_what_is_no_academic_year_is_refused(text: str, calendar: str, reason: str) -> None:
    with pytest.raises(NotUnderstood, match=reason):
        AcademicYear.parse(text, calendar)


def test_the_calendar_gives_the_days() -> None:
    japanese = AcademicYear(2019, "jp-april")
    assert (japanese.start, japanese.end) == (date(2019, 4, 1), date(2020, 3, 31))
    southern = AcademicYear(2019, "south-january")
    assert (southern.start, southern.end) == (date(2019, 1, 1), date(2019, 12, 31))


def test_each_calendar_has_its_usual_spelling() -> None:
    years = [AcademicYear(2019, name) for name in ("jp-april", "uk-august", "south-january")]
    assert [each.display("en") for each in years] == ["AY2019", "2019/20", "2019"]
    assert [each.display("ja") for each in years] == ["2019年度", "2019/20年度", "2019年"]
    assert [each.ewp for each in years] == ["2019/2020", "2019/2020", "2019/2019"]


@pytest.mark.parametrize(
    ("year", "written"),
    [
        (2021, "令和3年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1926, "大正15年度"),
        (1867, "1867年度"),
    ],
)
def test_the_era_of_a_fiscal_year(year: int, written: str) -> None:
    assert AcademicYear(year, "jp-april").display("ja", "era") == written


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)), st.sampled_from(sorted(CALENDARS)))
def test_every_day_lies_in_exactly_one_academic_year(day: date, calendar: str) -> None:
    year = AcademicYear.containing(day, calendar)
    assert year.start <= day <= year.end
    assert AcademicYear.containing(year.end + timedelta(days=1), calendar).year == year.year + 1


@given(st.integers(1, 9998), st.sampled_from(sorted(CALENDARS)), st.sampled_from(["en", "ja"]))
def test_what_is_displayed_reads_back(year: int, calendar: str, language: str) -> None:
    made = AcademicYear(year, calendar)
    assert AcademicYear.parse(made.display(language), calendar) == made
    assert AcademicYear.parse(made.ewp, calendar) == made


@given(st.integers(1868, 2100))
def test_every_era_year_reads_back(year: int) -> None:
    made = AcademicYear(year, "jp-april")
    assert AcademicYear.parse(made.display("ja", "era"), "jp-april") == made


@given(st.text(max_size=600), st.text(max_size=20) | st.sampled_from(sorted(CALENDARS)))
def test_any_text_is_an_academic_year_or_is_not_understood(text: str, calendar: str) -> None:
    try:
        found: AcademicYear | NotUnderstood = AcademicYear.parse(text, calendar)
    except NotUnderstood as refused:
        found = refused
    assert found.reason if isinstance(found, NotUnderstood) else found.start < found.end
