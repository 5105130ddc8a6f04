"""Records as plain JSON, as far as a reader may see them, and JSON back into a record that an action can save."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from pydantic import BaseModel

from kizuna.core.fields import ValueField
from kizuna.core.forms import RecordForm
from kizuna.core.models import Account, Home, Record
from kizuna.core.shapes import Shape, columns
from kizuna.core.values import FuzzyDate, NotUnderstood


def rows_of(model: type[Any], user: Account) -> models.QuerySet[Any]:
    """What this person may see of the homes they work in, and of what all homes share."""
    rows: models.QuerySet[Any] = model._default_manager.visible_to(user)
    owned = any(column.name == "home" for column in model._meta.concrete_fields)
    if not owned or user.kind == Account.Kind.OPERATOR:
        return rows
    return rows.filter(Q(home__in=list(user.roles)) | Q(home=None))


def tell(rows: Sequence[Record], user: Account) -> list[dict[str, Any]]:
    """The rows as JSON, in as many queries for many as for one; what they point to only where it is seen."""
    if not rows:
        return []
    known = columns(type(rows[0]))
    lead = {
        column.name: _led({getattr(row, column.attname) for row in rows}, column.remote_field.model, user)
        for column in known
        if isinstance(column, models.ForeignKey)
    }
    return [
        {
            "uuid": str(row.uuid),
            "label": row.label,
            "version": row.version,
            **{column.name: _plain(row, column, lead) for column in known},
        }
        for row in rows
    ]


def _led(keys: set[Any], model: type[Any], user: Account) -> dict[Any, str]:
    """Where references lead: each primary key with the slug of the home, or the UUID of a record that is seen."""
    keys = keys - {None}
    if not keys:
        return {}
    if model is Home:
        return dict(Home.objects.filter(pk__in=keys).values_list("pk", "slug"))
    found = rows_of(model, user).filter(pk__in=keys).values_list("pk", "uuid")
    return {key: str(value) for key, value in found}


def _plain(row: Record, column: models.Field[Any, Any], lead: dict[str, dict[Any, str]]) -> Any:
    value = getattr(row, column.attname)
    if column.name in lead:
        return lead[column.name].get(value)
    if isinstance(column, ValueField):
        return value.to_json() if value != type(value)() else None
    if value is None or isinstance(value, str | int | float | bool | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def fill(record: Record, shape: Shape, given: BaseModel, *, home: Home, user: Account) -> RecordForm:
    """Puts what was sent into the record; the form says which records this person may refer to here.

    Raises ValidationError that names the fields.
    """
    form = shape.kind.form(instance=record, home=home, user=user)
    problems: dict[str, list[str]] = defaultdict(list)
    for name in shape.writable:
        if name not in given.model_fields_set:
            continue
        column = record._meta.get_field(name)
        value = getattr(given, name)
        try:
            if isinstance(column, models.ForeignKey):
                _refer(record, form, name, value)
            elif isinstance(column, ValueField):
                setattr(record, name, read(column.value_type, value, home))
            else:
                setattr(record, name, value)
        except NotUnderstood as problem:
            problems[name].append(_(problem.reason))
        except ValidationError as problem:
            problems[name].extend(problem.messages)
    if problems:
        raise ValidationError(dict(problems))
    return form


def _refer(record: Record, form: RecordForm, name: str, key: Any) -> None:
    """Sets a reference to what this person may see and use here."""
    choice = form.fields.get(name)
    if choice is None:
        # It leads to what this person may not see: left out, or sent back as nothing, it stays as it is.
        if key is not None:
            raise ValidationError(_("This leads to what you may not see, so you cannot change it."))
        return
    setattr(record, name, None if key is None else usable(choice, key))


def usable(choice: Any, key: Any) -> Record:
    """The record with this UUID among those that the form offers."""
    rows = choice.queryset if isinstance(choice, ModelChoiceField) else None
    found: Record | None = rows.filter(uuid=key).first() if rows is not None else None
    if found is None:
        raise ValidationError(_("There is no such record, or it cannot be used here."))
    return found


def read(kind: type[Any], given: Any, home: Home) -> Any:
    """A text, a date or a number from its JSON; dates and numbers also from words."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return kind()
    if isinstance(given, str):
        return FuzzyDate.parse(given, calendar=home.calendar) if kind is FuzzyDate else kind.parse(given)
    return kind.from_json(given.model_dump())
