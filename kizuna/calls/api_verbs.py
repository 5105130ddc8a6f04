"""What is done to calls, by programs: begun, judged, decided and awarded; links are never made by a key."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from kizuna.calls import actions
from kizuna.calls.api import SHAPES, Price, amount
from kizuna.calls.models import Assignment, Call, Minutes, Proposal, Seat, Side, TeamMember, free_slug
from kizuna.calls.rules import shipped
from kizuna.core.models import Home
from kizuna.core.plain import read, tell
from kizuna.core.rest import REPEATABLE, WRITING, ApiRequest, Routes, found_in, home_of, respond, told
from kizuna.core.shapes import Moment, Short, Slug, Words, page_of
from kizuna.core.values import Text
from kizuna.core.verbs import verbs
from kizuna.partners.models import Partnership

router = Routes(tags=["calls"])
verbs(router, SHAPES["call"], actions.call_off)
verbs(router, SHAPES["proposal"], actions.send_back)
verbs(router, SHAPES["conflict"], actions.settle)


class LeadSaid(BaseModel):
    """Somebody who leads a new proposal."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]


class RoundBegun(BaseModel):
    """A round of a call: what it is called, and when it is open."""

    model_config = ConfigDict(extra="forbid")
    title: Words
    opens_at: Moment | None = None
    closes_at: Moment | None = None


class CallBegun(RoundBegun):
    """A new call, and the rules that prepare it."""

    rules: Short = Field(description="The name of a set of rules that comes with Kizuna.")
    zone: Short = "UTC"
    partnership: uuid.UUID | None = None
    partner_currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    visibility: Literal["public", "staff", "office", "sealed"] = "staff"


class FollowOn(RoundBegun):
    """The next round; its rules are those of the one before."""

    seats: bool = Field(False, description="Whether the committee comes too.")


class ProposalStarted(BaseModel):
    """Who leads a new proposal on each side; their links are made at the desk."""

    model_config = ConfigDict(extra="forbid")
    home_leads: list[LeadSaid] = Field(default=[], max_length=9)
    partner_leads: list[LeadSaid] = Field(default=[], max_length=9)


class Decided(BaseModel):
    """What the joint meeting decided on one proposal."""

    model_config = ConfigDict(extra="forbid")
    outcome: Literal["award", "reserve", "decline"]
    home_amount: Price | None = None
    partner_amount: Price | None = None
    reason: Annotated[str, Field(max_length=20_000)] = ""


class Minuted(BaseModel):
    """The minutes of the joint meeting as a whole."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(max_length=50_000)]


class Signed(BaseModel):
    """The chair of our own side for whom the signature is put on record."""

    model_config = ConfigDict(extra="forbid")
    seat: uuid.UUID


class FoundConflicts(BaseModel):
    """How many conflicts were found of which one may know."""

    conflicts: int


AssignmentList = page_of(SHAPES["assignment"].told, "AssignmentList")
AwardList = page_of(SHAPES["award"].told, "AwardList")


def _moments(given: RoundBegun) -> dict[str, datetime | None]:
    """When it opens and closes; a moment without a zone is one of the machine's own."""
    found = {"opens_at": given.opens_at, "closes_at": given.closes_at}
    return {name: timezone.make_aware(one) if one and timezone.is_naive(one) else one for name, one in found.items()}


def _new(home: Home, given: RoundBegun, **more: Any) -> Call:
    title = read(Text, given.title, home)
    if not title:
        raise ValidationError({"title": _("Say what the call is called.")})
    return Call(home=home, slug=free_slug(home, title.get("en").value), title=title, **_moments(given), **more)


@router.post(
    "/homes/{home}/calls/begin", response={201: SHAPES["call"].told, **WRITING}, operation_id="calls_begin",
    summary="Begin a call from a set of rules", openapi_extra=REPEATABLE,
)  # fmt: skip
def begin(request: ApiRequest, home: Slug, given: CallBegun) -> HttpResponse:
    """With the sides, strands, criteria and questions that the rules bring."""
    found = home_of(request, home)
    rules = shipped().get(given.rules)
    if rules is None:
        raise ValidationError({"rules": _("There is no such set of rules.")})
    partner = found_in(Partnership, given.partnership, request.auth, found) if given.partnership else None
    new = _new(found, given, zone=given.zone, partnership=partner, visibility=given.visibility)
    made = actions.begin(new, rules=rules, partner_currency=given.partner_currency, by=request.auth)
    return told(made, request.auth, 201)


@router.post(
    "/calls/call/{key}/follow_on", response={201: SHAPES["call"].told, **WRITING}, operation_id="calls_call_follow_on",
    summary="Follow on: call", openapi_extra=REPEATABLE,
)  # fmt: skip
def follow_on(request: ApiRequest, key: uuid.UUID, given: FollowOn) -> HttpResponse:
    """Puts a further round on record with the rules of the one before."""
    row = found_in(Call, key, request.auth)
    made = actions.follow_on(row, new=_new(row.home, given), seats=given.seats, by=request.auth)
    return told(made, request.auth, 201)


@router.post(
    "/calls/call/{key}/start", response={201: SHAPES["proposal"].told, **WRITING}, operation_id="calls_call_start",
    summary="Start: proposal", openapi_extra=REPEATABLE,
)  # fmt: skip
def start(request: ApiRequest, key: uuid.UUID, given: ProposalStarted) -> HttpResponse:
    """Begins a proposal for the leads of both sides; the desk then makes their links."""
    row = found_in(Call, key, request.auth)
    sides = ((Side.HOME, given.home_leads), (Side.PARTNER, given.partner_leads))
    team = [
        TeamMember(side=side, role=TeamMember.Role.LEAD, name=one.name.strip(), email=one.email.lower())
        for side, leads in sides
        for one in leads
    ]
    made = actions.start(Proposal(home=row.home, call=row), team=team, by=request.auth)
    return told(made, request.auth, 201)


@router.post(
    "/calls/call/{key}/detect", response={200: FoundConflicts, **WRITING}, operation_id="calls_call_detect",
    summary="Detect: conflicts", openapi_extra=REPEATABLE,
)  # fmt: skip
def detect(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """Looks for conflicts that the records show, and tells how many new ones the one who asks may know of."""
    return respond({"conflicts": actions.detect(found_in(Call, key, request.auth), by=request.auth)})


def _given(row: Call, request: ApiRequest) -> HttpResponse:
    """Who reviews what now, as far as the one who asks may know of it."""
    rows = Assignment.objects.visible_to(request.auth).filter(proposal__call=row).exclude(state="withdrawn")
    items = tell(list(rows), request.auth)
    return respond({"as_of": timezone.localdate(), "counts": {"items": len(items)}, "items": items, "next": None})


@router.post(
    "/calls/call/{key}/assign", response={200: AssignmentList, **WRITING}, operation_id="calls_call_assign",
    summary="Assign: reviewers", openapi_extra=REPEATABLE,
)  # fmt: skip
def assign(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """Has reviewers proposed for every proposal, with the reason for each."""
    row = found_in(Call, key, request.auth)
    actions.assign(row, by=request.auth)
    return _given(row, request)


@router.post(
    "/calls/call/{key}/confirm", response={200: AssignmentList, **WRITING}, operation_id="calls_call_confirm",
    summary="Confirm: assignments", openapi_extra=REPEATABLE,
)  # fmt: skip
def confirm(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """Confirms who reviews what."""
    row = found_in(Call, key, request.auth)
    actions.confirm(row, by=request.auth)
    return _given(row, request)


@router.post(
    "/calls/proposal/{key}/decide", response={200: SHAPES["decision"].told, **WRITING},
    operation_id="calls_proposal_decide", summary="Decide: proposal", openapi_extra=REPEATABLE,
)  # fmt: skip
def decide(request: ApiRequest, key: uuid.UUID, given: Decided) -> HttpResponse:
    """Puts on record what the joint meeting decided, until a chair has signed."""
    row = found_in(Proposal, key, request.auth)
    amounts = {name: amount(getattr(given, name)) for name in ("home_amount", "partner_amount")}
    made = actions.decide(row, outcome=given.outcome, reason=given.reason, **amounts, by=request.auth)
    return told(made, request.auth)


@router.post(
    "/calls/proposal/{key}/withdraw", response={200: SHAPES["proposal"].told, **WRITING},
    operation_id="calls_proposal_withdraw", summary="Withdraw: proposal", openapi_extra=REPEATABLE,
)  # fmt: skip
def withdraw(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """For its leads, until a chair has signed."""
    return told(actions.withdraw(found_in(Proposal, key, request.auth), by=request.auth), request.auth)


@router.post(
    "/calls/call/{key}/minute", response={200: SHAPES["minutes"].told, **WRITING}, operation_id="calls_call_minute",
    summary="Minute: the joint meeting", openapi_extra=REPEATABLE,
)  # fmt: skip
def minute(request: ApiRequest, key: uuid.UUID, given: Minuted) -> HttpResponse:
    """Keeps the minutes, until a chair has signed."""
    row = found_in(Call, key, request.auth)
    found = Minutes.objects.visible_to(request.auth).filter(call=row).select_related("call", "home").first()
    minutes = found or Minutes(home=row.home, call=row)
    minutes.text = given.text.strip()
    return told(actions.minute(minutes, by=request.auth), request.auth)


@router.post(
    "/calls/minutes/{key}/sign", response={200: SHAPES["minutes"].told, **WRITING}, operation_id="calls_minutes_sign",
    summary="Sign: minutes, for our chair", openapi_extra=REPEATABLE,
)  # fmt: skip
def sign(request: ApiRequest, key: uuid.UUID, given: Signed) -> HttpResponse:
    """The partner's chair signs by their own link alone."""
    row = found_in(Minutes, key, request.auth)
    seat = found_in(Seat, given.seat, request.auth, row.home)
    return told(actions.sign(row, side=Side.HOME, seat=seat, by=request.auth), request.auth)


@router.post(
    "/calls/call/{key}/award", response={200: AwardList, **WRITING}, operation_id="calls_call_award",
    summary="Award: what both chairs signed", openapi_extra=REPEATABLE,
)  # fmt: skip
def award(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """Makes a project with the money of both sides of every award; none twice."""
    made = actions.award(found_in(Call, key, request.auth), by=request.auth)
    items = tell(made, request.auth)
    return respond({"as_of": timezone.localdate(), "counts": {"items": len(items)}, "items": items, "next": None})
