"""The outline of the land as SVG path data, cut to a box and remembered per projection."""

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import ceil, cos, hypot, pi, radians, sin
from pathlib import Path
from typing import Any

from kizuna.core.worldmap.geometry import XY, Box, area_path, clip_area, rounded
from kizuna.core.worldmap.greatcircle import Place, angle, centre_of
from kizuna.core.worldmap.projections import Azimuthal, EqualEarth, wrap

OUTLINE = Path(__file__).with_name("land-110m.json")
Ring = tuple[Place, ...]
_HORIZON = radians(125)


@lru_cache(maxsize=1)
def rings() -> tuple[Ring, ...]:
    """Every closed outline, unwrapped: no step is longer than 180 degrees, so longitudes may pass 180."""
    topology: dict[str, Any] = json.loads(OUTLINE.read_text(encoding="utf-8"))
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Place]] = []
    for steps in topology["arcs"]:
        x = y = 0
        arc: list[Place] = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append(Place(y * scale_y + move_y, x * scale_x + move_x))
        arcs.append(arc)
    return tuple(unwrap(_join(arcs, ring)) for ring in _numbers(topology["objects"]["land"]))


def _numbers(shape: dict[str, Any]) -> Iterable[list[int]]:
    match shape["type"]:
        case "GeometryCollection":
            for part in shape["geometries"]:
                yield from _numbers(part)
        case "Polygon":
            yield from shape["arcs"]
        case "MultiPolygon":
            for polygon in shape["arcs"]:
                yield from polygon


def _join(arcs: list[list[Place]], numbers: list[int]) -> list[Place]:
    ring: list[Place] = []
    for number in numbers:
        # TopoJSON: a negative number is the arc's complement, walked backwards.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc if not ring else arc[1:]
    return ring


def unwrap(ring: Iterable[Place]) -> Ring:
    """The ring without jumps over the 180th meridian, closed over the pole if it goes round one."""
    places: list[Place] = []
    turn = 0.0
    for lat, lon in ring:
        if places:
            step = lon + turn - places[-1].lon
            turn -= 360 * round(step / 360)
        places.append(Place(lat, lon + turn))
    first, last = places[0], places[-1]
    if abs(last.lon - first.lon) > 180:
        pole = -90.0 if sum(place.lat for place in places) < 0 else 90.0
        count = 4
        along = [Place(pole, last.lon + (first.lon - last.lon) * step / count) for step in range(count + 1)]
        places += [*along, first]
    return tuple(places)


def _dense(ring: Ring, step: float) -> Iterable[Place]:
    """The ring with places put in, so that straight lines between them stay near the true line."""
    yield ring[0]
    for a, b in pairwise(ring):
        count = max(1, ceil(max(abs(b.lat - a.lat), abs(b.lon - a.lon)) / step))
        for i in range(1, count + 1):
            yield Place(a.lat + (b.lat - a.lat) * i / count, a.lon + (b.lon - a.lon) * i / count)


@lru_cache(maxsize=1)
def _dense_rings() -> tuple[Ring, ...]:
    return tuple(tuple(_dense(ring, 2)) for ring in rings())


@lru_cache(maxsize=1)
def _caps() -> tuple[tuple[Place, float], ...]:
    """For every ring a place and an angle in radians around it that hold the whole ring."""
    middles = [centre_of(list(ring)) for ring in rings()]
    return tuple(
        (middle, max(angle(middle, place) for place in ring)) for middle, ring in zip(middles, rings(), strict=True)
    )


def _strip(west: float, east: float) -> tuple[XY, ...]:
    # XY with y downwards, so latitudes enter with the sign changed.
    return Box(west, -91, east, 91).corners


@lru_cache(maxsize=32)
def world_path(projection: EqualEarth, box: Box) -> str:
    """The land inside a box of a world map."""
    parts: list[str] = []
    for ring in rings():
        lons = [place.lon - projection.centre for place in ring]
        for turn in (-720, -360, 0, 360, 720):
            if max(lons) + turn <= -180 or min(lons) + turn >= 180:
                continue
            flat = [XY(lon + turn, -place.lat) for lon, place in zip(lons, ring, strict=True)]
            inside = clip_area(flat, _strip(-180, 180))
            if len(inside) < 3:
                continue
            closed = tuple(Place(-y, x) for x, y in (*inside, inside[0]))
            parts.append(_piece([projection.flat(lat, lon) for lat, lon in _dense(closed, 3)], box, box.corners))
    return "".join(parts)


@lru_cache(maxsize=128)
def part_path(projection: Azimuthal, box: Box, radius: float = 0.0) -> str:
    """The land inside a box, whose corners may be round, of an azimuthal map."""
    outline = rounded(box, radius) if radius else box.corners
    antipode = Place(-projection.lat, wrap(projection.lon + 180))
    parts: list[str] = []
    corner = max(hypot(at.x - projection.x, at.y - projection.y) for at in box.corners) / projection.scale
    centre = Place(projection.lat, projection.lon)
    for ring, places, (middle, radius_of_ring) in zip(rings(), _dense_rings(), _caps(), strict=True):
        if angle(centre, middle) - radius_of_ring > corner:
            continue
        drawn = _nearer(places, projection)
        if drawn and _around(ring, antipode):
            # Seen from the centre this land is everything outside its ring: with the rule
            # "evenodd" the whole disc, drawn as well, turns it inside out.
            parts.append(_piece(_disc(projection), box, outline))
        parts.append(_piece(drawn, box, outline))
    return "".join(parts)


def _piece(points: list[XY], box: Box, outline: tuple[XY, ...]) -> str:
    if not points:
        return ""
    extent = Box.around(points)
    if not extent.overlaps(box):
        return ""
    return area_path(points if len(outline) == 4 and box.contains(extent) else clip_area(points, outline))


def _nearer(ring: Ring, projection: Azimuthal) -> list[XY]:
    """The ring drawn, with what lies beyond the horizon pulled in to it: there shapes are past recognition."""
    horizon = _HORIZON * projection.scale
    drawn: list[XY] = []
    seen = False
    for lat, lon in ring:
        x, y = projection(lat, lon)
        away = hypot(x - projection.x, y - projection.y)
        if away > horizon:
            x, y = (
                projection.x + (x - projection.x) * horizon / away,
                projection.y + (y - projection.y) * horizon / away,
            )
        else:
            seen = True
        drawn.append(XY(x, y))
    return drawn if seen else []


def _disc(projection: Azimuthal) -> list[XY]:
    edge = _HORIZON * projection.scale
    turns = (step * pi / 36 for step in range(72))
    return [XY(projection.x + edge * cos(turn), projection.y + edge * sin(turn)) for turn in turns]


def _around(ring: Ring, place: Place) -> bool:
    """Whether the ring's land holds the place, by counting the edges east of it."""
    lons = [corner.lon for corner in ring]
    for turn in (-720, -360, 0, 360, 720):
        lon = place.lon + turn
        if not min(lons) <= lon <= max(lons):
            continue
        inside = False
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (a.lat > place.lat) != (b.lat > place.lat):
                inside ^= lon < a.lon + (place.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
        if inside:
            return True
    return False
