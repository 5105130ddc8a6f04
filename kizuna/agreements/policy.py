"""Who may, for agreements, their parties, signatures and files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.agreements.models import Agreement, AgreementFile
from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import may, right

RIGHTS = {
    "add": right(_("agreements, their parties and signatures"), "office"),
    "revise": right(_("agreements, their parties and signatures"), "office"),
    "remove": right(_("rows that were entered by mistake"), "office"),
    "enclose": right(_("a file with an agreement"), "office"),
    "discard": right(_("a file of an agreement"), "office"),
}


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its agreements."""
    return may(user, record.home, RIGHTS["revise"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])


def can_enclose(user: Reader, agreement: Agreement) -> bool:
    """The office keeps files with an agreement."""
    return may(user, agreement.home, RIGHTS["enclose"])


def can_discard(user: Reader, row: AgreementFile) -> bool:
    """The office takes a file away."""
    return may(user, row.home, RIGHTS["discard"])
