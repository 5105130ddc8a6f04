"""How years are written in Japanese: as western years, by eras, or both; a home says which for its public pages."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Final

from kizuna.core.values.eras import ERAS, era_nendo

WESTERN: Final = "western"
ERA: Final = "era"
BOTH: Final = "both"
WAYS = (WESTERN, ERA, BOTH)
# From Meiji 6 on Japan counts days as the western calendar does; what was before is written by western years.
FIRST = date(1873, 1, 1)

_way: ContextVar[str] = ContextVar("years", default=WESTERN)


@contextmanager
def written_as(way: str) -> Iterator[None]:
    """Within it years in Japanese are written this way; without it they are western."""
    token = _way.set(way if way in WAYS else WESTERN)
    try:
        yield
    finally:
        _way.reset(token)


def era_years(first: date, last: date) -> list[str]:
    """「平成31年」「令和元年」: the era years in which days from first to last lie, oldest first.

    Both days are of one western year. None before Meiji 6.
    """
    if first < FIRST:
        return []
    found = []
    for place, era in enumerate(ERAS):
        following = ERAS[place + 1].start if place + 1 < len(ERAS) else None
        if last >= era.start and (following is None or first < following):
            number = first.year - era.start.year + 1
            found.append(f"{era.name}{'元' if number == 1 else number}年")
    return found


def year(digits: str, month: str = "", day: str = "") -> str:
    """A year with what counts it, as the page writes years; the month and the day say in which era it lies.

    A month or a day that is not known is empty or "XX": then the year is written with every era it may lie in.
    """
    western, way = f"{digits}年", _way.get()
    if way == WESTERN:
        return western
    eras = "・".join(era_years(*_days(int(digits), month, day))) if int(digits) else ""
    if not eras:
        return western
    return eras if way == ERA else f"{western}（{eras}）"


def nendo(number: int) -> str:
    """A fiscal or academic year that begins in April, as the page writes years."""
    western, way = f"{number:04}年度", _way.get()
    eras = era_nendo(number) if way != WESTERN and number >= FIRST.year else None
    if eras is None:
        return western
    return eras if way == ERA else f"{western}（{eras}）"


def within(text: str, day: date) -> str:
    """A text in which 「2026年」 begins the date of this day, with the year as the page writes years."""
    return text.replace(f"{day.year}年", year(f"{day.year:04}", str(day.month), str(day.day)), 1)


def _days(number: int, month: str, day: str) -> tuple[date, date]:
    """The first and the last day that a date of this year may mean."""
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return date(number, 1, 1), date(number, 12, 31)
    first = date(number, int(month), 1)
    if day.isdigit():
        return first.replace(day=int(day)), first.replace(day=int(day))
    return first, first.replace(day=monthrange(number, first.month)[1])
