"""The command that looks at the public site: the desk knows the records, the public room its pages."""

from __future__ import annotations

import dataclasses

import click
from django.utils import timezone

from kizuna.core.operate import Progress
from kizuna.core.terminal import as_json, table
from kizuna.desk.publish import checking as records
from kizuna.public import checking as pages
from kizuna.public.exportcli import published_homes


@click.command("check")
@click.option("--home", "slugs", multiple=True, help="Only this home; may be repeated.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def check(slugs: tuple[str, ...], as_data: bool) -> None:
    """Say what is wrong with the published pages; fails where a visitor would notice."""
    progress = Progress()
    found = [
        (home.slug, one)
        for home in published_homes(slugs)
        for one in (*pages.findings(home, progress), *records.findings(home))
    ]
    noticed = sum(one.noticed for _home, one in found)
    if as_data:
        items = [{"home": slug, **dataclasses.asdict(one)} for slug, one in found]
        as_json(items, as_of=timezone.localdate(), counts={"findings": len(found), "noticed": noticed})
    else:
        table(
            ["home", "page", "language", "what", "", "mend it at"],
            [(slug, one.page, one.language, one.kind, one.what, one.mend) for slug, one in found],
            note=f"{len(found)} things were found; a visitor would notice {noticed}."
            if found else "Nothing is wrong with the published pages.",
        )  # fmt: skip
    if noticed:
        raise SystemExit(1)
