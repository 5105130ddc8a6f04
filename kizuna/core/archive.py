"""A backup: every row and every file of an installation in one sealed archive that any database can take back.

The archive is a zip. Each table is a member of JSON lines, one row a line, with the values that the database holds;
each file is a member under the hash of its content; the manifest names every member with its size, rows and hash.
The last 64 characters of the archive are the hash of all that stands before them.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.dateparse import parse_datetime

from kizuna.core import actions

FORMAT = "kizuna-backup/1"
MANIFEST = "manifest.json"
SEAL = 64
CHUNK = 1 << 20
ROWS = 1000
# Tables that a backup leaves out, each with its reason.
LEFT_OUT = {
    "sessions.session": "people sign in again",
    "account.emailconfirmation": "a confirmation is asked for again",
    "core.answer": "the answers to repeated requests live a day",
    "core.beat": "a worker shows anew that it lives",
    "django_tasks_database.dbtaskresult": "the worker plans its tasks anew",
    "auth.permission": "made by the migrations; Kizuna's rights are roles",
    "auth.group": "not used; Kizuna's rights are roles",
    "auth.group_permissions": "not used; Kizuna's rights are roles",
    "contenttypes.contenttype": "made by the migrations",
}
# Told as the work goes on: what is being done, and how many are done.
Tell = Callable[[str, int], None]


class NotDone(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """Why a backup was not made, or an archive not taken: a sentence to show."""


def tables(*, left_out: bool = False) -> dict[str, type[models.Model]]:
    """The tables that a backup holds, or those that it leaves out, by label."""
    found = {one._meta.label_lower: one for one in apps.get_models(include_auto_created=True) if one._meta.managed}
    return {label: one for label, one in sorted(found.items()) if (label in LEFT_OUT) == left_out}


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a table, in the order of its model."""
    return list(model._meta.concrete_fields)


def migrated() -> dict[str, list[str]]:
    """The migrations applied to the tables that a backup holds."""
    rooms = {model._meta.app_label for model in tables().values()}
    found: dict[str, list[str]] = {room: [] for room in sorted(rooms)}
    for room, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if room in rooms:
            found[room].append(name)
    return found


# What each kind of column holds, as JSON; SQLite tells some as text or numbers, PostgreSQL as Python's own.


def _moment(value: Any) -> str:
    found = parse_datetime(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        raise NotDone(f"“{value}” is no moment in time; run “kizuna check”.")
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _time(value: Any) -> str:
    found = time.fromisoformat(value) if isinstance(value, str) else value
    return str(found.isoformat())


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str | bytes) else value


_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": _moment,
    "DateField": _day,
    "TimeField": _time,
    "JSONField": _json,
    "BooleanField": bool,
    # One database hands over a number, the other one with all its places.
    "DecimalField": lambda value: f"{Decimal(str(value)).normalize():f}",
    "UUIDField": lambda value: str(value if isinstance(value, uuid.UUID) else uuid.UUID(value)),
}


def _as_is(value: Any) -> Any:
    if not isinstance(value, str | int | float):
        raise NotDone(f"A column holds {type(value).__name__}, which a backup cannot keep.")
    return value


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        return _json
    return _SPECIAL.get(field.get_internal_type(), _as_is)


def rows_of(model: type[models.Model]) -> Iterator[bytes]:
    """Every row as one line of JSON, in the order of the primary key, streamed."""
    fields = columns(model)
    names = [str(field.column) for field in fields]
    readers = [_reader(field) for field in fields]
    quote = connection.ops.quote_name
    key = quote(str(model._meta.pk.column))
    listed = ", ".join(quote(name) for name in names)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {quote(model._meta.db_table)} ORDER BY {key}")  # noqa: S608 - our names
        while found := cursor.fetchmany(ROWS):
            for row in found:
                values = (None if value is None else read(value) for read, value in zip(readers, row, strict=True))
                told = dict(zip(names, values, strict=True))
                yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database, while others go on writing; inside a transaction that runs already, that one."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        sqlite = cast("Any", connection)
        mode = sqlite.transaction_mode
        # A transaction that only reads keeps nobody from writing.
        sqlite.transaction_mode = "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class _Writer:
    """Writes members into the archive and remembers their hashes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterator[bytes]) -> int:
        """Adds one member; returns the number of pieces."""
        mark, size, count = hashlib.sha256(), 0, 0
        # A fixed date: the same rows make the same member.
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.archive.open(info, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                mark.update(piece)
                size += len(piece)
                count += 1
        self.members[name] = {"sha256": mark.hexdigest(), "size": size}
        return count


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _numbers(model: type[models.Model]) -> int:
    """The highest number that the table ever gave: a number once given is not given again."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
            (sequence,) = cursor.fetchone()
            # The name comes quoted from the database itself.
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608
        found = cursor.fetchone()
    given = int(found[0]) if found else 0
    # A row may have been put under a number of its own, which no counter saw.
    return max(given, model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0)


def _fill(archive: zipfile.ZipFile, tell: Tell) -> dict[str, Any]:
    writer = _Writer(archive)
    told: dict[str, Any] = {}
    with snapshot():
        migrations = migrated()
        for label, model in tables().items():
            tell(label, 0)
            name = f"tables/{label}.jsonl"
            rows = writer.add(name, _counted(rows_of(model), label, tell))
            told[label] = {"rows": rows, "columns": sorted(str(field.column) for field in columns(model)),
                           "last": _numbers(model)}  # fmt: skip
        digests = sorted(actions.named())
    missing = []
    for done, digest in enumerate(digests):
        tell("files", done)
        place = actions.place_of(digest)
        try:
            with place.open("rb") as source:
                writer.add(f"files/{digest}", _chunks(source))
        except FileNotFoundError:
            missing.append(digest)
            continue
        if writer.members[f"files/{digest}"]["sha256"] != digest:
            raise NotDone(f"The file {digest} in the data folder is damaged; run “kizuna check”.")
    return {"format": FORMAT, "product": version("kizuna"), "made_at": datetime.now(UTC).isoformat(),
            "migrations": migrations, "tables": told, "members": writer.members, "missing": missing,
            "left_out": LEFT_OUT}  # fmt: skip


def _counted(rows: Iterator[bytes], label: str, tell: Tell) -> Iterator[bytes]:
    for number, row in enumerate(rows, 1):
        if number % 10_000 == 0:
            tell(label, number)
        yield row


def seal(path: Path) -> None:
    """Ends the archive with the hash of all that stands before it."""
    with path.open("r+b") as file:
        mark = hashed(file, path.stat().st_size - SEAL)
        file.seek(-SEAL, os.SEEK_END)
        file.write(mark.encode())
        file.flush()
        os.fsync(file.fileno())


def hashed(file: IO[bytes], size: int) -> str:
    """The hash of the first so many bytes."""
    mark = hashlib.sha256()
    file.seek(0)
    while size > 0 and (chunk := file.read(min(CHUNK, size))):
        mark.update(chunk)
        size -= len(chunk)
    return mark.hexdigest()


def backup(path: Path, tell: Tell) -> dict[str, Any]:
    """Writes the archive and returns its manifest; under the name asked for there is the whole archive or none."""
    if path.exists():
        raise NotDone(f"{path} exists already; choose another name.")
    half = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        # It holds the hashes of passwords: nobody else reads it.
        handle = os.open(half, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as out, zipfile.ZipFile(out, "w") as archive:
            manifest = _fill(archive, tell)
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
            archive.comment = b"0" * SEAL
        seal(half)
        half.replace(path)
        _keep_name(path.parent)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def _keep_name(folder: Path) -> None:
    """Makes the new name survive a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def insert(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """Puts rows as a backup tells them into their table."""
    fields = columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    told = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.executemany(told, [[_stored(field, row[str(field.column)]) for field in fields] for row in rows])


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None and isinstance(field, models.JSONField) and not field.null:
        return connection.ops.adapt_json_value(None, field.encoder)
    return field.get_db_prep_save(value, connection)
