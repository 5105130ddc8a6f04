"""Departments against partners as a matrix, and one department with its teams and other ties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Citation, Home, Source
from kizuna.core.models.record import holding
from kizuna.core.paging import page_of
from kizuna.core.policy import can_write
from kizuna.core.wording import in_other_language
from kizuna.desk import crossing
from kizuna.directory import policy
from kizuna.directory.models import Tag, Unit, UnitName
from kizuna.partners import links
from kizuna.partners.models import Link, Partnership, TeamUnit, Tier


@for_members
def departments(request: HomeRequest, home: Home) -> HttpResponse:
    """Which department meets which partner, by the kinds of tie that are chosen."""
    user, day, language = request.user, request.asof.day, get_language() or "en"
    present = links.table(home, day, user).by_kind
    kinds, wrong = crossing.asked_kinds(request, present)
    for word in wrong:
        messages.warning(request, _("There is no kind of tie called “%s”; it is left out.") % word[:40])
    shown = crossing.of(request, home, day, user, kinds, language)
    own = Unit.objects.visible_to(user).filter(organisation__home_of__home=home, alias_of=None)
    context = {
        "shown": shown,
        "kinds": [(kind, label, kind in kinds, present[kind]) for kind, label in links.KINDS.items()],
        "only_teams": kinds == [links.TEAM],
        "others": page_of(request, own.exclude(pk__in=list(shown.table.meetings)), key="others"),
        "sources": _sources(home, request),
        "can_add": policy.can_revise(user, Unit()),
    }
    return render(request, "desk/departments.html", context)


def _sources(home: Home, request: HomeRequest) -> Any:
    """The documents on which the places of the teams stand."""
    rows = Citation.objects.visible_to(request.user).filter(home=home, record_label=TeamUnit._meta.label_lower)
    return Source.objects.visible_to(request.user).filter(pk__in=rows.values("source")).only("slug", "title")


@for_members
def department(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One department: what it is called, its teams and other ties on the day, and the partners it lacks."""
    user, day, language = request.user, request.asof.day, get_language() or "en"
    rows = Unit.objects.visible_to(user).filter(organisation__home_of__home=home, slug=slug)
    unit = rows.prefetch_related("parts__part", Prefetch("names", UnitName.objects.visible_to(user))).first()
    if unit is None:
        raise Http404
    if unit.alias_of is not None:
        return redirect(f"{home.desk}departments/{unit.alias_of.slug}/")
    seen = Partnership.objects.visible_to(user).filter(home=home)
    # What is on record of a row that was merged into this one is this one's too.
    mine = Q(home=home) & (Q(unit=unit) | Q(unit__alias_of=unit))
    places = list(
        TeamUnit.objects.visible_to(user).filter(mine, partnership__in=seen.in_list()).annotate(held=holding(day))
        .exclude(held="no").select_related("partnership", "joined_phase").order_by("partnership", "pk")
    )  # fmt: skip
    reported = list(
        Link.objects.visible_to(user).filter(mine).annotate(held=holding(day)).exclude(held="no")
        .select_related("partnership", "organisation__alias_of").order_by("kind", "pk")
    )  # fmt: skip
    visible = set(seen.filter(pk__in=[link.partnership_id for link in reported]).values_list("pk", flat=True))
    reported = [link for link in reported if link.partnership_id is None or link.partnership_id in visible]
    tier_of = links.order_of(home, day, user)
    tiers = {tier.pk: tier for tier in Tier.objects.visible_to(user).filter(home=home)}
    rank = {pk: number for number, pk in enumerate(tier_of)}
    places.sort(key=lambda place: rank.get(place.partnership_id, len(rank)))
    names, parts = list(unit.names.all()), list(unit.parts.all())
    tags = list(Tag.objects.visible_to(user).filter(record=unit.uuid).select_related("theme"))
    told = Footnotes([unit, *names, *parts, *places, *reported, *tags], user)
    sure = [place for place in places if place.held == "yes"]
    met = {place.partnership_id for place in places} | {link.partnership_id for link in reported}
    teams = [
        (place.partnership, place, tiers.get(tier_of.get(place.partnership_id)), told.every(place)) for place in sure
    ]
    context = {
        "unit": unit,
        "other_name": in_other_language(unit.name),
        "names": [(name, told.every(name)) for name in names],
        "parts": parts,
        "cites": told.every(unit),
        "teams": teams,
        "maybe": [(place.partnership, place, told.every(place)) for place in places if place.held != "yes"],
        "links": [(link, link.partnership or link.organisation, told.every(link)) for link in reported],
        "team_partners": {place.partnership_id for place in places},
        "lacking": page_of(
            request, Partnership.objects.visible_to(user).filter(
                pk__in=[pk for pk in tier_of if pk not in met]
            ).order_by("pk"), key="lacking",
        ),
        "tags": [(tag, told.every(tag)) for tag in tags],
        "panels": told.panels(),
        "language": language,
        "can_revise": policy.can_revise(user, unit),
        "can_write": can_write(user, home),
    }  # fmt: skip
    return render(request, "desk/department.html", context)
