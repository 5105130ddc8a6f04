"""How a team is formed: departments are invited, answer, stand on the published list, and leave."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change
from kizuna.core.values import FuzzyDate
from kizuna.partners import policy
from kizuna.partners.models import Coordinator, Invitation, Partnership, TeamUnit

State = Invitation.State


def invite(invitation: Invitation, *, by: Account) -> Change | None:
    """Asks a department to join the team of a partnership, with a word on why."""
    records.permit(policy.can_invite(by, invitation))
    on_team = TeamUnit.objects.filter(partnership=invitation.partnership, unit=invitation.unit, ends_last=None)
    if on_team.exists():
        raise ValidationError({"unit": _("This department is on the team already.")})
    invitation.by, invitation.at, invitation.visibility = by, timezone.now(), "office"
    return records.save(invitation, by=by, verb="invited")


def call_off(invitation: Invitation, *, by: Account) -> Change | None:
    """Takes an invitation back that does not yet stand on the list."""
    records.permit(policy.can_call_off(by, invitation))
    return _answer(invitation, State.WITHDRAWN, "withdrawn", "", by, State.INVITED, State.ACCEPTED)


def agree(invitation: Invitation, *, reply: str = "", by: Account) -> Change | None:
    """A department's yes."""
    records.permit(policy.can_agree(by, invitation))
    return _answer(invitation, State.ACCEPTED, "agreed", reply, by, State.INVITED)


def decline(invitation: Invitation, *, reply: str = "", by: Account) -> Change | None:
    """A department's no."""
    records.permit(policy.can_decline(by, invitation))
    return _answer(invitation, State.DECLINED, "declined", reply, by, State.INVITED, State.ACCEPTED)


def publish(partnership: Partnership, *, day: date, by: Account, visibility: str = "public") -> list[TeamUnit]:
    """Puts every department that has agreed on the list, from that day on; returns the new places."""
    records.permit(policy.can_publish(by, partnership))
    batch = uuid.uuid4()
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().filter(partnership=partnership, state=State.ACCEPTED)
        agreed = list(waiting.order_by("at", "pk"))
        if not agreed:
            raise ValidationError(_("No department has agreed yet, so there is nothing to publish."))
        last = TeamUnit.objects.filter(partnership=partnership).aggregate(last=Max("order"))["last"]
        order = 0 if last is None else last + 1
        places = []
        for number, invitation in enumerate(agreed):
            place = TeamUnit(
                home=partnership.home, partnership=partnership, unit=invitation.unit, role=invitation.role,
                order=order + number, begins=FuzzyDate(day.isoformat()), visibility=visibility,
            )  # fmt: skip
            records.save(place, by=by, verb="published", batch=batch)
            invitation.state, invitation.place = State.LISTED, place
            records.save(invitation, by=by, verb="published", batch=batch)
            places.append(place)
    return places


def leave(place: TeamUnit, *, ends: FuzzyDate, by: Account) -> Change | None:
    """A department leaves the team; the list still knows that it was there."""
    records.permit(policy.can_leave(by, place))
    if place.ends:
        raise ValidationError({"ends": _("This department has left the team already.")})
    if not ends:
        raise ValidationError({"ends": _("Say when it leaves; a year is enough.")})
    place.ends = ends
    return records.save(place, by=by, verb="left")


def coordinate(
    partnership: Partnership, place: TeamUnit, *, day: date, by: Account, person: Coordinator | None = None
) -> Sequence[Change]:
    """Names the department that coordinates the team from that day on, and the person if one is given.

    The places of the old and the new coordinating department end the day before and begin again in their new
    role, so that the list still answers for the time before.
    """
    records.permit(policy.can_coordinate(by, partnership))
    if place.partnership_id != partnership.pk or place.ends:
        raise ValidationError(_("Only a department that is on the team can coordinate it."))
    batch = uuid.uuid4()
    done = []
    with transaction.atomic():
        leading = TeamUnit.objects.filter(partnership=partnership, role=TeamUnit.Role.COORDINATING, ends_last=None)
        for old in leading.exclude(pk=place.pk):
            done += _in_role(old, TeamUnit.Role.MEMBER, day, by, batch)
        if not place.is_coordinating:
            done += _in_role(place, TeamUnit.Role.COORDINATING, day, by, batch)
        if person is not None:
            person.partnership, person.home = partnership, partnership.home
            done.append(records.save(person, by=by, verb="named", batch=batch))
    return [change for change in done if change is not None]


def _in_role(place: TeamUnit, role: str, day: date, by: Account, batch: uuid.UUID) -> list[Change | None]:
    """Ends a place the day before and begins it again in another role; one that begins that day just changes."""
    if place.begins_first == day == place.begins_last:
        place.role = role
        return [records.save(place, by=by, verb="named", batch=batch)]
    before = date.fromordinal(day.toordinal() - 1)
    if place.begins_first and before < place.begins_first:
        raise ValidationError({"day": _("The department joined the team later than that.")})
    after = TeamUnit(
        home=place.home, partnership=place.partnership, unit=place.unit, role=role, order=place.order,
        begins=FuzzyDate(day.isoformat()), visibility=place.visibility,
    )  # fmt: skip
    place.ends = FuzzyDate(before.isoformat())
    return [records.save(row, by=by, verb="named", batch=batch) for row in (place, after)]


def _answer(invitation: Invitation, state: str, verb: str, reply: str, by: Account, *before: str) -> Change | None:
    now = Invitation.objects.get(pk=invitation.pk)
    if now.state not in before:
        raise ValidationError(_("This invitation is no longer open: %(state)s.") % {"state": now.get_state_display()})
    invitation.state, invitation.reply = state, reply.strip()
    invitation.answered_by, invitation.answered_at = by, timezone.now()
    return records.save(invitation, by=by, verb=verb)
