"""The relation in time: lanes for partnership, agreements and projects, sharp where a date is known, soft elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core.timeline import Bar, Lane, position
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language
from kizuna.desk.briefing.book import Drawn
from kizuna.desk.briefing.relation import said
from kizuna.partners import phasewise
from kizuna.partners.briefed import About

LANES = 9
LONGEST = 30  # years that a picture spans
EARLIEST = 1960
SHORTEST = 2  # years below which one lane alone shows nothing


def relation(about: About, agreements: Sequence[Any], projects: Sequence[Any]) -> Drawn:
    """What lasts, in lanes; nothing is drawn where no day of it is known."""
    made = Drawn("time", _("The relation in time"), "lanes")
    rows: list[tuple[str, str, FuzzyDate, FuzzyDate, str]] = [
        (in_language(row.name), "brand", row.since, FuzzyDate(), _("partnership")) for row in about.rows[:4]
    ]
    rows += [
        (
            in_language(row.title),
            "gold",
            row.begins or row.concluded,
            row.ended or row.ends,
            str(row.get_kind_display()),
        )
        for row in agreements
    ]
    rows += [(in_language(row.title), "teal", row.begins, row.ends, str(row.get_kind_display())) for row in projects]
    known = [row for row in rows if row[2].start.earliest or row[3].end.latest]
    if not known:
        return made
    phases = [phase for phase in phasewise.phases_of(about.home, about.reader) if phase.years]
    years = [day.year for _title, _tone, begins, ends, _note in known
             for day in (begins.start.earliest, ends.end.latest) if day and day.year > EARLIEST]  # fmt: skip
    years += [year for phase in phases for year in phase.years or ()] + [about.day.year]
    last = min(max(years), about.day.year + 15)
    first = max(min(years), last - LONGEST)
    if len(known) == 1 and last - first < SHORTEST:
        return made
    today = position(about.day)
    made.lanes = [_lane(about, row, first, last, today) for row in known[:LANES]]
    made.more = max(0, len(known) - LANES)
    made.years = list(range(first, last + 1))
    made.phases = [
        {"label": in_language(phase.name), "sub": "", "start": float(phase.years[0]), "end": float(phase.years[1] + 1),
         "edge_start": "soft", "edge_end": "soft"}
        for phase in phases if phase.years
    ]  # fmt: skip
    words = _("today") if about.day == timezone.localdate() else _("the day it speaks of")
    made.mark = {"x": today, "label": words}
    return made


def _lane(about: About, row: tuple[str, str, FuzzyDate, FuzzyDate, str], first: int, last: int, today: float) -> Lane:
    title, tone, begins, ends, note = row
    start, end = begins.start.earliest, ends.end.latest
    x = max(position(start), float(first)) if start else float(first)
    until = min(position(end), last + 1.0) if end else max(today, x + 0.3)
    sharp = begins.start.latest is not None and start is not None and (begins.start.latest - start).days < 32
    bar: Bar = {
        "x": x, "width": max(until - x, 0.15), "tone": tone, "edge_start": "sharp" if sharp else "soft",
        "edge_end": "sharp" if end else "soft", "title": f"{title}: {_span(about, begins, ends)}",
    }  # fmt: skip
    return {
        "label": title,
        "sub": " · ".join(part for part in (note, _span(about, begins, ends)) if part),
        "bars": [bar],
    }


def _span(about: About, begins: FuzzyDate, ends: FuzzyDate) -> str:
    one, other = said(begins, about.language), said(ends, about.language)
    return f"{one} – {other}" if one and other else one or other
