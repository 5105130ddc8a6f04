"""Gates: what a room keeps from single people, whatever their role, is kept from them in the history too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from kizuna.core.models.accounts import Account

# What a room answers: the UUIDs of the records that are shut to this person, as a queryset of one column.
Shut = Callable[["Account"], Any]

GATES: list[Shut] = []


def unshut(user: Account) -> Q:
    """The condition on a column ``gate`` that the row stands behind no gate, or behind one open to this person."""
    allowed = Q()
    for shut in GATES:
        allowed &= ~Q(gate__in=shut(user))
    return allowed
