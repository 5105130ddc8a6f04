"""What happens to a call as a whole: called off, followed by another round; and a proposal that is withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import due, policy
from kizuna.calls.models import Assignment, Call, Decision, Invitation, Proposal, Stage, a_chair_signed
from kizuna.core import records
from kizuna.core.models import Account

# What a new round takes over from the one before; names, addresses and dates are its own.
CALL = ("kind", "partnership_id", "programme_id", "text", "zone", "themes", "sdgs", "sdgs_least", "leads_each",
        "disciplines", "early_career", "letters_each", "reviews_each", "awards", "rank_by", "visibility")  # fmt: skip
ROWS = {
    "sides": ("side", "organisation_id", "pays", "currency", "budget", "roles", "costs"),
    "strands": ("name", "months", "report_every", "report_after", "home_ceiling", "partner_ceiling", "order"),
    "criteria": ("name", "text", "weight", "scale", "threshold", "tie_order", "order"),
    "questions": ("name", "text", "longest", "required", "order"),
}
SEAT = ("side", "role", "name", "email", "account_id", "person_id", "unit_id", "themes", "begins", "ends")


def call_off(call: Call, *, reason: str, by: Account) -> Call:
    """Calls a call off, and says why; what was written stays, and nothing more is taken, judged or awarded."""
    records.permit(policy.can_call_off(by, call))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is called off.")})
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).select_related("home").get(pk=call.pk)
        if call.called_off:
            raise ValidationError(_("It has been called off already."))
        _unsigned(call)
        call.called_off, call.why_off = True, reason.strip()
        records.save(call, by=by, verb="called-off")
    return call


def withdraw(
    proposal: Proposal, *, link: Invitation | None = None, at: datetime | None = None, by: Account
) -> Proposal:
    """Withdraws a proposal: by a lead's link until the deadline, by the office until a chair has signed."""
    records.permit(policy.can_withdraw(by, proposal, link))
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).select_related("home").get(pk=proposal.call_id)
        rows = Proposal.objects.select_for_update(of=("self",)).select_related("home", "call__home")
        proposal = rows.get(pk=proposal.pk)
        if proposal.state == Proposal.State.WITHDRAWN:
            raise ValidationError(_("It has been withdrawn already."))
        if link is not None and call.stage_at(at or timezone.now()) != Stage.OPEN:
            raise ValidationError(_("The call is not open any more; ask the office to withdraw it."), code="closed")
        _unsigned(call)
        batch = uuid.uuid4()
        proposal.state = Proposal.State.WITHDRAWN
        records.save(proposal, by=by, verb="withdrawn", batch=batch)
        for given in Assignment.objects.filter(proposal=proposal).exclude(state=Assignment.State.WITHDRAWN):
            given.state = Assignment.State.WITHDRAWN
            records.save(given, by=by, verb="withdrawn", batch=batch)
        decided = Decision.objects.filter(proposal=proposal).exclude(outcome=Decision.Outcome.DECLINE).first()
        if decided is not None:
            # Money that was meant for it is free again.
            decided.outcome, decided.home_amount, decided.partner_amount = Decision.Outcome.DECLINE, 0, 0
            records.save(decided, by=by, verb="withdrawn", batch=batch)
    return proposal


def follow_on(call: Call, *, new: Call, seats: bool = False, by: Account) -> Call:
    """Puts a further round on record with the sides, strands, criteria and questions of the one before.

    With ``seats`` the committee comes too: whoever's term has not ended when the new round closes.
    """
    records.permit(policy.can_follow_on(by, call))
    with transaction.atomic():
        batch = uuid.uuid4()
        new.home, new.follows = call.home, call
        for name in CALL:
            setattr(new, name, getattr(call, name))
        records.save(new, by=by, verb="begun", batch=batch)
        own: dict[str, Any] = {"home": new.home, "call": new}
        months = _months(call, new)
        for row in _rows(call, by):
            made = type(row)(**own, visibility=row.visibility, **_taken(row))
            if months and hasattr(row, "spend_from"):
                made.spend_from = due.later(row.spend_from, months) if row.spend_from else None
                made.spend_until = due.later(row.spend_until, months) if row.spend_until else None
            records.save(made, by=by, verb="begun", batch=batch)
        last = timezone.localdate() if new.closes_at is None else new.closes_at.astimezone(new.tz).date()
        for seat in call.seats.visible_to(by) if seats else ():
            if seat.ends is None or seat.ends >= last:
                values = {name: getattr(seat, name) for name in SEAT}
                records.save(type(seat)(**own, visibility=seat.visibility, **values), by=by, verb="begun", batch=batch)
    return new


def _rows(call: Call, by: Account) -> Iterator[Any]:
    """What of a call a new round takes over, as far as whoever begins it sees it."""
    for name in ROWS:
        yield from getattr(call, name).visible_to(by)


def _taken(row: models.Model) -> dict[str, Any]:
    name = next(name for name in ROWS if Call._meta.get_field(name).related_model is type(row))
    return {column: getattr(row, column) for column in ROWS[name]}


def _months(call: Call, new: Call) -> int:
    """By how many whole years, told in months, the new round lies after the old one; nought where dates are missing."""
    if call.closes_at is None or new.closes_at is None:
        return 0
    before, after = (one.astimezone(call.tz).date() for one in (call.closes_at, new.closes_at))
    return 12 * round(_days(before, after) / 365)


def _days(before: date, after: date) -> int:
    return max(0, (after - before).days)


def _unsigned(call: Call) -> None:
    if a_chair_signed(call):
        raise ValidationError(_("A chair has signed; what was decided stays as it is."), code="signed")
