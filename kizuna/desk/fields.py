"""What of a home's records is public, field by field: of which kinds the desk asks, and saving what is said."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists

from kizuna.core import actions, records, releasing
from kizuna.core.forms import Kind
from kizuna.core.models import Account, Home, Record, Visibility
from kizuna.core.models.withheld import withholdable
from kizuna.desk.exports import ROOMS


class Shown(NamedTuple):
    """One kind of record with its fields, and whether any of it is public."""

    label: str
    name: str
    fields: list[releasing.Field]
    published: bool

    @property
    def ruled(self) -> bool:
        """Whether anything is kept from the public, of the kind or of one record."""
        return any(one.others or not one.of_kind for one in self.fields)


def kinds() -> Iterator[tuple[str, Kind]]:
    """Every kind of record of which something can be kept from the public, with its room; each once."""
    seen = set()
    for room, found in ROOMS.items():
        for kind in found.values():
            if kind.model not in seen and withholdable(kind.model):
                seen.add(kind.model)
                yield room, kind


def shown(home: Home) -> list[tuple[str, list[Shown]]]:
    """The kinds of record by room, in as many questions for many rules as for one."""
    every, rules = list(kinds()), releasing.rules_of(home)
    asked = {
        f"kind_{number}": Exists(kind.model._default_manager.filter(home=home, visibility=Visibility.PUBLIC).order_by())
        for number, (_room, kind) in enumerate(every)
    }
    has = Home.objects.filter(pk=home.pk).annotate(**asked).values_list(*asked).get()
    rooms: dict[str, list[Shown]] = {}
    for (room, kind), published in zip(every, has, strict=True):
        fields = releasing.fields_of(kind.model, rules)
        rooms.setdefault(room, []).append(Shown(kind.model._meta.label_lower, str(kind.label), fields, published))
    return list(rooms.items())


def answer(
    home: Home, label: str, asked: Mapping[str, bool | None], *, record: uuid.UUID | None = None, by: Account
) -> tuple[uuid.UUID, int]:
    """Sets the rules of a kind, or of one record, in one batch; returns it with the number of rules that changed."""
    batch = uuid.uuid4()
    with transaction.atomic():
        done = [
            actions.release(home, label=label, field=name, record=record, released=released, by=by, batch=batch)
            for name, released in asked.items()
        ]
    return batch, sum(1 for one in done if one is not None)


def present(record: Record, field: releasing.Field) -> Any:
    """What a field of a record says now, as the history tells it."""
    return records.as_text(record, withholdable(type(record))[field.name])
