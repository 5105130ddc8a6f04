"""When reports of an award are due: counted from the day on which its money begins, as the strand lays down."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from kizuna.calls.models import CallSide, Strand


@dataclass(frozen=True)
class Due:
    """One report: which one, by which day, and whether it is the last."""

    number: int
    day: date
    final: bool = False


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def begins(side: CallSide | None, awarded: date) -> date:
    """The day from which an award counts: the first of the money of a side, else the day of the award."""
    return side.spend_from if side is not None and side.spend_from else awarded


def reports(strand: Strand | None, first: date) -> list[Due]:
    """Every report of an award in this strand that begins on this day; none where the strand asks for none."""
    if strand is None:
        return []
    found = []
    if strand.report_every:
        # The last one falls together with the end, unless a final report is asked for.
        last = strand.months if strand.report_after is None else strand.months - 1
        found = [later(first, n) for n in range(strand.report_every, last + 1, strand.report_every)]
    told = [Due(number, day) for number, day in enumerate(found, start=1)]
    if strand.report_after is not None:
        told.append(Due(len(told) + 1, later(first, strand.months + strand.report_after), final=True))
    return told
