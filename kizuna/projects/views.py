"""Pages: projects, one project, and the money of a home, planned beside secured."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kizuna.agreements.models import Agreement
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Note
from kizuna.core.models.record import Reader
from kizuna.core.narrowing import menus
from kizuna.core.paging import page_of
from kizuna.directory.models import Person, Tag
from kizuna.partners.models import Outcome, Partnership, Plan
from kizuna.projects import listing, money, policy
from kizuna.projects.models import Funding, Output, Project, ProjectOutcome, ProjectPerson, ProjectPlan, ProjectUnit

UNSAID = "not-stated"


@for_members
def projects(request: HomeRequest, home: Home) -> HttpResponse:
    """The list: the newest first, narrowed as the address asks."""
    user, problem = request.user, ""
    try:
        asked = listing.Narrowed.of(request.GET)
    except ValidationError as wrong:
        problem, asked = wrong.messages[0], listing.Narrowed()
    counted, chosen = listing.counts(home, user), listing.choices(home, user)
    page = page_of(request, listing.with_all(listing.rows(home, user, asked), user))
    told = Footnotes(page.object_list, user)
    context = {
        "page": page,
        "lines": [(row, told.every(row)) for row in page],
        "menus": menus(chosen, asked, _labels()),
        "facets": chosen["state"],
        "asked": asked,
        "problem": problem,
        "total": sum(counted["state"].values()),
        "partners": len(counted["partner"]),
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
        "taken": request.GET.urlencode(),
    }
    return render(request, "projects/projects.html", context, status=422 if problem else 200)


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "partner": (_("Partner"), _("all partners")),
        "kind": (_("Kind"), _("all kinds")),
        "state": (_("State"), _("any state")),
        "programme": (_("Programme"), _("any programme")),
    }


@for_members
def project(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One project: who works on it on both sides, what came of it, and the money."""
    user, seen = request.user, Project.objects.visible_to(request.user)
    rows = listing.with_all(listing.seen(home, user), user).select_related("home").prefetch_related(
        Prefetch("grows_out_of", seen), Prefetch("offspring", seen),
        Prefetch("agreement", Agreement.objects.visible_to(user)),
    )  # fmt: skip
    row: Project = get_object_or_404(rows, uuid=key)
    hung = _hung(user, row)
    purse = money.of_project(user, row)
    told = Footnotes([row, *row.units.all(), *purse.rows, *(one for some in hung.values() for one in some)], user)
    outcomes, plans = ([(one, told.every(one)) for one in hung[name]] for name in ("outcomes", "plans"))
    context = {
        "row": row,
        "cites": told.every(row),
        "sides": _sides(row, hung["people"], told),
        "outputs": [(one, told.every(one)) for one in hung["outputs"]],
        "outcomes": outcomes,
        "plans": plans,
        "tags": [(one, told.every(one)) for one in hung["tags"]],
        "notes": [(one, told.every(one)) for one in hung["notes"]],
        "funding": [(one, told.every(one)) for one in purse.rows],
        "purse": purse.purse,
        "unknown": _unknown(row, hung, purse),
        "panels": told.panels(),
        "can_revise": policy.can_revise(user, row),
        "adders": [
            ("unit", _("Add a department")), ("person", _("Add a person")), ("output", _("Add an output")),
            ("funding", _("Add money")), ("outcome", _("Join an outcome")), ("plan", _("Join a plan")),
        ],
    }  # fmt: skip
    return render(request, "projects/project.html", context)


def _hung(user: Reader, row: Project) -> dict[str, list[Any]]:
    """What hangs on a project, as far as the reader may see it; one query for each kind."""
    people = ProjectPerson.objects.visible_to(user).filter(project=row, person__in=Person.objects.visible_to(user))
    outcomes = ProjectOutcome.objects.visible_to(user).filter(project=row, outcome__in=Outcome.objects.visible_to(user))
    plans = ProjectPlan.objects.visible_to(user).filter(project=row, plan__in=Plan.objects.visible_to(user))
    return {
        "people": list(people.select_related("person__alias_of")),
        "outputs": list(Output.objects.visible_to(user).filter(project=row)),
        "outcomes": list(outcomes.select_related("outcome")),
        "plans": list(plans.select_related("plan")),
        "tags": list(Tag.objects.visible_to(user).filter(record=row.uuid).select_related("theme")),
        "notes": list(Note.objects.visible_to(user).filter(record=row.uuid)),
    }


def _sides(row: Project, people: list[ProjectPerson], told: Footnotes) -> list[tuple[str, list[Any], list[Any]]]:
    heads = {"home": _("Our side"), "partner": _("The partner’s side"), "third": _("Third parties"),
             UNSAID: _("Side not stated")}  # fmt: skip
    units: list[ProjectUnit] = list(row.units.all())
    found = []
    for side, head in heads.items():
        bodies = [(one, told.every(one)) for one in units if one.side == side]
        persons = [(one, told.every(one)) for one in people if one.side == side]
        if bodies or persons:
            found.append((head, bodies, persons))
    return found


def _unknown(row: Project, hung: dict[str, list[Any]], purse: money.Told) -> list[str]:
    sides = {one.side for one in row.units.all()} | {one.side for one in hung["people"]}
    told = [
        (row.kind == UNSAID, _("Its kind")),
        (row.state == UNSAID, _("Its state")),
        (not row.begins, _("When it began")),
        (not row.ends and row.state in ("done", UNSAID), _("When it ended")),
        ("home" not in sides, _("Who works on it on our side")),
        ("partner" not in sides, _("Who works on it on the partner’s side")),
        (not hung["people"], _("Who leads it")),
        (not purse.rows, _("Whether there is money for it")),
    ]
    return [words for lacking, words in told if lacking] + purse.unknown


@for_members
def money_page(request: HomeRequest, home: Home) -> HttpResponse:
    """The money of a home: planned beside secured, per partner and per currency, and every line below."""
    user = request.user
    state, partner = request.GET.get("state", ""), request.GET.get("partner", "")
    if state and state not in Funding.State.values:
        raise Http404
    book = money.of_home(home, user)
    rows = money.seen(home, user)
    if state:
        rows = rows.filter(state=state)
    chosen = None
    if partner:
        chosen = get_object_or_404(Partnership.objects.visible_to(user).filter(home=home), slug=partner)
        rows = rows.filter(money.of(chosen))
    page = page_of(request, money.with_all(rows, user))
    told = Footnotes(page.object_list, user)
    named = Partnership.objects.visible_to(user).in_bulk(list(book.partners))
    purse = book.whole
    context = {
        "page": page,
        "lines": [(row, told.every(row)) for row in page],
        "purse": purse,
        "stages": [(money.stage_name(one), purse.told(one), purse.silent.get(one, 0)) for one in money.STAGES],
        "partners": [
            (named[key], [(own.told(one), own.silent.get(one, 0)) for one in money.STAGES])
            for key, own in book.partners.items() if key in named
        ],
        "own": [(book.own.told(one), book.own.silent.get(one, 0)) for one in money.STAGES] if book.own.lines else None,
        "heads": [money.stage_name(one) for one in money.STAGES],
        "conversions": money.conversions(home, user, purse, request.asof.day),
        "states": [(value, label) for value, label in Funding.State.choices],
        "state": state,
        "chosen": chosen,
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
    }  # fmt: skip
    return render(request, "projects/money.html", context)
