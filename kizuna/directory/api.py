"""The JSON of the directory: organisations by any name, a home's units, and the directory's own records."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import records
from kizuna.core.models import Home, Membership, Role
from kizuna.core.models.record import Reader
from kizuna.core.rest import (
    IF_MATCH,
    READING,
    REPEATABLE,
    WRITING,
    ApiRequest,
    Problem,
    Routes,
    found_in,
    home_of,
    listed,
    read_version,
    record_routes,
    respond,
)
from kizuna.core.shapes import Slug, Words, page_of
from kizuna.core.verbs import verbs
from kizuna.directory import actions, policy
from kizuna.directory.forms import KINDS
from kizuna.directory.models import Charge, Identifier, Organisation, OrganisationName, Unit

router = Routes(tags=["directory"])
SHAPES = record_routes(
    router, "directory", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)
for _kind in ("organisation", "unit", "person"):
    verbs(router, SHAPES[_kind], actions.merge, actions.split)
verbs(router, SHAPES["person"], actions.erase)
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


class ChargeTold(BaseModel):
    """One department for which a coordinator speaks."""

    uuid: uuid.UUID
    version: int
    unit: Slug
    name: str


class CoordinatorTold(BaseModel):
    """One coordinator of a home with the departments in charge."""

    coordinator: uuid.UUID = Field(description="The account.")
    name: str
    charges: list[ChargeTold]


class Charging(BaseModel):
    """Which department is given into whose charge."""

    model_config = ConfigDict(extra="forbid")
    coordinator: uuid.UUID
    unit: Slug


CoordinatorList = page_of(CoordinatorTold, "CoordinatorList")
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


def _coordinators(home: Home) -> list[Membership]:
    """Those who coordinate departments of the home."""
    rows = Membership.objects.filter(home=home, role=Role.COORDINATOR, account__is_active=True)
    return list(rows.select_related("account").order_by("account__name", "pk"))


def coordinator(row: Membership, charges: list[Charge]) -> dict[str, Any]:
    """One coordinator with the departments in charge."""
    told = [
        {"uuid": one.uuid, "version": one.version, "unit": one.unit.slug, "name": one.unit.name.get("en").value}
        for one in charges
    ]
    return {"coordinator": row.account.uuid, "name": str(row.account), "charges": told}


def coordinators_of(home: Home, user: Reader) -> list[dict[str, Any]]:
    """Every coordinator with the departments in charge; those without any too."""
    units = Unit.objects.visible_to(user)
    rows = Charge.objects.visible_to(user).filter(home=home, unit__in=units).select_related("unit")
    by_member: dict[int, list[Charge]] = {}
    for row in rows.order_by("unit__order", "pk"):
        by_member.setdefault(row.membership_id, []).append(row)
    return [coordinator(row, by_member.get(row.pk, [])) for row in _coordinators(home)]


@router.get(
    "/homes/{home}/coordinators", response={200: CoordinatorList, **READING}, operation_id="coordinators",
    summary="Who speaks for which departments",
)  # fmt: skip
def coordinators(request: ApiRequest, home: Slug) -> HttpResponse:
    """Every coordinator with the departments in charge."""
    items = coordinators_of(home_of(request, home), request.auth)
    counts = {"coordinators": len(items), "charges": sum(len(item["charges"]) for item in items)}
    return listed(items, as_of=timezone.localdate(), counts=counts)


@router.post(
    "/homes/{home}/coordinators", response={201: CoordinatorTold, **WRITING}, operation_id="charge_give",
    summary="Give a department into a coordinator's charge", openapi_extra=REPEATABLE,
)  # fmt: skip
def charge(request: ApiRequest, home: Slug, given: Charging) -> HttpResponse:
    """Answers with the coordinator and all departments that are now in charge."""
    user, found = request.auth, home_of(request, home)
    records.permit(policy.can_revise(user, Charge(home=found)))
    member = next((row for row in _coordinators(found) if row.account.uuid == given.coordinator), None)
    if member is None:
        raise ValidationError({"coordinator": _("There is no such coordinator in this home.")})
    own = Unit.objects.visible_to(user).canonical().filter(organisation__home_of__home=found)
    unit = own.filter(slug=given.unit).first()
    if unit is None:
        raise ValidationError({"unit": _("There is no such record, or it cannot be used here.")})
    if Charge.objects.visible_to(user).filter(membership=member, unit=unit).exists():
        raise ValidationError({"unit": _("This department is in that coordinator's charge already.")})
    actions.revise(Charge(home=found, membership=member, unit=unit, visibility="staff"), by=user, verb="charged")
    items = coordinators_of(found, user)
    return respond(next(item for item in items if item["coordinator"] == given.coordinator), 201)


@router.api_operation(
    ["DELETE"], "/directory/charge/{key}", response={204: None, **WRITING, 412: Problem}, operation_id="charge_take",
    summary="Take a department out of a coordinator's charge", openapi_extra=REPEATABLE,
)  # fmt: skip
def discharge(request: ApiRequest, key: uuid.UUID, if_match: str | None = IF_MATCH) -> HttpResponse:
    """The history keeps that the department was in charge."""
    found = found_in(Charge, key, request.auth)
    if if_match is not None:
        read_version(found, None, if_match)
    actions.remove(found, by=request.auth)
    return HttpResponse(status=204)
