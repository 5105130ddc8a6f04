"""The one write path: validate, save, and remember who did what and when, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from kizuna.core.models import Account, Change, Citation, Dated, Figure, Note, Record, Visibility
from kizuna.core.models.sources import Hanging
from kizuna.core.models.withheld import emptied

# Columns that follow from others and are not worth a line in the history.
DERIVED = frozenset({
    "id", "uuid", "version", "begins_first", "begins_last", "ends_first", "ends_last", "key", "sort_day",
    "year_begun", "year_calendar", "weeks_counted", "notice_from", "due_last",
})  # fmt: skip
# From the most open to the closest.
LEVELS = tuple(Visibility.values)


class Conflict(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """The record was changed by someone else since it was read; ``since`` are those changes, newest first."""

    def __init__(self, record: Record, since: Sequence[Change]) -> None:
        super().__init__(f"{record} was changed by someone else")
        self.record = record
        self.since = since


def as_text(record: models.Model, field: models.Field[Any, Any]) -> Any:
    """A field's value as plain JSON that can still be read when the record is gone."""
    value = getattr(record, field.attname)
    if value is None:
        return None
    if field.is_relation:
        other = getattr(record, field.name)
        closer = isinstance(other, Record) and isinstance(record, Record) and _closer(other, record)
        # Whoever reads this record's history need not be allowed to know what the other is called.
        return f"{other.label} {other.uuid}" if closer else str(other)
    if hasattr(value, "to_json"):
        return value.to_json() if value != type(value)() else ""
    return value if isinstance(value, str | int | bool | list | dict) else str(value)


def differences(old: models.Model | None, new: models.Model) -> dict[str, list[Any]]:
    """Field by field: what was there and what is there now, for the fields that differ."""
    found: dict[str, list[Any]] = {}
    for field in new._meta.concrete_fields:
        if (
            field.name in DERIVED
            or field.name in _untold(new)
            or (old is not None and getattr(old, field.attname) == getattr(new, field.attname))
        ):
            continue
        before = as_text(old, field) if old else None
        after = as_text(new, field)
        if before != after and not (old is None and after in ("", None, [], {})):
            found[field.name] = [before, after]
    return found


def _untold(record: models.Model) -> frozenset[str]:
    return record.UNTOLD if isinstance(record, Record) else frozenset()


def raw(record: models.Model, field: models.Field[Any, Any]) -> Any:
    """A column's value as JSON that ``put_back`` reads: what the database keeps, a reference by its number."""
    value = getattr(record, field.attname)
    if isinstance(field, models.JSONField):
        return value.to_json() if hasattr(value, "to_json") else value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return field.value_to_string(record)


def put_back(record: models.Model, was: dict[str, Any]) -> None:
    """Gives a record the values that its columns held, as ``raw`` told them."""
    for field in record._meta.concrete_fields:
        if field.attname in was:
            value = was[field.attname]
            setattr(record, field.attname, value if field.is_relation else field.to_python(value))


def _was(old: models.Model | None, changed: Iterable[str]) -> dict[str, Any]:
    if old is None:
        return {}
    return {field.attname: raw(old, field) for field in old._meta.concrete_fields if field.name in changed}


def save(
    record: Record, *, by: Account, verb: str, batch: uuid.UUID | None = None, undoes: uuid.UUID | None = None
) -> Change | None:
    """Saves one record and returns its change, or None when nothing differs.

    Raises ValidationError when the record is not valid, and Conflict when its version in the database is not
    the one it was read with: nothing is overwritten silently.
    """
    model = type(record)
    with transaction.atomic():
        old = None
        if record.pk is not None:
            old = model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
            if old.version != record.version:
                since = Change.objects.filter(record=record.uuid, version__gt=record.version).select_related("by")
                raise Conflict(old, list(since))
        if isinstance(record, Hanging):
            owner = find(record.record_label, record.record)
            if owner is not None and owner.gate is not None:
                raise ValidationError(_("Nothing is hung on this: it is kept from some people."))
            _close(record, owner)
        _check(record)
        record.validate_unique()
        record.validate_constraints()
        changed = differences(old, record)
        if old is not None and not changed:
            return None
        record.version += 1
        batch = batch or uuid.uuid4()
        try:
            record.save()
            told = _told(record, by, verb, batch, changed)
            untold = [name for name in _untold(record) if old and getattr(old, name) != getattr(record, name)]
            change = Change.objects.create(was=_was(old, [*changed, *untold]), undoes=undoes, **told)
            # Back to where it was opened further: what hung on it was carried along then, and is put back by itself.
            if old is not None and old.visibility != record.visibility and (undoes is None or _closer(record, old)):
                _carry_visibility(record, old.visibility, change)
        except BaseException:
            record.version -= 1
            raise
        return change


def restore(record: Record, *, by: Account, verb: str, batch: uuid.UUID, undoes: uuid.UUID | None = None) -> Change:
    """Puts a removed record back under its own number and UUID; its version goes on where it ended."""
    with transaction.atomic():
        _check(record)
        record.validate_unique()
        record.validate_constraints()
        record.version += 1
        record.save(force_insert=True)
        return Change.objects.create(undoes=undoes, **_told(record, by, verb, batch, differences(None, record)))


def save_all(new: Iterable[Record], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records of one kind set-wise, each with its change under one batch; returns their number.

    Fields are validated here; uniqueness and the other constraints are left to the database, which refuses
    the whole batch. Raises ValidationError or IntegrityError.
    """
    rows = list(new)
    batch = batch or uuid.uuid4()
    for row in rows:
        _check(row)
        row.version = 1
    with transaction.atomic():
        for model in dict.fromkeys(type(row) for row in rows):
            model._default_manager.bulk_create([row for row in rows if type(row) is model])
        Change.objects.bulk_create(Change(**_told(row, by, verb, batch, differences(None, row))) for row in rows)
    return len(rows)


def save_changed(rows: Iterable[Record], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many records of one kind that were read and changed, set-wise; returns how many differ.

    As ``save`` does it for one, but uniqueness and the other constraints are left to the database, and who may see a
    record is changed one by one. Raises ValidationError, Conflict or IntegrityError.
    """
    found = {row.pk: row for row in rows}
    if not found:
        return 0
    [model] = {type(row) for row in found.values()}
    if model.UNTOLD:
        raise TypeError("What the history does not tell is changed one by one.")
    batch, columns, told, differing = batch or uuid.uuid4(), {"version"}, [], []
    with transaction.atomic():
        before = model._default_manager.select_for_update(of=("self",)).in_bulk(list(found))
        for key, row in found.items():
            if before[key].version != row.version:
                since = Change.objects.filter(record=row.uuid, version__gt=row.version).select_related("by")
                raise Conflict(before[key], list(since))
            _check(row)
            changed = differences(before[key], row)
            if not changed:
                continue
            if isinstance(row, Hanging) or "visibility" in changed:
                raise TypeError("Who may see a record is changed by itself.")
            row.version += 1
            columns |= set(changed)
            differing.append(row)
            told.append(Change(was=_was(before[key], changed), **_told(row, by, verb, batch, changed)))
        if differing:
            model._default_manager.bulk_update(differing, sorted(columns), batch_size=500)
        Change.objects.bulk_create(told)
    return len(told)


def _check(record: Record) -> None:
    """Validates every field, but does not look up again what a reference already holds: the database checks that."""
    _whole(record)
    if isinstance(record, Dated):
        record.bound()
    for name in _owners(type(record)):
        if getattr(record, f"{name}_id") is not None:
            _close(record, getattr(record, name))
    held = [
        field.name
        for field in record._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.is_cached(record)
    ]
    record.clean_fields(exclude=held)
    record.clean()


def _whole(record: Record) -> None:
    """Refuses a row that was read without what the public may not read: its empty fields are none of its own."""
    if emptied(record):
        raise TypeError("This record was read for the public, without all its fields.")


def remove(
    record: Record,
    *,
    by: Account,
    verb: str = "removed",
    batch: uuid.UUID | None = None,
    undoes: uuid.UUID | None = None,
) -> None:
    """Deletes one record with what hangs on it; its history stays and says who removed it."""
    _whole(record)
    with transaction.atomic():
        batch = batch or uuid.uuid4()
        was = {field.attname: raw(record, field) for field in record._meta.concrete_fields}
        record.version += 1
        Change.objects.create(was=was, undoes=undoes, **_told(record, by, verb, batch, {}))
        for row in belonging(record):
            remove(row, by=by, verb=verb, batch=batch, undoes=undoes)
        record.delete()


def _title(record: Record) -> str:
    """What the record is called, unless its name tells of a record that is closer than itself."""
    others = (getattr(record, one.name) for one in record._meta.concrete_fields if isinstance(one, models.ForeignKey))
    if any(isinstance(other, Record) and _closer(other, record) for other in others):
        return f"{record._meta.verbose_name} {record.uuid}"
    return str(record)[:500]


def _told(record: Record, by: Account, verb: str, batch: uuid.UUID, changed: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        "record": record.uuid,
        "label": record.label,
        "title": _title(record),
        "home_id": getattr(record, "home_id", None),
        "visibility": record.visibility,
        "verb": verb,
        "by": by,
        "version": record.version,
        "batch": batch,
        "fields": changed,
        "gate": record.gate,
    }


def _owners(model: type[models.Model]) -> list[str]:
    """The references by which a row is part of another record: those that go when it goes."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and issubclass(field.remote_field.model, Record)
    ]


def belonging(record: Record) -> Iterator[Record]:
    """The rows that hang on a record, and those that are part of it."""
    for hanging in Hanging.__subclasses__():
        yield from hanging._default_manager.filter(record=record.uuid)
    for relation in record._meta.related_objects:
        model = relation.related_model
        if issubclass(model, Record) and relation.field.name in _owners(model):
            yield from model._default_manager.filter(**{relation.field.name: record})


def _close(record: Record, owner: Record | None) -> None:
    """A row is never more open than the record that it hangs on or is part of."""
    if owner is not None and _closer(owner, record):
        record.visibility = owner.visibility


def _closer(one: Record, other: Record) -> bool:
    return LEVELS.index(one.visibility) > LEVELS.index(other.visibility)


def _carry_visibility(record: Record, before: str, cause: Change) -> None:
    """What belongs to a record, and its history, go with it; what was kept closer than the record stays as close.

    What was carried into the dark with the record comes back to where it was, and no further.
    """
    change = Change.objects.filter(record=record.uuid)
    closed = LEVELS[: LEVELS.index(record.visibility)]
    change.filter(models.Q(visibility=before) | models.Q(visibility__in=closed)).update(visibility=record.visibility)
    for row in belonging(record):
        if row.visibility == before or row.visibility in closed:
            was = row.visibility
            row.visibility = max(record.visibility, _carried_from(row), key=LEVELS.index)
            if row.visibility != was:
                row.version += 1
                written = {"visibility": row.visibility, "version": row.version}
                type(row)._default_manager.filter(pk=row.pk).update(**written)
                told = _told(row, cause.by, "followed", cause.batch, {"visibility": [was, row.visibility]})
                Change.objects.create(was={"visibility": was}, undoes=cause.undoes, **told)
                _carry_visibility(row, was, cause)


def _carried_from(row: Record) -> str:
    """How close a row was kept of itself, if it was carried to where it is; the most open level if not."""
    moves = Change.objects.filter(record=row.uuid, fields__has_key="visibility").order_by("-version")
    found = LEVELS[0]
    for move in moves:
        if move.verb != "followed":
            break
        found = str(move.was["visibility"])
    return found


def cited(record: Record, **fields: Any) -> Citation:
    """A new citation for a record, with the record's home and visibility; the caller saves it."""
    source = fields["source"]
    return Citation(**hung_on(record, home_id=getattr(record, "home_id", None) or source.home_id), **fields)


def noted(record: Record, **fields: Any) -> Note:
    """A new note on a record; the caller saves it."""
    return Note(**hung_on(record), **fields)


def figured(record: Record, **fields: Any) -> Figure:
    """A new figure of a record; the caller saves it."""
    return Figure(**hung_on(record), **fields)


def hung_on(record: Record, **over: Any) -> dict[str, Any]:
    """What every row that hangs on this record begins with."""
    own = {
        "record": record.uuid,
        "record_label": record.label,
        "record_title": record.heading,
        "home_id": getattr(record, "home_id", None),
        "visibility": record.visibility,
    }
    return {**own, **over}


def find(label: str, key: uuid.UUID) -> Record | None:
    """The record of that kind and UUID, whoever may see it: the caller must ask ``visible_to`` before showing it."""
    model = apps.get_model(label)
    if not issubclass(model, Record):
        return None
    found: Record | None = model._default_manager.filter(uuid=key).first()
    return found


def permit(allowed: bool, what: str = "") -> None:
    """The first line of an action: PermissionDenied unless the policy said yes."""
    if not allowed:
        raise PermissionDenied(what or "You may not do this.")
