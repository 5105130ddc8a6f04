"""The JSON of activities: a home's activities and series with what follows from them, and the room's own records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.activities import actions, listing, policy, turns
from kizuna.activities.forms import KINDS
from kizuna.activities.models import Activity, Headcount, Series
from kizuna.activities.models.activity import FORMATS
from kizuna.activities.planning import next_of
from kizuna.core.models import Home
from kizuna.core.plain import read
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
    told,
)
from kizuna.core.shapes import Day, Paged, Short, Slug, When, Words, page_of, when
from kizuna.core.values import FuzzyDate, Quantity, Text
from kizuna.partners.api import DayAsked, day_of

router = Routes(tags=["activities"])
SHAPES = record_routes(
    router, "activities", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)


class NextTold(BaseModel):
    """Whose turn it is, when the next edition is due, and why; what cannot be said is null."""

    host_side: str | None
    why: str
    if_in_turn: str | None
    due: When | None
    due_why: str
    late: bool


class SeriesTold(BaseModel):
    """One series with what follows from its editions on a day."""

    slug: Slug
    uuid: str
    title: str
    titles: Words
    second_name: Words | None
    partner: Slug | None
    kind: str
    rhythm: str
    host_pattern: str
    state: str
    begins: When | None
    editions: int
    last: When | None
    next: NextTold
    missing: list[str]
    numbering: list[str]


class ActivityTold(BaseModel):
    """One activity, in a line."""

    uuid: str
    title: str
    titles: Words
    kind: str
    state: str
    begins: When | None
    ends: When | None
    formats: list[str]
    host_side: str
    edition: int | None
    series: Slug | None
    partner: Slug | None
    phase: int | None


ActivityList = page_of(ActivityTold, "ActivityList")
SeriesList = page_of(SeriesTold, "SeriesList")


class ActivitiesNarrowed(Paged):
    """By what the list is narrowed."""

    year: Short = Field("", description="2019, or AY2019 by the home's calendar.")
    partner: Short = Field("", description="The partnership's name in addresses.")
    format: Short = Field("", description="in_person, online, hybrid, streamed or not-stated.")
    kind: Short = Field("", description="The kind of activity.")
    theme: Short = Field("", description="The theme's name in addresses.")
    phase: Short = Field("", description="The number of the phase.")
    state: Short = Field("", description="held, under-way, planned, postponed, cancelled or not-stated.")
    q: Short = Field("", description="Part of a title or of the series' name.")
    since: Day | None = Field(None, description="Not before this day.")
    until: Day | None = Field(None, description="Not after this day.")


def activity(row: Activity) -> dict[str, Any]:
    """One activity, in a line."""
    heading = row.heading
    return {
        "uuid": str(row.uuid),
        "title": heading.get("en").value,
        "titles": heading.to_json(),
        "kind": row.kind,
        "state": row.state,
        "begins": when(row.begins),
        "ends": when(row.ends),
        "formats": [name for name in FORMATS if getattr(row, name)],
        "host_side": row.host_side,
        "edition": row.edition,
        "series": row.series.slug if row.series else None,
        "partner": row.partnership.slug if row.partnership else None,
        "phase": row.phase.order if row.phase else None,
    }


def series(told_of: turns.Told) -> dict[str, Any]:
    """One series with what follows."""
    row, turn, due = told_of.series, told_of.turn, told_of.due
    last = told_of.last
    return {
        "slug": row.slug,
        "uuid": str(row.uuid),
        "title": row.title.get("en").value,
        "titles": row.title.to_json(),
        "second_name": row.second_name.to_json() if row.second_name else None,
        "partner": row.partnership.slug if row.partnership else None,
        "kind": row.kind,
        "rhythm": row.rhythm,
        "host_pattern": row.host_pattern,
        "state": row.state,
        "begins": when(row.begins),
        "editions": len(told_of.editions),
        "last": when(last.begins) if last else None,
        "next": {
            "host_side": turn.side or None,
            "why": turn.reason,
            "if_in_turn": turn.if_in_turn or None,
            "due": when(due.when),
            "due_why": due.reason,
            "late": due.late,
        },
        "missing": [one.reason for one in told_of.missing],
        "numbering": [one.reason for one in told_of.numbering],
    }


@router.get(
    "/homes/{home}/activities", response={200: ActivityList, **READING}, operation_id="activities",
    summary="A home's activities",
)  # fmt: skip
def activities(request: ApiRequest, home: Slug, asked: Query[ActivitiesNarrowed]) -> HttpResponse:
    """Whole ones, newest first; parts are told with their wholes."""
    found = home_of(request, home)
    rows = listing.rows(found, request.auth, listing.Narrowed.of(asked.model_dump()))
    count = rows.order_by().count()
    page = listing.with_all(rows, request.auth)[asked.offset : asked.offset + asked.limit]
    return listed([activity(row) for row in page], counts={"activities": count})


@router.get(
    "/homes/{home}/series", response={200: SeriesList, **READING}, operation_id="series",
    summary="A home's series, with whose turn it is and what is missing",
)  # fmt: skip
def every_series(
    request: ApiRequest, home: Slug, on: DayAsked | None = None, partner: Slug | None = None
) -> HttpResponse:
    """As of a day; every answer carries its reason in words."""
    found = home_of(request, home)
    day = day_of(found, on)
    rows = turns.rows_of(found, request.auth)
    if partner:
        rows = rows.filter(partnership__slug=partner)
    all_told = turns.of_series(rows, request.auth, day)
    return listed([series(one) for one in all_told], as_of=day, counts={"series": len(all_told)})


class Planned(BaseModel):
    """What is known of the next edition; what is left out follows from the series."""

    model_config = ConfigDict(extra="forbid")
    title: Words | None = None
    begins: When | Short | None = None
    ends: When | Short | None = None
    host_side: Short | None = None
    edition: int | None = Field(None, ge=1, le=32767)


@router.post(
    "/activities/series/{key}/plan_next",
    response={201: SHAPES["activity"].told, **WRITING},
    operation_id="activities_series_plan_next", summary="Plan the next edition", openapi_extra=REPEATABLE,
)  # fmt: skip
def plan_next(request: ApiRequest, key: UUID, given: Planned) -> HttpResponse:
    """Prefills the other side as host, the next number and the time when it is due; what is given overrides that."""
    row = found_in(Series, key, request.auth)
    [all_told] = turns.of_series([row], request.auth, day_of(row.home, "today"))
    made = next_of(all_told)
    for name, kind in (("title", Text), ("begins", FuzzyDate), ("ends", FuzzyDate)):
        if (said := getattr(given, name)) is not None:
            setattr(made, name, read(kind, said, row.home))
    made.host_side = given.host_side or made.host_side
    made.edition = given.edition or made.edition
    actions.plan_next(made, by=request.auth)
    return told(made, request.auth, 201)


class Portion(BaseModel):
    """One part of a number: how many, of whom, on which side."""

    model_config = ConfigDict(extra="forbid")
    quantity: Short
    category: Short = Headcount.Category.PARTICIPANTS.value
    side: Short = "not-stated"
    named: Words | None = None


class Division(BaseModel):
    """All parts of a number."""

    model_config = ConfigDict(extra="forbid")
    parts: list[Portion] = Field(min_length=1, max_length=50)


@router.post(
    "/activities/headcount/{key}/divide",
    response={200: SHAPES["headcount"].told, **WRITING},
    operation_id="activities_headcount_divide", summary="Say how a number is made up", openapi_extra=REPEATABLE,
)  # fmt: skip
def divide(request: ApiRequest, key: UUID, given: Division) -> HttpResponse:
    """The parts replace those on record; exact parts must add up to an exact number."""
    row = found_in(Headcount, key, request.auth)
    home: Home = row.home
    parts = [
        Headcount(
            quantity=read(Quantity, one.quantity, home), category=one.category, side=one.side, counted=row.counted,
            named=read(Text, one.named, home) if one.named else Text(),
        )
        for one in given.parts
    ]  # fmt: skip
    actions.divide(row, parts=parts, by=request.auth)
    return told(row, request.auth)
