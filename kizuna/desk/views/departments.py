"""The department list as a matrix, and one department with its teams."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.wording import in_other_language
from kizuna.desk import readings
from kizuna.directory import policy
from kizuna.directory.models import Tag, Unit, UnitName
from kizuna.partners import portfolio


def units_of(home: Home, request: HttpRequest) -> list[Unit]:
    """The home's own units that this person may see, in the order of its table."""
    rows = Unit.objects.visible_to(request.user).filter(organisation__home_of__home=home)
    return list(rows.prefetch_related("parts__part", Prefetch("names", UnitName.objects.visible_to(request.user))))


@for_members
def departments(request: HomeRequest, home: Home) -> HttpResponse:
    """Which department is on which team."""
    language = get_language() or "en"
    held = portfolio.of(home, request.asof.day, request.user)
    units = units_of(home, request)
    on_teams = {place.department.pk for row in held.partnerships for place in row.team_on(held.day)}
    told = Footnotes([place for row in held.partnerships for place in row.team_on(held.day)], request.user)
    sources = {citation.source for rows in told.by_record.values() for citation in rows}
    context = {
        "matrix": readings.matrix(held, language, home.desk),
        "readings": readings.matrix_figures(held, language),
        "others": [unit for unit in units if unit.pk not in on_teams],
        "sources": sorted(sources, key=lambda source: source.slug),
        "can_add": policy.can_revise(request.user, Unit()),
    }
    return render(request, "desk/departments.html", context)


@for_members
def department(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One department: what it is called, the teams it is on, and the partners it has no team with."""
    language = get_language() or "en"
    unit = next((unit for unit in units_of(home, request) if unit.slug == slug), None)
    if unit is None:
        raise Http404
    held = portfolio.of(home, request.asof.day, request.user)
    teams = [
        (row, place, row.tier_on(held.day))
        for row in held.partnerships
        for place in row.team_on(held.day)
        if place.department.pk == unit.pk
    ]
    names, parts = list(unit.names.all()), list(unit.parts.all())
    tags = list(Tag.objects.visible_to(request.user).filter(record=unit.uuid).select_related("theme"))
    told = Footnotes([unit, *names, *parts, *(place for _row, place, _tier in teams), *tags], request.user)
    with_team = {row.pk for row, _place, _tier in teams}
    context = {
        "unit": unit,
        "other_name": in_other_language(unit.name),
        "names": [(name, told.every(name)) for name in names],
        "parts": parts,
        "cites": told.every(unit),
        "teams": [(row, place, tier, told.every(place)) for row, place, tier in teams],
        "lacking": [row for row in held.partnerships if row.pk not in with_team and row.team_on(held.day)],
        "tags": [(tag, told.every(tag)) for tag in tags],
        "panels": told.panels(),
        "language": language,
        "can_revise": policy.can_revise(request.user, unit),
    }
    return render(request, "desk/department.html", context)
