"""The list of a home's partners as a page asks for it: narrowed, sorted, in pages; what is not counted stands apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kizuna.core.paging import PER_PAGE, page_of
from kizuna.core.values import fold
from kizuna.desk import readings
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import Member, Partnership, Tier
from kizuna.partners.portfolio import ENDED, LISTED, TALKS, UNKNOWN, Entry, Portfolio

NONE = "none"


@dataclass
class Choice:
    """One thing that a list can be narrowed to, and how many there are of it."""

    key: str
    label: str
    count: int
    chosen: bool


class Row(NamedTuple):
    """A partnership in a list, with one line on it and, of a group, its members on the day."""

    partnership: Partnership
    line: str
    members: list[Member]


@dataclass
class Stretch:
    """The part of a page that stands in one tier: its partnerships, each with one line on it."""

    tier: Tier | None
    count: int
    rows: list[Row]


def part_names() -> dict[str, str]:
    """What the parts of a list are called."""
    return {
        LISTED: _("Partners"),
        TALKS: _("In talks"),
        ENDED: _("Ended by then"),
        UNKNOWN: _("Not known for that day"),
    }


class Listing:
    """The partners on one page, and what the page offers to narrow them by."""

    def __init__(self, request: HttpRequest, held: Portfolio, language: str) -> None:
        self.held, self.language = held, language
        asked = request.GET
        self.tier, self.country = asked.get("tier", "")[:40], asked.get("country", "")[:2].upper()
        self.text, self.sort = asked.get("q", "").strip()[:200], asked.get("sort", "")
        self.part = asked.get("state", "") or LISTED
        self.narrowed = any((self.tier, self.country, self.text, self.sort == "name", self.part != LISTED))
        # A home whose partners stand on one page needs no help in finding one.
        self.large = len(held.entries) > PER_PAGE or self.narrowed
        self.found = self._found()
        self.page: Page[Entry] = page_of(request, self.found)

    @property
    def heading(self) -> str:
        """What a stretch without a tier is called."""
        return part_names().get(self.part, _("Partners"))

    @property
    def plain(self) -> bool:
        """Whether this is the first page of the whole list, which shows what stands for the home as well."""
        return not self.narrowed and self.page.number == 1

    def _found(self) -> list[Entry]:
        rows = self.held.parts.get(self.part, [])
        if self.tier:
            keys = {tier.pk for tier in self.held.tiers.values() if tier.slug == self.tier}
            rows = [row for row in rows if (row.tier in keys if self.tier != NONE else row.tier is None)]
        if self.country:
            there = {seat.partnership for seat in self.held.seats if seat.sure and seat.country == self.country}
            rows = [row for row in rows if row.pk in there]
        if self.text:
            told = self._named()
            # Those that begin with the words stand before those that only contain them.
            rows = sorted((row for row in rows if row.pk in told), key=lambda row: told[row.pk])
        if self.sort == "name":
            named = Partnership.objects.visible_to(self.held.user).filter(home=self.held.home).order_by("key", "pk")
            place = {pk: number for number, pk in enumerate(named.values_list("pk", flat=True))}
            rows = sorted(rows, key=lambda row: place.get(row.pk, len(place)))
        return rows

    def _named(self) -> dict[int, int]:
        """The partnerships that are called so, or one of whose members is, by how well the name fits."""
        user, first = self.held.user, fold(self.text)
        rows = Partnership.objects.visible_to(user).filter(home=self.held.home).called(self.text, user)
        return {
            pk: 0 if key == first else 1 if key.startswith(first) else 2
            for pk, key in rows.order_by().values_list("pk", "key")
        }

    def stretches(self) -> list[Stretch]:
        """The rows of this page, tier by tier; by name they stand in one stretch."""
        rows = list(self.page.object_list)
        told = self.told
        if self.sort == "name" or self.text or self.part != LISTED:
            return (
                [Stretch(None, self.page.paginator.count, [told[row.pk] for row in rows if row.pk in told])]
                if rows
                else []
            )
        counts = {group.tier.pk if group.tier else None: group.count for group in self.held.groups}
        return [
            Stretch(group.tier, group.count if self.narrowed else counts[group.tier.pk if group.tier else None],
                    [told[row.pk] for row in group.entries if row.pk in told])
            for group in self.held.grouped(rows)
        ]  # fmt: skip

    @cached_property
    def told(self) -> dict[int, Row]:
        """What the page says of each partnership that it names: those of the list, and in a small home those apart."""
        apart = [] if self.large else [row for part, rows in self.held.parts.items() if part != LISTED for row in rows]
        return self._told([*self.page.object_list, *(row for row in apart if row not in self.page.object_list)])

    def _told(self, entries: list[Entry]) -> dict[int, Row]:
        held, leads = self.held, self.held.leads(entries)
        found = {}
        for row in held.rows(entries, members=False):
            places, _unsure = held.team_sizes.get(row.pk, (0, 0))
            lead = leads[row.pk].get(self.language).value if row.pk in leads else ""
            line = readings.line(row, places, lead, self.language)
            found[row.pk] = Row(row, line, row.members_on(held.day) if row.group else [])
        return found

    def apart(self) -> list[tuple[str, str, int, list[Row]]]:
        """What is not counted, by part: its name, how many, and in a small home the partnerships themselves."""
        parts = [(part, label, self.held.parts[part]) for part, label in part_names().items() if part != LISTED]
        told = {} if self.large else self.told
        return [
            (part, label, len(rows), [told[row.pk] for row in rows if row.pk in told])
            for part, label, rows in parts
            if rows
        ]

    def choices(self) -> list[dict[str, Any]]:
        """The menus above a large list: tier, state, country, order."""
        tiers = []
        for group in self.held.groups:
            key = group.tier.slug if group.tier else NONE
            label = group.tier.name.get(self.language).value if group.tier else _("No tier")
            tiers.append(Choice(key, label, group.count, self.tier == key))
        states = [
            Choice(part, label, len(self.held.parts[part]), self.part == part) for part, label in part_names().items()
        ]
        menus = [
            {"name": "tier", "label": _("Tier"), "any": _("every tier"), "choices": tiers if len(tiers) > 1 else []},
            {
                "name": "state",
                "label": _("State"),
                "any": "",
                "choices": [one for one in states if one.count or one.chosen],
            },
            {"name": "country", "label": _("Country"), "any": _("every country"), "choices": self._countries()},
        ]
        return [menu for menu in menus if menu["choices"]]

    def _countries(self) -> list[Choice]:
        keys = {entry.pk for entry in self.held.parts.get(self.part, [])}
        there = {(seat.country, seat.partnership) for seat in self.held.seats if seat.country and seat.sure}
        counts: dict[str, int] = {}
        for code, partnership in there:
            if partnership in keys:
                counts[code] = counts.get(code, 0) + 1
        if self.country:
            counts.setdefault(self.country, 0)
        found = [Choice(code, country_name(code), count, self.country == code) for code, count in counts.items()]
        return sorted(found, key=lambda one: one.label)
