"""The page of a call's committee: who sits there and by which link, conflicts to settle, who reviews what."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kizuna.calls import actions, standing
from kizuna.calls.links import DAYS
from kizuna.calls.models import Assignment, Call, Conflict, Invitation, Proposal, Review, Seat, Side
from kizuna.calls.views.office.page import Made, act, address, named, page, seen, sides_of, tried
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.remembering import remembered

MOST = 50  # conflicts and assignments that one page shows
SEATS = 25  # people of each side


@for_members
def committee(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Who sits on the committee of each side, what keeps whom from what, and who has what to review."""
    return shown(request, seen(request, home, slug), [])


def shown(request: HomeRequest, row: Call, made: Made) -> HttpResponse:
    """The page, with links that were made just now: they stand there once."""
    user = request.user
    how = standing.standing(row, user, timezone.now())
    keys = Proposal.objects.visible_to(user, "call").filter(call=row).order_by().values("pk")
    every = row.seats.visible_to(user, "call").select_related("unit")
    pages = {side: page_of(request, every.filter(side=side), SEATS, side) for side in Side.values}
    here = [one.pk for side in Side.values for one in pages[side]]
    given = Assignment.objects.visible_to(user, "proposal").filter(proposal__in=keys).exclude(state="withdrawn")
    loads, done = remembered(row.home, ("loads", row.pk, user.pk), lambda: _loads(request, given, keys))
    links, today = _links(row, here), timezone.localdate()
    seats: dict[str, list[dict[str, Any]]] = {side: [] for side in Side.values}
    for one in (one for side in Side.values for one in pages[side]):
        told = {"row": one, "link": links.get(one.pk), "load": loads.get(one.pk, 0), "done": done.get(one.pk, 0)}
        seats[one.side].append({**told, "over": not one.sits_on(today), "judges": one.reviews})
    conflicts = Conflict.objects.visible_to(user, "proposal").filter(proposal__in=keys)
    waiting = conflicts.filter(state=Conflict.State.FOUND).select_related("seat", "proposal").order_by("pk")
    settled = conflicts.exclude(state=Conflict.State.FOUND).select_related("seat", "proposal").order_by("pk")
    lines = given.order_by("proposal__number", "seat__side", "pk").select_related("seat", "proposal")
    names = named(row, sides_of(request, row))
    context = {
        "how": how, "made": made,
        "sides": [(Side(side), names[side], seats[side], pages[side]) for side in Side.values],
        "waiting": page_of(request, waiting, MOST, "waiting"), "settled": page_of(request, settled, MOST, "settled"),
        "open": how.stage not in ("draft", "called-off") and not how.done["signed"],
        "lines": page_of(request, lines, MOST, "lines"),
    }  # fmt: skip
    return page(request, row, "calls/committee.html", "committee", context)


def _loads(request: HomeRequest, given: Any, keys: Any) -> tuple[dict[int, int], dict[int, int]]:
    """How many proposals each seat was given, and how many of its reviews are handed in."""
    reviews = Review.objects.visible_to(request.user, "proposal").filter(proposal__in=keys).exclude(handed_in_at=None)
    loads = given.order_by().values_list("seat").annotate(n=Count("pk"))
    return dict(loads), dict(reviews.order_by().values_list("seat").annotate(n=Count("pk")))


def _links(row: Call, seats: list[int]) -> dict[int, Invitation]:
    """The newest link of each seat, an open one before all others."""
    found: dict[int, Invitation] = {}
    for one in row.invitations.filter(seat__in=seats).select_related("seat"):
        key = one.seat_id or 0
        before = found.get(key)
        if before is None or before.state != "open" or one.state == "open":
            found[key] = one
    return found


def _seat(request: HomeRequest, row: Call, key: uuid.UUID) -> Seat:
    found: Seat = get_object_or_404(Seat.objects.visible_to(request.user, "call").filter(call=row), uuid=key)
    return found


@for_members
@require_POST
@sensitive_variables("secret", "made")
def invite(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Makes a link for one seat of the committee: to review, or, for the partner's office, to read the dossier."""
    row = seen(request, home, slug)
    seat = _seat(request, row, key)
    purpose = Invitation.Purpose.REVIEW if seat.reviews else Invitation.Purpose.DOSSIER
    told: dict[str, Any] = {"purpose": purpose, "seat": seat, "name": seat.name, "days": DAYS}
    told["mail_to"] = seat.email if "mail" in request.POST else ""
    answer = tried(request, lambda: actions.invite(row, **told, by=request.user))
    made = [] if answer is None else [(seat.name, address(request, home, answer[1]))]
    return shown(request, row, made)


@for_members
@require_POST
def revoke(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Ends every open link of one seat."""
    row = seen(request, home, slug)
    for link in _seat(request, row, key).invitations.select_related("home", "seat", "proposal"):
        if link.state == "open":
            actions.revoke(link, by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("calls:committee", home.slug, row.slug)


@for_members
@require_POST
def detect(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Looks for conflicts that the records show."""
    told = _("Looked for conflicts; new ones that you may know of: %(count)s.")
    return act(request, home, slug, actions.detect, told, "calls:committee")


@for_members
@require_POST
def assign(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Has reviewers proposed for every proposal."""
    row = seen(request, home, slug)
    if tried(request, lambda: actions.assign(row, by=request.user)) is not None:
        # Only what this person may know of is told.
        how = standing.standing(row, request.user, timezone.now())
        if how.proposed or how.given:
            messages.success(request, _("Reviewers are proposed, with the reason beside each."))
        else:
            messages.warning(request, _("Nothing to propose: it takes a submitted proposal and somebody to judge it."))
    return redirect("calls:committee", home.slug, row.slug)


@for_members
@require_POST
def confirm(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Confirms who reviews what."""
    told = _("Confirmed. Whoever has no link yet gets one below.")
    return act(request, home, slug, actions.confirm, told, "calls:committee")


@for_members
@require_POST
def settle(request: HomeRequest, home: Home, slug: str, key: uuid.UUID) -> HttpResponse:
    """Says whether a conflict stands."""
    row = seen(request, home, slug)
    rows = Conflict.objects.visible_to(request.user).filter(proposal__call=row).select_related("proposal", "home")
    found = get_object_or_404(rows, uuid=key)
    stands, reason = request.POST.get("stands") == "1", request.POST.get("reason", "")[:500]
    if tried(request, lambda: actions.settle(found, stands=stands, reason=reason, by=request.user)) is not None:
        messages.success(request, _("Saved."))
    return redirect("calls:committee", home.slug, row.slug)
