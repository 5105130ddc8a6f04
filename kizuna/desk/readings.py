"""What a portfolio adds up to, in a few counts that say what they count, and one line per partnership."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.matrix import Column, Row
from kizuna.partners.models import Partnership
from kizuna.partners.portfolio import Portfolio


def of(held: Portfolio, language: str) -> list[tuple[str, str]]:
    """Pairs of a big number with its unit and a line that explains it; only what is recorded."""
    rows = held.partnerships
    found = []
    if rows:
        groups = sum(1 for row in rows if row.group)
        more = _("%(groups)s of them groups: %(institutions)s institutions") % {
            "groups": groups, "institutions": held.institutions,
        }  # fmt: skip
        whole = ngettext("%(n)s institution", "%(n)s institutions", held.institutions) % {"n": held.institutions}
        number = ngettext("%(n)s partnership", "%(n)s partnerships", len(rows)) % {"n": len(rows)}
        found.append((number, more if groups else whole))
    for group in held.groups:
        if group.tier:
            label = (group.tier.short or group.tier.name).get(language).value
            count = ngettext("%(n)s institution", "%(n)s institutions", group.institutions) % {"n": group.institutions}
            found.append((_("%(count)s %(label)s") % {"count": len(group.partnerships), "label": label}, count))
    if held.places:
        teams = ngettext("%(n)s team", "%(n)s teams", held.teams) % {"n": held.teams}
        found.append((ngettext("%(n)s place", "%(n)s places", held.places) % {"n": held.places}, _("in %s") % teams))
    if held.talks:
        found.append((_("%s in talks") % len(held.talks), _("not counted among the partners")))
    return found


def line(row: Partnership, day: date, language: str) -> str:
    """One line on a partnership, made of what is recorded about it."""
    said = []
    if row.since.edtf:
        since = row.since.display(language)
        said.append(since if row.since.open_end else _("since %s") % since)
    elif row.since.stated:
        said.append(row.since.stated)
    team = row.team_on(day)
    if team:
        said.append(
            ngettext("%(n)s department on the team", "%(n)s departments on the team", len(team)) % {"n": len(team)}
        )
        lead = next((place.department.short for place in team if place.is_coordinating), "")
        if lead:
            said.append(_("coordinated by %s") % lead)
    elif row.footnote:
        said.append(row.footnote.get(language).value)
    return _(" · ").join(said)


def matrix(held: Portfolio, language: str, root: str) -> dict[str, Any]:
    """Departments by partners: who is on which team, as columns and rows for the matrix."""
    day = held.day
    columns: list[Column] = []
    cells: dict[int, dict[str, Any]] = {}
    units = {}
    for group in held.groups:
        for row in group.partnerships:
            team = row.team_on(day)
            members = row.members_on(day)
            column: Column = {
                "key": row.slug,
                "label": row.short_name(language),
                "title": row.name.get(language).value,
                "url": f"{root}partners/{row.slug}/",
                "group": group.tier.name.get(language).value if group.tier else _("No tier"),
                "tone": group.tier.tone if group.tier else "sky",
            }
            if row.group:
                count = len(members)
                column["small"] = ngettext("%(n)s institution", "%(n)s institutions", count) % {"n": count}
            if not team and row.footnote:
                column["note"] = row.footnote.get(language).value
            columns.append(column)
            for place in team:
                units[place.department.pk] = place.department
                cells.setdefault(place.department.pk, {})[row.slug] = {"lead": place.is_coordinating}
    rows: list[Row] = [
        {
            "label": unit.short,
            "title": unit.name.get(language).value,
            "url": f"{root}departments/{unit.slug}/",
            "note": unit.name.get(language).value if unit.abbreviation else "",
            "cells": cells[unit.pk],
        }
        for unit in sorted(units.values(), key=lambda unit: (unit.order, unit.pk))
    ]
    return {"columns": columns, "rows": rows}


def matrix_figures(held: Portfolio, language: str) -> list[tuple[str, str]]:
    """What the matrix says at a glance."""
    day = held.day
    per_unit: Counter[str] = Counter(place.department.short for row in held.partnerships for place in row.team_on(day))
    if not per_unit:
        return []
    by_tier = []
    for group in held.groups:
        if group.tier:
            places = sum(len(row.team_on(day)) for row in group.partnerships)
            label = (group.tier.short or group.tier.name).get(language).value
            by_tier.append(_("%(count)s %(label)s") % {"count": places, "label": label})
    found = [
        (ngettext("%(n)s place", "%(n)s places", held.places) % {"n": held.places}, _(", ").join(by_tier)),
        (ngettext("%(n)s team", "%(n)s teams", held.teams) % {"n": held.teams},
         ngettext("%(n)s department", "%(n)s departments", len(per_unit)) % {"n": len(per_unit)}),
    ]  # fmt: skip
    (top, count), *_rest = per_unit.most_common(1)
    found.append(
        (top, ngettext("on %(n)s team", "on %(n)s of %(all)s teams", held.teams) % {"n": count, "all": held.teams})
    )
    leads = [
        (place.department.short, row) for row in held.partnerships for place in row.team_on(day) if place.is_coordinating
    ]
    if leads:
        unit, row = leads[0]
        others = len(leads) - 1
        more = ngettext(" and %(n)s other", " and %(n)s others", others) % {"n": others} if others else ""
        found.append((_("%s coordinates") % unit, row.short_name(language) + more))
    return found
