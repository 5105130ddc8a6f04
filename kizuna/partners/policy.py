"""Who may, for programmes, partnerships and their story, and for what departments bring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import Right, may, right, role_in
from kizuna.directory.models import Charge, Unit
from kizuna.partners.models import Contribution, Invitation, Member, Partnership, Phase, Plan, TeamUnit

RIGHTS = {
    "add": right(_("records of the programme and its partnerships"), "office"),
    "revise": right(_("programmes, phases, tiers, partnerships and all that is part of them"), "office"),
    "remove": right(_("rows that were entered by mistake"), "office"),
    "place": right(_("a partnership into a tier, up or down"), "office"),
    "end": right(_("a partnership, or talks"), "office"),
    "rest": right(_("a partnership that is still, without ending it"), "office"),
    "revive": right(_("a partnership that rests or has ended"), "office"),
    "begin": right(_("talks with an institution"), "office"),
    "admit": right(_("an institution into a group"), "office"),
    "release": right(_("an institution from a group"), "office"),
    "decide": right(_("what became of a plan of a phase"), "office"),
    "close": right(_("a phase, once its plans are decided"), "office"),
    "open_next": right(_("the next phase"), "office"),
    "submit": right(
        _("contributions of the departments in one's charge; the office for any"),
        "office",
        "coordinator",
        scope="contribute",
    ),
    "withdraw": right(_("such contributions, until they are decided"), "office", "coordinator", scope="contribute"),
    "send_back": right(_("contributions that lack something"), "office"),
    "accept": right(_("contributions, as an entry on record"), "office"),
    "join": right(_("contributions with an entry that is on record already"), "office"),
    "invite": right(_("departments to a team"), "office"),
    "call_off": right(_("invitations to a team"), "office"),
    "agree": right(
        _("to an invitation of a department in one's charge; the office for any"),
        "office",
        "coordinator",
        scope="contribute",
    ),
    "decline": right(_("such an invitation"), "office", "coordinator", scope="contribute"),
    "publish": right(_("the list of a team"), "office"),
    "leave": right(_("a team, for a department"), "office"),
    "coordinate": right(_("a team: name its coordinating department and person"), "office"),
}


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its partnerships."""
    return may(user, record.home, RIGHTS["revise"])


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])


def in_charge(user: Reader, home: Home, unit: Unit) -> bool:
    """Whether the person, as a coordinator of this home, answers for the unit."""
    membership = user.roles.get(home.pk) if user.is_authenticated else None
    return membership is not None and Charge.objects.filter(membership=membership, unit=unit).exists()


def _for_unit(user: Reader, home: Home, unit: Unit, allowed: Right) -> bool:
    """The office for every unit, a coordinator for those in charge."""
    if not may(user, home, allowed):
        return False
    return role_in(user, home) != "coordinator" or in_charge(user, home, unit)


def can_contribute(user: Reader, home: Home) -> bool:
    """Whether the person may bring anything at all."""
    return may(user, home, RIGHTS["submit"])


def can_submit(user: Reader, contribution: Contribution) -> bool:
    """For a department in one's charge."""
    return _for_unit(user, contribution.home, contribution.unit, RIGHTS["submit"])


def can_withdraw(user: Reader, contribution: Contribution) -> bool:
    """What one may submit, one may take back."""
    return _for_unit(user, contribution.home, contribution.unit, RIGHTS["withdraw"])


def can_send_back(user: Reader, contribution: Contribution) -> bool:
    """The office returns what lacks something."""
    return may(user, contribution.home, RIGHTS["send_back"])


def can_accept(user: Reader, contribution: Contribution, entry: OwnedRecord) -> bool:
    """The office puts it on record, in its own home."""
    return may(user, contribution.home, RIGHTS["accept"]) and entry.home == contribution.home


def can_join(user: Reader, contribution: Contribution, entry: OwnedRecord) -> bool:
    """The office joins it with an entry of its own home."""
    return may(user, contribution.home, RIGHTS["join"]) and entry.home == contribution.home


def can_invite(user: Reader, invitation: Invitation) -> bool:
    """The office asks a department."""
    return may(user, invitation.home, RIGHTS["invite"])


def can_call_off(user: Reader, invitation: Invitation) -> bool:
    """The office takes an invitation back."""
    return may(user, invitation.home, RIGHTS["call_off"])


def can_agree(user: Reader, invitation: Invitation) -> bool:
    """The department answers, or the office for it."""
    return _for_unit(user, invitation.home, invitation.unit, RIGHTS["agree"])


def can_decline(user: Reader, invitation: Invitation) -> bool:
    """The department answers, or the office for it."""
    return _for_unit(user, invitation.home, invitation.unit, RIGHTS["decline"])


def can_publish(user: Reader, partnership: Partnership) -> bool:
    """The office publishes the list."""
    return may(user, partnership.home, RIGHTS["publish"])


def can_leave(user: Reader, place: TeamUnit) -> bool:
    """The office records that a department has left."""
    return may(user, place.home, RIGHTS["leave"])


def can_coordinate(user: Reader, partnership: Partnership) -> bool:
    """The office names who coordinates."""
    return may(user, partnership.home, RIGHTS["coordinate"])


def can_place(user: Reader, row: Partnership) -> bool:
    """The office moves a partnership between tiers."""
    return may(user, row.home, RIGHTS["place"])


def can_end(user: Reader, row: Partnership) -> bool:
    """The office ends a partnership."""
    return may(user, row.home, RIGHTS["end"])


def can_rest(user: Reader, row: Partnership) -> bool:
    """The office lets a partnership rest."""
    return may(user, row.home, RIGHTS["rest"])


def can_revive(user: Reader, row: Partnership) -> bool:
    """The office revives a partnership."""
    return may(user, row.home, RIGHTS["revive"])


def can_begin(user: Reader, home: Home) -> bool:
    """The office begins talks."""
    return may(user, home, RIGHTS["begin"])


def can_admit(user: Reader, row: Partnership) -> bool:
    """The office takes an institution into a group."""
    return may(user, row.home, RIGHTS["admit"])


def can_release(user: Reader, member: Member) -> bool:
    """The office records that an institution has left."""
    return may(user, member.home, RIGHTS["release"])


def can_decide(user: Reader, plan: Plan) -> bool:
    """The office decides what became of a plan."""
    return may(user, plan.home, RIGHTS["decide"])


def can_close(user: Reader, phase: Phase) -> bool:
    """The office closes a phase."""
    return may(user, phase.home, RIGHTS["close"])


def can_open_next(user: Reader, phase: Phase) -> bool:
    """The office opens the next phase."""
    return may(user, phase.home, RIGHTS["open_next"])
