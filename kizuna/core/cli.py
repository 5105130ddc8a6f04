"""Commands of core: homes, accounts, keys and source texts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kizuna.core import actions, api, asof
from kizuna.core import figures as reported
from kizuna.core import tokens as keys
from kizuna.core.models import Account, Figure, Home, Membership, Role, Source
from kizuna.core.terminal import account_of, actor, as_json, home_of, operating, table


@click.group(invoke_without_command=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
@click.pass_context
def homes(context: click.Context, as_data: bool) -> None:
    """List the homes of this installation, or make one."""
    if context.invoked_subcommand:
        return
    items = [api.home_told(home) for home in Home.objects.all()]
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"homes": len(items)})
    else:
        table(
            ["home", "name", "languages", "currency", "calendar", "opens as of"],
            [
                (row["slug"] + (" (fictional)" if row["fictional"] else ""), row["name"], ", ".join(row["languages"]),
                 row["currency"], row["calendar"], row["stood"] or "today")
                for row in items
            ],
        )  # fmt: skip


@click.group()
def sources() -> None:
    """The documents that facts are taken from."""


@sources.command("list")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_sources(slug: str, as_data: bool) -> None:
    """List a home's sources."""
    home = home_of(slug)
    items = api.sources_told(home, actor())
    if as_data:
        as_json(items, as_of=asof.chosen(home, "").day, counts={"sources": len(items)})
    else:
        table(["source", "title", "date", "facts", "text"],
              [(i["slug"], i["title"], i["published"] or i["as_of"] or "not stated", i["facts"],
                "attached" if i["attached"] else "–") for i in items])  # fmt: skip


@sources.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def attach(folder: Path) -> None:
    """Attach every text in FOLDER that is the text of a source, told by its fingerprint."""
    by = actor()
    known = {source.fingerprint: source for source in Source.objects.exclude(fingerprint="")}
    done = 0
    for file in sorted(path for path in folder.iterdir() if path.is_file()):
        if file.stat().st_size > actions.LARGEST_TEXT:
            click.echo(f"  {file.name}: larger than 5 MB, left alone")
            continue
        content = file.read_bytes()
        try:
            source = known.get(actions.fingerprint(content))
        except UnicodeDecodeError:
            source = None
        if source is None:
            click.echo(f"  {file.name}: the text of no source here, left alone")
            continue
        actions.attach(source, name=file.name, content=content, by=by)
        click.echo(f"  {file.name}: attached to {source.slug}")
        done += 1
    if not done:
        raise click.ClickException("Nothing was attached.")


@click.group()
def figures() -> None:
    """Figures as they are reported."""


@figures.command("list")
@click.option("--home", "slug", required=True)
@click.option(
    "--kind", type=click.Choice(["", *Figure.Kind.values]), default="", help="Only counts, or claims of rank."
)
@click.option("--measure", default="", help="Only this measure, such as students.")
@click.option("-q", "words", default="", help="Only those with these words.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_figures(slug: str, kind: str, measure: str, words: str, as_data: bool) -> None:
    """List a home's figures, each with its date; nothing is added up."""
    home = home_of(slug)
    items, counts = api.figures_told(home, actor(), reported.Asked.of({"kind": kind, "measure": measure, "q": words}))
    if as_data:
        as_json(items, as_of=asof.chosen(home, "").day, counts=counts)
        return

    def said(value: dict[str, str] | None) -> str:
        return (value["edtf"] or value["stated"]) if value else "–"

    table(
        ["of", "what", "value", "window", "as of", "claimed by", "signed off", "newer differs"],
        [
            (i["of"], i["name"], i["value"] or f"no. {i['rank']}", said(i["window"]), said(i["as_of"]),
             i["claimant"] or "–", i["signed_off"] or "–", "yes" if i["newer"] else "–")
            for i in items
        ],
        note=f"{counts['figures']} on record, {counts['signed_off']} signed off.",
    )  # fmt: skip


@click.group()
def accounts() -> None:
    """People who sign in."""


@accounts.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--home", "slug", required=True)
@click.option("--role", type=click.Choice(Role.values), required=True)
@click.option("--registrar", is_flag=True, help="May also keep the shared directory.")
@click.password_option(help="Asked for when it is not given.")
def add_account(email: str, name: str, slug: str, role: str, registrar: bool, password: str) -> None:
    """Make an account for EMAIL and give it a role in a home."""
    operating()
    home = home_of(slug)
    try:
        validate_password(password)
    except ValidationError as problem:
        raise click.ClickException(" ".join(problem.messages)) from problem
    with transaction.atomic():
        account = Account.objects.filter(email=email.lower()).first()
        if account is None:
            account = Account.objects.create_user(email, password, name=name, registrar=registrar)
            account.full_clean()
        Membership.objects.update_or_create(account=account, home=home, defaults={"role": role})
    click.echo(f"{account.email} is {role} of {home.slug}.")


@click.group()
def tokens() -> None:
    """Keys by which programs act for an account."""


@tokens.command()
@click.option("--name", required=True, help="What the key is for.")
@click.option("--scope", type=click.Choice(keys.SCOPES), default="read", show_default=True, help="What it may do.")
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True, help="How long it lives.")
@click.option("--home", "slug", default="", help="Only for this home.")
@click.option("--for", "whose", default="", help="The account (e-mail or UUID); without it, the one that --as names.")
def issue(name: str, scope: str, days: int, slug: str, whose: str) -> None:
    """Make a key; its secret is printed once."""
    by = actor()
    until = timezone.now() + timedelta(days=days)
    home = home_of(slug) if slug else None
    token, secret = actions.issue(
        account_of(whose) if whose else by, name=name, scopes=[scope], until=until, home=home, by=by
    )
    click.echo(f"{token} ends on {token.expires_at.date()}. Keep it now, nobody can show it again:", err=True)
    click.echo(secret)


@tokens.command("list")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def list_tokens(as_data: bool) -> None:
    """List one's keys; the operator sees those of everybody."""
    items = keys.told(actor())
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"tokens": len(items)})
    else:
        table(["number", "key", "name", "account", "scopes", "home", "ends", "last used", "state"],
              [(i["number"], f"{i['hint']}…", i["name"], i["account"], ", ".join(i["scopes"]), i["home"] or "all",
                i["ends"], i["used"] or "never", i["state"]) for i in items])  # fmt: skip


@tokens.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
def revoke(number: int) -> None:
    """End the key with this NUMBER at once."""
    by = actor()
    found = keys.seen(by).filter(pk=number).first()
    if found is None:
        raise click.ClickException(f"There is no key {number}; see “kizuna tokens list”.")
    actions.revoke(found, by=by)
    click.echo(f"{found} opens nothing any more.")
