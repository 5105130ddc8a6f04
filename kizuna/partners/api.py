"""The JSON of partners: what commands print and what the API will answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuna.partners.models import Partnership
from kizuna.partners.portfolio import Portfolio


def partnership(row: Partnership, day: date) -> dict[str, Any]:
    """One partnership as it stood on that day."""
    tier = row.tier_on(day)
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "tier": tier.slug if tier else None,
        "state": row.state,
        "group": row.group,
        "members": [
            {
                "slug": m.organisation.slug,
                "name": m.organisation.name.get("en").value,
                "country": m.organisation.country or None,
            }
            for m in row.members_on(day)
        ],
        "units": [
            {"slug": place.unit.slug, "abbreviation": place.unit.abbreviation or None, "role": place.role}
            for place in row.team_on(day)
        ],
        "since": row.since.to_json() if row.since.edtf or row.since.stated else None,
        "footnote": row.footnote.to_json() if row.footnote else None,
    }


def counts(held: Portfolio) -> dict[str, int]:
    """What a list of partners adds up to; each count says what it counts."""
    found = {
        "partnerships": len(held.partnerships),
        "institutions": held.institutions,
        "teams": held.teams,
        "team_places": held.places,
    }
    for group in held.groups:
        if group.tier:
            found[f"tier_{group.tier.slug}"] = len(group.partnerships)
    return found
