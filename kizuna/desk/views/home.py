"""The desk's first page for a home: its partners on the map and in a list; and the door to all homes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kizuna.core import wording
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Account, Figure, Home, Note, Record
from kizuna.core.models.record import rights
from kizuna.core.paging import page_of
from kizuna.core.records import permit
from kizuna.core.remembering import remembered
from kizuna.core.worldmap import NetworkMap
from kizuna.desk import maps, mydepartments, readings, today
from kizuna.desk.listing import Listing
from kizuna.directory.models import HomeOrganisation
from kizuna.partners import policy, portfolio
from kizuna.partners.models import HistoricalTie, Outcome, Plan, ThirdParty

# What stands for the home as a whole shares its page with the list of partners.
SOME = 20


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
    user, language = request.user, wording.language()
    held = portfolio.of(home, request.asof.day, user)
    listing = Listing(request, held, language)
    stretches, apart = listing.stretches(), listing.apart()
    behind = (
        HomeOrganisation.objects.filter(home=home).select_related("organisation").first() if listing.plain else None
    )
    # What stands for the home as a whole is told on the first page, before one narrows the list or leafs through it.
    whole = _whole(request, home, behind) if listing.plain else {}
    aside = [row.partnership for _part, _label, _count, rows in apart for row in rows]
    told = Footnotes([*aside, *(row for rows in whole.values() for row in rows)], user)
    context = {
        "portfolio": held,
        "listing": listing,
        "heading": home.word("partners", language),
        "stretches": stretches,
        # The numbers of the sources are given in the order of the page: what stands apart comes before the cards.
        "apart": [
            (part, label, count, [(row.partnership, row.line, told.every(row.partnership)) for row in rows])
            for part, label, count, rows in apart
        ],
        "readings": readings.of(held, language) if listing.plain else [],
        **{name: [(row, told.every(row)) for row in rows] for name, rows in whole.items()},
        "pages": {name: rows for name, rows in whole.items() if isinstance(rows, Page)},
        "map": _map(home, held, behind, language) if listing.plain else None,
        "panels": told.panels(),
        "mine": mydepartments.of(user, home),
        "hurting": today.parts(home, user, request.asof.day) if listing.plain else [],
        "can_add": policy.can_add(user, home),
    }
    return render(request, "desk/home.html", context)


def _map(home: Home, held: portfolio.Portfolio, behind: HomeOrganisation | None, language: str) -> NetworkMap | None:
    """The map, laid out once for all who see the same on it."""
    return remembered(
        home,
        ("map", home.pk, held.day, rights(held.user), language),
        lambda: maps.network_of([(home, held)], behind_of={home.pk: behind}, language=language),
    )


def _whole(request: HomeRequest, home: Home, behind: HomeOrganisation | None) -> dict[str, Iterable[Record]]:
    """What is on record of the home as a whole, in the order in which its sources get their numbers."""
    user = request.user
    programme = portfolio.main_programme(home, user)
    keys = [thing.uuid for thing in (programme, behind.organisation if behind else None) if thing]
    own = {"home": home, "partnership": None}
    return {
        "figures": list(Figure.objects.visible_to(user).filter(home=home, record__in=keys)),
        "plans": page_of(request, Plan.objects.visible_to(user).filter(**own, phase=None), per=SOME, key="plans"),
        "outcomes": page_of(
            request, Outcome.objects.visible_to(user).filter(**own, phase=None), per=SOME, key="outcomes"
        ),
        "ties": list(HistoricalTie.objects.visible_to(user).filter(**own).select_related("people")),
        "beside": list(ThirdParty.objects.visible_to(user).filter(**own).select_related("organisation")),
        "notes": list(Note.objects.visible_to(user).filter(home=home, record__in=keys)),
    }


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
        ("mobility", "flow", _("Flow of people"), _("How many went out or came in, as a source states it.")),
        ("mobility", "stay", _("Stay"), _("One person, one way, without a name; flows are counted from stays.")),
        ("alumni", "network", _("Network of alumni"), _("Graduates who stay in touch in a country or a city.")),
        ("alumni", "gift", _("Gift"), _("What was given, by whom and when; its anniversaries come by themselves.")),
        ("directory", "organisation", _("Organisation"), _("A university or another body, shared by all homes.")),
        ("directory", "unit", _("Department or other unit"), _("A part of an organisation.")),
        ("directory", "person", _("Person"), _("Somebody you meet, with the posts they hold.")),
        ("core", "source", _("Source"), _("A document that facts are taken from.")),
    ]
    return render(request, "desk/add.html", {"kinds": kinds, "can_begin": policy.can_begin(request.user, home)})
