"""What goes on by itself when a phase is closed: rooms above say what of theirs does, such as series still held."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import Text


class GoingOn(NamedTuple):
    """How many of a kind go on, in words; some of them with their addresses; the address of the list of all."""

    told: str
    some: list[tuple[Text, str]]
    rest: int
    every: str


# Rooms above add theirs; None where nothing goes on.
CARRIERS: list[Callable[[Home, Reader], GoingOn | None]] = []


def going_on(home: Home, user: Reader) -> list[GoingOn]:
    """All that goes on in a home, as far as this reader may see it."""
    return [found for tell in CARRIERS if (found := tell(home, user))]
