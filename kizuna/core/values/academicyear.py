"""Academic years, which mean nothing until their calendar is named."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from kizuna.core.values import years
from kizuna.core.values.eras import era_names, era_nendo, western_year
from kizuna.core.values.phrase import is_japanese, is_japanese_language, tidy, without_spaces
from kizuna.core.values.problems import NotUnderstood, gettext_noop

# The month and day on which the year begins.
CALENDARS: dict[str, tuple[int, int]] = {
    "jp-april": (4, 1),
    "eu-september": (9, 1),
    "eu-october": (10, 1),
    "uk-august": (8, 1),
    "south-january": (1, 1),
    "calendar-year": (1, 1),
}

Style = Literal["calendar default", "AY", "nendo", "era", "slash"]

# A year that begins in 9999 would end after the last day Python can name.
LAST_YEAR = 9998

NO_CALENDAR = gettext_noop("There is no academic calendar of this name.")
NOT_A_YEAR = gettext_noop("This is not an academic year.")
BARE_YEAR = gettext_noop("A bare year may be a calendar or an academic year; write AY2019 or 2019/20.")
NOT_CONSECUTIVE = gettext_noop(
    "An academic year runs into the very next year; these two years do not follow each other."
)
YEAR_OR_SPAN = gettext_noop(
    "This could be one academic year or a span of two; write AY2019, or AY2019–AY2020 for both."
)
FISCAL = gettext_noop("A fiscal year is an academic year only where both begin in April; write AY or give the dates.")
YEARS_DISAGREE = gettext_noop("The two ways in which the year is given do not agree.")
NO_SUCH_ERA_YEAR = gettext_noop("The Japanese era had no such year.")
YEAR_OUT_OF_RANGE = gettext_noop("The year is out of range.")

_NAMED = re.compile(
    r"(?:ay|academic year|the academic year|(?P<fiscal>fy|fiscal year|the fiscal year)) ?"
    r"(?P<year>[0-9]{4})(?:(?P<sep>[-/])(?P<next>[0-9]{4}|[0-9]{2}))?"
)
_NAMED_AFTER = re.compile(r"(?:the )?(?P<year>[0-9]{4})(?:[-/](?P<next>[0-9]{4}|[0-9]{2}))? academic year")
_SLASH = re.compile(r"(?P<year>[0-9]{4})[-/](?P<next>[0-9]{4}|[0-9]{2})(?:年度)?")
_YEAR_WORDS = re.compile(r"(?P<era>[^\W\d_]{2})(?P<number>元|[0-9]{1,2})|(?P<year>[0-9]{4})")
_NENDO = re.compile(
    r"(?P<year>[^\s()年]{1,6})(?:\((?P<again>[^\s()]{1,8})\))?学?年度(?:\((?P<after>[^\s()度]{1,8})度?\))?"
)


def is_next(year: int, following: str) -> bool:
    """Whether "20" or "2020" names the year after."""
    return int(following) == (year + 1 if len(following) == 4 else (year + 1) % 100)


def japanese_year(words: str) -> int | None:
    """The western year of 「2019」 or 「令和元」 (without 年), None when it is neither."""
    found = _YEAR_WORDS.fullmatch(words.removesuffix("年"))
    if found is None or (found["era"] and found["era"] not in era_names()):
        return None
    if found["year"]:
        return int(found["year"])
    year = western_year(found["era"], 1 if found["number"] == "元" else int(found["number"]))
    if year is None:
        raise NotUnderstood(words, NO_SUCH_ERA_YEAR)
    return year


def agreed_year(words: str, again: str | None) -> int | None:
    """The year of 「2021(令和3)」, refused when the two disagree."""
    year = japanese_year(words)
    if year is not None and again and japanese_year(again) != year:
        raise NotUnderstood(f"{words}({again})", YEARS_DISAGREE)
    return year


def read_academic_year(text: str, calendar: str) -> int | None:
    """The starting year of a tidied, casefolded phrase, None when it is no academic year."""
    named = _NAMED.fullmatch(text)
    if named:
        # "AY2019-20" may mean both years; "academic year 2019-20" cannot.
        if named["sep"] == "-" and text.startswith(("ay", "fy")):
            if is_next(int(named["year"]), named["next"]):
                raise NotUnderstood(text, YEAR_OR_SPAN)
            return None
        if named["fiscal"] and calendar != "jp-april":
            raise NotUnderstood(text, FISCAL)
    named = named or _NAMED_AFTER.fullmatch(text)
    if named:
        if named["next"] and not is_next(int(named["year"]), named["next"]):
            raise NotUnderstood(text, NOT_CONSECUTIVE)
        return int(named["year"])
    nendo = _NENDO.fullmatch(text)
    return agreed_year(nendo["year"], nendo["again"] or nendo["after"]) if nendo else None


def academic_bounds(year: int, calendar: str) -> tuple[date, date, date, date]:
    """First day (earliest, latest) and last day (earliest, latest) of the academic year.

    Without a calendar they are the outermost of all calendars listed: some begin on
    1 January, none after 1 October.
    """
    starts = [CALENDARS[calendar]] if calendar else CALENDARS.values()
    first = [date(year, *start) for start in starts]
    last = [date(year + 1, *start) - timedelta(days=1) for start in starts]
    return min(first), max(first), min(last), max(last)


@dataclass(frozen=True, order=True)
class AcademicYear:
    """The academic year that begins in `year` by the calendar named."""

    year: int
    calendar: str

    def __post_init__(self) -> None:
        if self.calendar not in CALENDARS:
            raise NotUnderstood(self.calendar, NO_CALENDAR)
        if not 1 <= self.year <= LAST_YEAR:
            raise NotUnderstood(str(self.year)[:20], YEAR_OUT_OF_RANGE)

    @classmethod
    def parse(cls, text: str, calendar: str) -> Self:
        """Reads AY2019, 2019年度, 令和元年度, 2019/20, 2019/2020 (EWP), and 2019 where the year begins in January."""
        tidied = tidy(text).casefold()
        if is_japanese(tidied):
            tidied = without_spaces(tidied)
        try:
            year = read_academic_year(tidied, calendar)
        except NotUnderstood as problem:
            raise NotUnderstood(text, problem.reason) from None
        pair = _SLASH.fullmatch(tidied)
        if year is None and pair:
            year = int(pair["year"])
            # The southern form of EWP names the same year twice.
            twice = CALENDARS.get(calendar) == (1, 1) and pair["next"] == pair["year"]
            if not twice and not is_next(year, pair["next"]):
                raise NotUnderstood(text, NOT_CONSECUTIVE)
        bare = re.fullmatch(r"([0-9]{4})年?", tidied)
        if year is None and bare:
            if CALENDARS.get(calendar) != (1, 1):
                raise NotUnderstood(text, BARE_YEAR)
            year = int(bare[1])
        if year is None:
            raise NotUnderstood(text, NOT_A_YEAR)
        return cls(year, calendar)

    @classmethod
    def containing(cls, day: date, calendar: str) -> Self:
        if calendar not in CALENDARS:
            raise NotUnderstood(calendar, NO_CALENDAR)
        return cls(day.year - ((day.month, day.day) < CALENDARS[calendar]), calendar)

    @property
    def start(self) -> date:
        return date(self.year, *CALENDARS[self.calendar])

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        return date(self.year + 1, *CALENDARS[self.calendar]) - timedelta(days=1)

    @property
    def crosses(self) -> bool:
        """Whether the year runs into the next calendar year."""
        return self.end.year != self.year

    @property
    def ewp(self) -> str:
        """The identifier Erasmus Without Paper uses: 2019/2020, in the south 2019/2019."""
        return f"{self.year:04}/{self.end.year:04}"

    def display(self, language: str, style: Style = "calendar default") -> str:
        japanese = is_japanese_language(language)
        if style == "calendar default":
            style = ("nendo" if japanese else "AY") if self.calendar == "jp-april" else "slash"
        if style == "nendo":
            return years.nendo(self.year)
        if style == "era":
            return era_nendo(self.year) or f"{self.year:04}年度"
        if style == "slash":
            shown = f"{self.year:04}/{(self.year + 1) % 100:02}" if self.crosses else f"{self.year:04}"
            if not japanese:
                return shown
            return f"{shown}年度" if self.crosses else years.year(shown)
        return f"AY{self.year:04}"
