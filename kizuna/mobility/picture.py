"""Flows as a picture: out to the left, in to the right; soft where approximate, hatched across where not split."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from kizuna.core.values import Quantity
from kizuna.mobility.counting import IN, OUT, WAYS, Row, Table, plain

# In hundredths of the width: the middle, and how far the longest bar reaches.
MIDDLE, REACH, STUB = 50.0, 33.0, 7.0
LINE, BAR = 26, 14


class Bar(NamedTuple):
    """One bar; its look is out, in or both, and solid, soft, open or none."""

    look: str
    x: str
    width: str
    y: int
    label: str
    label_x: str
    anchor: str
    dx: int
    title: str

    @property
    def paint(self) -> str:
        """The pattern or the fading that fills it; none for a plain colour."""
        way, _dash, look = self.look.partition("-")
        if way == "both":
            return "" if look == "none" else "fl-both"
        return f"fl-{way}" if look in ("soft", "open") else ""

    @property
    def mask(self) -> bool:
        """Whether its ends fade."""
        return self.look in ("both-soft", "both-open")


class Lane(NamedTuple):
    """One year with its bars, and the same in words."""

    label: str
    note: str
    height: int
    bars: list[Bar]
    spoken: str


class Picture(NamedTuple):
    """All years, and which looks need to be explained."""

    lanes: list[Lane]
    looks: set[str]


def draw(table: Table, language: str) -> Picture:
    """Draws a table of flows."""
    longest = max((number for row in table.rows for number in _numbers(row)), default=0) or 1
    several = len(table.calendars) > 1
    lanes = [_lane(row, longest, language, several) for row in table.rows]
    looks = {bar.look for lane in lanes for bar in lane.bars}
    if any(row.counted for row in table.rows) and any(row.stated for row in table.rows):
        looks.add("both-kinds")
    return Picture(lanes, looks)


def _numbers(row: Row) -> Iterable[float]:
    for one in row.stated.values():
        for number in (one.quantity.value, one.quantity.upper):
            if number is not None:
                yield float(number)
    yield from (float(people) for people in row.counted.values())


def _lane(row: Row, longest: float, language: str, several: bool) -> Lane:
    bars, spoken, line = [], [], 0
    ways = {OUT: _("out"), IN: _("in")}
    if row.counted:
        for way, word in ways.items():
            if way in row.counted:
                people = row.counted[way]
                told = _("%(way)s: %(number)s stays on record") % {"way": word, "number": people}
                bars.append(_bar(way, "solid", people, longest, line, str(people), told))
                spoken.append(told)
        line += 1
    split = [way for way in ways if way in row.stated]
    for way in split:
        number = plain(row.stated[way].quantity)
        words = number.display(language, named=True) if number else _("not stated")
        told = _("%(way)s: %(number)s, as stated") % {"way": ways[way], "number": words}
        value = float(number.value) if number.value is not None else None
        bars.append(_bar(way, _look(number), value, longest, line, words if value is not None else "?", told))
        spoken.append(told)
    line += bool(split)
    for way in WAYS[2:]:
        if way in row.stated:
            number = plain(row.stated[way].quantity)
            words = number.display(language, named=True) if number else _("not stated")
            told = (_("out and in together: %s") if way == "both" else _("direction not stated: %s")) % words
            value = float(number.value) if number.value is not None else None
            bars.append(_bar("both", _look(number), value, longest, line, words if value is not None else "?", told))
            spoken.append(told)
            line += 1
    label = row.year.label(language) if row.year else _("year not known")
    note = calendar_name(row.year.calendar) if several and row.year else ""
    return Lane(label, note, max(line, 1) * LINE + 6, bars, "; ".join(spoken))


def _look(number: Quantity) -> str:
    if number.value is None:
        return "none"
    if number.qualifier == "exact":
        return "solid"
    return "open" if number.qualifier in ("more_than", "at_least") else "soft"


def _bar(way: str, look: str, number: float | None, longest: float, line: int, label: str, title: str) -> Bar:
    long = STUB if number is None else max(REACH * number / longest, 0.6)
    if look == "open":
        long += 4
    y = line * LINE + 6
    if way == OUT:
        x, end, anchor, dx = MIDDLE - long, MIDDLE - long, "end", -7
    elif way == IN:
        x, end, anchor, dx = MIDDLE, MIDDLE + long, "start", 7
    else:
        long = max(long, STUB)
        x, end, anchor, dx = MIDDLE - long / 2, MIDDLE + long / 2, "start", 7
    return Bar(f"{way}-{look}", f"{x:.2f}%", f"{long:.2f}%", y, label, f"{end:.2f}%", anchor, dx, title)


def calendar_name(calendar: str) -> str:
    """What an academic calendar is called."""
    return {
        "jp-april": _("from April"),
        "eu-september": _("from September"),
        "eu-october": _("from October"),
        "uk-august": _("from August"),
        "south-january": _("from January"),
        "calendar-year": _("calendar year"),
    }.get(calendar, _("calendar not stated"))
