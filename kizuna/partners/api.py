"""The JSON of partners: a home's portfolio on a day, and the room's own records; commands print the same."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from kizuna.core import asof
from kizuna.core.models import Home
from kizuna.core.rest import READING, ApiRequest, Routes, home_of, listed, record_routes, respond
from kizuna.core.shapes import Slug, When, Words, page_of
from kizuna.directory.models import Organisation, Unit
from kizuna.partners import actions, policy, portfolio
from kizuna.partners.forms import KINDS
from kizuna.partners.models import Contribution, Partnership
from kizuna.partners.portfolio import Portfolio

router = Routes(tags=["partners"])
SHAPES = record_routes(
    router, "partners", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)
DayAsked = Annotated[str, Field(pattern=r"^(today|stood|[0-9]{4}-[0-9]{2}-[0-9]{2})$", examples=["2019-10-01"])]


class MemberTold(BaseModel):
    """One institution behind a partnership."""

    slug: Slug | None
    name: str
    country: str | None


class PlaceTold(BaseModel):
    """One place on a team."""

    slug: Slug | None
    abbreviation: str | None
    role: str


class PartnerTold(BaseModel):
    """One partnership as it stood on a day."""

    slug: Slug
    name: str
    names: Words
    tier: str | None
    state: str
    group: bool
    members: list[MemberTold]
    units: list[PlaceTold]
    since: When | None
    footnote: Words | None


PartnerPage = page_of(PartnerTold, "PartnerPage")


def partnership(row: Partnership, day: date) -> dict[str, Any]:
    """One partnership as it stood on that day."""
    tier = row.tier_on(day)
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "tier": tier.slug if tier else None,
        "state": row.state,
        "group": row.group,
        "members": [_member(one.organisation) for one in row.members_on(day)],
        "units": [{**_unit(place.unit), "role": place.role} for place in row.team_on(day)],
        "since": row.since.to_json() if row.since.edtf or row.since.stated else None,
        "footnote": row.footnote.to_json() if row.footnote else None,
    }


def _member(institution: Organisation) -> dict[str, Any]:
    shown = institution.shown
    return {
        "slug": shown.slug if shown else None,
        "name": institution.shown_name.get("en").value,
        "country": (shown.country or None) if shown else None,
    }


def _unit(department: Unit) -> dict[str, Any]:
    shown = department.shown
    return {"slug": shown.slug if shown else None, "abbreviation": (shown.abbreviation or None) if shown else None}


def contribution(row: Contribution) -> dict[str, Any]:
    """One contribution and where it stands."""
    return {
        "uuid": str(row.uuid),
        "kind": row.kind,
        "state": row.state,
        "unit": row.unit.slug,
        "partnership": row.partnership.slug if row.partnership else None,
        "partner_named": row.partner_named or None,
        "text": row.text.to_json(),
        "when": row.when.to_json() if row.when.edtf or row.when.stated else None,
        "word": row.word or None,
        "at": row.at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "became": str(row.became) if row.became else None,
    }


def counts(held: Portfolio) -> dict[str, int]:
    """What a list of partners adds up to; each count says what it counts."""
    found = {
        "partnerships": held.count,
        "institutions": held.institutions,
        "teams": held.teams,
        "team_places": held.places,
    }
    for group in held.groups:
        if group.tier:
            found[f"tier_{group.tier.slug}"] = group.count
    return found


def day_of(home: Home, asked: str | None) -> date:
    """The day asked for: a date, today, or stood; without one, the home's usual day."""
    if asked and asked not in ("today", "stood"):
        try:
            date.fromisoformat(asked)
        except ValueError as problem:
            raise ValidationError({"on": _("This is no date; write 2019-10-01, today or stood.")}) from problem
    return asof.chosen(home, asked or "").day


def of_tier(held: Portfolio, slug: str) -> Portfolio:
    """The part of a portfolio that stands in one tier."""
    keys = {tier.pk for tier in held.tiers.values() if tier.slug == slug}
    return held.narrowed(lambda entry: entry.part == portfolio.LISTED and entry.tier in keys)


@router.get(
    "/homes/{home}/partners", response={200: PartnerPage, **READING}, operation_id="partners",
    summary="A home's partners on a day",
)  # fmt: skip
def partners(
    request: ApiRequest, home: Slug, on: DayAsked | None = None, tier: Slug | None = None, talks: bool = False
) -> HttpResponse:
    """In the order of the home's list; with “talks” also those in talks, which are no partners yet."""
    found = home_of(request, home)
    held = portfolio.of(found, day_of(found, on), request.auth)
    if tier:
        held = of_tier(held, tier)
    rows = held.partnerships + (held.talks if talks else [])
    return listed([partnership(row, held.day) for row in rows], as_of=held.day, counts=counts(held))


@router.get(
    "/homes/{home}/partners/{slug}", response={200: PartnerTold, **READING}, operation_id="partner",
    summary="One partner on a day",
)  # fmt: skip
def partner(request: ApiRequest, home: Slug, slug: Slug, on: DayAsked | None = None) -> HttpResponse:
    """As its page tells it."""
    found = home_of(request, home)
    held = portfolio.of(found, day_of(found, on), request.auth)
    row = held.find(slug)
    if row is None:
        raise Http404
    return respond(partnership(row, held.day))
