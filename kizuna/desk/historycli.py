"""Commands of the history: what was changed in a home, what was done to one record, and taking a change back."""

from __future__ import annotations

import uuid
from typing import Any

import click
from django.utils import timezone

from kizuna.core import undoing
from kizuna.core.models import Change
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.desk import actions

MOST = 1000


@click.group()
def history() -> None:
    """Who changed what, and when."""


def _item(row: Change) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(timespec="seconds"),
        "by": str(row.by),
        "verb": row.verb,
        "kind": row.label,
        "record": str(row.record),
        "title": row.title,
        "batch": str(row.batch),
        "fields": row.fields,
    }


def _print(rows: Any, as_data: bool) -> None:
    items = [_item(row) for row in rows]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"changes": len(items)})
        return
    table(
        ["when", "who", "what", "kind", "record", "fields", "batch"],
        [(i["at"], i["by"], i["verb"], i["kind"], i["title"][:50], ", ".join(i["fields"]), i["batch"]) for i in items],
    )


@history.command("list")
@click.option("--home", "slug", required=True)
@click.option("--last", type=click.IntRange(1, MOST), default=50, show_default=True, help="So many, newest first.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_changes(slug: str, last: int, as_data: bool) -> None:
    """List what was changed in a home, newest first."""
    rows = Change.objects.visible_to(actor()).filter(home=home_of(slug)).select_related("by")
    _print(rows[:last], as_data)


@history.command("show")
@click.argument("record", type=click.UUID)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def show_changes(record: uuid.UUID, as_data: bool) -> None:
    """Show what was done to one record, by its UUID."""
    rows = list(Change.objects.visible_to(actor()).filter(record=record).select_related("by"))
    if not rows:
        raise click.ClickException(f"There is no change of a record {record}.")
    _print(rows, as_data)


@history.command("undo")
@click.argument("batch", type=click.UUID)
@click.option("--home", "slug", required=True)
def undo_batch(batch: uuid.UUID, slug: str) -> None:
    """Take a batch of changes back, where nothing of it was changed since."""
    try:
        done = actions.undo(batch, home=home_of(slug), by=actor())
    except undoing.NotUndone as problem:
        told = "\n".join(f"  {one.title}: {one.why}" for one in problem.obstacles)
        raise click.ClickException(f"Nothing was touched. In the way stand:\n{told}") from problem
    click.echo(f"Taken back. To do it again: kizuna history undo {done} --home {slug}")
