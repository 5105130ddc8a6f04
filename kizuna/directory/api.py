"""The JSON of the directory: organisations by any name, a home's units, and the directory's own records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.rest import READING, ApiRequest, home_of, listed, record_routes
from kizuna.core.shapes import Slug, Words, page_of
from kizuna.core.verbs import verbs
from kizuna.directory import actions, policy
from kizuna.directory.forms import KINDS
from kizuna.directory.models import Identifier, Organisation, OrganisationName, Unit

router = Router(tags=["directory"])
SHAPES = record_routes(
    router, "directory", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)
for _kind in ("organisation", "unit", "person"):
    verbs(router, SHAPES[_kind], actions.merge, actions.split)
MOST = 200


class NameTold(BaseModel):
    """One name of an organisation."""

    value: str
    language: str
    kind: str


class OrganisationTold(BaseModel):
    """One organisation with every name under which it is known."""

    slug: Slug
    name: str
    names: list[NameTold]
    aliases: list[Slug] = Field(description="The rows that were merged into it.")
    kind: str
    country: str | None
    country_basis: str | None
    identifiers: dict[str, str]
    fictional: bool


class UnitTold(BaseModel):
    """One unit."""

    slug: Slug
    name: str
    names: Words
    abbreviation: str | None
    kind: str
    organisation: Slug
    in_table: bool


OrganisationsFound, UnitList = page_of(OrganisationTold, "OrganisationsFound"), page_of(UnitTold, "UnitList")


def organisation(row: Organisation) -> dict[str, Any]:
    """One organisation with every name under which it is known."""
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": [{"value": n.value, "language": n.language, "kind": n.kind} for n in _names(row)],
        "aliases": [alias.slug for alias in row.aliases.all()],
        "kind": row.kind,
        "country": row.country or None,
        "country_basis": row.country_basis or None,
        "identifiers": {one.scheme: one.value for one in row.identifiers.all()},
        "fictional": row.fictional,
    }


def _names(row: Organisation) -> list[OrganisationName]:
    """Its own names, and those of the rows merged into it."""
    return [name for one in (row, *row.aliases.all()) for name in one.names.all()]


def unit(row: Unit) -> dict[str, Any]:
    """One unit."""
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "abbreviation": row.abbreviation or None,
        "kind": row.kind,
        "organisation": row.organisation.slug,
        "in_table": row.listed,
    }


def organisations_called(text: str, user: Reader) -> list[dict[str, Any]]:
    """Organisations by any name, abbreviation or script; those called exactly so stand first."""
    seen = Organisation.objects.visible_to(user)
    names = OrganisationName.objects.visible_to(user)
    rows = seen.fitting(text, user).prefetch_related(
        Prefetch("names", names),
        Prefetch("aliases", seen.prefetch_related(Prefetch("names", names))),
        Prefetch("identifiers", Identifier.objects.visible_to(user)),
    )
    return [organisation(row) for row in rows[:MOST]]


def units_of(home: Home, user: Reader, day: date | None = None) -> list[dict[str, Any]]:
    """The units of a home's organisation, in the order of its table; on a day, with whether each existed then."""
    rows = Unit.objects.visible_to(user).canonical().filter(organisation__home_of__home=home)
    rows = rows.select_related("organisation")
    if day is None:
        return [unit(row) for row in rows]
    said = {True: "yes", False: "no", None: "unknown"}
    return [{**unit(row), "on_the_day": said[row.held_on(day)]} for row in rows]


def units_counted(items: list[dict[str, Any]]) -> dict[str, int]:
    """What a list of units adds up to."""
    return {"units": len(items), "in_table": sum(1 for item in items if item["in_table"])}


@router.get(
    "/organisations", response={200: OrganisationsFound, **READING}, operation_id="organisations",
    summary="Find organisations by any name",
)  # fmt: skip
def organisations(request: ApiRequest, q: Query[Annotated[str, Field(max_length=200)]]) -> HttpResponse:
    """At most two hundred, the exact ones first."""
    items = organisations_called(q, request.auth)
    return listed(items, as_of=timezone.localdate(), counts={"organisations": len(items)})


@router.get("/homes/{home}/units", response={200: UnitList, **READING}, operation_id="units", summary="A home's units")
def units(request: ApiRequest, home: Slug) -> HttpResponse:
    """In the order of the home's table."""
    items = units_of(home_of(request, home), request.auth)
    return listed(items, as_of=timezone.localdate(), counts=units_counted(items))
