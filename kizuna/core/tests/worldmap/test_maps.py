"""The network map and the partner map as a whole, and their templates."""

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Engine
from hypothesis import given, settings
from hypothesis import strategies as st

import kizuna.core
from kizuna.core.tests.worldmap.cast import CHILE, LEUVEN, MEMBERS, NETWORK, NOWHERE, PRINCETON, REGIONS, TOKYO, UCL
from kizuna.core.worldmap import NetworkMap, PartnerMap, Point, Words, network_map, partner_map
from kizuna.core.worldmap.geometry import Box
from kizuna.core.worldmap.labels import ASCENT, DESCENT
from kizuna.core.worldmap.lettering import text_width
from kizuna.core.worldmap.network import _network_map, best_centre
from kizuna.core.worldmap.projections import EqualEarth
from kizuna.core.worldmap.shapes import Drawing, Label, Mark
from kizuna.core.worldmap.sites import anchors, ties

ENGINE = Engine(dirs=[str(Path(kizuna.core.__file__).parent / "templates")])


def draw(points: tuple[Point, ...] = NETWORK) -> NetworkMap:
    return network_map(points, title="Map of three homes", regions=REGIONS)


def box(label: Label, size: float) -> Box:
    width = text_width(label.text, size)
    left = float(label.x) - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, float(label.y) - ASCENT * size, left + width, float(label.y) + DESCENT * size)


def boxes(marks: tuple[Mark, ...]) -> list[Box]:
    return [box(mark.label, 15 if "map-home" in mark.label.classes else 13.5) for mark in marks if mark.label]


def labels(drawing: Drawing) -> set[str]:
    return {mark.label.text for mark in drawing.marks if mark.label}


def ends(d: str) -> list[tuple[float, float]]:
    numbers = [tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", d)]
    return [(x, y) for x, y in (numbers[0], numbers[-1])]


def test_a_point_without_coordinates_is_left_out_and_named() -> None:
    assert draw().unplaced == (NOWHERE,)
    assert "Nowhere" not in str(draw().drawings)


def test_the_world_is_cut_where_no_line_runs() -> None:
    placed = [point for point in NETWORK if point.lat is not None]
    assert best_centre(ties(placed)) == 150
    european = [replace(PRINCETON, home="ucl"), UCL]
    assert best_centre(ties(european)) == pytest.approx(11)


def test_lenses_open_where_points_crowd_and_bear_the_name_of_their_region() -> None:
    wide, narrow = draw().drawings
    for drawing in (wide, narrow):
        assert sorted(lens.note.text for lens in drawing.lenses if lens.note) == ["Japan", "Western Europe"]
    europe = next(lens for lens in wide.lenses if lens.note and lens.note.text == "Western Europe")
    assert {mark.label.text for mark in europe.marks if mark.label} == {"UCL", "KU Leuven", "Cambridge", "ETHZ", "TUM"}
    # What a lens shows is not labelled twice, but for the leading home.
    assert "Cambridge" not in labels(wide)
    assert "Tokyo" in labels(wide)


def test_lenses_cover_neither_dots_nor_each_other_and_lie_inside() -> None:
    wide, narrow = draw().drawings
    for drawing in (wide, narrow):
        left, top, width, height = map(float, drawing.view_box.split())
        whole = Box(left, top, left + width, top + height)
        found = [
            Box(float(o.x), float(o.y), float(o.x) + float(o.width), float(o.y) + float(o.height))
            for o in drawing.lenses
        ]
        assert all(whole.contains(one) for one in found)
        assert not any(a.overlaps(b) for a, b in combinations(found, 2))
        dots = [dot for mark in drawing.marks for dot in mark.dots] + list(drawing.specks)
        assert not any(one.holds(float(dot.cx), float(dot.cy)) for one in found for dot in dots)


def test_few_points_need_no_lens() -> None:
    assert draw((TOKYO, PRINCETON)).drawings[0].lenses == ()


def test_the_arc_runs_from_home_to_partner() -> None:
    wide = draw((TOKYO, PRINCETON)).drawings[0]
    (arc,) = wide.arcs
    world = EqualEarth(150, 1280)
    start, end = ends(arc.d)
    assert start == pytest.approx(world(35.713, 139.762), abs=0.06)
    assert end == pytest.approx(world(40.343, -74.656), abs=0.06)
    assert arc.classes == "arc s-gold"


def test_what_is_in_talks_is_dashed() -> None:
    dashed = draw((TOKYO, replace(PRINCETON, dashed=True))).drawings[0].arcs
    assert [arc.classes for arc in dashed] == ["arc s-gold arc-dash"]


def test_a_group_has_one_label_one_arc_and_dotted_lines_between_members() -> None:
    wide = draw((TOKYO, *MEMBERS)).drawings[0]
    assert labels(wide) == {"Tokyo", CHILE}
    assert sorted(arc.classes for arc in wide.arcs) == [
        "arc s-teal",
        "arc s-teal arc-thin arc-dash",
        "arc s-teal arc-thin arc-dash",
    ]
    assert anchors(MEMBERS)["", CHILE].key == "uch"
    # The two in Santiago share a dot, whose title names both.
    assert [len(mark.dots) for mark in wide.marks if mark.key == "uch"] == [1]
    assert next(mark.title for mark in wide.marks if mark.key == "uch") == (
        "Chile and Mexico, The University of Chile, PUC Chile"
    )


def test_partners_in_one_town_share_a_dot_and_each_name_links_to_its_own_page() -> None:
    wide = draw().drawings[0]
    beijing = next(mark for mark in wide.marks if mark.key == "pku")
    assert beijing.href == ""
    assert beijing.label is not None
    assert [(part.text, part.href) for part in beijing.label.parts] == [
        ("PKU", "/p/pku/"),
        (", ", ""),
        ("Tsinghua", "/p/tsinghua/"),
    ]


def test_many_in_one_town_become_a_dot_with_a_count() -> None:
    town = tuple(Point(f"b{i}", f"Institute {i}", 40.0, 116.3) for i in range(7))
    wide = network_map((TOKYO, *town), title="x", words=Words(", ", "{n}")).drawings[0]
    mark = next(mark for mark in wide.marks if mark.key == "b0")
    assert mark.count is not None
    assert mark.count.text == "7"
    assert mark.label is None


def test_a_partner_in_the_home_town_stands_beside_the_ring() -> None:
    wide = draw((LEUVEN, TOKYO, replace(MEMBERS[0], lat=50.878, lon=4.7, group="", home="kul"))).drawings[0]
    at = {mark.key: mark.reach for mark in wide.marks}
    away = abs(float(at["uch"].cx) - float(at["kul"].cx)) + abs(float(at["uch"].cy) - float(at["kul"].cy))
    assert away > 10


def test_the_narrow_map_keeps_type_readable_on_a_phone() -> None:
    narrow = draw().drawings[1]
    assert narrow.variant == "narrow"
    # In a column of 354 pixels on a phone 390 wide, type of 13.5 units is more than 12 pixels high.
    assert float(narrow.width) <= 390
    assert len(labels(narrow)) >= 6


def test_the_same_points_give_the_same_map() -> None:
    first = draw()
    _network_map.cache_clear()
    assert draw() == first
    assert draw() is draw()


points = st.lists(
    st.builds(
        Point,
        key=st.just(""),
        label=st.text("abcdeXYZ 東大", min_size=1, max_size=14),
        lat=st.one_of(st.none(), st.floats(-90, 90), st.floats(46, 52)),
        lon=st.one_of(st.floats(-180, 180), st.floats(0, 8)),
        tone=st.sampled_from(["gold", "teal"]),
        group=st.sampled_from(["", "", "Group"]),
        dashed=st.booleans(),
    ),
    max_size=30,
)


@given(points)
@settings(max_examples=40, deadline=None)
def test_on_no_map_do_labels_overlap_or_run_outside(partners: list[Point]) -> None:
    numbered = [replace(point, key=f"p{i}") for i, point in enumerate(partners)]
    for drawing in network_map((TOKYO, UCL, *numbered), title="x").drawings:
        left, top, width, height = map(float, drawing.view_box.split())
        every = boxes(drawing.marks)
        for lens in drawing.lenses:
            frame = Box(
                float(lens.x),
                float(lens.y),
                float(lens.x) + float(lens.width),
                float(lens.y) + float(lens.height),
            )
            inside = boxes(lens.marks)
            assert all(frame.contains(one) for one in inside)
            every += inside
        # Coordinates are rounded to a tenth, so boxes may seem to touch by as much.
        assert not any(a.grow(-0.1).overlaps(b.grow(-0.1)) for a, b in combinations(every, 2))
        assert all(Box(left, top, left + width, top + height).contains(one) for one in every)


def hero(*members: Point, others: tuple[Point, ...] = ()) -> PartnerMap:
    return partner_map(TOKYO, members, others=others, title="From Tokyo")


def test_both_ends_of_the_way_are_visible_beside_the_text() -> None:
    for member in [PRINCETON, *NETWORK]:
        if member.kind == "home" or member.lat is None:
            continue
        wide, narrow = hero(member).drawings
        for drawing, left in ((wide, 0.25), (narrow, 0.0)):
            for mark in drawing.marks:
                assert left * float(drawing.width) <= float(mark.reach.cx) <= 0.88 * float(drawing.width)
                assert 0 <= float(mark.reach.cy) <= float(drawing.height) * 0.8
            assert len(labels(drawing)) == 2
            assert len(drawing.arcs) == 1


def test_the_way_to_one_partner_has_its_length_and_to_a_group_has_none() -> None:
    assert hero(PRINCETON).kilometres == pytest.approx(10_855, abs=5)
    assert hero(*MEMBERS).kilometres is None
    assert len(hero(*MEMBERS).drawings[0].arcs) == 3


def test_other_partners_are_faint_dots_and_never_labelled() -> None:
    wide = hero(PRINCETON, others=NETWORK).drawings[0]
    assert {dot.classes for dot in wide.specks} == {"halo f-white"}
    assert labels(wide) == {"Tokyo", "Princeton"}


def test_without_a_known_place_nothing_is_drawn() -> None:
    assert hero(NOWHERE).drawings == ()
    assert hero(NOWHERE).unplaced == (NOWHERE,)
    assert partner_map(NOWHERE, [PRINCETON], title="x").drawings == ()
    assert hero(PRINCETON, NOWHERE).unplaced == (NOWHERE,)


def render(name: str, drawn: NetworkMap | PartnerMap) -> str:
    return ENGINE.get_template(f"components/{name}.html").render(Context({"map": drawn}))


@pytest.mark.parametrize("name", ["networkmap", "partnermap"])
def test_templates_give_well_formed_svg_without_inline_style_or_script(name: str) -> None:
    hostile = replace(PRINCETON, label="<script>&", href='/"x')
    drawn = draw((*NETWORK, hostile)) if name == "networkmap" else hero(hostile)
    html = render(name, drawn)
    root = ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - our own output, made a line above
    assert {child.tag for child in root.iter()} <= {
        "div", "svg", "title", "desc", "path", "circle", "text", "a", "g", "rect",
    }  # fmt: skip
    assert not [child for child in root.iter() for key in child.attrib if key in {"style", "id"} or key[:2] == "on"]


def test_a_map_with_links_is_a_group_and_one_without_is_an_image() -> None:
    assert 'role="group"' in render("networkmap", draw())
    assert draw((replace(TOKYO, href=""), replace(PRINCETON, href=""))).role == "img"
    assert '<a href="/p/princeton/">' in render("networkmap", draw())
    assert render("networkmap", draw()).count("<title>Map of three homes</title>") == 2
