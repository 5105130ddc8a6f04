"""What a proposal lacks: the rules of its call, looked at while it is written and once more when it is submitted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kizuna.calls.models import Award, CallSide, Proposal, Side, TeamMember


def defects(proposal: Proposal) -> list[str]:
    """Every formal defect, in words; an empty list for a proposal that can be submitted."""
    return [*_text(proposal), *_team(proposal), *_money(proposal)]


def _text(proposal: Proposal) -> Iterator[str]:
    if not proposal.title.strip():
        yield _("The proposal has no title.")
    if proposal.strand_id is None and proposal.call.strands.exists():
        yield _("Choose a strand.")
    told = {one.question_id: one.text for one in proposal.answers.all()}
    for question in proposal.call.questions.all():
        text = told.get(question.pk, "").strip()
        if question.required and not text:
            yield _("“%(question)s” is not answered.") % {"question": question.name}
        elif len(text) > question.longest:
            yield _("“%(question)s” is longer than asked for.") % {"question": question.name}


def _team(proposal: Proposal) -> Iterator[str]:
    call, team = proposal.call, list(proposal.team.all())
    leads = [one for one in team if one.role == TeamMember.Role.LEAD]
    for side in Side:
        there = sum(one.side == side for one in leads)
        if there != call.leads_each:
            told = _("%(side)s has %(there)s leads; the call asks for %(asked)s.")
            yield told % {"side": side.label, "there": there, "asked": call.leads_each}
    known = {one.discipline.strip().casefold() for one in leads if one.discipline.strip()}
    if len(known) < call.disciplines:
        yield _("The leads come from fewer than %(asked)s disciplines.") % {"asked": call.disciplines}
    until = {row.side: row.spend_until for row in call.sides.all()}
    for one in leads:
        end = until.get(one.side)
        if end and one.employed_until and one.employed_until < end:
            yield _("%(name)s is employed until a day before the money ends.") % {"name": one.name}


def _money(proposal: Proposal) -> Iterator[str]:
    strand = proposal.strand
    for row in proposal.call.sides.all():
        asked = asked_of(proposal, row)
        if row.pays and not asked:
            yield _("The budget of %(side)s is empty.") % {"side": row.get_side_display()}
        most = ceiling(strand, row.side)
        if most is not None and asked > most:
            told = _("%(side)s: %(asked)s %(currency)s is above the ceiling of %(most)s.")
            yield told % {"side": row.get_side_display(), "asked": asked, "most": most, "currency": row.currency}
        if any(line.side == row.side and line.currency != row.currency for line in proposal.budget.all()):
            yield _("This side counts in %(currency)s.") % {"currency": row.currency}


def asked_of(proposal: Proposal, row: CallSide) -> Decimal:
    """What a proposal asks of one side, in that side's currency."""
    return sum((line.amount for line in proposal.budget.all() if line.side == row.side), Decimal(0))


def ceiling(strand: Any, side: str) -> Decimal | None:
    """What one side pays at most in a strand; None where nothing is laid down."""
    if strand is None:
        return None
    found: Decimal | None = strand.home_ceiling if side == Side.HOME else strand.partner_ceiling
    return found


def funded_before(proposal: Proposal) -> list[Award]:
    """Earlier awards of this home to anybody of the team: looked up, not asked."""
    emails = [one.email for one in proposal.team.all()]
    rows = Award.objects.filter(home=proposal.home_id, proposal__team__email__in=emails)
    return list(rows.exclude(proposal=proposal).select_related("project", "proposal__call").distinct())
