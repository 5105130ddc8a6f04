"""From points on the globe to sites on a drawing: what lies together becomes one site."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, isfinite

from kizuna.core.worldmap.geometry import XY
from kizuna.core.worldmap.greatcircle import Place, distance_km
from kizuna.core.worldmap.shapes import Point

Project = Callable[[float, float], XY]

# Members of a group nearer than this count as one town when the group's own place is chosen.
_TOWN_KM = 60.0


@dataclass(frozen=True)
class Site:
    """One position of a drawing and the points there; `names` are the labels to show, with addresses."""

    key: str
    at: XY
    place: Place
    points: tuple[Point, ...]
    names: tuple[tuple[str, str], ...]

    @property
    def is_home(self) -> bool:
        return self.points[0].kind == "home"

    @property
    def tones(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point.tone for point in self.points))


@dataclass(frozen=True)
class Tie:
    """A line from one place to another: from a home to its partner, or within a group."""

    start: Point
    end: Point
    tone: str
    dashed: bool
    within_group: bool = False


def place_of(point: Point) -> Place:
    """The place of a point that has coordinates."""
    if point.lat is None or point.lon is None:
        raise ValueError(f"{point.key} has no coordinates; sort_out() takes such points away first")
    return Place(point.lat, point.lon)


def sort_out(points: Iterable[Point]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Points that can be drawn, and those without usable coordinates."""
    placed: list[Point] = []
    unplaced: list[Point] = []
    for point in points:
        lat, lon = point.lat, point.lon
        known = lat is not None and lon is not None and isfinite(lon) and -90 <= lat <= 90 and -360 <= lon <= 360
        (placed if known else unplaced).append(point)
    return tuple(placed), tuple(unplaced)


def anchors(points: Sequence[Point]) -> dict[tuple[str, str], Point]:
    """For every group its member in the town with most members; the first of equals."""
    groups: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        if point.group and point.kind == "partner":
            groups.setdefault((point.home, point.group), []).append(point)
    return {
        key: max(
            members,
            key=lambda one: sum(distance_km(place_of(one), place_of(other)) < _TOWN_KM for other in members),
        )
        for key, members in groups.items()
    }


def ties(points: Sequence[Point]) -> tuple[Tie, ...]:
    """The lines of a network: one from home to each partner or group, dotted ones inside a group."""
    homes = {point.key: point for point in points if point.kind == "home"}
    first = next(iter(homes.values()), None)
    middles = anchors(points)
    found: list[Tie] = []
    for point in points:
        if point.kind == "home":
            continue
        home = homes.get(point.home) if point.home else first
        middle = middles.get((point.home, point.group), point)
        if middle is not point:
            found.append(Tie(middle, point, point.tone, dashed=True, within_group=True))
        elif home is not None:
            found.append(Tie(home, point, point.tone, point.dashed))
    return tuple(found)


def gather(
    points: Sequence[Point],
    project: Project,
    merge: float,
    ring: float = 0.0,
    middles: Mapping[tuple[str, str], Point] | None = None,
) -> tuple[Site, ...]:
    """Sites of a drawing: homes each their own, partners nearer than `merge` together.

    With a `ring`, partners that a home's ring would cover are moved out beside it. `middles` are the
    anchors of the groups, where only some of the points are drawn.
    """
    if middles is None:
        middles = anchors(points)
    homes: list[Site] = []
    heaps: list[tuple[XY, list[Point]]] = []
    for point in points:
        place = place_of(point)
        at = project(place.lat, place.lon)
        if point.kind == "home":
            homes.append(Site(point.key, at, place, (point,), ((point.label, point.href),)))
            continue
        for where, heap in heaps:
            if hypot(where.x - at.x, where.y - at.y) < merge:
                heap.append(point)
                break
        else:
            heaps.append((at, [point]))
    moved: list[tuple[XY, list[Point]]] = []
    for at, heap in heaps:
        # Several together may be drawn as a larger dot with a count.
        aside = _beside(at, homes, ring and ring + (4 if len(heap) > 3 else 0))
        for where, other in moved:
            # Two heaps may be moved to the same side of a home.
            if aside != at and hypot(where.x - aside.x, where.y - aside.y) < merge:
                other.extend(heap)
                break
        else:
            moved.append((aside, heap))
    return (*homes, *(_site(at, heap, middles) for at, heap in moved))


def _site(at: XY, heap: Sequence[Point], middles: Mapping[tuple[str, str], Point]) -> Site:
    names: dict[str, str] = {}
    for point in heap:
        if not point.group:
            names.setdefault(point.label, point.href)
        elif middles.get((point.home, point.group)) is point:
            names.setdefault(point.group, point.href)
    return Site(heap[0].key, at, place_of(heap[0]), tuple(heap), tuple(names.items()))


def _beside(at: XY, homes: Sequence[Site], ring: float) -> XY:
    for home in homes:
        dx, dy = at.x - home.at.x, at.y - home.at.y
        away = hypot(dx, dy)
        if away < ring:
            # At the very same place there is no direction; to the lower left arcs seldom run.
            dx, dy, away = (dx, dy, away) if away > 1 else (-0.87, 0.5, 1.0)
            return XY(home.at.x + dx / away * ring, home.at.y + dy / away * ring)
    return at
