"""Who reviews what: the assignment with the best fit, as even as it can be, proven by a solver; knows no Django.

A proposal has ``each`` reviewers, or all that no conflict keeps from it where these are fewer; of both sides where
both have somebody. Loads are as even as these rules allow (the sum of their squares is as small as it can be), and
among all such assignments the fit by theme is as large as it can be. Reviewers, sides of proposals and proposals form
a flow, whose linear programme has whole numbers for an answer; HiGHS solves it exactly and its dual value is the
bound. Only pairs that can be part of a best answer are given to the solver: all others are priced by the dual values
afterwards and taken in until none is left that would be worth it, so that the bound holds for all pairs.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

SIDES = ("home", "partner")
# Fit in whole points: a shared theme, and how large a part of the proposal's themes is known.
SAME, PART = 40, 60
# Pairs of a proposal and a side that the solver sees first.
FIRST = 16
# Less than this a pair is not worth: the solver itself is not more exact.
TINY = 1e-5
Pair = tuple[int, int]
Table = npt.NDArray[Any]


@dataclass(frozen=True)
class Paper:
    """One proposal: its key and its themes."""

    key: int
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reader:
    """One reviewer: key, side and themes."""

    key: int
    side: str
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Given:
    """One proposal given to one reviewer, how well it fits in points of a hundred, and why: shared themes, or kept."""

    paper: int
    reader: int
    fit: int
    shared: tuple[str, ...] = ()
    kept: bool = False


@dataclass
class Answer:
    """The assignment, its fit in all, the bound that the solver proves, and what could not be done."""

    given: list[Given] = field(default_factory=list)
    fit: int = 0
    bound: float = 0.0
    gap: float = 0.0
    lacking: dict[int, int] = field(default_factory=dict)
    one_sided: set[int] = field(default_factory=set)


def assign(
    papers: list[Paper],
    readers: list[Reader],
    *,
    shut: AbstractSet[Pair],
    each: int,
    fixed: AbstractSet[Pair] = frozenset(),
) -> Answer:
    """The best assignment of readers to papers; ``shut`` are pairs that must not be, ``fixed`` those that stay.

    Raises RuntimeError where the solver finds no best answer, which these rules never cause.
    """
    if not papers or not readers:
        return Answer(lacking={one.key: each for one in papers})
    problem = _Problem(papers, readers, shut, each, fixed)
    solved = _solve(problem) if problem.wanted.sum() else _Solved(set(), 0.0)
    given = [_given(problem, row, column) for row, column in sorted(solved.chosen)]
    fit = sum(one.fit for one in given)
    lacking = {one.key: each - int(n) for one, n in zip(papers, problem.wanted, strict=True) if n < each}
    sides: dict[int, set[str]] = {one.key: set() for one in papers}
    side_of = {one.key: one.side for one in readers}
    for one in given:
        sides[one.paper].add(side_of[one.reader])
    alone = {key for key, there in sides.items() if len(there) == 1}
    return Answer(given, fit, fit + solved.gap, solved.gap, lacking, alone)


class _Problem:
    """The pairs that may be, their fit, and how many readers each paper gets, as arrays by position."""

    def __init__(
        self, papers: list[Paper], readers: list[Reader], shut: AbstractSet[Pair], each: int, fixed: AbstractSet[Pair]
    ) -> None:
        self.papers, self.readers = papers, readers
        rows = {one.key: number for number, one in enumerate(papers)}
        columns = {one.key: number for number, one in enumerate(readers)}
        self.fit: Table = _fits(papers, readers)
        self.open: Table = np.ones(self.fit.shape, dtype=bool)
        for paper, reader in shut:
            if paper in rows and reader in columns:
                self.open[rows[paper], columns[reader]] = False
        told = {(rows[p], columns[r]) for p, r in fixed if p in rows and r in columns}
        self.fixed = {pair for pair in told if self.open[pair]}
        kept = np.zeros(len(papers), dtype=int)
        for row, _column in self.fixed:
            kept[row] += 1
        self.wanted = np.maximum(np.minimum(each, self.open.sum(axis=1)), kept)
        self.side = np.array([SIDES.index(one.side) for one in readers])
        there = np.stack([self.open[:, self.side == number].sum(axis=1) for number in range(len(SIDES))])
        # A paper that gets two or more has both sides, where both have somebody and what is fixed leaves room for it.
        self.both = (there.min(axis=0) > 0) & (self.wanted >= 2) & (kept < self.wanted)
        # Evenness comes first: no gain in fit along any exchange of readers outweighs one step of it.
        self.even = float(50 * len(readers) + 1)


def _fits(papers: list[Paper], readers: list[Reader]) -> Table:
    """How well each reader fits each paper, worked out by themes for all pairs at once."""
    themes = {theme: number for number, theme in enumerate(sorted({t for one in papers for t in one.themes}))}
    if not themes:
        return np.zeros((len(papers), len(readers)), dtype=int)
    told, known = np.zeros((len(papers), len(themes))), np.zeros((len(readers), len(themes)))
    for table, named in ((told, [one.themes for one in papers]), (known, [one.themes for one in readers])):
        for number, some in enumerate(named):
            table[number, [themes[theme] for theme in some if theme in themes]] = 1
    shared = told @ known.T
    share = shared / np.maximum(told.sum(axis=1, keepdims=True), 1)
    return np.where(shared > 0, SAME + np.rint(PART * share), 0).astype(int)


@dataclass
class _Solved:
    """The chosen pairs, and by how much the answer may miss the best one."""

    chosen: set[Pair]
    gap: float


def _first(problem: _Problem) -> Table:
    """Which pairs the solver sees first: the best of each side for each paper, ties spread over all readers."""
    told = np.zeros(problem.open.shape, dtype=bool)
    spread = np.random.default_rng(1).random(problem.open.shape)
    worth = np.where(problem.open, problem.fit + spread, -1.0)
    for number in range(len(SIDES)):
        columns = np.flatnonzero(problem.side == number)
        best = np.argsort(-worth[:, columns], axis=1)[:, :FIRST]
        np.put_along_axis(told, columns[best], values=True, axis=1)
    told &= problem.open
    for pair in problem.fixed:
        told[pair] = True
    return told


def _steps(problem: _Problem) -> tuple[Table, Table, Table]:
    """The steps of each reader's load: whose, what a step costs, and how wide it is; each costs more than the last."""
    total = int(problem.wanted.sum())
    whose, price, width = [], [], []
    for column, side in enumerate(problem.side):
        most = -(-total // int((problem.side == side).sum())) + 2
        for step in range(1, most + 2):
            whose.append(column)
            price.append(problem.even * (2 * step - 1))
            width.append(1.0 if step <= most else highspy.kHighsInf)
    return np.array(whose), np.array(price), np.array(width)


def _solve(problem: _Problem) -> _Solved:
    """Solves the linear programme over some pairs, prices all others, and takes in those that would be worth it."""
    rows = len(problem.papers)
    whose, price, width = _steps(problem)
    solver = _model(problem, whose, price, width)
    pairs = np.argwhere(_first(problem))
    seen = np.zeros(problem.open.shape, dtype=bool)
    known, dual = pairs[:0], np.zeros(0)
    while len(pairs):
        _take_in(solver, problem, pairs)
        seen[pairs[:, 0], pairs[:, 1]] = True
        known = np.concatenate([known, pairs])
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"The solver found no best assignment: {solver.getModelStatus()}")
        dual = np.array(solver.getSolution().row_dual)
        reduced = _reduced(problem, dual)
        worth = np.where(problem.open & ~seen, reduced, 0.0)
        pairs = np.argwhere(worth < -TINY)
        # The most promising first; what is left is priced again with the new dual values.
        pairs = pairs[np.argsort(worth[pairs[:, 0], pairs[:, 1]], kind="stable")[: max(5000, 2 * rows)]]
    value = np.array(solver.getSolution().col_value)[len(whose) :]
    if np.abs(value - np.rint(value)).max() > 1e-4:
        raise RuntimeError("The answer of the solver is not in whole numbers.")
    chosen = {(int(row), int(column)) for row, column in known[value > 0.5]}
    cost = float(solver.getInfo().objective_function_value)
    return _Solved(chosen, max(0.0, cost - _bound(problem, dual, whose, price, width)))


def _reduced(problem: _Problem, dual: Table) -> Table:
    """What each pair costs when the dual values of its rows are paid for it."""
    rows, columns = problem.open.shape
    by_side = dual[rows + columns :].reshape(len(SIDES), rows)
    told: Table = -problem.fit - dual[:rows, None] - dual[None, rows : rows + columns] - by_side[problem.side, :].T
    return told


def _bound(problem: _Problem, dual: Table, whose: Table, price: Table, width: Table) -> float:
    """What no assignment can cost less than, by these dual values, worked out over all pairs and not by the solver."""
    rows, columns = problem.open.shape
    reduced, loads = _reduced(problem, dual), dual[rows : rows + columns]
    free = problem.open.copy()
    told = 0.0
    for pair in problem.fixed:
        told += float(reduced[pair])
        free[pair] = False
    told += float(np.minimum(reduced, 0.0)[free].sum())
    steps = price + loads[whose]
    told += float((np.minimum(steps, 0.0) * np.where(np.isinf(width), 0.0, width)).sum())
    by_side = np.maximum(dual[rows + columns :].reshape(len(SIDES), rows), 0.0)
    return told + float(dual[:rows] @ problem.wanted) + float((by_side * problem.both).sum())


def _model(problem: _Problem, whose: Table, price: Table, width: Table) -> highspy.Highs:
    """The rows of the programme and the steps of the loads; the pairs come in later."""
    rows, columns = problem.open.shape
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    # Whole: as many readers as wanted. Load: what a reader has is the sum of the steps. Side: one of each at least.
    lower = np.concatenate([problem.wanted, np.zeros(columns), np.tile(problem.both, len(SIDES))]).astype(float)
    upper = np.concatenate([problem.wanted, np.zeros(columns), np.full(rows * len(SIDES), highspy.kHighsInf)])
    none = np.zeros(0)
    solver.addRows(len(lower), lower, upper.astype(float), 0, np.zeros(len(lower), dtype=np.int32),
                   none.astype(np.int32), none)  # fmt: skip
    count = len(whose)
    solver.addCols(count, price, np.zeros(count), width, count, np.arange(count, dtype=np.int32),
                   (rows + whose).astype(np.int32), np.full(count, -1.0))  # fmt: skip
    return solver


def _take_in(solver: highspy.Highs, problem: _Problem, pairs: Table) -> None:
    """Gives the solver these pairs as columns."""
    rows, columns = problem.open.shape
    count = len(pairs)
    paper, reader = pairs[:, 0], pairs[:, 1]
    of_side = rows + columns + problem.side[reader] * rows + paper
    index = np.stack([paper, rows + reader, of_side], axis=1).reshape(-1).astype(np.int32)
    lower = np.array([float((int(p), int(r)) in problem.fixed) for p, r in pairs])
    solver.addCols(count, -problem.fit[paper, reader].astype(float), lower, np.ones(count), 3 * count,
                   np.arange(0, 3 * count, 3, dtype=np.int32), index, np.ones(3 * count))  # fmt: skip


def _given(problem: _Problem, row: int, column: int) -> Given:
    """One pair of the answer with its reason."""
    paper, reader = problem.papers[row], problem.readers[column]
    shared = tuple(sorted(paper.themes & reader.themes))
    return Given(paper.key, reader.key, int(problem.fit[row, column]), shared, (row, column) in problem.fixed)
