"""Commands of activities: list them, list series, say what is next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone

from kizuna.activities import api, listing, turns
from kizuna.core import asof
from kizuna.core.models import Home
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.partners.models import Partnership, Phase

MOST = 2000
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def activities() -> None:
    """Activities and series: what was done, what is next."""


def _partner(home: Home, slug: str) -> str:
    rows = Partnership.objects.visible_to(actor()).filter(home=home)
    if slug and not rows.filter(slug=slug).exists():
        raise click.BadParameter(f"{home.slug} has no partner “{slug}”.", param_hint="--partner")
    return slug


def _phase(home: Home, asked: int | None) -> str:
    if asked is None:
        return ""
    known = list(Phase.objects.visible_to(actor()).filter(home=home).values_list("order", flat=True))
    if asked not in known:
        told = ", ".join(str(one) for one in known) or "it has none"
        raise click.BadParameter(f"{asked} is no phase of {home.slug}: {told}.", param_hint="--phase")
    return str(asked)


def _day(home: Home, on: str) -> date:
    try:
        return asof.read(home, on)
    except Exception as problem:
        raise click.BadParameter(str(getattr(problem, "messages", [problem])[0]), param_hint="--on") from problem


def _told(value: Any) -> str:
    return (value.display("en") if value else value.stated) or "not stated"


@activities.command("list")
@click.option("--home", "slug", required=True)
@click.option("--since", type=DAY, help="Not before this day.")
@click.option("--until", type=DAY, help="Not after this day.")
@click.option("--phase", type=int, help="Only what belongs to this phase, by its number.")
@click.option("--partner", default="", help="Only this partner, by its name in addresses.")
@click.option("--kind", default="", help="Only this kind, such as symposium.")
@click.option("--format", "held", default="", help="in_person, online, hybrid, streamed or not-stated.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_activities(
    slug: str, since: datetime | None, until: datetime | None, phase: int | None, partner: str, kind: str, held: str,
    as_data: bool,
) -> None:  # fmt: skip
    """List the activities of a home, newest first."""
    home = home_of(slug)
    asked = listing.Narrowed.of({
        "partner": _partner(home, partner), "kind": kind, "format": held, "phase": _phase(home, phase),
        "since": since.date() if since else None, "until": until.date() if until else None,
    })  # fmt: skip
    found = listing.rows(home, actor(), asked)
    count = found.order_by().count()
    rows = list(listing.with_all(found, actor())[:MOST])
    items = [api.activity(row) for row in rows]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"activities": count})
        return
    table(
        ["when", "title", "kind", "partner", "format", "hosted", "state"],
        [
            (_told(row.begins), item["title"], row.get_kind_display(), item["partner"] or "–",
             ", ".join(row.formats) or "not stated", row.get_host_side_display(), row.get_state_display())
            for row, item in zip(rows, items, strict=True)
        ],
        note=f"{count} activities." if count <= MOST else f"{count} activities; the newest {MOST} are shown.",
    )  # fmt: skip


def _series(slug: str, partner: str, on: str) -> tuple[list[turns.Told], date]:
    home = home_of(slug)
    day = _day(home, on)
    rows = turns.rows_of(home, actor())
    if partner:
        rows = rows.filter(partnership__slug=_partner(home, partner))
    return turns.of_series(rows, actor(), day), day


@activities.command("series")
@click.option("--home", "slug", required=True)
@click.option("--partner", default="", help="Only this partner, by its name in addresses.")
@click.option("--on", default="", help="A date, today, or stood (the day of the home's own page, the default).")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_series(slug: str, partner: str, on: str, as_data: bool) -> None:
    """List the series of a home, with their editions and what is missing."""
    found, day = _series(slug, partner, on)
    if as_data:
        as_json([api.series(one) for one in found], as_of=day, counts={"series": len(found)})
        return
    table(
        ["series", "name", "partner", "how often", "who hosts", "editions", "last", "missing"],
        [
            (one.series.slug, one.series.title.get("en").value,
             one.series.partnership.slug if one.series.partnership else "–", one.series.get_rhythm_display(),
             one.series.get_host_pattern_display(), len(one.editions), _told(one.last.begins) if one.last else "–",
             ", ".join(str(lost.year or f"no. {lost.number}") for lost in one.missing) or "–")
            for one in found
        ],
        note=f"As of {day}: {len(found)} series.",
    )  # fmt: skip


@activities.command("next")
@click.option("--home", "slug", required=True)
@click.option("--partner", default="", help="Only this partner, by its name in addresses.")
@click.option("--on", default="", help="A date, today, or stood (the day of the home's own page, the default).")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def next_editions(slug: str, partner: str, on: str, as_data: bool) -> None:
    """Say of each series whose turn it is and when the next edition is due, and why."""
    found, day = _series(slug, partner, on)
    if as_data:
        items = [{"slug": one.series.slug, **api.series(one)["next"]} for one in found]
        as_json(items, as_of=day, counts={"series": len(found)})
        return
    table(
        ["series", "whose turn", "due", "why"],
        [
            (one.series.slug, turns.Side(one.turn.side).label if one.turn.side else "cannot be said",
             (_told(one.due.when) + (", late" if one.due.late else "")) if one.due.when else "cannot be said",
             f"{one.turn.reason} {one.due.reason}")
            for one in found
        ],
        note=f"As of {day}.",
    )  # fmt: skip
