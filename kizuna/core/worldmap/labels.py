"""Placing labels beside their dots: greedily, never one over another, with a leader line when far."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from kizuna.core.worldmap.geometry import XY, Box
from kizuna.core.worldmap.lettering import text_width

# Parts of the type size above and below the baseline that a line of text fills.
ASCENT, DESCENT = 0.8, 0.25
_CELL = 6.0
_ROUNDS = 3
# A place beside the dot that costs more, as lines run under it, loses to one with a leader.
_PATIENCE = 18.0


@dataclass(frozen=True)
class Wanted:
    """A label to place at a dot; `reach` is the dot's radius, a lower rank is placed first.

    `below` prefers the place under the dot to the one beside it; `farthest` is the longest leader.
    """

    key: str
    text: str
    x: float
    y: float
    reach: float
    size: float
    rank: int = 0
    below: bool = False
    farthest: float = 68.0


@dataclass(frozen=True)
class Placed:
    """Where a label stands: position of its baseline, its box, and the line back to its dot if far."""

    key: str
    x: float
    y: float
    anchor: str
    box: Box
    leader: tuple[XY, XY] | None = None


class _Lines:
    """Cells of the plane that lines run through, to count how many a label would cover."""

    def __init__(self, lines: Iterable[Sequence[XY]]) -> None:
        self.cells: set[tuple[int, int]] = set()
        for line in lines:
            for a, b in pairwise(line):
                steps = int(max(abs(b.x - a.x), abs(b.y - a.y)) / _CELL) + 1
                for i in range(steps + 1):
                    x, y = a.x + (b.x - a.x) * i / steps, a.y + (b.y - a.y) * i / steps
                    self.cells.add((int(x // _CELL), int(y // _CELL)))

    def under(self, box: Box) -> int:
        columns = range(int(box.left // _CELL), int(box.right // _CELL) + 1)
        rows = range(int(box.top // _CELL), int(box.bottom // _CELL) + 1)
        return sum((column, row) in self.cells for column in columns for row in rows)


def place(
    wanted: Sequence[Wanted],
    bounds: Box,
    *,
    blocked: Sequence[Box] = (),
    dots: Sequence[tuple[str, Box]] = (),
    lines: Iterable[Sequence[XY]] = (),
) -> dict[str, Placed]:
    """Places by key; what finds no free place is left out. Dots block all labels but their own."""
    covered = _Lines(lines)
    spots = {want.key: _Spots(want, bounds, blocked, dots, covered) for want in wanted}
    # The most crowded first within a rank: what has few places must not lose them to its neighbours.
    order = sorted(wanted, key=lambda want: (want.rank, len(spots[want.key].near), want.key))
    best: dict[str, Placed] = {}
    for _ in range(_ROUNDS):
        found = _greedy(order, spots)
        if len(found) > len(best):
            best = found
        missing = {want.key for want in order if want.key not in found and not spots[want.key].hopeless}
        if not missing:
            break
        # Those left over have a harder life than their rank says: try again with them in front.
        order = sorted(order, key=lambda want: (want.rank > 0, want.key not in missing))
    return best


def _greedy(order: Sequence[Wanted], spots: dict[str, "_Spots"]) -> dict[str, Placed]:
    taken: list[Box] = []
    found: dict[str, Placed] = {}
    for want in order:
        for placed in spots[want.key]:
            trail = _trail(placed.leader)
            # Letters that merely touch read as one word.
            if _hits(placed.box.grow(2.5), taken) or any(_hits(bit, taken) for bit in trail):
                continue
            found[want.key] = placed
            taken += [placed.box, *trail]
            break
    return found


def _hits(box: Box, others: Iterable[Box]) -> bool:
    # Written out, as this is where the time goes.
    left, top, right, bottom = box
    for other_left, other_top, other_right, other_bottom in others:
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            return True
    return False


class _Spots:
    """The free places of one label, cheapest first; those far from its dot are only sought when needed."""

    def __init__(
        self,
        want: Wanted,
        bounds: Box,
        blocked: Sequence[Box],
        dots: Sequence[tuple[str, Box]],
        covered: _Lines,
    ) -> None:
        self.want, self.bounds, self.covered = want, bounds, covered
        self.width = text_width(want.text, want.size)
        # Nothing farther than a label and its longest leader can be in its way.
        reach = Box(want.x, want.y, want.x, want.y).grow(self.width + 90)
        self.others = [box for key, box in dots if key != want.key and box.overlaps(reach)]
        self.others += [box for box in blocked if box.overlaps(reach)]
        self.near = self._free(_near(want))
        self.all: list[tuple[float, Placed]] | None = None

    @property
    def hopeless(self) -> bool:
        return not self.near and self.all == []

    def __iter__(self) -> Iterator[Placed]:
        for cost, placed in self.near:
            if cost > _PATIENCE:
                break
            yield placed
        if self.all is None:
            self.all = sorted([*self.near, *self._free(_far(self.want, self.width))], key=lambda spot: spot[0])
        for _, placed in self.all:
            yield placed

    def _free(self, positions: Iterable[tuple[float, float, str, float]]) -> list[tuple[float, Placed]]:
        want, width = self.want, self.width
        free: list[tuple[float, Placed]] = []
        for rank, (x, y, anchor, away) in enumerate(positions):
            left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
            box = Box(left, y - ASCENT * want.size, left + width, y + DESCENT * want.size)
            if not self.bounds.contains(box) or _hits(box, self.others):
                continue
            leader = _leader(want, box) if away else None
            if any(_hits(bit, self.others) for bit in _trail(leader)):
                continue
            cost = 2.0 * self.covered.under(box) + (10 + away * 0.35 if away else rank * 0.6)
            free.append((cost, Placed(want.key, x, y, anchor, box, leader)))
        free.sort(key=lambda spot: spot[0])
        return free


def _near(want: Wanted) -> Iterable[tuple[float, float, str, float]]:
    """Baseline positions beside the dot from the most natural on; the last number is the distance away."""
    gap, size = want.reach + 4.5, want.size
    middle, slant = 0.36 * size, 0.72 * gap
    x, y = want.x, want.y
    if want.below:
        yield x, y + gap + 0.75 * size, "middle", 0
    yield x + gap, y + middle, "start", 0
    yield x - gap, y + middle, "end", 0
    yield x + slant, y + slant + 0.7 * size, "start", 0
    yield x - slant, y + slant + 0.7 * size, "end", 0
    yield x + slant, y - slant - 0.05 * size, "start", 0
    yield x - slant, y - slant - 0.05 * size, "end", 0
    yield x, y + gap + 0.75 * size, "middle", 0
    yield x, y - gap - 0.15 * size, "middle", 0


def _far(want: Wanted, width: float) -> Iterable[tuple[float, float, str, float]]:
    """Displaced positions around the dot, nearest first."""
    for away in (16.0, 26.0, 38.0, 52.0, 68.0):
        if away > want.farthest:
            return
        for turn in range(16):
            angle = turn * pi / 8
            dx, dy = cos(angle), sin(angle)
            anchor = "start" if dx > 0.3 else "end" if dx < -0.3 else "middle"
            base = want.y + dy * (want.reach + away) + (0.36 + 0.4 * dy) * want.size
            yield want.x + dx * (want.reach + away), base, anchor, away
            if anchor == "middle":
                # A long label need not stand centred over its dot.
                yield want.x - width * 0.3, base, anchor, away
                yield want.x + width * 0.3, base, anchor, away


def _leader(want: Wanted, box: Box) -> tuple[XY, XY] | None:
    end = XY(min(max(want.x, box.left), box.right), min(max(want.y, box.top), box.bottom))
    length = hypot(end.x - want.x, end.y - want.y)
    if length < want.reach + 4:
        return None
    dx, dy = (end.x - want.x) / length, (end.y - want.y) / length
    return XY(want.x + dx * (want.reach + 1), want.y + dy * (want.reach + 1)), XY(end.x - dx * 2, end.y - dy * 2)


def _trail(leader: tuple[XY, XY] | None) -> list[Box]:
    """A leader line as a row of small boxes, so that nothing is put on top of it."""
    if leader is None:
        return []
    a, b = leader
    steps = int(hypot(b.x - a.x, b.y - a.y) / 4) + 1
    return [
        Box(x, y, x, y).grow(1)
        for x, y in ((a.x + (b.x - a.x) * i / steps, a.y + (b.y - a.y) * i / steps) for i in range(steps + 1))
    ]
