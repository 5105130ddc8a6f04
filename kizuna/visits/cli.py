"""Commands of visits: list them, show one with its programme."""

from __future__ import annotations

import click

from kizuna.core import asof
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.visits import api, showing
from kizuna.visits.models.visit import Direction, Standing

MOST = 2000


@click.group()
def visits() -> None:
    """Visits: delegations that travel or arrive, their stops and meetings."""


@visits.command("list")
@click.option("--home", "slug", required=True)
@click.option("--state", type=click.Choice(Standing.values), help="Only those that stand so.")
@click.option("--direction", type=click.Choice(Direction.values), help="Only those that go this way.")
@click.option("--on", default="", help="As of this day, instead of the home's own day.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_visits(slug: str, state: str | None, direction: str | None, on: str, as_data: bool) -> None:
    """List the visits of a home, newest first."""
    home = home_of(slug)
    try:
        day = asof.read(home, on) if on else api.day_of(home)
    except Exception as problem:
        raise click.BadParameter(str(getattr(problem, "messages", [problem])[0]), param_hint="--on") from problem
    rows = showing.listed(home, actor(), day)
    rows = rows.filter(**({"standing": state} if state else {}), **({"direction": direction} if direction else {}))
    found = list(rows.in_order()[:MOST])
    items = [api.visit(row) for row in found]
    if as_data:
        as_json(items, as_of=day, counts={"visits": rows.order_by().count()})
        return
    table(
        ["name", "title", "direction", "when", "where", "leader", "state"],
        [
            (row.slug, item["title"], row.direction, row.when.display("en") or "not stated",
             ", ".join(item["countries"]) or "not stated", ", ".join(item["leaders"]) or "not stated", row.standing)
            for row, item in zip(found, items, strict=True)
        ],
        note=f"{len(items)} visits as of {day.isoformat()}.",
    )  # fmt: skip


@visits.command("show")
@click.argument("name")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def show(name: str, slug: str, as_data: bool) -> None:
    """Show one visit, by its name in addresses: delegation, stops, meetings."""
    home = home_of(slug)
    day = api.day_of(home)
    row = showing.listed(home, actor(), day).filter(slug=name).first()
    if row is None:
        raise click.BadParameter(f"{home.slug} has no visit “{name}”.", param_hint="NAME")
    told = api.one(row, actor())
    if as_data:
        as_json([told], as_of=day, counts={"stops": len(told["stops"]), "meetings": len(told["meetings"])})
        return
    click.echo(f"{told['title']} ({row.direction}, {row.standing} on {day.isoformat()})")
    click.echo(f"{row.when.display('en') or 'Days not stated'}. {told['purpose']}".strip())
    whole = showing.whole(row, actor())
    parts = [("delegation", one.get_role_display(), f"{one}, {one.post}".strip(", ")) for one in whole.delegates]
    for part in whole.days:
        when = part.day.isoformat() if part.day else "within the visit"
        for entry in part.entries:
            parts += [("stop", when, str(entry.stop))] if entry.stop is not None else []
            parts += [("meeting", when, str(meeting)) for meeting in entry.meetings]
    table(["what", "when or as what", "who or where"], parts, note=f"{told['still_open']} things still to prepare.")
