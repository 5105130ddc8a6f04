"""Commands of projects: list them, add up their money."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from django.utils import timezone

from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.partners.models import Partnership
from kizuna.projects import api, listing, money

MOST = 2000
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def projects() -> None:
    """Projects and their money."""


def _said(value: Any) -> str:
    return (value.display("en") if value else value.stated) or "not stated"


@projects.command("list")
@click.option("--home", "slug", required=True)
@click.option("--state", default="", help="Only this state, such as running.")
@click.option("--kind", default="", help="Only this kind, such as research.")
@click.option("--partner", default="", help="Only this partner, by its name in addresses.")
@click.option("--phase", type=click.IntRange(0, 9999), help="Only what ran in this phase, by its number.")
@click.option("--since", type=DAY, help="Ran on this day or later.")
@click.option("--until", type=DAY, help="Begun on this day or before.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_projects(
    slug: str, state: str, kind: str, partner: str, phase: int | None, since: datetime | None, until: datetime | None,
    as_data: bool,
) -> None:  # fmt: skip
    """List the projects of a home, the newest first."""
    home = home_of(slug)
    if partner and not Partnership.objects.visible_to(actor()).filter(home=home, slug=partner).exists():
        raise click.BadParameter(f"{home.slug} has no partner “{partner}”.", param_hint="--partner")
    asked = listing.Narrowed.of({
        "state": state, "kind": kind, "partner": partner, "phase": "" if phase is None else str(phase),
        "since": since.date() if since else None, "until": until.date() if until else None,
    })  # fmt: skip
    found = listing.rows(home, actor(), asked)
    count = found.order_by().count()
    rows = list(listing.with_all(found, actor())[:MOST])
    items = [api.project(row) for row in rows]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"projects": count})
        return
    table(
        ["title", "kind", "partner", "programme", "from", "until", "state"],
        [
            (item["title"], row.get_kind_display(), item["partner"] or "–", item["programme"] or "–",
             _said(row.begins), _said(row.ends), row.get_state_display())
            for row, item in zip(rows, items, strict=True)
        ],
        note=f"{count} projects." if count <= MOST else f"{count} projects; the newest {MOST} are shown.",
    )  # fmt: skip


@projects.command("money")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_money(slug: str, as_data: bool) -> None:
    """Add up the money of a home, per partner and currency, planned beside secured."""
    home = home_of(slug)
    book = money.of_home(home, actor())
    slugs = dict(Partnership.objects.visible_to(actor()).filter(home=home).values_list("pk", "slug"))
    items = [line for key, purse in book.partners.items() if key in slugs for line in api.sums(purse, slugs[key])]
    items += api.sums(book.own, None)
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"lines": book.whole.lines})
        return
    table(
        ["partner", "stage", "sum", "lines", "not to be added", "amount not stated"],
        [
            (one["partner"] or "–", one["stage"], one["total"] or "–", one["lines"], ", ".join(one["apart"]) or "–",
             one["not_stated"])
            for one in items
        ],
        note=f"{book.whole.lines} lines of money. Sums are made within one currency only.",
    )  # fmt: skip
