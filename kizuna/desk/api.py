"""The JSON of the desk: search over the rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from kizuna.core.models import Record
from kizuna.core.rest import READING, ApiRequest, home_of, listed
from kizuna.core.shapes import Slug, Words, page_of
from kizuna.desk.search import search

router = Router(tags=["desk"])


class FoundTold(BaseModel):
    """One thing that a search found: which record it is and what it is called."""

    label: str
    uuid: str
    names: Words


FoundPage = page_of(FoundTold, "FoundPage")


def found_told(row: Record) -> dict[str, object]:
    """One thing found."""
    return {"label": row.label, "uuid": str(row.uuid), "names": row.heading.to_json()}


@router.get(
    "/homes/{home}/search", response={200: FoundPage, **READING}, operation_id="search", summary="Search over the rooms"
)
def find(request: ApiRequest, home: Slug, q: Query[Annotated[str, Field(max_length=200)]]) -> HttpResponse:
    """By any name, abbreviation or script; at most twenty of each kind."""
    found = search(q, home_of(request, home), request.auth)
    rooms: dict[str, Sequence[Record]] = {
        "partnerships": found.partnerships,
        "units": found.units,
        "people": found.people,
        "organisations": found.organisations,
    }
    items = [found_told(row) for rows in rooms.values() for row in rows]
    return listed(items, counts={name: len(rows) for name, rows in rooms.items()})
