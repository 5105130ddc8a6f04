"""Draws the pages of a home from its editions, many at a time, and says by a mark whether one would look the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from typing import Any

from django.db import connection, connections
from django.utils.translation import override

from kizuna.core.models import Home
from kizuna.core.values import years
from kizuna.public import beside, chrome, drawnby, views
from kizuna.public.exporting.asked import Asked
from kizuna.public.exporting.places import Unit
from kizuna.publishing.models import Edition, Page, path_of

AT_ONCE = 100
# From so many pages on, several processes draw.
MANY, MOST_PROCESSES = 1000, 4
# What a process that draws was given when it began.
_held: list[Unit] = []
# What leads to the next part of one page; the pages of a long list that are pages of their own are led to by address.
NEXT = 'rel="next" href="?'


def units_of(home: Home, around: str) -> list[Unit]:
    """Every published page of a home in each of its languages; ``around`` is what else the pages depend on."""
    rows = Edition.objects.published().filter(home=home).order_by("page", "language")
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in rows.values_list(
        "page__kind", "page__slug", "language", "pk", "fingerprint", "correction", "published_at"
    ):
        found.setdefault(row[:2], []).append(row[2:])
    frames: dict[str, str] = {}
    units = []
    for (kind, slug), editions in found.items():
        languages = tuple(one[0] for one in editions)
        for language, key, *said in editions:
            frame = frames.get(language) or frames.setdefault(language, _around(home, language, around))
            led = beside.of(Edition(page=Page(kind=kind, slug=slug), language=language), home)
            mark = hashlib.sha256(f"{said}{languages}{frame}{led}".encode()).hexdigest()[:16]
            units.append(Unit(home, path_of(kind, slug), language, languages, key, mark))
    return units


def _around(home: Home, language: str, around: str) -> str:
    frame = chrome.frame(home, language)
    return repr(
        (home.name.to_json(), home.languages, home.fictional, home.years, sorted(frame.items()), around, drawnby.mark())
    )


def drawn(units: Sequence[Unit]) -> Iterator[tuple[Unit, list[str]]]:
    """Each page with its parts, as HTML."""
    starts = range(0, len(units), AT_ONCE)
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    # Within a transaction other processes would not see what this one does.
    if len(units) < MANY or processes == 1 or connection.in_atomic_block:
        for start in starts:
            yield from _named(units, start, _drawn(units, start))
        return
    connections.close_all()
    with get_context("fork").Pool(processes, _begin, (units,)) as pool:
        for start, found in zip(starts, pool.imap(_of_several, starts), strict=True):
            yield from _named(units, start, found)


def _named(units: Sequence[Unit], start: int, found: Sequence[list[str] | None]) -> Iterator[tuple[Unit, list[str]]]:
    for number, parts in enumerate(found, start):
        # What was withdrawn while we were writing is taken away the next time.
        if parts is not None:
            yield units[number], parts


def _drawn(units: Sequence[Unit], start: int) -> list[list[str] | None]:
    some = units[start : start + AT_ONCE]
    editions = Edition.objects.published().select_related("page").in_bulk([one.edition for one in some])
    return [_parts(one, editions[one.edition]) if one.edition in editions else None for one in some]


def _begin(units: Sequence[Unit]) -> None:
    _held[:] = units


def _of_several(start: int) -> list[list[str] | None]:
    return _drawn(_held, start)


def _parts(unit: Unit, edition: Edition) -> list[str]:
    found = [_part(unit, edition, 1)]
    while NEXT in found[-1]:
        found.append(_part(unit, edition, len(found) + 1))
    return found


def _part(unit: Unit, edition: Edition, number: int) -> str:
    home = unit.home
    request: Any = Asked(f"{home.site}{unit.language}/{unit.path}", {"page": number} if number > 1 else None)
    request.home = home
    request.here = chrome.Here(unit.path, unit.language, unit.languages, True)
    with override(unit.language), years.written_as(home.years):
        return views.shown(request, home, edition).content.decode()
