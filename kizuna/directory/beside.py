"""What rooms above tell beside a person on the page of people, such as what that person has promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from kizuna.core.models import Home
from kizuna.core.models.record import Reader


class Line(NamedTuple):
    """One line beside a person: what it is, in the reader's language, and where it opens below the home's desk."""

    words: str
    path: str
    when: str = ""
    late: bool = False


# Each answers for many people at once, by their numbers, in a fixed number of questions.
TELLERS: list[Callable[[Home, Reader, Collection[int]], Mapping[int, list[Line]]]] = []


def lines(home: Home, user: Reader, people: Collection[int]) -> dict[int, list[Line]]:
    """The lines of each of these people."""
    found: dict[int, list[Line]] = defaultdict(list)
    for tell in TELLERS:
        for key, some in tell(home, user, people).items():
            found[key] += some
    return found
