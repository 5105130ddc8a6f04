"""The JSON of the directory: what commands print and what the API will answer."""

from __future__ import annotations

from typing import Any

from kizuna.directory.models import Organisation, Unit


def organisation(row: Organisation) -> dict[str, Any]:
    """One organisation with every name under which it is known."""
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": [{"value": n.value, "language": n.language, "kind": n.kind} for n in row.names.all()],
        "kind": row.kind,
        "country": row.country or None,
        "country_basis": row.country_basis or None,
        "identifiers": {one.scheme: one.value for one in row.identifiers.all()},
        "fictional": row.fictional,
    }


def unit(row: Unit) -> dict[str, Any]:
    """One unit."""
    return {
        "slug": row.slug,
        "name": row.name.get("en").value,
        "names": row.name.to_json(),
        "abbreviation": row.abbreviation or None,
        "kind": row.kind,
        "organisation": row.organisation.slug,
        "in_table": row.listed,
    }
