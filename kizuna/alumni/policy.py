"""Who may, for networks of alumni, gifts and campaigns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import may, right

RIGHTS = {
    "add": right(_("networks of alumni, gifts and campaigns"), "office"),
    "revise": right(_("networks of alumni, gifts and campaigns"), "office"),
    "remove": right(_("rows that were entered by mistake"), "office"),
}


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps what it knows of its alumni."""
    return may(user, record.home, RIGHTS["revise"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])
