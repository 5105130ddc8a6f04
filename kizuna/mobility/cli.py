"""Commands of mobility: flows and balances, of all partners or of one."""

from __future__ import annotations

from typing import Any

import click
from django.utils import timezone

from kizuna.core.models import Account, Home
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.mobility import balance, told
from kizuna.mobility.asking import Asked, asked
from kizuna.mobility.models import Category
from kizuna.partners.models import Partnership


@click.group()
def mobility() -> None:
    """People moving: flows, stays and the balance."""


def narrowed(command: Any) -> Any:
    """The options by which a stretch of time is chosen."""
    for option in (
        click.option("--json", "as_data", is_flag=True, help="Print JSON."),
        click.option("--phase", default="", help="Only the years that begin in this phase, by its number."),
        click.option("--until", default="", help="A year or a day, such as AY2019 or 2020-03-31."),
        click.option("--since", default="", help="A year or a day, such as AY2019 or 2019-04-01."),
        click.option("--partner", "slug", default="", help="Only this partner."),
        click.option("--home", "home_slug", required=True),
    ):
        command = option(command)
    return command


def _partner(home: Home, user: Account, slug: str) -> Partnership | None:
    if not slug:
        return None
    found: Partnership | None = Partnership.objects.visible_to(user).filter(home=home, slug=slug).first()
    if found is None:
        raise click.ClickException(
            f"{home.slug} has no partner “{slug}”; see “kizuna partners list --home {home.slug} --talks”."
        )
    return found


def _asked(home: Home, user: Account, since: str, until: str, phase: str, who: str = "") -> Asked:
    return asked(home, user, {"since": since, "until": until, "phase": phase, "who": who})


@mobility.command()
@click.option("--who", default="", type=click.Choice(["", *Category.values]), help="Only these people.")
@narrowed
def flows(home_slug: str, slug: str, since: str, until: str, phase: str, as_data: bool, who: str) -> None:
    """Count people each way, year by year: as stated, and from single stays."""
    home, user, today = home_of(home_slug), actor(), timezone.localdate()
    given = _asked(home, user, since, until, phase, who)
    items, counts, found = told.flows(home, user, today, given, _partner(home, user, slug))
    if as_data:
        as_json(items, as_of=today, counts=counts)
        return

    def said(one: dict[str, Any] | None) -> str:
        return "–" if one is None else one["words"] + (f" ({one['reason']})" if one["reason"] else "")

    table(
        ["year", "out, stated", "out, stays", "in, stated", "in, stays", "both or not stated"],
        [
            (
                item["period"]["label"] if item["period"] else "not known",
                said(item["stated"]["out"]), item["counted"]["out"] or "–",
                said(item["stated"]["in"]), item["counted"]["in"] or "–",
                "; ".join(said(item["stated"][way]) for way in ("both", "not-stated") if item["stated"][way]) or "–",
            )
            for item in items
        ],
        note=f"As of {today}. What is stated and what is counted from stays stand beside each other.",
    )  # fmt: skip
    for flow in found.others:
        click.echo(f"Of no single year: {flow}")


@mobility.command("balance")
@narrowed
def show_balance(home_slug: str, slug: str, since: str, until: str, phase: str, as_data: bool) -> None:
    """Say who owes whom how many student-semesters, with the arithmetic."""
    home, user, today = home_of(home_slug), actor(), timezone.localdate()
    given = _asked(home, user, since, until, phase)
    partner = _partner(home, user, slug)
    if partner is None:
        items = told.balances(home, user, today, given)
        if as_data:
            as_json(items, as_of=today, counts={"partners": len(items)})
            return
        table(
            ["partner", "out", "in", "balance"],
            [(item["partner"], item["out"], item["in"], item["words"]) for item in items],
            note=f"As of {today}, in student-semesters.",
        )
        return
    made = balance.of_partner(home, partner, user, today, given.span)
    item = told.one_balance(made, partner)
    if as_data:
        as_json([item], as_of=today, counts={"lines": len(item["lines"])})
        return
    table(
        ["year", "direction", "people", "weight", "times", "student-semesters"],
        [
            (
                line["period"]["label"] if line["period"] else "not known", line["direction"],
                "–" if line["people"] is None else line["people"], line["weight"] or "–", line["times"] or "–",
                line["semesters"] or f"not counted: {line['not_counted_because']}",
            )
            for line in item["lines"]
        ],
        note=f"Out {item['out']}, in {item['in']}. {item['words']}",
    )  # fmt: skip
