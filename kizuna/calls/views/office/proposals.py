"""The proposals of a call, a proposal begun, and the page of one proposal for the office."""

from __future__ import annotations

import uuid
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kizuna.calls import actions, letters, policy, showing
from kizuna.calls.forms import StartForm
from kizuna.calls.letters import money
from kizuna.calls.links import DAYS
from kizuna.calls.models import (
    Assignment,
    BudgetLine,
    Call,
    Conflict,
    Decision,
    Enclosure,
    Invitation,
    Proposal,
    Review,
    Side,
    TeamMember,
)
from kizuna.calls.views.office.page import Made, address, named, page, proposal_of, seen, sides_of, tried
from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.handing import handed_out
from kizuna.core.models import File, Home
from kizuna.core.paging import page_of


@for_members
def proposals(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The proposals that the reader may know of, page by page."""
    return shown(request, seen(request, home, slug), StartForm(), [])


def shown(request: HomeRequest, row: Call, form: StartForm, made: Made, status: int = 200) -> HttpResponse:
    """The page of the proposals, with links that were made just now: they stand there once."""
    user = request.user
    mine = Proposal.objects.visible_to(user, "call").filter(call=row)
    counts = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    state = request.GET.get("state", "")
    wanted = mine.filter(state=state) if state in Proposal.State.values else mine
    paged = page_of(request, wanted.select_related("strand").order_by("number", "pk").prefetch_related("team"))
    rows = sides_of(request, row)
    context = {
        "page": paged, "lines": _lines(request, list(paged), rows), "form": form, "made": made, "state": state,
        "states": [(key, label, counts[key]) for key, label in Proposal.State.choices if key in counts],
        "all": sum(counts.values()), "names": named(row, rows),
        "can_start": policy.can_revise(user, row) and row.stage_at(timezone.now()) in ("draft", "coming", "open"),
    }  # fmt: skip
    return page(request, row, "calls/proposals.html", "proposals", context, status)


def _lines(request: HomeRequest, rows: list[Proposal], sides: dict[str, Any]) -> list[dict[str, Any]]:
    """Each proposal with its leads, what it asks of each side, and how far its reviews are."""
    keys, user = [one.pk for one in rows], request.user
    asked: dict[tuple[int, str], Decimal] = {}
    sums = BudgetLine.objects.visible_to(user, "proposal").filter(proposal__in=keys).order_by()
    for key, side, amount in sums.values_list("proposal", "side").annotate(n=Sum("amount")):
        asked[key, side] = amount
    given = Assignment.objects.visible_to(user, "proposal").filter(proposal__in=keys).exclude(state="withdrawn")
    loads = dict(given.order_by().values_list("proposal").annotate(n=Count("pk")))
    reviews = Review.objects.visible_to(user, "proposal").filter(proposal__in=keys).exclude(handed_in_at=None)
    done = dict(reviews.order_by().values_list("proposal").annotate(n=Count("pk")))
    judged = Decision.objects.visible_to(user, "proposal").filter(proposal__in=keys)
    decided = {one.proposal_id: one for one in judged}
    found = []
    for one in rows:
        leads: dict[str, list[str]] = defaultdict(list)
        for person in one.team.all():
            if person.role == person.Role.LEAD:
                leads[person.side].append(person.name)
        found.append({
            "row": one, "decision": decided.get(one.pk), "given": loads.get(one.pk, 0), "done": done.get(one.pk, 0),
            "sides": [(side, ", ".join(leads[side]), money(asked[one.pk, side], sides[side].currency)
                       if (one.pk, side) in asked and side in sides else "") for side in Side.values],
        })  # fmt: skip
    return found


@for_members
@require_POST
@sensitive_variables("secret", "made")
def start(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Begins a proposal for the leads of both sides and makes their links."""
    row = seen(request, home, slug)
    records.permit(policy.can_add(request.user, home))
    form, made = StartForm(request.POST), []
    if form.is_valid():
        try:
            team = [*form.cleaned_data["home_leads"], *form.cleaned_data["partner_leads"]]
            proposal = actions.start(Proposal(home=home, call=row), team=team, by=request.user)
            made = [_link(request, row, proposal, one) for one in team]
            form = StartForm()
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return shown(request, row, form, made, status=422 if form.errors else 200)


def _link(request: HomeRequest, row: Call, proposal: Proposal, lead: TeamMember) -> tuple[str, str]:
    told: dict[str, Any] = {"purpose": Invitation.Purpose.LEAD, "side": lead.side, "proposal": proposal}
    told["mail_to"] = lead.email if "mail" in request.POST else ""
    _made, secret = actions.invite(row, **told, name=lead.name, days=DAYS, by=request.user)
    return lead.name, address(request, row.home, secret)


@for_members
def proposal(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """One proposal for the office: what it says, who and what it costs, how it was judged, what was decided."""
    row = seen(request, home, slug)
    return one(request, row, proposal_of(request, row, key), [])


def one(request: HomeRequest, row: Call, found: Proposal, made: Made) -> HttpResponse:
    """The page of one proposal, with links that were made just now."""
    rows = sides_of(request, row)
    told = showing.whole(found, rows, request.user)
    names = named(row, rows)
    context = {**told, "names": names, "made": made, "letters": _letters(found, names)}
    return page(request, row, "calls/proposal.html", "proposals", context)


def _letters(found: Proposal, names: dict[str, str]) -> list[tuple[str, str]]:
    return [(side, names[side]) for side in Side.values] if letters.ready(found) else []


@for_members
@require_POST
@sensitive_variables("secret", "made")
def link(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Makes a link for one lead anew, or ends one that was made."""
    row = seen(request, home, slug)
    found = proposal_of(request, row, key)
    if ended := request.POST.get("end", ""):
        given = get_object_or_404(found.invitations, pk=ended if ended.isdigit() else None)
        actions.revoke(given, by=request.user)
        messages.success(request, _("The link opens nothing any more."))
        return redirect("calls:proposal", home.slug, row.slug, found.uuid)
    asked = request.POST.get("person", "")
    person = get_object_or_404(found.team, pk=asked if asked.isdigit() else None, role="lead")
    made = tried(request, lambda: _link(request, row, found, person))
    return one(request, row, found, [made] if made else [])


@for_members
@require_POST
def declare(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Puts on record a conflict that somebody told the office: from this moment the proposal is shut to them."""
    row = seen(request, home, slug)
    found, asked = proposal_of(request, row, key), request.POST.get("seat", "")
    seats = row.seats.visible_to(request.user, "call").filter(pk=asked if asked.isdigit() else None)
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    told = Conflict(home=home, proposal=found, seat=get_object_or_404(seats), reason=reason)
    if tried(request, lambda: actions.declare(told, by=request.user)) is not None:
        messages.success(request, _("The conflict is on record: from now on this person knows nothing of it."))
    # Whoever told their own is one of them.
    return redirect("calls:proposals", home.slug, row.slug)


@for_members
@require_POST
def send_back(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Returns a proposal with its formal defects; it is not scored."""
    row = seen(request, home, slug)
    found, defects = proposal_of(request, row, key), request.POST.get("defects", "")[:20_000]
    if tried(request, lambda: actions.send_back(found, defects=defects, by=request.user)) is not None:
        messages.success(request, _("It was returned, with what lacks."))
    return redirect("calls:proposal", home.slug, row.slug, found.uuid)


@for_members
@require_POST
def withdraw(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Withdraws a proposal."""
    row = seen(request, home, slug)
    found = proposal_of(request, row, key)
    if tried(request, lambda: actions.withdraw(found, by=request.user)) is not None:
        messages.success(request, _("It was withdrawn."))
    return redirect("calls:proposal", home.slug, row.slug, found.uuid)


@for_members
def letter(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """The letter of one side about one proposal, as PDF or as a Word file."""
    row = seen(request, home, slug)
    found = proposal_of(request, row, key)
    if not policy.can_add(request.user, home):
        raise Http404
    try:
        side, form = request.GET.get("side", Side.HOME.value), request.GET.get("form", "pdf")
        name, media, file = letters.letter(found, side, form)
    except ValidationError:
        raise Http404 from None
    answer = HttpResponse(file, content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@for_members
def file(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponseBase:
    """A file of a proposal, to be saved and never to be shown by the browser itself."""
    row = seen(request, home, slug)
    rows = Enclosure.objects.visible_to(request.user).filter(
        proposal__call=row, file__in=File.objects.visible_to(request.user)
    )
    found = get_object_or_404(rows.select_related("file"), uuid=key)
    return handed_out(found.file)
