"""The JSON of reports: which there are, and one of them with its tables and lists."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import asof
from kizuna.core.rest import READING, ApiRequest, Routes, home_of, listed, respond
from kizuna.core.shapes import Day, Slug, page_of
from kizuna.desk.reports import catalogue, shapes
from kizuna.desk.reports.catalogue import REPORTS

router = Routes(tags=["reports"])
Words = Annotated[str, Field(max_length=40)]


class ReportNamed(BaseModel):
    """One report there is."""

    name: str
    title: str
    about: str


class CellTold(BaseModel):
    """One cell: a number or words, what qualifies it, the record it stands on, the numbers of its sources."""

    value: int | str
    more: str | None
    record: str | None
    sources: list[int]


class PartTold(BaseModel):
    """One table or list; what is not counted says so, and ``more`` is how many rows are not told here."""

    name: str
    group: str | None
    title: str
    note: str | None
    counted: bool
    more: int
    columns: list[str]
    rows: list[list[CellTold]]
    sum: list[CellTold]


class PeriodTold(BaseModel):
    """The time a report speaks of."""

    label: str
    since: Day | None
    until: Day | None
    phase: int | None


class FactTold(BaseModel):
    """What matters at a glance."""

    value: str
    label: str


class StandsOn(BaseModel):
    """One source by its number."""

    number: int
    title: str
    place: str | None


class ReportTold(BaseModel):
    """One report."""

    name: str
    title: str
    period: PeriodTold
    partner: Slug | None
    facts: list[FactTold]
    parts: list[PartTold]
    sources: list[StandsOn]


class ReportAsked(BaseModel):
    """Of which time, in one of four ways, and of which partner."""

    model_config = ConfigDict(extra="forbid")
    year: Words = ""
    academic_year: Words = ""
    phase: Words = ""
    since: Words = ""
    until: Words = ""
    partner: Annotated[str, Field(max_length=80)] = ""
    by: Annotated[str, Field(pattern="^(year|academic-year)$")] = "year"


NamedPage = page_of(ReportNamed, "ReportNamedPage")


@router.get(
    "/homes/{home}/reports", response={200: NamedPage, **READING}, operation_id="reports",
    summary="The reports there are",
)  # fmt: skip
def reports(request: ApiRequest, home: Slug) -> HttpResponse:
    """Every report by name."""
    home_of(request, home)
    items = [{"name": name, "title": str(kind.title), "about": str(kind.about)} for name, kind in REPORTS.items()]
    return listed(items)


@router.get(
    "/homes/{home}/reports/{name}", response={200: ReportTold, **READING}, operation_id="report",
    summary="One report of a year, an academic year, a phase or any time",
)  # fmt: skip
def report(request: ApiRequest, home: Slug, name: Slug, asked: Query[ReportAsked]) -> HttpResponse:
    """One report; without a time, of the newest year or phase with something in it."""
    found = home_of(request, home)
    if name not in REPORTS:
        raise Http404
    given: dict[str, Any] = asked.model_dump()
    day = asof.chosen(found, "").day
    return respond(shapes.as_json(catalogue.make(name, found, request.auth, day, given)))
