"""A partnership in time: lanes with sharp edges where a date is known and soft ones where it is not stated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.timeline import Bar, Edge, Lane, Mark, position
from kizuna.core.timeline import Phase as Band
from kizuna.core.values import FuzzyDate
from kizuna.desk.moves import Step
from kizuna.desk.moves import lanes as moved
from kizuna.desk.overview import Overview
from kizuna.desk.timeline import LASTING, Gathered, bounds_of, when_of
from kizuna.partners.events import Event, Thread
from kizuna.partners.models import Phase

LONGEST = 64  # letters of a lane's heading
# Lanes of their own that the rows of a strand get; with more of them, all share one lane.
EACH = {
    Thread.AGREEMENT: 4,
    Thread.PROJECT: 4,
    Thread.SERIES: 6,
    Thread.ACTIVITY: 4,
    Thread.VISIT: 2,
    Thread.CALL: 2,
    Thread.FLOW: 3,
    Thread.OUTCOME: 3,
    Thread.PLAN: 3,
}
# What goes on until an end is recorded.
ENDLESS = frozenset({Thread.AGREEMENT, Thread.PROJECT, Thread.SERIES})
TONES = {
    Thread.AGREEMENT: "gold",
    Thread.PROJECT: "teal",
    Thread.SERIES: "sky",
    Thread.ACTIVITY: "brand",
    Thread.VISIT: "sky",
    Thread.CALL: "brand",
    Thread.FLOW: "rose",
    Thread.OUTCOME: "teal",
    Thread.PLAN: "gold",
}


def timeline(view: Overview, course: dict[str, list[Step]], full: str = "", show: Sequence[str] = ()) -> dict[str, Any]:
    """Lanes, years, phases and the mark of the day; no lanes when nothing could be placed in time.

    ``full`` is the address of the whole list, to which a lane of many rows leads; ``show`` narrows it to some strands.
    """
    told = view.time
    drawn = [phase for phase in view.phases if phase.years]
    starts = [year for strand in EACH for year in told.laid.begun.get(strand, ()) if year > 1960]
    starts += [phase.years[0] for phase in drawn if phase.years]
    began = view.row.since.start.earliest
    if began and began.year > 1960:
        starts.append(began.year)
    soon = view.day.year + 15
    ends = [year for strand in EACH for year in told.laid.ended.get(strand, ()) if year < soon]
    last = max([view.day.year, *ends, *(phase.years[1] for phase in drawn if phase.years)])
    first = max(min([*starts, view.day.year]) - 1, last - 30)
    lanes: list[Lane] = []
    if not show or Thread.STANDING in show:
        steps = moved(course, first, position(view.day))
        lanes = [*steps, *_own(view, first, named=not steps)]
    lanes += _rooms(view, told, [strand for strand in EACH if not show or strand in show], (first, last), full)
    bands: list[Band] = [
        {
            "label": phase.name.get(view.language).value,
            "sub": phase.period.display(view.language),
            "start": float(phase.years[0]),
            "end": float(phase.years[1] + 1),
            "edge_start": "sharp" if phase.calendar_stated else "soft",
            "edge_end": "sharp" if phase.calendar_stated else "soft",
        }
        for phase in drawn
        if phase.years
    ]
    stood = view.home.stood_day
    # What the records reach is one thing, the day looked at another; a home without a source's day has only the latter.
    words = _("today") if view.day == timezone.localdate() else _("the day looked at")
    mark: Mark = {"x": position(stood or view.day), "label": _("recorded to here") if stood else words}
    return {
        "lanes": lanes, "years": list(range(first, last + 1)), "bands": bands, "mark": mark, "note": _note(drawn),
    }  # fmt: skip


def _note(drawn: list[Phase]) -> str:
    if any(not phase.calendar_stated for phase in drawn):
        return _(
            "The source does not say whether a phase runs by calendar or by academic year, so its borders are soft."
        )
    return ""


def _own(view: Overview, first: int, *, named: bool = True) -> list[Lane]:
    """The partnership itself, and the departments whose joining is dated."""
    language, today = view.language, position(view.day)
    lanes: list[Lane] = []
    since = view.row.since
    if since.start.earliest or view.tier:
        bar = _from(since, first, today, tone="brand")
        bar["label"] = since.display(language) if since.edtf else ""
        name = view.tier.name.get(language).value if view.tier and named else _("Partnership")
        sub = since.display(language) if since else _("its beginning is not stated")
        lanes.append({"label": name, "sub": sub, "bars": [bar], "cites": _cites(view, view.row)})
    joined = [place for place in view.places if place.joined_phase or place.begins]
    for place in joined:
        phase = place.joined_phase
        if place.begins.start.earliest:
            bar = _from(place.begins, first, today, tone="teal")
            sub = place.begins.display(language)
        elif phase and phase.years:
            bar = _soft(float(phase.years[0]), today, tone="teal")
            sub = _("joined in %s") % phase.name.get(language).value
        else:
            continue
        lanes.append({"label": place.department.short, "sub": sub, "bars": [bar], "cites": _cites(view, place)})
    return lanes


def _rooms(view: Overview, told: Gathered, strands: list[Thread], span: tuple[int, int], full: str) -> list[Lane]:
    """What the rooms tell, strand by strand: a lane for each row where they are few, else one for all."""
    first, last = span
    lanes: list[Lane] = []
    editions: dict[Any, list[Event]] = {}
    shown = {strand: [event for _key, event in told.events(places)] for strand, places in told.few(EACH).items()}
    series = {event.record.uuid for event in shown.get(Thread.SERIES, ())}
    for event in shown.get(Thread.ACTIVITY, ()):
        if event.lane in series:
            editions.setdefault(event.lane, []).append(event)
    if Thread.ACTIVITY in shown:
        shown[Thread.ACTIVITY] = [event for event in shown[Thread.ACTIVITY] if event.lane not in series]
    for strand in strands:
        most = EACH[strand]
        if strand not in shown:
            lanes.append(_yearly(strand, told, first, last, full))
            continue
        events = shown[strand]
        if len(events) <= most:
            lanes += [_lane(view, strand, event, editions.get(event.record.uuid, []), first, last) for event in events]
        else:
            lanes.append(_shared(view, strand, events, first, last, full))
            lanes += [
                _lane(view, strand, event, editions[event.record.uuid], first, last)
                for event in events
                if event.record.uuid in editions
            ]
    return [lane for lane in lanes if lane["bars"]]


def _lane(view: Overview, strand: Thread, event: Event, editions: list[Event], first: int, last: int) -> Lane:
    """A lane of one row; that of a series has its editions for bars."""
    bars = [_bar(view, Thread.ACTIVITY if editions else strand, one, first, last) for one in editions or [event]]
    when = when_of(event, view.language)
    sub = " · ".join(dict.fromkeys(part for part in (event.note, when) if part))
    return {
        "label": _short(event.title.get(view.language).value), "sub": sub, "cites": _cites(view, event.record),
        "url": f"/desk/{view.home.slug}/{event.path}" if event.path else "",
        "bars": [bar for bar in bars if bar],
    }  # fmt: skip


def _shared(view: Overview, strand: Thread, events: list[Event], first: int, last: int, full: str) -> Lane:
    """One lane for rows that would be too many for lanes of their own."""
    bars = [_bar(view, strand, event, first, last) for event in events]
    return {
        "label": strand.label, "sub": _number(len(events)), "url": f"{full}?show={strand}" if full else "",
        "cites": [], "bars": [bar for bar in bars if bar],
    }  # fmt: skip


def _yearly(strand: Thread, told: Gathered, first: int, last: int, full: str) -> Lane:
    """One lane with a bar for each year that has rows: how many, in the words of the bar."""
    years = told.laid.begun[strand]
    bars: list[Bar] = [
        {"x": float(year), "width": 0.9, "edge_start": "sharp", "edge_end": "sharp", "tone": TONES[strand],
         "title": f"{year}: {_number(count)}", "faint": strand == Thread.PLAN}
        for year, count in sorted(years.items()) if first <= year <= last
    ]  # fmt: skip
    return {
        "label": strand.label, "sub": _number(told.counts[strand]), "url": f"{full}?show={strand}" if full else "",
        "cites": [], "bars": bars,
    }  # fmt: skip


def _number(count: int) -> str:
    return ngettext("%(n)s entry", "%(n)s entries", count) % {"n": count}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _bar(view: Overview, strand: Thread, event: Event, first: int, last: int) -> Bar | None:
    """A bar over all days on which it may have been, sharp where a date is known to a month."""
    title = ": ".join(part for part in (event.title.get(view.language).value, when_of(event, view.language)) if part)
    earliest, latest = bounds_of(event)
    today = position(view.day)
    if event.running or (strand in ENDLESS and not event.ends) or (latest is None and earliest):
        bar = _from(event.begins, first, max(today, first + 0.5), tone=TONES[strand])
        return {**bar, "title": title} if bar["x"] < last + 1 else None
    if earliest is None and latest is None:
        if strand not in LASTING:
            return None
        return {**_from(FuzzyDate(), first, today, tone=TONES[strand]), "title": title}
    start = max(position(earliest), float(first)) if earliest else float(first)
    end = min(position(latest), last + 1.0) if latest else last + 1.0
    if end < first or start > last + 1:
        return None
    sure_start, sure_end = event.begins.start.latest, (event.ends or event.begins).end.earliest
    return {
        "x": start, "width": max(end - start, 0.12), "tone": TONES[strand], "title": title,
        "edge_start": _edge(earliest, sure_start), "edge_end": _edge(sure_end, latest),
        "faint": strand == Thread.PLAN,
    }  # fmt: skip


def _edge(first: Any, last: Any) -> Edge:
    return "sharp" if first and last and (last - first).days < 32 else "soft"


def _cites(view: Overview, row: Any) -> list[dict[str, Any]]:
    return [{"n": number, "url": f"#s{number}"} for number, _citation in view.told.every(row)]


def _from(since: FuzzyDate, first: int, today: float, *, tone: str) -> Bar:
    """A bar from a date to the day of the page; it fades out because no end is recorded."""
    start, sure = since.start.earliest, since.start.latest
    if start is None:
        return {"x": float(first), "width": today - first, "edge_start": "soft", "edge_end": "soft", "tone": tone}
    known = sure is not None and (sure - start).days < 32
    x = max(position(start), float(first))
    return {
        "x": x,
        "width": max(today - x, 0.1),
        "edge_start": "sharp" if known else "soft",
        "edge_end": "soft",
        "tone": tone,
    }


def _soft(x: float, end: float, *, tone: str) -> Bar:
    return {"x": x, "width": max(end - x, 0.3), "edge_start": "soft", "edge_end": "soft", "tone": tone}
