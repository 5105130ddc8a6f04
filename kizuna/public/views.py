"""The pages that a home publishes: programme, partner, department list; from published records only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kizuna.core import wording
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.figureviews import shown
from kizuna.core.models import Citation, Figure, Home, Note, Record, Source
from kizuna.core.paging import page_of
from kizuna.directory.models import HomeOrganisation, OrganisationName
from kizuna.partners import portfolio
from kizuna.partners.models import HistoricalTie, Outcome, Partnership, Phase, Plan, TeamUnit, Tier
from kizuna.public import structured

NOBODY = AnonymousUser()


def _base(request: HomeRequest, home: Home) -> tuple[portfolio.Portfolio, str]:
    return portfolio.of(home, request.asof.day, NOBODY), wording.language()


@for_everyone
def programme(request: HomeRequest, home: Home) -> HttpResponse:
    """What the programme is for, its phases, its partners by tier, and what is said of the home as a whole."""
    held, language = _base(request, home)
    found = portfolio.main_programme(home, NOBODY)
    behind = HomeOrganisation.objects.filter(home=home).select_related("organisation").first()
    phases = list(Phase.objects.published().filter(programme=found)) if found else []
    tiers = list(Tier.objects.published().filter(programme=found)) if found else []
    keys = [thing.uuid for thing in (found, behind.organisation if behind else None) if thing]
    notes = list(Note.objects.published().filter(record__in=keys, home=home))
    figures = list(Figure.objects.published().filter(record__in=keys, home=home))
    ties = list(HistoricalTie.objects.published().filter(home=home, partnership=None))
    outcomes = list(Outcome.objects.published().filter(home=home, partnership=None).select_related("phase"))
    plans = list(Plan.objects.published().filter(home=home, partnership=None).select_related("phase"))
    page = page_of(request, held.listed)
    rows = held.rows(list(page.object_list))
    # The names of whoever stands for a member, which may be another than was entered.
    stands = [member.institution for row in rows for member in row.members.all()]
    prefetch_related_objects(stands, Prefetch("names", OrganisationName.objects.published()))
    shown: list[Record] = [*phases, *tiers, *notes, *figures, *ties, *outcomes, *plans, *rows]
    told = Footnotes(shown, NOBODY)
    context = {
        "programme": found,
        "definitions": _cited(told, [note for note in notes if note.kind in ("definition", "principle")]),
        "aims": _cited(told, [note for note in notes if note.kind == "aim"]),
        "phases": [(row, told.every(row), _of(told, outcomes, row), _of(told, plans, row)) for row in phases],
        "groups": _groups(held, page, rows),
        "page": page,
        "portfolio": held,
        "figures": _cited(told, figures),
        "ties": _cited(told, ties),
        "outcomes": _cited(told, [row for row in outcomes if row.phase is None]),
        "plans": _cited(told, [row for row in plans if row.phase is None]),
        "panels": told.panels(),
        "structured": structured.programme(request, home, found, rows, held.day, language),
    }
    return render(request, "public/programme.html", context)


def _groups(
    held: portfolio.Portfolio, page: Page[portfolio.Entry], rows: Sequence[Partnership]
) -> list[tuple[Tier | None, int, list[Partnership]]]:
    """The partnerships of one page by tier, each tier with the number of all in it."""
    counts = {group.tier: group.count for group in held.groups}
    by_key = {row.pk: row for row in rows}
    return [
        (one.tier, counts[one.tier], [by_key[entry.pk] for entry in one.entries if entry.pk in by_key])
        for one in held.grouped(page.object_list)
    ]


def _cited(told: Footnotes, rows: list[Any]) -> list[tuple[Any, Any]]:
    return [(row, told.every(row)) for row in rows]


def _of(told: Footnotes, rows: list[Any], phase: Phase) -> list[tuple[Any, Any]]:
    return _cited(told, [row for row in rows if row.phase_id == phase.pk])


@for_everyone
def partner(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One partner as published."""
    held, language = _base(request, home)
    row = held.find(slug)
    if row is None:
        raise Http404
    outcomes = list(Outcome.objects.published().filter(partnership=row).select_related("phase"))
    plans = list(Plan.objects.published().filter(partnership=row).select_related("phase"))
    notes = list(Note.objects.published().filter(record=row.uuid))
    figures = list(Figure.objects.published().filter(record=row.uuid))
    members, places = row.members_on(held.day), row.team_on(held.day)
    told = Footnotes([row, *outcomes, *plans, *notes, *figures, *members, *places], NOBODY)
    context = {
        "row": row,
        "tier": row.tier_on(held.day),
        "members": members,
        "team": places,
        "cites": told.of(row),
        "outcomes": _cited(told, outcomes),
        "plans": _cited(told, plans),
        "notes": _cited(told, notes),
        "figures": _cited(told, figures),
        "footnote_cites": told.of(row, "footnote"),
        "panels": told.panels(),
        "structured": structured.partner(request, home, row, held, language),
    }
    return render(request, "public/partner.html", context)


@for_everyone
def figure(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One published figure, at the address under which it is cited."""
    return render(request, "public/figure.html", shown(request, home, key, NOBODY))


@for_everyone
def departments(request: HomeRequest, home: Home) -> HttpResponse:
    """The department list with the explanatory table of just the abbreviations in use."""
    held, language = _base(request, home)
    page = page_of(request, held.listed)
    rows, teams = held.rows(list(page.object_list)), held.departments(list(page.object_list))
    units = {unit.pk: unit for team in teams.values() for unit in team}
    places = TeamUnit.objects.published().filter(home=home, partnership__in=[row.pk for row in rows])
    cited = Citation.objects.published().filter(record__in=places.values("uuid")).order_by()
    context = {
        "groups": [
            (tier, count, [(row, teams[row.pk]) for row in shown]) for tier, count, shown in _groups(held, page, rows)
        ],
        "page": page,
        "units": sorted(units.values(), key=lambda unit: (unit.order, unit.pk)),
        "places": held.places,
        "sources": Source.objects.published().filter(pk__in=cited.values("source")),
        "language": language,
    }
    return render(request, "public/departments.html", context)
