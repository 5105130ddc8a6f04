"""Commands of the public site: say where it differs from the records, and sign it off."""

from __future__ import annotations

import click
from django.utils import timezone

from kizuna.core import records
from kizuna.core.models.homes import Years
from kizuna.core.terminal import actor, as_json, home_of, table
from kizuna.desk import actions, policy, siteapi
from kizuna.desk.publish import catalogue
from kizuna.desk.publish.writable import writable


@click.group()
def public() -> None:
    """The public site of a home."""


@public.command("differences")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def differences(slug: str, as_data: bool) -> None:
    """Say where the public site differs from the records."""
    home = home_of(slug)
    found = catalogue.differences(home, "en")
    if as_data:
        as_json(siteapi.told(found), as_of=timezone.localdate(), counts={"pages": len(found)})
        return
    table(
        ["page", "title", "state", "what differs"],
        [(one.key, one.title, one.state, "; ".join(one.lines)) for one in found],
        note=f"{len(found)} pages differ." if found else "The public sees what the records say.",
    )


@public.command("pages")
@click.option("--home", "slug", required=True)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def pages(slug: str, as_data: bool) -> None:
    """Say what could be written for the public site and is not yet: news, symposia, annual reports."""
    home = home_of(slug)
    records.permit(policy.can_draft(actor(), home))
    items = siteapi.told_to_write(writable(home))
    if as_data:
        as_json(items, as_of=timezone.localdate(), counts={"pages": len(items)})
        return
    table(
        ["page", "title", "when"],
        [(one["page"], one["title"], one["when"]) for one in items],
        note=f"{len(items)} pages can be written." if items else "All that is on record is written up.",
    )


@public.command("release")
@click.option("--home", "slug", required=True)
@click.option("--page", "only", multiple=True, help="Only this page, such as partner/princeton/en; may be repeated.")
@click.option("--correction", default="", help="What was corrected; everybody reads it on the pages.")
def release(slug: str, only: tuple[str, ...], correction: str) -> None:
    """Let the public see what the records say: publish what differs, withdraw what is no more."""
    batch, count = actions.release(home_of(slug), only=only, correction=correction, by=actor())
    click.echo(f"{count} pages published or withdrawn, in batch {batch}." if count else "Nothing differed.")


@public.command("years")
@click.argument("way", type=click.Choice(Years.values))
@click.option("--home", "slug", required=True)
def years(way: str, slug: str) -> None:
    """Say how the public pages write years in Japanese: western years, by eras, or both."""
    actions.reckon(home_of(slug), way, by=actor())
    click.echo(f"{slug}: {way}. The pages that this changes are signed off anew: kizuna public release --home {slug}")
