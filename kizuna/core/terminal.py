"""What every command needs: who acts, how a table is printed, how JSON is, and how a failure is told."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.core.exceptions import PermissionDenied, ValidationError
from rich import box
from rich.console import Console
from rich.table import Table

from kizuna.core import policy
from kizuna.core.models import Account, Home
from kizuna.core.records import Conflict

OPERATOR = "operator@localhost"


def operator() -> Account:
    """The recorded account under which commands act; it sees nothing that is sealed."""
    found = Account.objects.filter(email=OPERATOR).first()
    return found or Account.objects.create_user(OPERATOR, None, name="Operator", kind=Account.Kind.OPERATOR)


def account_of(asked: str) -> Account:
    """The account with this e-mail or UUID; a clear error for none, or for one that is closed."""
    rows = Account.objects.filter(email=asked.lower())
    with suppress(ValueError):
        rows = rows | Account.objects.filter(uuid=uuid.UUID(asked))
    found = rows.first()
    if found is None or not found.is_active:
        raise click.ClickException(f"There is no account “{asked}” that is open; name it by e-mail or UUID.")
    return found


def actor() -> Account:
    """Who acts: the account that ``--as`` names, with its rights, else the recorded operator."""
    context = click.get_current_context(silent=True)
    asked = context.find_root().params.get("account") if context else None
    return account_of(asked) if asked else operator()


def operating() -> Account:
    """Who acts where only an operator may: setting up homes, accounts and the demonstration."""
    found = actor()
    if found.kind != Account.Kind.OPERATOR:
        raise click.ClickException("Not allowed: only the operator does this; leave out --as.")
    return found


class Commands(click.Group):
    """A group of commands that tells in one line why something was not done, and exits non-zero."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except PermissionDenied as problem:
            raise click.ClickException(f"Not allowed: {problem}") from problem
        except ValidationError as problem:
            raise click.ClickException(" ".join(problem.messages)) from problem
        except Conflict as problem:
            raise click.ClickException(f"{problem}; look at it again before you change it.") from problem


def home_of(slug: str) -> Home:
    """The home of that name, if whoever acts works in it; a clear error with the names there are."""
    found = Home.objects.filter(slug=slug).first()
    if found is None or not policy.can_read(actor(), found):
        names = ", ".join(Home.objects.values_list("slug", flat=True)) or "none yet"
        if found is not None:
            raise click.ClickException(f"{actor()} does not work in the home “{slug}”.")
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


def put_down(content: bytes, to: Path) -> None:
    """Writes a file that was made whole before; where it cannot be written, none is left behind."""
    try:
        to.write_bytes(content)
    except OSError as problem:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        raise click.ClickException(f"“{to}” cannot be written: {problem.strerror}.") from problem
