"""Commands of agreements: the register of a home on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.core.exceptions import ValidationError

from kizuna.agreements import api, listing, standing
from kizuna.agreements.models import Standing
from kizuna.agreements.models.agreement import SOON
from kizuna.core import asof
from kizuna.core.models import Home
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.partners.models import Partnership

MOST = 2000
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def agreements() -> None:
    """Agreements: what stands, what expires, what is not known."""


def _day(home: Home, on: str) -> date:
    try:
        return asof.read(home, on)
    except ValidationError as problem:
        raise click.BadParameter(problem.messages[0], param_hint="--on") from problem


def _said(value: Any) -> str:
    return (value.display("en") if value else value.stated) or "not stated"


@agreements.command("list")
@click.option("--home", "slug", required=True)
@click.option("--on", default="", help="A date, today, or stood (the day of the home's own page, the default).")
@click.option("--standing", "how", type=click.Choice(Standing.values), help="Only what stands so on the day.")
@click.option("--months", type=click.IntRange(0, listing.MOST_MONTHS), default=SOON, help="What ends within so many "
              "months is expiring.")  # fmt: skip
@click.option("--kind", default="", help="Only this kind, such as memorandum.")
@click.option("--level", default="", help="university, department or not-stated.")
@click.option("--partner", default="", help="Only this partner, by its name in addresses.")
@click.option("--since", type=DAY, help="Begun on this day or later.")
@click.option("--until", type=DAY, help="Begun on this day or before.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_agreements(
    slug: str, on: str, how: str | None, months: int, kind: str, level: str, partner: str, since: datetime | None,
    until: datetime | None, as_data: bool,
) -> None:  # fmt: skip
    """List the agreements of a home as they stood on a day, newest first."""
    home = home_of(slug)
    day = _day(home, on)
    if partner and not Partnership.objects.visible_to(actor()).filter(home=home, slug=partner).exists():
        raise click.BadParameter(f"{home.slug} has no partner “{partner}”.", param_hint="--partner")
    asked = listing.Narrowed.of({
        "standing": how, "kind": kind, "level": level, "partner": partner, "months": months,
        "since": since.date() if since else None, "until": until.date() if until else None,
    })  # fmt: skip
    found = listing.rows(home, actor(), asked, day)
    counts = api.counted(found)
    rows = list(listing.with_all(found, actor())[:MOST])
    items = [api.agreement(row, day) for row in rows]
    if as_data:
        as_json(items, as_of=day, counts=counts)
        return
    number = counts["agreements"]
    table(
        ["title", "kind", "partner", "concluded", "from", "until", "on the day"],
        [
            (item["title"], row.get_kind_display(), item["partner"] or "–", _said(row.concluded), _said(row.begins),
             _said(row.ended or row.ends) if row.ended or row.ends else standing.ends_of(row),
             Standing(row.standing).label)
            for row, item in zip(rows, items, strict=True)
        ],
        note=f"As of {day}: {number} agreements, {counts['unknown']} of them not known to be in force."
        + (f" The first {MOST} are shown." if number > MOST else ""),
    )  # fmt: skip
