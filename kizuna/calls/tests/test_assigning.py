"""The assignment of reviewers: never a conflict, both sides, even loads, and as good as the solver can prove."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.calls.assigning import SIDES, Answer, Paper, Reader, assign

THEMES = st.frozensets(st.sampled_from("abcd"), max_size=3)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Paper], list[Reader], set[tuple[int, int]], int]:
    """Some proposals, some reviewers of both sides, some conflicts, and how many reviews each."""
    papers = [Paper(key, draw(THEMES)) for key in range(draw(st.integers(1, 7)))]
    readers = [Reader(100 + key, draw(st.sampled_from(SIDES)), draw(THEMES)) for key in range(draw(st.integers(1, 7)))]
    pairs = [(paper.key, reader.key) for paper, reader in product(papers, readers)]
    return papers, readers, draw(st.sets(st.sampled_from(pairs), max_size=8)), draw(st.integers(1, 3))


def loads(readers: list[Reader], answer: Answer) -> list[int]:
    return [sum(one.reader == reader.key for one in answer.given) for reader in readers]


@settings(max_examples=30, deadline=None)
@given(cases())
def test_no_conflict_is_broken_and_both_sides_judge_where_they_can(
    case: tuple[list[Paper], list[Reader], set[tuple[int, int]], int],
) -> None:
    papers, readers, shut, each = case
    answer = assign(papers, readers, shut=shut, each=each)
    told = {(one.paper, one.reader) for one in answer.given}
    assert (told & shut, len(told)) == (set(), len(answer.given))
    side = {one.key: one.side for one in readers}
    for paper in papers:
        free = [one for one in readers if (paper.key, one.key) not in shut]
        mine = [key for row, key in told if row == paper.key]
        assert len(mine) == min(each, len(free))
        if len(mine) >= 2:
            assert {side[key] for key in mine} == {one.side for one in free}
    assert answer.gap < 1e-3


@settings(max_examples=20, deadline=None)
@given(cases())
def test_loads_within_a_side_are_within_one_where_no_conflict_forbids_it(
    case: tuple[list[Paper], list[Reader], set[tuple[int, int]], int],
) -> None:
    papers, readers, _shut, each = case
    answer = assign(papers, readers, shut=set(), each=each)
    for side in SIDES:
        there = loads([one for one in readers if one.side == side], answer)
        assert not there or max(there) - min(there) <= 1


@settings(max_examples=10, deadline=None)
@given(st.lists(THEMES, min_size=2, max_size=3), st.lists(THEMES, min_size=4, max_size=4))
def test_no_assignment_as_even_fits_better(papers: list[frozenset[str]], readers: list[frozenset[str]]) -> None:
    """Every way is looked at, where there are few."""
    written = [Paper(key, themes) for key, themes in enumerate(papers)]
    people = [Reader(key, SIDES[key % 2], themes) for key, themes in enumerate(readers)]
    answer = assign(written, people, shut=set(), each=2)
    fits = {(p.key, r.key): assign([p], [r], shut=set(), each=1).fit for p, r in product(written, people)}
    ways = [pair for pair in combinations(range(4), 2) if pair[0] % 2 != pair[1] % 2]
    told: dict[int, int] = {}
    for way in product(ways, repeat=len(written)):
        squares = sum(sum(one in pair for pair in way) ** 2 for one in range(4))
        fit = sum(fits[row, one] for row, pair in enumerate(way) for one in pair)
        told[squares] = max(told.get(squares, 0), fit)
    best = min(told)
    assert (sum(one**2 for one in loads(people, answer)), answer.fit) == (best, told[best])


def test_what_was_confirmed_stays_and_the_rest_is_made_even_around_it() -> None:
    papers, readers = [Paper(1), Paper(2)], [Reader(7, "home"), Reader(8, "home"), Reader(9, "partner")]
    answer = assign(papers, readers, shut=set(), each=1, fixed={(1, 7)})
    assert {one.reader for one in answer.given if one.paper == 1} == {7}
    assert sorted(loads(readers, answer)) == [0, 1, 1]


def test_too_few_reviewers_are_told_and_nobody_is_made_up() -> None:
    answer = assign([Paper(1)], [Reader(7, "home")], shut=set(), each=2)
    assert (answer.lacking, answer.one_sided) == ({1: 1}, {1})
    assert assign([Paper(1)], [], shut=set(), each=2).lacking == {1: 2}
