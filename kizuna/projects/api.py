"""The JSON of projects: a home's projects, its money added up, and the room's own records; commands print the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Query
from pydantic import BaseModel, Field

from kizuna.core.rest import READING, ApiRequest, Routes, home_of, listed, record_routes
from kizuna.core.shapes import Day, Paged, Short, Slug, When, Words, page_of, when
from kizuna.partners.models import Partnership
from kizuna.projects import actions, listing, money, policy
from kizuna.projects.forms import KINDS
from kizuna.projects.models import Project

router = Routes(tags=["projects"])
SHAPES = record_routes(
    router, "projects", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)


class WorkingTold(BaseModel):
    """One department or organisation on a project."""

    organisation: Slug | None
    unit: Slug | None
    name: str
    side: str
    role: str


class ProjectTold(BaseModel):
    """One project, in a line."""

    uuid: str
    title: str
    titles: Words
    kind: str
    state: str
    partner: Slug | None
    programme: Slug | None
    begins: When | None
    ends: When | None
    units: list[WorkingTold]


ProjectList = page_of(ProjectTold, "ProjectList")


class SumTold(BaseModel):
    """What the lines of one currency and one stage add up to; ``apart`` is what has no true sum with the others."""

    partner: Slug | None
    stage: str
    currency: str | None
    total: str | None
    amount: str | None
    lines: int
    apart: list[str]
    not_stated: int


SumList = page_of(SumTold, "SumList")


class ProjectsNarrowed(Paged):
    """By what the list is narrowed."""

    state: Short = Field("", description="proposed, planned, running, rests, done, dropped or not-stated.")
    kind: Short = Field("", description="The kind of project.")
    partner: Short = Field("", description="The partnership's name in addresses.")
    programme: Short = Field("", description="The programme's name in addresses.")
    phase: Short = Field("", description="The number of the phase in which it ran, by its dates.")
    q: Short = Field("", description="Part of a title.")
    since: Day | None = Field(None, description="Ran on this day or later.")
    until: Day | None = Field(None, description="Begun on this day or before.")


def project(row: Project) -> dict[str, Any]:
    """One project, in a line."""
    units = []
    for one in row.units.all():
        who = one.unit or one.organisation
        units.append({
            "organisation": one.organisation.shown.slug if one.organisation and one.organisation.shown else None,
            "unit": one.unit.shown.slug if one.unit and one.unit.shown else None,
            "name": who.shown_name.get("en").value if who else "",
            "side": one.side,
            "role": one.role,
        })  # fmt: skip
    return {
        "uuid": str(row.uuid),
        "title": row.title.get("en").value,
        "titles": row.title.to_json(),
        "kind": row.kind,
        "state": row.state,
        "partner": row.partnership.slug if row.partnership else None,
        "programme": row.programme.slug if row.programme else None,
        "begins": when(row.begins),
        "ends": when(row.ends),
        "units": units,
    }


def sums(purse: money.Purse, partner: str | None) -> list[dict[str, Any]]:
    """The sums of a purse, one line for each stage and currency; where no amount is named, that too."""
    found = []
    for stage in money.STAGES:
        known = purse.told(stage)
        silent = purse.silent.get(stage, 0)
        for one in known:
            total = one.total
            found.append({
                "partner": partner, "stage": stage, "currency": total.currency if total else None,
                "total": total.display("en") if total else None, "amount": str(total.amount) if total else None,
                "lines": one.lines, "apart": [other.display("en") for other in one.apart], "not_stated": silent,
            })  # fmt: skip
        if silent and not known:
            found.append({"partner": partner, "stage": stage, "currency": None, "total": None, "amount": None,
                          "lines": 0, "apart": [], "not_stated": silent})  # fmt: skip
    return found


@router.get(
    "/homes/{home}/projects", response={200: ProjectList, **READING}, operation_id="projects",
    summary="A home's projects",
)  # fmt: skip
def projects(request: ApiRequest, home: Slug, asked: Query[ProjectsNarrowed]) -> HttpResponse:
    """The newest first; those without a date last."""
    found = home_of(request, home)
    rows = listing.rows(found, request.auth, listing.Narrowed.of(asked.model_dump()))
    page = listing.with_all(rows, request.auth)[asked.offset : asked.offset + asked.limit]
    return listed([project(row) for row in page], counts={"projects": rows.order_by().count()})


@router.get(
    "/homes/{home}/money", response={200: SumList, **READING}, operation_id="money",
    summary="A home's money added up, planned beside secured",
)  # fmt: skip
def money_of(request: ApiRequest, home: Slug) -> HttpResponse:
    """Per partner, stage and currency; a sum is made within one currency only."""
    found = home_of(request, home)
    book = money.of_home(found, request.auth)
    slugs = dict(Partnership.objects.visible_to(request.auth).filter(home=found).values_list("pk", "slug"))
    items = [line for key, purse in book.partners.items() if key in slugs for line in sums(purse, slugs[key])]
    return listed([*items, *sums(book.own, None)], counts={"lines": book.whole.lines})
