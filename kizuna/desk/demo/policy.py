"""Who may take the demonstration apart."""

from __future__ import annotations

from kizuna.core.models import Account, Change
from kizuna.core.models.record import Reader


def can_remove_example(user: Reader) -> bool:
    """Whoever works as the office of some home, in a demonstration."""
    return user.is_authenticated and (
        user.kind == Account.Kind.OPERATOR or any(row.role == "office" for row in user.roles.values())
    )


def can_reset(user: Account) -> bool:
    """Only an operator, and only while no real account has written anything."""
    return user.kind == Account.Kind.OPERATOR and not Change.objects.filter(by__kind=Account.Kind.PERSON).exists()
