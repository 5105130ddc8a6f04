"""The JSON of alumni: a home's networks, and the room's own records; commands print the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Query
from pydantic import BaseModel, Field

from kizuna.alumni import actions, listing, policy
from kizuna.alumni.forms import KINDS
from kizuna.alumni.models import AlumniNetwork
from kizuna.core.rest import READING, ApiRequest, Routes, home_of, listed, record_routes
from kizuna.core.shapes import Paged, Short, Slug, When, Words, page_of, when

router = Routes(tags=["alumni"])
SHAPES = record_routes(
    router, "alumni", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)


class MembersTold(BaseModel):
    """How many members a network had, and when."""

    number: str
    as_of: When | None


class NetworkTold(BaseModel):
    """One network of alumni, in a line."""

    uuid: str
    name: str
    names: Words
    country: str | None
    city: str | None
    partner: Slug | None
    state: str
    begins: When | None
    members: list[MembersTold]
    officers: list[str]


NetworkList = page_of(NetworkTold, "AlumniNetworkList")


class NetworksNarrowed(Paged):
    """By what the list is narrowed."""

    country: Short = Field("", description="The country's ISO 3166 code of two letters.")
    state: Short = Field("", description="active, forming, resting or not-stated.")
    partner: Short = Field("", description="The partnership's name in addresses.")


def network(row: AlumniNetwork) -> dict[str, Any]:
    """One network, in a line."""
    return {
        "uuid": str(row.uuid),
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "country": row.country or None,
        "city": row.city.get("en").value or None,
        "partner": row.partnership.slug if row.partnership else None,
        "state": row.state,
        "begins": when(row.begins),
        "members": [
            {"number": one.quantity.display("en"), "as_of": when(one.as_of)} for one in row.strengths.all()
        ],
        "officers": [str(one) for one in row.officers.all()],
    }  # fmt: skip


def counted(counts: listing.Counts) -> dict[str, int]:
    """Networks and countries are different counts; a figure that somebody states is neither."""
    return {"networks": counts.networks, "countries": len(counts.countries)}


@router.get(
    "/homes/{home}/alumni", response={200: NetworkList, **READING}, operation_id="alumni",
    summary="A home's networks of alumni",
)  # fmt: skip
def alumni(request: ApiRequest, home: Slug, asked: Query[NetworksNarrowed]) -> HttpResponse:
    """By country; ``counts`` says how many are on record in all, and in how many countries."""
    found = home_of(request, home)
    rows = listing.networks(found, request.auth, listing.Narrowed.of(asked.model_dump()))
    page = listing.with_all(rows, request.auth)[asked.offset : asked.offset + asked.limit]
    return listed([network(row) for row in page], counts=counted(listing.counts(found, request.auth)))
