"""What rooms above tell the one timeline of a partnership: their own rows as events, each with its dates as stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, Record
from kizuna.core.values import FuzzyDate, Text
from kizuna.partners.models import Partnership


class Strand(models.TextChoices):
    """What an event of the timeline belongs to; the order is that of the picture."""

    PHASE = "phase", _("Phases")
    STANDING = "standing", _("Tier and state")
    AGREEMENT = "agreement", _("Agreements")
    PROJECT = "project", _("Projects and money")
    SERIES = "series", _("Series")
    ACTIVITY = "activity", _("Activities")
    FLOW = "flow", _("People moving")
    OUTCOME = "outcome", _("Outcomes")
    PLAN = "plan", _("Plans")


class Event(NamedTuple):
    """One row of a room in time: from when to when, as stated, and where it opens."""

    record: Record
    strand: Strand
    title: Text
    begins: FuzzyDate
    ends: FuzzyDate
    # Where it opens, below the home's desk, such as "agreements/<uuid>/".
    path: str = ""
    # What stands beside the title: a number, a place, a state; already in the reader's language.
    note: str = ""
    # Still going on: no end is recorded and none is to be expected.
    running: bool = False
    # The lane it shares with others: editions stand in the lane of their series.
    lane: Any = None


# Gives a partnership's events that this reader may see, in a fixed number of queries.
Teller = Callable[[Home, Reader, Partnership], list[Event]]
