"""The shape of every report: facts at a glance and parts with rows, each row with its sources; for all doors alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kizuna.core.bars import Bar
from kizuna.core.citing import Footnotes
from kizuna.core.models import Home, Record
from kizuna.core.models.record import Reader
from kizuna.core.wording import in_language
from kizuna.desk.reports.period import Period
from kizuna.partners.models import Partnership

# So many rows of a part stand on a page; a spreadsheet has them all.
MOST = 100


class Asked(NamedTuple):
    """What a report is asked for: whose, by whom, of which time, perhaps of one partner; how many rows of a part."""

    home: Home
    user: Reader
    day: date
    period: Period
    partner: Partnership | None = None
    most: int | None = MOST
    # By academic years of the home's calendar, where a report goes by years.
    academic: bool = False


class Head(NamedTuple):
    """The head of one column."""

    label: str
    number: bool = False
    wide: int = 1


@dataclass
class Cell:
    """One cell: words or a number, what qualifies it, where it opens, and the record that it stands on."""

    text: str = ""
    number: int | None = None
    small: str = ""
    url: str = ""
    record: Record | None = None
    also: tuple[Record, ...] = ()
    strong: bool = False
    cites: list[tuple[int, Any]] = field(default_factory=list)

    @property
    def plain(self) -> str | int:
        """What a program or a spreadsheet reads."""
        return self.text if self.number is None else self.number

    @property
    def shown(self) -> str:
        """What a person reads; a zero is quiet."""
        return self.text if self.number is None else f"{self.number:,}" if self.number else "–"


def cited(cells: Sequence[Cell], reader: Reader) -> Footnotes:
    """The sources of these cells, numbered in the order in which they are read; each cell is given its numbers."""
    standing = [[record for record in (cell.record, *cell.also) if record is not None] for cell in cells]
    notes = Footnotes(dict.fromkeys(record for records in standing for record in records), reader)
    for cell, records in zip(cells, standing, strict=True):
        found = {number: row for record in records for number, row in notes.every(record)}
        cell.cites = sorted(found.items(), key=lambda one: one[0])
    return notes


@dataclass
class Part:
    """One part of a report: a table, a list or a picture; ``apart`` marks what is counted nowhere."""

    name: str
    title: str
    kind: str = "table"
    note: str = ""
    heads: Sequence[Head] = ()
    rows: list[list[Cell]] = field(default_factory=list)
    foot: list[Cell] = field(default_factory=list)
    apart: bool = False
    level: int = 2
    # How many more rows there are than stand here.
    more: int = 0
    bars: Sequence[Bar] = ()
    after: str = ""

    # What stands under its title, where it is a group.
    parts: list[Part] = field(default_factory=list)

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell of its rows."""
        return (cell for row in self.rows for cell in row)

    @property
    def tone(self) -> str:
        """What its rows are, for the look of a list."""
        return self.name.rpartition("-")[2]


@dataclass
class Report:
    """One report as it is told to one reader."""

    name: str
    title: str
    asked: Asked
    lead: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    notes: Footnotes | None = None

    def numbered(self) -> Report:
        """The same report, every row with the numbers of its sources, in the order in which it is read."""
        cells = [cell for part in self.flat for cell in part.cells]
        self.notes = cited(cells, self.asked.user)
        return self

    @property
    def flat(self) -> Iterator[Part]:
        """Its parts in the order in which they are read, groups opened."""
        for part in self.parts:
            yield part
            yield from part.parts

    @property
    def sources(self) -> list[tuple[int, str, str]]:
        """Every source cited: its number, its title, the place in it."""
        cited = {number: one for part in self.flat for cell in part.cells for number, one in cell.cites}
        return [(number, in_language(one.source.title), place_in_words(one)) for number, one in sorted(cited.items())]

    @property
    def heading(self) -> str:
        """Its title, with the partner where it speaks of one."""
        partner = self.asked.partner
        return f"{self.title} · {in_language(partner.name)}" if partner else self.title


def place_in_words(one: Any) -> str:
    """The place in a source, in words."""
    lines = one.lines_text()
    if not lines:
        return str(one.place)
    told = _("line %s") if len(one.lines) == 1 else _("lines %s")
    return str(told % lines)


def number(value: int, **more: Any) -> Cell:
    """A cell with a number."""
    return Cell(number=value, **more)


def texts(*found: str) -> list[Cell]:
    """Cells with words."""
    return [Cell(one) for one in found]


def limited(part: Part, rows: Iterable[list[Cell]], most: int | None) -> Part:
    """The part with as many rows as are asked for, and how many more there are."""
    every = list(rows)
    part.rows = every if most is None else every[:most]
    part.more = len(every) - len(part.rows)
    return part
