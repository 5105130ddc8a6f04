"""Taking a backup back: everything in the archive is read and compared before anything here is touched."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from kizuna.core import actions
from kizuna.core.archive import (
    CHUNK,
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    ROWS,
    SEAL,
    NotDone,
    Tell,
    columns,
    hashed,
    insert,
    tables,
)

LARGEST_MANIFEST = 50_000_000
LONGEST_ROW = 64_000_000
A_FILE = re.compile(r"files/([0-9a-f]{64})")
DAMAGED = "The archive is damaged: {}. Nothing was touched."


def _damaged(what: str) -> NotDone:
    return NotDone(DAMAGED.format(what))


class Archive:
    """An archive opened to be read; it has its seal, but its members are not yet compared."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                file.seek(max(0, size - SEAL))
                stated = file.read(SEAL)
                if size <= SEAL or hashed(file, size - SEAL).encode() != stated:
                    raise _damaged("it is no backup of Kizuna, or it was cut off or changed on its way")
            self.zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError) as problem:
            raise NotDone(f"{path} cannot be read: {problem}.") from problem
        self.infos = {info.filename: info for info in self.zip.infolist()}
        self.manifest = self._manifest()

    def _manifest(self) -> dict[str, Any]:
        if len(self.infos) != len(self.zip.infolist()):
            raise _damaged("a member stands in it twice")
        if sum(info.compress_size for info in self.infos.values()) > self.path.stat().st_size:
            raise _damaged("its members overlap")
        info = self.infos.get(MANIFEST)
        if info is None or info.file_size > LARGEST_MANIFEST:
            raise _damaged("it has no manifest")
        try:
            found = json.loads(b"".join(self._pieces(MANIFEST, info.file_size)))
        except ValueError as problem:
            raise _damaged("its manifest cannot be read") from problem
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            told = found.get("format") if isinstance(found, dict) else None
            raise NotDone(f"The archive has the format “{told}”; this release reads “{FORMAT}”.")
        if not all(isinstance(found.get(name), dict) for name in ("migrations", "tables", "members")):
            raise _damaged("its manifest is not whole")
        return cast("dict[str, Any]", found)

    def open(self, name: str) -> IO[bytes]:
        """One member, to be read piece by piece."""
        return self.zip.open(self.infos[name])

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        """The member's content; an end where it is more or less than stated."""
        try:
            with self.open(name) as source:
                while size >= 0 and (chunk := source.read(CHUNK)):
                    size -= len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as problem:
            raise _damaged(f"{name} cannot be read") from problem
        if size:
            raise _damaged(f"{name} has not the size stated")

    def rows(self, label: str) -> Iterator[dict[str, Any]]:
        """A table's rows, each with exactly the columns that the table has."""
        wanted = {str(field.column) for field in columns(tables()[label])}
        with self.open(f"tables/{label}.jsonl") as source:
            while line := source.readline(LONGEST_ROW):
                try:
                    row = json.loads(line)
                except ValueError as problem:
                    raise _damaged(f"a row of {label} is no JSON") from problem
                if not isinstance(row, dict) or set(row) != wanted:
                    raise _damaged(f"a row of {label} has other columns")
                yield row

    def verify(self, tell: Tell) -> None:
        """Compares everything with the manifest and with this release; raises NotDone at the first difference."""
        self._compare_release()
        self._compare_names()
        for done, (name, stated) in enumerate(self.manifest["members"].items()):
            tell("verified", done)
            mark = hashlib.sha256()
            for chunk in self._pieces(name, stated["size"]):
                mark.update(chunk)
            file = A_FILE.fullmatch(name)
            if mark.hexdigest() != stated["sha256"] or (file and file[1] != stated["sha256"]):
                raise _damaged(f"the content of {name} is not what it was")
        for label, stated in self.manifest["tables"].items():
            tell(label, 0)
            if sum(1 for _row in self.rows(label)) != stated["rows"]:
                raise _damaged(f"{label} has not as many rows as stated")
        have = {row["sha256"] for row in self.rows("core.file")}
        if have != self._files() | set(self.manifest.get("missing", [])):
            raise _damaged("its files are not those of its records")

    def _files(self) -> set[str]:
        return {found[1] for name in self.manifest["members"] if (found := A_FILE.fullmatch(name))}

    def _compare_release(self) -> None:
        loader = MigrationLoader(None)
        own: dict[str, list[str]] = {model._meta.app_label: [] for model in tables().values()}
        for room, name in sorted(loader.disk_migrations):
            if room in own:
                own[room].append(name)
        if own != self.manifest["migrations"]:
            product = self.manifest.get("product", "unknown")
            raise NotDone(f"The archive was made by release {product}, whose tables differ from this one's: restore it "
                          "with that release, then upgrade. Nothing was touched.")  # fmt: skip

    def _compare_names(self) -> None:
        stated, members = self.manifest["tables"], self.manifest["members"]
        if set(stated) != set(tables()):
            raise _damaged("its tables are not those of this release")
        if set(self.infos) != set(members) | {MANIFEST}:
            raise _damaged("its members are not those of its manifest")
        known = {f"tables/{label}.jsonl" for label in stated}
        if known - set(members) or any(name not in known and not A_FILE.fullmatch(name) for name in members):
            raise _damaged("it holds what no backup holds")
        for name, one in members.items():
            if not isinstance(one, dict) or one.get("size") != self.infos[name].file_size:
                raise _damaged(f"{name} has not the size stated")
        if any(not isinstance(one, dict) or not isinstance(one.get("last"), int) for one in stated.values()):
            raise _damaged("its manifest is not whole")


def in_use() -> bool:
    """Whether this database holds anything that a backup would hold."""
    present = connection.introspection.table_names()
    return any(model._default_manager.exists() for model in tables().values() if model._meta.db_table in present)


def prepare() -> None:
    """Makes the tables where there are none; refuses a database of another release."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        call_command("migrate", verbosity=0, interactive=False)
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotDone("Migrations are waiting here; run “kizuna migrate” first. Nothing was touched.")


def restore(archive: Archive, *, replace: bool, tell: Tell) -> int:
    """Puts a verified archive in place of what is here, all or nothing; returns the number of rows.

    The files come first, each whole under the hash of its content: a kill leaves the old rows and files that
    nothing refers to yet, or the new rows with all of theirs.
    """
    archive.verify(tell)
    if in_use() and not replace:
        raise NotDone("This database is not empty; --replace puts the backup in place of everything in it.")
    _room_for(archive)
    prepare()
    _put_files(archive, tell)
    count = 0
    try:
        with transaction.atomic():
            _empty()
            for label, model in tables().items():
                count += _put_rows(archive, label, model, tell)
                _number(model, archive.manifest["tables"][label]["last"])
            connection.check_constraints()
    except (DatabaseError, ValueError, TypeError) as problem:
        raise NotDone(f"The rows of the archive do not fit together, everything is as before: {problem}") from problem
    return count


def _room_for(archive: Archive) -> None:
    needed = sum(archive.infos[f"files/{digest}"].file_size for digest in archive._files())  # noqa: SLF001 - one file
    free = shutil.disk_usage(settings.DATA).free
    if needed > free:
        raise NotDone(f"The files need {needed} bytes, but only {free} are free. Nothing was touched.")


def _put_files(archive: Archive, tell: Tell) -> None:
    for done, digest in enumerate(sorted(archive._files())):  # noqa: SLF001 - one file
        tell("files", done)
        place = actions.place_of(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as out, archive.open(f"files/{digest}") as source:
            shutil.copyfileobj(source, out, CHUNK)
            out.flush()
            os.fsync(out.fileno())
        # Also over a file that is there: it may be damaged, and this one is not.
        Path(half).replace(place)


def _empty() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for label, model in {**tables(), **tables(left_out=True)}.items():
            if label in LEFT_OUT and label.split(".")[0] in ("auth", "contenttypes"):
                continue
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608 - our own names


def _put_rows(archive: Archive, label: str, model: type[models.Model], tell: Tell) -> int:
    count, batch = 0, []
    for row in archive.rows(label):
        batch.append(row)
        if len(batch) == ROWS:
            insert(model, batch)
            count += len(batch)
            batch = []
            tell(label, count)
    insert(model, batch)
    return count + len(batch)


def _number(model: type[models.Model], last: int) -> None:
    """The next number given is one that was never given before, here or where the backup was made."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    last = max(last, model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            if last:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                           [f'"{table}"', key, max(last, 1), last > 0])  # fmt: skip
