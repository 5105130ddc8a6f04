"""The JSON of agreements: a home's register on a day, the room's own records, and files enclosed; commands print it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict, Field

from kizuna.agreements import actions, listing, policy
from kizuna.agreements.forms import KINDS
from kizuna.agreements.models import Agreement, AgreementFile, Standing
from kizuna.agreements.models.agreement import SOON
from kizuna.core import contents
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
from kizuna.partners.api import DayAsked, day_of

router = Routes(tags=["agreements"])
SHAPES = record_routes(
    router, "agreements", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)


class PartyTold(BaseModel):
    """One party, in a line."""

    organisation: Slug | None
    name: str
    unit: Slug | None
    unit_name: str | None
    side: str
    number: str | None


class AgreementTold(BaseModel):
    """One agreement as it stood on a day."""

    uuid: str
    title: str
    titles: Words
    kind: str
    level: str
    standing: str
    several: bool
    partner: Slug | None
    concluded: When | None
    begins: When | None
    ends: When | None
    expiry_basis: str
    renewal: str
    renews_on: date | None
    ended: When | None
    parties: list[PartyTold]


AgreementList = page_of(AgreementTold, "AgreementList")


class AgreementsNarrowed(Paged):
    """By what the list is narrowed."""

    on: DayAsked | None = Field(None, description="The day: a date, today, or stood.")
    standing: Short = Field("", description="in-force, expiring, expired, not-yet or unknown.")
    kind: Short = Field("", description="The kind of agreement.")
    level: Short = Field("", description="university, department or not-stated.")
    partner: Short = Field("", description="The partnership's name in addresses.")
    q: Short = Field("", description="Part of a title or of a party's name.")
    months: int = Field(SOON, ge=0, le=listing.MOST_MONTHS, description="What ends within so many months is expiring.")
    since: Day | None = Field(None, description="Begun on this day or later.")
    until: Day | None = Field(None, description="Begun on this day or before.")


def agreement(row: Agreement, day: date) -> dict[str, Any]:
    """One agreement as it stood on that day."""
    return {
        "uuid": str(row.uuid),
        "title": row.title.get("en").value,
        "titles": row.title.to_json(),
        "kind": row.kind,
        "level": row.level,
        "standing": row.standing,  # type: ignore[attr-defined]  # the list asks for it
        "several": row.several,
        "partner": row.partnership.slug if row.partnership else None,
        "concluded": when(row.concluded),
        "begins": when(row.begins),
        "ends": when(row.ends),
        "expiry_basis": row.expiry_basis,
        "renewal": row.renewal,
        "renews_on": renews.isoformat() if (renews := row.renews_on(day)) else None,
        "ended": when(row.ended),
        "parties": [
            {
                "organisation": one.organisation.shown.slug if one.organisation.shown else None,
                "name": one.organisation.shown_name.get("en").value,
                "unit": one.unit.shown.slug if one.unit and one.unit.shown else None,
                "unit_name": one.unit.shown_name.get("en").value if one.unit else None,
                "side": one.side,
                "number": one.number or None,
            }
            for one in row.parties.all()
        ],
    }


def counted(rows: Any) -> dict[str, int]:
    """How many there are, and how many of each standing."""
    found = {"agreements": 0, **{value.replace("-", "_"): 0 for value in Standing.values}}
    for value in rows.order_by().values_list("standing", flat=True):
        found["agreements"] += 1
        found[value.replace("-", "_")] += 1
    return found


@router.get(
    "/homes/{home}/agreements", response={200: AgreementList, **READING}, operation_id="agreements",
    summary="A home's agreements on a day",
)  # fmt: skip
def agreements(request: ApiRequest, home: Slug, asked: Query[AgreementsNarrowed]) -> HttpResponse:
    """Newest first; each says how it stood on the day: in force, expiring, expired, not yet, or not known."""
    found = home_of(request, home)
    day = day_of(found, asked.on)
    rows = listing.rows(found, request.auth, listing.Narrowed.of(asked.model_dump()), day)
    page = listing.with_all(rows, request.auth)[asked.offset : asked.offset + asked.limit]
    return listed([agreement(row, day) for row in page], as_of=day, counts=counted(rows))


class Enclosed(BaseModel):
    """What is said of a file."""

    model_config = ConfigDict(extra="forbid")
    kind: Short = AgreementFile.Kind.SIGNED.value
    language: str = Field("", max_length=35)
    visibility: Short = "office"


@router.post(
    "/agreements/agreement/{key}/enclose", response={200: SHAPES["agreement"].told, **WRITING},
    operation_id="agreements_agreement_enclose", summary="Keep a file with an agreement", openapi_extra=REPEATABLE,
)  # fmt: skip
def enclose(request: ApiRequest, key: uuid.UUID, given: Form[Enclosed], file: File[UploadedFile]) -> HttpResponse:
    """PDF, PNG, JPEG, DOCX or TXT, up to 20 MB, told from its content; answers the agreement."""
    row = found_in(Agreement, key, request.auth)
    actions.enclose(
        row, name=file.name or "", content=file.read(contents.LARGEST + 1), by=request.auth, **given.model_dump()
    )
    return told(row, request.auth)
