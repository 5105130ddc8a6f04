"""Makes the page of each published series: its editions, where each was held, and whose turn it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from kizuna.activities import listing, turns
from kizuna.activities.models import Activity, Disruption, Practice, Rhythm, Series
from kizuna.core.citing import Cited, Footnotes
from kizuna.core.models import Home, Note
from kizuna.core.values import Text
from kizuna.desk.publish import gallery
from kizuna.desk.publish.activities import line, partner, what
from kizuna.desk.publish.telling import NOBODY, Made, Tree, about, cites, day_of, head, said, sources

AT_ONCE = 200


class Reading:
    """What the pages of some series are made from."""

    def __init__(self, rows: list[Series]) -> None:
        keys, uuids = [row.pk for row in rows], [row.uuid for row in rows]
        self.editions: dict[int, list[Activity]] = defaultdict(list)
        own = Activity.objects.published().filter(series__in=keys).whole()
        for one in listing.with_all(own, NOBODY).order_by():
            self.editions[one.series_id].append(one)
        self.practices: dict[int, list[Practice]] = defaultdict(list)
        for practice in Practice.objects.published().filter(series__in=keys):
            self.practices[practice.series_id].append(practice)
        self.between: dict[int, list[Disruption]] = defaultdict(list)
        for disruption in Disruption.objects.published().filter(series__in=keys):
            self.between[disruption.series_id].append(disruption)
        self.notes: dict[Any, list[Note]] = defaultdict(list)
        for note in Note.objects.published().filter(record__in=uuids):
            self.notes[note.record].append(note)
        held = [one.uuid for some in self.editions.values() for one in some]
        self.pictures = gallery.published(rows[0].home, [*uuids, *held])
        self.cited = Cited([one for row in rows for one in self.records(row)], NOBODY)

    def records(self, row: Series) -> list[Any]:
        """All that a page of a series states."""
        return [row, *self.notes[row.uuid], *self.editions[row.pk], *self.practices[row.pk], *self.between[row.pk]]


def make(home: Home) -> Iterator[Made]:
    """The page of every published series of the home."""
    rows = list(Series.objects.published().filter(home=home).select_related("partnership"))
    day = day_of(home)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        reading = Reading(some)
        for row in some:
            yield Made("series", row.slug, row.title, _tree(home, row, reading, day), **about(row))


def _tree(home: Home, row: Series, reading: Reading, day: date) -> Tree:
    notes = Footnotes(reading.records(row), NOBODY, reading.cited)
    editions = turns.in_order(reading.editions[row.pk])
    tree: Tree = {
        **head(home),
        "title": row.title,
        "second": row.second_name,
        "what": what(row),
        "partner": partner(row),
        "rhythm": Rhythm(row.rhythm).label if row.rhythm != Rhythm.NOT_STATED else "",
        "per_year": row.per_year,
        "hosts": Series.Hosts(row.host_pattern).label if row.host_pattern != Series.Hosts.NOT_STATED else "",
        "over": Series.State(row.state).label if row.state in (Series.State.ENDED, Series.State.RESTS) else "",
        "since": row.begins,
        "until": row.ends,
        "text": row.text,
        "cites": cites(notes, row),
        "turn": _turn(row, editions, day),
        "next": _next(row, editions, day),
        "editions": [line(one, notes) for one in reversed(editions)],
        "notes": said(notes, reading.notes[row.uuid]),
        "between": said(notes, reading.between[row.pk]),
        "practices": said(notes, reading.practices[row.pk]),
        "pictures": gallery.every(one for held in (row, *reversed(editions)) for one in reading.pictures[held.uuid]),
    }
    return tree | {"sources": sources(notes)}


def _turn(row: Series, editions: list[Activity], day: date) -> Tree | None:
    """Who hosts next and why; nothing of a series that is over."""
    if row.is_over:
        return None
    known = turns.whose_turn(row, editions, day)
    reason = _in_each(lambda: turns.whose_turn(row, editions, day).reason)
    return {"name": Activity.Side(known.side).label if known.side else "", "text": reason}


def _next(row: Series, editions: list[Activity], day: date) -> Tree | None:
    """When the next edition is planned; what could only be expected is told to the office, not to the public."""
    planned = [one for one in editions if one.state == Activity.State.PLANNED and not turns.past(one, day)]
    return {"when": planned[0].when, "where": planned[0].place} if planned and not row.is_over else None


def _in_each(say: Any) -> Text:
    """Words that are made in the language of the moment, in every language of the site."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = say()
    return Text.from_json(found)
