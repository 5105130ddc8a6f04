"""Builds the directory's part of the demonstration: organisations, networks, units, people, themes."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.files import Row
from kizuna.directory import actions
from kizuna.directory.models import (
    HomeOrganisation,
    Identifier,
    NetworkMember,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Tag,
    Theme,
    Unit,
    UnitName,
    UnitPart,
)

NOVELTY = {"": "", "new": "new", "existing": "before", "before": "before"}


def organisation(made: Builder, row: Row) -> None:
    """One organisation with its names and identifiers."""
    names = row["names"]
    saved = Organisation(
        slug=row.get("slug") or row["key"], kind=row["kind"], name=text(row["name"]), country=row.get("country", ""),
        country_basis=row.get("country_basis", ""), city=text(row.get("city")), latitude=row.get("lat"),
        longitude=row.get("lon"), founded=made.date(row.get("founded")), status=row.get("status", "active"),
        name_is_ours=row.get("ours", False), fictional=row.get("fictional", False),
        represents=row.get("represents", ""), parent=made.get("organisations", row.get("parent")),
    )  # fmt: skip
    made.save("organisations", row, saved, actions.revise)
    for name in names:
        value = OrganisationName(
            organisation=saved, value=name["value"], language=name.get("language", ""), kind=name["kind"]
        )
        made.later({"cites": name.get("cites", [])}, value, actions.revise_all)
    registries = {**({"ror": row["ror"]} if row.get("ror") else {}), **row.get("identifiers", {})}
    for scheme, value in registries.items():
        made.later({}, Identifier(organisation=saved, scheme=scheme, value=value), actions.revise_all)


def membership(made: Builder, row: Row) -> None:
    """One member of a network."""
    saved = NetworkMember(
        network=made.get("organisations", row["network"]), member=made.get("organisations", row.get("member")),
        category=text(row.get("member_text")), part=text(row.get("role")), begins=made.date(row.get("begins")),
        quantity=quantity(row.get("quantity")), open_list=row.get("open_list", False),
        order=made.next(),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def behind(made: Builder, row: Row) -> None:
    """The organisation behind a home."""
    saved = HomeOrganisation(home=made.homes[row["key"]], organisation=made.get("organisations", row["organisation"]))
    made.later({"cites": row.get("cites", [])}, saved, actions.revise_all)


def unit(made: Builder, row: Row) -> None:
    """One unit with its other names."""
    saved = Unit(
        organisation=made.get("organisations", row["of"]), slug=row.get("slug") or row["key"], kind=row["kind"],
        name=text(row["name"]), abbreviation=row.get("abbreviation", ""), listed=row.get("table", False),
        order=row.get("order", 900), parent=made.get("units", row.get("parent")),
        begins=made.date(row.get("begins")), seen=made.seen(made.home(row)) if row.get("home") else None,
    )  # fmt: skip
    made.save("units", row, saved, actions.revise)
    for name in row.get("aliases", []):
        alias = UnitName(unit=saved, value=name["value"], language=name.get("language", ""), kind=name["kind"])
        made.later({"cites": name.get("cites", [])}, alias, actions.revise_all)
    tag(made, saved, row)


def parts(made: Builder, row: Row) -> None:
    """What a joint unit is made of; after all units are there."""
    for order, key in enumerate(row.get("parts", [])):
        joined = UnitPart(joint=made.get("units", row["key"]), part=made.get("units", key), order=order)
        made.later({"cites": row.get("cites", [])}, joined, actions.revise_all)


def person(made: Builder, row: Row) -> None:
    """One person with posts."""
    home = made.home(row)
    saved = Person(
        home=home, slug=row["key"], family=row.get("family", ""), given=row.get("given", ""),
        display_order=row.get("display_order", "given-first"), title=text(row.get("title")),
        group=text(row.get("group")), native=row.get("native", ""), when=made.date(row.get("when")),
    )  # fmt: skip
    made.save("people", row, saved, actions.revise)
    for entry in row.get("posts", []):
        as_of = made.date(entry.get("as_of"))
        post = Post(
            home=home, person=saved, title=text(entry["title"]),
            begins=made.date(entry.get("begins")), ends=made.date(entry.get("ends")),
            organisation=made.get("organisations", entry.get("organisation")),
            unit=made.get("units", entry.get("unit")), where=text(entry.get("where")), seen=as_of.start.latest,
            seen_basis=text(entry.get("as_of_basis")),
        )  # fmt: skip
        made.later({"cites": entry.get("cites", [])}, post, actions.revise_all)


def tag(made: Builder, record: Any, row: Row) -> None:
    """The themes of a record."""
    for order, entry in enumerate(row.get("themes", [])):
        name = text(entry["name"])
        slug = slugify(name.get("en").value)[:100]
        theme = made.made.setdefault("themes", {}).get(slug) or Theme.objects.filter(slug=slug).first()
        if theme is None:
            theme = Theme(slug=slug, name=name)
            made.save("themes", {"key": slug}, theme, actions.revise)
        made.made["themes"][slug] = theme
        home = getattr(record, "home", None) or made.homes.get(row.get("home", ""))
        tagged = Tag(
            record=record.uuid, record_label=record.label, record_title=record.heading, home=home, theme=theme,
            visibility=record.visibility, novelty=NOVELTY[entry.get("novelty", "")],
            open_list=row.get("open_list", False), order=order,
        )  # fmt: skip
        made.later({"cites": entry.get("cites", [])}, tagged, actions.revise_all)
