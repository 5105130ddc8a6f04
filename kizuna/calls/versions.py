"""What somebody had read before they typed: a record's values at a version, told by its history."""

from __future__ import annotations

from typing import Any

from kizuna.core.models import Change, Record
from kizuna.core.records import raw


def as_read(record: Record, version: int) -> dict[str, Any]:
    """The columns of a record as they stood at that version; an empty dict where it was not yet on record."""
    if version == 0 or record.pk is None:
        return {}
    found = {column.attname: raw(record, column) for column in record._meta.concrete_fields}
    later = Change.objects.filter(record=record.uuid, version__gt=version).order_by("-version")
    for change in later.values_list("was", flat=True):
        found.update(change)
    return found
