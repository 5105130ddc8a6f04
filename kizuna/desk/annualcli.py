"""The command that tells a year of a home: the published report, or a draft from the records, on paper or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from django.utils import translation

from kizuna.core.models import Home
from kizuna.core.terminal import Commands, home_of, put_down
from kizuna.core.values import years
from kizuna.desk.publish import annual
from kizuna.publishing import paper, writing
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import SITE, plain, tell


@click.group(cls=Commands)
def report() -> None:
    """Reports that a home publishes."""


def _home(slug: str) -> Home:
    """The home that is named; without a name the only one there is."""
    if slug:
        return home_of(slug)
    homes = list(Home.objects.all()[:2])
    if len(homes) != 1:
        raise click.BadParameter("There are several homes here; name one.", param_hint="--home")
    return home_of(homes[0].slug)


@report.command("annual")
@click.option("--year", required=True, help="The year in which the home's year begins, such as 2025.")
@click.option("--home", "slug", default="", help="Needed where there are several homes.")
@click.option("--language", type=click.Choice(SITE), default=None, help="Else the first in which the home publishes.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a .pdf file.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def annual_report(year: str, slug: str, language: str | None, output: Path | None, as_data: bool) -> None:
    """Tell the report of a year: the published one, else a draft from the records, which says so on each page."""
    if output is not None and output.suffix.lower() != ".pdf":
        raise click.BadParameter(f"“{output.name}” does not end in .pdf.", param_hint="--output")
    home = _home(slug)
    code = language or next((one for one in home.languages if one in SITE), SITE[0])
    if annual.year_of(home, year) is None:
        raise click.BadParameter(f"“{year}” is no year; write four digits, such as 2025.", param_hint="--year")
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.REPORT, page__slug=year, language=code)
    edition = rows.select_related("home", "page").first()
    told = edition.told if edition is not None else _drafted(home, year, code)
    if output is not None:
        content = paper.of_edition(edition) if edition is not None else paper.of_draft(home, told, code)
        put_down(content, output)
        click.echo(f"{plain(told['title'])} ({_state(edition)}): {output}", err=as_data)
    if as_data:
        data = {"published": edition is not None, "language": code, **told}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif output is None:
        _print(told, edition)


def _drafted(home: Home, year: str, code: str) -> dict[str, Any]:
    with translation.override(code), years.written_as(home.years):
        made = annual.make(home, year)
        if made is None:
            raise click.ClickException(f"Nothing is on record of {year} that is published.")
        return writing.drafted(tell(made.tree, code))


def _state(edition: Edition | None) -> str:
    return f"edition {edition.number}" if edition is not None else "draft"


def _print(told: dict[str, Any], edition: Edition | None) -> None:
    click.echo(f"{plain(told['title'])} ({_state(edition)})\n{plain(told['date'])}")
    for block in told["blocks"]:
        if block["kind"] == "heading":
            click.echo(f"\n{block['text']}")
        else:
            parts = (plain(block.get("when")), plain(block.get("value")), block["text"])
            click.echo("  " + "  ".join(part for part in parts if part))
