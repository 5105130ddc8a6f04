"""Pages of the office: the list, a call begun, one call with what is next, its ranking and decisions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kizuna.calls import actions, policy, ranking
from kizuna.calls.forms import BeginForm, DecideForm, StartForm
from kizuna.calls.models import Assignment, Call, Conflict, Decision, Invitation, Minutes, Proposal, Review, Seat, Side
from kizuna.calls.rules import shipped
from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of

DAYS = 90  # that a link made here lasts


@for_members
def calls(request: HomeRequest, home: Home) -> HttpResponse:
    """The list, the newest deadline first."""
    page = page_of(request, Call.objects.visible_to(request.user).filter(home=home).select_related("partnership"))
    seen = Proposal.objects.visible_to(request.user).filter(call__in=[row.pk for row in page])
    counts = dict(seen.handed_in().order_by().values_list("call").annotate(n=Count("pk")))
    now = timezone.now()
    context = {
        "page": page,
        "lines": [(row, row.stage_at(now).label, counts.get(row.pk, 0)) for row in page],
        "can_add": policy.can_add(request.user, home),
    }
    return render(request, "calls/calls.html", context)


@for_members
def begin(request: HomeRequest, home: Home) -> HttpResponse:
    """A new call on one screen; its rules bring strands, criteria and questions."""
    records.permit(policy.can_add(request.user, home))
    form = BeginForm(request.POST if request.method == "POST" else None, home=home, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = {"rules": shipped()[given["rules"]], "partner_currency": given["partner_currency"]}
            made = actions.begin(form.call(), **told, by=request.user)
            messages.success(request, _("The call is on record. Now look through its sides and its committee."))
            return redirect("calls:call", home.slug, made.slug)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return render(request, "calls/begin.html", {"form": form}, status=422 if form.errors else 200)


def _seen(request: HomeRequest, home: Home, slug: str) -> Call:
    rows = Call.objects.visible_to(request.user).filter(home=home).select_related("home", "partnership")
    found: Call = get_object_or_404(rows, slug=slug)
    return found


@for_members
def call(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One call: its rules, its committee, its proposals as far as one may know of them, and what is next."""
    row = _seen(request, home, slug)
    return _one(request, row, StartForm(), [])


def _one(
    request: HomeRequest, row: Call, form: StartForm, made: list[tuple[str, str]], status: int = 200
) -> HttpResponse:
    user = request.user
    proposals = Proposal.objects.visible_to(user).filter(call=row).select_related("strand").prefetch_related("team")
    given = Assignment.objects.visible_to(user).filter(proposal__call=row).exclude(state="withdrawn")
    assigned: dict[int, list[Assignment]] = {}
    for one in given.select_related("seat"):
        assigned.setdefault(one.proposal_id, []).append(one)
    context = {
        "row": row,
        "stage": row.stage_at(timezone.now()),
        "sides": row.sides.visible_to(user),
        "strands": row.strands.visible_to(user),
        "criteria": row.criteria.visible_to(user),
        "questions": row.questions.visible_to(user),
        "seats": row.seats.visible_to(user),
        "proposals": [(one, assigned.get(one.pk, [])) for one in proposals[:1000]],
        "conflicts": Conflict.objects.visible_to(user).filter(proposal__call=row).select_related("seat", "proposal"),
        "proposed": any(one.state == "proposed" for some in assigned.values() for one in some),
        "verbs": [
            ("detect", _("Look for conflicts")),
            ("assign", _("Propose reviewers")),
            ("confirm", _("Confirm the reviewers")),
        ],
        "form": form,
        "made": made,
        "can_revise": policy.can_revise(user, row),
    }
    return render(request, "calls/call.html", context, status=status)


@for_members
@require_POST
@sensitive_variables("secret", "made")
def start(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Begins a proposal and answers with a link for each side's leads, which stand there once."""
    row = _seen(request, home, slug)
    records.permit(policy.can_revise(request.user, row))
    form, made = StartForm(request.POST), []
    if form.is_valid():
        team = [*form.cleaned_data["home_leads"], *form.cleaned_data["partner_leads"]]
        try:
            proposal = actions.start(Proposal(home=home, call=row), team=team, by=request.user)
            for side in Side:
                name = ", ".join(one.name for one in team if one.side == side)[:200]
                told: dict[str, Any] = {"purpose": Invitation.Purpose.LEAD, "side": side, "proposal": proposal}
                _link, secret = actions.invite(row, **told, name=name, days=DAYS, by=request.user)
                made.append((name, _address(request, home, secret)))
            form = StartForm()
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return _one(request, row, form, made, status=422 if form.errors else 200)


def _address(request: HomeRequest, home: Home, secret: str) -> str:
    return request.build_absolute_uri(f"/call/{home.slug}/{secret}/")


@for_members
@require_POST
@sensitive_variables("secret", "made")
def invite(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Makes a link for one seat of the committee."""
    row = _seen(request, home, slug)
    seat = get_object_or_404(Seat.objects.visible_to(request.user).filter(call=row), uuid=key)
    told: dict[str, Any] = {"purpose": Invitation.Purpose.REVIEW, "seat": seat, "name": seat.name}
    _link, secret = actions.invite(row, **told, days=DAYS, by=request.user)
    return _one(request, row, StartForm(), [(seat.name, _address(request, home, secret))])


def _act(
    request: HomeRequest, home: Home, slug: str, act: Callable[..., Any], told: str, to: str = "calls:call"
) -> HttpResponse:
    """Does one thing to a call and goes back to its page."""
    row = _seen(request, home, slug)
    try:
        answer = act(row, by=request.user)
        messages.success(request, told % {"count": len(answer) if isinstance(answer, list) else answer})
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(to, home.slug, row.slug)


@for_members
@require_POST
def detect(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Looks for conflicts that the records show."""
    return _act(
        request, home, slug, actions.detect, _("Looked for conflicts; new ones that you may know of: %(count)s.")
    )


@for_members
@require_POST
def assign(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Has reviewers proposed for every proposal."""
    return _act(request, home, slug, actions.assign, _("Reviewers are proposed, with the reason beside each."))


@for_members
@require_POST
def confirm(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Confirms who reviews what."""
    return _act(request, home, slug, actions.confirm, _("Confirmed. Make a link for each reviewer below."))


@for_members
@require_POST
def award(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Makes projects of what both chairs have signed."""
    return _act(request, home, slug, actions.award, _("New projects on record: %(count)s."), "calls:ranking")


@for_members
@require_POST
def settle(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Says whether a conflict stands."""
    row = _seen(request, home, slug)
    rows = Conflict.objects.visible_to(request.user).filter(proposal__call=row).select_related("proposal", "home")
    found = get_object_or_404(rows, uuid=key)
    try:
        stands = request.POST.get("stands") == "1"
        actions.settle(found, stands=stands, reason=request.POST.get("reason", "")[:500], by=request.user)
        messages.success(request, _("Saved."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("calls:call", home.slug, row.slug)


@for_members
def rank(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The ranking for the joint meeting: scores of both sides, what was decided, and what is left of each budget."""
    row = _seen(request, home, slug)
    by = request.GET.get("by", row.rank_by)
    rows = ranking.rank(row, Proposal.objects.visible_to(request.user), by if by in Call.RankBy.values else row.rank_by)
    decided = Decision.objects.visible_to(request.user).filter(proposal__call=row)
    known = {one.proposal_id: one for one in decided}
    spent = {side: sum((getattr(one, f"{side}_amount") for one in known.values()), Decimal(0)) for side in Side.values}
    sides = [(one, spent[one.side], None if one.budget is None else one.budget - spent[one.side])
             for one in row.sides.visible_to(request.user)]  # fmt: skip
    minutes = Minutes.objects.visible_to(request.user).filter(call=row).first()
    context = {
        "row": row,
        "lines": [(one, known.get(one.proposal.pk)) for one in rows],
        "by": by,
        "ways": Call.RankBy.choices,
        "sides": sides,
        "minutes": minutes,
        "outcomes": Decision.Outcome.choices,
        "chairs": row.seats.visible_to(request.user).filter(Q(role=Seat.Role.CHAIR), side=Side.HOME),
        "sees": policy.can_add(request.user, home) or Review.objects.visible_to(request.user).exists(),
        "can_revise": policy.can_revise(request.user, row),
    }
    return render(request, "calls/ranking.html", context)


@for_members
@require_POST
def decide(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Puts on record what was decided on one proposal."""
    row = _seen(request, home, slug)
    rows = Proposal.objects.visible_to(request.user).filter(call=row).select_related("home", "strand")
    found, form = get_object_or_404(rows, uuid=key), DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
        return redirect("calls:ranking", home.slug, row.slug)
    try:
        actions.decide(found, **form.decided(), by=request.user)
        messages.success(request, _("Saved."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("calls:ranking", home.slug, row.slug)


@for_members
@require_POST
def minute(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Keeps the minutes of the meeting, or signs them for our chair."""
    row = _seen(request, home, slug)
    found = Minutes.objects.visible_to(request.user).filter(call=row).select_related("call", "home").first()
    try:
        if key := request.POST.get("seat", ""):
            seats = Seat.objects.visible_to(request.user).filter(call=row, pk=key if key.isdigit() else None)
            actions.sign(found or Minutes(home=home, call=row), side=Side.HOME, seat=get_object_or_404(seats),
                         by=request.user)  # fmt: skip
        else:
            minutes = found or Minutes(home=home, call=row)
            minutes.text = request.POST.get("text", "").replace("\r\n", "\n").strip()
            actions.minute(minutes, by=request.user)
        messages.success(request, _("Saved."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("calls:ranking", home.slug, row.slug)
