"""What a record looks like as JSON, made from its table: what is told, what may be written, what lists are narrowed by.

A room names its kinds of record once, each with its form; the shape takes the fields that may be written from the form
and their types from the table, so that a new kind of record has its place in the API without a line of its own.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.db import models
from django.utils.translation import override
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model

from kizuna.core.fields import (
    FuzzyDateField,
    MoneyField,
    NamesField,
    NumbersField,
    QuantityField,
    ValueField,
    WordsField,
)
from kizuna.core.forms import Kind
from kizuna.core.models import Dated, Home, Record, Visibility
from kizuna.core.models.sources import Citation, Hanging
from kizuna.core.records import DERIVED
from kizuna.core.values import CALENDARS, FuzzyDate
from kizuna.core.values.phrase import LONGEST
from kizuna.core.values.qualifiers import Qualifier

LARGEST_TEXT = 20_000
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$"


def _written(pattern: str, example: str) -> BeforeValidator:
    """Dates are written as text, as ISO 8601 has them; a number is none."""

    def check(value: Any) -> Any:
        if isinstance(value, date) or (isinstance(value, str) and re.match(pattern, value)):
            return value
        raise ValueError(f"write it as {example}")

    return BeforeValidator(check)


class Words(BaseModel):
    """A text in several languages: each language tag with its text; "reference" lists mere translations."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [{"en": "Engineering", "ja": "工学"}]})
    __pydantic_extra__: dict[str, Annotated[str, Field(max_length=LARGEST_TEXT)]] = Field(init=False)
    reference: list[Annotated[str, Field(pattern=LANGUAGE)]] = Field(default=[], max_length=20)


class When(BaseModel):
    """A date as it is known: in EDTF (academic years as AY2019), in the words it was stated in, and its calendar."""

    model_config = ConfigDict(extra="forbid")
    edtf: str = Field("", max_length=LONGEST)
    stated: str = Field("", max_length=LONGEST)
    calendar: Literal[("", *CALENDARS)] = ""  # type: ignore[valid-type]


class Amount(BaseModel):
    """A number as it was stated, with its qualifier, unit and what it is per; numbers are text, so none is rounded."""

    model_config = ConfigDict(extra="forbid")
    value: str | None = Field(None, max_length=60)
    qualifier: Literal[get_args(Qualifier)] = "exact"  # type: ignore[valid-type]
    upper: str | None = Field(None, max_length=60)
    unit: str = Field("", max_length=LONGEST)
    per: str = Field("", max_length=LONGEST)


class Sum(BaseModel):
    """An amount of money in one currency; the number is text, so none is rounded."""

    model_config = ConfigDict(extra="forbid")
    amount: str | None = Field(None, max_length=60)
    currency: str = Field("", max_length=3)
    qualifier: Literal[("exact", "about", "nearly", "more_than", "at_least", "up_to", "not_stated")] = "exact"
    side: str = Field("", max_length=LONGEST)
    fiscal_year: str = Field("", max_length=LONGEST)


class Cite(BaseModel):
    """Where it is stated: a source, lines of it, or another place such as a page."""

    model_config = ConfigDict(extra="forbid")
    source: uuid.UUID
    lines: list[Line] = Field(default=[], max_length=2000)
    place: str = Field("", max_length=200)


class On(BaseModel):
    """The record that something hangs on: its kind and its UUID."""

    model_config = ConfigDict(extra="forbid")
    label: str = Field(max_length=80, pattern=r"^[a-z]+\.[a-z]+$", examples=["partners.partnership"])
    uuid: uuid.UUID


Line = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Cite.model_rebuild()
Short = Annotated[str, Field(max_length=LONGEST)]
Day = Annotated[
    date, _written(r"\d{4}-\d{2}-\d{2}$", "2026-04-01"), WithJsonSchema({"type": "string", "format": "date"})
]
Moment = Annotated[
    datetime,
    _written(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:", "2026-04-01T09:00:00Z"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Slug = Annotated[str, Field(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]
Flag = Annotated[bool, Field(strict=True)]
PLAIN: dict[type[models.Field[Any, Any]], Any] = {
    models.BooleanField: Flag,
    models.PositiveSmallIntegerField: Annotated[int, Field(strict=True, ge=0, le=32767)],
    models.PositiveIntegerField: Annotated[int, Field(strict=True, ge=0, le=2147483647)],
    models.FloatField: Annotated[float, Field(strict=True, allow_inf_nan=False)],
    models.DecimalField: Annotated[str, Field(pattern=r"^[0-9]{1,10}(\.[0-9]{1,10})?$", examples=["163.25"])],
    models.DateTimeField: Moment,
    models.DateField: Day,
    models.UUIDField: uuid.UUID,
    models.JSONField: list[Line],
    NamesField: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=200)],
    NumbersField: Annotated[list[Annotated[int, Field(strict=True, ge=0, le=1000)]], Field(max_length=200)],
}


def columns(model: type[Record]) -> list[models.Field[Any, Any]]:
    """The columns that a record tells: not those that follow from others, nor which account or link is behind them."""
    return [
        column
        for column in model._meta.concrete_fields
        if column.name not in DERIVED
        and column.name not in model.UNTOLD
        and not (isinstance(column, models.ForeignKey) and not issubclass(column.remote_field.model, Record | Home))
    ]


def _plain(column: models.Field[Any, Any]) -> Any:
    """The type of one value of a column that is neither a value type nor a reference."""
    if column.choices:
        values = tuple(str(value) for value, _label in column.flatchoices)
        return Literal[tuple(dict.fromkeys((*values, "")))] if column.blank else Literal[values]
    if isinstance(column, models.SlugField):
        pattern = r"^[-a-zA-Z0-9_]*$" if column.blank else r"^[-a-zA-Z0-9_]+$"
        return Annotated[str, Field(max_length=column.max_length, pattern=pattern)]
    found = next((PLAIN[base] for base in type(column).__mro__ if base in PLAIN), None)
    return found or Annotated[str, Field(max_length=column.max_length or LARGEST_TEXT)]


def type_of(column: models.Field[Any, Any], *, writing: bool) -> Any:
    """The type of a column in the API; what is not recorded is null."""
    if isinstance(column, models.ForeignKey):
        return (Slug if column.remote_field.model is Home else uuid.UUID) | None
    if isinstance(column, WordsField):
        return Words | None
    if isinstance(column, FuzzyDateField | QuantityField | MoneyField):
        value = When if isinstance(column, FuzzyDateField) else Amount if isinstance(column, QuantityField) else Sum
        return value | Short | None if writing else value | None
    return _plain(column) | None if column.null else _plain(column)


@dataclass(frozen=True)
class Shape:
    """One kind of record in the API: what is told, what may be written, and what lists are asked for."""

    room: str
    slug: str
    kind: Kind
    name: str = field(init=False)
    writable: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        model, form = self.kind.model, self.kind.form
        keep = {"name": model.__name__, "writable": tuple(n for n in form._meta.fields or () if n in self._known)}
        for name, value in keep.items():
            object.__setattr__(self, name, value)

    @cached_property
    def _known(self) -> dict[str, models.Field[Any, Any]]:
        return {column.name: column for column in columns(self.kind.model)}

    # The schemas are made when they are first asked for, and say the same whatever language the process speaks.

    @cached_property
    def told(self) -> type[BaseModel]:
        """What is told of a record."""
        with override("en"):
            return self._told(self._known)

    @cached_property
    def new(self) -> type[BaseModel]:
        """What a new record is made from."""
        with override("en"):
            return self._new(self._known)

    @cached_property
    def change(self) -> type[BaseModel]:
        """What of a record may be changed."""
        with override("en"):
            return self._change(self._known)

    @cached_property
    def filters(self) -> type[BaseModel]:
        """By what a list is narrowed."""
        with override("en"):
            return self._filters(self._known)

    @cached_property
    def page(self) -> type[BaseModel]:
        """A part of a list."""
        return page_of(self.told, f"{self.name}Page")

    @property
    def label(self) -> str:
        """The record's kind, such as ``partners.partnership``."""
        return str(self.kind.model._meta.label_lower)

    @property
    def cites(self) -> bool:
        """Whether a source can be given with a write; a citation is its own source."""
        return not issubclass(self.kind.model, Citation)

    def _told(self, known: dict[str, models.Field[Any, Any]]) -> type[BaseModel]:
        told: dict[str, Any] = {name: (type_of(column, writing=False), _said(column)) for name, column in known.items()}
        own: dict[str, Any] = {
            "uuid": (uuid.UUID, Field()),
            "label": (Literal[self.label], Field(description="The kind of record.")),
            "version": (int, Field(ge=0, description="Counts the changes; a change names the version that was read.")),
        }
        return create_model(self.name, __doc__=self._doc, **own, **told)

    @property
    def _doc(self) -> str:
        return str(self.kind.model.__doc__ or "").split("\n", maxsplit=1)[0]

    def _new(self, known: dict[str, models.Field[Any, Any]]) -> type[BaseModel]:
        given: dict[str, Any] = {}
        for name in self.writable:
            column = known[name]
            if name == "visibility":
                given[name] = (Literal[tuple(Visibility.values)], Field("staff", description="Who may see it."))
            elif column.blank or (column.has_default() and not isinstance(column, ValueField)):
                default: Any = column.default if isinstance(column.default, str | int | bool) else None
                typed = type_of(column, writing=True)
                if default is None and not (column.null or isinstance(column, ValueField)):
                    default = [] if isinstance(column, models.JSONField) else ""
                given[name] = (typed, _said(column, default))
            else:
                given[name] = (_certain(type_of(column, writing=True)), _said(column))
        given["home"] = self._whose()
        if issubclass(self.kind.model, Hanging):
            given["on"] = (On, Field(description="The record that it hangs on."))
        return self._input(f"{self.name}New", given)

    def _whose(self) -> tuple[Any, Any]:
        """The home of a new record; where it may belong to none, the home in whose name it is written."""
        if not self._shares_home:
            return Slug, Field(description="The home whose record it is.")
        return Slug | None, Field(None, description="The home in whose name you write; yours, where you have only one.")

    @property
    def _shares_home(self) -> bool:
        """Whether such a record may belong to no home."""
        home = next((one for one in self.kind.model._meta.concrete_fields if one.name == "home"), None)
        return home is None or home.null

    def _change(self, known: dict[str, models.Field[Any, Any]]) -> type[BaseModel]:
        given: dict[str, Any] = {
            name: (type_of(known[name], writing=True), _said(known[name], None)) for name in self.writable
        }
        version = "The version that was read, where no If-Match says it."
        given["version"] = (
            Annotated[int, Field(strict=True, ge=0, le=2147483647)] | None,
            Field(None, description=version),
        )
        if self._shares_home:
            given["home"] = (Slug | None, Field(None, description="The home in whose name you write."))
        return self._input(f"{self.name}Change", given)

    def _input(self, name: str, given: dict[str, Any]) -> type[BaseModel]:
        if self.cites:
            given["cite"] = (Cite | None, Field(None, description="Where it is stated; kept as a citation."))
        return create_model(name, __config__=ConfigDict(extra="forbid"), **given)

    def _filters(self, known: dict[str, models.Field[Any, Any]]) -> type[BaseModel]:
        asked: dict[str, Any] = dict(PAGING)
        for name, column in known.items():
            if isinstance(column, models.ForeignKey):
                asked[name] = ((Slug if column.remote_field.model is Home else uuid.UUID) | None, _said(column, None))
            elif column.choices or isinstance(column, models.SlugField | models.UUIDField):
                asked[name] = (_plain(column) | None, _said(column, None))
            elif isinstance(column, models.BooleanField):
                asked[name] = (bool | None, _said(column, None))
        if named(self.kind.model):
            asked["q"] = (Annotated[str, Field(max_length=200)] | None, Field(None, description="Part of any name."))
        if issubclass(self.kind.model, Dated):
            asked["on"] = (Day | None, Field(None, description="Only what held on this day, as far as that is known."))
            asked["held"] = (Literal["yes", "no", "unknown"], Field("yes", description="With “on”: what held, what did "
                                                                   "not, or what the record leaves open."))  # fmt: skip
        return create_model(f"{self.name}Filters", **asked)


Limit = Annotated[int, Field(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="After how many to begin.")]
PAGING: dict[str, Any] = {
    "limit": (Limit, 50),
    "offset": (Offset, 0),
    "changed_since": (Moment | None, Field(None, description="Only what was changed at or after this moment.")),
}


def named(model: type[models.Model]) -> bool:
    """Whether rows of this table are found by name."""
    manager: Any = model._default_manager
    return hasattr(manager.none(), "called") or any(column.name == "key" for column in model._meta.concrete_fields)


def _certain(typed: Any) -> Any:
    """The same type without null."""
    if get_origin(typed) not in (Union, UnionType):
        return typed
    return reduce(or_, [one for one in get_args(typed) if one is not type(None)])


def _said(column: models.Field[Any, Any], default: Any = ...) -> Any:
    """A field of a schema with the column's own name and help."""
    words = [str(column.verbose_name).capitalize() + ".", str(column.help_text)]
    return Field(default, description=" ".join(word for word in words if word))


def page_of(item: Any, name: str) -> type[BaseModel]:
    """The schema of a list: the day it speaks of, what it adds up to, its items, and where the next ones are."""
    return create_model(
        name,
        as_of=(date, Field(description="The day that the list speaks of.")),
        counts=(dict[str, int], Field(description="What it adds up to; each count says what it counts.")),
        items=(list[item], Field()),
        next=(str | None, Field(None, description="The address of the next items.")),
    )


class Paged(BaseModel):
    """Which part of a list is asked for; a list adds by what it is narrowed."""

    model_config = ConfigDict(extra="forbid")
    limit: Limit = 50
    offset: Offset = 0


def when(value: FuzzyDate) -> dict[str, str] | None:
    """A date, or nothing where none is stated."""
    return value.to_json() if value or value.stated else None
