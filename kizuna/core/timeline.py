"""The geometry of a timeline: from years and lanes to the numbers that stand in the SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypedDict

from django.utils.translation import gettext as _

Edge = Literal["sharp", "soft"]


class Bar(TypedDict, total=False):
    """One stretch of time; ``x`` is a decimal year (2013.5 is July 2013) and ``width`` counts years."""

    x: float
    width: float
    edge_start: Edge
    edge_end: Edge
    fade_start: float
    fade_end: float
    tone: str
    faint: bool
    label: str
    title: str


class Lane(TypedDict, total=False):
    """One line of the timeline: what it is about, and its bars."""

    label: Any
    sub: Any
    cites: Sequence[Mapping[str, Any]]
    url: str
    bars: Sequence[Bar]


class Phase(TypedDict, total=False):
    """A band behind all lanes; ``end`` is where it is over (2017.0 for a phase that ends with 2016)."""

    label: str
    sub: str
    start: float
    end: float
    edge_start: Edge
    edge_end: Edge


class Mark(TypedDict, total=False):
    """A dotted line through all lanes, such as "recorded to here"."""

    x: float
    label: str
    note: str


BAR = 14  # height of a bar, in pixels
ROW = 26  # from one row of bars to the next when they overlap
ABOVE = 22  # room above the first bar, for its label
FADE = 1.2  # years over which a soft edge fades unless the bar says otherwise
TRACK = 560  # pixels that a track has beside an aside; only for what fits beside what
WIDE = 12.0  # per cent from which a bar carries its label above itself, not beside


def position(day: date) -> float:
    """The decimal year of a day, as bars and marks want it."""
    first = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - first).days
    return day.year + (day - first).days / length


class Scale:
    """Turns decimal years into per cent of the track, as text that no language's number format can spoil."""

    def __init__(self, years: Sequence[int]) -> None:
        self.first = min(years)
        self.span = max(years) + 1 - self.first

    def at(self, year: float) -> float:
        return max(0.0, min(100.0, (year - self.first) / self.span * 100))

    def text(self, year: float) -> str:
        return percent(self.at(year))


def percent(number: float) -> str:
    """A number as an SVG length in per cent: always with a point, never with a thousands mark."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def fraction(number: float) -> str:
    """A share between 0 and 1 as an SVG offset."""
    return f"{max(0.0, min(1.0, number)):.3f}".rstrip("0").rstrip(".")


def draw(
    lanes: Sequence[Lane],
    years: Sequence[int],
    phases: Sequence[Phase] = (),
    mark: Mark | None = None,
    key: str = "tl",
) -> dict[str, Any]:
    """Everything the template needs; ``key`` keeps the gradients of two timelines on one page apart."""
    scale = Scale(years)
    gradients: list[dict[str, Any]] = []
    drawn = [_lane(lane, scale, gradients, f"{key}-g{number}") for number, lane in enumerate(lanes)]
    bars = [bar for lane in drawn for bar in lane["bars"]]
    return {
        "key": key,
        "lanes": drawn,
        "gradients": gradients,
        "bands": _bands(phases, scale, key),
        "phases": [_phase(phase, number, scale) for number, phase in enumerate(phases)],
        "before": scale.text(phases[0]["start"]) if phases and scale.at(phases[0]["start"]) > 8 else "",
        "years": _years(scale),
        "lines": [scale.text(scale.first + step) for step in range(1, scale.span)],
        "mark": _mark(mark, scale) if mark else None,
        "has_sharp": any("sharp" in bar["edges"] for bar in bars),
        "has_soft": any("soft" in bar["edges"] for bar in bars),
    }


def _years(scale: Scale) -> list[dict[str, Any]]:
    """The labels of the axis: every year, or every second, fifth … when they would not fit."""
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 1000) if scale.span / size <= 14)
    shown = [year for year in range(scale.first, scale.first + scale.span) if year % step == 0]
    return [{"label": str(year), "x": scale.text(year), "odd": bool(place % 2)} for place, year in enumerate(shown)]


def _phase(phase: Phase, number: int, scale: Scale) -> dict[str, Any]:
    start, end = scale.at(phase["start"]), scale.at(phase["end"])
    label, sub = phase.get("label", ""), phase.get("sub", "")
    room = (end - start) * TRACK / 100 - 16
    return {
        "label": label,
        "sub": sub,
        "fits": bool(sub) and _length(f"{label} {sub}") <= room,
        "x": percent(start),
        "width": percent(end - start),
        "tone": f"b{min(number, 3) + 1}",
    }


def _length(text: str) -> float:
    """About how many pixels a label takes; a Japanese character takes two Latin ones."""
    return sum(13.0 if ord(sign) > 0x2E7F else 6.9 for sign in text)


def _bands(phases: Sequence[Phase], scale: Scale, key: str) -> list[dict[str, Any]]:
    """Rectangles behind the lanes: one per phase, and a short blend over each soft border."""
    bands = [_phase(phase, number, scale) for number, phase in enumerate(phases)]
    blends = []
    for number, phase in enumerate(phases):
        if phase.get("edge_start", "soft") == "sharp":
            continue
        touches = number > 0 and abs(phases[number - 1]["end"] - phase["start"]) < 0.01
        middle = phase["start"]
        blends.append(
            {
                "x": scale.text(middle - 0.25),
                "width": percent(scale.at(middle + 0.25) - scale.at(middle - 0.25)),
                "blend": f"{key}-blend{number}",
                "tone_from": f"b{min(number, 4)}" if touches else "none",
                "tone_to": f"b{min(number, 3) + 1}",
            }
        )
    return bands + blends


def _mark(mark: Mark, scale: Scale) -> dict[str, Any]:
    place = scale.at(mark["x"])
    left = place > 72
    return {
        "x": percent(place),
        "label": mark.get("label") or _("recorded to here"),
        "note": mark.get("note", ""),
        "anchor": "end" if left else "start",
        "dx": "-7" if left else "7",
    }


def _lane(lane: Lane, scale: Scale, gradients: list[dict[str, Any]], key: str) -> dict[str, Any]:
    ends: list[float] = []  # where the last bar of each row is over
    bars = []
    for number, bar in enumerate(sorted(lane.get("bars", ()), key=lambda one: one["x"])):
        row = next((place for place, end in enumerate(ends) if bar["x"] >= end), len(ends))
        ends[row : row + 1] = [bar["x"] + bar.get("width", 0)]
        bars.append(_bar(bar, row, scale, gradients, f"{key}-{number}"))
    labelled = any(bar["label"] and bar["above"] for bar in bars)
    rows = max(1, len(ends))
    top = ABOVE if labelled else 8
    for one in bars:
        one["y"] = top + one["row"] * ROW
        one["text_y"] = one["y"] - 7 if one["above"] else one["y"] + 11
        one["edge_y1"], one["edge_y2"] = one["y"] - 7, one["y"] + BAR + 7
    return {
        "label": lane.get("label", ""),
        "sub": lane.get("sub", ""),
        "cites": lane.get("cites", ()),
        "url": lane.get("url", ""),
        "bars": bars,
        # The same room below as above, so that the bar stands level with the lane's label.
        "height": 2 * top + BAR + (rows - 1) * ROW,
        "spoken": "; ".join(bar["title"] for bar in bars) or _("nothing recorded"),
    }


def _bar(bar: Bar, row: int, scale: Scale, gradients: list[dict[str, Any]], key: str) -> dict[str, Any]:
    start, end = scale.at(bar["x"]), scale.at(bar["x"] + bar.get("width", 0))
    # A day or a month is still to be seen: never thinner than one per cent.
    width = max(1.1, end - start)
    start = min(start, 100 - width)
    edges = [bar.get("edge_start", "sharp"), bar.get("edge_end", "sharp")]
    tone = bar.get("tone", "brand")
    wide = width >= WIDE
    late = start + width > 60
    fill = ""
    if "soft" in edges and width > 2:
        fill = key
        gradients.append({"key": key, "tone": tone, "stops": _stops(bar, edges, width, scale)})
    return {
        "row": row,
        "edges": edges,
        "x": percent(start),
        "width": percent(width),
        "height": BAR,
        "tone": tone,
        "fill": fill,
        "tick": percent(start) if edges[0] == "sharp" and wide else "",
        "label": bar.get("label", ""),
        "above": wide,
        "text_x": percent(start if wide else (start if late else start + width)),
        "text_dx": "6" if wide else ("-8" if late else "8"),
        "anchor": "start" if wide or not late else "end",
        "title": bar.get("title") or _spoken(bar, edges),
    }


def _stops(bar: Bar, edges: Sequence[str], width: float, scale: Scale) -> list[dict[str, str]]:
    """The gradient of a bar with a soft edge: it fades over the years in which the edge may lie."""
    full = "0.5" if bar.get("faint") else "0.9"
    share = 100 / scale.span / width  # one year as a share of this bar
    both = edges == ["soft", "soft"]
    most = 0.45 if both else 0.8
    start = min(most, bar.get("fade_start", FADE) * share) if edges[0] == "soft" else 0
    end = min(most, bar.get("fade_end", FADE) * share) if edges[1] == "soft" else 0
    stops = [{"offset": "0", "opacity": "0" if edges[0] == "soft" else full}]
    if start:
        stops.append({"offset": fraction(start), "opacity": full})
    if end:
        stops.append({"offset": fraction(1 - end), "opacity": full})
    stops.append({"offset": "1", "opacity": "0" if edges[1] == "soft" else full})
    return stops


def _spoken(bar: Bar, edges: Sequence[str]) -> str:
    """The bar in words, for those who do not see it."""
    start, end = int(bar["x"]), int(bar["x"] + bar.get("width", 0) - 0.001)
    words = str(start) if start >= end else f"{start}–{end}"
    if bar.get("label"):
        words = f"{bar['label']}: {words}"
    if edges == ["soft", "soft"]:
        return _("%(years)s, beginning and end not stated") % {"years": words}
    if edges[0] == "soft":
        return _("%(years)s, beginning not stated") % {"years": words}
    if edges[1] == "soft":
        return _("%(years)s, end not stated") % {"years": words}
    return words
