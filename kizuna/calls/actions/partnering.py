"""What the partner's office does by its link: its half of the call, its own seats, links for its own people."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import links, policy
from kizuna.calls.actions.proposals import LONGEST
from kizuna.calls.models import Call, CallSide, Invitation, Proposal, Seat, Stage
from kizuna.core import records
from kizuna.core.models import Account, Visibility

# What the partner's office lays down itself; the rest of its half is agreed by both.
OWN_HALF = ("budget", "roles", "costs", "internal_until", "spend_from", "spend_until")
MOST_SEATS = 300


def lay_down(row: CallSide, *, link: Invitation | None = None, by: Account) -> CallSide:
    """Keeps the partner's half of a call: money, who may lead, what is paid, dates; until the call has closed."""
    records.permit(policy.can_lay_down(by, row, link))
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).select_related("home").get(pk=row.call_id)
        if call.stage_at(timezone.now()) in (Stage.CLOSED, Stage.CALLED_OFF):
            raise ValidationError(_("The call has closed: what both sides laid down stays as it is."))
        kept: CallSide = CallSide.objects.select_related("call", "home").get(pk=row.pk)
        for name in OWN_HALF:
            setattr(kept, name, getattr(row, name))
        kept.version = row.version
        records.save(kept, by=by, verb="answered")
    return kept


def seat(row: Seat, *, link: Invitation | None = None, by: Account) -> Seat:
    """Names somebody of the partner's side to the committee, or changes what they know and for how long they sit."""
    records.permit(policy.can_seat(by, row, link))
    with transaction.atomic():
        if not row.pk and Seat.objects.filter(call=row.call_id, side=row.side).count() >= MOST_SEATS:
            raise ValidationError(_("At most %(most)s people of one side.") % {"most": MOST_SEATS})
        kept = Seat.objects.filter(pk=row.pk).first()
        # Conflicts are known by the address: a seat never passes to somebody else.
        if kept is not None and (kept.email, kept.side, kept.call_id) != (row.email, row.side, row.call_id):
            raise ValidationError({"email": _("End this seat and name the other person instead.")})
        row.visibility = Visibility.OFFICE
        records.save(row, by=by, verb="answered")
    return row


def unseat(row: Seat, *, link: Invitation | None = None, by: Account) -> Seat:
    """Ends the term of somebody of the partner's side; their links open nothing from this moment."""
    records.permit(policy.can_unseat(by, row, link))
    yesterday = timezone.localdate() - timedelta(days=1)
    if row.begins is not None and row.begins > yesterday:
        row.begins = yesterday
    row.ends = yesterday
    records.save(row, by=by, verb="ended")
    return row


def hand_out(
    call: Call, *, name: str, days: int, seat: Seat | None = None, proposal: Proposal | None = None, link: Invitation,
    by: Account,
) -> tuple[Invitation, str]:  # fmt: skip
    """A link that the partner's office makes for somebody on its own side, and its secret, told this once."""
    records.permit(policy.can_hand_out(by, call, link, seat, proposal))
    if seat is not None and (link.seat is None or not policy.whole_by(link.seat)):
        raise ValidationError(str(policy.NOT_WHOLE))
    if not name.strip():
        raise ValidationError({"name": _("Say for whom the link is.")})
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": _("A link lasts between one day and a year.")})
    purpose = Invitation.Purpose.LEAD if seat is None else Invitation.Purpose.REVIEW
    made = Invitation(
        home=call.home, call=call, purpose=purpose, name=name.strip()[:200], side=link.side, seat=seat,
        proposal=proposal, made_by=by,
    )  # fmt: skip
    return links.make(made, days)


def call_in(invitation: Invitation, *, link: Invitation, by: Account) -> None:
    """Ends a link of the partner's own side; what was written through it stays."""
    records.permit(policy.can_call_in(by, invitation, link))
    links.end(invitation, by)
