"""What happens in the directory: a plain edit, a row taken away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from kizuna.core import records
from kizuna.core.models import Account, Change, Record
from kizuna.directory import policy


def revise(record: Record, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a new or edited record of the directory."""
    records.permit(policy.can_revise(by, record))
    return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(new: Sequence[Record], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: Record, *, by: Account) -> None:
    """Takes a name, an identifier, a post or a membership away; the history keeps what it said."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)
