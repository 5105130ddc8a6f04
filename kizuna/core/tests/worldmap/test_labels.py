"""Labels never lie on each other, on a foreign dot, or outside."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.core.worldmap.geometry import XY, Box
from kizuna.core.worldmap.labels import Wanted, place
from kizuna.core.worldmap.lettering import text_width

BOUNDS = Box(0, 0, 400, 300)
crowds = st.lists(
    st.tuples(
        st.floats(0, 400),
        st.floats(0, 300),
        st.text("abcdefgh 東京大学", min_size=1, max_size=18),
        st.integers(0, 2),
    ),
    max_size=25,
)


def wanted(crowd: list[tuple[float, float, str, int]]) -> list[Wanted]:
    return [Wanted(str(i), text, x, y, 5, 13.5, rank) for i, (x, y, text, rank) in enumerate(crowd)]


@given(crowds)
@settings(max_examples=80, deadline=None)
def test_labels_never_overlap_and_never_run_outside(crowd: list[tuple[float, float, str, int]]) -> None:
    wants = wanted(crowd)
    dots = [(want.key, Box(want.x - 5, want.y - 5, want.x + 5, want.y + 5)) for want in wants]
    hole = Box(150, 100, 250, 200)
    placed = place(wants, BOUNDS, dots=dots, blocked=[hole])
    assert not any(a.box.overlaps(b.box) for a, b in combinations(placed.values(), 2))
    assert all(BOUNDS.contains(one.box) for one in placed.values())
    assert not any(one.box.overlaps(hole) for one in placed.values())
    assert not any(one.box.overlaps(dot) for one in placed.values() for key, dot in dots if key != one.key)
    assert placed == place(wants, BOUNDS, dots=dots, blocked=[hole])


def test_a_lonely_label_stands_to_the_right_of_its_dot_without_a_leader() -> None:
    label = place([Wanted("a", "Princeton", 100, 100, 5, 13.5)], BOUNDS)["a"]
    assert label.anchor == "start"
    assert label.x == 109.5
    assert label.leader is None


def test_at_the_right_edge_a_label_turns_to_the_left() -> None:
    label = place([Wanted("a", "Princeton", 390, 100, 5, 13.5)], BOUNDS)["a"]
    assert label.anchor == "end"


def test_a_label_avoids_lines_where_it_can() -> None:
    line = [XY(100, 100), XY(300, 100)]
    label = place([Wanted("a", "Princeton", 100, 100, 5, 13.5)], BOUNDS, lines=[line])["a"]
    assert label.anchor == "end"


def test_in_a_crowd_labels_move_away_and_keep_a_leader() -> None:
    crowd = [Wanted(str(i), f"University {i}", 180 + i * 9, 150 + i % 2 * 8, 4, 13.5) for i in range(6)]
    dots = [(want.key, Box(want.x - 4, want.y - 4, want.x + 4, want.y + 4)) for want in crowd]
    placed = place(crowd, BOUNDS, dots=dots)
    assert len(placed) == 6
    assert any(one.leader for one in placed.values())


def test_the_lower_rank_wins_a_single_place() -> None:
    tight = Box(0, 0, 85, 30)
    pair = [Wanted("late", "Princeton", 8, 15, 2, 13.5, 2), Wanted("home", "Princeton", 8, 15, 2, 13.5, 0)]
    assert list(place(pair, tight)) == ["home"]


def test_japanese_is_wider_than_english_letter_for_letter() -> None:
    assert text_width("東京", 10) > text_width("To", 10)
    assert text_width("", 10) == 0
