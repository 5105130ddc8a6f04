"""The command that writes the public site into a folder."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.utils import timezone

from kizuna.core.models import Home
from kizuna.core.operate import Progress
from kizuna.core.terminal import as_json, home_of, table
from kizuna.public.exporting import run
from kizuna.public.exporting.folder import Folder, NotDone, files_of
from kizuna.publishing.models import Edition


def published_homes(slugs: tuple[str, ...]) -> list[Home]:
    """The homes that are named, or all; those that have published something."""
    asked = [home_of(slug) for slug in dict.fromkeys(slugs)] or list(Home.objects.all())
    held = set(Edition.objects.published().order_by().values_list("home", flat=True).distinct())
    found = [home for home in asked if home.pk in held]
    for home in asked:
        if home not in found:
            click.echo(f"“{home.slug}” has published nothing and is left out.", err=True)
    return found


def address_of(asked: str) -> str:
    """Where the folder will be served: what is asked for, else the address of the installation; or nobody knows."""
    found = (asked or (settings.PLACE if settings.PLACED else "")).rstrip("/")
    split = urlsplit(found)
    if found and (split.scheme not in ("http", "https") or not split.netloc or split.query or split.fragment):
        raise click.ClickException(f"“{asked}” is no address such as https://partners.example.org.")
    return found


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--home", "slugs", multiple=True, help="Only this home; may be repeated.")
@click.option("--url", default="", help="Where the folder will be served; else the address of this installation.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def export(folder: Path, slugs: tuple[str, ...], url: str, as_data: bool) -> None:
    """Write all that is published into FOLDER, as files that any web server can show."""
    begun, place = time.monotonic(), address_of(url)
    homes = published_homes(slugs)
    try:
        with Folder(folder) as held:
            live = settings.PLACE if settings.PLACED else ""
            told = run.export(held, homes, url=place, live=live, tell=Progress())
    except NotDone as problem:
        raise click.ClickException(str(problem)) from problem
    if not place:
        click.echo("Nobody has said where the folder will be served (--url), so it has no sitemap.", err=True)
    files = len(files_of(told))
    counts = {"files": files, "written": held.written, "removed": held.removed}
    rows = [(home.slug, run.count_of(told, home.slug)) for home in homes]
    if as_data:
        as_json([{"home": slug, "files": count} for slug, count in rows], as_of=timezone.localdate(), counts=counts)
        return
    took = f"{time.monotonic() - begun:.1f} s"
    table(
        ["home", "files"], rows,
        note=f"{files} files in {folder}: {held.written} written, {held.removed} removed; {took}.",
    )  # fmt: skip
