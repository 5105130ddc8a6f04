"""What a coordinator sees first: the departments in charge, what waits for an answer, and where contributions stand."""

from __future__ import annotations

from dataclasses import dataclass

from kizuna.core.models import Home, Role
from kizuna.core.models.record import Reader
from kizuna.directory.models import Charge
from kizuna.partners.models import Contribution, Invitation


@dataclass
class MyDepartments:
    """The departments in one person's charge, and what is open for them."""

    charges: list[Charge]
    invitations: int
    returned: int
    waiting: int


def of(user: Reader, home: Home) -> MyDepartments | None:
    """What is open for the departments in this person's charge; None for whoever is no coordinator here."""
    membership = user.roles.get(home.pk) if user.is_authenticated else None
    if membership is None or membership.role != Role.COORDINATOR:
        return None
    charges = Charge.objects.visible_to(user).filter(membership=membership).select_related("unit")
    states = list(Contribution.objects.visible_to(user).filter(home=home).values_list("state", flat=True))
    asked = Invitation.objects.visible_to(user).filter(home=home, state=Invitation.State.INVITED)
    return MyDepartments(
        list(charges), asked.count(), states.count(Contribution.State.RETURNED),
        states.count(Contribution.State.SUBMITTED),
    )  # fmt: skip
