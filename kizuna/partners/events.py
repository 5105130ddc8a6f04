"""What rooms tell the one timeline of a partnership: their own rows as events, each with its dates as stated.

A room's ``timeline.py`` holds its TELLERS, one per kind of row. The roof first asks for the days of all rows, as plain
columns, and makes events only of those that it shows: a partnership with thousands of activities costs little more than
one with three.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home, Record
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate, Text
from kizuna.partners.models import Partnership, Phase


class Thread(models.TextChoices):
    """What an event of the timeline belongs to; the order is that of the picture."""

    PHASE = "phase", _("Phases")
    STANDING = "standing", _("Tier, state and team")
    AGREEMENT = "agreement", _("Agreements")
    PROJECT = "project", _("Projects and money")
    SERIES = "series", _("Series")
    ACTIVITY = "activity", _("Activities")
    VISIT = "visit", _("Visits and meetings")
    CALL = "call", _("Calls")
    FLOW = "flow", _("People moving")
    OUTCOME = "outcome", _("Outcomes")
    PLAN = "plan", _("Plans")


# What one row of a strand is called.
ONE = {
    Thread.PHASE: _("Phase"),
    Thread.STANDING: _("Tier, state and team"),
    Thread.AGREEMENT: _("Agreement"),
    Thread.PROJECT: _("Project"),
    Thread.SERIES: _("Series"),
    Thread.ACTIVITY: _("Activity"),
    Thread.VISIT: _("Visit or meeting"),
    Thread.CALL: _("Call"),
    Thread.FLOW: _("People moving"),
    Thread.OUTCOME: _("Outcome"),
    Thread.PLAN: _("Plan"),
}


class Event(NamedTuple):
    """One row of a room in time: from when to when, as stated, and where it opens."""

    record: Record
    title: Text
    begins: FuzzyDate
    ends: FuzzyDate = FuzzyDate()
    # Where it opens, below the home's desk, such as "agreements/<uuid>/".
    path: str = ""
    # What stands beside the title: a number, a place, a state; already in the reader's language.
    note: str = ""
    # It goes on: no end is recorded and none is to be expected.
    running: bool = False
    # What is dated by a phase only.
    phase: Phase | None = None
    # What it belongs to: editions stand in the lane of their series, which is that record's UUID.
    lane: Any = None


def within(row: Partnership | None, path: str = "partnership") -> Q:
    """What narrows rows to those of a partnership; without one they are those of the whole home."""
    return Q(**{path: row}) if row is not None else Q()


class Teller(NamedTuple):
    """How one kind of row becomes events."""

    strand: Thread
    # The rows of a partnership, or of a whole home, that this reader may see, with all that an event needs joined.
    rows: Callable[[Home, Reader, Partnership | None], QuerySet[Any]]
    # One such row as an event; it asks the database nothing.
    event: Callable[[Any], Event]
    # The columns with the first and the last day on which it may have been; none where it has no such columns.
    bounds: tuple[str, str] | None = ("begins_first", "ends_last")
