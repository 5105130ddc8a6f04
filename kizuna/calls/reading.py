"""What the pages of links read: one proposal for its leads; for a reviewer what they were given, behind the gate."""

from __future__ import annotations

import uuid
from typing import Any

from kizuna.calls.models import Answer, Assignment, Decision, Invitation, Minutes, Proposal, Review
from kizuna.calls.versions import as_read


def proposal_of(link: Invitation) -> Proposal:
    """The one proposal that a lead's link opens, as it is on record now."""
    rows = Proposal.objects.select_related("call__home", "strand", "home").prefetch_related("team", "answers", "budget")
    found: Proposal = rows.get(pk=link.proposal_id)
    return found


def answers_of(proposal: Proposal) -> list[Answer]:
    """The answers of a proposal, in the order of the questions."""
    return list(Answer.objects.filter(proposal=proposal).select_related("question"))


def put_together(data: Any, typed: dict[str, Any], proposal: Proposal) -> Any:
    """What was typed, with what is on record now wherever nothing was changed, and the versions that stand now.

    So what is left to decide is what both have changed, and sending it again is that decision.
    """
    told = data.copy()
    read = as_read(proposal, typed["version"])
    now = {"title": proposal.title, "strand": str(proposal.strand_id or ""), "themes": ", ".join(proposal.themes)}
    before = {"title": read.get("title"), "strand": str(read.get("strand_id") or ""),
              "themes": ", ".join(read.get("themes") or [])}  # fmt: skip
    for name, value in now.items():
        if data.get(name, "").strip() == before[name]:
            told[name] = value
    told["version"] = str(proposal.version)
    for answer in Answer.objects.filter(proposal=proposal):
        box, version = f"answer-{answer.question_id}", f"read-{answer.question_id}"
        if typed.get(box) == as_read(answer, typed.get(version) or 0).get("text", ""):
            told[box] = answer.text
        told[version] = str(answer.version)
    return told


def given_to(link: Invitation) -> list[tuple[Assignment, Review | None]]:
    """What the seat of the link was given and may know of, each with the review as far as it is written."""
    if link.seat is None:
        return []
    rows = Assignment.objects.filter(
        seat=link.seat, state=Assignment.State.CONFIRMED, proposal__in=Proposal.objects.open_to(link.seat)
    )
    found = list(rows.select_related("proposal__call", "seat__account", "home"))
    written = {one.proposal_id: one for one in Review.objects.filter(seat=link.seat)}
    return [(one, written.get(one.proposal_id)) for one in found]


def to_sign(link: Invitation) -> tuple[Minutes | None, list[Decision]]:
    """For the chair of a side: the minutes, and what was decided on all that no conflict keeps from this chair."""
    seat = link.seat
    if seat is None or seat.role != seat.Role.CHAIR:
        return None, []
    rows = Decision.objects.filter(proposal__in=Proposal.objects.open_to(seat)).select_related("proposal")
    minutes = Minutes.objects.filter(call=link.call_id).select_related("call", "home").first()
    return minutes, list(rows.order_by("proposal__number"))


def one_given(link: Invitation, key: uuid.UUID) -> Assignment | None:
    """One of these by the proposal's UUID; None for whatever else."""
    return next((one for one, _review in given_to(link) if one.proposal.uuid == key), None)


def review_of(given: Assignment) -> Review:
    """The review as far as it is written, or a new one."""
    rows = Review.objects.filter(proposal=given.proposal, seat=given.seat).prefetch_related("scores")
    own = {"home": given.home, "proposal": given.proposal, "seat": given.seat, "visibility": "office"}
    return rows.first() or Review(**own)
