"""One proposal as the office reads it: text and team, both budgets, what lacks, how it was judged, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from kizuna.calls import formal, letters, policy, ranking
from kizuna.calls.models import (
    Answer,
    Assignment,
    Award,
    BudgetLine,
    CallSide,
    Conflict,
    Criterion,
    Decision,
    Enclosure,
    Minutes,
    Proposal,
    Review,
    Side,
    TeamMember,
)
from kizuna.core.models import Account, File

State = Proposal.State


@dataclass(frozen=True)
class Purse:
    """The budget of one side of a proposal, beside what the strand allows."""

    side: str
    label: str
    lines: list[BudgetLine]
    asked: str
    ceiling: str
    over: bool
    share: int


def whole(proposal: Proposal, sides: dict[str, CallSide], user: Account) -> dict[str, Any]:
    """Everything that the page of a proposal shows; it was found through the gate already."""
    prefetch_related_objects([proposal], "team__unit", "answers", "budget", "enclosures", "call__questions")
    known = {one.question_id: one for one in Answer.objects.visible_to(user, "proposal").filter(proposal=proposal)}
    decision = Decision.objects.visible_to(user, "proposal").filter(proposal=proposal).first()
    award = Award.objects.visible_to(user, "proposal").filter(proposal=proposal).select_related("project").first()
    minutes = Minutes.objects.visible_to(user, "call").filter(call=proposal.call_id).first()
    signed = minutes is not None and (minutes.home_signed_at or minutes.partner_signed_at) is not None
    open_ = proposal.state == State.SUBMITTED and not signed and not proposal.call.called_off
    reviews = _reviews(proposal, user)
    # It was found through the gate: what each verb asks beside that is the office, and of a decision the whole call.
    may = policy.can_send_back(user, proposal)
    return {
        "one": proposal,
        "submitted": proposal.submitted_at.astimezone(proposal.call.tz).replace(tzinfo=None)
        if proposal.submitted_at else None,
        "answers": [(question, known.get(question.pk)) for question in proposal.call.questions.all()],
        "team": [(Side(side), [one for one in proposal.team.all() if one.side == side]) for side in Side.values],
        "purses": [_purse(proposal, row) for row in sides.values()],
        "files": _files(proposal, user),
        "lacks": formal.defects(proposal) if proposal.state in (State.DRAFT, State.SUBMITTED) else [],
        "before": _before(proposal, user),
        "conflicts": Conflict.objects.visible_to(user, "proposal").filter(proposal=proposal).select_related("seat"),
        "given": _given(proposal, reviews, user),
        "table": _table(proposal, reviews),
        "marks": ranking.marks(proposal.call, [one for one in reviews if one.handed_in_at is not None]),
        "reviews": [one for one in reviews if one.handed_in_at is not None],
        "summaries": letters.summaries(proposal),
        "decision": decision,
        "award": award,
        "amounts": [(side, letters.money(getattr(decision, f"{side}_amount"), sides[side].currency)) for side in sides]
        if decision is not None and decision.outcome == Decision.Outcome.AWARD else [],
        "links": _links(proposal),
        "can_send_back": may and open_ and not any(one.handed_in_at for one in reviews),
        "can_withdraw": may and proposal.state != State.WITHDRAWN and not signed,
        "can_link": may,
        "can_declare": may and not signed,
        "seats": proposal.call.seats.visible_to(user, "call").order_by("side", "name") if may and not signed else (),
        "can_decide": may and open_ and policy.whole(user, proposal.call),
    }  # fmt: skip


def _purse(proposal: Proposal, row: CallSide) -> Purse:
    asked, most = formal.asked_of(proposal, row), formal.ceiling(proposal.strand, row.side)
    lines = [one for one in proposal.budget.all() if one.side == row.side]
    share = round(100 * min(asked / most, Decimal(1))) if most else 0
    told = letters.money(most, row.currency) if most is not None else ""
    over = most is not None and asked > most
    return Purse(row.side, row.get_side_display(), lines, letters.money(asked, row.currency), told, over, share)


def _files(proposal: Proposal, user: Account) -> list[Enclosure]:
    rows = Enclosure.objects.visible_to(user, "proposal").filter(
        proposal=proposal, file__in=File.objects.visible_to(user)
    )
    return list(rows.select_related("file"))


def _before(proposal: Proposal, user: Account) -> list[Award]:
    """Earlier awards to anybody of the team, as far as the reader may know of them."""
    keys = [one.pk for one in formal.funded_before(proposal)]
    return (
        []
        if not keys
        else list(Award.objects.visible_to(user).filter(pk__in=keys).select_related("project", "proposal__call"))
    )


def _reviews(proposal: Proposal, user: Account) -> list[Review]:
    rows = (
        Review.objects.visible_to(user, "proposal")
        .filter(proposal=proposal)
        .select_related("seat")
        .prefetch_related("scores")
    )
    return sorted(rows, key=lambda one: (one.seat.side, one.pk))


def _given(proposal: Proposal, reviews: list[Review], user: Account) -> list[tuple[Assignment, Review | None]]:
    """Who reviews it and why, each with how far the review is."""
    rows = (
        Assignment.objects.visible_to(user, "proposal")
        .filter(proposal=proposal)
        .exclude(state=Assignment.State.WITHDRAWN)
    )
    written = {one.seat_id: one for one in reviews}
    return [(one, written.get(one.seat_id)) for one in rows.select_related("seat").order_by("seat__side", "pk")]


def _table(proposal: Proposal, reviews: list[Review]) -> list[tuple[Criterion, list[Any], float | None]]:
    """The scores by criterion, a column for each review that was handed in, and their mean."""
    shown = [{score.criterion_id: score.value for score in one.scores.all()} for one in reviews if one.handed_in_at]
    found: list[tuple[Criterion, list[Any], float | None]] = []
    for criterion in proposal.call.criteria.all() if shown else ():
        values = [one.get(criterion.pk) for one in shown]
        told = [float(value) for value in values if value is not None]
        found.append((criterion, values, sum(told) / len(told) if told else None))
    return found


def _links(proposal: Proposal) -> list[tuple[TeamMember, list[Any]]]:
    """The leads, each with the links that were made for them; the newest first."""
    made = list(proposal.invitations.order_by("-pk"))
    leads = [one for one in proposal.team.all() if one.role == TeamMember.Role.LEAD]
    return [(one, [link for link in made if link.side == one.side and link.name == one.name]) for one in leads]
