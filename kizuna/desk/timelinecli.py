"""The command that tells a partnership in time, over all rooms."""

from __future__ import annotations

from datetime import date

import click

from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.desk.timeline import gather, told_plainly
from kizuna.partners.events import ONE, Thread
from kizuna.partners.models import Partnership, Phase
from kizuna.partners.phasewise import phases_of
from kizuna.partners.tiecli import day_of

MOST = 500


def span_of(phases: list[Phase], asked: str, home: str) -> tuple[date | None, date | None]:
    """The days of the phase with that number; a clear error with the numbers there are."""
    for phase in phases:
        if str(phase.order) == asked:
            return phase.period.start.earliest, phase.period.end.latest
    known = ", ".join(str(phase.order) for phase in phases) or "none"
    raise click.BadParameter(f"“{asked}” is no phase of {home}: {known}.", param_hint="--phase")


@click.command()
@click.argument("slug")
@click.option("--home", "home_slug", required=True)
@click.option("--show", type=click.Choice(Thread.values), help="Only this strand.")
@click.option("--since", default="", help="Only what may have been on this day or later.")
@click.option("--until", default="", help="Only what may have been on this day or earlier.")
@click.option("--phase", default="", help="Only what may have been in the phase with this number.")
@click.option("--on", default="", help="As it stood: leaves out what began only later.")
@click.option("--last", type=click.IntRange(1, MOST), default=50, show_default=True, help="So many, newest first.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def timeline(
    slug: str, home_slug: str, show: str, since: str, until: str, phase: str, on: str, last: int, as_data: bool
) -> None:
    """Tell one partnership in time: phases, tiers, agreements, editions, projects, flows, outcomes, plans."""
    home = home_of(home_slug)
    row = Partnership.objects.visible_to(actor()).filter(home=home, slug=slug).first()
    if row is None:
        raise click.ClickException(
            f"{home_slug} has no partner “{slug}”; see “kizuna partners list --home {home_slug} --talks”."
        )
    first, final = span_of(phases_of(home, actor()), phase, home_slug) if phase else (None, None)
    first = day_of(home, since, "--since") if since else first
    final = day_of(home, until, "--until") if until else final
    told = gather(home, actor(), row, day=day_of(home, on) if on else None, since=first, until=final)
    items = told_plainly(told, told.of([show] if show else [])[:last])
    if as_data:
        counts = {**told.counts, "all": sum(told.counts.values()), "later": told.later}
        as_json(items, as_of=day_of(home, on), counts=counts)
        return
    undated = sum(1 for place in told.every([]) if not place.dated)
    table(
        ["when", "kind", "what", "note"],
        [(i["when"] or ("not stated" if not i["running"] else "going on"), str(ONE[Thread(i["strand"])]),
          (i["names"].get("en") or next(iter(i["names"].values()))), i["note"] or "") for i in items],
        note=f"{sum(told.counts.values())} entries, {undated} of them not dated"
        + (f"; {told.later} begin after {on}." if told.later else "."),
    )  # fmt: skip
