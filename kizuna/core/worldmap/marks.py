"""Dots, labels and lines of a drawing, from its sites."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

from kizuna.core.worldmap.geometry import XY, Box, clip_line, line_path, number
from kizuna.core.worldmap.greatcircle import Place, arc, towards
from kizuna.core.worldmap.labels import Placed, Wanted, place
from kizuna.core.worldmap.lettering import text_width
from kizuna.core.worldmap.projections import Azimuthal, EqualEarth
from kizuna.core.worldmap.shapes import Arc, Dot, Label, Mark, Part, Words
from kizuna.core.worldmap.sites import Site, Tie, place_of

# How far along a line the moving of its end is felt.
_BEND = 80.0


@dataclass(frozen=True)
class Size:
    """Measures of a drawing in its own units, which are pixels when it is shown at its full width."""

    width: float
    dot: float
    speck: float
    count: float
    home: float
    ring: float
    merge: float
    widest: float
    type: float = 13.5
    home_type: float = 15.0
    names: int = 3
    farthest: float = 68.0
    below: bool = False

    @property
    def step(self) -> float:
        """How finely lines are drawn, in degrees: about ten pixels on the world map."""
        return 3840 / self.width

    def among(self, count: int) -> "Size":
        """The measures for so many points: the more there are, the more of them share a dot."""
        more = min(1.4, max(0.0, (count - 40) / 60))
        return replace(self, merge=self.merge * (1 + more), names=1 if count > 60 else self.names)


WIDE = Size(width=1280, dot=5.2, speck=3.4, count=9.5, home=6.4, ring=10.5, merge=7, widest=210)
NARROW = Size(width=390, dot=4, speck=2, count=8.5, home=4.6, ring=7.6, merge=5.5, widest=215, farthest=26)


def draw_arcs(
    lines: Sequence[Tie],
    sites: Sequence[Site],
    projection: EqualEarth | Azimuthal,
    box: Box,
    classes: str = "",
    near: float = 0.0,
    step: float = 2.0,
) -> tuple[tuple[Arc, ...], list[list[XY]]]:
    """Great circles between sites, cut to a box, each once; also as plain lines for the labels to avoid.

    With `near`, in degrees, only that much of a line is drawn from a site that is on the drawing to one
    that is not, and it is drawn finely.
    """
    where = {point.key: site for site in sites for point in site.points}
    found: dict[Arc, list[list[XY]]] = {}
    for tie in lines:
        start, end = where.get(tie.start.key), where.get(tie.end.key)
        if start is not None and start is end:
            continue
        pieces = projection.line(_way(start, end, tie, near, step))
        # A site may have been moved aside from its true place; its line follows it.
        if start:
            _bend(pieces[0], start.at)
        if end:
            _bend(pieces[-1], end.at, last=True)
        shown = [piece for whole in pieces for piece in clip_line(whole, box)]
        names = classes or f"arc s-{tie.tone}{' arc-thin' if tie.within_group else ''}"
        drawn = Arc(line_path(shown), names + (" arc-dash" if tie.dashed else ""))
        if drawn.d:
            found.setdefault(drawn, shown)
    return tuple(found), [piece for shown in found.values() for piece in shown]


def _way(start: Site | None, end: Site | None, tie: Tie, near: float, step: float) -> tuple[Place, ...]:
    a = start.place if start else place_of(tie.start)
    b = end.place if end else place_of(tie.end)
    if not near:
        return arc(a, b, step)
    if start is None:
        return towards(b, a, near, step)[::-1]
    return towards(a, b, near, step) if end is None else arc(a, b, step)


def _bend(line: list[XY], to: XY, *, last: bool = False) -> None:
    """Move one end of a line, and what is near it less and less, so that no corner shows."""
    end = line[-1] if last else line[0]
    dx, dy = to.x - end.x, to.y - end.y
    if dx or dy:
        for i, (x, y) in enumerate(line):
            share = max(0.0, 1 - hypot(x - end.x, y - end.y) / _BEND) ** 2
            line[i] = XY(x + dx * share, y + dy * share)
    line[-1 if last else 0] = to


def draw_marks(
    sites: Sequence[Site],
    bounds: Box,
    size: Size,
    words: Words,
    *,
    blocked: Sequence[Box] = (),
    lines: Sequence[Sequence[XY]] = (),
    halo: bool = False,
) -> tuple[Mark, ...]:
    """Marks of all sites, homes last so that they lie on top."""
    wanted: list[Wanted] = []
    for site in sites:
        names = words.join.join(name for name, _ in site.names)
        if not names or _is_counted(site, words, size):
            continue
        reach, type_ = (size.ring, size.home_type) if site.is_home else (_reach(site, size, words), size.type)
        if halo and not site.is_home:
            reach += size.dot
        rank = 0 if site.is_home else min(point.rank for point in site.points)
        wanted.append(Wanted(site.key, names, *site.at, reach, type_, rank, size.below, size.farthest))
    dots = [(site.key, _box(site, size, words)) for site in sites]
    placed = place(wanted, bounds, blocked=blocked, dots=dots, lines=lines)
    ordered = sorted(sites, key=lambda site: site.is_home)
    return tuple(_mark(site, placed.get(site.key), size, words, halo) for site in ordered)


def _weight(site: Site) -> int:
    """How many partners the site stands for, where a point of it stands for several; else 0."""
    return sum(point.weight for point in site.points) if any(point.weight > 1 for point in site.points) else 0


def _is_counted(site: Site, words: Words, size: Size) -> bool:
    if len(site.names) < 2:
        return False
    whole = words.join.join(name for name, _ in site.names)
    return len(site.names) > size.names or text_width(whole, size.type) > size.widest


def _reach(site: Site, size: Size, words: Words) -> float:
    if site.is_home:
        return size.ring
    if _weight(site):
        return size.count * (1.5 if _weight(site) > 99 else 1.2)
    if _is_counted(site, words, size):
        return size.count
    return size.dot + (len(site.tones) - 1) * size.dot / 2


def _box(site: Site, size: Size, words: Words) -> Box:
    reach = _reach(site, size, words)
    tall = reach if site.is_home or _weight(site) or _is_counted(site, words, size) else size.dot
    return Box(site.at.x - reach, site.at.y - tall, site.at.x + reach, site.at.y + tall).grow(1)


def _mark(site: Site, at: Placed | None, size: Size, words: Words, halo: bool) -> Mark:
    x, y = site.at
    if site.is_home:
        dots = [Dot(number(x), number(y), number(size.home), f"dot f-{site.tones[0]}")]
        dots.append(Dot(number(x), number(y), number(size.ring), "home-ring"))
    elif _weight(site):
        dots = [Dot(number(x), number(y), number(_reach(site, size, words)), f"dot f-{site.tones[0]}")]
    elif _is_counted(site, words, size):
        dots = [Dot(number(x), number(y), number(size.count), f"dot f-{site.tones[0]}")]
    else:
        shift = (len(site.tones) - 1) / 2
        # Coins side by side: one place, several kinds of partner.
        dots = [
            Dot(number(x + (i - shift) * size.dot), number(y), number(size.dot), f"dot f-{tone}")
            for i, tone in enumerate(site.tones)
        ]
        if halo:
            dots.append(Dot(number(x), number(y), number(size.dot * 2.3), f"halo f-{site.tones[0]}"))
    count = None
    if _weight(site) or _is_counted(site, words, size):
        inside = words.count.format(n=_weight(site) or len({point.label for point in site.points}))
        count = Label(number(x), number(y + 4), "middle", "map-count", (Part(inside),))
    hrefs = tuple(dict.fromkeys(point.href for point in site.points if point.href))
    single = hrefs[0] if len(hrefs) == 1 else ""
    label = None
    if at is not None:
        parts: list[Part] = []
        for i, (name, href) in enumerate(site.names):
            # Inside a link of its own a label must not link again.
            parts += ([Part(words.join)] if i else []) + [Part(name, "" if single else href)]
        classes = "map-label map-home" if site.is_home else "map-label"
        label = Label(number(at.x), number(at.y), at.anchor, classes, tuple(parts))
    leader = line_path([at.leader]) if at is not None and at.leader else ""
    return Mark(site.key, _title(site, words), tuple(dots), single, label, leader, count)


def _title(site: Site, words: Words) -> str:
    names: list[str] = []
    for point in site.points:
        told = f"{point.label} ({point.weight})" if point.weight > 1 else point.label
        names += [point.group, told] if point.group else [told]
    return words.join.join(dict.fromkeys(name for name in names if name))
