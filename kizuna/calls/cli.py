"""Commands of calls: list them, show one, rank its proposals, take the whole dossier home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from django.utils import timezone

from kizuna.calls import ranking
from kizuna.calls.models import Answer, BudgetLine, Call, Decision, Proposal, Review, TeamMember
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.core.values import Text


@click.group()
def calls() -> None:
    """Calls for proposals of two universities: proposals, ranking, dossier."""


def _found(slug: str, name: str) -> Call:
    home = home_of(slug)
    row: Call | None = Call.objects.visible_to(actor()).filter(home=home, slug=name).first()
    if row is None:
        raise click.BadParameter(f"{home.slug} has no call “{name}”.", param_hint="NAME")
    return row


def _told(row: Call) -> dict[str, Any]:
    return {"name": row.slug, "title": row.title.get("en").value, "kind": row.kind,
            "stage": str(row.stage_at(timezone.now()).value), "zone": row.zone,
            "opens_at": row.opens_at and row.opens_at.astimezone(row.tz).isoformat(),
            "closes_at": row.closes_at and row.closes_at.astimezone(row.tz).isoformat()}  # fmt: skip


@calls.command("list")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_calls(slug: str, as_data: bool) -> None:
    """List the calls of a home, the newest deadline first."""
    home = home_of(slug)
    items = [_told(row) for row in Call.objects.visible_to(actor()).filter(home=home)]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"calls": len(items)})
        return
    table(["name", "title", "kind", "closes", "state"],
          [(one["name"], one["title"], one["kind"], one["closes_at"] or "not dated", one["stage"]) for one in items],
          note=f"{len(items)} calls.")  # fmt: skip


@calls.command("show")
@click.argument("name")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def show(name: str, slug: str, as_data: bool) -> None:
    """Show one call, by its name in addresses, with its proposals as far as one may know of them."""
    row = _found(slug, name)
    proposals = list(Proposal.objects.visible_to(actor()).filter(call=row).select_related("strand"))
    items = [{"number": one.number, "title": one.title, "state": one.state,
              "strand": one.strand.name.get("en").value if one.strand else None} for one in proposals]  # fmt: skip
    if as_data:
        as_json([{**_told(row), "proposals": items}], as_of=timezone.localdate(), counts={"proposals": len(items)})
        return
    told = _told(row)
    click.echo(f"{told['title']} ({told['kind']}, {told['stage']}), until {told['closes_at'] or 'not dated'}")
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
    found = ranking.rank(row, Proposal.objects.visible_to(actor()), by or "")
    items = [{"rank": one.rank or None, "number": one.proposal.number, "title": one.proposal.title,
              "mean": round(one.mean, 2) if one.reviews else None, "home": one.home, "partner": one.partner,
              "normalised": one.normalised, "spread": round(one.spread, 2), "reviews": one.reviews,
              "below_threshold": one.below} for one in found]  # fmt: skip
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"proposals": len(items)})
        return
    table(["rank", "number", "title", "mean", "spread", "reviews"],
          [(one["rank"] or "–", one["number"], one["title"], one["mean"] if one["reviews"] else "–",
            one["spread"], one["reviews"]) for one in items],
          note=f"{len(items)} proposals, by {by or row.rank_by}.")  # fmt: skip


def _plain(rows: Sequence[Any], *names: str) -> list[dict[str, Any]]:
    return [{name: _value(getattr(row, name)) for name in names} for row in rows]


def _value(value: Any) -> Any:
    if isinstance(value, Text):
        return value.get("en").value
    return value if value is None or isinstance(value, str | int | float | bool | list) else str(value)


@calls.command("export")
@click.argument("name")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON; the dossier is printed so in any case.")
def export(name: str, slug: str, as_data: bool) -> None:  # noqa: ARG001 - a dossier has no other form
    """Print the whole dossier of a call: proposals with answers, teams and budgets, reviews and decisions."""
    row, user = _found(slug, name), actor()
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
    as_json([{**_told(row), "proposals": items}], as_of=timezone.localdate(), counts={"proposals": len(items)})
