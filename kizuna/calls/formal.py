"""What a proposal lacks: the rules of its call, looked at while it is written and once more when it is submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from kizuna.calls.models import Award, Call, CallSide, Enclosure, Proposal, Side, TeamMember
from kizuna.core.wording import in_language


def defects(proposal: Proposal, names: Mapping[str, str] | None = None) -> list[str]:
    """Every formal defect, in words; an empty list for a proposal that can be submitted.

    ``names`` says what the sides are called where both read it; at the desk one is ours.
    """
    names = names or {side.value: str(side.label) for side in Side}
    return [*_text(proposal), *_team(proposal, names), *_money(proposal, names), *_files(proposal, names)]


def _text(proposal: Proposal) -> Iterator[str]:
    if not proposal.title.strip():
        yield _("The proposal has no title.")
    if proposal.strand_id is None and proposal.call.strands.exists():
        yield _("Choose a strand.")
    told = {one.question_id: one.text for one in proposal.answers.all()}
    for question in proposal.call.questions.all():
        text = told.get(question.pk, "").strip()
        if question.required and not text:
            yield _("“%(question)s” is not answered.") % {"question": in_language(question.name)}
        elif len(text) > question.longest:
            yield _("“%(question)s” is longer than asked for.") % {"question": in_language(question.name)}
    least = proposal.call.sdgs_least
    if len(proposal.sdgs) < least:
        yield _("Name at least %(least)s of the Sustainable Development Goals.") % {"least": least}


def _team(proposal: Proposal, names: Mapping[str, str]) -> Iterator[str]:
    call, team = proposal.call, list(proposal.team.all())
    leads = [one for one in team if one.role == TeamMember.Role.LEAD]
    for side in Side:
        there = sum(one.side == side for one in leads)
        if there != call.leads_each:
            told = _("%(side)s has %(there)s leads; the call asks for %(asked)s.")
            yield told % {"side": names[side.value], "there": there, "asked": call.leads_each}
    known = {one.discipline.strip().casefold() for one in leads if one.discipline.strip()}
    if len(known) < call.disciplines:
        yield _("The leads come from fewer than %(asked)s disciplines.") % {"asked": call.disciplines}
    yield from _careers(call, leads)
    until = last_days(call)
    for one in leads:
        if told := too_short(one, until.get(one.side)):
            yield told


def _careers(call: Call, leads: list[TeamMember]) -> Iterator[str]:
    early = sum(one.career == TeamMember.Career.EARLY for one in leads)
    if call.early_career == Call.Early.ONE and not early:
        yield _("At least one lead is at an early career stage.")
    elif call.early_career == Call.Early.ALL and early < len(leads):
        yield _("All leads are at an early career stage.")


def last_days(call: Call) -> dict[str, date | None]:
    """Until when leads of each side are to be employed: the day of the call, else the last day of the side's money."""
    return {row.side: call.employed_until or row.spend_until for row in call.sides.all()}


def too_short(member: TeamMember, until: date | None) -> str:
    """That a lead is employed until a day too early, in words; nothing where the rule is kept or nothing is stated."""
    if until is None or member.role != TeamMember.Role.LEAD:
        return ""
    if member.employed_until is None:
        # Only a call that lays a day down asks for it.
        stated = member.proposal.call.employed_until is not None
        return _("Say until when %(name)s is employed.") % {"name": member.name} if stated else ""
    if member.employed_until >= until:
        return ""
    if member.proposal.call.employed_until is not None:
        told = _("%(name)s is employed until a day before %(day)s, which the call asks for.")
        return told % {"name": member.name, "day": date_format(until, "DATE_FORMAT")}
    return _("%(name)s is employed until a day before the money ends.") % {"name": member.name}


def _money(proposal: Proposal, names: Mapping[str, str]) -> Iterator[str]:
    strand = proposal.strand
    for row in proposal.call.sides.all():
        asked = asked_of(proposal, row)
        if row.pays and not asked:
            yield _("The budget of %(side)s is empty.") % {"side": names[row.side]}
        most = ceiling(strand, row.side)
        if most is not None and asked > most:
            told = _("%(side)s: %(asked)s %(currency)s is above the ceiling of %(most)s.")
            words = {"asked": figure(asked), "most": figure(most), "currency": row.currency}
            yield told % {"side": names[row.side], **words}
        if any(line.side == row.side and line.currency != row.currency for line in proposal.budget.all()):
            yield _("This side counts in %(currency)s.") % {"currency": row.currency}


def _files(proposal: Proposal, names: Mapping[str, str]) -> Iterator[str]:
    asked = proposal.call.letters_each
    if not asked:
        return
    rows = list(proposal.enclosures.all())
    for side in Side:
        there = sum(one.side == side and one.kind == Enclosure.Kind.LETTER for one in rows)
        if there < asked:
            told = _("%(side)s: %(there)s letters of support; the call asks for %(asked)s.")
            yield told % {"side": names[side.value], "there": there, "asked": asked}


def asked_of(proposal: Proposal, row: CallSide) -> Decimal:
    """What a proposal asks of one side, in that side's currency."""
    return sum((line.amount for line in proposal.budget.all() if line.side == row.side), Decimal(0))


def figure(value: Decimal) -> str:
    """An amount in figures, with cents only where there are any."""
    return number_format(value, 0 if value == value.to_integral_value() else 2, force_grouping=True)


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
