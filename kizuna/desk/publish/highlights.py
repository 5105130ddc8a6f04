"""Drafts the highlight of a partnership in a phase: what the rooms tell of that time, statement by statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import pgettext_lazy

from kizuna.core.figures import as_of
from kizuna.core.models import Figure, Home, Picture
from kizuna.desk.publish import blocks, gallery
from kizuna.desk.publish.telling import NOBODY, Made, Tree, about, head
from kizuna.desk.timeline import Gathered, gather
from kizuna.partners.events import Event, Thread
from kizuna.partners.models import Chapter, Partnership, Phase
from kizuna.partners.phasewise import phases_of

# Under which heading the events of a thread are told, in the order of the text.
GROUPS: tuple[tuple[Any, tuple[Thread, ...]], ...] = (
    (pgettext_lazy("in a highlight", "What was agreed"), (Thread.AGREEMENT, Thread.PROJECT)),
    (
        pgettext_lazy("in a highlight", "What was done"),
        (Thread.SERIES, Thread.ACTIVITY, Thread.VISIT, Thread.CALL, Thread.FLOW),
    ),
    (pgettext_lazy("in a highlight", "What came of it"), (Thread.OUTCOME,)),
    (pgettext_lazy("in a highlight", "What comes next"), (Thread.PLAN,)),
)


# What stands in an address in place of a phase, for what is told of no phase because nobody says when it was.
UNDATED = "0"


def slug_of(row: Partnership, phase: Phase | None) -> str:
    """The name of a highlight in addresses."""
    return f"{row.slug}-{phase.order if phase is not None else UNDATED}"


def find(home: Home, slug: str) -> tuple[Partnership, Phase | None] | None:
    """The published partnership and phase that a name in addresses means; no phase for what bears no date."""
    name, _dash, order = slug.rpartition("-")
    phase = next((one for one in phases_of(home, NOBODY) if str(one.order) == order), None)
    row = Partnership.objects.published().filter(home=home, slug=name).first()
    return (row, phase) if row is not None and (phase is not None or order == UNDATED) else None


def make(home: Home, slug: str) -> Made | None:
    """The highlight as the records have it now; None where there is no such partnership, or nothing to tell."""
    found = find(home, slug)
    return next(iter(make_all(home, found[0], [found[1]])), None) if found is not None else None


def make_all(home: Home, row: Partnership, phases: Sequence[Phase | None]) -> list[Made]:
    """The highlights of one partnership in some phases, where there is anything to tell of them.

    None among the phases asks for what bears no date: sources often say what is done, and not when.
    """
    told = gather(home, NOBODY, row)
    chapters = list(Chapter.objects.published().filter(partnership=row))
    figures = list(Figure.objects.published().filter(record=row.uuid, home=home))
    own_pictures = gallery.published(home, [row.uuid])[row.uuid]
    found = []
    for phase in phases:
        if phase is None:
            groups = _groups(told)
            own = [one for one in figures if as_of(one) is None]
            if own or any(events for _title, events in groups):
                shown = [one for one in own_pictures if one.taken.start.earliest is None]
                shown += _of_events(home, [event for _title, events in groups for event in events])
                found.append(_made(home, row, None, [], groups, own, shown))
            continue
        first, last = phase.period.start.earliest, phase.period.end.latest
        if first is not None and last is not None:
            own = [one for one in figures if (day := as_of(one)) is not None and first <= day <= last]
            passages = [one for one in chapters if one.phase_id == phase.pk]
            groups = _groups(told, first.isoformat(), last.isoformat())
            if own or passages or any(events for _title, events in groups):
                shown = [one for one in own_pictures if _taken_within(one, first, last)]
                shown += _of_events(home, [event for _title, events in groups for event in events])
                found.append(_made(home, row, phase, passages, groups, own, shown))
    return found


def _taken_within(one: Picture, first: date, last: date) -> bool:
    """Whether a picture is of that time; one that bears no date is of none."""
    day = one.taken.start.earliest
    return day is not None and first <= day <= last


def _of_events(home: Home, events: list[Event]) -> list[Picture]:
    """The pictures that hang on what is told, each once."""
    keys = list(dict.fromkeys(event.record.uuid for event in events))
    found = gallery.published(home, keys)
    return [one for key in keys for one in found.get(key, ())]


def _groups(told: Gathered, first: str = "", last: str = "") -> list[tuple[Any, list[Event]]]:
    """What the rooms tell of the days of a phase, by heading; without days, what is dated by nothing."""
    found = []
    for title, threads in GROUPS:
        places = sorted(
            place
            for place in told.every(threads)
            if place.dated == bool(last)
            and (not last or (place.first <= last and not (place.last and place.last < first)))
        )
        found.append((title, [event for _key, event in told.events(places)]))
    return found


def _made(
    home: Home,
    row: Partnership,
    phase: Phase | None,
    chapters: list[Chapter],
    groups: list[tuple[Any, list[Event]]],
    figures: list[Figure],
    shown: list[Picture],
) -> Made:
    tree: Tree = {
        **head(home),
        "title": row.name,
        "partner": {"slug": row.slug, "name": row.name},
        "phase": phase.name if phase is not None else pgettext_lazy("of a highlight", "Through the phases"),
        "years": phase.period if phase is not None else "",
        **blocks.told([
            blocks.Group("", [blocks.Said(one, one.text) for one in chapters]),
            *(blocks.Group(title, [blocks.of_event(event) for event in events]) for title, events in groups),
            blocks.in_figures(figures),
            blocks.in_pictures(shown, pgettext_lazy("in a highlight", "In pictures")),
        ]),
    }  # fmt: skip
    return Made("highlight", slug_of(row, phase), row.name, tree, **about(row))
