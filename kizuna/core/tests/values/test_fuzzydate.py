"""Dates: what is understood, what is refused and why, and the laws that hold for all of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.values import Bounds, FuzzyDate, NotUnderstood
from kizuna.core.values.datedisplay import display
from kizuna.core.values.edtf import read

UNDERSTOOD = [
    ("AY2019", "AY2019"),
    ("ay 2019", "AY2019"),
    ("AY2019/20", "AY2019"),
    ("academic year 2019-20", "AY2019"),
    ("the 2019/2020 academic year", "AY2019"),
    ("2019年度", "AY2019"),
    ("令和元年度", "AY2019"),
    ("平成31年度", "AY2019"),
    ("令和3(2021)年度", "AY2021"),
    ("2021（令和3）年度", "AY2021"),
    ("AY2015-AY2020", "AY2015/AY2020"),
    ("AY2015-2020", "AY2015/AY2020"),
    ("2015年度から2020年度まで", "AY2015/AY2020"),
    ("since AY2015", "AY2015/.."),
    ("AY2015–", "AY2015/.."),
    ("2015年度から", "AY2015/.."),
    ("since April 2017", "2017-04/.."),
    ("2017年4月から", "2017-04/.."),
    ("2017年4月以来", "2017-04/.."),
    ("2015～", "2015/.."),
    ("2015-present", "2015/.."),
    ("January 2013", "2013-01"),
    ("Jan. 2013", "2013-01"),
    ("in January 2013", "2013-01"),
    ("2013年1月", "2013-01"),
    ("30 September to 10 October 2019", "2019-09-30/2019-10-10"),
    ("from 30 September to 10 October 2019", "2019-09-30/2019-10-10"),
    ("September 30 – October 10, 2019", "2019-09-30/2019-10-10"),
    ("2019年9月30日から10月10日まで", "2019-09-30/2019-10-10"),
    ("2019年10月1日～3日", "2019-10-01/2019-10-03"),
    ("2019年10月1～3日", "2019-10-01/2019-10-03"),
    ("1-3 October 2019", "2019-10-01/2019-10-03"),
    ("October 1-3, 2019", "2019-10-01/2019-10-03"),
    ("September–October 2019", "2019-09/2019-10"),
    ("2019-09-30 - 2019-10-10", "2019-09-30/2019-10-10"),
    ("1 October 2019", "2019-10-01"),
    ("October 1st, 2019", "2019-10-01"),
    ("Tuesday 1 October 2019", "2019-10-01"),
    ("2019年10月1日（火）", "2019-10-01"),
    ("2019/10/01", "2019-10-01"),
    ("25/12/2019", "2019-12-25"),
    ("二〇一九年十月一日", "2019-10-01"),
    ("令和3年10月", "2021-10"),
    ("平成31年4月30日", "2019-04-30"),
    ("calendar year 2015 to AY2020", "2015/AY2020"),
    ("2014-2016", "2014/2016"),
    ("2014–2016", "2014/2016"),
    ("from 2014 to 2016", "2014/2016"),
    ("2014年から2016年まで", "2014/2016"),
    ("19th century", "18XX"),
    ("nineteenth century", "18XX"),
    ("19世紀", "18XX"),
    ("1st century", "00XX"),
    ("100th century", "99XX"),
    ("1920s", "192X"),
    ("1900s (decade)", "190X"),
    ("1920年代", "192X"),
    ("not before October 2021", "[2021-10..]"),
    ("2021年10月以降", "[2021-10..]"),
    ("not after 2021", "[..2021]"),
    ("by 2021", "[..2021]"),
    ("until 2024", "../2024"),
    ("2024年まで", "../2024"),
    ("c. 1920", "1920~"),
    ("ca 1920", "1920~"),
    ("around 1920", "1920~"),
    ("1920年頃", "1920~"),
    ("possibly 1920", "1920?"),
    ("spring 2021", "2021-21"),
    ("2021年秋", "2021-23"),
    ("some day in October 2019", "2019-10-XX"),
    ("2019-10-01", "2019-10-01"),
    ("2019-11-11~/2019-11-17~", "2019-11-11~/2019-11-17~"),
    ("2017-04/..", "2017-04/.."),
    ("2020/", "2020/"),
    ("201x", "201X"),
    ("2019-XX", "2019-XX"),
    ("ay2015 / ..", "AY2015/.."),
    ("", ""),
    ("  ", ""),
    ("not stated", ""),
    ("not_stated", ""),
    ("記載なし", ""),
]

REFUSED = [
    ("03/04/2019", "The day or the month may come first"),
    ("21-23", "Two-digit numbers"),
    ("21/3/4", "Two-digit numbers"),
    ("2021-23", "a span of years, an academic year or a season"),
    ("2021-22", "a span of years, an academic year or a season"),
    ("2019-20", "a span of years, an academic year or a season"),
    ("2014-16", "a span of years, an academic year or a season"),
    ("2010/11", "a month or an academic year"),
    ("AY2019-20", "one academic year or a span of two"),
    ("2019-2020年度", "one academic year or a span of two"),
    ("FY2019", "A fiscal year"),
    ("AY2019/21", "do not follow each other"),
    ("1900s", "ten years or a hundred"),
    ("early 2019", "Early, mid and late"),
    ("before 2019", "“Before” and “after”"),
    ("between 2014 and 2016", "“Between”"),
    ("Q1 2024", "A quarter"),
    ("30 December to 10 January 2020", "would run backwards"),
    ("2016-2014", "The end lies before"),
    ("2016/2014", "The end lies before"),
    ("10 October", "The year is missing"),
    ("10月10日", "The year is missing"),
    ("2019年10月1日(水)", "The weekday"),
    ("平成31年10月", "does not lie in the Japanese era"),
    ("201 9年度", "not a date Kizuna can read"),
    ("2019²", "a footnote"),
    ("2019年01日", "not a date Kizuna can read"),
    ("2019年01日(火)", "not a date Kizuna can read"),
    ("101st century", "not a date Kizuna can read"),
    ("昭和99年", "had no such year"),
    ("2021(令和4)年度", "do not agree"),
    ("2019-02-29", "no such day"),
    ("~2024年", "The wave before a year"),
    ("2021-03-1X", "not a date Kizuna can read"),
    ("{2019,2021}", "not a date Kizuna can read"),
    ("../..", "not a date Kizuna can read"),
    ("none", "not a date Kizuna can read"),
    ("2019" * 200, "too long"),
    ("9" * 500, "not a date Kizuna can read"),
]


@pytest.mark.parametrize(("text", "edtf"), UNDERSTOOD)
def test_a_phrase_is_understood(text: str, edtf: str) -> None:
    assert FuzzyDate.parse(text).edtf == edtf


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_has_several_readings_or_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        FuzzyDate.parse(text)
    assert refused.value.text == text
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("edtf", "english", "japanese"),
    [
        ("", "not stated", "記載なし"),
        ("2013-01", "January 2013", "2013年1月"),
        ("2019-10-01", "1 October 2019", "2019年10月1日"),
        ("2017-04/..", "since April 2017", "2017年4月から"),
        ("2017-04/", "from April 2017 (end not stated)", "2017年4月から（終わりは記載なし）"),
        ("../2024", "until 2024", "2024年まで"),
        ("/2024", "until 2024 (start not stated)", "2024年まで（始まりは記載なし）"),
        ("AY2015/..", "AY2015–", "2015年度から"),
        ("AY2015/AY2020", "AY2015–AY2020", "2015年度から2020年度まで"),
        ("[2021-10..]", "October 2021 or later", "2021年10月以降"),
        ("[..2021]", "not after 2021", "2021年以前"),
        ("18XX", "19th century", "19世紀"),
        ("192X", "1920s", "1920年代"),
        ("2021-23", "autumn 2021", "2021年秋"),
        ("2019-XX", "some month in 2019", "2019年某月"),
        ("1920~", "around 1920", "1920年頃"),
        ("1920%", "around 1920 (uncertain)", "1920年頃（不確か）"),
        ("2014/2016", "2014–2016", "2014年から2016年まで"),
        ("2019-10-01/2019-10-03", "1–3 October 2019", "2019年10月1日から3日まで"),
        ("2019-09-30/2019-10-10", "30 September – 10 October 2019", "2019年9月30日から10月10日まで"),
        ("2015/AY2020", "calendar year 2015 – AY2020", "2015年から2020年度まで"),
    ],
)
def test_a_date_is_displayed_in_words(edtf: str, english: str, japanese: str) -> None:
    shown = FuzzyDate(edtf)
    assert (shown.display("en-GB"), shown.display("ja")) == (english, japanese)


@pytest.mark.parametrize(
    ("edtf", "calendar", "earliest", "latest"),
    [
        ("2013-01", "", date(2013, 1, 1), date(2013, 1, 31)),
        ("2017-04/..", "", date(2017, 4, 1), None),
        ("2017-04/", "", date(2017, 4, 1), None),
        ("../2024", "", None, date(2024, 12, 31)),
        ("[2021-10..]", "", date(2021, 10, 1), None),
        ("18XX", "", date(1800, 1, 1), date(1899, 12, 31)),
        ("AY2019", "jp-april", date(2019, 4, 1), date(2020, 3, 31)),
        ("AY2019", "uk-august", date(2019, 8, 1), date(2020, 7, 31)),
        ("AY2019", "", date(2019, 1, 1), date(2020, 9, 30)),
        ("AY2015/..", "eu-september", date(2015, 9, 1), None),
        ("2021-21", "jp-april", date(2021, 3, 1), date(2021, 5, 31)),
        ("2021-21", "south-january", date(2021, 9, 1), date(2021, 11, 30)),
        ("2021-21", "", date(2021, 3, 1), date(2021, 11, 30)),
        ("2021-24", "jp-april", date(2020, 12, 1), date(2022, 2, 28)),
        ("", "", None, None),
    ],
)
def test_bounds_are_the_outermost_days(edtf: str, calendar: str, earliest: date | None, latest: date | None) -> None:
    bounded = FuzzyDate(edtf, calendar=calendar)
    assert (bounded.earliest, bounded.latest) == (earliest, latest)


def test_a_beginning_known_to_the_year_ends_no_later_than_the_whole() -> None:
    assert FuzzyDate("2019/2019-03").start == Bounds(date(2019, 1, 1), date(2019, 3, 31))


@pytest.mark.parametrize(
    ("edtf", "day", "answer"),
    [
        ("2014/2016", date(2015, 6, 1), True),
        ("2014/2016", date(2014, 6, 1), None),
        ("2014/2016", date(2013, 12, 31), False),
        ("2013-01", date(2013, 1, 15), None),
        ("2013-01-15", date(2013, 1, 15), True),
        ("2017-04/..", date(2050, 1, 1), True),
        ("2017-04/", date(2050, 1, 1), None),
        ("../2024", date(1900, 1, 1), True),
        ("/2024", date(1900, 1, 1), None),
        ("[2021-10..]", date(2022, 1, 1), None),
        ("[2021-10..]", date(2021, 9, 30), False),
        ("1920~", date(1919, 6, 1), None),
        ("1920~", date(1918, 6, 1), False),
        ("2019-11-11~/2019-11-17~", date(2019, 11, 14), True),
        ("2019-11-11~/2019-11-17~", date(2019, 11, 12), True),
        ("2019-11-11~/2019-11-17~", date(2019, 11, 11), None),
        ("", date(2020, 1, 1), None),
    ],
)
def test_whether_a_day_is_covered_is_yes_no_or_unknown(edtf: str, day: date, answer: bool | None) -> None:
    assert FuzzyDate(edtf).covers(day) is answer


def test_an_open_end_is_not_an_unknown_end() -> None:
    assert [FuzzyDate(edtf).open_end for edtf in ("2017/..", "2017/", "[2017..]", "")] == [True, False, False, False]


def test_the_precision_is_that_of_the_coarser_side() -> None:
    found = [FuzzyDate(edtf).precision for edtf in ("2019-10-01", "2019-XX", "AY2019/2020-03", "18XX", "2021-21", "")]
    assert found == ["day", "year", "academic year", "century", "season", "unknown"]


def test_unknown_dates_are_false_and_sort_last() -> None:
    dates = [FuzzyDate.unknown("some time ago"), FuzzyDate("../2012"), FuzzyDate("2013-01/.."), FuzzyDate("18XX")]
    assert [bool(each) for each in dates] == [False, True, True, True]
    assert [each.edtf for each in sorted(dates, key=lambda each: each.sort_key)] == [
        "18XX",
        "../2012",
        "2013-01/..",
        "",
    ]


def test_the_words_are_kept_unless_they_are_the_notation() -> None:
    assert FuzzyDate.parse("since April 2017").stated == "since April 2017"
    assert FuzzyDate.parse("2017-04/..").stated == ""
    assert FuzzyDate.parse("2017-04/..", stated="some years ago").stated == "some years ago"


def test_the_calendar_is_kept_only_for_academic_years_and_seasons() -> None:
    assert FuzzyDate.parse("AY2019", calendar="jp-april").calendar == "jp-april"
    assert FuzzyDate.parse("2019", calendar="jp-april").calendar == ""
    assert FuzzyDate.parse("FY2019", calendar="jp-april").edtf == "AY2019"
    with pytest.raises(NotUnderstood, match="no academic calendar"):
        FuzzyDate.parse("2019", calendar="lunar")


def test_a_form_shows_words_that_read_back_to_the_same_date() -> None:
    assert FuzzyDate("2021-23").editable == "autumn 2021"
    assert FuzzyDate("2013-01", stated="back in January 2013").editable == "January 2013"
    assert FuzzyDate("2013-01", stated="2013年1月").editable == "2013年1月"
    assert FuzzyDate().editable == ""


@pytest.mark.parametrize(
    "bad", ["2019-13", "20190", "2021-03-1X", "0000", "AY9999", "soon", "2016/2014", "..", "[2019]"]
)
def test_no_date_of_a_wrong_notation_can_exist(bad: str) -> None:
    with pytest.raises(NotUnderstood):
        FuzzyDate(bad)


@pytest.mark.parametrize("stored", [[], "2019", {"edtf": 2019}, {1: "2019"}, {"edtf": "2019", "calendar": "lunar"}])
def test_what_is_not_its_json_is_refused(stored: object) -> None:
    with pytest.raises(NotUnderstood):
        FuzzyDate.from_json(stored)


def _two(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return numbers.map("{:02}".format)


YEARS = st.integers(1, 9998).map("{:04}".format)
POINTS = st.one_of(
    YEARS,
    YEARS.map("AY{}".format),
    st.integers(0, 99).map("{:02}XX".format),
    st.integers(0, 999).map("{:03}X".format),
    st.builds("{}-{}".format, YEARS, _two(st.integers(1, 12)) | _two(st.integers(21, 24)) | st.just("XX")),
    st.builds("{}-{}-XX".format, YEARS, _two(st.integers(1, 12)) | st.just("XX")),
    st.dates().map(date.isoformat),
)
MARKED = st.builds("{}{}".format, POINTS, st.sampled_from(["", "", "~", "?", "%"]))


def _readable(edtf: str) -> bool:
    try:
        FuzzyDate(edtf)
    except NotUnderstood:
        return False
    return True


NOTATIONS = st.one_of(
    st.just(""),
    MARKED,
    MARKED.map("[{}..]".format),
    MARKED.map("[..{}]".format),
    MARKED.map("{}/..".format),
    MARKED.map("../{}".format),
    MARKED.map("{}/".format),
    MARKED.map("/{}".format),
    st.builds("{}/{}".format, MARKED, MARKED).filter(_readable),
)
CALENDAR_NAMES = st.sampled_from(["", "jp-april", "eu-september", "eu-october", "uk-august", "south-january"])


@given(NOTATIONS, st.sampled_from(["en", "ja"]))
def test_what_is_displayed_reads_back(edtf: str, language: str) -> None:
    assert FuzzyDate.parse(display(read(edtf), language)).edtf == edtf


@given(NOTATIONS)
def test_the_notation_reads_as_itself_save_a_bare_season(edtf: str) -> None:
    bare_season = len(edtf) == 7 and edtf[4:6] == "-2"
    if bare_season:
        with pytest.raises(NotUnderstood):
            FuzzyDate.parse(edtf)
    else:
        assert FuzzyDate.parse(edtf).edtf == edtf


@given(NOTATIONS, CALENDAR_NAMES, st.dates())
def test_the_earliest_day_is_never_after_the_latest(edtf: str, calendar: str, day: date) -> None:
    try:
        bounded = FuzzyDate(edtf, calendar=calendar)
    except NotUnderstood:
        return  # by this calendar the end comes before the beginning
    for low, high in [
        (bounded.start.earliest, bounded.start.latest),
        (bounded.end.earliest, bounded.end.latest),
        (bounded.start.earliest, bounded.end.earliest),
        (bounded.start.latest, bounded.end.latest),
    ]:
        assert low is None or high is None or low <= high
    outside = (bounded.earliest and day < bounded.earliest) or (bounded.latest and day > bounded.latest)
    assert not (outside and bounded.covers(day) is True)
    assert FuzzyDate.from_json(bounded.to_json()) == bounded


@given(NOTATIONS, CALENDAR_NAMES.filter(bool))
def test_bounds_without_a_calendar_enclose_those_of_every_calendar(edtf: str, calendar: str) -> None:
    try:
        known = FuzzyDate(edtf, calendar=calendar)
    except NotUnderstood:
        return
    unstated = FuzzyDate(edtf)
    assert unstated.earliest is None or (known.earliest is not None and unstated.earliest <= known.earliest)
    assert unstated.latest is None or (known.latest is not None and known.latest <= unstated.latest)


@given(st.text(max_size=600) | st.lists(st.sampled_from([text for text, _ in UNDERSTOOD]), max_size=4).map("-".join))
def test_any_text_is_a_date_or_is_not_understood(text: str) -> None:
    try:
        found: FuzzyDate | NotUnderstood = FuzzyDate.parse(text)
    except NotUnderstood as refused:
        found = refused
    if isinstance(found, NotUnderstood):
        assert (bool(found.reason), found.text) == (True, text)
    else:
        assert FuzzyDate.parse(found.display("ja")).edtf == found.edtf
