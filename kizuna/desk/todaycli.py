"""The command of what is about to hurt."""

from __future__ import annotations

import click

from kizuna.core import asof
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.desk import today as hurting


@click.group()
def desk() -> None:
    """The desk: what needs somebody."""


@desk.command()
@click.option("--home", "slug", required=True)
@click.option("--on", default="", help="A date, today, or stood (the day of the home's own page, the default).")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def today(slug: str, on: str, as_data: bool) -> None:
    """Say what is about to hurt in a home, and where each thing is mended."""
    home = home_of(slug)
    day = asof.read(home, on)
    found = hurting.parts(home, actor(), day)
    if as_data:
        as_json(hurting.told(found), as_of=day, counts=hurting.counts(found))
        return
    if not found:
        click.echo(f"Nothing is about to hurt in {home.slug} as of {day}.")
        return
    table(
        ["why", "what", "partner", "when", "who", "address"],
        [
            (part.title, line.words, line.partner or "–", line.when or str(line.since or line.due or "–"),
             line.who or "–", line.address)
            for part in found
            for line in part.lines
        ],
        note=f"As of {day}. " + ", ".join(f"{part.title}: {part.count}" for part in found),
    )  # fmt: skip
