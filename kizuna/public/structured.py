"""What search engines read: schema.org data of a home's programme and of a partner."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from kizuna.core.models import Home
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership, Programme
from kizuna.partners.portfolio import Portfolio

# A script element must not be ended or opened by the text inside it.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON-LD that can stand inside a script element whatever the records hold."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - every character that HTML knows is escaped above


def organisation(found: Organisation, language: str) -> dict[str, Any]:
    """One organisation with its other names, country and identifiers."""
    data: dict[str, Any] = {
        "@type": "CollegeOrUniversity" if found.kind == "university" else "Organization",
        "name": found.name.get(language).value,
    }
    others = sorted({name.value for name in found.names.all()} - {data["name"]})
    if others:
        data["alternateName"] = others
    if found.country:
        data["address"] = {"@type": "PostalAddress", "addressCountry": found.country}
    return data


def programme(
    request: HttpRequest, home: Home, found: Programme | None, rows: Sequence[Partnership], day: date, language: str
) -> SafeString:
    """A home's programme and the institutions that the page names as its partners."""
    members = [member.institution for row in rows for member in row.members_on(day)]
    return as_script(
        {
            "@type": "Project",
            "name": (found.name if found else home.name).get(language).value,
            "url": request.build_absolute_uri(home.site),
            "parentOrganization": {"@type": "CollegeOrUniversity", "name": home.name.get(language).value},
            "member": [organisation(one, language) for one in members],
        }
    )


def partner(request: HttpRequest, home: Home, row: Partnership, held: Portfolio, language: str) -> SafeString:
    """One partnership and the institutions behind it."""
    data: dict[str, Any] = {
        "@type": "Project",
        "name": f"{home.name.get(language).value} – {row.name.get(language).value}",
        "url": request.build_absolute_uri(f"{home.site}partners/{row.slug}/"),
        "member": [organisation(member.institution, language) for member in row.members_on(held.day)],
    }
    if row.since.start.earliest and row.since.edtf:
        data["foundingDate"] = row.since.edtf.split("/")[0]
    return as_script(data)
