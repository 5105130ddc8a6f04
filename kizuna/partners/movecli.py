"""Commands of the moves: a partnership placed, ended, revived; phases listed, closed, opened."""

from __future__ import annotations

from datetime import date

import click
from django.utils import timezone

from kizuna.core.models import Home
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.core.values import FuzzyDate, NotUnderstood, Text
from kizuna.directory.models import Person
from kizuna.partners import actions, portfolio
from kizuna.partners.models import Coordinator, Partnership, Phase, Plan, TeamUnit, Tier

HOME = click.option("--home", "home_slug", required=True)
ON = click.option("--on", default="", help="From when: a day, a month or a year; today when not given.")


def _partnership(home: Home, slug: str) -> Partnership:
    found: Partnership | None = Partnership.objects.visible_to(actor()).filter(home=home, slug=slug).first()
    if found is None:
        raise click.ClickException(f"{home.slug} has no partner “{slug}”; see “kizuna partners list --talks”.")
    return found


def _tier(home: Home, slug: str) -> Tier:
    rows = list(Tier.objects.visible_to(actor()).filter(home=home))
    found: Tier | None = next((row for row in rows if row.slug == slug), None)
    if found is None:
        known = ", ".join(row.slug for row in rows) or "it has none"
        raise click.BadParameter(f"“{slug}” is no tier of {home.slug}: {known}.", param_hint="--tier")
    return found


def _on(home: Home, text: str) -> FuzzyDate:
    try:
        return FuzzyDate.parse(text or timezone.localdate().isoformat(), calendar=home.calendar)
    except NotUnderstood as problem:
        raise click.BadParameter(str(problem.reason), param_hint="--on") from problem


def _words(text: str) -> Text:
    return Text({"en": text}) if text.strip() else Text()


@click.command()
@click.argument("slug")
@HOME
@click.option("--tier", required=True, help="Into this tier.")
@ON
@click.option("--grounds", default="", help="On what grounds.")
@click.option("--order", type=click.IntRange(0, 30000), help="Place in the tier; at its end when not given.")
def place(slug: str, home_slug: str, tier: str, on: str, grounds: str, order: int | None) -> None:
    """Put a partnership into a tier."""
    home = home_of(home_slug)
    row = _partnership(home, slug)
    made = actions.place(
        row, _tier(home, tier), on=_on(home, on), grounds=_words(grounds), order=order, by=actor()
    )  # fmt: skip
    click.echo(f"{slug} stands in {tier} from {made.begins.display('en')}.")


@click.command()
@click.argument("slug")
@HOME
@ON
@click.option("--reason", required=True, help="Why it ends.")
def end(slug: str, home_slug: str, on: str, reason: str) -> None:
    """End a partnership, with its tier, its team and its coordinators."""
    home = home_of(home_slug)
    made = actions.end(_partnership(home, slug), on=_on(home, on), reason=_words(reason), by=actor())
    click.echo(f"{slug} is ended from {made.begins.display('en')}.")


@click.command()
@click.argument("slug")
@HOME
@ON
@click.option("--tier", default="", help="Into this tier.")
@click.option("--with", "units", multiple=True, help="A department of the former team that returns; more than once.")
@click.option(
    "--led-by",
    "leaders",
    multiple=True,
    help="The name in addresses of a former coordinator who returns; more than once.",
)
@click.option("--reason", default="", help="Why it is active again.")
def revive(
    slug: str, home_slug: str, on: str, tier: str, units: tuple[str, ...], leaders: tuple[str, ...], reason: str
) -> None:
    """Make a partnership that rests or has ended active again."""
    home = home_of(home_slug)
    row = _partnership(home, slug)
    rows = TeamUnit.objects.visible_to(actor()).filter(partnership=row, ends_last__isnull=False).order_by("ends_last")
    former = {place.unit.slug: place for place in rows.select_related("unit")}
    lost = [unit for unit in units if unit not in former]
    if lost:
        raise click.BadParameter(f"not of the former team: {', '.join(lost)}.", param_hint="--with")
    led = Coordinator.objects.visible_to(actor()).filter(partnership=row, ends_last__isnull=False).order_by("ends_last")
    led = led.filter(person__in=Person.objects.visible_to(actor())).select_related("person")
    known = {one.person.slug: one for one in led}
    if missing := [name for name in leaders if name not in known]:
        raise click.BadParameter(f"no former coordinator: {', '.join(missing)}.", param_hint="--led-by")
    made = actions.revive(
        row, on=_on(home, on), tier=_tier(home, tier) if tier else None, team=[former[unit] for unit in units],
        coordinators=[known[name] for name in leaders], reason=_words(reason), by=actor(),
    )  # fmt: skip
    click.echo(f"{slug} is active again from {made.begins.display('en')}.")


@click.group()
def phases() -> None:
    """Phases of a home's programme."""


def _phases(home: Home) -> list[Phase]:
    main = portfolio.main_programme(home, actor())
    return list(Phase.objects.visible_to(actor()).filter(programme=main)) if main else []


def _phase(home: Home, order: int) -> Phase:
    rows = _phases(home)
    found = next((row for row in rows if row.order == order), None)
    if found is None:
        known = ", ".join(str(row.order) for row in rows) or "none"
        raise click.ClickException(f"{home.slug} has no phase {order}; its phases: {known}.")
    return found


@phases.command("list")
@HOME
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_phases(home_slug: str, as_data: bool) -> None:
    """List the phases, with what became of their plans."""
    rows = _phases(home_of(home_slug))
    items = []
    for row in rows:
        states = list(Plan.objects.visible_to(actor()).filter(phase=row).values_list("state", flat=True))
        items.append({
            "order": row.order, "name": row.name.get("en").value, "period": row.period.to_json(),
            "closed_on": row.closed_on.isoformat() if row.closed_on else None,
            "plans": {state: states.count(state) for state in Plan.State.values},
        })  # fmt: skip
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"phases": len(items)})
        return
    table(
        ["phase", "name", "period", "closed", *Plan.State.values],
        [
            (row.order, item["name"], row.period.display("en"), item["closed_on"] or "–", *item["plans"].values())
            for row, item in zip(rows, items, strict=True)
        ],
    )


@phases.command()
@click.argument("order", type=int)
@HOME
@click.option("--on", default="", help="The day; today when not given.")
@click.option("--into", type=int, help="The phase into which carried plans go.")
def close(order: int, home_slug: str, on: str, into: int | None) -> None:
    """Close a phase in which every plan is decided."""
    home = home_of(home_slug)
    try:
        day = date.fromisoformat(on) if on else timezone.localdate()
    except ValueError as problem:
        raise click.BadParameter(f"“{on}” is no date; write 2019-10-01.", param_hint="--on") from problem
    carried = actions.close(
        _phase(home, order), on=day, into=_phase(home, into) if into is not None else None, by=actor()
    )
    click.echo(f"Phase {order} is closed. Plans carried over: {carried}.")


@phases.command("open")
@HOME
@click.option("--name", required=True)
@click.option("--period", required=True, help="From when to when, such as 2027/2030.")
@click.option("--character", default="", help="What it stands for, in a few words.")
def open_next(home_slug: str, name: str, period: str, character: str) -> None:
    """Open the phase after the last one."""
    home = home_of(home_slug)
    rows = _phases(home)
    if not rows:
        raise click.ClickException(f"{home_slug} has no phase yet; the first one is added on its pages.")
    made = actions.open_next(
        rows[-1], name=_words(name), period=_on(home, period), character=_words(character), by=actor()
    )
    click.echo(f"Phase {made.order} is open: {name}.")
