"""Who may, for organisations, units and people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import OwnedRecord, Record
from kizuna.core.models.record import Reader
from kizuna.core.policy import may, right

RIGHTS = {
    "revise": right(_("people and posts of the home; what is shared needs a registrar"), "office"),
    "register": right(_("organisations, names, identifiers, units, networks"), "registrar"),
    "remove": right(_("what was entered by mistake"), "office"),
    "merge": right(_("doubled people of the home; what is shared needs a registrar"), "office"),
    "split": right(_("people of the home that were merged; what is shared needs a registrar"), "office"),
    "erase": right(_("the data of a person of the home, for good"), "office"),
}


def can_revise(user: Reader, record: Record) -> bool:
    """Shared records are kept by a registrar, a home's people and their posts by its office."""
    if isinstance(record, OwnedRecord):
        return may(user, record.home, RIGHTS["revise"])
    home = getattr(record, "home", None)
    return may(user, home, RIGHTS["revise"]) if home is not None else may(user, None, RIGHTS["register"])


def can_remove(user: Reader, record: Record) -> bool:
    """What is shared a registrar takes away, what is the home's own its office."""
    if isinstance(record, OwnedRecord):
        return may(user, record.home, RIGHTS["remove"])
    return can_revise(user, record)


def can_merge(user: Reader, record: Record) -> bool:
    """Doubled people the home's office merges, what is shared a registrar."""
    if isinstance(record, OwnedRecord):
        return may(user, record.home, RIGHTS["merge"])
    return may(user, None, RIGHTS["register"])


def can_split(user: Reader, record: Record) -> bool:
    """Whoever may merge a record may undo it."""
    if isinstance(record, OwnedRecord):
        return may(user, record.home, RIGHTS["split"])
    return may(user, None, RIGHTS["register"])


def can_erase(user: Reader, record: OwnedRecord) -> bool:
    """A home's office answers for the personal data that the home keeps."""
    return may(user, record.home, RIGHTS["erase"])
