"""Who may, for what concerns all rooms: each room's own policy is asked about its records."""

from __future__ import annotations

import sys
from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.activities import policy as activities
from kizuna.agreements import policy as agreements
from kizuna.alumni import policy as alumni
from kizuna.calls import policy as calls
from kizuna.core import policy as core
from kizuna.core.models import Home, Membership, OwnedRecord, Record
from kizuna.core.models.record import Reader
from kizuna.core.policy import STAFF, may, right
from kizuna.directory import policy as directory
from kizuna.mobility import policy as mobility
from kizuna.partners import policy as partners
from kizuna.projects import policy as projects
from kizuna.publishing import policy as publishing
from kizuna.visits import policy as visits

RIGHTS = {
    "undo": right(_("changes of records that one may write"), "office", "registrar"),
    "freeze": right(_("briefings, which are issued and kept as they are"), "office"),
    "release": right(_("what the public sees, for all pages at once"), "office"),
    "reckon": right(_("how years are written in Japanese on the public pages"), "office"),
    "switch": right(_("one’s own weekly mail on or off"), *STAFF),
}
ROOMS: dict[str, Any] = {
    "core": core, "directory": directory, "partners": partners, "agreements": agreements, "projects": projects,
    "activities": activities, "mobility": mobility, "visits": visits, "calls": calls, "alumni": alumni,
    "publishing": publishing,
    "desk": sys.modules[__name__],
}  # fmt: skip


def can_undo(user: Reader, home: Home | None) -> bool:
    """Whether the person takes changes back at all; for each record its room is asked besides."""
    return may(user, home, RIGHTS["undo"])


def can_write(user: Reader, record: Record) -> bool:
    """What the record's own room answers."""
    answer: bool = ROOMS[record._meta.app_label].can_revise(user, record)
    return answer


def can_take_away(user: Reader, record: Record) -> bool:
    """What the record's own room answers, where taking away is something else than writing."""
    asked = getattr(ROOMS[record._meta.app_label], "can_remove", None)
    return can_write(user, record) if asked is None else bool(asked(user, record))


def can_freeze(user: Reader, home: Home) -> bool:
    """The office issues briefings."""
    return may(user, home, RIGHTS["freeze"])


def can_draft(user: Reader, home: Home) -> bool:
    """What the room of public pages answers."""
    return publishing.can_draft(user, home)


def can_release(user: Reader, home: Home) -> bool:
    """The office lets the public see what the records say."""
    return may(user, home, RIGHTS["release"])


def can_reckon(user: Reader, home: Home) -> bool:
    """The office says how years are written."""
    return may(user, home, RIGHTS["reckon"])


def can_switch(user: Reader, member: Membership) -> bool:
    """Everybody for themselves; a key never."""
    own = user.is_authenticated and user.scopes is None and user.pk == member.account_id
    return own and may(user, member.home, RIGHTS["switch"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """Who issues writes what is new; what was issued stays as it was issued, for everybody."""
    return record.pk is None and can_freeze(user, record.home)
