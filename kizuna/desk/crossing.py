"""Departments against partners, as the matrix draws them: one page of rows and columns of however many there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.matrix import Column, Mark, Row
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.paging import page_of
from kizuna.directory.models import Unit
from kizuna.partners import links, portfolio
from kizuna.partners.links import TEAM, Meeting, Table
from kizuna.partners.models import Member, Partnership, Tier

PER = 100
# Each kind has a shape of its own, so that it can be told without colour.
SHAPE = {
    TEAM: "square", "agreement": "circle", "project": "diamond", "activity": "triangle",
    "mobility": "arrow", "papers": "page", "coordination": "ring", "membership": "plus",
}  # fmt: skip


@dataclass
class Crossing:
    """What the page shows: the matrix, what it adds up to, and the pages of its rows and columns."""

    kinds: list[str]
    table: Table
    columns: list[Column]
    rows: list[Row]
    down: Page[Any]
    across: Page[Any]
    figures: list[tuple[str, str]]

    @property
    def shapes(self) -> list[tuple[str, Any]]:
        """Which shape means which kind; nothing to say while only teams are shown."""
        return [] if self.kinds == [TEAM] else [(SHAPE.get(kind, "square"), _label(kind)) for kind in self.kinds]


def _label(kind: str) -> Any:
    return links.KINDS.get(kind, kind)


def asked_kinds(request: HttpRequest, present: Counter[str]) -> tuple[list[str], list[str]]:
    """The kinds that the address asks for, in their order, and words in it that are none.

    Asked for nothing: teams, or whatever there is where the home has no team.
    """
    asked = request.GET.getlist("kind")
    wrong = [word for word in asked if word not in links.KINDS]
    chosen = [kind for kind in links.KINDS if kind in asked]
    if not chosen:
        chosen = [TEAM] if present[TEAM] or not present else [kind for kind in links.KINDS if present[kind]]
    return chosen, wrong


def of(request: HttpRequest, home: Home, day: date, user: Reader, kinds: list[str], language: str) -> Crossing:
    """The matrix of the kinds chosen, out of all ties of the home."""
    table = links.table(home, day, user)
    if set(table.by_kind) - set(kinds) or table.unknown:
        table = links.table(home, day, user, kinds)
    # Ended ones stand in no list; those of which the day is not known may have had their teams.
    held = portfolio.of(home, day, user)
    order = [(entry.pk, entry.tier) for part in (portfolio.LISTED, portfolio.UNKNOWN) for entry in held.parts[part]]
    across = page_of(request, order, PER, key="columns")
    units = Unit.objects.visible_to(user).filter(pk__in=list(table.meetings)).order_by("order", "pk")
    # Few are read at once; of many only their order, and then those of the page.
    few = len(table.meetings) <= PER
    keyed: Any = list(units) if few else list(units.values_list("pk", flat=True))
    down = page_of(request, keyed, PER, key="rows")
    shown = {row.pk: row for row in down} if few else units.in_bulk(list(down))
    tiers = {tier.pk: tier for tier in Tier.objects.visible_to(user).filter(home=home)}
    partnerships = Partnership.objects.visible_to(user).in_bulk([pk for pk, _tier in across.object_list])
    columns = _columns(across, tiers, partnerships, table, home, day, user, language)
    rows = _rows([key if isinstance(key, int) else key.pk for key in down], shown, table, columns, home, language)
    return Crossing(
        kinds, table, columns, rows, down, across,
        _figures(table, dict(order), tiers, kinds, language, user, shown, partnerships),
    )  # fmt: skip


def _columns(
    across: Page[Any], tiers: dict[int, Tier], rows: dict[int, Partnership], table: Table, home: Home, day: date,
    user: Reader, language: str,
) -> list[Column]:  # fmt: skip
    held = Member.objects.visible_to(user).filter(partnership__in=[pk for pk, row in rows.items() if row.group])
    known = Q(begins_first__isnull=True) | Q(begins_first__lte=day)
    members = held.filter(known).exclude(ends_last__lt=day).values_list("partnership").annotate(n=Count("pk"))
    sizes = dict(members)
    whole = not across.has_other_pages()
    columns: list[Column] = []
    for pk, tier_key in across.object_list:
        row, tier = rows[pk], tiers.get(tier_key)
        column: Column = {
            "key": pk,
            "label": row.short_name(language),
            "title": row.name.get(language).value,
            "url": f"{home.desk}partners/{row.slug}/",
            "group": tier.name.get(language).value if tier else _("No tier"),
            "tone": tier.tone if tier else "sky",
        }
        if not whole or table.by_partnership[pk]:
            column["sum"] = table.by_partnership[pk]
        if row.group and sizes.get(pk):
            count = sizes[pk]
            column["small"] = ngettext("%(n)s institution", "%(n)s institutions", count) % {"n": count}
        if row.footnote and not any(pk in met for met in table.meetings.values()):
            column["note"] = row.footnote.get(language).value
        columns.append(column)
    return columns


def _rows(
    keys: list[int], units: dict[int, Unit], table: Table, columns: list[Column], home: Home, language: str
) -> list[Row]:
    titles = {column["key"]: column["title"] for column in columns}
    rows: list[Row] = []
    for key in keys:
        unit = units[key]
        met = table.meetings[key]
        rows.append({
            "label": unit.short,
            "title": unit.name.get(language).value,
            "url": f"{home.desk}departments/{unit.slug}/",
            "note": unit.name.get(language).value if unit.abbreviation else "",
            "sum": table.by_unit[key],
            "cells": {pk: _cell(met[pk], f"{unit.short} × {titles[pk]}") for pk in met.keys() & titles.keys()},
        })  # fmt: skip
    return rows


def _cell(meeting: Meeting, title: str) -> Any:
    marks: list[Mark] = [{"shape": SHAPE.get(kind, "square")} for kind in meeting.held]
    marks += [{"shape": SHAPE.get(kind, "square"), "unknown": True} for kind in meeting.unknown]
    said = [str(_label(kind)) for kind in meeting.held]
    said += [_("%s: not known for that day") % _label(kind) for kind in meeting.unknown]
    if said != [str(_label(TEAM))]:
        title = f"{title}: {_(', ').join(said)}"
    return {"title": title, "marks": marks, "lead": meeting.lead, "unknown": not meeting.held}


def _figures(
    table: Table, tier_of: dict[int, int | None], tiers: dict[int, Tier], kinds: list[str], language: str,
    user: Reader, units: dict[int, Unit], rows: dict[int, Partnership],
) -> list[tuple[str, str]]:  # fmt: skip
    """What the matrix says at a glance; what is not known for the day is said apart and counted nowhere."""
    by_tier: Counter[int] = Counter()
    for pk, number in table.by_partnership.items():
        key = tier_of.get(pk)
        if key in tiers:
            by_tier[key] += number
    told = [
        _("%(count)s %(label)s") % {"count": by_tier[key], "label": (tier.short or tier.name).get(language).value}
        for key, tier in sorted(tiers.items(), key=lambda pair: (pair[1].order, pair[0]))
        if by_tier[key]
    ]
    teams = kinds == [TEAM]
    partners, departments = len(table.by_partnership), len(table.by_unit)
    found: list[tuple[str, str]] = []
    if table.total:
        many = ngettext("%(n)s department", "%(n)s departments", departments) % {"n": departments}
        if teams:
            found.append(
                (ngettext("%(n)s place", "%(n)s places", table.total) % {"n": table.total}, _(", ").join(told))
            )
            found.append((ngettext("%(n)s team", "%(n)s teams", partners) % {"n": partners}, many))
        else:
            met = ngettext("%(n)s meeting", "%(n)s meetings", table.total) % {"n": table.total}
            found.append((met, _("of a department and a partner")))
            found.append((ngettext("%(n)s partner", "%(n)s partners", partners) % {"n": partners}, many))
        found += _named(table, partners, units, rows, teams=teams, user=user, language=language)
    if table.unknown:
        found.append((_("%s not known") % table.unknown, _("for that day; drawn hollow and not counted")))
    return found


def _named(
    table: Table, partners: int, units: dict[int, Unit], rows: dict[int, Partnership], *, teams: bool, user: Reader,
    language: str,
) -> list[tuple[str, str]]:  # fmt: skip
    """The department that is met most, and who coordinates."""
    [(top, count)] = table.by_unit.most_common(1)
    leads = [(unit, pk) for unit, met in table.meetings.items() for pk, meeting in met.items() if meeting.lead]
    missing = {top, *(unit for unit, _pk in leads[:1])} - units.keys()
    if missing:
        units = units | Unit.objects.visible_to(user).in_bulk(missing)
    words = (
        ngettext("on %(n)s team", "on %(n)s of %(all)s teams", partners) if teams
        else ngettext("with %(n)s partner", "with %(n)s of %(all)s partners", partners)
    )  # fmt: skip
    found = [(units[top].short, words % {"n": count, "all": partners})]
    if leads:
        unit, pk = leads[0]
        others = len(leads) - 1
        more = ngettext(" and %(n)s other", " and %(n)s others", others) % {"n": others} if others else ""
        row = rows.get(pk) or Partnership.objects.visible_to(user).get(pk=pk)
        found.append((_("%s coordinates") % units[unit].short, row.short_name(language) + more))
    return found
