"""The accounts of the demonstration: three without a password in each home, entered by one click."""

from __future__ import annotations

from kizuna.core.models import Account, Home, Membership, Role

ENTRANCES = (Role.OFFICE, Role.COORDINATOR, Role.READER)
NAMES = {
    Role.OFFICE: "International officer",
    Role.COORDINATOR: "Department coordinator",
    Role.READER: "Reader",
}


def address(home: Home, role: str) -> str:
    """The address of a demonstration account; the domain is reserved and reaches nobody."""
    return f"{role}@{home.slug}.example"


def make_accounts(home: Home) -> None:
    """Makes an account for each way of entering this home."""
    for role in ENTRANCES:
        name = f"{NAMES[role]} ({home.short.get('en').value or home.name})"
        account, _made = Account.objects.get_or_create(
            email=address(home, role),
            defaults={
                "name": name,
                "kind": Account.Kind.DEMONSTRATION,
                # The office of a demonstration also keeps the shared directory, so that every page can be tried.
                "registrar": role == Role.OFFICE,
            },
        )
        account.set_unusable_password()
        account.save()
        Membership.objects.get_or_create(account=account, home=home, defaults={"role": role})
