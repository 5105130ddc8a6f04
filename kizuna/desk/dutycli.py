"""Commands of what Kizuna owes people by itself: the weekly mail, and answers to those who asked for a visit."""

from __future__ import annotations

import click
from django.utils import timezone

from kizuna.core.terminal import as_json, operating, table
from kizuna.desk import duties as owed


@click.group()
def duties() -> None:
    """What Kizuna does by itself: the weekly mail to those who work here, and answers by mail."""


@duties.command()
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def run(as_data: bool) -> None:
    """Send what is due: this week's mails that were not sent yet, and all that wait. The worker does it every hour."""
    operating()
    done = owed.run()
    counts = {"claimed": done.claimed, "sent": done.sent, "refused": done.refused, "withdrawn": done.withdrawn,
              "waiting": done.waiting}  # fmt: skip
    rows = [(row.home_slug, row.what, row.address, row.tries, row.trouble) for row in owed.queue(200)]
    if as_data:
        heads = ("home", "what", "to", "tries", "trouble")
        as_json([dict(zip(heads, row, strict=True)) for row in rows], as_of=timezone.localdate(), counts=counts)
    else:
        if rows:
            table(["home", "what", "for", "tries", "why it waits"], rows)
        click.echo(
            f"{done.claimed} claimed, {done.sent} sent, {done.refused} refused, {done.withdrawn} withdrawn, "
            f"{done.waiting} waiting."
        )
    if done.away:
        raise click.ClickException(f"The mail server does not answer ({done.away}); the mails wait for the next run.")
