"""Who may, for calls, proposals, reviews and decisions; what is behind the gate is asked for at the gate too."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.calls.models import (
    Assignment,
    Call,
    CallSide,
    Conflict,
    Enclosure,
    Invitation,
    Minutes,
    Proposal,
    Seat,
    Side,
    shut_to,
)
from kizuna.core.models import Account, Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import Right, may, right, role_in

_OUR = _("calls, their sides, strands, criteria and questions, and who sits on the committee")

RIGHTS = {
    "add": right(_OUR, "office"),
    "revise": right(_OUR, "office"),
    "remove": right(_("rows that were entered by mistake, while nothing rests on them"), "office"),
    "begin": right(_("a call, from a template"), "office"),
    "call_off": right(_("a call, with the reason"), "office"),
    "follow_on": right(_("a call, with a further round that takes over its rules"), "office"),
    "withdraw": right(_("a proposal; whoever holds a lead’s link, until the deadline"), "office"),
    "start": right(_("a proposal, for the leads of both sides"), "office"),
    "invite": right(_("a link for a lead, a reviewer or the partner’s office"), "office"),
    "revoke": right(_("such a link"), "office"),
    "write": right(_("a proposal; whoever holds a lead’s link, without any role"), "office"),
    "compose": right(_("the team of a proposal; whoever holds a lead’s link"), "office"),
    "cost": right(_("the budget of a proposal; whoever holds a lead’s link"), "office"),
    "enclose": right(_("files with a proposal, such as letters; whoever holds a lead’s link"), "office"),
    "discard": right(_("such files, while the proposal is being written"), "office"),
    "submit": right(_("a proposal; whoever holds a lead’s link"), "office"),
    "lay_down": right(_("the partner’s half of a call; whoever holds the link of the partner’s office"), "office"),
    "seat": right(_("people of the partner’s side on the committee; by the link of the partner’s office"), "office"),
    "unseat": right(_("the end of such a seat; by the link of the partner’s office"), "office"),
    "send_back": right(_("a proposal with formal defects, which is not scored"), "office"),
    "declare": right(_("a conflict; whoever holds a reviewer’s link declares their own"), "office"),
    "detect": right(_("conflicts that the records show"), "office"),
    "settle": right(_("whether a conflict stands"), "office"),
    "assign": right(_("reviewers to proposals"), "office"),
    "confirm": right(_("the assignment of reviewers"), "office"),
    "score": right(_("a proposal that one was given; whoever holds a reviewer’s link"), "office"),
    "decide": right(_("proposals, as the joint meeting did"), "office"),
    "minute": right(_("the joint meeting"), "office"),
    "sign": right(_("the minutes, for the chair of a side"), "office"),
    "award": right(_("proposals that both chairs signed: projects with the money of both sides"), "office"),
}


def _sees(user: Reader, proposal: Proposal) -> bool:
    """Whether the person may know of the proposal: their role and their conflicts."""
    return bool(Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists())


def whole(user: Reader, call: Call) -> bool:
    """Whether somebody may know of every proposal of a call.

    What is left of a budget, how many awards are open and whether all is decided follow from all proposals: who is
    shut out of one is told none of it, and somebody else of the office does what would tell it.
    """
    seen = Proposal.objects.visible_to(user).filter(call=call)
    return not Proposal.objects.filter(call=call).exclude(pk__in=seen.order_by().values("pk")).exists()


def whole_by(seat: Seat) -> bool:
    """The same for somebody with a seat, who comes by a link."""
    return not Proposal.objects.filter(call=seat.call_id).filter(shut_to([seat.email], seat.account)).exists()


# Said to who is shut out of anything in a call: that they are is no secret to themselves, and it names nothing.
NOT_WHOLE = _("In this call there is something that you may have no part in: somebody else of the office does this.")


def refused(user: Reader, call: Call) -> str:
    """Why somebody of the office may not do what follows from all proposals; empty for everybody else."""
    return str(NOT_WHOLE) if may(user, call.home, RIGHTS["decide"]) and not whole(user, call) else ""


def _desk(user: Reader, proposal: Proposal, allowed: Right) -> bool:
    return may(user, proposal.home, allowed) and _sees(user, proposal)


def _holds(user: Reader, link: Invitation | None, purpose: str) -> bool:
    """Whether somebody without an account comes by an open link for this."""
    outside = user.is_authenticated and user.kind == Account.Kind.OUTSIDE
    return outside and link is not None and link.purpose == purpose and link.state == "open"


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its calls; proposals and what is judged of them change by their own verbs alone."""
    return record.gate is None and not isinstance(record, Minutes) and may(user, record.home, RIGHTS["revise"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away; what stands behind a gate stays, for its history would stand without it.

    That something cannot go because a proposal rests on it is told only to who may know of every proposal.
    """
    if record.gate is not None or isinstance(record, Minutes) or not may(user, record.home, RIGHTS["remove"]):
        return False
    call = record if isinstance(record, Call) else getattr(record, "call", None)
    return call is None or whole(user, call)


def can_begin(user: Reader, call: Call) -> bool:
    """The office begins a call."""
    return may(user, call.home, RIGHTS["begin"])


def can_call_off(user: Reader, call: Call) -> bool:
    """The office calls a call off."""
    return may(user, call.home, RIGHTS["call_off"])


def can_follow_on(user: Reader, call: Call) -> bool:
    """The office begins a further round of a call that it sees."""
    seen = Call.objects.visible_to(user).filter(pk=call.pk)
    return may(user, call.home, RIGHTS["follow_on"]) and bool(seen.exists())


def can_withdraw(user: Reader, proposal: Proposal, link: Invitation | None = None) -> bool:
    """A lead by the link of this very proposal, or the office."""
    return _writes(user, proposal, link, RIGHTS["withdraw"])


def can_start(user: Reader, proposal: Proposal) -> bool:
    """The office begins a proposal for the two leads."""
    return may(user, proposal.home, RIGHTS["start"])


def can_invite(user: Reader, call: Call, proposal: Proposal | None = None) -> bool:
    """The office hands out links, never by a key; for a proposal only who may know of it."""
    whole = user.is_authenticated and user.scopes is None and may(user, call.home, RIGHTS["invite"])
    return whole and (proposal is None or _sees(user, proposal))


def can_revoke(user: Reader, link: Invitation) -> bool:
    """The office ends a link; for a proposal only who may know of it."""
    return may(user, link.home, RIGHTS["revoke"]) and (link.proposal is None or _sees(user, link.proposal))


def _writes(user: Reader, proposal: Proposal, link: Invitation | None, allowed: Right, side: str = "") -> bool:
    if link is not None:
        mine = _holds(user, link, Invitation.Purpose.LEAD) and link.proposal_id == proposal.pk
        return mine and side in ("", link.side)
    return _desk(user, proposal, allowed)


def can_write(user: Reader, proposal: Proposal, link: Invitation | None = None) -> bool:
    """A lead by the link of this very proposal, or the office."""
    return _writes(user, proposal, link, RIGHTS["write"])


def can_compose(user: Reader, proposal: Proposal, link: Invitation | None = None, side: str = "") -> bool:
    """A lead by the link of this very proposal, for the people of the link's own side; or the office."""
    return _writes(user, proposal, link, RIGHTS["compose"], side)


def can_cost(user: Reader, proposal: Proposal, link: Invitation | None = None, side: str = "") -> bool:
    """A lead by the link of this very proposal, for the money of the link's own side; or the office."""
    return _writes(user, proposal, link, RIGHTS["cost"], side)


def can_enclose(user: Reader, proposal: Proposal, link: Invitation | None = None, side: str = "") -> bool:
    """A lead by the link of this very proposal, for the link's own side; or the office."""
    return _writes(user, proposal, link, RIGHTS["enclose"], side)


def can_discard(user: Reader, row: Enclosure, link: Invitation | None = None) -> bool:
    """A lead by the link of this very proposal what their own side brought; or the office."""
    return _writes(user, row.proposal, link, RIGHTS["discard"], row.side)


def can_submit(user: Reader, proposal: Proposal, link: Invitation | None = None) -> bool:
    """A lead by the link of this very proposal, or the office."""
    return _writes(user, proposal, link, RIGHTS["submit"])


def can_send_back(user: Reader, proposal: Proposal) -> bool:
    """The office returns a proposal."""
    return _desk(user, proposal, RIGHTS["send_back"])


def can_declare(user: Reader, conflict: Conflict, link: Invitation | None = None) -> bool:
    """Who sits there, by their own link; the office for whoever told it."""
    if link is not None:
        return _holds(user, link, Invitation.Purpose.REVIEW) and link.seat_id == conflict.seat_id
    return _desk(user, conflict.proposal, RIGHTS["declare"])


def can_detect(user: Reader, call: Call) -> bool:
    """The office has conflicts looked for."""
    return may(user, call.home, RIGHTS["detect"])


def can_settle(user: Reader, conflict: Conflict) -> bool:
    """The office, but never the one whom it concerns: who is shut out does not let themselves in."""
    return _desk(user, conflict.proposal, RIGHTS["settle"])


def can_assign(user: Reader, call: Call) -> bool:
    """The office has reviewers proposed."""
    return may(user, call.home, RIGHTS["assign"])


def can_confirm(user: Reader, call: Call) -> bool:
    """The office confirms who reviews what."""
    return may(user, call.home, RIGHTS["confirm"])


def can_score(user: Reader, assignment: Assignment, link: Invitation | None = None) -> bool:
    """The reviewer by their own link and without a conflict; the office enters what reached it on paper."""
    if assignment.state != Assignment.State.CONFIRMED:
        return False
    if link is None:
        return _desk(user, assignment.proposal, RIGHTS["score"])
    seat = assignment.seat
    mine = _holds(user, link, Invitation.Purpose.REVIEW) and link.seat_id == seat.pk
    return mine and bool(Proposal.objects.open_to(seat).filter(pk=assignment.proposal_id).exists())


def can_decide(user: Reader, proposal: Proposal) -> bool:
    """Who of the office may know of every proposal of the call: a refused award tells what the others were given."""
    return _desk(user, proposal, RIGHTS["decide"]) and whole(user, proposal.call)


def can_minute(user: Reader, minutes: Minutes) -> bool:
    """The office keeps the minutes."""
    return may(user, minutes.home, RIGHTS["minute"])


def can_sign(user: Reader, minutes: Minutes, side: str, link: Invitation | None = None) -> bool:
    """The chair of that side by their own link; for our own chair the office may put the signature on record."""
    if link is not None:
        seat = link.seat
        holds = _holds(user, link, Invitation.Purpose.REVIEW) and link.call_id == minutes.call_id
        return holds and seat is not None and seat.role == seat.Role.CHAIR and seat.side == side
    return side == Side.HOME and may(user, minutes.home, RIGHTS["sign"]) and whole(user, minutes.call)


def can_award(user: Reader, call: Call) -> bool:
    """Who of the office may know of every proposal of the call awards what both chairs have signed."""
    return may(user, call.home, RIGHTS["award"]) and whole(user, call)


def _partner(user: Reader, link: Invitation | None, call_id: int) -> Seat | None:
    """The seat of an office of the other side that comes by its own open link to this call; else None."""
    if link is None or not _holds(user, link, Invitation.Purpose.DOSSIER) or link.call_id != call_id:
        return None
    seat = link.seat
    return seat if seat is not None and seat.role == Seat.Role.OFFICE and seat.side == link.side else None


def can_lay_down(user: Reader, row: CallSide, link: Invitation | None = None) -> bool:
    """The partner's office by its link, its own half alone; at the desk our office."""
    if link is None:
        return may(user, row.home, RIGHTS["lay_down"])
    seat = _partner(user, link, row.call_id)
    return seat is not None and row.side == seat.side


def can_seat(user: Reader, row: Seat, link: Invitation | None = None) -> bool:
    """The partner's office by its link: people of its own side who judge; whose office it is, is not its to say."""
    if link is None:
        return may(user, row.home, RIGHTS["seat"])
    seat = _partner(user, link, row.call_id)
    return seat is not None and row.side == seat.side and row.role != Seat.Role.OFFICE


def can_unseat(user: Reader, row: Seat, link: Invitation | None = None) -> bool:
    """As for naming them."""
    if link is None:
        return may(user, row.home, RIGHTS["unseat"])
    return can_seat(user, row, link)


def can_hand_out(
    user: Reader, call: Call, link: Invitation, seat: Seat | None = None, proposal: Proposal | None = None
) -> bool:
    """The partner's office by its link, for one seat or one proposal of its own side that it may know of."""
    own = _partner(user, link, call.pk)
    if own is None or (seat is None) == (proposal is None):
        return False
    if seat is not None:
        return seat.call_id == call.pk and can_seat(user, seat, link)
    return proposal is not None and bool(Proposal.objects.open_to(own).filter(pk=proposal.pk).exists())


def can_call_in(user: Reader, invitation: Invitation, link: Invitation) -> bool:
    """The partner's office by its link: links of its own side for leads and for who judges, never one of ours."""
    own = invitation.side == link.side and invitation.purpose != Invitation.Purpose.DOSSIER
    return own and can_hand_out(user, invitation.call, link, invitation.seat, invitation.proposal)


def answers(user: Reader, call: Call) -> dict[str, Any]:
    """What a page of a call asks before it shows a button."""
    office = role_in(user, call.home) in {"office", "operator"}
    return {"can_revise": can_revise(user, call), "office": office}
