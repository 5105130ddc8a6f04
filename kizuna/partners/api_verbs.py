"""What departments and the office do in partners besides plain edits: contributions, teams, moves, phases."""

from __future__ import annotations

import uuid
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Account, OwnedRecord
from kizuna.core.plain import read
from kizuna.core.policy import may
from kizuna.core.rest import (
    IF_MATCH,
    REPEATABLE,
    WRITING,
    ApiRequest,
    Problem,
    Routes,
    found_in,
    home_of,
    hung_from,
    read_version,
    record_routes,
    told,
)
from kizuna.core.shapes import Day, On, Short, Slug, When, Words
from kizuna.core.values import FuzzyDate, Text
from kizuna.core.verbs import verbs
from kizuna.directory.models import Organisation, Person
from kizuna.partners import actions, policy
from kizuna.partners.api import SHAPES as PLAIN
from kizuna.partners.contributing import ContributionForm, as_entry, with_words_of
from kizuna.partners.models import Contribution, Coordinator, Invitation, Link, Outcome, Partnership, Plan, TeamUnit

router = Routes(tags=["partners"])
ACTED: dict[int, Any] = {**WRITING, 412: Problem}


class ContributionSent(ContributionForm):
    """A contribution in every language at once."""

    class Meta:
        model = Contribution
        fields = (*ContributionForm.Meta.fields, "text")


class InvitationForm(RecordForm):
    """Asks a department to join a team."""

    class Meta:
        model = Invitation
        fields = ("partnership", "unit", "role", "word")


def submit(contribution: Contribution, *, by: Account) -> Any:
    """Hands in what the form of the desk would take."""
    if contribution.partnership is None and not contribution.partner_named:
        raise ValidationError({"partnership": _("Say with which partner.")})
    return actions.submit(contribution, by=by)


def may_contribute(user: Account, record: OwnedRecord) -> bool:
    """Asked before the department is known; the action asks again for that department."""
    return policy.can_contribute(user, record.home)


def may_invite(user: Account, record: OwnedRecord) -> bool:
    """Asked before the department is known."""
    return may(user, record.home, policy.RIGHTS["invite"])


SHAPES = {
    **record_routes(
        router, "partners", {"contribution": Kind(ContributionSent, Contribution, "")},
        revise=submit, can_revise=may_contribute,
    ),
    **record_routes(
        router, "partners", {"invitation": Kind(InvitationForm, Invitation, "")},
        add=actions.invite, revise=None, can_revise=may_invite,
    ),
}  # fmt: skip
verbs(router, SHAPES["contribution"], actions.withdraw, actions.send_back)
verbs(router, SHAPES["invitation"], actions.call_off, actions.agree, actions.decline)
verbs(
    router, PLAIN["partnership"], actions.publish, actions.place, actions.rest, actions.revive, actions.end,
    actions.admit,
)  # fmt: skip
verbs(router, PLAIN["member"], actions.release)
verbs(router, PLAIN["team-unit"], actions.leave)
verbs(router, PLAIN["plan"], actions.decide)
verbs(router, PLAIN["phase"], actions.close, actions.open_next)


class Accepting(BaseModel):
    """How the contribution goes on record, where the office words it anew."""

    model_config = ConfigDict(extra="forbid")
    text: Words | None = None
    visibility: Literal["public", "staff", "office", "sealed"] = "staff"


class Joining(BaseModel):
    """The entry that says it already, and whether the contribution's words are put below its own."""

    model_config = ConfigDict(extra="forbid")
    entry: On
    with_words: bool = Field(True, strict=True)


class Coordinating(BaseModel):
    """Which place on the team coordinates from when on, and which person."""

    model_config = ConfigDict(extra="forbid")
    place: uuid.UUID
    day: Day
    person: uuid.UUID | None = None


class Beginning(BaseModel):
    """With whom talks begin, and since when."""

    model_config = ConfigDict(extra="forbid")
    organisation: uuid.UUID
    on: When | Short
    name: Words | None = None
    grows_out_of: uuid.UUID | None = None
    reason: Words | None = None


def waiting(request: ApiRequest, key: uuid.UUID, if_match: str | None) -> Contribution:
    """The contribution that is to be decided."""
    found: Contribution = found_in(Contribution, key, request.auth)
    if if_match is not None:
        read_version(found, None, if_match)
    return found


@router.post(
    "/partners/contribution/{key}/accept", response={200: SHAPES["contribution"].told, **ACTED},
    operation_id="partners_contribution_accept", summary="Accept: contribution", openapi_extra=REPEATABLE,
)  # fmt: skip
def accept(request: ApiRequest, key: uuid.UUID, given: Accepting, if_match: str | None = IF_MATCH) -> HttpResponse:
    """Puts it on record; `became` then names the entry."""
    found = waiting(request, key, if_match)
    entry = as_entry(found)
    entry.visibility = given.visibility
    if given.text is not None:
        entry.text = read(Text, given.text, found.home)
    actions.accept(found, entry, by=request.auth)
    return told(found, request.auth)


@router.post(
    "/partners/contribution/{key}/join", response={200: SHAPES["contribution"].told, **ACTED},
    operation_id="partners_contribution_join", summary="Join: contribution", openapi_extra=REPEATABLE,
)  # fmt: skip
def join(request: ApiRequest, key: uuid.UUID, given: Joining, if_match: str | None = IF_MATCH) -> HttpResponse:
    """Joins it with an entry that is on record already."""
    found = waiting(request, key, if_match)
    entry = hung_from(given.entry, request.auth)
    if not isinstance(entry, Link | Outcome | Plan) or entry.home != found.home:
        raise ValidationError({"entry": _("There is no such record, or it cannot be used here.")})
    actions.join(found, with_words_of(entry, found) if given.with_words else entry, by=request.auth)
    return told(found, request.auth)


@router.post(
    "/partners/partnership/{key}/coordinate", response={200: PLAIN["partnership"].told, **ACTED},
    operation_id="partners_partnership_coordinate", summary="Coordinate: partnership", openapi_extra=REPEATABLE,
)  # fmt: skip
def coordinate(request: ApiRequest, key: uuid.UUID, given: Coordinating) -> HttpResponse:
    """Names the department that coordinates the team, and the person if one is given."""
    row: Partnership = found_in(Partnership, key, request.auth)
    place = found_in(TeamUnit, given.place, request.auth, row.home)
    named = None
    if given.person is not None:
        person = found_in(Person, given.person, request.auth, row.home)
        named = Coordinator(person=person, begins=FuzzyDate(given.day.isoformat()), visibility=row.visibility)
    actions.coordinate(row, place, day=given.day, person=named, by=request.auth)
    return told(row, request.auth)


@router.post(
    "/homes/{home}/begin", response={201: PLAIN["partnership"].told, **ACTED}, operation_id="partners_begin",
    summary="Begin talks with an institution", openapi_extra=REPEATABLE,
)  # fmt: skip
def begin(request: ApiRequest, home: Slug, given: Beginning) -> HttpResponse:
    """Makes a partnership in talks, which is not counted among the partners yet."""
    user, found = request.auth, home_of(request, home)
    out_of = found_in(Partnership, given.grows_out_of, user, found) if given.grows_out_of else None
    made = actions.begin(
        found, found_in(Organisation, given.organisation, user), on=read(FuzzyDate, given.on, found), by=user,
        name=read(Text, given.name, found) if given.name else None, grows_out_of=out_of,
        reason=read(Text, given.reason, found) if given.reason else None,
    )  # fmt: skip
    return told(made, user, 201)
