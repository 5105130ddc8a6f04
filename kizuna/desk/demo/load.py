"""Loads the demonstration, section by section, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from kizuna.core import actions as core
from kizuna.core import records
from kizuna.core.models import Account, Home, Installation, Picture, Source
from kizuna.core.picturing import sizes_of
from kizuna.desk.demo import (
    activities,
    alumni,
    calls,
    contribute,
    directory,
    mobility,
    moves,
    partners,
    together,
    visits,
)
from kizuna.desk.demo.accounts import make_accounts
from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.files import DATA, Row, example_files, read, real_files
from kizuna.desk.demo.publish import publish
from kizuna.directory.models import Organisation

OPERATOR = "demonstration@localhost"
Told = Callable[[str], None]


def silent(line: str) -> None:
    """Says nothing."""


def load(say: Told = silent, today: date | None = None) -> int:
    """Loads what is missing: the three real homes, Example University; returns the number of records made."""
    count = 0
    with transaction.atomic():
        by = operator()
        if not Home.objects.filter(fictional=False).exists():
            say("Reading three portfolios from their public pages …")
            count += _load(Builder(by, today or timezone.localdate()), real_files(), say)
        if not Home.objects.filter(fictional=True).exists():
            say("Making up Example University …")
            count += _load(Builder(by, today or timezone.localdate()), example_files(), say)
        Installation.objects.get_or_create(pk=1, defaults={"demonstration": True})
    return count


def operator() -> Account:
    """The account under which the demonstration is loaded."""
    found = Account.objects.filter(email=OPERATOR).first()
    return found or Account.objects.create_user(OPERATOR, None, name="Demonstration", kind=Account.Kind.OPERATOR)


def _load(made: Builder, files: list[Any], say: Told) -> int:
    sections = read(files, made.today)
    for row in sections["homes"]:
        made.homes[row["key"]] = _home(made, row)
    made.sources.update({source.slug: source for source in Source.objects.all()})
    for row in sections.get("sources", []):
        source(made, row)
    for other in Organisation.objects.all():
        made.made.setdefault("organisations", {})[other.slug] = other
    steps: list[tuple[str, Callable[[Builder, Row], None]]] = [
        ("organisations", directory.organisation),
        ("homes", directory.behind),
        ("memberships", directory.membership),
        ("units", directory.unit),
        ("units", directory.parts),
        ("people", directory.person),
        ("programmes", partners.programme),
        ("phases", partners.phase),
        ("tiers", partners.tier),
        ("partnerships", partners.partnership),
        ("ties", partners.tie),
        ("relations", partners.relation),
        ("teams", partners.team),
        ("links", partners.link),
        ("chapters", partners.chapter),
        ("plans", partners.plan),
        ("outcomes", partners.outcome),
        ("agreements", together.agreement),
        ("projects", together.project),
        ("funding", together.funding),
        ("rates", together.rate),
        ("series", activities.series),
        ("activities", activities.activity),
        ("disruptions", activities.disruption),
        ("practices", activities.practice),
        ("flows", mobility.flow),
        ("stocks", mobility.stock),
        ("stays", mobility.stays),
        ("weights", mobility.weight),
        ("reports", mobility.report),
        ("alumni_networks", alumni.network),
        ("gifts", alumni.gift),
        ("campaigns", alumni.campaign),
        ("visit_templates", visits.template),
        ("visits", visits.visit),
        ("meetings", visits.meeting),
        ("commitments", visits.commitment),
        ("visit_requests", visits.request),
        ("stages", moves.stage),
        ("decided", moves.decided),
        ("figures", figure),
        ("pictures", picture),
    ]
    for name, step in steps:
        rows = sections.get(name, [])
        for row in rows:
            step(made, row)
        if rows and step is not directory.parts:
            say(f"  {name}: {len(rows)}")
    made.finish()
    for home in made.homes.values():
        make_accounts(home)
    # What people did needs the accounts of those people, and conflicts are found among the people of projects.
    for name, step in (
        ("calls", calls.call),
        ("charges", contribute.charge),
        ("contributions", contribute.contribution),
        ("invitations", contribute.invitation),
    ):
        for row in sections.get(name, []):
            step(made, row)
    written = sections.get("news", [])
    made.count += sum(publish(home, written, today=made.today, by=made.by) for home in made.homes.values())
    return made.count


def _home(builder: Builder, row: Row) -> Home:
    """One home; homes are set up by an operator, not through a page."""
    stood = row.get("stood") or {}
    made = Home(
        slug=row["slug"], name=text(row["name"]), short=text(row.get("short")), languages=row["languages"],
        currency=row["currency"], calendar=row["calendar"], words=row.get("words", {}),
        fictional=row.get("fictional", False), order=row.get("order", 90),
        stood_inferred=stood.get("basis") == "inferred",
    )  # fmt: skip
    made.stood = builder.date(stood.get("on"))
    made.full_clean()
    made.save()
    return made


def source(made: Builder, row: Row) -> None:
    """One source document."""
    saved = Source(
        home=made.homes.get(row.get("home") or ""), slug=row["key"], kind=row["kind"], title=text(row["title"]),
        publisher=text(row.get("publisher")), published=made.date(row.get("published")),
        as_of=made.date(row.get("as_of")), as_of_basis=text(row.get("as_of_basis")), address=row.get("address", ""),
        language=row.get("language", ""), lines=row.get("lines"), fingerprint=row.get("fingerprint", ""),
    )  # fmt: skip
    made.sources[row["key"]] = saved
    made.save("sources", row, saved, core.revise)


def figure(made: Builder, row: Row) -> None:
    """One figure of the record that its subject names."""
    [(kind, key)] = row["subject"].items()
    subject = made.get(f"{kind}s", key)
    home = made.home(row)
    rank = row["kind"] == "rank"
    saved = records.figured(
        subject, kind=row["kind"], measure=row["measure"], name=text(row["label"]), rank=row.get("rank"),
        quantity=quantity(row.get("quantity")), scope=text(row.get("scope")), claimant=text(row.get("claimant")),
        window=made.date(row.get("window"), home), as_of=made.date(row.get("as_of"), home),
        as_of_basis=text(row.get("as_of_basis")), rule=text(row.get("rule")), group=text(row.get("group")),
        country=row.get("country", ""), remark=text(row.get("note")),
        order=len(made.made.get("figures", {})) + (500 if rank else 0),
    )  # fmt: skip
    saved.home, saved.visibility = home, row.get("visibility", "public")
    made.made.setdefault("figures", {})[row["key"]] = saved
    made.hanging.append(saved)
    made.cite(saved, row.get("cites", []))


def picture(made: Builder, row: Row) -> None:
    """One picture of the record that it is of, from the folder beside the data."""
    [(section, key)] = row["of"].items()
    on = made.get(section, key)
    content = (DATA / "example" / "pictures" / f"{row['file']}.jpg").read_bytes()
    hung = Picture(
        **records.hung_on(on), alt=text(row["alt"]), caption=text(row.get("caption")), credit=row["credit"],
        licence=row["licence"], taken=made.date(row.get("taken")), place=text(row.get("place")), order=made.next(),
    )  # fmt: skip
    hung.sent = sizes_of(content)
    core.hang(hung, by=made.by)
    made.count += 1
