"""Japanese eras as a table: a new era is one more row."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    """`first_nendo` is the first fiscal year named after the era, where two names would fit one year."""

    name: str
    start: date
    first_nendo: int


# Oldest first. A list, so that an installation can append an era before a release knows it.
ERAS: list[Era] = [
    Era("明治", date(1868, 1, 25), 1868),
    Era("大正", date(1912, 7, 30), 1913),
    Era("昭和", date(1926, 12, 25), 1927),
    Era("平成", date(1989, 1, 8), 1989),
    Era("令和", date(2019, 5, 1), 2019),
]


def _find(name: str) -> tuple[Era, date]:
    """The era and the day on which the next one began."""
    for place, era in enumerate(ERAS):
        if era.name == name:
            return era, ERAS[place + 1].start if place + 1 < len(ERAS) else date.max
    raise KeyError(name)


def era_names() -> list[str]:
    return [era.name for era in ERAS]


def western_year(name: str, number: int) -> int | None:
    """The western year of an era year, None where the era has no such year."""
    era, following = _find(name)
    year = era.start.year + number - 1
    return year if number >= 1 and year <= following.year else None


def within_era(name: str, first: date, last: date) -> bool:
    """Whether any day from first to last lies in the era."""
    era, following = _find(name)
    return first < following and last >= era.start


def era_nendo(year: int) -> str | None:
    """「令和元年度」 for a fiscal year, None before the table begins."""
    for era in reversed(ERAS):
        if year >= era.first_nendo:
            number = year - era.start.year + 1
            return f"{era.name}{'元' if number == 1 else number}年度"
    return None
