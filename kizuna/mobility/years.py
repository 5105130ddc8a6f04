"""In which years a statement counts: academic years keep their calendar, plain years are years of their own."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from kizuna.core.values import CALENDARS, AcademicYear, FuzzyDate

# The calendar of plain years, as against academic ones that happen to begin in January.
PLAIN = "calendar-year"
LONGEST = 200
_POINT = re.compile(r"(?P<academic>AY)?(?P<year>[0-9]{4})[~?%]?")


class Year(NamedTuple):
    """One year of one calendar; the calendar is empty where the source does not say which one it means."""

    calendar: str
    year: int

    @property
    def start(self) -> date:
        """Its first day; without a calendar the first it may have."""
        return date(self.year, *CALENDARS.get(self.calendar, (1, 1)))

    def label(self, language: str) -> str:
        """How it is written."""
        if self.calendar in CALENDARS:
            return AcademicYear(self.year, self.calendar).display(language)
        return f"AY{self.year}"

    @property
    def key(self) -> str:
        """The same in addresses and files: jp-april-2019."""
        return f"{self.calendar or 'academic'}-{self.year}"


class Span(NamedTuple):
    """The stretch of time that is asked for, by its days; open where nothing is asked."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def years_of(period: FuzzyDate, until: date, *, each: bool) -> list[Year]:
    """The years for which a number holds; none where the period is not made of whole years.

    A number of several years together belongs to none of them, unless it holds in ``each``. A period that still goes on
    is followed up to ``until``.
    """
    first, _stroke, last = period.edtf.partition("/")
    begin, end = _POINT.fullmatch(first), _POINT.fullmatch(last)
    if begin is None or (last and last != ".." and (end is None or end["academic"] != begin["academic"])):
        return []
    calendar = period.calendar if begin["academic"] else PLAIN
    start = int(begin["year"])
    if not _stroke:
        return [Year(calendar, start)]
    if not each or not last:
        return []
    if end:
        stop = int(end["year"])
    else:
        stop = AcademicYear.containing(until, calendar if calendar in CALENDARS else PLAIN).year
    return [Year(calendar, year) for year in range(start, min(stop, start + LONGEST) + 1)]
