"""Commands about ties and time: the matrix, two teams side by side, links without teams, what changed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click
from django.core.exceptions import ValidationError

from kizuna.core import asof
from kizuna.core.models import Home
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.partners import comparison, links, phasewise, told
from kizuna.partners.comparison import Comparison
from kizuna.partners.models import Partnership

ON = "A date, today, or stood (the day of the home's own page, the default)."


def day_of(home: Home, asked: str, option: str = "--on") -> date:
    """The day asked for; a clear error for anything that is none."""
    try:
        return asof.read(home, asked)
    except ValidationError as problem:
        raise click.BadParameter(problem.messages[0], param_hint=option) from problem


@click.command()
@click.option("--home", "slug", required=True)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(links.KINDS)), help="Only ties of this kind.")
@click.option("--on", default="", help=ON)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def matrix(slug: str, kinds: tuple[str, ...], on: str, as_data: bool) -> None:
    """Which department meets which partner, and by what."""
    home = home_of(slug)
    day = day_of(home, on)
    items, counts = told.matrix(home, day, actor(), list(kinds))
    if as_data:
        as_json(items, as_of=day, counts=counts)
        return
    lines: dict[str, tuple[list[str], list[str]]] = {}
    for item in items:
        held, open_ = lines.setdefault(item["abbreviation"] or item["unit"], ([], []))
        by = "" if item["by"] in ([], ["team"]) else f" ({', '.join(item['by'])})"
        (held if item["by"] else open_).append(f"{item['partner']}{'*' if item['coordinating'] else ''}{by}")
    table(
        ["department", "partners", "with", "not known for that day"],
        [(name, len(held), ", ".join(held), ", ".join(open_)) for name, (held, open_) in lines.items()],
        note=f"As of {day}: {counts['meetings']} meetings of {counts['departments']} departments and "
        f"{counts['partners']} partners; {counts['not_known']} not known and not counted. * coordinates",
    )


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--home", "slug", required=True)
@click.option("--on", default="", help=ON)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def overlap(first: str, second: str, slug: str, on: str, as_data: bool) -> None:
    """Which departments two teams share, and which only one of them has."""
    home = home_of(slug)
    day = day_of(home, on)
    seen = Partnership.objects.visible_to(actor()).filter(home=home)
    found = []
    for name in (first, second):
        row = seen.filter(slug=name).first()
        if row is None:
            raise click.ClickException(f"{slug} has no partner “{name}”; see “kizuna partners list --home {slug}”.")
        found.append(row)
    items, counts = told.overlap(home, day, actor(), found[0], found[1])
    if as_data:
        as_json(items, as_of=day, counts=counts)
        return
    words = {"both": "both", "first": f"only {first}", "second": f"only {second}", "not_known": "not known"}
    table(
        ["department", "on the team of"],
        [(item["abbreviation"] or item["unit"], words[item["on"]]) for item in items],
        note=f"As of {day}: {counts['both']} on both teams, {counts['first']} only with {first}, "
        f"{counts['second']} only with {second}, {counts['not_known']} not known.",
    )


@click.command()
@click.option("--home", "slug", required=True)
@click.option("--on", default="", help=ON)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def gaps(slug: str, on: str, as_data: bool) -> None:
    """Links without a place on the team, and places on a team without a link."""
    home = home_of(slug)
    day = day_of(home, on)
    items, counts = told.gaps(home, day, actor())
    if as_data:
        as_json(items, as_of=day, counts=counts)
        return
    table(
        ["department", "partner", "lacks"],
        [(item["abbreviation"] or item["unit"], item["partner"],
          "a place on the team" if item["lacks"] == "team" else "a link") for item in items],
        note=f"As of {day}: {counts['links_without_team']} links without team, "
        f"{counts['teams_without_link']} places on teams without a link.",
    )  # fmt: skip


@click.command()
@click.option("--home", "slug", required=True)
@click.option("--from", "before", default="", help="The first day.")
@click.option("--to", "after", default="", help="The second day; the home's usual day when left out.")
@click.option("--phases", nargs=2, help="Two phases by their numbers, instead of two days.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def compare(slug: str, before: str, after: str, phases: tuple[str, str] | None, as_data: bool) -> None:
    """What changed between two days, or between two phases, and what cannot be said."""
    home = home_of(slug)
    if bool(phases) == bool(before):
        raise click.UsageError("Give either --from and perhaps --to, or --phases with two numbers.")
    known = phasewise.phases_of(home, actor())
    some: list[Any] = []
    if phases:
        some = list(phasewise.chosen(known, *phases))
        days = [phasewise.day_of(phase, asof.read(home, "")) for phase in some]
    else:
        days = [day_of(home, before, "--from"), day_of(home, after, "--to")]
    made = Comparison(home, min(days), max(days), actor())
    items, counts = told.comparison(made, known)
    if as_data:
        answer = {"from": min(days).isoformat(), "as_of": max(days).isoformat(), "counts": counts, "items": items}
        answer |= {"phases": told.phases(home, some, actor())} if some else {}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    changed = [item for item in items if item["happened"] != "unknown"]
    table(
        ["what", "happened", "partner", "who or what", "before", "after"],
        [(item["what"], item["happened"], item["partner"] or "", item["name"] or "", _word(item["before"]),
          _word(item["after"])) for item in changed],
        note=f"From {min(days)} to {max(days)}: {counts['changes']} changes known; of {counts['not_known']} things it "
        "cannot be said, because one of the days is not known.",
    )  # fmt: skip
    for aspect in comparison.ASPECTS:
        if counts.get(f"{aspect}_unknown"):
            click.echo(f"  not known: {aspect} {counts[f'{aspect}_unknown']}")
    for one in told.phases(home, some, actor()) if some else []:
        number = one["counts"]
        click.echo(f"{one['name']} ({one['period']}): {number['joined']} departments joined, {number['outcomes']} "
                   f"outcomes, {number['plans']} plans")  # fmt: skip
        for row in one["joined"]:
            click.echo(f"  joined: {row['unit']} · {row['partner']}")


def _word(value: Any) -> str:
    return {None: "", True: "yes", False: "no"}.get(value, str(value)) if not isinstance(value, str) else value
