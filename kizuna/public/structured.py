"""What search engines read: schema.org data of a home's programme and of a partner, from what their pages tell."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from kizuna.publishing.told import plain

# A script element must not be ended or opened by the text inside it.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON-LD that can stand inside a script element whatever the records hold."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - every character that HTML knows is escaped above


def organisation(found: dict[str, Any]) -> dict[str, Any]:
    """One organisation with its other names, country and identifiers."""
    name = plain(found["name"])
    data: dict[str, Any] = {
        "@type": "CollegeOrUniversity" if found["kind"] == "university" else "Organization",
        "name": name,
    }
    if others := [other for other in found["names"] if other != name]:
        data["alternateName"] = others
    if found["country"]:
        data["address"] = {"@type": "PostalAddress", "addressCountry": found["country"]}
    return data


def programme(told: dict[str, Any], home: str, url: str) -> SafeString:
    """A home's programme and the institutions that the page names as its partners."""
    members = told["schema"]["members"]
    return as_script(
        {
            "@type": "Project",
            "name": plain(told["title"]),
            "url": url,
            "parentOrganization": {"@type": "CollegeOrUniversity", "name": home},
            "member": [organisation(one) for row in told["rows"] for one in members.get(row["id"], ())],
        }
    )


def partner(told: dict[str, Any], home: str, url: str) -> SafeString:
    """One partnership and the institutions behind it."""
    data: dict[str, Any] = {
        "@type": "Project",
        "name": f"{home} – {plain(told['title'])}",
        "url": url,
        "member": [organisation(one) for one in told["schema"]["members"]],
    }
    if told["schema"]["founded"]:
        data["foundingDate"] = told["schema"]["founded"]
    return as_script(data)
