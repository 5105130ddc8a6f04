"""What every command needs: who acts, how a table is printed, how JSON is, and how a failure is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

from kizuna.core.models import Account, Home

OPERATOR = "operator@localhost"


def operator() -> Account:
    """The recorded account under which commands act; it sees nothing that is sealed."""
    found = Account.objects.filter(email=OPERATOR).first()
    return found or Account.objects.create_user(OPERATOR, None, name="Operator", kind=Account.Kind.OPERATOR)


def home_of(slug: str) -> Home:
    """The home of that name; a clear error with the names there are."""
    found = Home.objects.filter(slug=slug).first()
    if found is None:
        names = ", ".join(Home.objects.values_list("slug", flat=True)) or "none yet"
        raise click.ClickException(f"There is no home “{slug}”. Homes here: {names}.")
    return found


def as_json(items: Sequence[dict[str, Any]], *, as_of: date, counts: dict[str, int]) -> None:
    """Prints what the API would answer: ``as_of``, ``counts``, ``items``."""
    answer = {"as_of": as_of.isoformat(), "counts": counts, "items": list(items)}
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "") -> None:
    """Prints a table for people, as wide as the screen."""
    drawn = Table(*headings, box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*[str(cell) for cell in row])
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(drawn)
    if note:
        click.echo(note)
