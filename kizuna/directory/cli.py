"""Commands of the directory: find an organisation by any name, list a home's units."""

from __future__ import annotations

from typing import Any

import click
from django.db import transaction
from django.utils import timezone

from kizuna.core.models import Membership, Role
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.core.wording import called
from kizuna.directory import actions, api, doubles, similar
from kizuna.directory.models import Charge, Organisation, Person, Unit


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
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def units(slug: str, as_data: bool) -> None:
    """List the units of a home's organisation, in the order of its table."""
    home = home_of(slug)
    items = api.units_of(home, actor())
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts=api.units_counted(items))
    else:
        rows_told = [(i["abbreviation"] or "", i["name"], i["kind"], "yes" if i["in_table"] else "") for i in items]
        table(["abbreviation", "name", "kind", "in the table"], rows_told)


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
