"""Cuts a long list into parts, each a page of its own, so that no page of a large home is long to read or to make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Years are put together until they hold so many rows; of so few nobody makes a part of its own.
MOST, FEWEST = 300, 50


@dataclass(frozen=True)
class Years:
    """Some years that follow each other; 0 stands for what is not dated."""

    first: int
    last: int
    count: int
    newest: bool = False

    @property
    def slug(self) -> str:
        """Its name in addresses: none for the newest, whose years are still going on."""
        if self.newest:
            return ""
        return f"until-{self.last}" if not self.first else f"{self.first}-{self.last}"

    @property
    def words(self) -> str:
        """Which years they are, as digits; the newest without their end, which is still to come."""
        return f"{self.first or ''}–{'' if self.newest else self.last}"


def by_years(years: Iterable[int]) -> list[Years]:
    """The parts of a list by the years of its rows, the newest first; one where it is short.

    They are counted from the oldest, so that what is added today changes the newest part alone.
    """
    counts = Counter(years)
    found: list[tuple[int, int, int]] = []
    for year in sorted(counts):
        if found and found[-1][2] < MOST:
            first, _last, count = found.pop()
            found.append((first, year, count + counts[year]))
        else:
            found.append((year, year, counts[year]))
    if len(found) > 1 and found[-1][2] < FEWEST:
        _first, last, count = found.pop()
        first, _last, more = found.pop()
        found.append((first, last, count + more))
    newest = len(found) - 1
    return [Years(*one, newest=number == newest) for number, one in enumerate(found)][::-1]
