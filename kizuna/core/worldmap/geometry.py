"""Plane geometry of the maps: boxes, clipping against convex outlines, and SVG path data."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import NamedTuple


class XY(NamedTuple):
    """A position in the units of a drawing, y downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> XY:
        return XY((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def corners(self) -> tuple[XY, XY, XY, XY]:
        """Clockwise on the screen, from the top left."""
        return (
            XY(self.left, self.top),
            XY(self.right, self.top),
            XY(self.right, self.bottom),
            XY(self.left, self.bottom),
        )

    def grow(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def contains(self, other: "Box") -> bool:
        return self.holds(other.left, other.top) and self.holds(other.right, other.bottom)

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    @staticmethod
    def around(points: Iterable[tuple[float, float]]) -> "Box":
        """The smallest box that holds all points, of which there must be one."""
        xs, ys = zip(*points, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))


def rounded(box: Box, radius: float, steps: int = 4) -> tuple[XY, ...]:
    """The outline of a box with round corners, clockwise on the screen."""
    outline: list[XY] = []
    inner = box.grow(-radius)
    for corner, start in zip(inner.corners, (pi, 1.5 * pi, 0.0, 0.5 * pi), strict=True):
        for step in range(steps + 1):
            angle = start + step / steps * pi / 2
            outline.append(XY(corner.x + radius * cos(angle), corner.y + radius * sin(angle)))
    return tuple(outline)


def clip_area(points: Sequence[XY], outline: Sequence[XY]) -> list[XY]:
    """The part of a closed ring inside a convex outline given clockwise on the screen."""
    ring = list(points)
    for i, a in enumerate(outline):
        b = outline[(i + 1) % len(outline)]
        dx, dy = b.x - a.x, b.y - a.y
        if not ring:
            break
        kept: list[XY] = []
        last = ring[-1]
        last_side = dx * (last.y - a.y) - dy * (last.x - a.x)
        for point in ring:
            side = dx * (point.y - a.y) - dy * (point.x - a.x)
            if (side >= 0) != (last_side >= 0):
                t = last_side / (last_side - side)
                kept.append(XY(last.x + t * (point.x - last.x), last.y + t * (point.y - last.y)))
            if side >= 0:
                kept.append(point)
            last, last_side = point, side
        ring = kept
    return ring


def clip_line(points: Sequence[XY], box: Box) -> list[list[XY]]:
    """The pieces of an open line inside a box."""
    if box.contains(Box.around(points)):
        return [list(points)]
    pieces: list[list[XY]] = []
    for a, b in pairwise(points):
        inside = _clip_segment(a, b, box)
        if inside is None:
            continue
        start, end = inside
        if pieces and pieces[-1][-1] == start:
            pieces[-1].append(end)
        else:
            pieces.append([start, end])
    return pieces


def _clip_segment(a: XY, b: XY, box: Box) -> tuple[XY, XY] | None:
    dx, dy = b.x - a.x, b.y - a.y
    first, last = 0.0, 1.0
    for step, room in (
        (-dx, a.x - box.left),
        (dx, box.right - a.x),
        (-dy, a.y - box.top),
        (dy, box.bottom - a.y),
    ):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last:
        return None
    start = a if first == 0 else XY(a.x + first * dx, a.y + first * dy)
    return start, b if last == 1 else XY(a.x + last * dx, a.y + last * dy)


def number(value: float) -> str:
    """A coordinate as an SVG attribute: one decimal at most, whatever the language of the page."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 99999 else f"{value:.0f}"


def line_path(pieces: Iterable[Sequence[XY]]) -> str:
    """Path data of open lines, in absolute coordinates."""
    return "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in piece) for piece in pieces if len(piece) > 1)


def area_path(points: Iterable[XY], grain: float = 0.6) -> str:
    """Path data of a ring in short relative steps; steps finer than the grain are left out."""
    kept: list[XY] = []
    for point in points:
        if not kept or hypot(point.x - kept[-1].x, point.y - kept[-1].y) >= grain:
            kept.append(point)
    if len(kept) < 3:
        return ""
    # Whole tenths, so that rounding the steps never adds up along the ring.
    tenths = [(round(x * 10), round(y * 10)) for x, y in kept]
    x, y = tenths[0]
    steps = []
    for nx, ny in tenths[1:]:
        steps.append(f"{(nx - x) / 10:g},{(ny - y) / 10:g}")
        x, y = nx, ny
    return f"M{tenths[0][0] / 10:g},{tenths[0][1] / 10:g}l{' '.join(steps)}z"
