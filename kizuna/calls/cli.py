"""Commands of calls: list them, show one, rank its proposals, take the whole dossier home."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from kizuna.calls import dossier, telling
from kizuna.calls.models import Answer, BudgetLine, Call, Decision, Proposal, Review, Stage, TeamMember
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.core.values import Text

MOST = 2000


@click.group()
def calls() -> None:
    """Calls for proposals of two universities: proposals, ranking, dossier."""


def _found(slug: str, name: str) -> Call:
    home = home_of(slug)
    row: Call | None = telling.rows(home, actor()).filter(slug=name).first()
    if row is None:
        raise click.BadParameter(f"{home.slug} has no call “{name}”.", param_hint="NAME")
    return row


@calls.command("list")
@click.option("--home", "slug", required=True)
@click.option("--state", type=click.Choice(Stage.values), help="Only those that stand so.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_calls(slug: str, state: str | None, as_data: bool) -> None:
    """List the calls of a home, the newest deadline first."""
    rows = list(telling.rows(home_of(slug), actor())[:MOST])
    items = [one for one in telling.listed(rows, actor(), timezone.now()) if state in (None, one["stage"])]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"calls": len(items)})
        return
    table(["name", "title", "kind", "partner", "closes", "state"],
          [(one["slug"], one["title"], one["kind"], one["partner"] or "–", one["closes_at"] or "not dated",
            one["stage"]) for one in items],
          note=f"{len(items)} calls.")  # fmt: skip


@calls.command("show")
@click.argument("name")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def show(name: str, slug: str, as_data: bool) -> None:
    """Show one call, by its name in addresses, with its proposals as far as one may know of them."""
    told = telling.whole(_found(slug, name), actor(), timezone.now())
    items = told["proposals"]
    if as_data:
        as_json([told], as_of=timezone.localdate(), counts={"proposals": len(items)})
        return
    click.echo(f"{told['title']} ({told['kind']}, {told['stage']}), until {told['closes_at'] or 'not dated'}")
    for one in told["sides"]:
        click.echo(f"{one['side']}: {one['budget'] or 'budget not stated'} {one['currency']}")
    table(["number", "title", "strand", "state"],
          [(one["number"] or "–", one["title"], one["strand"] or "–", one["state"]) for one in items],
          note=f"{len(items)} proposals.")  # fmt: skip


@calls.command("rank")
@click.argument("name")
@click.option("--home", "slug", required=True)
@click.option("--by", type=click.Choice(Call.RankBy.values), default=None, help="By whose scores.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def rank(name: str, slug: str, by: str | None, as_data: bool) -> None:
    """Rank the proposals of a call by all scores or by one side's."""
    row = _found(slug, name)
    items = telling.ranked(row, actor(), by or "")
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"proposals": len(items)})
        return
    table(["rank", "number", "title", "mean", "spread", "reviews", "decision"],
          [(one["rank"] or "–", one["number"], one["title"], "–" if one["mean"] is None else one["mean"],
            "–" if one["spread"] is None else one["spread"], one["reviews"], one["outcome"] or "–") for one in items],
          note=f"{len(items)} proposals, by {by or row.rank_by}.")  # fmt: skip
    for one in telling.left(row, actor()) or ():
        click.echo(f"{one['side']}: {one['spent']} {one['currency']} given, {one['left'] or 'not stated what is'} left")


def _plain(rows: Sequence[Any], *names: str) -> list[dict[str, Any]]:
    return [{name: _value(getattr(row, name)) for name in names} for row in rows]


def _value(value: Any) -> Any:
    if isinstance(value, Text):
        return value.get("en").value
    return value if value is None or isinstance(value, str | int | float | bool | list) else str(value)


@calls.command("export")
@click.argument("name")
@click.option("--home", "slug", required=True)
@click.option("--output", "to", type=click.Path(dir_okay=False, writable=True), help="Write the dossier as a ZIP here.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON; without --output the dossier is printed so.")
def export(name: str, slug: str, to: str | None, as_data: bool) -> None:  # noqa: ARG001 - there is no other form
    """Print the whole dossier of a call as JSON, or write it as a ZIP with tables, files and a page to read."""
    row, user = _found(slug, name), actor()
    if to is not None:
        with Path(to).open("wb") as out:
            dossier.build(row, Proposal.objects.visible_to(user), out)
        click.echo(f"{to} written.")
        return
    items = []
    for one in Proposal.objects.visible_to(user).filter(call=row):
        own = {"proposal": one}
        reviews = Review.objects.visible_to(user).filter(**own).prefetch_related("scores__criterion")
        items.append({
            **_plain([one], "number", "title", "themes", "state", "submitted_at", "defects")[0],
            "answers": [{"question": _value(a.question.name), "text": a.text}
                        for a in Answer.objects.visible_to(user).filter(**own).select_related("question")],
            "team": _plain(list(TeamMember.objects.visible_to(user).filter(**own)), "side", "role", "name", "email",
                           "discipline", "career", "employed_until"),
            "budget": _plain(list(BudgetLine.objects.visible_to(user).filter(**own)), "side", "text", "amount",
                             "currency"),
            "reviews": [{"side": r.seat.side, "text": r.text, "summary": r.summary,
                         "scores": {str(s.criterion): str(s.value) for s in r.scores.all()}}
                        for r in reviews.select_related("seat")],
            "decision": _plain(list(Decision.objects.visible_to(user).filter(**own)), "outcome", "home_amount",
                               "partner_amount", "reason"),
        })  # fmt: skip
    as_json(
        [{**telling.listed([row], user, timezone.now())[0], "proposals": items}],
        as_of=timezone.localdate(),
        counts={"proposals": len(items)},
    )
