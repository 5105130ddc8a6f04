"""Draws the course of a programme: departments each by itself, connected with each other, the whole as one wheel.

The numbers are those of the page: so many departments on teams, so many partners in each tier. Where a point lies means
nothing, except that the points of the first two pictures are the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

WIDTH, HEIGHT = 360, 150
# More points than these are no longer told apart.
MOST_DEPARTMENTS, MOST_PARTNERS = 14, 40
# A sequence of points that keep away from each other (the plastic number's powers).
STEPS = (0.7548776662466927, 0.5698402909980532)


@dataclass
class Point:
    """One dot with its colour."""

    x: float
    y: float
    tone: str = "gold"


@dataclass
class Picture:
    """What the template draws."""

    form: str
    points: list[Point] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


def course(told: dict[str, Any]) -> list[Picture | None]:
    """A picture for each phase of a page, where the page says who carried it."""
    departments = min(told.get("on_teams", 0), MOST_DEPARTMENTS)
    tones = [tier["tone"] for tier in told["tiers"] for _number in range(tier["count"])][:MOST_PARTNERS]
    return [_picture(phase.get("form", ""), departments, tones) for phase in told.get("phases", ())]


def _picture(form: str, departments: int, tones: list[str]) -> Picture | None:
    if form == "whole" and tones:
        return _wheel(tones)
    if form in ("apart", "connected") and departments:
        points = _scattered(departments)
        return Picture(form, points, _joined(points) if form == "connected" else [])
    return None


def _scattered(number: int) -> list[Point]:
    steps = range(1, number + 1)
    return [
        Point(round(24 + (WIDTH - 48) * (one * STEPS[0] % 1), 1), round(20 + (HEIGHT - 40) * (one * STEPS[1] % 1), 1))
        for one in steps
    ]


def _far(one: Point, other: Point) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _joined(points: list[Point]) -> list[tuple[float, float, float, float]]:
    """The shortest lines that leave none alone, and from each point one more to the nearest that has none yet."""
    inside, pairs = {0}, set()
    while len(inside) < len(points):
        near = min(
            ((a, b) for a in inside for b in range(len(points)) if b not in inside),
            key=lambda pair: _far(points[pair[0]], points[pair[1]]),
        )
        pairs.add((min(near), max(near)))
        inside.add(near[1])
    for a, one in enumerate(points):
        others = [b for b in range(len(points)) if b != a and (min(a, b), max(a, b)) not in pairs]
        if others:
            b = min(others, key=lambda number: _far(one, points[number]))
            pairs.add((min(a, b), max(a, b)))
    return [(points[a].x, points[a].y, points[b].x, points[b].y) for a, b in sorted(pairs)]


def _wheel(tones: list[str]) -> Picture:
    """The partners on the rim, tier by tier from the top, each joined with the middle."""
    x, y = WIDTH / 2, HEIGHT / 2
    points = []
    for number, tone in enumerate(tones):
        turn = 2 * math.pi * number / len(tones) - math.pi / 2
        points.append(Point(round(x + 146 * math.cos(turn), 1), round(y + 60 * math.sin(turn), 1), tone))
    return Picture("whole", points, [(x, y, one.x, one.y) for one in points])
