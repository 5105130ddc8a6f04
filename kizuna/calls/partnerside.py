"""What the partner's office reads by its link: everything of the call but what a conflict of its own keeps from it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from kizuna.calls import policy, ranking, reading
from kizuna.calls.models import Assignment, CallSide, Decision, Invitation, Minutes, Proposal, Seat
from kizuna.core.remembering import remembered


def open_to(link: Invitation) -> Any:
    """The proposals that the office of the link may know of."""
    assert link.seat is not None  # noqa: S101 - the database keeps such a link to a seat
    return Proposal.objects.open_to(link.seat)


def counted(link: Invitation) -> dict[str, int]:
    """How many proposals there are in each state, among those the office may know of."""
    rows = open_to(link).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def progress(link: Invitation) -> tuple[int, int]:
    """How many reviews are handed in, and how many were given, of what the office may know of."""
    rows = Assignment.objects.filter(proposal__in=open_to(link), state=Assignment.State.CONFIRMED)
    done = Q(proposal__reviews__seat=F("seat"), proposal__reviews__handed_in_at__isnull=False)
    told = rows.aggregate(all=Count("pk", distinct=True), done=Count("pk", filter=done, distinct=True))
    return told["done"], told["all"]


def half_of(link: Invitation) -> CallSide | None:
    """The half of the call that this office lays down."""
    rows = CallSide.objects.select_related("call", "home", "organisation")
    return rows.filter(call=link.call_id, side=link.side).first()


def seats_of(link: Invitation) -> list[tuple[Seat, bool, list[Invitation]]]:
    """The seats of the office's own side: whether each still sits, and its open links."""
    rows = list(Seat.objects.filter(call=link.call_id, side=link.side).select_related("home", "call"))
    found = Invitation.objects.filter(seat__in=rows, purpose=Invitation.Purpose.REVIEW).select_related("seat", "home")
    known: dict[int, list[Invitation]] = {}
    for one in found:
        if one.state == "open":
            known.setdefault(one.seat_id or 0, []).append(one)
    today = timezone.localdate()
    return [(one, one.sits_on(today), known.get(one.pk, [])) for one in rows]


def seat_of(link: Invitation, key: uuid.UUID | None) -> Seat | None:
    """One seat of the office's own side."""
    rows = Seat.objects.filter(call=link.call_id, side=link.side).select_related("home", "call")
    return rows.filter(uuid=key).first() if key else None


def proposal_of(link: Invitation, key: uuid.UUID | None) -> Proposal | None:
    """One proposal that the office may know of, whole where it was submitted."""
    row = open_to(link).filter(uuid=key).first() if key else None
    return reading.whole(row.pk) if row is not None else None


def link_of(link: Invitation, number: str) -> Invitation | None:
    """One link of the office's own side."""
    rows = Invitation.objects.filter(call=link.call_id, side=link.side).select_related("home", "seat", "proposal")
    return rows.filter(pk=number).first() if number.isdigit() and len(number) < 18 else None


def listed(link: Invitation, state: str = "") -> QuerySet[Proposal]:
    """The proposals for the list, by number; those still being written come last."""
    rows = open_to(link).select_related("strand", "decision")
    if state in Proposal.State.values:
        rows = rows.filter(state=state)
    found: QuerySet[Proposal] = rows.order_by(F("number").asc(nulls_last=True), "pk")
    return found


def lines(rows: Sequence[Proposal], link: Invitation) -> list[dict[str, Any]]:
    """Each proposal of a page with its leads, how far its reviews are, and the decision; few questions in all."""
    keys = [one.pk for one in rows]
    given: dict[int, list[Assignment]] = {}
    for one in Assignment.objects.filter(proposal__in=keys, state=Assignment.State.CONFIRMED).select_related("seat"):
        given.setdefault(one.proposal_id, []).append(one)
    done = dict(
        Proposal.objects.filter(pk__in=keys, reviews__handed_in_at__isnull=False).order_by().values_list("pk")
        .annotate(n=Count("reviews"))
    )  # fmt: skip
    links: dict[int, list[Invitation]] = {}
    own = {"proposal__in": keys, "side": link.side, "purpose": Invitation.Purpose.LEAD}
    for invitation in Invitation.objects.filter(**own).select_related("seat"):
        if invitation.state == "open":
            links.setdefault(invitation.proposal_id or 0, []).append(invitation)
    return [
        {"proposal": one, "given": given.get(one.pk, []), "done": done.get(one.pk, 0), "links": links.get(one.pk, []),
         "decision": getattr(one, "decision", None)}
        for one in rows
    ]  # fmt: skip


def judged(proposal: Proposal) -> dict[str, Any]:
    """Who reviews a proposal and what they gave, and what was decided."""
    given = list(proposal.assignments.exclude(state=Assignment.State.WITHDRAWN).select_related("seat"))
    reviews = list(proposal.reviews.exclude(handed_in_at=None).select_related("seat")
                   .prefetch_related("scores__criterion"))  # fmt: skip
    return {"given": given, "reviews": reviews, "decision": Decision.objects.filter(proposal=proposal).first()}


def ranked(link: Invitation, by: str) -> list[Any]:
    """The ranking among what the office may know of, kept until anything is written."""
    key = ("partner ranking", link.call_id, link.seat_id, by)
    found: list[Any] = remembered(link.home, key, lambda: ranking.rank(link.call, open_to(link), by))
    return found


def decisions(keys: Sequence[int]) -> dict[int, Decision]:
    """What was decided on these proposals."""
    return {one.proposal_id: one for one in Decision.objects.filter(proposal__in=keys)}


def minutes_of(link: Invitation) -> Minutes | None:
    """The minutes of the joint meeting, which speak of all proposals: for who may know of all of them."""
    if link.seat is None or not policy.whole_by(link.seat):
        return None
    found: Minutes | None = Minutes.objects.filter(call=link.call_id).first()
    return found
