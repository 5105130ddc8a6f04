"""Commands of the demonstration: load it, reset it."""

from __future__ import annotations

import click
from django.core.exceptions import PermissionDenied

from kizuna.desk.demo import actions
from kizuna.desk.demo.load import load as load_all
from kizuna.desk.demo.load import operator


@click.group()
def demo() -> None:
    """The demonstration: three real portfolios and one fictional university."""


@demo.command()
def load() -> None:
    """Load what is missing of the demonstration; run twice, it makes nothing new."""
    count = load_all(click.echo)
    click.echo(f"{count} records loaded." if count else "The demonstration is already here.")


@demo.command()
@click.confirmation_option(prompt="Everything in this demonstration is deleted and loaded afresh. Go on?")
def reset() -> None:
    """Empty the demonstration and load it afresh; refused when a real account has written."""
    try:
        count = actions.reset(by=operator())
    except PermissionDenied as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{count} records loaded.")
