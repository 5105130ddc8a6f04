"""What of a record is public: which fields a home withholds from the public, by kind of record and record by record.

Which fields can be withheld, and how rows are read without them, is said in ``core/models/withheld.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Home, Record, Release, Visibility
from kizuna.core.models.record import OwnedQuerySet, Reader
from kizuna.core.models.withheld import withholdable


@dataclass(frozen=True)
class Field:
    """One field that can be withheld: its name, what the form calls it, and the rules that a home has for it."""

    name: str
    label: str
    # What holds for the kind; and for the record where one is meant, None where it goes by its kind.
    of_kind: bool
    of_record: bool | None = None
    # How many records differ from their kind.
    others: int = 0

    @property
    def public(self) -> bool:
        """Whether the public reads it."""
        return self.of_kind if self.of_record is None else self.of_record


def through(found: Iterable[type[models.Model]]) -> None:
    """Lets rows of homes that are fetched through another row know by whom they are read."""
    for model in found:
        if isinstance(model._default_manager.all(), OwnedQuerySet):
            model._meta.base_manager_name = model._default_manager.name
            model._meta.__dict__.pop("base_manager", None)


def kind_of(label: str) -> type[Record]:
    """The kind of record of that name, if any of its fields can be withheld; raises ValidationError."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as problem:
        raise ValidationError({"label": _("There is no such kind of record.")}) from problem
    if not issubclass(model, Record) or not withholdable(model):
        raise ValidationError({"label": _("Nothing of this kind of record can be kept from the public.")})
    return model


def rule(home: Home, label: str, field: str, record: uuid.UUID | None, user: Reader) -> Release:
    """The rule for a field as it stands, or a new one; raises ValidationError where there can be none."""
    model = kind_of(label)
    if field not in withholdable(model):
        raise ValidationError({"field": _("This field cannot be kept from the public by itself.")})
    visibility = Visibility.STAFF.value
    if record is not None:
        rows: Any = model._default_manager
        seen = rows.visible_to(user).filter(home=home, uuid=record).first()
        if seen is None or seen.gate is not None:
            raise ValidationError({"record": _("There is no such record, or it cannot be used here.")})
        # Whoever may not see the record does not learn of it by its rule.
        visibility = max(visibility, seen.visibility, key=records.LEVELS.index)
    found = Release.objects.filter(home=home, record_label=label, field=field, record=record).first()
    return found or Release(home=home, record_label=label, field=field, record=record, visibility=visibility)


def rules_of(home: Home, label: str = "") -> list[Release]:
    """The rules of a home, or those for one kind of record."""
    found = Release.objects.filter(home=home)
    return list(found.filter(record_label=label) if label else found)


def fields_of(model: type[Record], rules: Iterable[Release], record: Record | None = None) -> list[Field]:
    """The fields of a kind, or of one record, that can be withheld, each with what is said of it."""
    rows = [row for row in rules if row.record_label == model._meta.label_lower]
    kind = {row.field: row.released for row in rows if row.record is None}
    own = {row.field: row.released for row in rows if record is not None and row.record == record.uuid}
    return [
        Field(
            name,
            str(capfirst(str(field.verbose_name))),
            kind.get(name, True),
            own.get(name),
            sum(1 for row in rows if row.record and row.field == name and row.released != kind.get(name, True)),
        )
        for name, field in withholdable(model).items()
    ]


def told(field: Field) -> dict[str, Any]:
    """One field as plain data."""
    return {
        "field": field.name,
        "name": field.label,
        "kind_released": field.of_kind,
        "record_released": field.of_record,
        "released": field.public,
        "exceptions": field.others,
    }
