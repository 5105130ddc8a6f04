"""From the globe to the plane: Equal Earth for the world, azimuthal equidistant for a part of it."""

from dataclasses import dataclass
from math import acos, asin, atan2, cos, degrees, hypot, radians, sin, sqrt

from kizuna.core.worldmap.geometry import XY
from kizuna.core.worldmap.greatcircle import Place

# Polynomial of Šavrič, Patterson and Jenny, The Equal Earth map projection (2018).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2


def wrap(lon: float) -> float:
    """The same meridian between -180 (included) and 180."""
    return (lon + 180) % 360 - 180


def _equal_earth(lon: float, lat: float) -> XY:
    theta = asin(_M * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = radians(lon) * cos(theta) / (_M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    return XY(x, theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2)))


_HALF_WIDTH = _equal_earth(180, 0).x
_HALF_HEIGHT = _equal_earth(0, 90).y


@dataclass(frozen=True)
class EqualEarth:
    """The whole world, areas true, with one meridian in the middle; the north pole lies at y = 0."""

    centre: float
    width: float

    @property
    def scale(self) -> float:
        return self.width / (2 * _HALF_WIDTH)

    @property
    def height(self) -> float:
        return 2 * _HALF_HEIGHT * self.scale

    def __call__(self, lat: float, lon: float) -> XY:
        return self.flat(lat, wrap(lon - self.centre))

    def flat(self, lat: float, east: float) -> XY:
        """As the call, from degrees east of the middle, which may run past the edge."""
        x, y = _equal_earth(east, lat)
        return XY(self.width / 2 + x * self.scale, self.height / 2 - y * self.scale)

    def line(self, places: tuple[Place, ...]) -> list[list[XY]]:
        """A line on the globe as pieces on the map, cut where it leaves at one edge for the other."""
        pieces: list[list[XY]] = [[]]
        last_lat, last_east = 0.0, 0.0
        for place in places:
            east = wrap(place.lon - self.centre)
            if pieces[-1] and abs(east - last_east) > 180:
                edge = 180.0 if last_east > 0 else -180.0
                gone = edge - last_east
                whole = abs(gone) + 180 - abs(east)
                lat = last_lat + (place.lat - last_lat) * (abs(gone) / whole if whole else 0.5)
                pieces[-1].append(self.flat(lat, edge))
                pieces.append([self.flat(lat, -edge)])
            pieces[-1].append(self.flat(place.lat, east))
            last_lat, last_east = place.lat, east
        return pieces


@dataclass(frozen=True)
class Azimuthal:
    """Azimuthal equidistant: distances and directions from one place are true; scale is units per radian."""

    lat: float
    lon: float
    scale: float
    x: float = 0.0
    y: float = 0.0

    def __call__(self, lat: float, lon: float) -> XY:
        p0, p, east = radians(self.lat), radians(lat), radians(lon - self.lon)
        across = cos(p) * sin(east)
        up = cos(p0) * sin(p) - sin(p0) * cos(p) * cos(east)
        along = sin(p0) * sin(p) + cos(p0) * cos(p) * cos(east)
        sine = hypot(across, up)
        if sine < 1e-12:
            # The centre itself; its antipode is a whole circle, of which we take the southern point.
            return XY(self.x, self.y + (acos(-1.0) * self.scale if along < 0 else 0.0))
        k = self.scale * atan2(sine, along) / sine
        return XY(self.x + k * across, self.y - k * up)

    def invert(self, x: float, y: float) -> Place:
        """The place drawn at a position."""
        dx, dy = (x - self.x) / self.scale, (self.y - y) / self.scale
        c = hypot(dx, dy)
        if c < 1e-12:
            return Place(self.lat, self.lon)
        p0 = radians(self.lat)
        lat = asin(max(-1.0, min(1.0, cos(c) * sin(p0) + dy * sin(c) * cos(p0) / c)))
        east = atan2(dx * sin(c), c * cos(p0) * cos(c) - dy * sin(p0) * sin(c))
        return Place(degrees(lat), wrap(self.lon + degrees(east)))

    def line(self, places: tuple[Place, ...]) -> list[list[XY]]:
        """A line on the globe; the interface of EqualEarth, always one piece."""
        return [[self(lat, lon) for lat, lon in places]]
