"""Plain edits: a record saved, many records made, a row taken away that was a mistake."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from kizuna.core import records
from kizuna.core.models import Account, Change, OwnedRecord
from kizuna.visits import policy


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
    """Takes a row away that was entered by mistake; a visit that does not take place is called off instead."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)
