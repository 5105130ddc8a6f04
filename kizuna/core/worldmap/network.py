"""The network map: homes and their partners on the world, with lenses where they crowd."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import degrees, hypot

from kizuna.core.worldmap.geometry import XY, Box, line_path, number
from kizuna.core.worldmap.greatcircle import arc
from kizuna.core.worldmap.land import part_path, world_path
from kizuna.core.worldmap.lenses import Room, View, find_crowds, links, shape, view
from kizuna.core.worldmap.lettering import text_width
from kizuna.core.worldmap.marks import NARROW, WIDE, Size, draw_arcs, draw_marks
from kizuna.core.worldmap.projections import EqualEarth, wrap
from kizuna.core.worldmap.shapes import Dot, Drawing, Label, Lens, NetworkMap, Part, Point, Region, Words
from kizuna.core.worldmap.sites import Site, Tie, anchors, gather, place_of, sort_out, ties

# Where the world may be cut open, by preference: in the Atlantic or in the Pacific, through little land.
_CUTS = (-30.0, -169.0)
_MOST_HOME_ARCS = 14
_ROUND = 12.0
_HEIGHTS = (262.0, 232.0, 202.0, 176.0)


def network_map(
    points: Sequence[Point],
    *,
    title: str,
    description: str = "",
    centre: float | None = None,
    regions: Sequence[Region] = (),
    words: Words | None = None,
    lenses: int = 2,
) -> NetworkMap:
    """Draw the map for wide and narrow screens; `centre` is the meridian in the middle, chosen if not given."""
    return _network_map(tuple(points), title, description, centre, tuple(regions), words or Words(), lenses)


# The same network is asked for by every visitor; a changed point is another question.
@lru_cache(maxsize=32)
def _network_map(
    points: tuple[Point, ...],
    title: str,
    description: str,
    centre: float | None,
    regions: tuple[Region, ...],
    words: Words,
    lenses: int,
) -> NetworkMap:
    placed, unplaced = sort_out(points)
    lines = ties(placed)
    plan = _Plan(placed, lines, best_centre(lines) if centre is None else centre, regions, words, lenses)
    return NetworkMap(title, description, (_wide(plan), _narrow(plan)), unplaced)


@dataclass(frozen=True)
class _Plan:
    points: tuple[Point, ...]
    ties: tuple[Tie, ...]
    centre: float
    regions: tuple[Region, ...]
    words: Words
    lenses: int

    @cached_property
    def anchors(self) -> dict[tuple[str, str], Point]:
        return anchors(self.points)

    @cached_property
    def coarse(self) -> list[list[XY]]:
        """The lines of the network on the wide map, roughly, to see where they run."""
        world = EqualEarth(self.centre, WIDE.width)
        return [piece for tie in self.ties for piece in world.line(arc(place_of(tie.start), place_of(tie.end), 6.0))]

    @cached_property
    def crowds(self) -> list[tuple[Site, ...]]:
        # Always judged at the full width, so that both drawings have the same lenses.
        world = EqualEarth(self.centre, WIDE.width)
        return find_crowds(gather(self.points, world, 1.5), WIDE.width, self.lenses, self.regions)


def best_centre(lines: Sequence[Tie]) -> float:
    """The middle meridian for which the fewest great circles run off the edge of the map."""

    def crossings(cut: float) -> int:
        ways = [arc(place_of(tie.start), place_of(tie.end), 6.0) for tie in lines]
        return sum(
            abs(wrap(b.lon - cut - 180) - wrap(a.lon - cut - 180)) > 180 for way in ways for a, b in pairwise(way)
        )

    return wrap(min(_CUTS, key=crossings) + 180)


def _wide(plan: _Plan) -> Drawing:
    world = EqualEarth(plan.centre, WIDE.width)
    crop = _crop(plan, world)
    crowds = plan.crowds
    views = _arrange(plan, crowds, world, crop) if crowds else []
    return _draw(plan, world, crop, crop, views, WIDE, "wide")


def _narrow(plan: _Plan) -> Drawing:
    world = EqualEarth(plan.centre, NARROW.width)
    crop = _crop(plan, world)
    views: list[View] = []
    top = crop.bottom + 10
    for crowd in plan.crowds:
        places = [site.place for site in crowd]
        box = Box(1, top, NARROW.width - 1, top + (NARROW.width - 2) / (shape(places) * 1.35))
        views.append(view(places, box, plan.regions))
        top = box.bottom + 10
    whole = Box(crop.left, crop.top, crop.right, views[-1].box.bottom + 1 if views else crop.bottom)
    return _draw(plan, world, crop, whole, views, NARROW, "narrow")


def _crop(plan: _Plan, world: EqualEarth) -> Box:
    """The part of the world worth showing: without the empty south, up to where the arcs run."""
    share = world.width / WIDE.width
    ys = [at.y * share for line in plan.coarse for at in line]
    ys += [world(*place_of(point)).y for point in plan.points]
    top = min([world(74, plan.centre).y, *(y - world.width / 100 for y in ys)])
    bottom = max([world(-56, plan.centre).y, *(y + world.width / 50 for y in ys)])
    # On a grid, so that the land is found in the cache for many networks.
    grid = world.width / 256
    return Box(0, max(0.0, top // grid * grid), world.width, min(world.height, bottom // grid * grid + grid))


def _arrange(
    plan: _Plan,
    crowds: Sequence[tuple[Site, ...]],
    world: EqualEarth,
    crop: Box,
) -> list[View]:
    """A free place on the map for every lens, smaller ones where there is little room."""
    room = Room(crop)
    crowded = {point.key for crowd in crowds for site in crowd for point in site.points}
    for line in plan.coarse:
        room.line(line, 5)
    for point in plan.points:
        x, y = world(*place_of(point))
        room.fill(Box(x, y, x, y).grow(14), 400)
        if point.key not in crowded:
            # Its label will want to stand on one side or the other.
            room.fill(Box(x - 90, y - 10, x + 90, y + 10), 1.5)
    for crowd in crowds:
        room.fill(Box.around([site.at for site in crowd]).grow(26), 400)
    views: list[View] = []
    for crowd in crowds:
        places = [site.place for site in crowd]
        near = Box.around([site.at for site in crowd]).middle
        box = room.best([(height * shape(places), height) for height in _HEIGHTS], near)
        # On whole units, so that the land is found in the cache.
        box = Box(*(float(round(side)) for side in box))
        room.fill(box.grow(12), 1000)
        views.append(view(places, box, plan.regions))
    return views


def _draw(
    plan: _Plan, world: EqualEarth, crop: Box, whole: Box, views: Sequence[View], size: Size, variant: str
) -> Drawing:
    inside: list[list[Point]] = [[] for _ in views]
    outside: list[Point] = []
    for point in plan.points:
        seen = next((i for i, one in enumerate(views) if one.shows(place_of(point))), None)
        (outside if seen is None else inside[seen]).append(point)
    crowded = {point.key for heap in inside for point in heap}
    counts = {point.key: 0 for point in plan.points if point.kind == "home"}
    for tie in plan.ties:
        if tie.start.key in counts:
            counts[tie.start.key] += 1
    leading = max(counts, key=lambda key: counts[key]) if counts else ""

    size = size.among(len(outside))
    # The leading home keeps its ring and name on the map even when a lens shows it as well.
    kept = [point for point in plan.points if point.key == leading and leading in crowded]
    rest = [point for point in plan.points if point.key in crowded and point.key != leading]
    sites = gather([*kept, *outside], world, size.merge, size.ring + size.dot, plan.anchors)
    specks = gather(rest, world, size.speck * 0.6, middles=plan.anchors)
    arcs, lines = draw_arcs(plan.ties, [*sites, *specks], world, crop, step=size.step)
    frames = [one.frame(world) for one in views]
    edges = [[*frame, frame[0]] for frame in frames]
    lenses = [_lens(plan, one, heap, frame, size) for one, heap, frame in zip(views, inside, frames, strict=True)]
    marks = draw_marks(
        sites,
        crop.grow(-3),
        size,
        plan.words,
        blocked=[*(one.box.grow(4) for one in views), *(_speck_box(site, size) for site in specks)],
        lines=[*lines, *edges],
    )
    return Drawing(
        variant=variant,
        view_box=" ".join(number(side) for side in (whole.left, whole.top, whole.width, whole.height)),
        width=number(whole.width),
        height=number(whole.height),
        land=world_path(world, crop),
        arcs=arcs,
        specks=tuple(_speck(site, size) for site in sorted(specks, key=lambda site: site.is_home)),
        marks=marks,
        lenses=tuple(lenses),
    )


def _speck(site: Site, size: Size) -> Dot:
    radius = size.speck * (1.35 if site.is_home else 1)
    return Dot(number(site.at.x), number(site.at.y), number(radius), f"dot f-{site.tones[0]}")


def _speck_box(site: Site, size: Size) -> Box:
    return Box(site.at.x, site.at.y, site.at.x, site.at.y).grow(size.speck + 1)


def _lens(plan: _Plan, one: View, points: Sequence[Point], frame: Sequence[XY], size: Size) -> Lens:
    box = one.box
    size = size.among(len(points))
    # Enlarged on purpose: what can be told apart in a lens is.
    sites = gather(points, one.projection, size.merge * 0.75, size.ring + size.dot, plan.anchors)
    keys = {point.key for point in points}
    ending = [tie for tie in plan.ties if tie.end.key in keys]
    starting = [tie for tie in plan.ties if tie.start.key in keys and tie.end.key not in keys]
    if len(starting) > _MOST_HOME_ARCS:
        # The rays of a large home would bury its neighbours; the map itself shows them.
        starting = []
    # A line that ends in the lens leaves it within its diagonal.
    reach = degrees(hypot(box.width, box.height) / one.projection.scale)
    arcs, lines = draw_arcs([*ending, *starting], sites, one.projection, box.grow(-0.6), near=reach, step=reach / 30)
    note, blocked = None, []
    if one.region:
        wide = text_width(one.region.label, 12.5)
        corners = [
            Box(left, top, left + wide + 12, top + 24)
            for left in (box.right - wide - 16, box.left + 4)
            for top in (box.bottom - 26, box.top + 4)
        ]
        free = min(corners, key=lambda corner: sum(corner.grow(14).holds(*site.at) for site in sites))
        note = Label(number(free.left + 6), number(free.top + 16), "start", "map-note", (Part(one.region.label),))
        blocked = [free]
    marks = draw_marks(sites, box.grow(-5), size, plan.words, blocked=blocked, lines=lines)
    return Lens(
        x=number(box.left),
        y=number(box.top),
        width=number(box.width),
        height=number(box.height),
        rx=number(_ROUND),
        land=part_path(one.projection, box.grow(-0.6), _ROUND),
        arcs=arcs,
        marks=marks,
        frame=line_path([frame]) + "Z",
        # Under one another, as on the phone, lenses are known by their names; lines would cross the map.
        links=line_path(links(frame, box)) if size.width > NARROW.width else "",
        note=note,
    )
