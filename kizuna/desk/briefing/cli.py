"""The command that writes a briefing to a file, or tells it as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from kizuna.core.terminal import Commands, actor, home_of, put_down, table
from kizuna.desk.briefing import catalogue, files, filling, shapes
from kizuna.desk.briefing.book import Book, Drawn
from kizuna.desk.briefing.html import page
from kizuna.partners.tiecli import day_of

FORMS = ("pdf", "docx", "html")


@click.group(cls=Commands)
def briefing() -> None:
    """Briefings of a partner, a country, a visit or a person; as PDF, Word, page or JSON."""


def _command(kind: str, about: str) -> None:
    """Adds the command of one kind of briefing."""

    @briefing.command(kind, help=about)
    @click.argument("name")
    @click.option("--home", "home_slug", required=True)
    @click.option("--lang", type=click.Choice(["en", "ja"]), default="en", show_default=True)
    @click.option("--shared", is_flag=True, help="Without what is kept for the office or sealed.")
    @click.option("--on", default="", help="The day it speaks of: an ISO date, today or stood.")
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a .pdf, .docx or .html file.")
    @click.option("--template", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                  help="A Word template of your own, filled into the .docx.")  # fmt: skip
    @click.option("--json", "as_data", is_flag=True, help="Print JSON.")
    def tell(
        name: str,
        home_slug: str,
        lang: str,
        shared: bool,
        on: str,
        out: Path | None,
        template: Path | None,
        as_data: bool,
    ) -> None:
        form = out.suffix.removeprefix(".").lower() if out else ""
        if out and form not in FORMS:
            raise click.BadParameter(f"“{out.name}” ends in none of: .pdf, .docx, .html.", param_hint="--out")
        if template and form != "docx":
            raise click.BadParameter("A template is filled into a .docx; name one with --out.", param_hint="--template")
        home = home_of(home_slug)
        with translation.override(lang):
            made = catalogue.make(kind, name, home, actor(), day_of(home, on), shared=shared)
            if out:
                _write(made, form, out, template)
            elif as_data:
                click.echo(json.dumps(shapes.as_json(made), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
            else:
                _tell(made)


def _write(made: Book, form: str, out: Path, template: Path | None) -> None:
    """Makes the whole file first, so that a failure leaves none behind."""
    if template is not None:
        content = filling.fill(template.read_bytes(), made, timezone.localtime())
    else:
        content = page(made).encode() if form == "html" else files.content(made, form, timezone.localtime())
    put_down(content, out)
    click.echo(f"{made.heading} ({made.version}, {made.on}): {out}")


def _tell(made: Book) -> None:
    click.echo(f"{made.heading}\n{made.version} · {made.on}\n")
    for tile in made.tiles:
        click.echo(f"  {tile.big}  {tile.text}{f' ({tile.small})' if tile.small else ''}")
    for part in made.parts:
        if isinstance(part, Drawn):
            continue
        click.echo(f"\n{part.title}")
        rows = [[f"{cell.shown}{f' ({cell.small})' if cell.small else ''}" for cell in row] for row in part.rows]
        table([head.label for head in part.heads] or [""], rows)


_command("partner", "The briefing of a partner, by its name or the one in addresses.")
_command("country", "The briefing of a country, by its name or its code of two letters.")
_command("visit", "The briefing of a visit, by its title or the name in addresses.")
_command("person", "The briefing of a person, by name or the one in addresses.")
