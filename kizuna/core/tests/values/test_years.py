"""Years as a home writes them in Japanese: western, by eras, or both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.values import AcademicYear, FuzzyDate, years

DAYS = {
    "1872-12-31": "1872年12月31日",
    "1873-01-01": "明治6年1月1日",
    "1912-07-29": "明治45年7月29日",
    "1912-07-30": "大正元年7月30日",
    "1926-12-24": "大正15年12月24日",
    "1926-12-25": "昭和元年12月25日",
    "1945-08-15": "昭和20年8月15日",
    "1989-01-07": "昭和64年1月7日",
    "1989-01-08": "平成元年1月8日",
    "2000-02-29": "平成12年2月29日",
    "2019-04-30": "平成31年4月30日",
    "2019-05-01": "令和元年5月1日",
    "2026-11-22": "令和8年11月22日",
}
OTHERS = {
    "1912": "明治45年・大正元年",
    "1926": "大正15年・昭和元年",
    "1989": "昭和64年・平成元年",
    "2019": "平成31年・令和元年",
    "2019-04": "平成31年4月",
    "2019-05": "令和元年5月",
    "1989-01": "昭和64年・平成元年1月",
    "2019-XX-XX": "平成31年・令和元年某月某日",
    "2018-21": "平成30年春",
    "2018~": "平成30年頃",
    "2018/2020": "平成30年から令和2年まで",
    "2019-04-29/2019-04-30": "平成31年4月29日から30日まで",
    "2019-04-30/2019-05-01": "平成31年4月30日から令和元年5月1日まで",
    "1912-07-29/1912-07-30": "明治45年7月29日から大正元年7月30日まで",
    "201X": "2010年代",
    "19XX": "20世紀",
    "AY2018": "平成30年度",
    "AY2019": "令和元年度",
    "AY1988": "昭和63年度",
    "AY1989": "平成元年度",
    "AY1872": "1872年度",
    "1872": "1872年",
}


@pytest.mark.parametrize(("edtf", "words"), [*DAYS.items(), *OTHERS.items()])
def test_a_date_is_written_by_eras(edtf: str, words: str) -> None:
    found = FuzzyDate(edtf)
    plain = found.display("ja"), found.display("en")
    with years.written_as("era"):
        assert (found.display("ja"), found.display("en")) == (words, plain[1])
    assert found.display("ja") == plain[0]


def test_both_ways_stand_beside_each_other() -> None:
    with years.written_as("both"):
        assert [FuzzyDate(one).display("ja") for one in ("2026", "2019-05-01", "2019", "AY2019", "1700")] == [
            "2026年（令和8年）",
            "2019年（令和元年）5月1日",
            "2019年（平成31年・令和元年）",
            "2019年度（令和元年度）",
            "1700年",
        ]
        assert FuzzyDate("2026-11-22/2026-11-23").display("ja") == "2026年（令和8年）11月22日から23日まで"


def test_an_academic_year_is_named_as_the_government_names_it_where_it_begins_in_april() -> None:
    with years.written_as("era"):
        shown = [AcademicYear(2019, one).display("ja") for one in ("jp-april", "calendar-year", "eu-september")]
    assert shown == ["令和元年度", "平成31年・令和元年", "2019/20年度"]
    assert AcademicYear(2019, "jp-april").display("ja") == "2019年度"


def test_a_way_that_nobody_knows_is_western() -> None:
    with years.written_as("lunar"):
        assert FuzzyDate("2026").display("ja") == "2026年"


@given(st.dates(min_value=years.FIRST, max_value=date(2100, 1, 1)))
def test_every_day_lies_in_one_era_and_its_year_is_read_back(day: date) -> None:
    found = years.era_years(day, day)
    assert len(found) == 1
    with years.written_as("era"):
        words = FuzzyDate(day.isoformat()).display("ja")
    assert words.startswith(found[0])
    assert FuzzyDate.parse(words).edtf == day.isoformat()


@given(st.dates(min_value=years.FIRST, max_value=date(2200, 1, 1)))
def test_the_era_year_goes_up_with_the_year_or_begins_anew(day: date) -> None:
    (one,), (two,) = (years.era_years(some, some) for some in (day, day + timedelta(days=1)))
    if one != two:
        assert two.endswith("元年") or (day.month, day.day) == (12, 31)


@given(st.integers(min_value=1873, max_value=2200))
def test_a_bare_year_is_written_with_each_era_in_which_it_has_a_day(number: int) -> None:
    days = (date(number, 1, 1) + timedelta(days=step) for step in range(366))
    each = dict.fromkeys(years.era_years(day, day)[0] for day in days if day.year == number)
    assert years.era_years(date(number, 1, 1), date(number, 12, 31)) == list(each)
