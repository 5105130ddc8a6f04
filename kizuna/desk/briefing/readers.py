"""For whom a briefing is read: the reader alone, or whoever takes part."""

from __future__ import annotations

from kizuna.core.models import Account, Home, Membership, Role


def of_role(home: Home, role: Role) -> Account:
    """Whoever has this role in the home and nothing granted beside it; it is nobody's account and is never saved.

    As a reader it sees public records and those of the home's staff: no more than anyone who may open a briefing.
    """
    # No account has such a number: what is kept for one reader during a request is not mistaken for another's.
    number = -1 - Role.values.index(role)
    made = Account(pk=number, email=f"{role}@localhost", name=str(role), kind=Account.Kind.PERSON)
    made.__dict__["roles"] = {home.pk: Membership(account=made, home=home, role=role, sealed=False)}
    return made


def of_staff(home: Home) -> Account:
    """Whoever works in the home, with the least right to read: the shared version is read as this."""
    return of_role(home, Role.READER)


def of_office(home: Home) -> Account:
    """The office without what is sealed: what differs from what it sees holds something sealed."""
    return of_role(home, Role.OFFICE)
