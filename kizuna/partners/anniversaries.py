"""Coming anniversaries, worked out from dates as they are known: to the day, the month or the year, never closer.

A room's rows come in through SOURCES, as events come into the timeline: each source tells what happened once. What is
known only to the decade or the century has no anniversary that could be named, and none is made up for it.
"""

from __future__ import annotations

import calendar
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home
from kizuna.core.models.record import OwnedRecord, Reader
from kizuna.core.values import FuzzyDate, Text
from kizuna.partners.models import HistoricalTie, Partnership

# Up to which age people keep every so many years; beyond a hundred, every quarter of a century.
STEPS = ((30, 5), (100, 10))
QUARTER = 25
# The first and the last year that a date can name.
YEARS = range(1, 10000)


@dataclass(frozen=True)
class Commemorated:
    """Something that happened once: what, when, with whom, and where it opens below the home's desk."""

    record: OwnedRecord
    kind: Any
    title: Text
    when: FuzzyDate
    path: str
    partnership: int | None = None
    country: str = ""
    # The record that tells of the same thing in a lower room; it is left out beside this one.
    instead_of: uuid.UUID | None = None


@dataclass(frozen=True)
class Anniversary:
    """One anniversary: how many years, and when it falls, as closely as the beginning is known."""

    what: Commemorated
    years: int
    on: FuzzyDate
    first: date
    last: date

    @property
    def great(self) -> bool:
        """Whether it is a jubilee: a quarter of a century or a multiple of it."""
        return self.years % QUARTER == 0


Source = Callable[[Home, Reader, int | None], Iterable[Commemorated]]


def began(home: Home, user: Reader, partnership: int | None = None) -> Iterator[Commemorated]:
    """Partnerships begin."""
    rows = Partnership.objects.visible_to(user).filter(home=home).in_list().exclude(state=Partnership.State.ENDED)
    if partnership is not None:
        rows = rows.filter(pk=partnership)
    for row in rows:
        yield Commemorated(row, _("Beginning of a partnership"), row.name, row.since, f"partners/{row.slug}/", row.pk)


def tied(home: Home, user: Reader, partnership: int | None = None) -> Iterator[Commemorated]:
    """What binds from long ago began too."""
    rows = HistoricalTie.objects.visible_to(user).filter(home=home)
    if partnership is not None:
        rows = rows.filter(partnership=partnership)
    seen = Partnership.objects.visible_to(user).filter(home=home, pk__in=rows.values("partnership"))
    slugs = dict(seen.values_list("pk", "slug"))
    for row in rows:
        if row.partnership_id and row.partnership_id not in slugs:
            continue
        path = f"partners/{slugs[row.partnership_id]}/" if row.partnership_id else "anniversaries/"
        yield Commemorated(row, _("Historical tie"), row.text, row.begins, path, row.partnership_id, row.country)


# Rooms above add what they hold: agreements concluded, gifts made, networks founded.
SOURCES: list[Source] = [began, tied]


def all_of(home: Home, user: Reader, partnership: int | None = None) -> list[Commemorated]:
    """All that is on record as having happened once, each told once; a few queries, whatever the number of rows.

    Where a partnership is given, no more than what is of it needs to be read.
    """
    found = [one for source in SOURCES for one in source(home, user, partnership)]
    covered = {one.instead_of for one in found}
    return [one for one in found if one.record.uuid not in covered]


def coming(
    home: Home,
    user: Reader,
    day: date,
    *,
    months: int = 24,
    partnership: int | None = None,
    country: str = "",
    among: list[Commemorated] | None = None,
) -> list[Anniversary]:
    """The anniversaries that fall between a day and so many months later, the next first.

    ``partnership`` (its number) or ``country`` narrow them; one that spans a whole year counts while the year runs.
    ``among`` is what ``all_of`` answered, for who has asked already.
    """
    until = _later(day, months)
    found = [
        Anniversary(one, years, on, first, last)
        for one in (all_of(home, user, partnership) if among is None else among)
        if (partnership is None or one.partnership == partnership) and (not country or one.country == country)
        for years, on, first, last in falling(one.when, day, until)
    ]
    return sorted(found, key=lambda one: (one.first, one.last, -one.years, str(one.what.record.uuid)))


def undated(home: Home, user: Reader, *, among: list[Commemorated] | None = None) -> list[Commemorated]:
    """Ties of a time that has no anniversary: a century, a decade, or one that is not stated at all."""
    found = all_of(home, user) if among is None else among
    return [one for one in found if _known(one.when) is None and isinstance(one.record, HistoricalTie)]


def falling(when: FuzzyDate, since: date, until: date) -> Iterator[tuple[int, FuzzyDate, date, date]]:
    """The anniversaries of a date within a span: years, the date as closely as it is known, its first and last day."""
    known = _known(when)
    if known is None:
        return
    begun, pattern = known
    for year in range(since.year - 1, until.year + 1):
        years = year - begun
        if year not in YEARS or not kept(years):
            continue
        on = _at(pattern, year, when)
        first, last = on.start.earliest, on.start.latest
        if first and last and first <= until and last >= since:
            yield years, on, first, last


def kept(years: int) -> bool:
    """Whether people keep an anniversary of so many years."""
    if years <= 0 or years % QUARTER == 0:
        return years > 0
    return any(years <= most and years % step == 0 for most, step in STEPS)


def _known(when: FuzzyDate) -> tuple[int, str] | None:
    """The year in which it began and how closely that is known; None for what is known no closer than several years."""
    start = when.start
    first, last = start.earliest, start.latest
    if not when or first is None or last is None:
        return None
    if when.edtf.startswith("AY"):
        return (int(when.edtf[2:6]), "academic")
    if first == last:
        return (first.year, f"-{first.month:02d}-{first.day:02d}")
    if first.year != last.year:
        return None
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    return (first.year, f"-{first.month:02d}" if whole and first.month == last.month else "")


def _at(pattern: str, year: int, when: FuzzyDate) -> FuzzyDate:
    """The same date in another year; what is approximate stays so, and 29 February falls on the 28th."""
    if pattern == "academic":
        return FuzzyDate(f"AY{year:04d}", "", when.calendar)
    if pattern == "-02-29" and not calendar.isleap(year):
        pattern = "-02-28"
    mark = "~" if when.approximate else "?" if when.uncertain else ""
    return FuzzyDate(f"{year:04d}{pattern}{mark}")


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(year, YEARS[-1])
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
