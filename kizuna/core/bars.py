"""Bars side by side, each of several pieces: what a report draws, as numbers from which a template makes a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

# Pixels from the ground to the top of the highest bar, and around it.
TALL, ABOVE, BELOW = 180, 22, 24


class Piece(NamedTuple):
    """One piece of a bar: how many, in which tone, and what it stands for."""

    value: int
    tone: str
    label: str


class Bar(NamedTuple):
    """One bar: its label, its pieces from below, whether it is marked."""

    label: str
    pieces: list[Piece]
    marked: bool = False

    @property
    def total(self) -> int:
        """How many it stands for."""
        return sum(piece.value for piece in self.pieces)


def legend(bars: Sequence[Bar]) -> list[Piece]:
    """What each tone stands for."""
    return list({piece.tone: piece for bar in bars for piece in bar.pieces}.values())


def spoken(bars: Sequence[Bar]) -> str:
    """The picture in words."""
    return "; ".join(
        f"{bar.label}: "
        + (", ".join(f"{piece.label} {piece.value}" for piece in bar.pieces if piece.value) or _("none"))
        for bar in bars
    )


def draw(bars: Sequence[Bar]) -> dict[str, Any]:
    """Where everything stands: across in per cent, so that it is as wide as its place; up in pixels."""
    top = max([1, *(bar.total for bar in bars)])
    step = 100 / max(1, len(bars))
    drawn = []
    for place, bar in enumerate(bars):
        ground, pieces = float(ABOVE + TALL), []
        for piece in bar.pieces:
            if piece.value:
                high = max(piece.value * TALL / top, 2.0)
                ground -= high
                pieces.append({"y": round(ground, 1), "height": round(high - 1, 1), "tone": piece.tone,
                               "title": f"{bar.label}: {piece.label} {piece.value}"})  # fmt: skip
        drawn.append({
            "x": f"{(place + 0.19) * step:.2f}%", "width": f"{step * 0.62:.2f}%", "mid": f"{(place + 0.5) * step:.2f}%",
            "pieces": pieces, "total": bar.total or "", "total_y": round(ground - 6, 1), "label": bar.label,
            "marked": bar.marked, "odd": len(bars) > 8 and (len(bars) - 1 - place) % 2 == 1,
        })  # fmt: skip
    return {"bars": drawn, "legend": legend(bars), "spoken": spoken(bars), "height": ABOVE + TALL + BELOW,
            "ground": ABOVE + TALL, "label_y": ABOVE + TALL + 17}  # fmt: skip
