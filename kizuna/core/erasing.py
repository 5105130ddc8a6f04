"""Takes a person's name out of what a home keeps: texts of records, their history, citations, files, kept answers.

It knows no noun: a room says which records are the person's own and by which forms the name is known. What is redacted
is written over, in the history too; that is why this stands beside the write path and not behind it.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from kizuna.core import actions
from kizuna.core.fields import ValueField
from kizuna.core.models import Account, Answer, Change, File, Home, Record, Source
from kizuna.core.models.record import Reader
from kizuna.core.models.sources import Hanging
from kizuna.core.redacting import MARK, NOWHERE, Names
from kizuna.core.values import Text, fold

# Columns that hold no words of people: numbers of records, hashes, names of kinds. The key of search follows the rest.
WORDLESS = frozenset({"uuid", "record_label", "label", "sha256", "media_type", "fact", "fingerprint", "key"})
AT_ONCE = 500


class Beside(NamedTuple):
    """A table of a room that is no record and holds names: the way to its home, and the columns with words."""

    model: type[models.Model]
    home: str
    columns: tuple[str, ...]


# Rooms answer by which e-mails a person is known there: by their records, or by their name.
ADDRESSES: list[Callable[[Home, AbstractSet[uuid.UUID], Names], set[str]]] = []
BESIDE: list[Beside] = []


def addresses_of(home: Home, own: AbstractSet[uuid.UUID], names: Names) -> set[str]:
    """The e-mails by which a person is known in a home's rooms.

    Whoever signs in with one keeps it as long as the account stands: what is kept from them is known by it.
    """
    found = {one for ask in ADDRESSES for one in ask(home, own, names)}
    return found - set(Account.objects.filter(email__in=found).values_list("email", flat=True))


@dataclass
class Trace:
    """Where a name was found: how many rows of each kind, and what nobody could look into."""

    records: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    files: list[File] = field(default_factory=list)
    answers: int = 0
    # Files that hold no plain text: nobody has looked whether the name stands in them.
    unread: list[File] = field(default_factory=list)
    # What belongs to the whole installation, which a home does not rewrite.
    shared: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many rows bear the name."""
        return sum(self.records.values()) + self.changes + len(self.files) + self.answers


def named(files: Sequence[File], reader: Reader) -> tuple[list[str], int]:
    """The names of those files that this reader may see, and how many others there are."""
    seen = set(File.objects.visible_to(reader).filter(pk__in=[one.pk for one in files]).values_list("pk", flat=True))
    return [one.name for one in files if one.pk in seen], len(files) - len(seen)


@dataclass(frozen=True)
class Task:
    """What is to be erased: of which home, which records are the person's own, and by which names.

    ``names`` are looked for in everything; ``own_names`` only in what hangs on the person's own records, where they
    cannot mean anybody else.
    """

    home: Home
    own: frozenset[uuid.UUID]
    names: Names
    own_names: Names
    # Records of others with the same name: theirs is left alone.
    others: frozenset[uuid.UUID] = frozenset()
    # Columns, such as ``room.kind.column``, in which the name is always that of somebody else.
    spared: frozenset[str] = frozenset()


def wordy(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a kind in which people write words."""
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField | models.JSONField)
        and not one.choices
        and one.name not in WORDLESS
    ]


def kinds() -> list[Any]:
    """Every kind of record that belongs to homes."""
    return [model for model in apps.get_models() if issubclass(model, Record) and _housed(model)]


def _housed(model: type[models.Model]) -> bool:
    return any(one.name == "home" for one in model._meta.concrete_fields)


def look(task: Task) -> Trace:
    """Where the name stands, without touching anything."""
    found = Trace()
    for model in kinds():
        found.records[model._meta.label_lower] += sum(1 for _row in _bearing(model, task))
    for beside in BESIDE:
        found.records[beside.model._meta.label_lower] += sum(1 for _key, _new in _beside(beside, task))
    found.records = +found.records
    found.changes = sum(1 for _row in _changes(task))
    found.shared = Counter(_shared(task))
    found.answers = sum(1 for _row in _answers(task))
    for file, content in _texts(task, found.unread):
        if task.names.within(content):
            found.files.append(file)
    return found


def redact(task: Task, *, by: Account, batch: uuid.UUID) -> Trace:
    """Takes the name out of everything but the person's own records; the caller holds the transaction.

    Every record that is touched gets a change "erased" in its history that holds nothing of what was there.
    """
    found = Trace()
    for model in kinds():
        for seen, _new in _bearing(model, task):
            # Somebody may have written it since: what is there now is held, and that is redacted.
            row = model._default_manager.select_for_update(of=("self",)).filter(pk=seen.pk).first()
            new = _without(row, task) if row else {}
            if not new:
                continue
            _overwrite(row, new, by=by, batch=batch)
            found.records[model._meta.label_lower] += 1
    for beside in BESIDE:
        for key, told in list(_beside(beside, task)):
            beside.model._default_manager.filter(pk=key).update(**told)
            found.records[beside.model._meta.label_lower] += 1
    for change, new in _changes(task):
        Change.objects.filter(pk=change).update(**new)
        found.changes += 1
    keys = list(_answers(task))
    found.answers = len(keys)
    Answer.objects.filter(pk__in=keys).delete()
    for file, content in _texts(task, found.unread):
        if task.names.within(content):
            found.files.append(file)
            _blacken(file, task.names.blackened(content), by=by, batch=batch)
    return found


def _bearing(model: type[Any], task: Task) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The records of a kind in which the name stands, each with its columns as they are without it."""
    if not wordy(model):
        return
    rows = model._default_manager.filter(home=task.home).exclude(uuid__in=task.own | task.others)
    for row in rows.order_by("pk").iterator(AT_ONCE):
        if new := _without(row, task):
            yield row, new


def _beside(beside: Beside, task: Task) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of such a table in which the name stands, each with its columns as they are without it."""
    fields: list[Any] = [beside.model._meta.get_field(name) for name in beside.columns]
    rows = beside.model._default_manager.filter(**{beside.home: task.home}).order_by("pk")
    for row in rows.iterator(AT_ONCE):
        was = {one.name: getattr(row, one.name) for one in fields}
        new = {one.name: _clean(one, was[one.name], task.names, uuid.UUID(int=0)) for one in fields}
        if told := {name: value for name, value in new.items() if value != was[name]}:
            yield row.pk, told


def _without(row: Any, task: Task) -> dict[str, Any]:
    """The columns of a row that change when the name is taken out of it, as they are then."""
    hangs_on = row.record if isinstance(row, Hanging) else None
    if hangs_on in task.others:
        return {}
    names = task.own_names if hangs_on in task.own else task.names
    new: dict[str, Any] = {}
    for one in wordy(type(row)):
        value = getattr(row, one.attname)
        clean = value if f"{row.label}.{one.name}" in task.spared else _clean(one, value, names, row.uuid)
        if clean != value:
            new[one.attname] = clean
    if hangs_on in task.own:
        # What hangs on the person says something of the person.
        new |= {
            name: Text.from_json({"en": MARK})
            for name in ("text", "says", "alt", "caption", "record_title")
            if _said(row, name)
        }
    if new and getattr(row, "key", None):
        new["key"] = fold(names.out_of(row.key, " "))
    return {**new, **row.redacted(new)} if new else new


def _shared(task: Task) -> dict[str, int]:
    """How many records of the whole installation, of each kind, bear the name."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        fields = wordy(model) if issubclass(model, Record) else []
        rows: Any = model._default_manager
        mine = rows.filter(home=None) if _housed(model) else rows
        bearing = sum(
            1
            for row in (mine.order_by("pk").iterator(AT_ONCE) if fields else ())
            if any(_clean(one, value := getattr(row, one.attname), task.names, row.uuid) != value for one in fields)
        )
        if bearing:
            found[model._meta.label_lower] = bearing
    return found


def _said(row: Any, name: str) -> bool:
    value = getattr(row, name, None)
    return isinstance(value, Text) and bool(value) and value != Text.from_json({"en": MARK})


def _clean(one: models.Field[Any, Any], value: Any, names: Names, key: uuid.UUID) -> Any:
    """A column's value without the name."""
    if isinstance(one, ValueField):
        return type(value).from_json(clean) if (clean := names.out_of_json(was := value.to_json())) != was else value
    if isinstance(one, models.EmailField):
        # One person's e-mail becomes the same one everywhere, so that who was kept from what stays so.
        number = salted_hmac("erased", (value or "").casefold()).hexdigest()[:16]
        return f"erased-{number}@{NOWHERE}" if names.within(value or "") else value
    if isinstance(one, models.URLField):
        return "" if names.within(value or "") else value
    if isinstance(one, models.SlugField):
        clean = names.out_of(value or "", "erased")
        return f"{clean[: (one.max_length or 50) - 9]}-{key.hex[:8]}" if clean != (value or "") else value
    return names.out_of_json(value)


def _overwrite(row: Any, new: dict[str, Any], *, by: Account, batch: uuid.UUID) -> None:
    """Writes the columns and says in the history that something was erased, not what."""
    type(row)._default_manager.filter(pk=row.pk).update(**new, version=F("version") + 1)
    for name, value in new.items():
        setattr(row, name, value)
    said = {name: [MARK, MARK] for name in new if name != "key"}
    Change.objects.create(
        record=row.uuid, label=row.label, title=str(row)[:500], home_id=row.home_id, visibility=row.visibility,
        verb="erased", by=by, version=row.version + 1, batch=batch, fields=said,
    )  # fmt: skip


def _changes(task: Task) -> Iterator[tuple[int, dict[str, Any]]]:
    """The changes in which the name stands, each with its columns as they are without it.

    Of the person's own records nothing is kept but that something was changed.
    """
    rows = Change.objects.filter(models.Q(home=task.home) | models.Q(record__in=task.own)).exclude(
        record__in=task.others
    )
    hung = _hung(task)
    for row in rows.order_by("pk").values_list("pk", "record", "title", "fields", "was").iterator(AT_ONCE):
        pk, record, title, fields, was = row
        if record in task.own or record in hung:
            new = {
                "title": MARK,
                "fields": {name: pair if _plain(pair) else [MARK, MARK] for name, pair in fields.items()},
                "was": {},
            }
        else:
            out = task.names.out_of_json
            new = {"title": out(title), "fields": out(fields), "was": out(was)}
        if new != {"title": title, "fields": fields, "was": was}:
            yield pk, new


def _hung(task: Task) -> set[uuid.UUID]:
    """What hangs on the person's own records."""
    return {
        key
        for model in kinds()
        if issubclass(model, Hanging)
        for key in model._default_manager.filter(record__in=task.own).values_list("uuid", flat=True)
    }


def _plain(pair: Any) -> bool:
    """Whether a change of a column tells no words: numbers, yes and no, nothing."""
    return isinstance(pair, list) and all(value in (None, "", MARK) or isinstance(value, bool | int) for value in pair)


def _answers(task: Task) -> Iterator[int]:
    """The answers kept for repeated requests in which the name stands; they live a day and are not missed."""
    for pk, body in Answer.objects.values_list("pk", "body").iterator(AT_ONCE):
        if any(str(key) in body for key in task.own) or task.own_names.within(_unescaped(body)):
            yield pk


def _unescaped(body: str) -> str:
    """The text of an answer; JSON may write a sign as an escape."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return body


def _texts(task: Task, unread: list[File]) -> Iterator[tuple[File, str]]:
    """The home's files that are plain text, with their words; the others are put on ``unread``."""
    for file in File.objects.filter(home=task.home).order_by("pk"):
        if not file.media_type.startswith("text/"):
            unread.append(file)
            continue
        place = actions.place_of(file.sha256)
        if place.exists():
            yield file, place.read_bytes().decode("utf-8", errors="surrogateescape")


def _blacken(file: File, content: str, *, by: Account, batch: uuid.UUID) -> None:
    """Puts the blackened text in the place of the file; the old one goes when all else is sure to be kept."""
    raw = content.encode("utf-8", errors="surrogateescape")
    before, digest = file.sha256, hashlib.sha256(raw).hexdigest()
    actions.keep(digest, raw)
    _overwrite(file, {"sha256": digest, "size": len(raw)}, by=by, batch=batch)
    for source in Source.objects.filter(text=file, fingerprint__gt=""):
        _overwrite(source, {"fingerprint": actions.fingerprint(raw)}, by=by, batch=batch)
    if not File.objects.filter(sha256=before).exists():
        transaction.on_commit(lambda: actions.place_of(before).unlink(missing_ok=True))
