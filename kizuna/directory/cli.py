"""Commands of the directory: find an organisation by any name, list a home's units."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from kizuna.core import asof
from kizuna.core.erasing import named
from kizuna.core.models import Home, Membership, Role
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.core.wording import called
from kizuna.directory import actions, api, doubles, erasing, similar
from kizuna.directory.models import Charge, Organisation, Person, Post, Unit


@click.group()
def directory() -> None:
    """Organisations, their names and units."""


@directory.command()
@click.argument("text")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def find(text: str, as_data: bool) -> None:
    """Find organisations by any name, abbreviation or script."""
    items = api.organisations_called(text, actor())
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"organisations": len(items)})
    elif not items:
        raise click.ClickException(f"Nothing is called “{text}”.")
    else:
        table(["slug", "name", "country", "also"], [_line(item) for item in items])


def _line(item: dict[str, Any]) -> tuple[str, str, str, str]:
    others = dict.fromkeys(name["value"] for name in item["names"] if name["value"] != item["name"])
    return item["slug"], item["name"], item["country"] or "not known", " · ".join(others)


@directory.command()
@click.option("--home", "slug", required=True)
@click.option("--on", default="", help="A date, today, or stood: whether each unit existed on that day.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def units(slug: str, on: str, as_data: bool) -> None:
    """List the units of a home's organisation, in the order of its table."""
    home = home_of(slug)
    day = _day(home, on)
    items = api.units_of(home, actor(), day)
    if as_data:
        as_json(items, as_of=day or timezone.localdate(), counts=api.units_counted(items))
        return
    headings = ["abbreviation", "name", "kind", "in the table", *(["on the day"] if day else [])]
    rows = [(i["abbreviation"] or "", i["name"], i["kind"], "yes" if i["in_table"] else "") for i in items]
    table(headings, [(*row, item["on_the_day"]) if day else row for row, item in zip(rows, items, strict=True)])


def _day(home: Home, on: str) -> date | None:
    """The day asked for, if any."""
    try:
        return asof.read(home, on) if on else None
    except ValidationError as problem:
        raise click.BadParameter(" ".join(problem.messages), param_hint="--on") from problem


@directory.command()
@click.option("--home", "slug", required=True)
@click.option("--on", default="", help="A date, today, or stood: whether each post was held on that day.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def people(slug: str, on: str, as_data: bool) -> None:
    """List the people of a home with the posts they hold or held."""
    home = home_of(slug)
    day = _day(home, on) or asof.read(home, "")
    rows = Person.objects.visible_to(actor()).canonical().filter(home=home)
    posts = Post.objects.visible_to(actor()).select_related("organisation", "unit")
    said = {True: "yes", False: "no", None: "unknown"}
    items = [
        {
            "slug": row.slug,
            "name": str(row),
            "posts": [{"title": str(post), "on_the_day": said[post.held_on(day)]} for post in row.posts.all()],
        }
        for row in rows.prefetch_related(Prefetch("posts", posts))
    ]
    if as_data:
        as_json(items, as_of=day, counts={"people": len(items)})
        return
    table(
        ["person", "post", "on the day"],
        [
            (item["name"] if number == 0 else "", post["title"], post["on_the_day"])
            for item in items
            for number, post in enumerate(item["posts"] or [{"title": "–", "on_the_day": ""}])
        ],
        note=f"As of {day}.",
    )


@click.command("charge")
@click.argument("email")
@click.option("--home", "slug", required=True)
@click.option(
    "--unit", "units_named", multiple=True, required=True, help="The name of a unit in addresses; may be repeated."
)
def charge(email: str, slug: str, units_named: tuple[str, ...]) -> None:
    """Give units of a home into the charge of the coordinator EMAIL."""
    home = home_of(slug)
    member = Membership.objects.filter(account__email=email.lower(), home=home, role=Role.COORDINATOR).first()
    if member is None:
        raise click.ClickException(f"{email} is no coordinator of {slug}; see “kizuna accounts add --help”.")
    by = actor()
    own = Unit.objects.visible_to(by).filter(organisation__home_of__home=home)
    with transaction.atomic():
        for name in units_named:
            unit = own.filter(slug=name).first()
            if unit is None:
                raise click.ClickException(f"{slug} has no unit “{name}”; see “kizuna directory units --home {slug}”.")
            if not Charge.objects.visible_to(by).filter(membership=member, unit=unit).exists():
                row = Charge(home=home, membership=member, unit=unit, visibility="staff")
                actions.revise(row, by=by, verb="charged")
    click.echo(f"{member.account.email} answers for {', '.join(units_named)}.")


KIND = click.Choice(tuple(doubles.KINDS))


def _named(kind: str, slug: str, home: str) -> Any:
    """The record of that name in addresses; a unit's is ORGANISATION/UNIT, a person's is of a home."""
    models: dict[str, Any] = {"organisation": Organisation, "unit": Unit, "person": Person}
    rows = models[kind].objects.visible_to(actor())
    if kind == "unit":
        organisation, _stroke, slug = slug.partition("/")
        rows = rows.filter(organisation__slug=organisation)
    elif kind == "person":
        if not home:
            raise click.ClickException("A person is of a home: name it with --home.")
        rows = rows.filter(home=home_of(home))
    found = rows.filter(slug=slug).first()
    if found is None:
        raise click.ClickException(f"There is no {kind} “{slug}” that you may see.")
    return found


@directory.command("similar")
@click.argument("name")
@click.option("--kind", type=KIND, default="organisation", show_default=True)
@click.option("--home", default="", help="The home of a person.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def similar_ones(name: str, kind: str, home: str, as_data: bool) -> None:
    """List what may be the same as the record of this NAME in addresses, with the reasons."""
    found = similar.like(_named(kind, name, home), actor())
    items = [
        {"slug": one.record.slug, "name": called(one.record), "score": round(one.score, 2), "reasons": one.reasons,
         "doubts": one.doubts}
        for one in found
    ]  # fmt: skip
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"similar": len(items)})
    elif items:
        table(["slug", "name", "why", "doubts"],
              [(i["slug"], i["name"], " · ".join(i["reasons"]), " · ".join(i["doubts"])) for i in items])  # fmt: skip
    else:
        click.echo("Nothing on record is like it.")


@directory.command()
@click.argument("name")
@click.argument("into")
@click.option("--kind", type=KIND, default="organisation", show_default=True)
@click.option("--home", default="", help="The home of a person.")
def merge(name: str, into: str, kind: str, home: str) -> None:
    """Merge the record of this NAME INTO another, which stays."""
    record, stays = _named(kind, name, home), _named(kind, into, home)
    actions.merge(record, stays, by=actor())
    click.echo(f"{called(record)} is merged into {called(stays)}.")


@directory.command()
@click.argument("name")
@click.option("--kind", type=KIND, default="organisation", show_default=True)
@click.option("--home", default="", help="The home of a person.")
def split(name: str, kind: str, home: str) -> None:
    """Separate the record of this NAME from the one that it was merged into."""
    record = _named(kind, name, home)
    actions.split(record, by=actor())
    click.echo(f"{called(record)} stands for itself again.")


@directory.command("erase")
@click.argument("slug")
@click.option("--home", required=True)
@click.option("--also", multiple=True, help="Look for this unsure name in texts too; may be said several times.")
@click.option("--yes", is_flag=True, help="Erase; without it, only say what would be erased.")
def erase_person(slug: str, home: str, also: tuple[str, ...], yes: bool) -> None:
    """Erase the data of a person for good: names, history, citations, texts and text files."""
    person = _named("person", slug, home)
    found = erasing.outlook(person, also)
    rows = [(label, count) for label, count in found.trace.records.items()]
    rows += [("changes of the history", found.trace.changes), ("text files", len(found.trace.files))]
    table(["where the name stands", "rows"], [row for row in rows if row[1]])
    for other in found.namesakes:
        click.echo(f"{called(other)} ({other.slug}) bears the same name and is not touched.")
    for name in found.unsure:
        what = "is looked for too" if name in also else "its texts are left, unless you say it with --also"
        click.echo(f"“{name}” may mean something or somebody else; {what}.")
    for label, count in found.trace.shared.items():
        click.echo(f"{count} {label} of the whole installation bear the name; a registrar edits those.")
    names, others = named(found.trace.unread, actor())
    for name in [*names, *(["(not for you to see)"] * others)]:
        click.echo(f"The file “{name}” is no plain text; nobody has looked into it.")
    if not yes:
        click.echo("Nothing is erased yet; with --yes it is, and it cannot be undone.")
        return
    done = actions.erase(person, also=also, by=actor())
    click.echo(f"Erased: the name is gone from {done.total + 1} places. Older backups still hold it.")
