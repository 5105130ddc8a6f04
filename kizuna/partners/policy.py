"""Who may, for programmes, partnerships and their story."""

from __future__ import annotations

from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import may, right

RIGHTS = {
    "add": right("records of the programme and its partnerships", "office"),
    "revise": right("programmes, phases, tiers, partnerships and all that is part of them", "office"),
    "remove": right("rows that were entered by mistake", "office"),
}


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its partnerships."""
    return may(user, record.home, RIGHTS["revise"])


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])
