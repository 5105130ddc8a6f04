"""What rooms do to records besides plain edits, as routes: each action is a verb under the record's own address."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, create_model

from kizuna.core.models import Home, Record, Source
from kizuna.core.plain import read
from kizuna.core.rest import (
    IF_MATCH,
    REPEATABLE,
    WRITING,
    ApiRequest,
    Problem,
    Routes,
    found_in,
    read_version,
    told,
    writing_home,
)
from kizuna.core.shapes import Amount, Cite, Day, Flag, Shape, Short, When, Words
from kizuna.core.values import FuzzyDate, NotUnderstood, Quantity, Text

Act = Callable[..., Any]
# The words of actions that the caller of the API does not say.
OURS = frozenset({"by", "batch", "verb", "mark"})
SENT: dict[Any, Any] = {
    str: Annotated[str, Field(max_length=2000)],
    bool: Flag,
    int: Annotated[int, Field(strict=True, ge=0, le=32767)],
    date: Day,
    Text: Words,
    FuzzyDate: When | Short,
    Quantity: Amount | Short,
    Cite: Cite,
}


def verbs(router: Routes, shape: Shape, *acts: Act) -> None:
    """Adds a route for each action on a record of this kind: POST to its address and the verb.

    What an action asks for besides the record is asked for by the same name in the body.
    """
    for act in acts:
        router.later(partial(_verb, router, shape, act))


def _verb(router: Routes, shape: Shape, act: Act) -> None:
    hints = get_type_hints(act)
    _subject, *others = inspect.signature(act).parameters.values()
    own = shape.kind.model
    wanted = {one.name: _kind_of(hints[one.name], one.name, own) for one in others if one.name not in OURS}
    given = _body(f"{shape.name}{act.__name__.title().replace('_', '')}", others, wanted)

    def view(request: ApiRequest, key: uuid.UUID, given: Any, if_match: str | None = IF_MATCH) -> HttpResponse:
        record = found_in(shape.kind.model, key, request.auth)
        if if_match is not None:
            read_version(record, None, if_match)
        home = writing_home(given, request.auth, record)
        said = {
            name: _said(wanted[name], getattr(given, name), name, home, request)
            for name in wanted
            if name in given.model_fields_set
        }
        act(record, by=request.auth, **said)
        record.refresh_from_db()
        return told(record, request.auth)

    view.__annotations__["given"] = given
    name = act.__name__
    router.post(
        f"/{shape.room}/{shape.slug}/{{key}}/{name}",
        response={200: shape.told, **WRITING, 412: Problem},
        operation_id=f"{shape.room}_{shape.slug}_{name}",
        summary=f"{name.replace('_', ' ').capitalize()}: {shape.kind.model._meta.verbose_name}",
        description=inspect.getdoc(act) or "",
        openapi_extra=REPEATABLE,
    )(view)


def _kind_of(hint: Any, name: str, own: type[Record]) -> Any:
    """The type without None; what stands for the record's own kind is that kind."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    if isinstance(hint, TypeVar):
        return own
    return Cite if name == "cite" else hint


def _sent_as(kind: Any) -> Any:
    """The type of what is sent."""
    if get_origin(kind) is Sequence:
        part: Any = _sent_as(get_args(kind)[0])
        return Annotated[list[part], Field(max_length=200)]
    return uuid.UUID if _is_record(kind) else SENT[kind]


def _body(name: str, params: list[inspect.Parameter], wanted: dict[str, Any]) -> type[BaseModel]:
    """What the action asks for, as a schema."""
    fields: dict[str, Any] = {"home": (str | None, Field(None, description="The home in whose name you act."))}
    for param in params:
        if param.name in wanted:
            typed = _sent_as(wanted[param.name])
            optional = param.default is not inspect.Parameter.empty
            fields[param.name] = (typed | None, Field(None)) if optional else (typed, Field())
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


def _said(kind: Any, value: Any, name: str, home: Home, request: ApiRequest) -> Any:
    """What was sent, as the action takes it."""
    if value is None:
        return None
    try:
        if get_origin(kind) is Sequence:
            return [_said(get_args(kind)[0], one, name, home, request) for one in value]
        if kind is Cite:
            return {**value.model_dump(), "source": _usable(Source, value.source, home, request)}
        if _is_record(kind):
            return _usable(kind, value, home, request)
        return read(kind, value, home) if kind in (Text, FuzzyDate, Quantity) else value
    except Http404 as problem:
        raise ValidationError({name: _("There is no such record, or it cannot be used here.")}) from problem
    except NotUnderstood as problem:
        raise ValidationError({name: _(problem.reason)}) from problem


def _usable(kind: type[Any], key: uuid.UUID, home: Home, request: ApiRequest) -> Any:
    """A record that this person sees, of this home or of all."""
    found = found_in(kind, key, request.auth)
    if getattr(found, "home_id", None) not in (None, home.pk):
        raise Http404
    return found
