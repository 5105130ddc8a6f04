"""What search engines read: schema.org data of a home's programme and of a partner, from what their pages tell."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import plain

# What search engines call the texts that somebody wrote.
ARTICLES: dict[str, str] = {
    Page.Kind.HIGHLIGHT: "Article",
    Page.Kind.NEWS: "NewsArticle",
    Page.Kind.SYMPOSIUM: "Event",
    Page.Kind.REPORT: "Report",
}
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


def article(edition: Edition, home: str, url: str, site: str) -> SafeString:
    """A text that somebody wrote: its headline, its days, who publishes it and which institutions it names."""
    told, kind = edition.told, ARTICLES[edition.page.kind]
    publisher = {"@type": "CollegeOrUniversity", "name": home}
    partners = [told["partner"]] if "partner" in told else told.get("partners", [])
    named = [{"@type": "Organization", "name": plain(one["name"])} for one in partners]
    data: dict[str, Any] = {"@type": kind, "url": url, "inLanguage": edition.language}
    if kind == "Event":
        data |= {"name": edition.title[:110], "organizer": publisher}
        if told["day"]:
            data["startDate"] = told["day"]
    else:
        data |= {"headline": edition.title[:110], "publisher": publisher, "author": publisher}
        if edition.published_at is not None:
            data["datePublished"] = edition.published_at.isoformat()
        if kind == "NewsArticle" and told["day"]:
            data["temporalCoverage"] = told["day"]
    if named:
        data["about"] = named
    if cover := told.get("cover"):
        data["image"] = {"@type": "ImageObject", "contentUrl": picture(url, site, cover), "creditText": cover["credit"]}
    return as_script(data)


def picture(address: str, site: str, told: dict[str, Any]) -> str:
    """The whole address of a picture, for programs that show a page in a few words; ``site`` is that of the home."""
    return urljoin(address, f"{site}pictures/{told['paper']}.jpg")


def events(rows: Iterable[dict[str, Any]], home: str) -> SafeString:
    """Activities whose days are known, as a list of events; what is dated by a year alone is no event to a program."""
    found = [_event(row, home) for row in rows if row["first"]]
    return as_script({"@type": "ItemList", "itemListElement": found})


STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
# What schema.org calls the ways in which an event is held.
ATTENDANCE = {"in_person": "Offline", "online": "Online", "streamed": "Online", "hybrid": "Mixed"}


def _event(row: dict[str, Any], home: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Event",
        "name": plain(row["name"]),
        "startDate": row["first"],
        "endDate": row["last"],
        "eventStatus": f"https://schema.org/{STATUS.get(row['off'], 'EventScheduled')}",
        "organizer": {"@type": "CollegeOrUniversity", "name": home},
    }
    if row["where"]:
        data["location"] = {"@type": "Place", "name": plain(row["where"])}
    ways = {ATTENDANCE[way] for way in row.get("ways", ())}
    if ways:
        way = ways.pop() if len(ways) == 1 else "Mixed"
        data["eventAttendanceMode"] = f"https://schema.org/{way}EventAttendanceMode"
    return data
