"""Commands of the roof: take a list home; the demonstration: load it, reset it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from django.core.exceptions import PermissionDenied
from django.utils import translation

from kizuna.core import asof
from kizuna.core import export as files
from kizuna.core.terminal import actor, home_of, operating, table
from kizuna.desk import exports, lists
from kizuna.desk.demo import actions
from kizuna.desk.demo.load import load as load_all
from kizuna.desk.demo.load import operator


@click.group()
def demo() -> None:
    """The demonstration: three real portfolios and one fictional university."""


@demo.command()
def load() -> None:
    """Load what is missing of the demonstration; run twice, it makes nothing new."""
    operating()
    count = load_all(click.echo)
    click.echo(f"{count} records loaded." if count else "The demonstration is already here.")


@demo.command()
@click.confirmation_option(prompt="Everything in this demonstration is deleted and loaded afresh. Go on?")
def reset() -> None:
    """Empty the demonstration and load it afresh; refused when a real account has written."""
    operating()
    try:
        count = actions.reset(by=operator())
    except PermissionDenied as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{count} records loaded.")


@click.command()
@click.argument("name", default="")
@click.option("--home", "slug", required=True)
@click.option("--to", "place", type=click.Path(dir_okay=False, path_type=Path), help="A file ending in .csv or .xlsx.")
@click.option("--on", default="", help="A date, today, or stood (the day of the home's own page, the default).")
@click.option("--language", default="en", help="The language of names and headings.")
def export(name: str, slug: str, place: Path | None, on: str, language: str) -> None:
    """Write the list NAME of a home to a file; without a name, say which lists there are."""
    home = home_of(slug)
    if not name:
        table(["name", "list"], [(one, exports.label_of(one)) for one in exports.names()])
        return
    if name not in exports.names():
        raise click.ClickException(f"There is no list “{name}”; “kizuna export --home {slug}” names them all.")
    form = place.suffix.removeprefix(".").lower() if place else ""
    if place is None or form not in files.FORMATS:
        raise click.BadParameter("Name a file that ends in .csv or .xlsx.", param_hint="--to")
    with translation.override(language):
        sheet = exports.sheet(name, lists.Asked(home, actor(), asof.chosen(home, on).day, language))
        # The name appears only when the file is whole.
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as half:
            try:
                files.write(sheet, form, half.file)
            except BaseException as problem:
                Path(half.name).unlink()
                if isinstance(problem, files.TooLong):
                    raise click.ClickException("The list is too long for a workbook; take it as CSV.") from problem
                raise
    Path(half.name).replace(place)
    click.echo(f"{place}: {exports.label_of(name)} of {slug}.")
