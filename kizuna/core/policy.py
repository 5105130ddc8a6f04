"""Who may, for everything that core holds; the rooms' policies are built from these answers."""

from __future__ import annotations

from kizuna.core.models import Account, Figure, Home, Note, Role, Source
from kizuna.core.models.record import Reader
from kizuna.core.models.sources import Citation


def role_in(user: Reader, home: Home | None) -> str:
    """The person's role in a home; "operator" for a recorded operator; empty for none."""
    if not user.is_authenticated or not user.is_active:
        return ""
    if user.kind == Account.Kind.OPERATOR:
        return "operator"
    membership = user.roles.get(home.pk) if home is not None else None
    return membership.role if membership else ""


def can_read(user: Reader, home: Home) -> bool:
    """Whether the person works in this home and may open its desk."""
    return bool(role_in(user, home))


def can_write(user: Reader, home: Home | None) -> bool:
    """Whether the person keeps this home's records: its office, or an operator."""
    return role_in(user, home) in {Role.OFFICE, "operator"}


def can_register(user: Reader) -> bool:
    """Whether the person keeps the shared directory: a registrar, or an operator."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.registrar or user.kind == Account.Kind.OPERATOR


def can_revise(user: Reader, record: Home | Source | Citation | Figure | Note) -> bool:
    """Whether the person may write this record of core."""
    home = record if isinstance(record, Home) else record.home
    return can_write(user, home) if home is not None else can_register(user)


def can_attach(user: Reader, source: Source) -> bool:
    """Whether the person may attach the text of a source."""
    return can_revise(user, source)


def can_remove(user: Reader, record: Citation | Figure | Note) -> bool:
    """Whether the person may take away a note, a figure or a citation."""
    return can_revise(user, record)
