"""Who may, for organisations, units and people."""

from __future__ import annotations

from kizuna.core import policy
from kizuna.core.models import OwnedRecord, Record
from kizuna.core.models.record import Reader


def can_revise(user: Reader, record: Record) -> bool:
    """Shared records are kept by a registrar, a home's people and their posts by its office."""
    if isinstance(record, OwnedRecord):
        return policy.can_write(user, record.home)
    home = getattr(record, "home", None)
    return policy.can_write(user, home) if home is not None else policy.can_register(user)


def can_remove(user: Reader, record: Record) -> bool:
    """Whoever may write it may take it away."""
    return can_revise(user, record)
