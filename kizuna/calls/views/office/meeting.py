"""The page of the meeting: the ranking, what is decided while money is left, minutes, signatures and awards."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kizuna.calls import actions, formal, policy, ranking, standing
from kizuna.calls.forms import DecideForm
from kizuna.calls.letters import money
from kizuna.calls.models import Award, Call, Decision, Minutes, Proposal, Seat, Side
from kizuna.calls.officeforms import MeetingForm
from kizuna.calls.views.office.page import act, meeting, named, page, proposal_of, seen, sides_of, tried
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of

LINES = 25  # proposals of one page, each with its boxes


@for_members
def rank(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The ranking for the meeting; what was decided is kept together, or nothing of it."""
    row = seen(request, home, slug)
    if request.method != "POST":
        return _shown(request, row)
    lines, paged = _ranked(request, row)
    form = _form(request, lines, request.POST)
    if form.is_valid():
        try:
            count = actions.decide_all(row, told=form.decided(), by=request.user)
            told = ngettext("%(n)s decision kept.", "%(n)s decisions kept.", count)
            messages.success(request, told % {"n": count})
            return redirect(request.get_full_path())
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return _shown(request, row, form, lines, paged)


def _ranked(request: HomeRequest, row: Call) -> tuple[list[ranking.Ranked], Any]:
    """The lines of this page in the order that the address asks for."""
    by = request.GET.get("by", row.rank_by)
    rows = ranking.kept(row, request.user, by if by in Call.RankBy.values else row.rank_by)
    if request.GET.get("order") == "talk":
        # What reviewers see most differently comes first: there is most to say about it.
        rows = sorted(rows, key=lambda one: (not one.reviews, -round(one.spread, 6), one.rank))
    paged = page_of(request, rows, LINES)
    keys = [one.proposal.pk for one in paged]
    mine = Proposal.objects.visible_to(request.user, "call").filter(call=row)
    found = mine.prefetch_related("budget").in_bulk(keys)
    strands = {one.pk: one for one in row.strands.visible_to(request.user, "call")}
    for one in found.values():
        one.call, one.home = row, row.home
        if one.strand_id in strands:
            one.strand = strands[one.strand_id]
    return [replace(one, proposal=found[one.proposal.pk]) for one in paged if one.proposal.pk in found], paged


def _form(request: HomeRequest, lines: list[ranking.Ranked], data: Any = None) -> MeetingForm:
    keys = [one.proposal.pk for one in lines]
    known = Decision.objects.visible_to(request.user, "proposal").filter(proposal__in=keys)
    return MeetingForm(data, proposals=[one.proposal for one in lines], known={one.proposal_id: one for one in known})


def _shown(
    request: HomeRequest, row: Call, form: MeetingForm | None = None,
    lines: list[ranking.Ranked] | None = None, paged: Any = None,
) -> HttpResponse:  # fmt: skip
    user = request.user
    if lines is None:
        lines, paged = _ranked(request, row)
    how = standing.standing(row, user, timezone.now())
    form = form or _form(request, lines)
    whole = policy.whole(user, row)
    signed = how.minutes is not None and (how.minutes.home_signed_at or how.minutes.partner_signed_at) is not None
    rows, office = sides_of(request, row), policy.can_add(user, row.home)
    deciding = office and whole and not signed and not row.called_off and how.stage in ("closed", "open")
    known, pays = form.known, [one for one in rows.values() if one.pays]
    seats = row.seats.visible_to(user, "call").filter(role=Seat.Role.CHAIR)
    context = {
        "how": how, "page": paged, "heading": meeting(row), "form": form, "names": named(row, rows),
        "by": request.GET.get("by", row.rank_by), "talk": request.GET.get("order") == "talk",
        "ways": Call.RankBy.choices,
        "outcomes": [("", _("open")), *Decision.Outcome.choices], "pays": pays, "deciding": deciding, "office": office,
        "lines": [_line(one, form, known, rows) for one in lines],
        "purses": _purses(how, pays, known) if whole and office else [],
        "not_whole": "" if whole or not office else policy.NOT_WHOLE,
        "reserve": _outcome(request, row, Decision.Outcome.RESERVE), "signed": signed,
        "made": Award.objects.visible_to(user).filter(proposal__call=row).select_related("project", "proposal")
        if how.made else [],
        "chairs": [one for one in seats if one.side == Side.HOME and one.sits_on(timezone.localdate())],
        "signs": [(Side(side), named(row, rows)[side], getattr(how.minutes, f"{side}_signed_at", None),
                   getattr(how.minutes, f"{side}_seat", None), [one.name for one in seats if one.side == side])
                  for side in Side.values],
    }  # fmt: skip
    return page(request, row, "calls/ranking.html", "ranking", context, 422 if form.is_bound and form.errors else 200)


def _line(one: ranking.Ranked, form: MeetingForm, known: dict[int, Decision], rows: dict[str, Any]) -> dict[str, Any]:
    """One proposal with its boxes, and what it asks of each side that pays."""
    key = one.proposal.pk
    strand = one.proposal.strand
    asked = [
        (row, formal.asked_of(one.proposal, row), form[f"{row.side}-{key}"], formal.ceiling(strand, row.side))
        for row in rows.values()
        if row.pays
    ]
    return {
        "one": one, "decision": known.get(key), "outcome": form[f"outcome-{key}"],
        "chosen": form[f"outcome-{key}"].value(), "reason": form[f"reason-{key}"],
        "asked": [(row, amount, box, money(amount, row.currency), most) for row, amount, box, most in asked],
    }  # fmt: skip


def _purses(how: standing.Standing, pays: list[Any], known: dict[int, Decision]) -> list[dict[str, Any]]:
    """What is left of the budget of each side, and what proposals of other pages have of it."""
    found = []
    for side in pays:
        every = how.awarded.get(side.side, Decimal(0))
        here = sum((getattr(one, f"{side.side}_amount") for one in known.values()), Decimal(0))
        left = None if side.budget is None else side.budget - every
        found.append({
            "row": side, "other": every - here, "awarded": money(every, side.currency),
            "budget": "" if side.budget is None else money(side.budget, side.currency),
            "left": "" if left is None else money(left, side.currency), "over": left is not None and left < 0,
            "share": 0 if not side.budget else round(min(100, max(0, 100 * every / side.budget))),
        })  # fmt: skip
    return found


def _outcome(request: HomeRequest, row: Call, outcome: str) -> list[Decision]:
    rows = Decision.objects.visible_to(request.user).filter(proposal__call=row, outcome=outcome)
    return list(rows.select_related("proposal").order_by("proposal__number"))


@for_members
@require_POST
def decide(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Puts on record what was decided on one proposal."""
    row = seen(request, home, slug)
    found, form = proposal_of(request, row, key), DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
    elif tried(request, lambda: actions.decide(found, **form.decided(), by=request.user)) is not None:
        messages.success(request, _("Saved."))
    return redirect("calls:ranking", home.slug, row.slug)


@for_members
@require_POST
def award(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Makes projects of what both chairs have signed."""
    told = _("New projects on record: %(count)s. Reports due stand with them as plans.")
    return act(request, home, slug, actions.award, told, "calls:ranking")


@for_members
@require_POST
def minute(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Keeps the minutes of the meeting, or signs them for our chair."""
    row = seen(request, home, slug)
    found = Minutes.objects.visible_to(request.user, "call").filter(call=row).select_related("call", "home").first()
    minutes = found or Minutes(home=home, call=row)
    if key := request.POST.get("seat", ""):
        seats = Seat.objects.visible_to(request.user, "call").filter(call=row, pk=key if key.isdigit() else None)
        seat = get_object_or_404(seats)
        done = tried(request, lambda: actions.sign(minutes, side=Side.HOME, seat=seat, by=request.user))
    else:
        minutes.text = request.POST.get("text", "").replace("\r\n", "\n").strip()
        done = tried(request, lambda: actions.minute(minutes, by=request.user))
    if done is not None:
        messages.success(request, _("Saved."))
    return redirect("calls:ranking", home.slug, row.slug)
