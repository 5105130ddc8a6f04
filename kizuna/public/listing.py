"""What the pages that are lists need beside what their editions tell: the page of the list, months, choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.narrowing import Choice
from kizuna.core.paging import page_of
from kizuna.public import structured
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import plain

Kind = Page.Kind
Told = dict[str, Any]
# Kinds that are drawn like another one.
SAME: dict[str, str] = {Kind.EARLIER: Kind.ACTIVITIES, Kind.FURTHER: Kind.FIGURES}
# Letters of a choice that are read at most.
LONGEST = 80
# An activity says much, a series little.
PER, SERIES_PER = 30, 25


def activities(request: HttpRequest, home: Home, edition: Edition) -> Told:
    """The activities that the address asks for, and of those one page; the series beside the newest."""
    told = edition.told
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("partner", "format")}
    every = told["activities"]
    fit = [row for row in every if _fits(row, asked)]
    page = page_of(request, fit, PER)
    series = page_of(request, told["series"], SERIES_PER, "series") if told.get("series") else None
    shown = list(page)
    return {
        "page": page,
        "series": series,
        "menus": _menus(every, asked),
        "asked": any(asked.values()),
        "narrowed": urlencode({name: value for name, value in asked.items() if value}),
        "sources": cited(told["sources"], _numbers(shown)),
        "structured": structured.events(shown, home.name.get(edition.language).value),
    }


def _fits(row: Told, asked: dict[str, str]) -> bool:
    by_partner = not asked["partner"] or (row["partner"] or {}).get("slug") == asked["partner"]
    return by_partner and (not asked["format"] or asked["format"] in row["ways"])


def _menus(rows: Sequence[Told], asked: dict[str, str]) -> list[Told]:
    """By which partner and in which format the list can be narrowed, each with its number; none where it is one."""
    partners: Counter[str] = Counter()
    names: dict[str, str] = {}
    ways: Counter[str] = Counter()
    for row in rows:
        if row["partner"]:
            partners[row["partner"]["slug"]] += 1
            names[row["partner"]["slug"]] = plain(row["partner"]["name"])
        for way, name in zip(row["ways"], row["formats"], strict=True):
            ways[way] += 1
            names[f"/{way}"] = str(name)
    by_name = sorted(partners, key=lambda slug: names[slug].casefold())
    found = [
        ("partner", _("Partner"), _("all partners"), [Choice(slug, names[slug], partners[slug]) for slug in by_name]),
        ("format", _("Format"), _("any format"), [Choice(way, names[f"/{way}"], ways[way]) for way in sorted(ways)]),
    ]
    return [
        {"name": name, "label": label, "any": every, "chosen": asked[name], "choices": choices}
        for name, label, every, choices in found
        if choices or asked[name]
    ]


def series(_request: HttpRequest, home: Home, edition: Edition) -> Told:
    """The editions of a series as events."""
    told = edition.told
    name = home.name.get(edition.language).value
    return {"structured": structured.events(told["editions"], name), "sources": told["sources"]}


def calendar(request: HttpRequest, home: Home, edition: Edition) -> Told:
    """What is coming, then what was, each month by month; both together are one long list."""
    told = edition.told
    rows = [(True, row) for row in told["coming"]] + [(False, row) for row in told["past"]]
    page = page_of(request, rows)
    shown = list(page)
    name = home.name.get(edition.language).value
    return {
        "page": page,
        "coming": _months(row for comes, row in shown if comes),
        "past": _months(row for comes, row in shown if not comes),
        "structured": structured.events([row for _comes, row in shown if row["sort"] == "activity"], name),
    }


def _months(rows: Iterable[Told]) -> list[Told]:
    """The entries by their months; a year alone and what is going on have headings of their own."""
    found: list[Told] = []
    for row in rows:
        if not found or found[-1]["month"] != row["month"]:
            year, _dash, month = row["month"].partition("-")
            day = date(int(year), int(month), 1) if month else None
            found.append({"month": row["month"], "day": day, "year": year, "rows": []})
        found[-1]["rows"].append(row)
    return found


def figures(_request: HttpRequest, _home: Home, edition: Edition) -> Told:
    """Figures by what they say something of, in the order of the page."""
    groups: dict[str, list[Told]] = {}
    for row in edition.told["figures"]:
        groups.setdefault(plain(row["of"]), []).append(row)
    return {"groups": list(groups.values()), "sources": edition.told["sources"]}


def practices(request: HttpRequest, _home: Home, edition: Edition) -> Told:
    """One page of the list, by theme; of one theme alone where the address names it."""
    told = edition.told
    names = {topic["id"]: topic["name"] for topic in told["topics"]}
    topic = request.GET.get("theme", "")[:LONGEST]
    fit = [row for row in told["practices"] if not topic or row["topic"] == topic]
    page = page_of(request, fit)
    shown: dict[str, list[Told]] = {}
    for row in page:
        shown.setdefault(row["topic"], []).append(row)
    return {
        "page": page,
        "topic": topic,
        "total": len(told["practices"]),
        "themes": [(key, names[key], rows) for key, rows in shown.items()],
        "sources": cited(told["sources"], _numbers(list(page))),
    }


def _numbers(rows: Iterable[Any]) -> set[int]:
    """The numbers of the sources that are asked for in some rows, however deep they lie."""
    found: set[int] = set()
    for row in rows:
        if isinstance(row, dict):
            found |= {number for number, _title in row.get("cites", ())}
            found |= _numbers(one for one in row.values() if isinstance(one, dict | list))
        elif isinstance(row, list):
            found |= _numbers(row)
    return found


def cited(sources: Sequence[Told], numbers: set[int]) -> list[Told]:
    """The sources of what is shown: of a long list a page holds only its own passages."""
    found = []
    for source in sources:
        passages = [one for one in source["passages"] if numbers.intersection(one["numbers"])]
        if passages:
            found.append({**source, "passages": passages})
    return found


DRAWN: dict[str, Callable[[HttpRequest, Home, Edition], Told]] = {
    Kind.ACTIVITIES: activities,
    Kind.EARLIER: activities,
    Kind.SERIES: series,
    Kind.CALENDAR: calendar,
    Kind.FIGURES: figures,
    Kind.FURTHER: figures,
    Kind.PRACTICES: practices,
}
