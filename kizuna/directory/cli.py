"""Commands of the directory: find an organisation by any name, list a home's units."""

from __future__ import annotations

from typing import Any

import click
from django.utils import timezone

from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.directory import api


@click.group()
def directory() -> None:
    """Organisations, their names and units."""


@directory.command()
@click.argument("text")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def find(text: str, as_data: bool) -> None:
    """Find organisations by any name, abbreviation or script."""
    items = api.organisations_called(text, actor())
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"organisations": len(items)})
    elif not items:
        raise click.ClickException(f"Nothing is called “{text}”.")
    else:
        table(["slug", "name", "country", "also"], [_line(item) for item in items])


def _line(item: dict[str, Any]) -> tuple[str, str, str, str]:
    others = dict.fromkeys(name["value"] for name in item["names"] if name["value"] != item["name"])
    return item["slug"], item["name"], item["country"] or "not known", " · ".join(others)


@directory.command()
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def units(slug: str, as_data: bool) -> None:
    """List the units of a home's organisation, in the order of its table."""
    home = home_of(slug)
    items = api.units_of(home, actor())
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts=api.units_counted(items))
    else:
        rows_told = [(i["abbreviation"] or "", i["name"], i["kind"], "yes" if i["in_table"] else "") for i in items]
        table(["abbreviation", "name", "kind", "in the table"], rows_told)
