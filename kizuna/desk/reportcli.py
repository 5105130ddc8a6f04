"""The commands that tell reports: which there are, and one of them as tables, JSON or a file."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from kizuna.core import export
from kizuna.core.terminal import Commands, actor, home_of, put_down, table
from kizuna.core.typeset import pdf
from kizuna.desk.reports import catalogue, shapes
from kizuna.desk.reports.catalogue import REPORTS
from kizuna.desk.reports.paper import Part, Report
from kizuna.partners.tiecli import day_of

FORMS = ("pdf", *export.FORMATS)


@click.group(cls=Commands)
def reports() -> None:
    """Reports of a year, an academic year, a phase or any time; as tables, JSON, PDF or spreadsheet."""


@reports.command("list")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_reports(as_data: bool) -> None:
    """List the reports there are."""
    if as_data:
        found = [{"name": name, "title": str(kind.title), "about": str(kind.about)} for name, kind in REPORTS.items()]
        click.echo(json.dumps({"counts": {"items": len(found)}, "items": found}, ensure_ascii=False, indent=2))
        return
    table(["name", "what it tells"], [(name, kind.about) for name, kind in REPORTS.items()])


@reports.command()
@click.argument("name", type=click.Choice(list(REPORTS)))
@click.option("--home", "home_slug", required=True)
@click.option("--year", default="", help="A calendar year, such as 2019.")
@click.option("--academic-year", default="", help="An academic year of the home's calendar, such as AY2019.")
@click.option("--phase", default="", help="The number of a phase.")
@click.option("--since", default="", help="From this day on.")
@click.option("--until", default="", help="Until this day.")
@click.option("--partner", default="", help="Only this partner, by its name in addresses.")
@click.option("--by", type=click.Choice(["year", "academic-year"]), default="year", help="The years of “formats”.")
@click.option("--language", type=click.Choice(["en", "ja"]), default="en", show_default=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Write a .pdf, .xlsx or .csv file.")
def show(name: str, home_slug: str, language: str, as_data: bool, to: Path | None, **asked: str) -> None:
    """Tell one report; without a time, the newest year or phase with something in it."""
    form = to.suffix.removeprefix(".").lower() if to else ""
    if to and form not in FORMS:
        raise click.BadParameter(f"“{to.name}” ends in none of: .pdf, .xlsx, .csv.", param_hint="--to")
    home = home_of(home_slug)
    with translation.override(language):
        whole = {} if form == "pdf" else {"most": None}
        made = catalogue.make(name, home, actor(), day_of(home, ""), asked, **whole)
        if to:
            _write(made, form, to)
        elif as_data:
            click.echo(json.dumps(shapes.as_json(made), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        else:
            _tell(made)


def _write(made: Report, form: str, to: Path) -> None:
    """Makes the whole file first, so that a failure leaves none behind."""
    out = BytesIO()
    if form == "pdf":
        now = timezone.localtime()
        out.write(pdf("paper", shapes.as_paper(made, now), made_at=now))
    else:
        export.write(shapes.as_workbook(made) if form == "xlsx" else shapes.as_table(made), form, out)
    put_down(out.getvalue(), to)
    click.echo(f"{made.heading}, {made.asked.period.label}: {to}")


def _tell(made: Report) -> None:
    click.echo(f"{made.heading}\n{made.asked.period.label}\n")
    for big, label in made.facts:
        click.echo(f"  {big} {label}")
    for part in made.parts:
        _part(part)
        for one in part.parts:
            _part(one)


def _part(part: Part) -> None:
    if part.kind in ("chart", "group"):
        if part.kind == "group":
            click.echo(f"\n{part.title}")
        return
    click.echo(f"\n{part.title}" + (f"  ({part.note})" if part.note else ""))

    def cells(row: list[Any]) -> list[str]:
        return [f"{cell.shown}{f' ({cell.small})' if cell.small else ''}" for cell in row]

    rows = [*part.rows, *([part.foot] if part.foot else [])]
    table([head.label for head in part.heads] or [""], [cells(row) for row in rows])
