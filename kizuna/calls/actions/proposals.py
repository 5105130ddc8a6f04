"""What happens to proposals: begun, written by both leads, submitted once and in time, returned for formal reasons."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import formal, links, mails, policy
from kizuna.calls.models import Answer, BudgetLine, Call, Invitation, Proposal, Question, Seat, Side, Stage, TeamMember
from kizuna.calls.versions import as_read, put
from kizuna.core import records
from kizuna.core.models import Account, Visibility

LONGEST = 366  # days that a link lasts at most
MOST_LINES = 100
MOST_PEOPLE = 60
OWN = {"visibility": Visibility.OFFICE}
# What the rules of a call look at.
PARTS = ("team", "answers__question", "budget", "enclosures", "call__sides", "call__questions", "call__strands")


@dataclass(frozen=True)
class Written:
    """What a lead typed: the head of the proposal with the version that was read, and answers with theirs.

    What stands here as it was read is left as it is on record: only what a lead changed can meet another's change.
    What is None was not sent at all, and ``reads`` says for single columns at which version they were read.
    """

    title: str | None
    version: int
    strand: int | None = None
    themes: Sequence[str] | None = ()
    answers: dict[int, tuple[str, int]] = field(default_factory=dict)
    sdgs: Sequence[int] | None = None
    avoid: str | None = None
    reads: dict[str, int] = field(default_factory=dict)
    keeps_strand: bool = False

    def head(self) -> dict[str, Any]:
        """The columns of the proposal that were sent."""
        told = {
            "title": None if self.title is None else self.title.strip(),
            "themes": None if self.themes is None else list(self.themes),
            "sdgs": None if self.sdgs is None else sorted(self.sdgs),
            "avoid": None if self.avoid is None else tidy(self.avoid),
        }
        found = {name: value for name, value in told.items() if value is not None}
        return found if self.keeps_strand else {**found, "strand_id": self.strand}


@dataclass(frozen=True)
class Line:
    """One line of a budget as it was typed; with a key it is one that was read at that version.

    A line with neither words nor amount is taken away.
    """

    text: str
    amount: Decimal | None
    currency: str
    key: uuid.UUID | None = None
    version: int = 0


def tidy(text: str) -> str:
    """What somebody typed, with line ends as they are kept."""
    return text.replace("\r\n", "\n").strip()


def start(proposal: Proposal, *, team: Sequence[TeamMember] = (), by: Account) -> Proposal:
    """Begins a proposal for the leads of both sides, who then write it by their links."""
    records.permit(policy.can_start(by, proposal))
    with transaction.atomic():
        batch = uuid.uuid4()
        proposal.visibility = Visibility.OFFICE
        still_open(proposal.call, timezone.now(), early=True)
        records.save(proposal, by=by, verb="begun", batch=batch)
        if len({one.email.lower() for one in team}) < len(team):
            raise ValidationError(_("Two people of the team have the same e-mail."))
        for one in team:
            one.proposal, one.home, one.visibility = proposal, proposal.home, Visibility.OFFICE
        records.save_all(team, by=by, verb="begun", batch=batch)
    return proposal


def invite(
    call: Call, *, purpose: str, name: str, days: int, side: str = "", seat: Seat | None = None,
    proposal: Proposal | None = None, mail_to: str = "", by: Account,
) -> tuple[Invitation, str]:  # fmt: skip
    """A link for a lead, a reviewer or the partner's office, and its secret, which nobody can show again.

    With ``mail_to`` it is also sent there, where a mail server is set up.
    """
    records.permit(policy.can_invite(by, call, proposal))
    # Whoever makes a link holds it for a moment: it would open to them what somebody else judges.
    if seat is not None and not policy.whole(by, call):
        raise ValidationError(str(policy.NOT_WHOLE))
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
    with transaction.atomic():
        link, secret = links.make(link, days)
        if mail_to:
            mails.linked(link, secret, mail_to)
    return link, secret


def revoke(link: Invitation, *, by: Account) -> None:
    """The link opens nothing from now on; what was written through it stays."""
    records.permit(policy.can_revoke(by, link))
    links.end(link, by)


def write(
    proposal: Proposal, *, written: Written, link: Invitation | None = None, at: datetime | None = None, by: Account
) -> Proposal:
    """Keeps what a lead typed, all of it or none; raises Conflict where the other lead changed the same meanwhile.

    ``at`` is the moment in which the door received it: who waits in a rush for others is not late for that.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        records.permit(policy.can_write(by, proposal, link))
        still_open(proposal.call, at or timezone.now())
        still_draft(proposal)
        batch = uuid.uuid4()
        for name, value in written.head().items():
            read = as_read(proposal, written.reads.get(name, written.version))
            setattr(proposal, name, put(proposal, name, value, read.get(name)))
        records.save(proposal, by=by, verb="answered", batch=batch)
        asked = {one.pk: one for one in Question.objects.filter(call=proposal.call)}
        known = {one.question_id: one for one in proposal.answers.all()}
        new, changed = [], []
        for key, (text, version) in written.answers.items():
            if key not in asked:
                raise ValidationError(_("This question is not asked by this call."))
            answer = known.get(key) or Answer(**OWN)
            answer.home, answer.proposal, answer.question = proposal.home, proposal, asked[key]
            before = as_read(answer, version).get("text", "")
            answer.text = put(answer, "text", tidy(text), before)
            if answer.pk is not None:
                changed.append(answer)
            elif answer.text:
                new.append(answer)
        # The proposal is locked, so that nobody else answers the same question meanwhile.
        records.save_changed(changed, by=by, verb="answered", batch=batch)
        records.save_all(new, by=by, verb="answered", batch=batch)
    return proposal


def compose(
    member: TeamMember, *, gone: bool = False, link: Invitation | None = None, at: datetime | None = None, by: Account
) -> None:
    """Adds somebody to the team of a proposal, changes who they are, or takes them off it while it is being written.

    Who comes by a link names the people of their own side; raises Conflict where somebody changed the same meanwhile.
    """
    with transaction.atomic():
        proposal = locked(member.proposal)
        records.permit(policy.can_compose(by, proposal, link, member.side))
        known = TeamMember.objects.filter(pk=member.pk, proposal=proposal).first()
        records.permit(known is not None or not member.pk)
        records.permit(known is None or policy.can_compose(by, proposal, link, known.side))
        still_open(proposal.call, at or timezone.now())
        still_draft(proposal)
        member.proposal, member.home, member.visibility = proposal, proposal.home, Visibility.OFFICE
        if gone:
            records.remove(member, by=by)
        else:
            if known is None and proposal.team.count() >= MOST_PEOPLE:
                raise ValidationError(_("At most %(most)s people.") % {"most": MOST_PEOPLE})
            records.save(member, by=by, verb="answered")


def cost(
    proposal: Proposal, *, side: str, lines: Sequence[Line], whole: bool = True, link: Invitation | None = None,
    at: datetime | None = None, by: Account,
) -> list[BudgetLine]:  # fmt: skip
    """Keeps the budget of one side, all in the currency of that side; who comes by a link keeps their own side's.

    ``whole`` says that these lines are all: what is not among them goes. Else only these are added, changed or taken
    away, each against the version it was read at: raises Conflict where somebody else changed the same line meanwhile.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        records.permit(policy.can_cost(by, proposal, link, side))
        still_open(proposal.call, at or timezone.now())
        still_draft(proposal)
        batch = uuid.uuid4()
        prefetch_related_objects([proposal], "call__sides")
        kept = list(BudgetLine.objects.filter(proposal=proposal, side=side))
        for row in kept:
            row.proposal, row.home = proposal, proposal.home
        if whole:
            # Without keys the order says which line is which.
            lines = [
                line if line.key or order >= len(kept) else replace(line, key=kept[order].uuid, version=0)
                for order, line in enumerate(lines)
            ]
            for row in kept[len(lines) :]:
                records.remove(row, by=by, batch=batch)
        by_key = {row.uuid: row for row in kept}
        added = sum(line.key not in by_key for line in lines)
        if added and added + len(kept) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines.") % {"most": MOST_LINES})
        last = max((row.order for row in kept), default=-1)
        found = []
        for order, line in enumerate(lines):
            row = by_key.get(line.key) if line.key else None
            own = {"home": proposal.home, "proposal": proposal, "side": side, **OWN}
            place = order if whole else last + order + 1
            found.append(_priced(row or BudgetLine(order=place, **own), line, by, batch, versions=not whole))
        return [row for row in found if row is not None]


def _priced(row: BudgetLine, line: Line, by: Account, batch: uuid.UUID, *, versions: bool) -> BudgetLine | None:
    """One line put on record; None for one that is gone. What somebody took away meanwhile becomes a new line."""
    read = as_read(row, line.version) if versions and row.pk else {}
    if not line.text.strip() and line.amount is None:
        if not row.pk:
            return None
        if versions and any(str(read.get(name)) != str(getattr(row, name)) for name in ("text", "amount")):
            raise records.Conflict(row, [])
        records.remove(row, by=by, batch=batch)
        return None
    if line.amount is None:
        raise ValidationError({"amount": _("Say how much.")})
    typed = {"text": line.text.strip(), "amount": line.amount, "currency": line.currency}
    for name, value in typed.items():
        before = read.get(name)
        if name == "amount" and before is not None:
            before = Decimal(str(before))
        setattr(row, name, put(row, name, value, before) if versions and row.pk else value)
    records.save(row, by=by, verb="answered", batch=batch)
    return row


def submit(proposal: Proposal, *, link: Invitation | None = None, at: datetime | None = None, by: Account) -> Proposal:
    """Submits a proposal, once and in time; raises ValidationError with every formal defect, and then nothing is done.

    ``at`` is the moment in which the door received it: who waits in a rush for others is not late for that.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Who submits to one call is heard in turn, so that numbers have no gap and none is given twice.
        call = Call.objects.select_for_update(of=("self",)).select_related("home").get(pk=proposal.call_id)
        proposal = locked(proposal)
        records.permit(policy.can_submit(by, proposal, link))
        still_open(call, at)
        still_draft(proposal)
        prefetch_related_objects([proposal], *PARTS)
        if found := formal.defects(proposal):
            raise ValidationError(found)
        highest = Proposal.objects.filter(call=call).aggregate(most=Max("number"))["most"] or 0
        proposal.state, proposal.number, proposal.submitted_at = Proposal.State.SUBMITTED, highest + 1, at
        records.save(proposal, by=by, verb="submitted")
        mails.submitted(proposal)
    return proposal


def send_back(proposal: Proposal, *, defects: str, by: Account) -> Proposal:
    """Returns a submitted proposal for formal reasons: it is told what lacks, and not scored."""
    records.permit(policy.can_send_back(by, proposal))
    with transaction.atomic():
        proposal = locked(proposal)
        if not defects.strip():
            raise ValidationError({"defects": _("Say what lacks.")})
        if proposal.state != Proposal.State.SUBMITTED:
            raise ValidationError(_("Only what was submitted is returned."))
        if proposal.reviews.exclude(handed_in_at=None).exists():
            raise ValidationError(_("It has been reviewed already."))
        proposal.state, proposal.defects = Proposal.State.RETURNED, defects.strip()
        records.save(proposal, by=by, verb="returned")
        mails.returned(proposal)
    return proposal


def locked(proposal: Proposal) -> Proposal:
    """The proposal as it is on record now; whoever else writes it waits."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("home", "call__home", "strand")
    found: Proposal | None = rows.filter(pk=proposal.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def still_draft(proposal: Proposal) -> None:
    """Refuses what was submitted already."""
    if proposal.state != Proposal.State.DRAFT:
        raise ValidationError(_("It was submitted and stays as it is."), code="submitted")


def still_open(call: Call, at: datetime, *, early: bool = False) -> None:
    """Refuses what the call does not take at this moment, told in the call's own time zone."""
    stage = call.stage_at(at)
    if stage == Stage.OPEN or (early and stage in (Stage.DRAFT, Stage.COMING)):
        return
    if stage == Stage.CLOSED and call.closes_at is not None:
        when = call.closes_at.astimezone(call.tz).strftime("%Y-%m-%d %H:%M")
        told = _("The call closed on %(when)s (%(zone)s).") % {"when": when, "zone": call.zone}
        raise ValidationError(told, code="closed")
    raise ValidationError(_("The call is not open."), code="closed")
