"""The command that makes a home: the university that runs its partnerships here, with the organisation behind it."""

from __future__ import annotations

import click
from django.core.exceptions import ValidationError
from django.db import transaction

from kizuna.core.models import Home
from kizuna.core.terminal import actor, operating
from kizuna.core.values import CALENDARS, NotUnderstood, Text, fold
from kizuna.directory import actions
from kizuna.directory.models import HomeOrganisation, Organisation, OrganisationName
from kizuna.directory.models.organisation import NameKind


def _texts(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> Text:
    """Reads "en=Example University" and "ja=…" as one text in several languages."""
    found: dict[str, str] = {}
    for part in given:
        language, sign, words = part.partition("=")
        if not sign or not words.strip():
            raise click.BadParameter(f"write en=…, not “{part}”", param=option)
        found[language.strip()] = words
    try:
        return Text(found)
    except NotUnderstood as problem:
        raise click.BadParameter(str(problem.reason), param=option) from problem


@click.command("add")
@click.argument("slug")
@click.option("--name", callback=_texts, multiple=True, required=True, help="LANGUAGE=NAME, once for each language.")
@click.option("--short", callback=_texts, multiple=True, help="LANGUAGE=SHORT NAME, once for each language.")
@click.option("--currency", required=True, help="Three letters, such as JPY.")
@click.option("--calendar", type=click.Choice(sorted(CALENDARS)), required=True, help="When its academic year begins.")
@click.option("--country", default="", help="Two letters, such as JP.")
@click.option("--organisation", default="", help="The organisation behind it, where it is in the directory already.")
def add_home(slug: str, name: Text, short: Text, currency: str, calendar: str, country: str, organisation: str) -> None:
    """Make the home SLUG; its languages are those of its name."""
    operating()
    home = Home(slug=slug, name=name, short=short, languages=list(name.languages), currency=currency.upper(),
                calendar=calendar, order=Home.objects.count() + 1)  # fmt: skip
    try:
        with transaction.atomic():
            home.full_clean()
            home.save()
            behind = _behind(organisation, home, country)
            actions.revise(HomeOrganisation(home=home, organisation=behind, visibility="public"), by=actor())
    except ValidationError as problem:
        told = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
        raise click.ClickException(
            " ".join(f"{field}: {' '.join(words)}" for field, words in told.items())
        ) from problem
    click.echo(f"{slug}: {home.name}. Next: kizuna accounts add EMAIL --home {slug} --role office")


def _behind(slug: str, home: Home, country: str) -> Organisation:
    """The organisation of that name in the directory; without a name, a new one called like the home."""
    by = actor()
    if slug:
        found: Organisation | None = Organisation.objects.visible_to(by).filter(slug=slug).first()
        if found is None:
            raise click.ClickException(f"There is no organisation “{slug}”; look with “kizuna directory find”.")
        return found
    known = Organisation.objects.visible_to(by).filter(names__key__in=[fold(told.value) for told in home.name]).first()
    if known is not None:
        raise click.ClickException(
            f"The directory has {known} already: say --organisation {known.slug}, or give the home another name."
        )
    made = Organisation(slug=home.slug, name=home.name, country=country, country_basis="stated" if country else "",
                        visibility="public")  # fmt: skip
    actions.revise(made, by=by)
    for told in home.name:
        kind = NameKind.OFFICIAL if told.language == home.languages[0] else NameKind.LABEL
        row = OrganisationName(organisation=made, value=told.value, language=told.language, kind=kind)
        row.visibility = "public"
        actions.revise(row, by=by)
    return made
