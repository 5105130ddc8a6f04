"""What happens to promises: kept, dropped with a reason, taken up again."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change
from kizuna.visits import policy
from kizuna.visits.models import Commitment

State = Commitment.State


def keep(commitment: Commitment, *, on: date | None = None, by: Account) -> Change | None:
    """Says that it was done, today or on the day given."""
    records.permit(policy.can_keep(by, commitment))
    _settle(commitment, State.KEPT, on)
    commitment.reason = ""
    return records.save(commitment, by=by, verb="kept")


def drop(commitment: Commitment, *, reason: str, on: date | None = None, by: Account) -> Change | None:
    """Says that it will not be done, and why. Raises ValidationError without a reason."""
    records.permit(policy.can_drop(by, commitment))
    if not reason.strip():
        raise ValidationError({"reason": _("Say in a word why it was dropped.")})
    _settle(commitment, State.DROPPED, on)
    commitment.reason = reason.strip()
    return records.save(commitment, by=by, verb="dropped")


def take_up(commitment: Commitment, *, by: Account) -> Change | None:
    """Opens one again that was kept or dropped by mistake."""
    records.permit(policy.can_take_up(by, commitment))
    if commitment.state == State.OPEN:
        raise ValidationError(_("It is open already."))
    commitment.state, commitment.settled, commitment.reason = State.OPEN, None, ""
    return records.save(commitment, by=by, verb="reopened")


def _settle(commitment: Commitment, state: State, on: date | None) -> None:
    if commitment.state != State.OPEN:
        raise ValidationError(_("It is settled already; take it up again first."))
    day, today = on or timezone.localdate(), timezone.localdate()
    if day > today:
        raise ValidationError({"on": _("That day is still to come.")})
    commitment.state, commitment.settled = state, day
