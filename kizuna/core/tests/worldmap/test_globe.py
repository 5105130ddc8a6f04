"""Projections, great circles and the land outline."""

import itertools
from math import hypot, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.worldmap import Place, distance_km
from kizuna.core.worldmap.geometry import XY, Box, area_path, clip_area, clip_line, rounded
from kizuna.core.worldmap.greatcircle import EARTH_KM, arc, towards
from kizuna.core.worldmap.land import part_path, rings, unwrap, world_path
from kizuna.core.worldmap.projections import Azimuthal, EqualEarth, wrap

TOKYO, PRINCETON, LONDON = Place(35.713, 139.762), Place(40.343, -74.656), Place(51.525, -0.134)
places = st.builds(Place, st.floats(-89, 89), st.floats(-180, 180))


def test_equal_earth_puts_its_middle_in_the_middle() -> None:
    world = EqualEarth(150, 1280)
    assert world(0, 150) == pytest.approx((640, world.height / 2))


def test_equal_earth_has_the_published_proportions() -> None:
    world = EqualEarth(0, 1000)
    assert world.height / world.width == pytest.approx(0.48671, abs=1e-4)
    # A pole is a line 0.59 times as long as the equator (Šavrič, Patterson and Jenny 2018).
    assert (world.flat(90, 180).x - world.flat(90, -180).x) / world.width == pytest.approx(0.59, abs=0.005)
    assert world.flat(0, 180).x == pytest.approx(1000)
    assert world(90, 0).y == pytest.approx(0, abs=1e-9)


def test_equal_earth_keeps_areas() -> None:
    world = EqualEarth(0, 1000)

    def cell(lat: float) -> float:
        a, b, c = world.flat(lat, 10), world.flat(lat, 10.01), world.flat(lat + 0.01, 10)
        return abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))

    assert cell(60) / cell(0) == pytest.approx(0.5, rel=1e-3)


@given(places, places)
def test_azimuthal_shows_true_distances_from_its_centre(centre: Place, place: Place) -> None:
    flat = Azimuthal(centre.lat, centre.lon, EARTH_KM, 10, 20)
    at = flat(*place)
    assert hypot(at.x - 10, at.y - 20) == pytest.approx(distance_km(centre, place), abs=0.5)


@given(places, places)
def test_azimuthal_can_be_turned_back(centre: Place, place: Place) -> None:
    flat = Azimuthal(centre.lat, centre.lon, 100, 3, 4)
    if distance_km(centre, place) < 19_000:
        assert distance_km(flat.invert(*flat(*place)), place) < 0.5


def test_azimuthal_has_north_above_and_east_to_the_right() -> None:
    flat = Azimuthal(10, 20, 100)
    assert flat(11, 20).y < 0 < flat(9, 20).y
    assert flat(10, 19).x < 0 < flat(10, 21).x


def test_tokyo_to_princeton_is_about_ten_thousand_eight_hundred_kilometres() -> None:
    assert distance_km(TOKYO, PRINCETON) == pytest.approx(10_850, abs=50)
    assert distance_km(TOKYO, TOKYO) == 0
    assert distance_km(Place(0, 0), Place(0, 180)) == pytest.approx(pi * EARTH_KM)


@given(places, places)
def test_an_arc_starts_and_ends_where_it_should_and_is_the_shortest_way(a: Place, b: Place) -> None:
    way = arc(a, b)
    assert (way[0], way[-1]) == (a, b)
    length = sum(distance_km(one, next_) for one, next_ in itertools.pairwise(way))
    assert length == pytest.approx(distance_km(a, b), rel=1e-6, abs=1)


def test_an_arc_between_antipodes_is_drawn_all_the_same() -> None:
    way = arc(Place(10, 20), Place(-10, -160))
    assert way[0] == Place(10, 20)
    assert way[-1] == Place(-10, -160)
    assert max(distance_km(one, next_) for one, next_ in itertools.pairwise(way)) < 300


@given(places, places, st.floats(1, 60))
def test_the_first_part_of_an_arc_is_as_long_as_asked(a: Place, b: Place, reach: float) -> None:
    way = towards(a, b, reach)
    assert way[0] == a
    longest = min(reach * pi / 180 * EARTH_KM, distance_km(a, b))
    if distance_km(a, b) < 19_900:
        assert distance_km(a, way[-1]) == pytest.approx(longest, abs=1)


def test_a_line_over_the_edge_is_cut_in_two_that_end_on_the_edges() -> None:
    world = EqualEarth(0, 1000)
    first, second = world.line(arc(TOKYO, PRINCETON))
    assert first[0] == world(*TOKYO)
    assert second[-1] == world(*PRINCETON)
    assert first[-1].y == pytest.approx(second[0].y)
    assert first[-1].x == pytest.approx(1000 - second[0].x)
    assert len(EqualEarth(150, 1000).line(arc(TOKYO, PRINCETON))) == 1


@given(st.floats(-1000, 1000))
def test_wrapping_keeps_the_meridian(lon: float) -> None:
    assert -180 <= wrap(lon) < 180
    assert (wrap(lon) - lon) % 360 == pytest.approx(0, abs=1e-6) or (wrap(lon) - lon) % 360 == pytest.approx(360)


def test_no_unwrapped_ring_jumps_and_every_ring_is_closed() -> None:
    assert len(rings()) > 100
    for ring in rings():
        steps = [abs(b.lon - a.lon) for a, b in itertools.pairwise(ring) if abs(a.lat) < 90]
        assert max(steps) <= 180
        assert ring[0].lat == pytest.approx(ring[-1].lat)
        assert (ring[0].lon - ring[-1].lon) % 360 == pytest.approx(0, abs=1e-6)


def test_a_ring_over_the_date_line_goes_on_past_180() -> None:
    fiji = unwrap([Place(-17, 179), Place(-16, -179), Place(-18, -179), Place(-17, 179)])
    assert [place.lon for place in fiji] == [179, 181, 181, 179]


def test_a_ring_round_the_pole_is_closed_over_the_pole() -> None:
    ring = unwrap([Place(-70, lon) for lon in (0, 90, 180, -90, 0)])
    assert {place.lat for place in ring} == {-70, -90}
    assert ring[0] == ring[-1]


def test_land_paths_are_remembered_and_stay_inside_their_box() -> None:
    box = Box(0, 20, 640, 300)
    path = world_path(EqualEarth(150, 640), box)
    assert path is world_path(EqualEarth(150, 640), box)
    assert path.startswith("M")
    for ring in path.split("z")[:-1]:
        assert all(box.grow(0.2).holds(*point) for point in trace(ring))


@pytest.mark.parametrize("centre", [Place(37, 175), Place(-70, 0), Place(89, 0), Place(-33, -70)])
def test_land_seen_from_anywhere_is_a_third_of_what_is_seen(centre: Place) -> None:
    """A ring turned inside out, as one round the antipode would be, would show as far too much land."""
    box = Box(-300, -300, 300, 300)
    path = part_path(Azimuthal(centre.lat, centre.lon, 100), box)
    crossings = [trace(ring) for ring in path.split("z")[:-1]]
    inside = sum(
        sum(_left_of(ring, x + 0.13, y + 0.17) for ring in crossings) % 2
        for x in range(-200, 201, 20)
        for y in range(-200, 201, 20)
        if hypot(x, y) < 200
    )
    seen = sum(hypot(x, y) < 200 for x in range(-200, 201, 20) for y in range(-200, 201, 20))
    assert 0.1 < inside / seen < 0.55


def test_clipping_cuts_areas_and_lines() -> None:
    box = Box(0, 0, 10, 10)
    ring = [XY(-5, -5), XY(5, -5), XY(5, 5), XY(-5, 5)]
    assert Box.around(clip_area(ring, box.corners)) == (0, 0, 5, 5)
    assert clip_area([XY(20, 20), XY(30, 20), XY(30, 30)], box.corners) == []
    assert clip_line([XY(-5, 5), XY(5, 5), XY(15, 5)], box) == [[(0, 5), (5, 5), (10, 5)]]
    assert all(box.grow(0.001).holds(*at) for at in rounded(box, 3))


def test_relative_steps_do_not_drift() -> None:
    points = [XY(i * 1.04, i * 0.96) for i in range(100)]
    end = trace(area_path(points))[-1]
    assert end == pytest.approx((99 * 1.04, 99 * 0.96), abs=0.051)


def trace(path: str) -> list[tuple[float, float]]:
    """The corners of one ring of path data, "Mx,yldx,dy dx,dy …"."""
    start, _, steps = path.lstrip("M").rstrip("z").partition("l")
    x, y = map(float, start.split(","))
    points = [(x, y)]
    for step in steps.split():
        dx, dy = map(float, step.split(","))
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _left_of(ring: list[tuple[float, float]], x: float, y: float) -> int:
    return sum(
        (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )
