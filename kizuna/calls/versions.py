"""What somebody had read before they typed, and what a field holds after two have typed."""

from __future__ import annotations

from typing import Any

from kizuna.core import records
from kizuna.core.models import Change, Record
from kizuna.core.records import raw


def as_read(record: Record, version: int) -> dict[str, Any]:
    """The columns of a record as they stood at that version; an empty dict where it was not yet on record."""
    if version == 0 or record.pk is None:
        return {}
    found = {column.attname: raw(record, column) for column in record._meta.concrete_fields}
    if version == record.version:
        return found
    later = Change.objects.filter(record=record.uuid, version__gt=version).order_by("-version")
    for change in later.values_list("was", flat=True):
        found.update(change)
    return found


def put(record: Record, name: str, mine: Any, read: Any) -> Any:
    """What a field holds from now on: mine where I changed what I had read, else what is on record.

    Raises Conflict where somebody else has changed the same field otherwise.
    """
    now = getattr(record, name)
    if mine in (read, now):
        return now
    if now != read:
        raise records.Conflict(record, [])
    return mine
