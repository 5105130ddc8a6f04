"""What the room of partners tells the one timeline: tiers, states, places on the team, outcomes and plans."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader, in_each
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Unit
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Outcome, Partnership, Plan, Stage, Standing, TeamUnit, Tier


def _of(model: type[OwnedRecord], home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.visible_to(user).filter(within(row), home=home)
    return found


def standings(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The tiers a partnership stood in."""
    return _of(Standing, home, user, row).filter(tier__in=Tier.objects.visible_to(user)).select_related("tier")


def _standing(row: Any) -> Event:
    return Event(row, row.tier.name, row.begins, row.ends, running=not row.ends)


def stages(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The states it was in."""
    return _of(Stage, home, user, row)


def _stage(row: Any) -> Event:
    return Event(row, in_each(Partnership.State(row.state).label), row.begins, row.ends, running=not row.ends)


def places(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The departments on its team whose joining or leaving is dated."""
    found = _of(TeamUnit, home, user, row).filter(unit__in=Unit.objects.visible_to(user))
    dated = found.exclude(begins_first=None, ends_last=None, joined_phase=None)
    return dated.select_related("unit__alias_of", "joined_phase")


def _place(row: Any) -> Event:
    return Event(
        row, row.department.name, row.begins, row.ends, phase=row.joined_phase, running=not row.ends,
        path=f"departments/{row.department.slug}/", note=_("on the team"),
    )  # fmt: skip


def outcomes(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """What came of it."""
    return _of(Outcome, home, user, row).select_related("phase")


def _outcome(row: Any) -> Event:
    return Event(row, row.text, row.when, phase=row.phase)


def plans(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """What is or was planned."""
    return _of(Plan, home, user, row).select_related("phase")


def _plan(row: Any) -> Event:
    return Event(row, row.text, row.horizon, FuzzyDate(), phase=row.phase, note=row.get_state_display())


TELLERS = [
    Teller(Thread.STANDING, standings, _standing),
    Teller(Thread.STANDING, stages, _stage),
    Teller(Thread.STANDING, places, _place),
    Teller(Thread.OUTCOME, outcomes, _outcome, None),
    Teller(Thread.PLAN, plans, _plan, None),
]
