"""Commands of whoever keeps the installation: backup, restore, check, work."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection

from kizuna.core import archive, checking, restoring
from kizuna.core.terminal import operating
from kizuna.core.work import Working

A_FILE = click.Path(dir_okay=False, path_type=Path)


class Progress:
    """Says on the error output how far long work has come, at most every other second."""

    def __init__(self) -> None:
        self.begun = self.told = time.monotonic()

    def __call__(self, what: str, done: int) -> None:
        now = time.monotonic()
        if now - self.told > 2:
            self.told = now
            click.echo(f"  {now - self.begun:.0f} s: {what}" + (f", {done} done" if done else ""), err=True)


def _told(manifest: dict[str, Any]) -> str:
    rows = sum(one["rows"] for one in manifest["tables"].values())
    files = sum(name.startswith("files/") for name in manifest["members"])
    return f"{rows} rows of {len(manifest['tables'])} tables and {files} files"


def _verified(path: Path, tell: archive.Tell) -> restoring.Archive:
    try:
        found = restoring.Archive(path)
        found.verify(tell)
    except archive.NotDone as problem:
        raise click.ClickException(str(problem)) from problem
    return found


@click.command()
@click.argument("file", type=A_FILE)
def backup(file: Path) -> None:
    """Write the database and the files into one archive, FILE, and read it back."""
    progress = Progress()
    try:
        manifest = archive.backup(file, progress)
    except archive.NotDone as problem:
        raise click.ClickException(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be written: {problem.strerror}.") from problem
    _verified(file, progress)
    click.echo(f"{file}: {_told(manifest)}, {file.stat().st_size / 1e6:.1f} MB, read back and right.")
    if manifest["missing"]:
        names = ", ".join(manifest["missing"])
        raise click.ClickException(f"These files are missing in the data folder and in the backup: {names}")


@click.command()
@click.argument("file", type=A_FILE)
@click.option("--replace", is_flag=True, help="Put the backup in place of everything in this database.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, replace: bool, yes: bool) -> None:
    """Put the archive FILE in place of an empty database; it is verified whole before anything is touched."""
    progress = Progress()
    found = _verified(file, progress)
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    if restoring.in_use():
        if not replace:
            raise click.ClickException(
                "This database is not empty; --replace puts the backup in place of everything in it."
            )
        # On an empty database there may be no tables yet, hence nobody to ask for.
        operating()
        if not yes:
            where = connection.settings_dict["NAME"]
            click.confirm(f"Replace everything in {where} by the backup of {found.manifest['made_at']}?", abort=True)
    try:
        restoring.restore(found, replace=replace, tell=progress)
    except archive.NotDone as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"Restored: {_told(found.manifest)}, as of {found.manifest['made_at']}. Everyone signs in again.")
    for digest in found.manifest["missing"]:
        click.echo(f"The file {digest} was missing already when the backup was made.", err=True)


@click.command()
@click.option("--backup", "file", type=A_FILE, help="Check this archive instead, without restoring it.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def check(file: Path | None, as_data: bool) -> None:
    """Check the installation: database, histories, aliases, files, settings, worker, disk; or an archive."""
    if file:
        manifest = _verified(file, Progress()).manifest
        if as_data:
            click.echo(json.dumps(manifest, ensure_ascii=False, indent=2))
        else:
            click.echo(f"{file} is whole: {_told(manifest)}, as of {manifest['made_at']}.")
        return
    found = checking.everything()
    problems = sum(len(one.problems) for one in found)
    if as_data:
        told = [{"name": one.name, "problems": one.problems, "remarks": one.remarks} for one in found]
        click.echo(json.dumps({"problems": problems, "checks": told}, ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(f"{one.name:12}{'wrong' if one.problems else 'well'}")
            for line in one.problems:
                click.echo(f"  {line}", err=True)
            for line in one.remarks:
                click.echo(f"  ({line})")
    if problems:
        raise SystemExit(1)
    if not as_data:
        click.echo("All is well.")


@click.command()
@click.option("--supervised", is_flag=True, hidden=True, help="End when the process that started this one ends.")
def work(supervised: bool) -> None:
    """Do the tasks of the background until told to stop; `kizuna serve` does so by itself."""
    Working().run(supervised=supervised)
