"""The partner page: one partnership on one page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kizuna.calls.counting import tally
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.models.record import rights
from kizuna.core.remembering import remembered
from kizuna.core.wording import in_other_language
from kizuna.core.worldmap import PartnerMap
from kizuna.desk import lanes, maps, moves, overview, reciprocity
from kizuna.desk.timeline import entries, facets
from kizuna.desk.views.timeline import chosen_strand
from kizuna.directory.models import HomeOrganisation
from kizuna.partners import policy, portfolio
from kizuna.partners.models import Partnership
from kizuna.visits import timeline as there
from kizuna.visits.models import Commitment, Visit

# So many promises stand on the page; their own page has them all.
PROMISES = 6
# And so many visits.
VISITS = 4
ADDERS = (
    ("team-unit", _lazy("Add a department")),
    ("outcome", _lazy("Add an outcome")),
    ("plan", _lazy("Add a plan")),
    ("chapter", _lazy("Add to the story")),
    ("coordinator", _lazy("Add a coordinator")),
    ("third-party", _lazy("Add a third party")),
)


def _places(view: overview.Overview) -> str:
    """Where the partner is: city and country of each member, each named once."""
    found = []
    for member in view.members:
        one = member.organisation.shown
        if one is None:
            continue
        city = one.city.get(view.language).value if one.city else ""
        found.append(_(", ").join(part for part in (city, one.country_name) if part))
    return " · ".join(dict.fromkeys(place for place in found if place))


def _map(row: Partnership, held: portfolio.Portfolio, tone: str, language: str) -> PartnerMap | None:
    """The way from the home to the partner, laid out once for all who see the same on it."""

    def draw() -> PartnerMap | None:
        behind = HomeOrganisation.objects.filter(home=row.home).select_related("organisation").first()
        return maps.partner_of(row, held, behind, tone=tone, language=language)

    return remembered(held.home, ("way", row.pk, held.day, rights(held.user), tone, language), draw)


def _promises(request: HomeRequest, home: Home, row: Partnership) -> list[tuple[Commitment, bool]]:
    """What was promised last time: what stands open, what is due soonest first, and whether it is past due today."""
    today = timezone.localdate()
    found = Commitment.objects.visible_to(request.user).filter(home=home, partnership=row).open().in_order()
    some = found.select_related("owner", "person", "visit")[:PROMISES]
    return [(one, one.is_past_due(today)) for one in some]


def _visits(request: HomeRequest, home: Home, row: Partnership) -> list[Visit]:
    """The newest visits that lead there, those to come among them, each with how it stands."""
    found: Any = there.visits(home, request.user, row)
    return list(found.standing_on(request.asof.day).in_order()[:VISITS])


@for_members
def partner(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Hero with map, key facts, story by phase, team, people, sources, what is not known."""
    language = get_language() or "en"
    held = portfolio.of(home, request.asof.day, request.user)
    row = held.opened(slug)
    if row is None:
        raise Http404
    show = chosen_strand(request)
    view = overview.of(request, row, home, language, show)
    full = f"/desk/{home.slug}/partners/{row.slug}/timeline/"
    course = moves.course(row, view.stages, view.told, language)
    tone = view.tier.tone if view.tier else "sky"
    context = {
        "row": row,
        "state": Partnership.State(next((one.state for one in view.stages if one.held_on(view.day)), row.state)),
        "other_name": in_other_language(row.name),
        "places": _places(view),
        "adders": ADDERS,
        "view": view,
        "tier": view.tier,
        "map": _map(row, held, tone, language),
        "keyfacts": view.keyfacts(),
        "timeline": lanes.timeline(view, course, full, [show] if show else []),
        "promises": _promises(request, home, row),
        "visits": _visits(request, home, row),
        "tally": tally(home, request.user, timezone.now(), row),
        "strip": reciprocity.of(home, request.user, row, view.day),
        "entries": entries(view.time, view.time.newest(show, overview.NEWEST), view.told, language),
        "facets": facets(view.time, show),
        "show": show,
        "happened": len(view.time.every([show] if show else [])),
        "everything": sum(view.time.counts.values()),
        "full": full,
        "course": course,
        "moves": moves.menu(row, request.user),
        "story": view.story(),
        "fields": view.fields(),
        "members": view.cited(view.members),
        "team": view.cited(view.places),
        "figures": view.cited(view.figures),
        "ties": view.cited(view.ties),
        "beside": view.cited(view.beside),
        "maybe_members": view.cited(view.maybe_members),
        "maybe_team": view.cited(view.maybe_places),
        "coordinators": view.led(True),
        "maybe_coordinators": view.led(None),
        "other_coordinators": view.led(False),
        "offspring": view.cited(view.offspring),
        "unknown": view.unknown(),
        "footnote_cites": view.told.of(row, "footnote"),
        "row_cites": view.told.of(row),
        "panels": view.told.panels(),
        "can_revise": policy.can_revise(request.user, row),
    }
    return render(request, "desk/partner.html", context)
