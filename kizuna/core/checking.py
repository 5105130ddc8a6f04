"""What `kizuna check` looks at: the database, records against their history, data kept too long, files, settings."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kizuna.core import actions, work
from kizuna.core.models import Change, File, Record

ENOUGH = 500_000_000
NAMED = 20
CHUNK = 1 << 20
ALIAS = "alias_of"


class Finding(NamedTuple):
    """One thing that was looked at: its name, what is wrong with it, and what is only worth a word."""

    name: str
    problems: list[str]
    remarks: list[str]


def few(found: Iterator[str]) -> list[str]:
    """The first of many, and how many more there are."""
    named: list[str] = []
    more = 0
    for one in found:
        if len(named) < NAMED:
            named.append(one)
        else:
            more += 1
    return [*named, f"… and {more} more."] if more else named


def database() -> Finding:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Finding("database", ["The database does not answer; see KIZUNA_DATABASE_URL or KIZUNA_DATA."], [])
    return Finding("database", [], [])


def waiting() -> bool:
    """Whether migrations are waiting."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrations() -> Finding:
    """Whether the database has the form of this release."""
    return Finding("migrations", ["Migrations are waiting; run “kizuna migrate”."] if waiting() else [], [])


def kinds() -> list[type[Record]]:
    """Every kind of record."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def histories() -> Finding:
    """Every record's version is that of its newest change, and a removed record is gone; two queries a kind."""
    return Finding("histories", few(_unlike()), [])


def _unlike() -> Iterator[str]:
    for model in kinds():
        label = model._meta.label_lower
        newest = Change.objects.filter(record=OuterRef("uuid"))
        same, later = newest.filter(version=OuterRef("version")), newest.filter(version__gt=OuterRef("version"))
        rows = model._default_manager.filter(~Exists(same) | Exists(later)).order_by("pk")
        for key, version in rows.values_list("uuid", "version").iterator():
            yield f"{label} {key} has version {version}, which is not that of its newest change."


def aliases() -> Finding:
    """An alias points to a record that is none itself."""
    found = []
    for model in kinds():
        if any(field.name == ALIAS for field in model._meta.concrete_fields):
            twice = model._default_manager.filter(**{f"{ALIAS}__{ALIAS}__isnull": False}).values_list("uuid", flat=True)
            found += [f"{model._meta.label_lower} {key} is the alias of an alias." for key in twice]
    return Finding("aliases", few(iter(found)), [])


def retention() -> Finding:
    """Personal data whose day has passed are to be erased."""
    told = []
    for model in kinds():
        if {"keep_until", "erased_at"} <= {field.name for field in model._meta.concrete_fields}:
            rows: Any = model._default_manager
            due = rows.filter(keep_until__lt=timezone.localdate(), erased_at=None)
            for key, home, day in due.order_by("keep_until").values_list("uuid", "home__slug", "keep_until"):
                told.append(f"{model._meta.label_lower} {key} of {home} was to be kept until {day}; erase it.")
    return Finding("retention", [], few(iter(told)))


def files() -> Finding:
    """Every file of the database is in the data folder with its content; files that nothing names are told."""
    known = dict(File.objects.values_list("sha256", "size"))
    folder = Path(settings.DATA) / "files"
    # A path outside a record is told by its name alone: the name is a hash.
    named = actions.named()
    strays = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in named]
    told = (f"The file {path.relative_to(folder.parent)} belongs to no record." for path in strays)
    return Finding("files", few(_broken(known)), few(told))


def _broken(known: dict[str, int]) -> Iterator[str]:
    for digest in sorted(known):
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            yield "A file's record names no hash."
            continue
        place = actions.place_of(digest)
        if not place.is_file():
            yield f"The file {digest} is missing in the data folder."
            continue
        mark = hashlib.sha256()
        with place.open("rb") as source:
            while chunk := source.read(CHUNK):
                mark.update(chunk)
        if mark.hexdigest() != digest:
            yield f"The file {digest} has another content than its name says."


def closed() -> Finding:
    """The settings are those of an installation that others reach."""
    problems, remarks = [], []
    if settings.DEBUG:
        problems.append("KIZUNA_DEBUG is on: errors show what is inside. Never on a machine that others reach.")
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        problems.append("KIZUNA_SECRET_KEY is too short: 50 random characters or more.")
    if "*" in settings.ALLOWED_HOSTS:
        problems.append("KIZUNA_HOSTS lets any name in; name those that people type.")
    local = {"127.0.0.1", "localhost", "[::1]"}
    if set(settings.ALLOWED_HOSTS) - local and not settings.HTTPS:
        remarks.append("KIZUNA_HTTPS is off although others reach this machine; cookies go over plain http.")
    return Finding("settings", problems, remarks)


def worker() -> Finding:
    """Whether a worker lives; where nothing is served none is needed."""
    seen = work.last_beat()
    if seen is None:
        return Finding("worker", [], ["No worker has shown itself; “kizuna serve” starts one, or “kizuna work”."])
    if not work.lives():
        return Finding("worker", [f"The last sign of a worker is from {seen:%Y-%m-%d %H:%M:%S} UTC."], [])
    return Finding("worker", [], [])


def space() -> Finding:
    """Whether there is room on the disk."""
    free = shutil.disk_usage(settings.DATA).free
    told = f"Only {free // 1_000_000} MB are free on the disk of the data folder."
    return Finding("disk", [told] if free < ENOUGH else [], [])


# Rooms add what they know to be worth a look.
LOOKS: list[Callable[[], Finding]] = [histories, aliases, retention, files, closed, worker, space]


def everything() -> list[Finding]:
    """All findings; without a database of this release there is nothing to look at but the settings and the disk."""
    found = [database()]
    if not found[0].problems:
        found.append(migrations())
    if any(one.problems for one in found):
        return [*found, closed(), space()]
    return found + [look() for look in LOOKS]


def rows_by_kind() -> dict[str, int]:
    """How many rows each of our tables holds, in one query."""
    quote = connection.ops.quote_name
    ours = [model for model in apps.get_models() if model.__module__.startswith("kizuna.")]
    parts = [
        f"SELECT '{model._meta.label_lower}', COUNT(*) FROM {quote(model._meta.db_table)}"  # noqa: S608 - our names
        for model in ours
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
