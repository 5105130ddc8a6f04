"""The shared directory: its list, and one organisation with what it is called, where it is, and what it is in."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Figure, Home, Note
from kizuna.core.models.record import holding
from kizuna.core.paging import page_of
from kizuna.core.wording import in_other_language
from kizuna.directory import policy
from kizuna.directory.models import Identifier, NetworkMember, Organisation, OrganisationName, Person, Post, Unit
from kizuna.directory.models.organisation import country_name
from kizuna.partners import policy as partners
from kizuna.partners.models import HistoricalTie, Member, Partnership


@for_members
def organisation(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One organisation as this home sees it, with what is on record under the rows merged into it."""
    user, day = request.user, request.asof.day
    seen = Organisation.objects.visible_to(user)
    found = get_object_or_404(seen.select_related("parent", "successor", "alias_of"), slug=slug)
    if found.alias_of is not None:
        return redirect("desk:organisation", home.slug, found.alias_of.slug)
    aliases = list(seen.filter(alias_of=found))
    kin = [found, *aliases]
    names = list(OrganisationName.objects.visible_to(user).filter(organisation__in=kin).annotate(held=holding(day)))
    identifiers = list(Identifier.objects.visible_to(user).filter(organisation__in=kin))
    units = Unit.objects.visible_to(user).canonical().filter(organisation__in=kin).annotate(held=holding(day))
    unit_page = page_of(request, units.exclude(held="no"), key="units")
    of_networks = NetworkMember.objects.visible_to(user).select_related("network__alias_of", "member__alias_of")
    ours = {row.pk for row in kin}
    belonging = list(of_networks.filter(Q(member__in=kin) | Q(network__in=kin)))
    inside = [row for row in belonging if row.member_id in ours]
    members = [row for row in belonging if row.network_id in ours]
    # Another home's partnership with the same institution is shown only as far as it is published: a person
    # sees more of a home only where they work in it.
    partnerships = list(
        Member.objects.visible_to(user)
        .filter(organisation__in=kin, partnership__in=Partnership.objects.visible_to(user))
        .select_related("partnership__home", "home")
    )  # fmt: skip
    people = Person.objects.visible_to(user).filter(home=home)
    held = Post.objects.visible_to(user).filter(organisation__in=kin, person__in=people)
    posts = page_of(request, held.select_related("person__alias_of"), key="posts")
    ties = list(HistoricalTie.objects.visible_to(user).filter(home=home, organisation__in=kin))
    keys = [row.uuid for row in kin]
    figures = list(Figure.objects.visible_to(user).filter(record__in=keys))
    notes = list(Note.objects.visible_to(user).filter(record__in=keys))
    known = any(row.home_id == home.pk for row in partnerships)
    can_begin = (
        not known
        and found.fictional == home.fictional
        and partners.can_begin(user, home)
        and getattr(getattr(found, "home_of", None), "home_id", None) != home.pk
    )
    told = Footnotes(
        [*kin, *names, *unit_page, *inside, *members, *partnerships, *posts, *ties, *figures, *notes], user
    )

    def cited(rows: Any) -> list[tuple[Any, Any]]:
        return [(row, told.every(row)) for row in rows]

    by_time: dict[str, list[Any]] = defaultdict(list)
    said = set()
    for name in sorted(names, key=lambda one: (one.organisation_id != found.pk, one.pk)):
        # What two merged rows are both called stands once.
        if (name.value, name.kind, name.language, name.held) not in said:
            said.add((name.value, name.kind, name.language, name.held))
            by_time[name.held].append((name, told.every(name)))
    context = {
        "organisation": found,
        "other_name": in_other_language(found.name),
        "aliases": aliases,
        "names": by_time["yes"],
        "names_any_time": by_time["unknown"],
        "names_other_times": by_time["no"],
        "identifiers": identifiers,
        "units": cited(unit_page),
        "unit_page": unit_page,
        "networks": cited(inside),
        "network_members": cited(members),
        "partnerships": cited(partnerships),
        "posts": cited(posts),
        "post_page": posts,
        "ties": cited(ties),
        "figures": cited(figures),
        "notes": cited(notes),
        "cites": told.of(found),
        "country_cites": told.of(found, "country"),
        "place_cites": told.of(found, "coordinates"),
        "panels": told.panels(),
        "can_revise": policy.can_revise(user, found),
        "can_begin": can_begin,
        "can_merge": policy.can_merge(user, found),
        "can_split": policy.can_split(user, found),
    }
    return render(request, "desk/organisation.html", context)


@for_members
def organisations(request: HomeRequest, home: Home) -> HttpResponse:
    """The shared directory, narrowed by name, kind and country; what was merged stands with what stays."""
    user = request.user
    every = Organisation.objects.visible_to(user).filter(fictional=home.fictional).canonical()
    codes = every.exclude(country="").order_by().values_list("country", flat=True).distinct()
    countries = sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "kind", "country")}
    rows = every.called(asked["q"], user) if asked["q"] else every
    for name in ("kind", "country"):
        if asked[name]:
            rows = rows.filter(**{name: asked[name]})
    names = OrganisationName.objects.visible_to(user)
    context = {
        "page": page_of(request, rows.prefetch_related(Prefetch("names", names))),
        "asked": asked,
        "kinds": Organisation.Kind.choices,
        "countries": countries,
        "can_add": policy.can_revise(user, Organisation()),
        "can_merge": policy.can_merge(user, Organisation()),
    }
    return render(request, "desk/organisations.html", context)
