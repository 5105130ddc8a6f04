"""The JSON of briefings: one of them, and issuing one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import asof
from kizuna.core.rest import READING, WRITING, ApiRequest, Routes, home_of, respond
from kizuna.core.shapes import Day, Slug
from kizuna.desk import actions
from kizuna.desk.briefing import catalogue, shapes
from kizuna.desk.briefing.book import Book

router = Routes(tags=["briefings"])
Kind = Literal["partner", "country", "visit", "person"]


class BriefedCell(BaseModel):
    """One cell: a number or words, what qualifies it, the record it stands on, the numbers of its sources."""

    value: int | str
    more: str | None
    record: str | None
    sources: list[int]


class BriefedPart(BaseModel):
    """One part; ``more`` is how many rows are not told here."""

    name: str
    title: str
    note: str | None
    after: str | None
    more: int
    columns: list[str]
    rows: list[list[BriefedCell]]


class BriefedFact(BaseModel):
    """One fact at a glance."""

    value: str
    label: str
    more: str | None
    sources: list[int]


class BriefedSource(BaseModel):
    """One source by its number."""

    number: int
    title: str
    place: str | None


class BriefingTold(BaseModel):
    """One briefing."""

    kind: str
    name: str
    title: str
    as_of: Day
    version: str
    facts: list[BriefedFact]
    parts: list[BriefedPart]
    sources: list[BriefedSource]


class BriefingAsked(BaseModel):
    """For whom, and of which day."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=200)]
    shared: bool = False
    on: Annotated[str, Field(max_length=40)] = ""


class BriefingWanted(BaseModel):
    """What is to be issued: of whom by name, in which version, as of which day, as which file."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=200)]
    shared: bool = False
    on: Annotated[str, Field(max_length=40)] = ""
    form: Literal["pdf", "docx"] = "pdf"


class IssuedTold(BaseModel):
    """A briefing that was issued, and the fingerprint of its file."""

    uuid: str
    kind: str
    name: str
    version: str
    as_of: Day
    file: str
    fingerprint: str


@router.get(
    "/homes/{home}/briefings/{kind}", response={200: BriefingTold, **READING}, operation_id="briefing",
    summary="The briefing of a partner, a country, a visit or a person, by name",
)  # fmt: skip
def briefing(request: ApiRequest, home: Slug, kind: Kind, asked: Query[BriefingAsked]) -> HttpResponse:
    """Everything on record that this reader may see, with dates and sources."""
    return respond(shapes.as_json(_made(request, home, kind, asked.name, asked.shared, asked.on)))


@router.post(
    "/homes/{home}/briefings/{kind}/freeze", response={201: IssuedTold, **WRITING}, operation_id="freeze_briefing",
    summary="Issue a briefing and keep it as it is",
)  # fmt: skip
def freeze(request: ApiRequest, home: Slug, kind: Kind, wanted: BriefingWanted) -> HttpResponse:
    """The file is kept under its fingerprint and never changed."""
    made = _made(request, home, kind, wanted.name, wanted.shared, wanted.on)
    row = actions.freeze(made, form=wanted.form, by=request.auth)
    told: dict[str, Any] = {
        "uuid": str(row.uuid), "kind": row.kind, "name": row.name, "version": row.version_of,
        "as_of": row.day.isoformat(), "file": row.file.name, "fingerprint": row.fingerprint,
    }  # fmt: skip
    return respond(told, status=201)


def _made(request: ApiRequest, home: str, kind: str, name: str, shared: bool, on: str) -> Book:
    found = home_of(request, home)
    day = asof.read(found, on)
    try:
        return catalogue.make(kind, name, found, request.auth, day, shared=shared)
    except catalogue.NotFound as problem:
        raise Http404 from problem
