"""Who may, for programmes, partnerships and their story."""

from __future__ import annotations

from kizuna.core import policy
from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its partnerships."""
    return policy.can_write(user, record.home)


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return policy.can_write(user, home)


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return policy.can_write(user, record.home)
