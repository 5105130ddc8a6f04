"""Commands of alumni: list the networks of a home."""

from __future__ import annotations

import click
from django.utils import timezone

from kizuna.alumni import api, listing
from kizuna.core.terminal import actor, as_json, home_of, table

MOST = 2000


@click.group()
def alumni() -> None:
    """Networks of alumni, gifts and campaigns."""


@alumni.command("list")
@click.option("--home", "slug", required=True)
@click.option("--country", default="", help="Only this country, by its code of two letters.")
@click.option("--partner", default="", help="Only those around the exchanges with this partner.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_networks(slug: str, country: str, partner: str, as_data: bool) -> None:
    """List the networks of alumni of a home, by country."""
    home, user = home_of(slug), actor()
    asked = listing.Narrowed.of({"country": country, "partner": partner})
    rows = list(listing.with_all(listing.networks(home, user, asked), user)[:MOST])
    items, counts = [api.network(row) for row in rows], listing.counts(home, user)
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts=api.counted(counts))
        return
    table(
        ["network", "country", "city", "around the exchanges with", "since", "members", "state"],
        [
            (item["name"], item["country"] or "not stated", item["city"] or "–", item["partner"] or "–",
             row.begins.display("en") if row.begins else "not stated",
             item["members"][0]["number"] if item["members"] else "not stated", row.get_state_display())
            for row, item in zip(rows, items, strict=True)
        ],
        note=f"{counts.networks} on record in {len(counts.countries)} countries; {counts.elsewhere} without a country.",
    )  # fmt: skip
    for figure in listing.stated(home, user):
        as_of = f" (as of {figure.as_of.display('en')})" if figure.as_of else ""
        click.echo(f"As stated: {figure.name}: {figure.quantity.display('en')}{as_of}")
