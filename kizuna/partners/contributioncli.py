"""Commands of contributions: list them, show one, put one on record, send one back."""

from __future__ import annotations

import uuid
from typing import Any

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from kizuna.core.models import Home
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.partners import actions, api
from kizuna.partners.contributing import as_entry
from kizuna.partners.models import Contribution

HOME = click.option("--home", "slug", required=True)
JSON = click.option("--json", "as_data", is_flag=True, help="Print JSON.")


@click.group()
def contributions() -> None:
    """What departments have brought, and where it stands."""


def _found(home: Home, key: str) -> Contribution:
    """The contribution of that UUID, or of its first signs where only one begins so."""
    rows = Contribution.objects.visible_to(actor()).filter(home=home)
    try:
        rows = rows.filter(uuid=uuid.UUID(key))
    except ValueError:
        near = [row.pk for row in rows if len(key) >= 6 and str(row.uuid).startswith(key.lower())]
        rows = rows.filter(pk__in=near)
    found: Contribution | None = rows.first() if rows.count() == 1 else None
    if found is None:
        raise click.ClickException(f"{home.slug} has no contribution “{key}”; see “kizuna contributions list”.")
    return found


@contributions.command("list")
@HOME
@click.option("--state", type=click.Choice(Contribution.State.values), help="Only those in this state.")
@JSON
def list_contributions(slug: str, state: str | None, as_data: bool) -> None:
    """List the contributions of a home, newest first."""
    home = home_of(slug)
    rows = Contribution.objects.visible_to(actor()).filter(home=home).select_related("unit", "partnership")
    items = [api.contribution(row) for row in (rows.filter(state=state) if state else rows)]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"contributions": len(items)})
        return
    table(
        ["key", "sent", "department", "partner", "kind", "state", "text"],
        [(i["uuid"][:8], i["at"][:10], i["unit"], i["partnership"] or i["partner_named"] or "–", i["kind"], i["state"],
          next(iter(i["text"].values()), "")[:60]) for i in items],
    )  # fmt: skip


@contributions.command("show")
@click.argument("key")
@HOME
@JSON
def show_contribution(key: str, slug: str, as_data: bool) -> None:
    """Show the contribution KEY: its UUID, or the first signs of it."""
    row = _found(home_of(slug), key)
    item = api.contribution(row)
    if as_data:
        as_json([item], as_of=timezone.localdate(), counts={"contributions": 1})
        return
    for name, value in item.items():
        click.echo(f"  {name:<14} {_line(value)}")


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(str(part) for part in value.values() if part)
    return "–" if value in (None, "") else str(value)


@contributions.command("accept")
@click.argument("key")
@HOME
@click.option("--public", is_flag=True, help="Show the entry to everyone; without it, to the home's staff.")
def accept_contribution(key: str, slug: str, public: bool) -> None:
    """Put the contribution KEY on record as it stands."""
    row = _found(home_of(slug), key)
    entry = as_entry(row)
    entry.visibility = "public" if public else "staff"
    _do(lambda: actions.accept(row, entry, by=actor()))
    click.echo(f"On record as {entry.label} {entry.uuid}.")


@contributions.command("return")
@click.argument("key")
@HOME
@click.option("--word", required=True, help="What is missing; the department reads it.")
def return_contribution(key: str, slug: str, word: str) -> None:
    """Send the contribution KEY back with a word."""
    row = _found(home_of(slug), key)
    _do(lambda: actions.send_back(row, word=word, by=actor()))
    click.echo(f"{row.uuid} is back with {row.unit}.")


def _do(act: Any) -> None:
    try:
        act()
    except ValidationError as problem:
        raise click.ClickException(" ".join(problem.messages)) from problem
