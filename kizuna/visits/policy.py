"""Who may, for visits, meetings, what is prepared, what others ask for, notes and promises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Account, Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import Right, may, right, role_in
from kizuna.partners.policy import in_charge
from kizuna.visits import links
from kizuna.visits.models import Commitment, Meeting, NoteLink, Request, Task, Visit, VisitReport

_OUR = _("visits, stops, meetings and all that is part of them")
_ASKED = _("requests to visit; a coordinator those handed to a department in one's charge")

RIGHTS = {
    "add": right(_OUR, "office"),
    "revise": right(_OUR, "office"),
    "remove": right(_("rows that were entered by mistake"), "office"),
    "begin": right(_("a visit, from a template"), "office"),
    "call_off": right(_("a visit"), "office"),
    "tick": right(_("what was to be prepared for a visit"), "office", "coordinator", scope="contribute"),
    "accept": right(_ASKED, "office", "coordinator"),
    "decline": right(_ASKED, "office", "coordinator"),
    "ask": right(_("for a visit to the home; anybody does so on its public page"), "office"),
    "delegate": right(_("requests to visit, to a department"), "office"),
    "hand_out": right(_("a link by which the host of a meeting writes its note"), "office"),
    "call_in": right(_("such a link"), "office"),
    "note": right(_("the note of a meeting; whoever holds its link, without any role"), "office"),
    "close": right(_("the report of a visit"), "office"),
    "open_again": right(_("a report that was closed"), "office"),
    "keep": right(_("a promise; a coordinator those one sees to"), "office", "coordinator", scope="contribute"),
    "drop": right(
        _("a promise, with a reason; a coordinator those one sees to"), "office", "coordinator", scope="contribute"
    ),
    "take_up": right(_("a promise that was settled by mistake"), "office"),
}


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its visits; what others asked for stays as they wrote it."""
    return not isinstance(record, Request) and may(user, record.home, RIGHTS["revise"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])


def can_begin(user: Reader, visit: Visit) -> bool:
    """The office begins a visit."""
    return may(user, visit.home, RIGHTS["begin"])


def can_call_off(user: Reader, visit: Visit) -> bool:
    """The office calls a visit off, and takes it up again."""
    return may(user, visit.home, RIGHTS["call_off"])


def can_tick(user: Reader, task: Task) -> bool:
    """Whoever prepares visits says what is done."""
    return may(user, task.home, RIGHTS["tick"])


def can_ask(user: Reader, request: Request) -> bool:
    """Anybody asks for a visit, under the one account of those who have none; the answer is the home's."""
    outside = user.is_authenticated and user.kind == Account.Kind.OUTSIDE
    return request.version == 0 and (outside or may(user, request.home, RIGHTS["ask"]))


def _answers(user: Reader, request: Request, allowed: Right) -> bool:
    if not may(user, request.home, allowed):
        return False
    if role_in(user, request.home) != "coordinator":
        return True
    return request.unit is not None and in_charge(user, request.home, request.unit)


def can_accept(user: Reader, request: Request) -> bool:
    """The office, or the department to which it was handed."""
    return _answers(user, request, RIGHTS["accept"])


def can_decline(user: Reader, request: Request) -> bool:
    """The office, or the department to which it was handed."""
    return _answers(user, request, RIGHTS["decline"])


def can_delegate(user: Reader, request: Request) -> bool:
    """The office hands a request to a department."""
    return may(user, request.home, RIGHTS["delegate"])


def can_hand_out(user: Reader, meeting: Meeting) -> bool:
    """The office gives the host of a meeting a link; a key makes none."""
    return user.is_authenticated and user.scopes is None and may(user, meeting.home, RIGHTS["hand_out"])


def can_call_in(user: Reader, link: NoteLink) -> bool:
    """The office ends a link."""
    return may(user, link.home, RIGHTS["call_in"])


def can_note(user: Reader, link: NoteLink) -> bool:
    """Whoever holds an open link writes its note, under the one account of those who have none."""
    outside = user.is_authenticated and user.kind == Account.Kind.OUTSIDE
    return links.standing(link) == "open" and (outside or may(user, link.home, RIGHTS["note"]))


def can_close(user: Reader, report: VisitReport) -> bool:
    """The office closes a report."""
    return may(user, report.home, RIGHTS["close"])


def can_open_again(user: Reader, report: VisitReport) -> bool:
    """The office opens a closed report."""
    return may(user, report.home, RIGHTS["open_again"])


def _settles(user: Reader, commitment: Commitment, allowed: Right) -> bool:
    if not may(user, commitment.home, allowed):
        return False
    own = user.is_authenticated and commitment.owner_id == user.pk
    return own or role_in(user, commitment.home) != "coordinator"


def can_keep(user: Reader, commitment: Commitment) -> bool:
    """The office, or who sees to it."""
    return _settles(user, commitment, RIGHTS["keep"])


def can_drop(user: Reader, commitment: Commitment) -> bool:
    """The office, or who sees to it."""
    return _settles(user, commitment, RIGHTS["drop"])


def can_take_up(user: Reader, commitment: Commitment) -> bool:
    """The office opens a promise again."""
    return may(user, commitment.home, RIGHTS["take_up"])
