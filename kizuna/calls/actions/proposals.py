"""What happens to proposals: begun, written by both leads, submitted once and in time, returned for formal reasons."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import formal, links, policy
from kizuna.calls.models import Answer, BudgetLine, Call, Invitation, Proposal, Question, Seat, Side, Stage, TeamMember
from kizuna.calls.versions import as_read
from kizuna.core import records
from kizuna.core.models import Account, Visibility

LONGEST = 366  # days that a link lasts at most
MOST_LINES = 100
OWN = {"visibility": Visibility.OFFICE}


@dataclass(frozen=True)
class Written:
    """What a lead typed: the head of the proposal with the version that was read, and answers with theirs.

    What stands here as it was read is left as it is on record: only what a lead changed can meet another's change.
    """

    title: str
    version: int
    strand: int | None = None
    themes: Sequence[str] = ()
    answers: dict[int, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of a budget as it was typed."""

    text: str
    amount: Decimal
    currency: str


def start(proposal: Proposal, *, team: Sequence[TeamMember] = (), by: Account) -> Proposal:
    """Begins a proposal for the leads of both sides, who then write it by their links."""
    records.permit(policy.can_start(by, proposal))
    with transaction.atomic():
        batch = uuid.uuid4()
        proposal.visibility = Visibility.OFFICE
        _still_open(proposal.call, timezone.now(), early=True)
        records.save(proposal, by=by, verb="begun", batch=batch)
        for one in team:
            one.proposal, one.home, one.visibility = proposal, proposal.home, Visibility.OFFICE
            records.save(one, by=by, verb="begun", batch=batch)
    return proposal


def invite(
    call: Call, *, purpose: str, name: str, days: int, side: str = "", seat: Seat | None = None,
    proposal: Proposal | None = None, by: Account,
) -> tuple[Invitation, str]:  # fmt: skip
    """A link for a lead, a reviewer or the partner's office, and its secret, which nobody can show again."""
    records.permit(policy.can_invite(by, call, proposal))
    if not name.strip():
        raise ValidationError({"name": _("Say for whom the link is.")})
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": _("A link lasts between one day and a year.")})
    for part in (seat, proposal):
        if part is not None and part.call_id != call.pk:
            raise ValidationError(_("This belongs to another call."))
    if purpose == Invitation.Purpose.LEAD and proposal is None:
        raise ValidationError({"proposal": _("Say for which proposal the link is.")})
    if purpose != Invitation.Purpose.LEAD and seat is None:
        raise ValidationError({"seat": _("Say for whom on the committee the link is.")})
    one = seat.side if seat is not None else side or Side.HOME
    link = Invitation(home=call.home, call=call, purpose=purpose, name=name.strip(), side=one, seat=seat,
                      proposal=proposal if seat is None else None, made_by=by)  # fmt: skip
    return links.make(link, days)


def revoke(link: Invitation, *, by: Account) -> None:
    """The link opens nothing from now on; what was written through it stays."""
    records.permit(policy.can_revoke(by, link))
    links.end(link, by)


def write(proposal: Proposal, *, written: Written, link: Invitation | None = None, by: Account) -> Proposal:
    """Keeps what a lead typed, all of it or none; raises Conflict where the other lead changed the same meanwhile."""
    with transaction.atomic():
        proposal = _locked(proposal)
        records.permit(policy.can_write(by, proposal, link))
        _still_open(proposal.call, timezone.now())
        _still_draft(proposal)
        batch = uuid.uuid4()
        read = as_read(proposal, written.version)
        typed = {"title": written.title.strip(), "strand_id": written.strand, "themes": list(written.themes)}
        for name, value in typed.items():
            setattr(proposal, name, _put(proposal, name, value, read.get(name)))
        records.save(proposal, by=by, verb="answered", batch=batch)
        known = {one.question_id: one for one in proposal.answers.select_related("question")}
        asked = {one.pk: one for one in Question.objects.filter(call=proposal.call)}
        for key, (text, version) in written.answers.items():
            if key not in asked:
                raise ValidationError(_("This question is not asked by this call."))
            own = {"home": proposal.home, "proposal": proposal, "question": asked[key], **OWN}
            answer = known.get(key) or Answer(**own)
            before = as_read(answer, version).get("text", "")
            answer.text = _put(answer, "text", text.replace("\r\n", "\n").strip(), before)
            if answer.pk is not None or answer.text:
                records.save(answer, by=by, verb="answered", batch=batch)
    return proposal


def _put(record: Any, name: str, mine: Any, read: Any) -> Any:
    """What a field holds from now on: mine where I changed what I had read, else what is on record.

    Raises Conflict where somebody else has changed the same field otherwise.
    """
    now = getattr(record, name)
    if mine in (read, now):
        return now
    if now != read:
        raise records.Conflict(record, [])
    return mine


def compose(member: TeamMember, *, gone: bool = False, link: Invitation | None = None, by: Account) -> None:
    """Adds somebody to the team of a proposal, changes who they are, or takes them off it while it is being written."""
    with transaction.atomic():
        proposal = _locked(member.proposal)
        records.permit(policy.can_compose(by, proposal, link))
        _still_open(proposal.call, timezone.now())
        _still_draft(proposal)
        member.proposal, member.home, member.visibility = proposal, proposal.home, Visibility.OFFICE
        if gone:
            records.remove(member, by=by)
        else:
            records.save(member, by=by, verb="answered")


def cost(proposal: Proposal, *, side: str, lines: Sequence[Line], link: Invitation | None = None, by: Account) -> None:
    """Replaces the budget of one side by these lines, all in the currency of that side."""
    with transaction.atomic():
        proposal = _locked(proposal)
        records.permit(policy.can_cost(by, proposal, link))
        _still_open(proposal.call, timezone.now())
        _still_draft(proposal)
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines.") % {"most": MOST_LINES})
        batch = uuid.uuid4()
        kept = list(BudgetLine.objects.filter(proposal=proposal, side=side))
        for order, line in enumerate(lines):
            own = {"home": proposal.home, "proposal": proposal, "side": side, **OWN}
            row = kept[order] if order < len(kept) else BudgetLine(**own)
            row.text, row.amount, row.currency, row.order = line.text.strip(), line.amount, line.currency, order
            row.proposal = proposal
            records.save(row, by=by, verb="answered", batch=batch)
        for row in kept[len(lines) :]:
            records.remove(row, by=by, batch=batch)


def submit(proposal: Proposal, *, link: Invitation | None = None, at: datetime | None = None, by: Account) -> Proposal:
    """Submits a proposal, once and in time; raises ValidationError with every formal defect, and then nothing is done.

    ``at`` is the moment in which the door received it: who waits in a rush for others is not late for that.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Who submits to one call is heard in turn, so that numbers have no gap and none is given twice.
        call = Call.objects.select_for_update(of=("self",)).select_related("home").get(pk=proposal.call_id)
        proposal = _locked(proposal)
        records.permit(policy.can_submit(by, proposal, link))
        _still_open(call, at)
        _still_draft(proposal)
        if found := formal.defects(proposal):
            raise ValidationError(found)
        highest = Proposal.objects.filter(call=call).aggregate(most=Max("number"))["most"] or 0
        proposal.state, proposal.number, proposal.submitted_at = Proposal.State.SUBMITTED, highest + 1, at
        records.save(proposal, by=by, verb="submitted")
    return proposal


def send_back(proposal: Proposal, *, defects: str, by: Account) -> Proposal:
    """Returns a submitted proposal for formal reasons: it is told what lacks, and not scored."""
    records.permit(policy.can_send_back(by, proposal))
    with transaction.atomic():
        proposal = _locked(proposal)
        if not defects.strip():
            raise ValidationError({"defects": _("Say what lacks.")})
        if proposal.state != Proposal.State.SUBMITTED:
            raise ValidationError(_("Only what was submitted is returned."))
        if proposal.reviews.exclude(handed_in_at=None).exists():
            raise ValidationError(_("It has been reviewed already."))
        proposal.state, proposal.defects = Proposal.State.RETURNED, defects.strip()
        records.save(proposal, by=by, verb="returned")
    return proposal


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it is on record now; whoever else writes it waits."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("home", "call__home", "strand")
    found: Proposal | None = rows.filter(pk=proposal.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _still_draft(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.DRAFT:
        raise ValidationError(_("It was submitted and stays as it is."), code="submitted")


def _still_open(call: Call, at: datetime, *, early: bool = False) -> None:
    """Whether the call takes anything at this moment, told in the call's own time zone."""
    stage = call.stage_at(at)
    if stage == Stage.OPEN or (early and stage in (Stage.DRAFT, Stage.COMING)):
        return
    if stage == Stage.CLOSED and call.closes_at is not None:
        when = call.closes_at.astimezone(call.tz).strftime("%Y-%m-%d %H:%M")
        told = _("The call closed on %(when)s (%(zone)s).") % {"when": when, "zone": call.zone}
        raise ValidationError(told, code="closed")
    raise ValidationError(_("The call is not open."), code="closed")
