"""The lists that pages show, as columns and rows of a file: partners, teams, matrix, gaps, contributions, history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kizuna.core.models import Change, Home
from kizuna.core.models.record import Reader
from kizuna.desk.listing import part_names
from kizuna.directory.models import Unit
from kizuna.partners import links, portfolio
from kizuna.partners.models import Contribution, LinkKind, Partnership, TeamUnit
from kizuna.partners.portfolio import LISTED, TALKS, Entry, Portfolio

CHUNK = 500
Cells = list[Any]
Made = tuple[Sequence[str], Iterator[Cells]]


class Asked(NamedTuple):
    """What a list is asked for: whose it is, who reads, which day it speaks of; which of its partners, if not all."""

    home: Home
    user: Reader
    day: date
    language: str
    chosen: list[Entry] | None = None
    # What else the page asks for from which one comes.
    narrowed: Mapping[str, str] = {}


def _chunks(rows: list[Entry]) -> Iterator[list[Entry]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def partners(asked: Asked) -> Made:
    """The partnerships of the list on the day, and below them those that are not counted."""
    headings = [_("Name in addresses"), _("Partner"), _("Part of the list"), _("Tier"), _("State"), _("Since"),
                _("Institutions"), _("Countries"), _("Departments on the team"),
                _("Note instead of a team")]  # fmt: skip
    return headings, _partner_rows(asked)


def _partner_rows(asked: Asked) -> Iterator[Cells]:
    held = portfolio.of(asked.home, asked.day, asked.user)
    labels = part_names()
    wanted = asked.chosen if asked.chosen is not None else [row for part in labels for row in held.parts.get(part, [])]
    for entries in _chunks(wanted):
        units = held.departments(entries)
        found = {row.pk: row for row in held.rows(entries)}
        for entry in entries:
            if entry.pk in found:
                yield _partner(found[entry.pk], entry, held, units.get(entry.pk, []), labels[entry.part], asked)


def _partner(row: Partnership, entry: Entry, held: Portfolio, units: list[Unit], part: str, asked: Asked) -> Cells:
    language = asked.language
    tier = held.tiers.get(entry.tier) if entry.tier else None
    members = [member.organisation for member in row.members_on(asked.day)]
    return [
        row.slug,
        row.name.get(language).value,
        part,
        tier.name.get(language).value if tier else "",
        str(dict(Partnership.State.choices).get(entry.state, _("not known"))),
        row.since.display(language) if row.since.edtf else row.since.stated,
        "; ".join(dict.fromkeys(one.shown_name.get(language).value for one in members)),
        "; ".join(dict.fromkeys(one.shown.country for one in members if one.shown and one.shown.country)),
        "; ".join(unit.short for unit in units),
        row.footnote.get(language).value,
    ]


def teams(asked: Asked) -> Made:
    """A row for each place on a team that held on the day or may have."""
    headings = [_("Partner"), _("Department"), _("Abbreviation"), _("Role"), _("From"), _("Until"), _("On the day")]
    return headings, _places(asked)


def _places(asked: Asked) -> Iterator[Cells]:
    language = asked.language
    held = portfolio.of(asked.home, asked.day, asked.user)
    order = {entry.pk: place for place, entry in enumerate([*held.parts.get(LISTED, []), *held.parts.get(TALKS, [])])}
    seen = TeamUnit.objects.visible_to(asked.user).filter(home=asked.home, partnership__in=list(order))
    rows = seen.select_related("unit", "partnership").order_by("order", "pk")
    for place in sorted(rows, key=lambda one: order[one.partnership_id]):
        there = place.held_on(asked.day)
        if there is not False:
            yield [
                place.partnership.name.get(language).value,
                place.unit.shown_name.get(language).value,
                place.unit.shown.abbreviation if place.unit.shown else "",
                str(place.get_role_display()),
                place.begins.display(language) if place.begins else "",
                place.ends.display(language) if place.ends else "",
                _("yes") if there else _("not known"),
            ]


def matrix(asked: Asked) -> Made:
    """Departments by partners: in each cell by what they are tied; a question mark where that is not known."""
    home, day, user, language = asked.home, asked.day, asked.user, asked.language
    table = links.table_of(links.ties(home, day, user))
    keys = list(links.listed(home, day, user).values_list("pk", flat=True))
    rows = Partnership.objects.visible_to(user).only("name", "short").in_bulk(keys)
    units = Unit.objects.visible_to(user).filter(pk__in=list(table.meetings)).order_by("order", "pk")
    labels = {"team": _("Team"), **{value: str(label) for value, label in LinkKind.choices}}
    headings = [_("Abbreviation"), _("Department"), *(rows[key].short_name(language) for key in keys), _("Partners")]

    def cell(meeting: links.Meeting | None) -> str:
        if meeting is None:
            return ""
        sure = [labels.get(kind, kind) + (" *" if meeting.lead and kind == "team" else "") for kind in meeting.held]
        return "; ".join([*sure, *(f"{labels.get(kind, kind)} ?" for kind in meeting.unknown)])

    return headings, (
        [unit.abbreviation, unit.name.get(language).value, *(cell(table.meetings[unit.pk].get(key)) for key in keys),
         table.by_unit[unit.pk]]
        for unit in units
    )  # fmt: skip


def gaps(asked: Asked) -> Made:
    """Ties without a place on the team, and places on a team without a tie."""
    home, day, user, language = asked.home, asked.day, asked.user, asked.language
    parts = [
        (_("Ties, but not on the team"), list(links.links_without_team(home, day, user))),
        (_("On the team, but no tie on record"), list(links.teams_without_links(home, day, user))),
    ]
    units = Unit.objects.visible_to(user).in_bulk({gap[0] for _label, found in parts for gap in found})
    rows = Partnership.objects.visible_to(user).in_bulk({gap[1] for _label, found in parts for gap in found})
    return [_("What is missing"), _("Department"), _("Partner")], (
        [label, units[gap[0]].name.get(language).value, rows[gap[1]].name.get(language).value]
        for label, found in parts
        for gap in found
        if gap[0] in units and gap[1] in rows
    )


def contributions(asked: Asked) -> Made:
    """What departments have brought, as far as this person sees it."""
    headings = [_("When"), _("Who"), _("Department"), _("Partner"), _("Kind"), _("State"), _("Text"), _("Date"),
                _("Word from the office")]  # fmt: skip
    rows = Contribution.objects.visible_to(asked.user).filter(home=asked.home)
    language = asked.language
    return headings, (
        [row.at.isoformat(timespec="minutes"), str(row.by), row.unit.shown_name.get(language).value,
         row.partnership.name.get(language).value if row.partnership else row.partner_named,
         str(row.get_kind_display()), str(row.get_state_display()), row.text.get(language).value,
         row.when.display(language) if row.when.edtf else row.when.stated, row.word]
        for row in rows.select_related("unit", "partnership", "by").iterator(CHUNK)
    )  # fmt: skip


def history(asked: Asked) -> Made:
    """Everything that was changed in the home, newest first."""
    headings = [_("When"), _("Who"), _("What was done"), _("Kind"), _("Record"), _("Changed fields"), "uuid", "batch"]
    rows = Change.objects.visible_to(asked.user).filter(home=asked.home).select_related("by").defer("was")
    return headings, (
        [row.at.isoformat(timespec="seconds"), str(row.by), row.deed, row.label, row.title,
         json.dumps(row.fields, ensure_ascii=False) if row.fields else "", row.record, row.batch]
        for row in rows.iterator(CHUNK)
    )  # fmt: skip
