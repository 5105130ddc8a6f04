"""A partnership in time: lanes with sharp edges where a date is known and soft ones where it is not stated."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kizuna.core.timeline import Bar, Edge, Lane, Mark, position
from kizuna.core.timeline import Phase as Band
from kizuna.core.values import FuzzyDate
from kizuna.desk.moves import Step
from kizuna.desk.moves import lanes as moved
from kizuna.desk.overview import Overview
from kizuna.partners.models import Phase

LONGEST = 90  # letters of a lane's heading


def timeline(view: Overview, course: dict[str, list[Step]] | None = None) -> dict[str, Any]:
    """Lanes, years, phases and the mark of the day; no lanes when nothing could be placed in time."""
    drawn = [phase for phase in view.phases if phase.years]
    starts = [phase.years[0] for phase in drawn if phase.years]
    began = view.row.since.start.earliest
    if began and began.year > 1960:
        starts.append(began.year)
    last = max([view.day.year, *(phase.years[1] for phase in drawn if phase.years)])
    first = min([*starts, view.day.year]) - 1
    steps = moved(course or {}, first, position(view.day))
    lanes = [*steps, *_lanes(view, first, last, named=not steps)]
    years = list(range(max(first, last - 30), last + 1))
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
    mark: Mark = {"x": position(stood or view.day), "label": _("recorded to here") if stood else _("today")}
    return {"lanes": lanes, "years": years, "bands": bands, "mark": mark, "note": _note(drawn)}


def _note(drawn: list[Phase]) -> str:
    if any(not phase.calendar_stated for phase in drawn):
        return _(
            "The source does not say whether a phase runs by calendar or by academic year, so its borders are soft."
        )
    return ""


def _lanes(view: Overview, first: int, last: int, *, named: bool = True) -> list[Lane]:
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
    for row in [*view.outcomes, *view.plans]:
        when = getattr(row, "when", None) or getattr(row, "horizon", None) or FuzzyDate()
        plan = hasattr(row, "horizon")
        bar_or_none = _within(when, row.phase, last, plan=plan)
        if bar_or_none is None:
            continue
        text = row.text.get(language).value
        label = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
        sub = _("planned") if plan else _("outcome")
        stretch = row.phase.name.get(language).value if row.phase else when.display(language)
        lanes.append({"label": label, "sub": f"{sub} · {stretch}", "bars": [bar_or_none], "cites": _cites(view, row)})
    return lanes


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


def _within(when: FuzzyDate, phase: Phase | None, last: int, *, plan: bool) -> Bar | None:
    """A bar for a dated thing, or for the phase it belongs to; None when neither is known."""
    tone = "gold" if plan else "teal"
    earliest, latest = when.start.earliest, when.end.latest or when.start.latest
    if earliest:
        end = position(latest) if latest else float(last + 1)
        sharp = latest is not None and (latest - earliest).days < 32
        edge: Edge = "sharp" if sharp else "soft"
        return {"x": position(earliest), "width": max(end - position(earliest), 0.12), "edge_start": edge,
                "edge_end": edge, "tone": tone, "faint": plan}  # fmt: skip
    if phase and phase.years:
        return {"x": float(phase.years[0]), "width": float(phase.years[1] + 1 - phase.years[0]), "edge_start": "soft",
                "edge_end": "soft", "tone": tone, "faint": plan}  # fmt: skip
    return None
