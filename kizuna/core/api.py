"""The JSON of core: homes, sources, who asks, and core's own records; commands print the same."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict
from pydantic import ValidationError as Unfit

from kizuna.core import actions, asof, figures, picturing, policy, records, releasing
from kizuna.core.forms import HUNG, PICTURES, SOURCES
from kizuna.core.models import Account, Citation, Home, Picture, Source, Token
from kizuna.core.plain import fill
from kizuna.core.rest import (
    READING,
    REPEATABLE,
    WRITING,
    ApiRequest,
    Routes,
    begun,
    cite,
    found_in,
    home_of,
    listed,
    record_routes,
    respond,
    told,
)
from kizuna.core.shapes import Flag, Short, Slug, When, Words, page_of
from kizuna.core.verbs import verbs

router = Routes(tags=["core"])
# So many characters are read of what is said of a picture.
LARGEST_SAID = 100_000


# What the routes of records answer stands under the same names.
SHAPES = {
    **record_routes(router, "core", HUNG, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove),
    **record_routes(
        router, "core", PICTURES, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove, adds=False
    ),
    **record_routes(router, "core", SOURCES, revise=actions.revise, can_revise=policy.can_revise),
}
verbs(router, SHAPES["figure"], actions.sign_off, actions.reopen)


class HomeTold(BaseModel):
    """One home: a university that runs its partnerships here."""

    slug: Slug
    name: str
    names: Words
    languages: list[str]
    currency: str
    calendar: str
    years: str
    fictional: bool
    stood: str | None


class SourceTold(BaseModel):
    """One source and how many facts are taken from it."""

    slug: Slug
    title: str
    published: str | None
    as_of: str | None
    facts: int
    attached: bool


class FieldTold(BaseModel):
    """One field of a kind of record, and whether the public reads it; of the record where one is named."""

    field: str
    name: str
    kind_released: bool
    record_released: bool | None
    released: bool
    exceptions: int


class FieldGiven(BaseModel):
    """Which field of which kind, or of which record; ``released`` null takes the rule away."""

    model_config = ConfigDict(extra="forbid")
    label: Short
    field: Short
    record: uuid.UUID | None = None
    released: Flag | None


class RoleTold(BaseModel):
    """One role of whoever asks."""

    home: Slug
    role: str
    sealed: bool


class MeTold(BaseModel):
    """Who asks, and with which rights."""

    uuid: uuid.UUID
    name: str
    registrar: bool
    scopes: list[Literal["read", "contribute", "write"]] | None
    roles: list[RoleTold]


class FigureTold(BaseModel):
    """One figure as it is reported; ``newer`` is a later value of the same that differs."""

    uuid: str
    kind: str
    measure: str
    name: str
    names: Words
    value: str | None
    rank: int | None
    scope: str | None
    claimant: str | None
    group: str | None
    rule: str | None
    of: str
    of_label: str
    of_uuid: str
    window: When | None
    as_of: When | None
    signed_off: str | None
    newer: str | None


FieldList = page_of(FieldTold, "FieldList")
FigureList = page_of(FigureTold, "FigureList")
HomePage, SourcePage = page_of(HomeTold, "HomePage"), page_of(SourceTold, "SourceList")


def home_told(row: Home) -> dict[str, Any]:
    """One home."""
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "languages": row.languages,
        "currency": row.currency,
        "calendar": row.calendar,
        "years": row.years,
        "fictional": row.fictional,
        "stood": str(row.stood) or None,
    }


def sources_told(found: Home, user: Account) -> list[dict[str, Any]]:
    """A home's sources, each with the number of facts taken from it that this person may see."""
    rows = Source.objects.visible_to(user).filter(home=found)
    cited = Citation.objects.visible_to(user).filter(source__in=rows)
    facts = dict(cited.order_by().values_list("source").annotate(n=Count("pk")))
    return [
        {
            "slug": row.slug,
            "title": str(row.title),
            "published": str(row.published) or None,
            "as_of": str(row.as_of) or None,
            "facts": facts.get(row.pk, 0),
            "attached": row.text_id is not None,
        }
        for row in rows
    ]


@router.get("/me", response={200: MeTold, **READING}, operation_id="me", summary="Who asks, and with which rights")
def me(request: ApiRequest) -> HttpResponse:
    """The account that a key or a cookie stands for, its roles, and the scopes of the key."""
    user = request.auth
    roles = [{"home": row.home.slug, "role": row.role, "sealed": row.sealed} for row in user.roles.values()]
    scopes = None if user.scopes is None else [one for one in Token.Scope.values if one in user.scopes]
    return respond(
        {"uuid": user.uuid, "name": user.name, "registrar": user.registrar, "scopes": scopes, "roles": roles}
    )


@router.get("/homes", response={200: HomePage, **READING}, operation_id="homes", summary="All homes")
def homes(request: ApiRequest) -> HttpResponse:  # noqa: ARG001 - Ninja calls it so
    """The homes of this installation; their names are public."""
    items = [home_told(row) for row in Home.objects.all()]
    return listed(items, counts={"homes": len(items)})


@router.get("/homes/{home}", response={200: HomeTold, **READING}, operation_id="home", summary="One home")
def one_home(request: ApiRequest, home: Slug) -> HttpResponse:
    """A home that one works in."""
    return respond(home_told(home_of(request, home)))


@router.get(
    "/homes/{home}/sources", response={200: SourcePage, **READING}, operation_id="sources", summary="A home's sources"
)
def sources(request: ApiRequest, home: Slug) -> HttpResponse:
    """The sources of a home, each with the number of facts taken from it."""
    found = home_of(request, home)
    items = sources_told(found, request.auth)
    return listed(items, as_of=asof.chosen(found, "").day, counts={"sources": len(items)})


def figures_told(found: Home, user: Account, asked: figures.Asked) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """A home's figures as they are asked for, and how many there are, of which kinds."""
    every = list(figures.rows(found, user))
    known = figures.series_of(every)
    counts = {"figures": len(every), "signed_off": sum(1 for row in every if row.signed_off_at)}
    return [figures.told(row, known) for row in figures.narrowed(every, asked)], counts


@router.get(
    "/homes/{home}/figures", response={200: FigureList, **READING}, operation_id="figures", summary="A home's figures"
)
def list_figures(
    request: ApiRequest, home: Slug, kind: Short = "", measure: Short = "", q: Short = ""
) -> HttpResponse:  # fmt: skip
    """Reported values, by what they are figures of; nothing is added up."""
    found = home_of(request, home)
    items, counts = figures_told(found, request.auth, figures.Asked.of({"kind": kind, "measure": measure, "q": q}))
    return listed(items, counts=counts)


@router.post(
    "/core/source/{key}/attach", response={200: SHAPES["source"].told, **WRITING}, operation_id="core_source_attach",
    summary="Attach the text of a source", openapi_extra=REPEATABLE,
)  # fmt: skip
def attach(request: ApiRequest, key: uuid.UUID, file: File[UploadedFile]) -> HttpResponse:
    """Keeps a document's text with its source; answers the source."""
    found = found_in(Source, key, request.auth)
    # One byte more than allowed is enough to be refused.
    actions.attach(
        found, name=PurePath(file.name or "").name, content=file.read(actions.LARGEST_TEXT + 1), by=request.auth
    )
    return told(found, request.auth)


@router.post(
    "/core/picture", response={201: SHAPES["picture"].told, **WRITING}, operation_id="core_picture_add",
    summary="Add: picture", openapi_extra=REPEATABLE,
)  # fmt: skip
def hang(
    request: ApiRequest, file: File[UploadedFile], picture: Annotated[str, Form(max_length=LARGEST_SAID)]
) -> HttpResponse:
    """Hangs a picture on a record: the file, and beside it what is said of it as JSON in the shape PictureNew."""
    shape, user = SHAPES["picture"], request.auth
    try:
        given = shape.new.model_validate_json(picture)
    except Unfit as problem:
        wrong = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problem.errors(include_url=False)]
        raise ValidationError({"picture": wrong}) from problem
    record, home = begun(shape, given, user)
    assert isinstance(record, Picture)  # noqa: S101 - the shape is that of pictures
    records.permit(policy.can_hang(user, record))
    # One byte more than allowed is enough to be refused.
    record.sent = picturing.sizes_of(file.read(picturing.LARGEST + 1))
    form = fill(record, shape, given, home=home, user=user)
    actions.hang(record, by=user)
    cite(record, given, form, user)
    return told(record, user, 201)


@router.get(
    "/homes/{home}/fields", response={200: FieldList, **READING}, operation_id="fields",
    summary="What of a kind of record, or of one record, is public",
)  # fmt: skip
def fields(request: ApiRequest, home: Slug, label: Short, record: uuid.UUID | None = None) -> HttpResponse:
    """The fields that can be kept from the public, each with the rule of its kind and of the record."""
    found, model = home_of(request, home), releasing.kind_of(label)
    row = found_in(model, record, request.auth, found) if record else None
    items = [releasing.told(one) for one in releasing.fields_of(model, releasing.rules_of(found, label), row)]
    return listed(items, counts={"fields": len(items)})


@router.post(
    "/homes/{home}/fields/release", response={200: FieldTold, **WRITING}, operation_id="release_field",
    summary="Say whether the public reads a field", openapi_extra=REPEATABLE,
)  # fmt: skip
def release(request: ApiRequest, home: Slug, given: FieldGiven) -> HttpResponse:
    """The rule of one record goes before the rule of its kind; without any rule the public reads the field."""
    found = home_of(request, home)
    actions.release(found, **given.model_dump(), by=request.auth)
    model = releasing.kind_of(given.label)
    row = found_in(model, given.record, request.auth, found) if given.record else None
    rules = releasing.rules_of(found, given.label)
    [now] = [one for one in releasing.fields_of(model, rules, row) if one.name == given.field]
    return respond(releasing.told(now))
