"""What the makers of pages share: a page that was made, and how rows, figures and sources are told in it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from kizuna.core import asof
from kizuna.core.citing import Footnotes, Panel
from kizuna.core.figures import Series, series_of
from kizuna.core.figures import same as same_figure
from kizuna.core.models import Figure, Home, Record, Visibility
from kizuna.core.models.record import joined
from kizuna.core.values import FuzzyDate, Text
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Member, Partnership, TeamUnit, Tier

NOBODY = AnonymousUser()
# So many rows of a long list stand on one page of the site.
ROWS = 50
Tree = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """One page as it follows from the records now; ``tree`` holds their values, in all languages."""

    kind: str
    slug: str
    title: Text
    tree: Tree
    record_label: str = ""
    record: uuid.UUID | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Which page of the home it is."""
        return self.kind, self.slug


@dataclass(frozen=True)
class Part:
    """One page of a long list: its rows, its name in addresses, its title, and which of how many it is."""

    slug: str
    title: Text
    rows: list[Tree]
    place: Tree


def parts(title: Text, rows: list[Tree]) -> list[Part]:
    """A long list in pages, of which the first bears the title alone; an empty list has that one."""
    every = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)] or [[]]
    return [
        Part(
            str(number) if number > 1 else "",
            joined("{0} · {1}", title, str(number)) if number > 1 else title,
            some,
            {"number": number, "pages": len(every)},
        )
        for number, some in enumerate(every, start=1)
    ]


def about(record: Record | None) -> Tree:
    """The record that a page is about, for the page's own columns."""
    return {"record_label": record.label, "record": record.uuid} if record is not None else {}


def head(home: Home) -> Tree:
    """What every page says of the day it speaks of."""
    stood: FuzzyDate = home.stood
    return {"as_of": stood, "inferred": home.stood_inferred} if stood else {"as_of": "", "inferred": False}


def day_of(home: Home) -> Any:
    """The day that the public pages of a home speak of: that of its source, else today."""
    return asof.chosen(home, "").day


def cites(notes: Footnotes, record: Record, field: str | None = "*") -> list[list[Any]]:
    """The numbers of a record's sources, each with the title of the source; giving them is asking for them."""
    found = notes.every(record) if field == "*" else notes.of(record, field)
    return [[number, one.source.title] for number, one in found]


def said(notes: Footnotes, rows: Iterable[Any], phases: dict[int, Any] | None = None) -> list[Tree]:
    """Statements in words, each with its sources and, where it is in one, its phase."""
    found = []
    for row in rows:
        phase = (phases or {}).get(getattr(row, "phase_id", None) or 0)
        found.append(
            {
                "id": str(row.uuid),
                "text": row.text,
                "cites": cites(notes, row),
                **({"phase": phase.name} if phase else {}),
            }
        )
    return found


def since(row: Partnership) -> Tree:
    """Since when there is a partnership; ``plain`` where the words already say so."""
    return (
        {"words": row.since, "plain": not row.since.edtf or row.since.open_end} if row.since or row.since.stated else {}
    )


def value_of(row: Figure) -> Any:
    """The value of a figure: a number in words, or a place in a ranking."""
    if row.kind == Figure.Kind.RANK and row.rank is None:
        # Which place it is, is kept from the public.
        return ""
    if row.kind == Figure.Kind.RANK:
        return _("First") if row.rank == 1 else Text.from_json({"en": f"No. {row.rank}", "ja": f"第{row.rank}位"})
    return row.quantity


def figures(notes: Footnotes, rows: Sequence[Figure], known: Mapping[Hashable, Series] | None = None) -> list[Tree]:
    """Figures with what they count, when and by whom; where a newer value differs, that too.

    ``known`` are all values of these figures, where they are more than are told here.
    """
    known = known or series_of(rows)
    found = []
    for row in rows:
        newer = known[same_figure(row)].newer_than(row)
        found.append({
            **_figure(row), "cites": cites(notes, row), "scope": row.scope, "claimant": row.claimant,
            "newer": _figure(newer) if newer else None,
        })  # fmt: skip
    return found


def _figure(row: Figure) -> Tree:
    return {"id": str(row.uuid), "value": value_of(row), "name": row.name, "window": row.window, "as_of": row.as_of}


def value(row: Figure, notes: Footnotes) -> Tree:
    """One value among others of the same figure."""
    return {**_figure(row), "cites": cites(notes, row)}


def tiers(rows: Sequence[tuple[Tier | None, int]]) -> list[Tree]:
    """The tiers of a list with how many partnerships stand in each."""
    return [
        {"id": str(tier.uuid) if tier else "", "name": tier.name if tier else _("Partners"),
         "tone": tier.tone if tier else "sky", "count": count}
        for tier, count in rows
    ]  # fmt: skip


def members(rows: Iterable[Member], shown: Collection[int] | None = None) -> list[Tree]:
    """The institutions of a partnership; ``shown`` are the published ones, where that is known of all at once."""
    return [
        {"id": str(row.uuid), "name": row.institution.name}
        for row in rows
        if (row.institution.pk in shown if shown is not None else row.institution.visibility == Visibility.PUBLIC)
    ]


def team(rows: Iterable[TeamUnit]) -> list[Tree]:
    """The departments on a team."""
    return [
        {
            "id": str(row.uuid),
            **department(row.department),
            "role": TeamUnit.Role(row.role).label if row.is_coordinating else "",
        }
        for row in rows
        if row.department.visibility == Visibility.PUBLIC
    ]


def department(unit: Unit) -> Tree:
    """A department's short name and its whole one."""
    short: Any = unit.abbreviation or unit.name
    return {"short": short, "name": unit.name}


def sources(notes: Footnotes) -> list[Tree]:
    """The sources that the page has asked for so far, with the places in them."""
    return [_source(panel) for panel in notes.panels()]


def _source(panel: Panel) -> Tree:
    source = panel.source
    return {
        "id": source.slug, "title": source.title, "publisher": source.publisher, "address": source.address,
        "language": source.language or "en", "published": source.published,
        "as_of": source.as_of if not source.published else "", "basis": source.as_of_basis,
        "passages": [
            {"line": one.line, "place": one.place, "words": one.words, "numbers": one.numbers, "anchors": one.anchors,
             "facts": list(dict.fromkeys(fact.told for fact in one.facts))}
            for one in panel.passages
        ],
    }  # fmt: skip


def organisation(found: Organisation) -> Tree:
    """What search engines read of an institution: its other published names, its country."""
    told: Tree = {"kind": found.kind, "name": found.name, "country": found.country}
    return {**told, "names": sorted({name.value for name in found.names.all()})}


def place(found: Organisation) -> list[float]:
    """Where an institution is, for a map of the world; what is invented or not public is nowhere on it."""
    latitude, longitude = found.latitude, found.longitude
    if latitude is None or longitude is None or found.fictional or found.visibility != Visibility.PUBLIC:
        return []
    return [float(latitude), float(longitude)]
