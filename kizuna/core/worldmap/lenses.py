"""Lenses: where points crowd on the world map, their part of it is drawn again, larger, in a free corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, hypot

from kizuna.core.worldmap.geometry import XY, Box
from kizuna.core.worldmap.greatcircle import EARTH_KM, Place, centre_of
from kizuna.core.worldmap.projections import Azimuthal, EqualEarth, wrap
from kizuna.core.worldmap.shapes import Region
from kizuna.core.worldmap.sites import Site

# As parts of the map's width: how near dots must be to crowd, and how wide a crowd a lens still helps.
_LINK, _TOO_WIDE = 0.014, 0.17
# Dots that stand for several and bear their number are larger, and so are in each other's way sooner.
_LINK_OF_LARGE = 0.026
_FEWEST = 3
# The outline of the land is coarse: a lens narrower than this shows angular coasts.
_NARROWEST_KM = 1450.0
_GRID = 20.0


@dataclass(frozen=True)
class View:
    """A lens: the crowd's part of the world and the box it is drawn in."""

    projection: Azimuthal
    box: Box
    region: Region | None = None

    def shows(self, place: Place) -> bool:
        """Whether the lens answers for the place: a lens called Japan does not show Seoul."""
        if self.region and not self.region.holds(place):
            return False
        at = self.projection(place.lat, place.lon)
        return self.box.grow(-10).holds(at.x, at.y)

    def frame(self, world: EqualEarth) -> tuple[XY, ...]:
        """The outline of the lens on the world map, clockwise from the top left, eight steps a side."""
        outline: list[XY] = []
        corners = self.box.corners
        middle = wrap(self.projection.lon - world.centre)
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
            for step in range(8):
                f = step / 8
                place = self.projection.invert(a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f)
                # Near the edge of the world a frame runs past it rather than tear apart.
                outline.append(world.flat(place.lat, middle + wrap(place.lon - self.projection.lon)))
        return tuple(outline)


def find_crowds(
    sites: Sequence[Site], width: float, most: int, regions: Sequence[Region] = ()
) -> list[tuple[Site, ...]]:
    """Groups of sites too near each other to be labelled, the largest first.

    A crowd within a named region takes the others of the region along, if a lens can hold them all.
    """
    large = any(point.weight > 1 for site in sites for point in site.points)
    crowds = _crowds(list(sites), (_LINK_OF_LARGE if large else _LINK) * width, _TOO_WIDE * width)
    crowds.sort(key=lambda crowd: (-len(crowd), crowd[0].key))
    found: list[tuple[Site, ...]] = []
    for crowd in crowds:
        if any(site in earlier for earlier in found for site in crowd):
            continue
        region = region_of([site.place for site in crowd], regions)
        whole = tuple(site for site in sites if site in crowd or (region and region.holds(site.place)))
        extent = Box.around([site.at for site in whole])
        found.append(whole if max(extent.width, extent.height) <= _TOO_WIDE * width else crowd)
    return found[:most]


def _crowds(sites: list[Site], link: float, too_wide: float) -> list[tuple[Site, ...]]:
    left = list(sites)
    found: list[tuple[Site, ...]] = []
    while left:
        crowd = [left.pop(0)]
        for member in crowd:
            near = [one for one in left if hypot(one.at.x - member.at.x, one.at.y - member.at.y) < link]
            crowd += near
            left = [one for one in left if one not in near]
        if len(crowd) < _FEWEST:
            continue
        extent = Box.around([site.at for site in crowd])
        if max(extent.width, extent.height) <= too_wide:
            found.append(tuple(sorted(crowd, key=lambda site: site.key)))
        elif link > 3:
            found += _crowds(crowd, link * 0.7, too_wide)
    return found


def view(places: Sequence[Place], box: Box, regions: Sequence[Region] = ()) -> View:
    """The lens that shows the places in a box, with room for labels around them."""
    middle, extent = _extent(places)
    room = Box(0, 0, box.width * 0.56, box.height * 0.62)
    scale = min(
        room.width / max(extent.width, 1e-6),
        room.height / max(extent.height, 1e-6),
        box.width / (_NARROWEST_KM / EARTH_KM),
    )
    x, y = box.middle
    # Rounded, so that the land is found in the cache although a coordinate was corrected a little.
    return View(
        Azimuthal(round(middle.lat, 1), round(middle.lon, 1), round(scale), x, y), box, region_of(places, regions)
    )


def _extent(places: Sequence[Place]) -> tuple[Place, Box]:
    first = centre_of(list(places))
    flat = Azimuthal(first.lat, first.lon, 1.0)
    around = Box.around([flat(*place) for place in places])
    middle = flat.invert(*around.middle)
    again = Azimuthal(middle.lat, middle.lon, 1.0)
    return middle, Box.around([again(*place) for place in places])


def shape(places: Sequence[Place]) -> float:
    """Width over height that suits the places, within what looks well."""
    extent = _extent(places)[1]
    return min(1.6, max(1.4, (extent.width + 1e-6) / (extent.height + 1e-6)))


class Room:
    """Where on a map nothing is yet: sums over a coarse grid, so that many boxes can be tried quickly."""

    def __init__(self, bounds: Box) -> None:
        self.bounds = bounds
        self.columns, self.rows = int(bounds.width // _GRID) + 1, int(bounds.height // _GRID) + 1
        self.weights = [[0.0] * self.columns for _ in range(self.rows)]

    def fill(self, box: Box, weight: float) -> None:
        """Make every cell that the box touches cost so much."""
        left, right = self._column(box.left), self._column(box.right)
        for row in range(self._row(box.top), self._row(box.bottom) + 1):
            for column in range(left, right + 1):
                self.weights[row][column] = max(self.weights[row][column], weight)

    def line(self, points: Sequence[XY], weight: float) -> None:
        for x, y in points:
            if self.bounds.holds(x, y):
                self.fill(Box(x, y, x, y), weight)

    def best(self, sizes: Sequence[tuple[float, float]], near: XY) -> Box:
        """The cheapest box of one of some sizes; among equals the largest, and nearest to what it enlarges."""
        sums = self._sums()
        found = (float("inf"), self.bounds)
        for width, height in sizes:
            # One cell of margin on every side.
            wide, high = ceil(width / _GRID) + 2, ceil(height / _GRID) + 2
            for row in range(self.rows - high, -1, -1):
                above, below = sums[row], sums[row + high]
                y = self.bounds.top + (row + 1) * _GRID
                # Towards the foot of the map: there is the most sea.
                given = 0.05 * _GRID * (self.rows - high - row) + 0.9 * (sizes[0][1] - height)
                for column in range(self.columns - wide + 1):
                    x = self.bounds.left + (column + 1) * _GRID
                    cost = below[column + wide] - above[column + wide] - below[column] + above[column]
                    cost += given + 0.02 * (abs(x + width / 2 - near.x) + abs(y + height / 2 - near.y))
                    if cost < found[0]:
                        found = cost, Box(x, y, x + width, y + height)
        return found[1]

    def _sums(self) -> list[list[float]]:
        sums = [[0.0] * (self.columns + 1)]
        for row in self.weights:
            along = accumulate(row, initial=0.0)
            sums.append([above + total for above, total in zip(sums[-1], along, strict=True)])
        return sums

    def _column(self, x: float) -> int:
        return min(self.columns - 1, max(0, int((x - self.bounds.left) // _GRID)))

    def _row(self, y: float) -> int:
        return min(self.rows - 1, max(0, int((y - self.bounds.top) // _GRID)))


def links(frame: Sequence[XY], box: Box) -> list[list[XY]]:
    """Two lines from the frame on the map to the lens, that cross neither."""
    top_left, top_right, bottom_right, bottom_left = (frame[i] for i in (0, 8, 16, 24))
    a, b, c, d = box.corners
    around = Box.around(frame)
    if box.top >= around.bottom:
        return [[bottom_left, XY(a.x + 8, a.y)], [bottom_right, XY(b.x - 8, b.y)]]
    if box.left >= around.right:
        return [[top_right, XY(a.x, a.y + 8)], [bottom_right, XY(d.x, d.y - 8)]]
    if box.right <= around.left:
        return [[top_left, XY(b.x, b.y + 8)], [bottom_left, XY(c.x, c.y - 8)]]
    return [[top_left, XY(d.x + 8, d.y)], [top_right, XY(c.x - 8, c.y)]]


def region_of(places: Sequence[Place], regions: Sequence[Region]) -> Region | None:
    """The smallest region that holds all places."""
    fitting = [region for region in regions if all(region.holds(place) for place in places)]
    return min(fitting, key=lambda region: region.size, default=None)
