"""The desk's first page for a home: its partners on the map and in a list; and the door to all homes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Account, Figure, Home, Note, Record
from kizuna.core.records import permit
from kizuna.desk import maps, readings
from kizuna.directory.models import HomeOrganisation
from kizuna.partners import policy, portfolio
from kizuna.partners.models import HistoricalTie, Outcome, Plan, ThirdParty


@login_required
def homes(request: HttpRequest) -> HttpResponse:
    """Leads to the only home a person works in, or lets them choose."""
    account = cast("Account", request.user)
    mine = sorted((row.home for row in account.roles.values()), key=lambda home: home.order)
    if len(mine) == 1:
        return redirect(mine[0].desk)
    return render(request, "desk/homes.html", {"homes": mine})


@for_members
def home(request: HomeRequest, home: Home) -> HttpResponse:
    """The partners of a home: map, what they add up to, the list by tier, and what stands for the home as a whole."""
    user, day = request.user, request.asof.day
    language = get_language() or "en"
    held = portfolio.of(home, day, user)
    behind = HomeOrganisation.objects.filter(home=home).select_related("organisation").first()
    programme = portfolio.main_programme(home, user)
    subjects = [thing.uuid for thing in (programme, behind.organisation if behind else None) if thing]
    figures = list(Figure.objects.visible_to(user).filter(home=home, record__in=subjects))
    own = {"home": home, "partnership": None}
    plans = list(Plan.objects.visible_to(user).filter(**own, phase=None))
    outcomes = list(Outcome.objects.visible_to(user).filter(**own, phase=None))
    ties = list(HistoricalTie.objects.visible_to(user).filter(**own).select_related("people"))
    beside = list(ThirdParty.objects.visible_to(user).filter(**own).select_related("organisation__alias_of"))
    keys = [thing.uuid for thing in (programme, behind.organisation if behind else None) if thing]
    notes = list(Note.objects.visible_to(user).filter(home=home, record__in=keys))
    told = Footnotes([*held.partnerships, *held.talks, *figures, *plans, *outcomes, *ties, *beside, *notes], user)

    def cited(rows: Sequence[Record]) -> list[tuple[Record, Any]]:
        return [(row, told.every(row)) for row in rows]

    context = {
        "portfolio": held,
        "heading": home.word("partners", language),
        "groups": [
            (group, [(row, readings.line(row, day, language)) for row in group.partnerships]) for group in held.groups
        ],
        "talks": cited(held.talks),
        "map": maps.network_of([(home, held)], behind_of={home.pk: behind}, language=language),
        "readings": readings.of(held, language),
        "figures": cited(figures),
        "plans": cited(plans),
        "outcomes": cited(outcomes),
        "ties": cited(ties),
        "beside": cited(beside),
        "notes": cited(notes),
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
    }
    return render(request, "desk/home.html", context)


@for_members
def add(request: HomeRequest, home: Home) -> HttpResponse:
    """What can be added, each with a word on what it is for."""
    permit(policy.can_add(request.user, home))
    kinds = [
        (
            "partners",
            "partnership",
            _("Partnership"),
            _("An institution, or a group treated as one, that you work with."),
        ),
        ("partners", "plan", _("Plan"), _("What is to be done, by whom and by when.")),
        ("partners", "outcome", _("Outcome"), _("What came of working together.")),
        ("partners", "programme", _("Programme"), _("The programme or strategy under which partnerships stand.")),
        ("partners", "phase", _("Phase"), _("A stretch of a programme, with its character.")),
        ("partners", "tier", _("Tier"), _("A class of partners, with the criterion for being in it.")),
        ("partners", "tie", _("Historical tie"), _("What binds you from long ago.")),
        ("directory", "organisation", _("Organisation"), _("A university or another body, shared by all homes.")),
        ("directory", "unit", _("Department or other unit"), _("A part of an organisation.")),
        ("directory", "person", _("Person"), _("Somebody you meet, with the posts they hold.")),
        ("core", "source", _("Source"), _("A document that facts are taken from.")),
    ]
    return render(request, "desk/add.html", {"kinds": kinds})
