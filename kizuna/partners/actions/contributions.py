"""What departments bring, on its way to the record: submitted, sent back with a word, accepted or joined."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change, OwnedRecord
from kizuna.partners import policy
from kizuna.partners.models import Contribution, Link, Outcome, Plan

State = Contribution.State
Entry = Link | Outcome | Plan


def submit(contribution: Contribution, *, by: Account) -> Change | None:
    """Hands a new contribution to the office, or one that came back."""
    records.permit(policy.can_submit(by, contribution))
    if contribution.partnership is None and not contribution.partner_named.strip():
        raise ValidationError({"partnership": _("Say with which partner.")})
    if contribution.version == 0:
        contribution.by, contribution.at = by, timezone.now()
    else:
        _must_be(contribution, State.SUBMITTED, State.RETURNED)
    contribution.visibility = "office"
    contribution.state = State.SUBMITTED
    return records.save(contribution, by=by, verb="submitted")


def withdraw(contribution: Contribution, *, by: Account) -> Change | None:
    """Takes a contribution back before the office has decided."""
    records.permit(policy.can_withdraw(by, contribution))
    _must_be(contribution, State.SUBMITTED, State.RETURNED)
    contribution.state = State.WITHDRAWN
    return records.save(contribution, by=by, verb="withdrawn")


def send_back(contribution: Contribution, *, word: str, by: Account) -> Change | None:
    """Returns a contribution with a word on what is missing. Raises ValidationError without one."""
    records.permit(policy.can_send_back(by, contribution))
    _must_be(contribution, State.SUBMITTED)
    if not word.strip():
        raise ValidationError({"word": _("Say in a word what is missing.")})
    contribution.word = word.strip()
    return _decide(contribution, State.RETURNED, "returned", by)


def accept(contribution: Contribution, entry: Entry, *, by: Account) -> Change | None:
    """Puts a contribution on record as this new entry, which the office may have edited; both or neither."""
    records.permit(policy.can_accept(by, contribution, entry))
    return _record(contribution, entry, State.ACCEPTED, "accepted", by)


def join(contribution: Contribution, entry: Entry, *, by: Account) -> Change | None:
    """Joins a contribution with an entry that is on record already, as the office has now worded it."""
    records.permit(policy.can_join(by, contribution, entry))
    return _record(contribution, entry, State.MERGED, "merged", by)


def _record(contribution: Contribution, entry: Entry, state: str, verb: str, by: Account) -> Change | None:
    batch = uuid.uuid4()
    with transaction.atomic():
        _must_be(contribution, State.SUBMITTED)
        records.save(entry, by=by, verb=verb, batch=batch)
        contribution.became, contribution.became_label = entry.uuid, entry.label
        return _decide(contribution, state, verb, by, batch)


def _decide(
    contribution: Contribution, state: str, verb: str, by: Account, batch: uuid.UUID | None = None
) -> Change | None:
    contribution.state = state
    contribution.decided_by, contribution.decided_at = by, timezone.now()
    return records.save(contribution, by=by, verb=verb, batch=batch)


def _must_be(contribution: Contribution, *states: str) -> None:
    """Refuses what somebody else has decided meanwhile; a change of its text is a conflict of its own."""
    now = Contribution.objects.filter(pk=contribution.pk).select_related("decided_by").get()
    if now.state not in states:
        who = f" ({now.decided_by})" if now.decided_by else ""
        raise ValidationError(
            _("This contribution is no longer waiting: %(state)s%(who)s.")
            % {"state": now.get_state_display(), "who": who}
        )


def known_entry(contribution: Contribution) -> OwnedRecord | None:
    """The record that a contribution became, whoever may see it: ask ``visible_to`` before showing it."""
    if contribution.became is None:
        return None
    found = records.find(contribution.became_label, contribution.became)
    return found if isinstance(found, OwnedRecord) else None
