"""The organisation page: what it is called, where it is, which partnerships and networks it is in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Figure, Home, Note
from kizuna.core.wording import in_other_language
from kizuna.directory import policy
from kizuna.directory.models import NetworkMember, Organisation, Unit
from kizuna.partners.models import Member, Partnership


@for_members
def organisation(request: HomeRequest, _home: Home, slug: str) -> HttpResponse:
    """One organisation of the shared directory, as this home sees it."""
    user = request.user
    found = get_object_or_404(Organisation.objects.visible_to(user).select_related("parent", "successor"), slug=slug)
    names, identifiers = list(found.names.visible_to(user)), list(found.identifiers.visible_to(user))
    units = list(Unit.objects.visible_to(user).filter(organisation=found))
    of_networks = NetworkMember.objects.visible_to(user).select_related("network", "member")
    inside, members = list(of_networks.filter(member=found)), list(of_networks.filter(network=found))
    # Another home's partnership with the same institution is shown only as far as it is published: a person
    # sees more of a home only where they work in it.
    partnerships = list(
        Member.objects.visible_to(user)
        .filter(organisation=found, partnership__in=Partnership.objects.visible_to(user))
        .select_related("partnership__home", "home")
    )  # fmt: skip
    figures = list(Figure.objects.visible_to(user).filter(record=found.uuid))
    notes = list(Note.objects.visible_to(user).filter(record=found.uuid))
    told = Footnotes([found, *names, *units, *inside, *members, *partnerships, *figures, *notes], user)
    context = {
        "organisation": found,
        "other_name": in_other_language(found.name),
        "names": [(name, told.every(name)) for name in names],
        "identifiers": identifiers,
        "units": [(unit, told.every(unit)) for unit in units],
        "networks": [(row, told.every(row)) for row in inside],
        "network_members": [(row, told.every(row)) for row in members],
        "partnerships": [(row, told.every(row)) for row in partnerships],
        "figures": [(row, told.every(row)) for row in figures],
        "notes": [(row, told.every(row)) for row in notes],
        "cites": told.of(found),
        "country_cites": told.of(found, "country"),
        "place_cites": told.of(found, "coordinates"),
        "panels": told.panels(),
        "can_revise": policy.can_revise(user, found),
    }
    return render(request, "desk/organisation.html", context)


@for_members
def organisations(request: HomeRequest, home: Home) -> HttpResponse:
    """The shared directory."""
    rows = Organisation.objects.visible_to(request.user).filter(fictional=home.fictional).prefetch_related("names")
    context = {"organisations": rows, "can_add": policy.can_revise(request.user, Organisation())}
    return render(request, "desk/organisations.html", context)
