"""What a news item of a visit tells besides the visit: what ties us to those visited, what we do with each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.figures import as_of
from kizuna.core.models import Figure, Home
from kizuna.desk.publish.blocks import Group, Said
from kizuna.desk.publish.phrasing import name, phrase
from kizuna.desk.publish.telling import value_of
from kizuna.partners.models import HistoricalTie, Partnership, Plan
from kizuna.projects.models import Project
from kizuna.visits.models import Visit
from kizuna.visits.models.visit import UNDATED

# A figure of this long before or after a visit is no news of it.
NEAR = timedelta(days=366)
# Of each partner so much is told.
EACH = 6


def groups(home: Home, visit: Visit, partners: Sequence[Partnership], countries: Iterable[str]) -> Iterator[Group]:
    """Partner by partner what is under way and planned with it, in numbers too; then the history with the countries."""
    day = visit.sort_day if visit.sort_day != UNDATED else None
    for row in partners:
        yield Group(
            phrase(pgettext_lazy("in a news item", "With %(partner)s"), partner=name(row.name)),
            [*_projects(row, day), *_figures(home, row, day), *_plans(row)][:EACH],
        )
    ties = HistoricalTie.objects.published().filter(home=home, partnership=None, country__in=set(countries) - {""})
    yield Group(pgettext_lazy("in a news item", "A shared history"), [Said(one, one.text) for one in ties[:EACH]])


def _projects(row: Partnership, day: date | None) -> Iterator[Said]:
    """The projects that were under way then, as far as is known."""
    over = Q(state__in=(Project.State.DONE, Project.State.DROPPED))
    if day is not None:
        over |= Q(ends_last__lt=day) | Q(begins_first__gt=day)
    for one in Project.objects.published().filter(partnership=row).exclude(over):
        what: Any = phrase(_("%(title)s. %(text)s"), title=one.title, text=one.text) if one.text else one.title
        yield Said(one, what)


def _figures(home: Home, row: Partnership, day: date | None) -> Iterator[Said]:
    for one in Figure.objects.published().filter(home=home, record=row.uuid):
        counted = as_of(one)
        if day is not None and counted is not None and abs(counted - day) <= NEAR:
            yield Said(one, one.name, "", one.as_of, value_of(one))


def _plans(row: Partnership) -> Iterator[Said]:
    open_still = (Plan.State.OPEN, Plan.State.UNDER_WAY)
    for one in Plan.objects.published().filter(partnership=row, state__in=open_still):
        yield Said(one, phrase(_("Planned: %(plan)s"), plan=one.text))
