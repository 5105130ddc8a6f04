"""The notation of dates: EDTF levels 0 and 1, one-sided sets, and academic years as AY2019."""

import calendar as months
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kizuna.core.values.academicyear import CALENDARS, LAST_YEAR, NO_CALENDAR, academic_bounds
from kizuna.core.values.problems import NotUnderstood, gettext_noop

Precision = Literal["day", "month", "season", "year", "academic year", "decade", "century", "unknown"]
Kind = Literal["unknown", "point", "interval", "not before", "not after"]

# Finest first.
PRECISIONS: tuple[Precision, ...] = (
    "day", "month", "season", "year", "academic year", "decade", "century", "unknown",
)  # fmt: skip

NOT_EDTF = gettext_noop(
    "This is not a date in the notation of EDTF levels 0 and 1, nor an academic year such as AY2019."
)
NO_SUCH_DAY = gettext_noop("There is no such day in the calendar.")
NO_DATE_IN_IT = gettext_noop("An interval needs a date on at least one side.")
BACKWARDS = gettext_noop("The end lies before the beginning.")

_POINT = re.compile(
    r"(?:AY(?P<academic>[0-9]{4})"
    r"|(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?)"
    r"(?P<mark>[~?%]?)"
)
_MONTHS = frozenset(f"{number:02}" for number in range(1, 13))
SEASONS = ("21", "22", "23", "24")

# First and last month of spring to winter, counted from January of the year named. The winter (in the
# south the summer) of a year may be the one that ends or the one that begins in it, so it spans both.
_NORTH = ((3, 5), (6, 8), (9, 11), (0, 14))
_SOUTH = ((9, 11), (0, 14), (3, 5), (6, 8))


@dataclass(frozen=True)
class Bounds:
    """Between which days something lies, both inclusive; None where that side is open or unknown."""

    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Point:
    """One date of any precision, in the pieces of its notation."""

    year: str
    month: str = ""
    day: str = ""
    academic: bool = False
    mark: str = ""

    def __str__(self) -> str:
        # A day without a month leaves two hyphens, which no reading accepts.
        named = f"AY{self.year}" if self.academic else f"{self.year}-{self.month}-{self.day}".rstrip("-")
        return named + self.mark

    @property
    def precision(self) -> Precision:
        """How finely it is known: 2019-XX is known to the year."""
        if self.academic:
            return "academic year"
        if "X" in self.year:
            return "century" if self.year.endswith("XX") else "decade"
        if self.month in ("", "XX"):
            return "year"
        if self.month in SEASONS:
            return "season"
        return "month" if self.day in ("", "XX") else "day"

    def bounds(self, calendar: str) -> tuple[date, date]:
        """The first and the last day it may mean."""
        if self.academic:
            first, _, _, last = academic_bounds(int(self.year), calendar)
            return first, last
        # The years 00XX begin with a year 0 that Python's calendar does not have.
        low, high = max(int(self.year.replace("X", "0")), 1), int(self.year.replace("X", "9"))
        if self.precision == "season":
            return _season_bounds(low, SEASONS.index(self.month), calendar)
        if self.precision == "month":
            return date(low, int(self.month), 1), date(low, int(self.month), months.monthrange(low, int(self.month))[1])
        if self.precision == "day":
            return (day := date(low, int(self.month), int(self.day))), day
        return date(low, 1, 1), date(high, 12, 31)

    def padded(self, calendar: str) -> tuple[date, date]:
        """The bounds; when the date carries a mark, one unit of its precision wider on either side."""
        first, last = self.bounds(calendar)
        if not self.mark:
            return first, last
        unit = timedelta(days=1) if self.precision == "day" else last - first + timedelta(days=1)
        return (
            first - unit if first - date.min >= unit else date.min,
            last + unit if date.max - last >= unit else date.max,
        )


@dataclass(frozen=True)
class Reading:
    """A whole notation: which points it has and which sides are open (as against unknown)."""

    kind: Kind
    start: Point | None = None
    end: Point | None = None
    open_start: bool = False
    open_end: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        found = (self.start,) if self.kind == "point" else (self.start, self.end)
        return tuple(point for point in found if point)

    @property
    def precision(self) -> Precision:
        """The coarsest of its points."""
        return max((point.precision for point in self.points), key=PRECISIONS.index, default="unknown")


def _season_bounds(year: int, season: int, calendar: str) -> tuple[date, date]:
    """A calendar tells the hemisphere; without one, a season may be that of either."""
    tables = {"": (_NORTH, _SOUTH), "calendar-year": (_NORTH, _SOUTH), "south-january": (_SOUTH,)}.get(
        calendar, (_NORTH,)
    )
    first, last = min(table[season][0] for table in tables), max(table[season][1] for table in tables)
    begin = date(year, first, 1) if first else (date(year - 1, 12, 1) if year > 1 else date.min)
    if last <= 12:
        return begin, date(year, last, months.monthrange(year, last)[1])
    return begin, date(year + 1, 3, 1) - timedelta(days=1) if year < date.max.year else date.max


def read_point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise NotUnderstood(text, NOT_EDTF)
    if found["academic"]:
        if not 1 <= int(found["academic"]) <= LAST_YEAR:
            raise NotUnderstood(text, NO_SUCH_DAY)
        return Point(found["academic"], academic=True, mark=found["mark"])
    point = Point(found["year"], found["month"] or "", found["day"] or "", mark=found["mark"])
    if "X" in point.year and point.month:
        raise NotUnderstood(text, NOT_EDTF)
    if point.day and (point.month in SEASONS or (point.month == "XX" and point.day != "XX")):
        raise NotUnderstood(text, NOT_EDTF)
    if point.year == "0000" or point.month not in ("", "XX", *SEASONS, *_MONTHS):
        raise NotUnderstood(text, NO_SUCH_DAY)
    try:
        point.bounds("")
    except ValueError:
        raise NotUnderstood(text, NO_SUCH_DAY) from None
    return point


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Reads the notation strictly; the empty text is the unknown date."""
    if not text:
        return Reading("unknown")
    if text.startswith("[") and text.endswith("..]"):
        return Reading("not before", start=read_point(text[1:-3]))
    if text.startswith("[..") and text.endswith("]"):
        return Reading("not after", end=read_point(text[3:-1]))
    first, slash, last = text.partition("/")
    if not slash:
        point = read_point(text)
        return Reading("point", point, point)
    start = None if first in ("", "..") else read_point(first)
    end = None if last in ("", "..") else read_point(last)
    if start is None and end is None:
        raise NotUnderstood(text, NO_DATE_IN_IT)
    return Reading("interval", start, end, first == "..", last == "..")


@dataclass(frozen=True)
class Span:
    """When something begins and when it ends, as far as that is known."""

    start: Bounds
    end: Bounds


@lru_cache(maxsize=4096)
def span(text: str, calendar: str, padded: bool = False) -> Span:
    """The bounds of a notation by a calendar ("" for one that is not stated)."""
    if calendar and calendar not in CALENDARS:
        raise NotUnderstood(calendar, NO_CALENDAR)
    reading = read(text)

    def bounds(point: Point | None) -> Bounds:
        if point is None:
            return Bounds()
        return Bounds(*(point.padded(calendar) if padded else point.bounds(calendar)))

    start, end = bounds(reading.start), bounds(reading.end)
    if reading.kind == "not before":
        return Span(once := Bounds(start.earliest, None), once)
    if reading.kind == "not after":
        return Span(once := Bounds(None, end.latest), once)
    if start.earliest and start.latest and end.earliest and end.latest:
        if end.latest < start.earliest:
            raise NotUnderstood(text, BACKWARDS)
        # Nothing ends before it begins: 2019/2019-03 began in March at the latest.
        return Span(
            Bounds(start.earliest, min(start.latest, end.latest)), Bounds(max(end.earliest, start.earliest), end.latest)
        )
    return Span(start, end)
