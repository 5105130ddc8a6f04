"""Two teams or two departments side by side, and where links and teams do not match."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.policy import can_write
from kizuna.directory.models import Unit
from kizuna.partners import links
from kizuna.partners.models import Partnership

# Beyond so many a list to choose from is no help: then a name is typed.
CHOICES = 200
MOST = 12


class Asked(NamedTuple):
    """One side: what was asked for, what was found, and the words when it was not."""

    text: str
    found: Any
    problem: str


def _side(text: str, rows: Any, called: Any) -> Asked:
    """A partnership or department by its name in addresses, else by any name if just one has it."""
    text = text.strip()[:200]
    if not text:
        return Asked("", None, "")
    found = rows.filter(slug=text).first()
    if found is None:
        some = list(called(text)[:2])
        if len(some) == 1:
            return Asked(text, some[0], "")
        more = _("“%s” names more than one; write more of the name.") if some else _("Nothing is called “%s”.")
        return Asked(text, None, more % text)
    return Asked(text, found, "")


@for_members
def overlap(request: HomeRequest, home: Home) -> HttpResponse:
    """What two teams share and what only one of them has; the same for two departments."""
    user, day, language = request.user, request.asof.day, get_language() or "en"
    teams = request.GET.get("by") != "departments"
    partnerships = Partnership.objects.visible_to(user).filter(home=home).in_list()
    units = Unit.objects.visible_to(user).filter(organisation__home_of__home=home, alias_of=None)
    rows: Any = partnerships if teams else units
    sides = [_side(request.GET.get(key, ""), rows, lambda text: rows.called(text, user)) for key in ("a", "b")]
    for side in sides:
        if side.problem:
            messages.warning(request, side.problem)
    first, second = (side.found for side in sides)
    result = None
    if first is not None and second is not None:
        make = links.overlap_of_teams if teams else links.overlap_of_units
        result = make(home, day, user, first, second)
    spread = [] if result else links.spread(home, day, user)
    things = _things(result, home, user, teams=teams) if result else []
    top, once = spread[:MOST], [row for row in spread if row[1] == 1]
    listed = page_of(request, once)
    known = Unit.objects.visible_to(user).in_bulk([unit for unit, _n, _p in [*top, *listed]])
    where = Partnership.objects.visible_to(user).in_bulk([pk for _u, _n, pk in listed])
    context = {
        "teams": teams, "sides": sides, "first": first, "second": second, "result": result, "things": things,
        "choices": _choices(rows, language, teams=teams),
        "top": [(known[unit], number) for unit, number, _pk in top if unit in known],
        "once": [(known[unit], where[pk]) for unit, _n, pk in listed if unit in known and pk in where],
        "once_page": listed,
    }  # fmt: skip
    return render(request, "desk/overlap.html", context)


def _choices(rows: Any, language: str, *, teams: bool) -> list[tuple[str, str]]:
    """What can be chosen; empty when there is too much of it, and a name is typed instead."""
    some = list(rows.order_by("pk" if teams else "order")[: CHOICES + 1])
    if len(some) > CHOICES:
        return []
    return [(row.slug, row.name.get(language).value if teams else row.short) for row in some]


def _things(result: links.Overlap, home: Home, user: Any, *, teams: bool) -> list[tuple[str, list[tuple[Any, str]]]]:
    """The four lists with what stands in them, as links."""
    keys = [*result.both, *result.only_first, *result.only_second, *result.unknown]
    model: Any = Unit if teams else Partnership
    found = model.objects.visible_to(user).in_bulk(keys)
    part = "departments" if teams else "partners"
    lists = (("both", result.both), ("first", result.only_first), ("second", result.only_second),
             ("unknown", result.unknown))  # fmt: skip
    return [
        (name, [(found[key], f"{home.desk}{part}/{found[key].slug}/") for key in some if key in found])
        for name, some in lists
    ]


@for_members
def gaps(request: HomeRequest, home: Home) -> HttpResponse:
    """Ties of departments that are not on the team, and places on teams without any other tie."""
    user, day = request.user, request.asof.day
    without_team = page_of(request, links.links_without_team(home, day, user), key="links")
    without_link = page_of(request, links.teams_without_links(home, day, user), key="teams")
    pairs = [*without_team, *without_link]
    units = Unit.objects.visible_to(user).in_bulk({unit for unit, _pk in pairs})
    rows = Partnership.objects.visible_to(user).in_bulk({pk for _unit, pk in pairs})
    found = links.ties(home, day, user, partnerships=list({pk for _unit, pk in without_team}))
    table = links.table_of(found)
    context = {
        "without_team": [
            (units[unit], rows[pk], [links.KINDS.get(kind, kind) for kind in table.meetings[unit][pk].held])
            for unit, pk in without_team
        ],
        "without_link": [(units[unit], rows[pk]) for unit, pk in without_link],
        "link_page": without_team,
        "team_page": without_link,
        "can_write": can_write(user, home),
    }
    return render(request, "desk/gaps.html", context)
