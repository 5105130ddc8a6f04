"""The shape of every briefing: what it speaks of, tiles, and parts with rows, each row with its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kizuna.core.citing import Footnotes, Panel
from kizuna.core.models import Record
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language
from kizuna.desk.reports.paper import Cell, Part, cited, place_in_words
from kizuna.partners.briefed import About


@dataclass
class Tile(Cell):
    """One fact at a glance: its number or word large, what it is, from when in small, and what qualifies it.

    ``url`` leads to the part of the page that it is counted from.
    """

    big: str = ""
    note: str = ""


@dataclass
class Drawn(Part):
    """A part that is a picture: lanes of bars over years, for the page and for paper alike."""

    lanes: list[Any] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    phases: list[Any] = field(default_factory=list)
    mark: Any = None


# What presses stands first; what nobody knows stands apart.
FIRST = ("promises", "sensitivities")
APART = "unknown"


def is_wide(part: Part) -> bool:
    """Whether a part needs the width of the sheet; the others stand in two columns."""
    return part.kind == "lanes" or part.name == "programme" or len(part.heads) > 3


@dataclass
class Book:
    """One briefing as it is told to one reader on one day."""

    kind: str
    name: str
    title: str
    about: About
    shared: bool
    record: Record | None = None
    other_title: tuple[str, str] = ("", "")
    line: str = ""
    badges: list[tuple[str, str]] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    notes: Footnotes | None = None

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell in the order in which it is read."""
        yield from self.tiles
        for part in self.parts:
            yield from part.cells

    def numbered(self) -> Book:
        """The same briefing without empty parts, every cell with the numbers of its sources."""
        self.parts = [part for part in self.parts if part.rows or (isinstance(part, Drawn) and part.lanes)]
        self.notes = cited(list(self.cells), self.about.reader)
        return self

    @property
    def first(self) -> list[Part]:
        """What presses."""
        return [part for part in self.parts if part.name in FIRST]

    @property
    def wide(self) -> list[Part]:
        """What needs the whole width."""
        return [part for part in self.parts if part.name not in (*FIRST, APART) and is_wide(part)]

    @property
    def flow(self) -> list[Part]:
        """What stands in two columns."""
        return [part for part in self.parts if part.name not in (*FIRST, APART) and not is_wide(part)]

    @property
    def unknown(self) -> list[str]:
        """What nobody knows, in words."""
        return [row[0].text for part in self.parts if part.name == APART for row in part.rows]

    @property
    def sources(self) -> list[tuple[int, str, str]]:
        """Every source cited: its number, its title, the place in it."""
        cited = {number: one for cell in self.cells for number, one in cell.cites}
        return [(number, in_language(one.source.title), place_in_words(one)) for number, one in sorted(cited.items())]

    @property
    def panels(self) -> list[Panel]:
        """The sources opened at the side of the page."""
        return self.notes.panels() if self.notes else []

    @property
    def heading(self) -> str:
        """Its title in full."""
        return _("Briefing: %(what)s") % {"what": self.title}

    @property
    def on(self) -> str:
        """The day it speaks of, in words."""
        return FuzzyDate(self.about.day.isoformat()).display(self.about.language)

    @property
    def version(self) -> str:
        """Which of the two versions it is."""
        return pgettext("of a briefing", "Shared") if self.shared else pgettext("of a briefing", "Confidential")

    @property
    def stamp(self) -> str:
        """To whom it may be given, in words."""
        if self.shared:
            return _("Shared version: it holds nothing that is kept for the office or sealed.")
        return _("Confidential: for the reader it was made for. Do not forward it; there is a shared version.")
