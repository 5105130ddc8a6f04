"""The JSON of visits: a home's visits with all that hangs on them, the room's own records, and what is done to them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import records
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Account, Home, OwnedRecord
from kizuna.core.plain import read
from kizuna.core.policy import may
from kizuna.core.rest import (
    READING,
    REPEATABLE,
    WRITING,
    ApiRequest,
    Routes,
    found_in,
    home_of,
    listed,
    record_routes,
    respond,
    told,
)
from kizuna.core.shapes import Paged, Short, Slug, When, Words, page_of, when
from kizuna.core.values import FuzzyDate, Text
from kizuna.core.verbs import verbs
from kizuna.partners.models import Partnership
from kizuna.visits import actions, policy, report, showing
from kizuna.visits.forms import KINDS
from kizuna.visits.models import Meeting, Participant, Request, Visit, VisitReport, VisitTemplate

router = Routes(tags=["visits"])


class RequestForm(RecordForm):
    """Asks for a visit, in the name of somebody who wrote to the office."""

    class Meta:
        model = Request
        fields = ("name", "email", "institution", "country", "purpose", "when", "guests", "delegation", "wishes")


def may_ask(user: Account, record: OwnedRecord) -> bool:
    """Asked before what is asked for is known."""
    return may(user, record.home, policy.RIGHTS["ask"])


SHAPES = record_routes(
    router, "visits", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)
SHAPES |= record_routes(
    router, "visits", {"request": Kind(RequestForm, Request, "")}, add=actions.ask, revise=None, can_revise=may_ask
)
verbs(router, SHAPES["visit"], actions.call_off)
verbs(router, SHAPES["task"], actions.tick)
verbs(router, SHAPES["request"], actions.decline, actions.delegate)
verbs(router, SHAPES["commitment"], actions.keep, actions.drop, actions.take_up)
verbs(router, SHAPES["visit-report"], actions.open_again)


class PersonTold(BaseModel):
    """Somebody with the post held then and the part in it."""

    name: str
    post: str
    role: str
    side: str | None


class VisitMeetingTold(BaseModel):
    """One meeting with who was there; times are those of the place, with their time zone where it is known."""

    uuid: str
    title: str
    kind: str
    state: str
    when: When | None
    at: str | None
    until: str | None
    zone: str
    starts: str | None
    people: list[PersonTold]
    deed: str


class StopTold(BaseModel):
    """One stop; without a date it is at some time within the visit."""

    uuid: str
    name: str
    kind: str
    when: When | None
    leg: str | None


class VisitTold(BaseModel):
    """One visit, in a line."""

    slug: Slug
    uuid: str
    title: str
    titles: Words
    direction: str
    state: str
    begins: When | None
    ends: When | None
    partner: Slug | None
    countries: list[str]
    leaders: list[str]


class VisitWhole(VisitTold):
    """One visit with its delegation and its programme."""

    purpose: str
    delegation: list[PersonTold]
    stops: list[StopTold]
    meetings: list[VisitMeetingTold]
    still_open: int


VisitList = page_of(VisitTold, "VisitList")


class VisitsNarrowed(Paged):
    """By what the list is narrowed."""

    state: Literal["", "planned", "under-way", "done", "called-off", "unknown"] = ""
    direction: Literal["", "outgoing", "incoming"] = ""
    partner: Short = Field("", description="The partnership's name in addresses.")


class VisitBegun(BaseModel):
    """A new visit, and the template that prepares it."""

    model_config = ConfigDict(extra="forbid")
    title: Words
    direction: Literal["outgoing", "incoming"] = "outgoing"
    begins: When | Short | None = None
    ends: When | Short | None = None
    purpose: Words | None = None
    partnership: uuid.UUID | None = None
    template: uuid.UUID | None = None
    visibility: Literal["public", "staff", "office", "sealed"] = "staff"


class RequestAccepted(VisitBegun):
    """The visit that a request becomes, and what the one who asked is told."""

    tell: bool = Field(False, description="Whether they get a mail; nothing is sent where no mail server is set up.")
    word: str = Field("", max_length=2000, description="Stands in that mail, below the answer.")


def day_of(home: Home) -> date:
    """The day on which a home's visits are said to be planned, under way or done."""
    return home.stood_day or timezone.localdate()


def visit(row: Any) -> dict[str, Any]:
    """One visit in a line; it was read with how it stands, its legs and its leaders."""
    return {
        "slug": row.slug,
        "uuid": str(row.uuid),
        "title": row.title.get("en").value,
        "titles": row.title.to_json(),
        "direction": row.direction,
        "state": row.standing,
        "begins": when(row.begins),
        "ends": when(row.ends),
        "partner": row.partnership.slug if row.partnership else None,
        "countries": list(dict.fromkeys(leg.country for leg in row.shown_legs if leg.country)),
        "leaders": [one.heading.get("en").value for one in row.leading],
    }


def _person(row: Any) -> dict[str, Any]:
    return {
        "name": row.heading.get("en").value,
        "post": row.post.get("en").value,
        "role": row.role,
        "side": row.side if isinstance(row, Participant) else None,
    }


def _meeting(whole: showing.Whole, row: Meeting) -> dict[str, Any]:
    starts = row.moment()
    return {
        "uuid": str(row.uuid),
        "title": row.heading.get("en").value,
        "kind": row.kind,
        "state": row.state,
        "when": when(row.begins),
        "at": row.at.isoformat("minutes") if row.at else None,
        "until": row.until.isoformat("minutes") if row.until else None,
        "zone": row.zone_here,
        "starts": starts.isoformat() if starts else None,
        "people": [_person(one) for one in whole.people.get(row.pk, [])],
        "deed": row.deed,
    }


def one(row: Visit, user: Any) -> dict[str, Any]:
    """One visit with all that hangs on it."""
    whole = showing.whole(row, user)
    return {
        **visit(row),
        "purpose": row.purpose.get("en").value,
        "delegation": [_person(one) for one in whole.delegates],
        "stops": [
            {"uuid": str(stop.uuid), "name": stop.heading.get("en").value, "kind": stop.kind,
             "when": when(stop.begins), "leg": str(stop.leg) if stop.leg else None}
            for stop in whole.stops
        ],
        "meetings": [_meeting(whole, meeting) for meeting in whole.meetings],
        "still_open": whole.open_tasks,
    }  # fmt: skip


@router.get(
    "/homes/{home}/visits", response={200: VisitList, **READING}, operation_id="visits_list",
    summary="A home's visits, newest first",
)  # fmt: skip
def visits(request: ApiRequest, home: Slug, given: Query[VisitsNarrowed]) -> HttpResponse:
    """Each with how it stands on the home's day."""
    found = home_of(request, home)
    day = day_of(found)
    rows = showing.listed(found, request.auth, day)
    narrowed = {"standing": given.state, "direction": given.direction, "partnership__slug": given.partner}
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value})
    count = rows.order_by().count()
    page = rows.in_order()[given.offset : given.offset + given.limit]
    return listed([visit(row) for row in page], as_of=day, counts={"visits": count})


def _begun(home: Home, given: VisitBegun, user: Account) -> tuple[Visit, VisitTemplate | None]:
    kinds: dict[str, Any] = {"begins": FuzzyDate, "ends": FuzzyDate, "title": Text, "purpose": Text}
    stated = {name: read(kind, getattr(given, name), home) for name, kind in kinds.items()}
    partner = found_in(Partnership, given.partnership, user, home) if given.partnership else None
    template = found_in(VisitTemplate, given.template, user, home) if given.template else None
    made = Visit(home=home, direction=given.direction, partnership=partner, visibility=given.visibility, **stated)
    return made, template


@router.post(
    "/homes/{home}/visits/begin", response={201: SHAPES["visit"].told, **WRITING}, operation_id="visits_begin",
    summary="Begin a visit from a template", openapi_extra=REPEATABLE,
)  # fmt: skip
def begin(request: ApiRequest, home: Slug, given: VisitBegun) -> HttpResponse:
    """With the checklist and the frame of the programme that the template brings."""
    found = home_of(request, home)
    made, template = _begun(found, given, request.auth)
    return told(actions.begin(made, template=template, by=request.auth), request.auth, 201)


@router.get(
    "/homes/{home}/visits/{slug}", response={200: VisitWhole, **READING}, operation_id="visits_one",
    summary="One visit with its delegation and programme",
)  # fmt: skip
def one_visit(request: ApiRequest, home: Slug, slug: Slug) -> HttpResponse:
    """Stops without a date are at some time within the visit."""
    found = home_of(request, home)
    row = showing.named(showing.listed(found, request.auth, day_of(found)), slug)
    return respond(one(row, request.auth))


@router.post(
    "/visits/request/{key}/accept", response={201: SHAPES["visit"].told, **WRITING},
    operation_id="visits_request_accept", summary="Accept a request: its visit is on record", openapi_extra=REPEATABLE,
)  # fmt: skip
def accept(request: ApiRequest, key: uuid.UUID, given: RequestAccepted) -> HttpResponse:
    """The visit is an incoming one, prepared as its template says; it is staff’s to see until the office opens it."""
    row = found_in(Request, key, request.auth)
    made, template = _begun(row.home, given, request.auth)
    visit = actions.accept(
        row, visit=made, template=template, tell=given.tell, word=given.word, by=request.auth
    )  # fmt: skip
    return told(visit, request.auth, 201)


@router.post(
    "/visits/visit-report/{key}/close", response={200: SHAPES["visit-report"].told, **WRITING},
    operation_id="visits_visit_report_close", summary="Close: report of a visit", openapi_extra=REPEATABLE,
)  # fmt: skip
def close(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """Its paper is kept as it is now, and no link of the visit opens a form any more."""
    row = found_in(VisitReport, key, request.auth)
    records.permit(policy.can_close(request.auth, row))
    compiled = report.compiled(row.visit, request.auth)
    actions.close(row, paper=report.paper(compiled, timezone.localtime()), level=compiled.level, by=request.auth)
    return told(row, request.auth)
