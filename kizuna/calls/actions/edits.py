"""Plain edits of a call and its committee, and a call begun from a template."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kizuna.agreements.models.agreement import shifted
from kizuna.calls import policy
from kizuna.calls.models import Call, CallSide, Side
from kizuna.calls.rules import RuleSet
from kizuna.core import records
from kizuna.core.models import Account, Change, OwnedRecord
from kizuna.directory.models import HomeOrganisation, Organisation

# What a call takes over from its rules as it stands.
TAKEN = ("kind", "leads_each", "disciplines", "early_career", "sdgs_least", "letters_each", "reviews_each", "awards")


def revise(record: OwnedRecord, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a new or edited record of the room."""
    records.permit(policy.can_revise(by, record))
    return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(new: Sequence[OwnedRecord], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: OwnedRecord, *, by: Account) -> None:
    """Takes a row away that was entered by mistake."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)


def _partner(call: Call) -> Organisation | None:
    """The university on the other side; None where nobody is named yet, or a group of several."""
    if call.partnership is None:
        return None
    found = [one.institution for one in call.partnership.members_on(timezone.localdate())]
    return found[0] if len(found) == 1 else None


def begin(call: Call, *, rules: RuleSet, partner_currency: str = "", by: Account) -> Call:
    """Puts a new call on record with the sides, strands, criteria and questions of a set of rules."""
    records.permit(policy.can_begin(by, call))
    with transaction.atomic():
        batch = uuid.uuid4()
        for name in TAKEN:
            setattr(call, name, getattr(rules, name))
        if rules.employed_months and call.closes_there:
            call.employed_until = shifted(call.closes_there.date(), rules.employed_months)
        records.save(call, by=by, verb="begun", batch=batch)
        own = {"home": call.home, "visibility": call.visibility, "call": call}
        behind = HomeOrganisation.objects.filter(home=call.home).values_list("organisation", flat=True).first()
        ours = CallSide(
            side=Side.HOME, organisation_id=behind, currency=call.home.currency, roles=rules.roles, costs=rules.costs,
            **own,
        )  # fmt: skip
        theirs = CallSide(
            side=Side.PARTNER, organisation=_partner(call), currency=partner_currency or call.home.currency,
            roles=rules.roles, costs=rules.costs, pays=call.kind != Call.Kind.ONE_SIDED, **own,
        )  # fmt: skip
        rows = (ours, theirs, *rules.strands(own), *rules.criteria(own), *rules.questions(own))
        records.save_all(rows, by=by, verb="begun", batch=batch)
    return call
