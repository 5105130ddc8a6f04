"""By which e-mails a person is known in calls, and where names stand beside the records: what erasing looks for."""

from __future__ import annotations

import uuid
from collections.abc import Set as AbstractSet
from typing import Any

from kizuna.calls.models import CallMail, Invitation, Seat, TeamMember
from kizuna.core.erasing import ADDRESSES, BESIDE, Beside
from kizuna.core.models import Home
from kizuna.core.redacting import Names


def addresses(home: Home, own: AbstractSet[uuid.UUID], names: Names) -> set[str]:
    """The e-mails of seats and teams that are this person's: by the record, or by the name."""
    found: set[str] = set()
    kinds: tuple[Any, ...] = (Seat, TeamMember)
    for kind in kinds:
        rows = kind.objects.filter(home=home).order_by("pk").values_list("email", "name", "person__uuid")
        found |= {email for email, name, person in rows if person in own or (person is None and names.within(name))}
    return found


def tell() -> None:
    """Erasing looks here too from now on."""
    if addresses not in ADDRESSES:
        ADDRESSES.append(addresses)
        BESIDE.extend(
            [Beside(Invitation, "home", ("name",)), Beside(CallMail, "call__home", ("email", "subject", "body"))]
        )
