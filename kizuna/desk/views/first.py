"""The first screen: what this is, the map, the homes, and the ways in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import asof, wording
from kizuna.core.models import Figure, Home
from kizuna.core.remembering import remembered
from kizuna.desk import maps, readings
from kizuna.desk.demo.accounts import ENTRANCES
from kizuna.desk.views.demo import can_enter
from kizuna.directory.models import HomeOrganisation
from kizuna.partners import portfolio
from kizuna.partners.models import Phase, Programme

# So many partners can be named in one line.
FEW = 6
TONES = ("gold", "rose", "sky", "teal")


def first(request: HttpRequest) -> HttpResponse:
    """Everything on it is published; signing in by one click is offered only in the demonstration on this machine."""
    language = wording.language()
    shown = remembered(None, ("first page", timezone.localdate(), language), lambda: _shown(language))
    return render(request, "desk/first.html", {**shown, "can_enter": can_enter(request), "entrances": _entrances()})


def _shown(language: str) -> dict[str, Any]:
    """What everybody sees of all homes; nobody changes it, since it is shared until something is written."""
    nobody = AnonymousUser()
    homes = list(Home.objects.all())
    held = portfolio.of_all({home: asof.chosen(home, "").day for home in homes}, nobody)
    portfolio.draw_all(held, most=maps.MOST)
    programmes = portfolio.main_programmes(homes, nobody)
    phases = list(Phase.objects.published().filter(programme__in=programmes.values()))
    behind = {row.home_id: row for row in HomeOrganisation.objects.select_related("organisation")}
    # A home with tiers keeps their colours on the map; each of the others has one of its own.
    plain = [home.pk for home, its in held if not home.fictional and not any(group.tier for group in its.groups)]
    tones = dict(zip(plain, TONES[1:], strict=False))
    place = Window(RowNumber(), partition_by="home", order_by=("order", "pk"))
    figures = list(
        Figure.objects.published().filter(kind=Figure.Kind.COUNT).annotate(place=place).filter(place__lte=20)
    )
    cards = [
        _card(home, its, programmes.get(home.pk), phases, [row for row in figures if row.home_id == home.pk], language)
        for home, its in held
    ]
    return {
        "map": maps.network_of(held, behind_of=behind, language=language, tones=tones, site=True),
        "legend": _legend(held, tones, language),
        "homes": [card for card in cards if not card["home"].fictional],
        "example": next((card for card in cards if card["home"].fictional), None),
    }


def _card(
    home: Home, held: portfolio.Portfolio, programme: Programme | None, phases: list[Phase], figures: list[Figure],
    language: str,
) -> dict[str, Any]:  # fmt: skip
    own = [phase for phase in phases if programme is not None and phase.programme_id == programme.pk]
    spans = [f"{phase.name.get(language).value} {phase.period.display(language)}" for phase in own]
    told = [(row.quantity.display(language, named=True), row.name) for row in figures if row.quantity]
    talks = held.parts[portfolio.TALKS]
    return {
        "home": home,
        "programme": programme,
        "readings": readings.of(held, language),
        "groups": held.groups,
        # Where there are neither tiers nor phases to tell of, the figures of its page speak.
        "figures": [] if spans else told[:5],
        "phases": _(", ").join(spans),
        "named": _(", ").join(_names(held, held.listed, language)) if held.count <= FEW else "",
        "talks": _names(held, talks, language) if len(talks) <= FEW else [],
        "stood": home.stood.display(language) if home.stood else "",
    }


def _names(held: portfolio.Portfolio, entries: list[portfolio.Entry], language: str) -> list[str]:
    return [row.short_name(language) for row in held.brief(entries)]


def _legend(
    held: list[tuple[Home, portfolio.Portfolio]], tones: dict[int, str], language: str
) -> list[tuple[str, str]]:
    """What the colours on the map stand for, with the number of partnerships of each."""
    found = []
    for home, its in held:
        if home.fictional:
            continue
        name = (home.short or home.name).get(language).value
        for group in its.groups:
            tone = tones.get(home.pk) or (group.tier.tone if group.tier else "sky")
            tier = (group.tier.short or group.tier.name).get(language).value if group.tier else ""
            label = _("%(home)s, %(tier)s (%(count)s)") if tier else _("%(home)s (%(count)s)")
            found.append((tone, label % {"home": name, "tier": tier, "count": group.count}))
    return found


def _entrances() -> list[tuple[str, str, str]]:
    """The ways in, each with what one does there."""
    words = {
        "office": (_("International officer"), _("Keep the partnerships: teams, phases, plans and their sources.")),
        "coordinator": (_("Department coordinator"), _("See what your departments do with each partner.")),
        "reader": (_("Reader"), _("Look up what is on record, with its sources.")),
    }
    return [(role.value, *words[role.value]) for role in ENTRANCES]
