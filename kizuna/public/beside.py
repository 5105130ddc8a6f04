"""What other published pages a page leads to: the newest news of a home, highlights, partners that have a page."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform

from kizuna.core.models import Home
from kizuna.core.remembering import remembered
from kizuna.public import chrome
from kizuna.publishing.models import Edition, Page

# So many news items stand on the first page.
MOST = 3
# The kinds that lead to others in this way.
LEADING = (Page.Kind.PROGRAMME, Page.Kind.PARTNER)


def of(edition: Edition, home: Home) -> dict[str, Any]:
    """What else a page leads to, by name in its template; what changes here changes how the page looks."""
    kind, language = edition.page.kind, edition.language
    there = chrome.frame(home, language) if kind in LEADING else {}
    if kind == Page.Kind.PROGRAMME and not edition.page.slug:
        return {
            "latest": latest(home, language) if Page.Kind.NEWS in there else [],
            "has_highlights": Page.Kind.HIGHLIGHT in there,
        }
    if Page.Kind.HIGHLIGHT in there and kind == Page.Kind.PARTNER:
        return {"highlights": highlights(home, language).get(edition.page.slug, [])}
    return {}


def partners(home: Home) -> tuple[str, frozenset[str]]:
    """The partners whose page is there, by their names in addresses, with a mark of them all."""
    return remembered(home, ("partner pages", home.pk), lambda: _partners(home))


def _partners(home: Home) -> tuple[str, frozenset[str]]:
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.PARTNER).order_by()
    slugs = frozenset(rows.values_list("page__slug", flat=True))
    return hashlib.sha256(" ".join(sorted(slugs)).encode()).hexdigest()[:16], slugs


def latest(home: Home, language: str) -> list[dict[str, Any]]:
    """The newest news by the days that they tell of."""
    return remembered(home, ("latest", home.pk, language), lambda: _latest(home, language))


def _latest(home: Home, language: str) -> list[dict[str, Any]]:
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.NEWS, language=language)
    rows = rows.annotate(date=F("told__date"), day=KeyTextTransform("day", "told"))
    newest = rows.order_by(F("day").desc(nulls_last=True), "-published_at", "pk")
    found = newest.values_list("page__slug", "title", "date", "day")[:MOST]
    return [{"slug": slug, "title": title, "date": date, "day": day} for slug, title, date, day in found]


def highlights(home: Home, language: str) -> dict[str, list[dict[str, Any]]]:
    """The highlights by the partner's name in addresses, phase by phase."""
    return remembered(home, ("highlights", home.pk, language), lambda: _highlights(home, language))


def _highlights(home: Home, language: str) -> dict[str, list[dict[str, Any]]]:
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.HIGHLIGHT, language=language)
    found: dict[str, list[dict[str, Any]]] = {}
    for slug, phase, years in sorted(
        rows.values_list("page__slug", "told__phase", "told__years"), key=lambda one: one[0]
    ):
        found.setdefault(slug.rpartition("-")[0], []).append({"slug": slug, "phase": phase, "years": years})
    return found


def ranks(home: Home, language: str) -> dict[str, int]:
    """The place of each partner in the order of the programme page."""
    return remembered(home, ("ranks", home.pk, language), lambda: _ranks(home, language))


def _ranks(home: Home, language: str) -> dict[str, int]:
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.PROGRAMME, language=language)
    pages = sorted(rows.values_list("page__slug", "told__rows"), key=lambda one: int(one[0] or 1))
    slugs = [row["slug"] for _slug, some in pages for row in some]
    return {slug: number for number, slug in enumerate(slugs)}
