"""The gate: from whom a proposal is kept, whatever their role; core asks it for the history too."""

from __future__ import annotations

from typing import Any

from kizuna.calls.models.proposal import Proposal, shut_to
from kizuna.core.models import Account
from kizuna.core.models.gates import GATES


def shut(user: Account) -> Any:
    """The UUIDs of the proposals that this person may know nothing of."""
    return Proposal.objects.filter(shut_to([user.email], user)).order_by().values("uuid")


def tell() -> None:
    """The history asks here too from now on."""
    if shut not in GATES:
        GATES.append(shut)
