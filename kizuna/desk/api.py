"""The JSON of the desk: search, the matrix, what changed between two days, the history of a home, and undoing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core.models import Change, Home, Record
from kizuna.core.rest import (
    READING,
    REPEATABLE,
    WRITING,
    ApiRequest,
    EventPage,
    Routes,
    events,
    home_of,
    listed,
    respond,
)
from kizuna.core.shapes import Day, Limit, Offset, Slug, Words, page_of
from kizuna.desk import actions, reportapi, siteapi, today
from kizuna.desk.briefing import api as briefing_api
from kizuna.desk.search import KINDS, search
from kizuna.desk.timeline import gather, told_plainly
from kizuna.directory.models import Unit
from kizuna.partners import links, told
from kizuna.partners.api import DayAsked, day_of
from kizuna.partners.comparison import Comparison
from kizuna.partners.events import Thread
from kizuna.partners.models import Partnership

router = Routes(tags=["desk"])
router.add_router("", reportapi.router)
router.add_router("", siteapi.router)
router.add_router("", briefing_api.router)


class FoundTold(BaseModel):
    """One thing that a search found: which record it is and what it is called."""

    label: str
    uuid: str
    names: Words


class MatrixTold(BaseModel):
    """What ties one department to one partner on the day, and what may tie them, which no source tells."""

    unit: str
    partner: Slug
    kinds: list[str]
    unknown: list[str]
    lead: bool


class OverlapTold(BaseModel):
    """One department of either of two teams, and on which of them it is."""

    unit: str
    abbreviation: str | None
    on: str


class GapTold(BaseModel):
    """One department and one partner, and what of the two is missing between them."""

    lacks: str
    unit: str
    abbreviation: str | None
    partner: str


class DifferenceTold(BaseModel):
    """One thing that changed between two days, or of which one day is not known."""

    aspect: str
    verb: str
    partner: Slug
    subject: FoundTold | None
    was: str | None
    now: str | None


class HappeningTold(BaseModel):
    """One thing in a partnership's time; its days are bounds, null where nothing is known."""

    strand: str
    label: str
    uuid: str
    names: Words
    when: str | None
    first_day: Day | None
    last_day: Day | None
    running: bool
    note: str | None


class Undoing(BaseModel):
    """Which batch of changes is taken back; the history names it."""

    model_config = ConfigDict(extra="forbid")
    batch: uuid.UUID


class Undone(BaseModel):
    """The batch of the changes that took it back."""

    batch: uuid.UUID


FoundPage, MatrixPage = page_of(FoundTold, "FoundPage"), page_of(MatrixTold, "MatrixPage")
OverlapPage, GapPage = page_of(OverlapTold, "OverlapPage"), page_of(GapTold, "GapPage")
DifferencePage = page_of(DifferenceTold, "DifferencePage")
HappeningPage = page_of(HappeningTold, "HappeningPage")


def found_told(row: Record) -> dict[str, object]:
    """One thing found."""
    return {"label": row.label, "uuid": str(row.uuid), "names": row.heading.to_json()}


@router.get(
    "/homes/{home}/search", response={200: FoundPage, **READING}, operation_id="search", summary="Search over the rooms"
)
def find(request: ApiRequest, home: Slug, q: Query[Annotated[str, Field(max_length=200)]]) -> HttpResponse:
    """By any name, abbreviation or script; at most twenty of each kind."""
    found = search(q, home_of(request, home), request.auth)
    rooms: dict[str, Sequence[Record]] = {kind: getattr(found, kind) for kind in KINDS}
    items = [found_told(row) for rows in rooms.values() for row in rows]
    return listed(items, counts={name: len(rows) for name, rows in rooms.items()})


@router.get(
    "/homes/{home}/matrix", response={200: MatrixPage, **READING}, operation_id="matrix",
    summary="Departments by partners on a day",
)  # fmt: skip
def matrix(
    request: ApiRequest, home: Slug, on: DayAsked | None = None, unit: Slug | None = None, partner: Slug | None = None
) -> HttpResponse:
    """Every meeting of a department and a partner; what may be a meeting is told in “unknown” and not counted."""
    found, user = home_of(request, home), request.auth
    day = day_of(found, on)
    narrowed = _narrowed(found, request, unit, partner)
    table = links.table_of(links.ties(found, day, user, **narrowed))
    units = Unit.objects.visible_to(user).in_bulk(table.meetings)
    partners = Partnership.objects.visible_to(user).in_bulk({key for row in table.meetings.values() for key in row})
    items = [
        {"unit": units[one].slug, "partner": partners[key].slug, "kinds": meeting.held, "unknown": meeting.unknown,
         "lead": meeting.lead}
        for one, row in table.meetings.items()
        for key, meeting in row.items()
    ]  # fmt: skip
    return listed(items, as_of=day, counts={"meetings": table.total, "unknown": table.unknown, **table.by_kind})


def _narrowed(home: Home, request: ApiRequest, unit: str | None, partner: str | None) -> dict[str, Any]:
    """One department, or one partner, where the request names them."""
    found: dict[str, Any] = {}
    if unit is not None:
        own = Unit.objects.visible_to(request.auth).filter(organisation__home_of__home=home, slug=unit)
        found["units"] = own.values("pk")
    if partner is not None:
        rows = Partnership.objects.visible_to(request.auth).filter(home=home, slug=partner)
        found["partnerships"] = rows.values("pk")
    return found


@router.get(
    "/homes/{home}/overlap", response={200: OverlapPage, **READING}, operation_id="overlap",
    summary="Two teams side by side",
)  # fmt: skip
def overlap(request: ApiRequest, home: Slug, first: Slug, second: Slug, on: DayAsked | None = None) -> HttpResponse:
    """Each department of either team: whether it is on “both”, the “first”, the “second”, or that is “not_known”."""
    found = home_of(request, home)
    day, rows = day_of(found, on), Partnership.objects.visible_to(request.auth).filter(home=found)
    one, other = get_object_or_404(rows, slug=first), get_object_or_404(rows, slug=second)
    items, counts = told.overlap(found, day, request.auth, one, other)
    return listed(items, as_of=day, counts=counts)


@router.get(
    "/homes/{home}/gaps", response={200: GapPage, **READING}, operation_id="gaps",
    summary="Ties without a team, teams without ties",
)  # fmt: skip
def gaps(request: ApiRequest, home: Slug, on: DayAsked | None = None) -> HttpResponse:
    """Departments with a tie that are not on the team, and those on a team without any tie on record."""
    found = home_of(request, home)
    day = day_of(found, on)
    items, counts = told.gaps(found, day, request.auth)
    return listed(items, as_of=day, counts=counts)


@router.get(
    "/homes/{home}/compare", response={200: DifferencePage, **READING}, operation_id="compare",
    summary="What changed between two days",
)  # fmt: skip
def compare(
    request: ApiRequest, home: Slug, before: Day, after: Day, limit: Limit = 50, offset: Offset = 0
) -> HttpResponse:
    """First what is known to have changed, then what may have: there “verb” is “unknown”."""
    found = Comparison(home_of(request, home), before, after, request.auth)
    changed, unknown = found.changes, found.unknown
    rows = list(changed[offset : offset + limit])
    rest = limit - len(rows)
    if rest:
        start = max(offset - len(changed), 0)
        rows += list(unknown[start : start + rest])
    items = [
        {"aspect": row.aspect, "verb": row.verb, "partner": row.partnership.slug, "was": _state(row.was),
         "now": _state(row.now), "subject": found_told(row.subject) if row.subject else None}
        for row in found.told(rows)
    ]  # fmt: skip
    return listed(items, as_of=after, counts={"changed": len(changed), "unknown": len(unknown)})


def _state(value: Any) -> str | None:
    """How it stood: a tier or a state by its name, else yes, no or unknown."""
    if isinstance(value, int):
        return {1: "yes", 0: "no", -1: "unknown"}.get(value)
    return getattr(value, "slug", None) or (str(value) if value is not None else None)


@router.get(
    "/homes/{home}/partners/{slug}/timeline", response={200: HappeningPage, **READING}, operation_id="timeline",
    summary="A partnership in time",
)  # fmt: skip
def timeline(
    request: ApiRequest, home: Slug, slug: Slug, show: Thread | None = None, on: DayAsked | None = None,
    since: Day | None = None, until: Day | None = None, limit: Limit = 50, offset: Offset = 0,
) -> HttpResponse:  # fmt: skip
    """Phases, tiers, agreements, editions, projects, flows, outcomes and plans; the newest first, the undated last."""
    found = home_of(request, home)
    row = get_object_or_404(Partnership.objects.visible_to(request.auth).filter(home=found), slug=slug)
    day = day_of(found, on)
    held = gather(found, request.auth, row, day=day if on else None, since=since, until=until)
    places = held.of([show] if show else [])
    items = told_plainly(held, places[offset : offset + limit])
    return listed(items, as_of=day, counts={**held.counts, "all": sum(held.counts.values()), "later": held.later})


@router.get(
    "/homes/{home}/history", response={200: EventPage, **READING}, operation_id="history", summary="A home's history"
)
def history(
    request: ApiRequest, home: Slug, batch: uuid.UUID | None = None, limit: Limit = 50, offset: Offset = 0
) -> HttpResponse:
    """The newest change first; what was removed is told too."""
    rows = Change.objects.visible_to(request.auth).filter(home=home_of(request, home))
    if batch is not None:
        rows = rows.filter(batch=batch)
    found = rows.select_related("by")[offset : offset + limit]
    return listed(events(list(found)), counts={"changes": rows.count()})


@router.post(
    "/homes/{home}/undo", response={200: Undone, **WRITING}, operation_id="undo", summary="Take changes back",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def undo(request: ApiRequest, home: Slug, given: Undoing) -> HttpResponse:
    """Takes a batch of changes back, where nobody has changed anything since; else 409 and the obstacles."""
    done = actions.undo(given.batch, home=home_of(request, home), by=request.auth)
    return respond({"batch": done})


class TodayTold(BaseModel):
    """One thing that is about to hurt: why, what, where it is mended, since when or by when, and who holds it."""

    kind: str
    words: str
    partner: str | None
    address: str
    since: str | None
    due: str | None
    when: str | None
    who: str | None


TodayList = page_of(TodayTold, "TodayList")


@router.get(
    "/homes/{home}/today", response={200: TodayList, **READING}, operation_id="today",
    summary="What is about to hurt in a home",
)  # fmt: skip
def what_hurts(request: ApiRequest, home: Slug, on: DayAsked | None = None) -> HttpResponse:
    """The most urgent first, at most twenty of a kind; ``counts`` says how many there are of each."""
    found = home_of(request, home)
    day = day_of(found, on)
    parts = today.parts(found, request.auth, day)
    return listed(today.told(parts), as_of=day, counts=today.counts(parts))
