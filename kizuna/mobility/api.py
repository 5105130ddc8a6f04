"""The JSON of mobility: flows and balances, the room's own records, and many stays entered at once."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import records
from kizuna.core.models import Home
from kizuna.core.rest import READING, REPEATABLE, WRITING, ApiRequest, Routes, home_of, listed, record_routes, respond
from kizuna.core.rest import told as one_record
from kizuna.core.shapes import Amount, Slug, page_of
from kizuna.mobility import actions, balance, entering, policy, told
from kizuna.mobility.asking import Asked, asked, partner_of
from kizuna.mobility.forms import KINDS

router = Routes(tags=["mobility"])
SHAPES = record_routes(
    router, "mobility", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)
Written = Annotated[str, Field(max_length=60)]


class Period(BaseModel):
    """One year; the calendar is null where it is not known which one is meant."""

    year: int
    calendar: str | None
    label: str


class Stated(BaseModel):
    """What sources state for one year and direction; where it is no exact number, why."""

    quantity: Amount | None
    words: str
    exact: bool
    reason: str | None
    flows: list[uuid.UUID]


class YearOfFlows(BaseModel):
    """One year: what is stated and what stays are counted, by direction."""

    period: Period | None
    stated: dict[str, Stated | None]
    counted: dict[str, int | None]
    disagree: list[str]


class LineTold(BaseModel):
    """One line of the arithmetic."""

    period: Period | None
    direction: str
    people: int | None
    weight: str | None
    times: str | None
    semesters: str | None
    not_counted_because: str | None
    flow: uuid.UUID | None


class BalanceTold(BaseModel):
    """Who owes whom how many student-semesters, since when; or why that cannot be said."""

    partner: Slug
    basis: str
    out: str
    into: str = Field(alias="in")
    owes: str
    difference: str | None
    since: Period | None
    cannot_be_said_because: list[str]
    words: str
    lines: list[LineTold] = []


class Narrowed(BaseModel):
    """The stretch of time that is asked for."""

    since: Written = ""
    until: Written = ""
    phase: Written = ""


class NarrowedFlows(Narrowed):
    """The stretch of time, the partner and the people that are asked for."""

    partner: Slug | None = None
    who: Written = ""


class StaysGiven(BaseModel):
    """A table of stays as it would be pasted: headings and rows, each row with as many cells as there are headings."""

    model_config = ConfigDict(extra="forbid")
    headings: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=30)
    rows: list[list[Annotated[str, Field(max_length=500)]]] = Field(min_length=1, max_length=entering.MOST_ROWS)
    batch: uuid.UUID | None = Field(None, description="A word of your own for this table: it is saved once.")


class Entered(BaseModel):
    """How many stays were saved, and under which batch."""

    saved: int
    batch: uuid.UUID


class Adopting(BaseModel):
    """Which table to take over."""

    model_config = ConfigDict(extra="forbid")
    name: Slug


FlowPage = page_of(YearOfFlows, "YearOfFlowsPage")
BalancePage = page_of(BalanceTold, "BalancePage")


def _asked(request: ApiRequest, home: Home, given: Narrowed) -> Asked:
    words = given.model_dump()
    return asked(home, request.auth, {name: words.get(name) or "" for name in ("since", "until", "phase", "who")})


@router.get(
    "/homes/{home}/mobility/flows", response={200: FlowPage, **READING}, operation_id="mobility_flows",
    summary="People each way, year by year",
)  # fmt: skip
def flows(request: ApiRequest, home: Slug, given: Query[NarrowedFlows]) -> HttpResponse:
    """As stated, and counted from single stays; the two are never mixed."""
    found = home_of(request, home)
    row = partner_of(found, request.auth, given.partner) if given.partner else None
    today = timezone.localdate()
    items, counts, _table = told.flows(found, request.auth, today, _asked(request, found, given), row)
    return listed(items, as_of=today, counts=counts)


@router.get(
    "/homes/{home}/mobility/balance", response={200: BalancePage, **READING},
    operation_id="mobility_balances", by_alias=True,
    summary="Who owes whom, partner by partner",
)  # fmt: skip
def balances(request: ApiRequest, home: Slug, given: Query[Narrowed]) -> HttpResponse:
    """In student-semesters, by the weights of the home."""
    found, today = home_of(request, home), timezone.localdate()
    items = told.balances(found, request.auth, today, _asked(request, found, given))
    return listed(items, as_of=today, counts={"partners": len(items)})


@router.get(
    "/homes/{home}/mobility/balance/{slug}", response={200: BalanceTold, **READING},
    operation_id="mobility_balance", by_alias=True,
    summary="Who owes whom, with the arithmetic",
)  # fmt: skip
def one_balance(request: ApiRequest, home: Slug, slug: Slug, given: Query[Narrowed]) -> HttpResponse:
    """Line by line: how many people, times which weight."""
    found = home_of(request, home)
    row = partner_of(found, request.auth, slug)
    span = _asked(request, found, given).span
    return respond(told.one_balance(balance.of_partner(found, row, request.auth, timezone.localdate(), span), row))


@router.post(
    "/homes/{home}/mobility/enter", response={201: Entered, **WRITING}, operation_id="mobility_enter",
    summary="Enter many stays at once", openapi_extra=REPEATABLE,
)  # fmt: skip
def enter(request: ApiRequest, home: Slug, given: StaysGiven) -> HttpResponse:
    """All rows or none: what is wrong with which row is told."""
    found = home_of(request, home)
    records.permit(policy.can_enter(request.auth, found))
    preview = entering.read_rows([given.headings, *given.rows], found, request.auth)
    if preview.bad:
        raise ValidationError({f"rows.{entry.number - 2}": entry.problems for entry in preview.bad})
    stays = [entry.stay for entry in preview.good if entry.stay is not None]
    if not stays:
        raise ValidationError({"rows": _("There is no row with a stay.")})
    batch = given.batch or uuid.uuid4()
    saved = actions.enter(stays, home=found, by=request.auth, batch=batch)
    return respond({"saved": saved, "batch": batch}, 201)


@router.post(
    "/homes/{home}/mobility/adopt", response={201: SHAPES["column-map"].told, **WRITING},
    operation_id="mobility_adopt", summary="Take over a table's columns", openapi_extra=REPEATABLE,
)  # fmt: skip
def adopt(request: ApiRequest, home: Slug, given: Adopting) -> Any:
    """As a table of the home, which can be edited from then on."""
    found = home_of(request, home)
    return one_record(actions.adopt(given.name, home=found, by=request.auth), request.auth, 201)
