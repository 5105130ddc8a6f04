"""The JSON door that every room's records share: list, one, add, revise, remove and history, for the kinds it names."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Header, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from kizuna.core import actions, policy, records
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Account, Change, Home, Record
from kizuna.core.models.record import holding
from kizuna.core.models.sources import Hanging
from kizuna.core.plain import fill, rows_of, tell, usable
from kizuna.core.shapes import Moment, Shape, page_of
from kizuna.core.values import fold

Act = Callable[..., Any]


class ApiRequest(HttpRequest):
    """A request of a program: who it acts for is settled, and narrowed where it came with a key."""

    auth: Account


class Stale(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """The version in If-Match is not the current one; ``conflict`` says what was changed since."""

    def __init__(self, conflict: records.Conflict) -> None:
        super().__init__(str(conflict))
        self.conflict = conflict


class VersionMissing(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """A change does not say which version was read."""


class Event(BaseModel):
    """One change of one record: by whom, when, and what each field said before and after."""

    record: uuid.UUID
    label: str
    title: str
    verb: str
    by: str
    at: Moment
    version: int
    batch: uuid.UUID
    fields: dict[str, Any]


class Fault(BaseModel):
    """What is wrong: a code for programs, a message for people, and what is wrong with which field."""

    model_config = ConfigDict(title="Fault")
    code: str
    message: str
    fields: dict[str, list[str]] = Field(default={}, description="Messages by field; those of no field under “”.")
    changes: list[Event] = Field(default=[], description="After a conflict: what others have changed since.")


class Problem(BaseModel):
    """The one shape of every error."""

    error: Fault


_header: Any = Header
IF_MATCH: Any = _header(None, alias="If-Match", description="The ETag of the version that was read.")
IF_NONE_MATCH: Any = _header(None, alias="If-None-Match", description="The ETag of the version that is held.")
EventPage = page_of(Event, "EventPage")
READING: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422), Problem)
WRITING: dict[int, Any] = {**READING, **dict.fromkeys((409, 413), Problem)}
REPEATABLE: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": False,
            "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,100}$"},
            "description": "A word of your own; the same request with the same word is done once, for 24 hours.",
        }
    ]
}


def respond(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """An answer as JSON."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8", headers=headers)


def listed(items: Sequence[Any], *, as_of: date | None = None, counts: Mapping[str, int] | None = None) -> HttpResponse:
    """A list that is told whole: the same JSON as a command prints."""
    told: Mapping[str, int] = counts if counts is not None else {"items": len(items)}
    return respond({"as_of": as_of or timezone.localdate(), "counts": told, "items": list(items)})


def home_of(request: ApiRequest, slug: str) -> Home:
    """The home, if this person works in it; else as if it did not exist."""
    found = Home.objects.filter(slug=slug).first()
    if found is None or not policy.can_read(request.auth, found):
        raise Http404
    return found


def found_in(model: type[Any], key: uuid.UUID, user: Account, home: Home | None = None) -> Any:
    """The record, if this person may see it in the homes they work in, or in this one; else as if it did not exist."""
    rows = rows_of(model, user)
    found = (rows if home is None else rows.filter(home=home)).filter(uuid=key).first()
    if found is None:
        raise Http404
    return found


def etag(record: Record) -> str:
    """What tells one version of a record from another."""
    return f'"{record.uuid}.{record.version}"'


def told(record: Record, user: Account, status: int = 200) -> HttpResponse:
    """One record as JSON with its version."""
    return respond(tell([record], user)[0], status, {"ETag": etag(record)})


def events(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes as JSON."""
    return [
        {"record": row.record, "label": row.label, "title": row.title, "verb": row.verb, "by": str(row.by),
         "at": row.at, "version": row.version, "batch": row.batch, "fields": row.fields}
        for row in changes
    ]  # fmt: skip


def since(conflict: records.Conflict, user: Account) -> list[dict[str, Any]]:
    """What others have changed meanwhile, as far as this person may see it."""
    keys = [row.pk for row in conflict.since]
    return events(list(Change.objects.visible_to(user).filter(pk__in=keys).select_related("by")))


def writing_home(given: BaseModel, user: Account, record: Record | None = None) -> Home:
    """The home in whose name somebody writes: the record's, the one named, or the only one they work in."""
    own = getattr(record, "home", None)
    if isinstance(own, Home):
        return own
    slug = getattr(given, "home", None)
    homes = [row.home for row in user.roles.values()]
    found = next((home for home in homes if home.slug == slug), None) if slug else None
    if found is None and not slug and len(homes) == 1:
        found = homes[0]
    if found is None:
        raise ValidationError({"home": _("Name one of the homes you work in.")})
    return found


def read_version(record: Record, given: BaseModel | None, if_match: str | None) -> None:
    """Sets the version that was read, from If-Match or from the body."""
    if if_match is not None:
        # A tag that is none of this record's is the tag of no version.
        stated = if_match.strip().removeprefix(f'"{record.uuid}.').removesuffix('"')
        version = int(stated) if stated.isdecimal() and stated.isascii() and len(stated) < 10 else -1
        if version != record.version:
            later = Change.objects.filter(record=record.uuid, version__gt=max(version, 0)).select_related("by")
            raise Stale(records.Conflict(record, list(later) if version >= 0 else []))
        return
    named = getattr(given, "version", None)
    if named is None:
        raise VersionMissing
    record.version = named


def cite(record: Record, given: BaseModel, form: RecordForm, user: Account) -> None:
    """Keeps where it is stated, where the writer says so."""
    said = getattr(given, "cite", None)
    if said is None:
        return
    try:
        source = usable(form.fields["cite_source"], said.source)
    except ValidationError as problem:
        raise ValidationError({"cite": problem.messages}) from problem
    actions.revise(records.cited(record, source=source, lines=said.lines, place=said.place), by=user)


def narrow(rows: Any, shape: Shape, asked: BaseModel, user: Account) -> Any:
    """The rows that a list was asked for."""
    given = asked.model_dump(exclude_none=True)
    for name in ("limit", "offset"):
        given.pop(name)
    moment = given.pop("changed_since", None)
    if moment is not None:
        moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        rows = rows.filter(uuid__in=Change.objects.filter(label=shape.label, at__gte=moment).values("record"))
    text = given.pop("q", None)
    if text is not None:
        rows = called(rows, text, user)
    day, held = given.pop("on", None), given.pop("held", None)
    if day is not None:
        rows = rows.alias(its_holding=holding(day)).filter(its_holding=held)
    for name, value in given.items():
        column = shape.kind.model._meta.get_field(name)
        if isinstance(column, models.ForeignKey):
            name += "__slug" if column.remote_field.model is Home else "__uuid"  # noqa: PLW2901 - the way to the value
        rows = rows.filter(**{name: value})
    return rows


def called(rows: Any, text: str, user: Account) -> Any:
    """Those whose name contains the text, whatever its accents, case or width."""
    if not fold(text):
        return rows.none()
    if not hasattr(rows, "called"):
        return rows.filter(key__contains=fold(text))
    narrowed = rows.model._default_manager.all()
    takes_reader = "user" in narrowed.called.__code__.co_varnames
    found = narrowed.called(text, user) if takes_reader else narrowed.called(text)
    return rows.filter(pk__in=found.values("pk"))


def paged(request: HttpRequest, rows: Any, asked: Any, user: Account) -> HttpResponse:
    """One page of a list with its total and the address of the next page."""
    total = rows.count()
    items = tell(list(rows[asked.offset : asked.offset + asked.limit]), user)
    following = None
    if asked.offset + asked.limit < total:
        query = request.GET.copy()
        query["limit"], query["offset"] = str(asked.limit), str(asked.offset + asked.limit)
        following = f"{request.path}?{query.urlencode()}"
    day = getattr(asked, "on", None) or timezone.localdate()
    return respond({"as_of": day, "counts": {"items": total}, "items": items, "next": following})


class Routes(Router):
    """The routes of a room, made when the API is put together: a command that tells the same words needs none.

    Hundreds of routes with their schemas take seconds to make.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._waiting: list[Callable[[], None]] = []
        self._made = False

    def later(self, make: Callable[[], None]) -> None:
        """Makes some routes in their turn."""
        self._waiting.append(make)

    def add_api_operation(self, path: str, methods: list[str], view_func: Callable[..., Any], **given: Any) -> None:
        """One route, in its turn."""
        if self._made:
            super().add_api_operation(path, methods, view_func, **given)
        else:
            self.later(partial(self.add_api_operation, path, methods, view_func, **given))

    def build_routers(self, *args: Any, **given: Any) -> Any:
        """Makes all routes, then what they hang on; summaries are in English whoever asks first."""
        if not self._made:
            self._made = True
            with override("en"):
                for make in self._waiting:
                    make()
        return super().build_routers(*args, **given)


def record_routes(
    router: Routes,
    room: str,
    kinds: dict[str, Kind],
    *,
    revise: Act | None,
    can_revise: Act,
    add: Act | None = None,
    remove: Act | None = None,
    adds: bool = True,
) -> dict[str, Shape]:
    """Adds the routes by which programs read and write a room's records; returns the shapes of these by kind.

    Where adding is a verb of its own, ``add`` is that action; without ``revise`` or ``remove`` there is no such route,
    and without ``adds`` the room has a route of its own by which such records begin.
    """
    shapes = {slug: Shape(room, slug, kind) for slug, kind in kinds.items()}

    def routes(shape: Shape) -> None:
        _reading(router, shape)
        if adds and (adding := add or revise) is not None:
            _adding(router, shape, adding, can_revise)
        if revise is not None:
            _revising(router, shape, revise, can_revise)
        if remove is not None:
            _removing(router, shape, remove)

    for shape in shapes.values():
        router.later(partial(routes, shape))
    return shapes


def _reading(router: Routes, shape: Shape) -> None:
    model, where = shape.kind.model, f"/{shape.room}/{shape.slug}"

    def listing(request: ApiRequest, asked: Any) -> HttpResponse:
        rows = narrow(rows_of(model, request.auth), shape, asked, request.auth)
        return paged(request, rows, asked, request.auth)

    def one(request: ApiRequest, key: uuid.UUID, if_none_match: str | None = IF_NONE_MATCH) -> HttpResponse:
        record = found_in(model, key, request.auth)
        known = {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
        if etag(record) in known or "*" in known:
            return HttpResponse(status=304, headers={"ETag": etag(record)})
        return told(record, request.auth)

    def history(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
        record = found_in(model, key, request.auth)
        changes = Change.objects.visible_to(request.auth).filter(record=record.uuid).select_related("by")
        return listed(events(list(changes)))

    listing.__annotations__["asked"] = Query[shape.filters]  # type: ignore[misc,name-defined]
    name = f"{shape.room}_{shape.slug}"
    say = _sayer(shape)
    say(router.get, where, listing, f"{name}_list", {200: shape.page, **READING}, "List")
    say(router.get, f"{where}/{{key}}", one, f"{name}_one", {200: shape.told, 304: None, **READING}, "Read")
    say(router.get, f"{where}/{{key}}/history", history, f"{name}_history", {200: EventPage, **READING}, "History of")


def _adding(router: Routes, shape: Shape, act: Act, can_revise: Act) -> None:
    def add(request: ApiRequest, given: Any) -> HttpResponse:
        user = request.auth
        record, home = begun(shape, given, user)
        if hasattr(record, "fictional"):
            record.fictional = home.fictional
        records.permit(can_revise(user, record))
        form = fill(record, shape, given, home=home, user=user)
        act(record, by=user)
        cite(record, given, form, user)
        return told(record, user, 201)

    add.__annotations__["given"] = shape.new
    name, where = f"{shape.room}_{shape.slug}_add", f"/{shape.room}/{shape.slug}"
    _sayer(shape)(router.post, where, add, name, {201: shape.told, **WRITING}, "Add", REPEATABLE)


def _revising(router: Routes, shape: Shape, act: Act, can_revise: Act) -> None:
    def change(request: ApiRequest, key: uuid.UUID, given: Any, if_match: str | None = IF_MATCH) -> HttpResponse:
        user = request.auth
        record = found_in(shape.kind.model, key, user)
        records.permit(can_revise(user, record))
        read_version(record, given, if_match)
        form = fill(record, shape, given, home=writing_home(given, user, record), user=user)
        act(record, by=user)
        cite(record, given, form, user)
        return told(record, user)

    change.__annotations__["given"] = shape.change
    name, where = f"{shape.room}_{shape.slug}_revise", f"/{shape.room}/{shape.slug}/{{key}}"
    faults = {**WRITING, **dict.fromkeys((412, 428), Problem)}
    _sayer(shape)(router.patch, where, change, name, {200: shape.told, **faults}, "Revise", REPEATABLE)


def _removing(router: Routes, shape: Shape, remove: Act) -> None:
    def take_away(request: ApiRequest, key: uuid.UUID, if_match: str | None = IF_MATCH) -> HttpResponse:
        record = found_in(shape.kind.model, key, request.auth)
        if if_match is not None:
            read_version(record, None, if_match)
        remove(record, by=request.auth)
        return HttpResponse(status=204)

    name = f"{shape.room}_{shape.slug}_remove"
    faults = {**WRITING, 412: Problem}
    where = f"/{shape.room}/{shape.slug}/{{key}}"
    _sayer(shape)(router.delete, where, take_away, name, {204: None, **faults}, "Remove", REPEATABLE)


def _sayer(shape: Shape) -> Callable[..., None]:
    """Adds a route with its name and its summary in the documentation."""

    def say(
        method: Any, path: str, view: Act, name: str, answers: dict[int, Any], verb: str, extra: Any = None
    ) -> None:
        label = str(shape.kind.model._meta.verbose_name)
        method(path, operation_id=name, summary=f"{verb}: {label}", response=answers, openapi_extra=extra)(view)

    return say


def begun(shape: Shape, given: Any, user: Account) -> tuple[Record, Home]:
    """A new record of that kind in its home, or hung on what the request names; and the writer's home."""
    model = shape.kind.model
    if issubclass(model, Hanging):
        on = hung_from(given.on, user)
        home = writing_home(given, user, on)
        record: Record = model(**records.hung_on(on, home_id=home.pk))
        return record, home
    home = writing_home(given, user)
    if any(column.name == "home" for column in model._meta.concrete_fields):
        return model(home=home), home
    # What all homes share is public unless its registrar says otherwise.
    return model(visibility="public"), home


def hung_from(on: Any, user: Account) -> Record:
    """The record that something is to hang on, if this person sees it."""
    try:
        found = records.find(on.label, on.uuid)
    except LookupError:
        found = None
    if not isinstance(found, Record) or not rows_of(type(found), user).filter(pk=found.pk).exists():
        raise ValidationError({"on": _("There is no such record, or it cannot be used here.")})
    return found
