"""The JSON of a home's public site: where it differs from the records, drafting a page, signing all off."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import records
from kizuna.core.rest import READING, REPEATABLE, WRITING, ApiRequest, Routes, found_in, home_of, listed, respond
from kizuna.core.shapes import Slug, page_of
from kizuna.core.wording import language
from kizuna.desk import actions
from kizuna.desk import policy as desk_policy
from kizuna.desk.publish import catalogue
from kizuna.desk.publish.writable import Writable, writable
from kizuna.publishing import actions as actions_of_pages
from kizuna.publishing import policy
from kizuna.publishing.models import Edition

router = Routes(tags=["publishing"])
Named = Annotated[str, Field(max_length=120, description="kind/name/language", examples=["partner/princeton/en"])]
Correction = Annotated[str, Field(max_length=2000)]


class PageDifferenceTold(BaseModel):
    """One page in one language that the public does not see as the records have it."""

    page: Named
    title: str
    state: str
    lines: list[str]
    wanting: int


DifferenceList = page_of(PageDifferenceTold, "PageDifferenceList")


class ToWriteTold(BaseModel):
    """One page that can be written: what it is about; with a language after it, its name begins a draft."""

    kind: str
    page: Named
    title: str
    when: str


ToWriteList = page_of(ToWriteTold, "ToWriteList")


class Released(BaseModel):
    """The batch, which can be taken back as a whole, and how many pages it changed."""

    batch: uuid.UUID
    pages: int


class Releasing(BaseModel):
    """Which pages; all that differ where none is named. What was corrected stands on each of them."""

    model_config = ConfigDict(extra="forbid")
    only: list[Named] = Field(default=[], max_length=20_000)
    correction: Correction = ""


class Reckoned(BaseModel):
    """How years are written: western years, by eras, or both."""

    model_config = ConfigDict(extra="forbid")
    years: Literal["western", "era", "both"]


class Drafting(BaseModel):
    """Which page in which language."""

    model_config = ConfigDict(extra="forbid")
    page: Named
    correction: Correction = ""


class Drafted(BaseModel):
    """The new edition."""

    uuid: uuid.UUID
    number: int


class BlockSent(BaseModel):
    """One part of a text: words of one's own, or a statement or figure by the UUID of its record.

    Where the text states several things of one record, ``field`` says which of them is meant.
    With ``renew`` a statement is taken anew from what its record says now.
    """

    model_config = ConfigDict(extra="forbid")
    kind: Literal["heading", "words", "statement", "figure"]
    text: str = Field("", max_length=8000)
    id: uuid.UUID | None = None
    field: str = Field("", max_length=40)
    renew: bool = False


class Writing(BaseModel):
    """The whole text in its order; what is left out is no longer in it."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(max_length=500)
    blocks: list[BlockSent] = Field(max_length=300)
    correction: Correction = ""


def told(found: list[catalogue.Difference]) -> list[dict[str, object]]:
    """Differences as plain data; commands print the same."""
    return [
        {"page": one.key, "title": one.title, "state": one.state, "lines": one.lines, "wanting": one.wanting}
        for one in found
    ]


@router.get(
    "/homes/{home}/site/differences", response={200: DifferenceList, **READING}, operation_id="site_differences",
    summary="Where the public site differs from the records",
)  # fmt: skip
def differences(request: ApiRequest, home: Slug) -> HttpResponse:
    """Page by page: never published ("new"), changed, or no longer made by the records ("gone")."""
    found = catalogue.differences(home_of(request, home), language())
    return listed(told(found), counts={"pages": len(found)})


def told_to_write(found: Writable) -> list[dict[str, str]]:
    """What can be written as plain data; commands print the same."""
    kinds = {"news": found.visits, "symposium": found.editions, "report": found.years}
    return [
        {"kind": kind, "page": one.page, "title": one.title, "when": one.when}
        for kind, some in kinds.items()
        for one in some
    ]


@router.get(
    "/homes/{home}/site/writable", response={200: ToWriteList, **READING}, operation_id="site_writable",
    summary="What could be written for the public site and is not yet",
)  # fmt: skip
def to_write(request: ApiRequest, home: Slug) -> HttpResponse:
    """Visits without news, editions of symposia without a page, years without a report, the newest first."""
    found = home_of(request, home)
    records.permit(desk_policy.can_draft(request.auth, found))
    items = told_to_write(writable(found))
    return listed(items, counts={"pages": len(items)})


@router.post(
    "/homes/{home}/release", response={200: Released, **WRITING}, operation_id="release",
    summary="Let the public see what the records say", openapi_extra=REPEATABLE,
)  # fmt: skip
def release(request: ApiRequest, home: Slug, given: Releasing) -> HttpResponse:
    """Publishes the pages that differ and withdraws those that are no more, in one batch that can be undone."""
    found = home_of(request, home)
    batch, count = actions.release(found, only=given.only, correction=given.correction, by=request.auth)
    return respond({"batch": batch, "pages": count})


@router.post(
    "/homes/{home}/reckon", response={200: Reckoned, **WRITING}, operation_id="reckon",
    summary="Say how years are written in Japanese", openapi_extra=REPEATABLE,
)  # fmt: skip
def reckon(request: ApiRequest, home: Slug, given: Reckoned) -> HttpResponse:
    """Of the public pages of a home: they differ from then on, and are signed off anew."""
    actions.reckon(home_of(request, home), given.years, by=request.auth)
    return respond({"years": given.years})


@router.post(
    "/homes/{home}/draft", response={200: Drafted, **WRITING}, operation_id="draft",
    summary="Begin a new edition of a page from the records", openapi_extra=REPEATABLE,
)  # fmt: skip
def draft(request: ApiRequest, home: Slug, given: Drafting) -> HttpResponse:
    """A draft that stands already is rewritten from the records."""
    made = actions.draft(home_of(request, home), given.page, correction=given.correction, by=request.auth)
    return respond({"uuid": made.uuid, "number": made.number})


@router.post(
    "/publishing/edition/{key}/write", response={200: Drafted, **WRITING}, operation_id="write_edition",
    summary="Write the text of a draft", openapi_extra=REPEATABLE,
)  # fmt: skip
def write(request: ApiRequest, key: uuid.UUID, given: Writing) -> HttpResponse:
    """Statements keep the record that they come from; nobody adds one that comes from no record."""
    edition: Edition = found_in(Edition, key, request.auth)
    records.permit(policy.can_write(request.auth, edition))
    now = catalogue.written(edition.home, edition.page.kind, edition.page.slug, edition.language) or {}
    blocks = [{**one.model_dump(), "id": str(one.id or "")} for one in given.blocks]
    actions_of_pages.write(
        edition,
        title=given.title,
        blocks=blocks,
        now=now.get("blocks", []),
        correction=given.correction,
        by=request.auth,
    )
    return respond({"uuid": edition.uuid, "number": edition.number})
