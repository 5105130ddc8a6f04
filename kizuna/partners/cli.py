"""Commands of partners: list them, show one."""

from __future__ import annotations

from datetime import date

import click

from kizuna.core import asof
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.partners import api, portfolio
from kizuna.partners.models import Tier
from kizuna.partners.movecli import end, place, revive
from kizuna.partners.portfolio import Portfolio
from kizuna.partners.tiecli import compare, gaps, matrix, overlap


@click.group()
def partners() -> None:
    """Partnerships, their tiers and teams."""


for _command in (place, end, revive, matrix, overlap, gaps, compare):
    partners.add_command(_command)


def _held(slug: str, on: str) -> Portfolio:
    home = home_of(slug)
    if on not in ("", "today", "stood"):
        try:
            date.fromisoformat(on)
        except ValueError as problem:
            raise click.BadParameter(
                f"“{on}” is no date; write 2019-10-01, today or stood.", param_hint="--on"
            ) from problem
    return portfolio.of(home, asof.chosen(home, on).day, actor())


@partners.command("list")
@click.option("--home", "slug", required=True)
@click.option("--tier", default="", help="Only this tier.")
@click.option("--talks", is_flag=True, help="Also those in talks, which are no partners yet.")
@click.option("--on", default="", help="A date, today, or stood (the day of the home's own page, the default).")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_partners(slug: str, tier: str, talks: bool, on: str, as_data: bool) -> None:
    """List the partners of a home on a day."""
    held = _held(slug, on)
    if tier:
        known = list(Tier.objects.visible_to(actor()).filter(home__slug=slug).values_list("slug", flat=True))
        if tier not in known:
            raise click.BadParameter(
                f"“{tier}” is no tier of {slug}: {', '.join(known) or 'it has none'}.", param_hint="--tier"
            )
        held = api.of_tier(held, tier)
    rows = held.partnerships + (held.talks if talks else [])
    items = [api.partnership(row, held.day) for row in rows]
    if as_data:
        as_json(items, as_of=held.day, counts=api.counts(held))
        return
    told = api.counts(held)
    table(
        ["partner", "name", "tier", "state", "institutions", "team", "since"],
        [
            (i["slug"], i["name"], i["tier"] or "–", i["state"], len(i["members"]), len(i["units"]) or "–",
             row.since.display("en") if row.since.edtf else row.since.stated or "not stated")
            for i, row in zip(items, rows, strict=True)
        ],
        note=f"As of {held.day}: {told['partnerships']} partnerships, {told['institutions']} institutions, "
        f"{told['team_places']} places in {told['teams']} teams.",
    )  # fmt: skip


@partners.command()
@click.argument("slug")
@click.option("--home", "home_slug", required=True)
@click.option("--on", default="", help="A date, today, or stood.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def show(slug: str, home_slug: str, on: str, as_data: bool) -> None:
    """Show one partnership."""
    held = _held(home_slug, on)
    row = held.find(slug)
    if row is None:
        raise click.ClickException(
            f"{home_slug} has no partner “{slug}”; see “kizuna partners list --home {home_slug} --talks”."
        )
    item = api.partnership(row, held.day)
    if as_data:
        as_json([item], as_of=held.day, counts={"partnerships": 1})
        return
    click.echo(f"{row.name.get('en').value}  {row.name.get('ja').value if row.name.get('ja').language == 'ja' else ''}")
    tier = row.tier_on(held.day)
    lines = [
        ("tier", tier.name.get("en").value if tier else "none"),
        ("state", row.get_state_display()),
        ("since", row.since.display("en") if row.since.edtf else row.since.stated or "not stated"),
        ("institutions", ", ".join(member["name"] for member in item["members"])),
        (
            "team",
            ", ".join(place.department.short for place in row.team_on(held.day))
            or row.footnote.get("en").value
            or "not stated",
        ),
    ]
    for label, value in lines:
        click.echo(f"  {label:<13} {value}")
    click.echo(f"As of {held.day}.")
