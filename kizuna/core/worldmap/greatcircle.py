"""Great circles on the globe: the shortest way between two places, and its length."""

from functools import lru_cache
from math import acos, asin, atan2, ceil, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

# Mean radius of the earth (IUGG), the usual one for distances on a sphere.
EARTH_KM = 6371.0088


class Place(NamedTuple):
    """A position on the globe in degrees, north and east positive."""

    lat: float
    lon: float


def angle(a: Place, b: Place) -> float:
    """The angle between two places seen from the middle of the earth, in radians."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.lon - a.lon) / 2
    h = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * asin(min(1.0, sqrt(h)))


def distance_km(a: Place, b: Place) -> float:
    """Distance over the ground in kilometres, on a sphere (within about half a percent)."""
    return angle(a, b) * EARTH_KM


@lru_cache(maxsize=8192)
def arc(a: Place, b: Place, degrees_apart: float = 2.0) -> tuple[Place, ...]:
    """Places along the great circle from a to b, both ends exact, at most so many degrees apart."""
    whole = angle(a, b)
    if whole < 1e-9:
        return (a, b)
    if whole > pi - 1e-6:
        # Between antipodes every way is shortest; going by the pole is one of them.
        pole = Place(90.0, a.lon)
        return arc(a, pole, degrees_apart)[:-1] + arc(Place(90.0, b.lon), b, degrees_apart)
    steps = max(8, ceil(degrees(whole) / degrees_apart))
    start, end = _vector(a), _vector(b)
    places = [a]
    for step in range(1, steps):
        f = step / steps
        p, q = sin((1 - f) * whole) / sin(whole), sin(f * whole) / sin(whole)
        x, y, z = (p * u + q * v for u, v in zip(start, end, strict=True))
        places.append(Place(degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))))
    return (*places, b)


def towards(a: Place, b: Place, reach: float, degrees_apart: float = 0.5) -> tuple[Place, ...]:
    """The first so many degrees of the great circle from a to b, finely; all of it if it is shorter."""
    whole = degrees(angle(a, b))
    if whole <= reach or whole > 179.9:
        return arc(a, b, degrees_apart)
    f, apart = reach / whole, radians(whole)
    p, q = sin((1 - f) * apart), sin(f * apart)
    x, y, z = (p * u + q * v for u, v in zip(_vector(a), _vector(b), strict=True))
    return arc(a, Place(degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))), degrees_apart)


def centre_of(places: list[Place]) -> Place:
    """The place in the middle of several, as the mean of their directions."""
    x, y, z = (sum(part) for part in zip(*map(_vector, places), strict=True))
    length = sqrt(x * x + y * y + z * z)
    if length < 1e-9:
        return places[0]
    return Place(90 - degrees(acos(max(-1.0, min(1.0, z / length)))), degrees(atan2(y, x)))


def _vector(place: Place) -> tuple[float, float, float]:
    lat, lon = radians(place.lat), radians(place.lon)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
