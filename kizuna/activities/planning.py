"""The next edition of a series, as far as it follows from those on record."""

from __future__ import annotations

from kizuna.activities.models import Activity
from kizuna.activities.turns import Told, edition_after
from kizuna.core.models import Visibility


def next_of(told: Told) -> Activity:
    """A new edition, planned: the other side as host, the number after the last, and the time when it is due."""
    series, last = told.series, told.last
    made = Activity(
        home=series.home, series=series, partnership=series.partnership, kind=series.kind,
        state=Activity.State.PLANNED, edition=edition_after(told), begins=told.due.when,
        host_side=told.turn.side or Activity.Side.NOT_STATED, visibility=Visibility.STAFF,
    )  # fmt: skip
    if last is not None:
        made.access, made.languages = last.access, last.languages
    return made
