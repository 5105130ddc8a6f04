"""What ties, overlaps, gaps and comparisons look like as JSON: commands print it, the API answers it."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.directory.models import Unit
from kizuna.partners import links, phasewise
from kizuna.partners.comparison import Comparison, Told
from kizuna.partners.models import Partnership, Phase

# A page of the command line and of the API.
MOST = 1000
Items = list[dict[str, Any]]


def _units(keys: Any, user: Reader) -> dict[int, Unit]:
    return Unit.objects.visible_to(user).in_bulk(set(keys))


def _partnerships(keys: Any, user: Reader) -> dict[int, Partnership]:
    return Partnership.objects.visible_to(user).in_bulk(set(keys))


def matrix(home: Home, day: date, user: Reader, kinds: list[str]) -> tuple[Items, dict[str, int]]:
    """One item for each department and partner that meet, or may have met, on the day; and what they add up to."""
    table = links.table_of(links.ties(home, day, user, kinds=kinds))
    order = {pk: place for place, pk in enumerate(links.listed(home, day, user).values_list("pk", flat=True))}
    units = _units(table.meetings, user)
    rows = _partnerships(order, user)
    items = [
        {
            "unit": units[unit].slug,
            "abbreviation": units[unit].abbreviation or None,
            "partner": rows[pk].slug,
            "by": meeting.held,
            "not_known": meeting.unknown,
            "coordinating": meeting.lead,
        }
        for unit in sorted(units, key=lambda key: (units[key].order, key))
        for pk, meeting in sorted(table.meetings[unit].items(), key=lambda pair: order.get(pair[0], len(order)))
        if pk in rows
    ]
    counts = {"meetings": table.total, "departments": len(table.by_unit), "partners": len(table.by_partnership),
              "not_known": table.unknown}  # fmt: skip
    return items, counts | {f"by_{kind}": number for kind, number in table.by_kind.items()}


def overlap(
    home: Home, day: date, user: Reader, first: Partnership, second: Partnership
) -> tuple[Items, dict[str, int]]:
    """One item for each department of either team: on ``both``, ``first``, ``second``, or ``not_known``."""
    found = links.overlap_of_teams(home, day, user, first, second)
    parts = {"both": found.both, "first": found.only_first, "second": found.only_second, "not_known": found.unknown}
    units = _units([key for keys in parts.values() for key in keys], user)
    items = [
        {"unit": units[key].slug, "abbreviation": units[key].abbreviation or None, "on": where}
        for where, keys in parts.items()
        for key in keys
        if key in units
    ]
    return items, {where: len(keys) for where, keys in parts.items()}


def gaps(home: Home, day: date, user: Reader) -> tuple[Items, dict[str, int]]:
    """One item for each department and partner with a link and no place on the team, or a place and no link."""
    without_team = list(links.links_without_team(home, day, user))
    without_link = list(links.teams_without_links(home, day, user))
    pairs = [*without_team, *without_link]
    units, rows = _units([unit for unit, _pk in pairs], user), _partnerships([pk for _unit, pk in pairs], user)
    items = [
        {"lacks": lacks, "unit": units[unit].slug, "abbreviation": units[unit].abbreviation or None,
         "partner": rows[pk].slug}
        for lacks, some in (("team", without_team), ("link", without_link))
        for unit, pk in some
    ]  # fmt: skip
    return items, {"links_without_team": len(without_team), "teams_without_link": len(without_link)}


def _side(value: Any) -> Any:
    """A side of a difference: true, false, null for not known, or the name of a tier or state."""
    if isinstance(value, int):
        return {-1: None, 0: False, 1: True}[value]
    return getattr(value, "slug", value)


def difference(row: Told) -> dict[str, Any]:
    """One row of a comparison."""
    return {
        "what": row.aspect,
        "happened": row.verb,
        "partner": row.partnership.slug,
        "subject": getattr(row.subject, "slug", None),
        "name": row.subject.heading.get("en").value if row.subject is not None else None,
        "before": _side(row.was),
        "after": _side(row.now),
    }


def comparison(
    made: Comparison, known: list[Phase], start: int = 0, unknown_start: int = 0
) -> tuple[Items, dict[str, int]]:
    """The changes, then what cannot be said with ``happened`` “unknown”; from each the next thousand."""
    items = [
        difference(row)
        for rows, first in ((made.changes, start), (made.unknown, unknown_start))
        for row in made.told(rows[first : first + MOST])
    ]
    items += [
        {"what": "phase", "happened": verb, "partner": None, "subject": str(phase.order),
         "name": phase.name.get("en").value, "before": None, "after": None}
        for phase, verb in made.phases(known)
    ]  # fmt: skip
    counts = {f"{aspect}_{verb}": number for aspect, found in made.counts.items() for verb, number in found.items()}
    return items, {
        "changes": made.count("gained", "lost", "changed"), "not_known": made.count("unknown"), **counts,
    }  # fmt: skip


def phases(home: Home, some: list[Phase], user: Reader) -> Items:
    """What the record ties to each of these phases."""
    return [
        {
            "phase": one.phase.order,
            "name": one.phase.name.get("en").value,
            "period": one.phase.period.edtf,
            "joined": [
                {"unit": row.unit.shown.slug, "partner": row.partnership.slug} for row in one.joined if row.unit.shown
            ],
            "outcomes": [row.text.get("en").value for row in one.outcomes],
            "plans": [{"text": row.text.get("en").value, "state": row.state} for row in one.plans],
            "counts": {name: one.counts[name] for name in ("joined", "outcomes", "plans")},
            "plan_states": dict(one.plan_states),
        }
        for one in phasewise.told(home, some, user)
    ]
