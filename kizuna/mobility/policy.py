"""Who may, for flows, stocks, stays, weights and tables for others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import may, right

RIGHTS = {
    "add": right(_("flows, stocks, stays, weights and tables for others"), "office"),
    "revise": right(_("flows, stocks, stays, weights and tables for others"), "office"),
    "remove": right(_("rows that were entered by mistake"), "office"),
    "enter": right(_("many stays at once, from a table"), "office"),
    "adopt": right(_("the columns of a table that an authority asks for"), "office"),
}


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its mobility."""
    return may(user, record.home, RIGHTS["revise"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])


def can_enter(user: Reader, home: Home) -> bool:
    """The office enters many stays at once."""
    return may(user, home, RIGHTS["enter"])


def can_adopt(user: Reader, home: Home) -> bool:
    """The office takes over a table's columns."""
    return may(user, home, RIGHTS["adopt"])
