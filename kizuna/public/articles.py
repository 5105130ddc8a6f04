"""The pages that somebody wrote: highlights, news, symposia, annual reports, each kind with its list; and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.remembering import remembered
from kizuna.public import beside, chrome, menu, views
from kizuna.publishing import paper
from kizuna.publishing.models import Edition, Page

# What stands above each list, and what is said below its heading.
HEADS: dict[str, tuple[Any, Any]] = {
    Page.Kind.HIGHLIGHT: (_("Highlights"), _("What we have done with each partner, phase by phase.")),
    Page.Kind.NEWS: (_("News"), _("What is new in our partnerships.")),
    Page.Kind.SYMPOSIUM: (_("Symposia"), _("What we have met for, edition by edition.")),
    Page.Kind.REPORT: (_("Annual reports"), _("What we have done, year by year.")),
}


@for_everyone
def highlights(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published highlights."""
    return listed(request, home, Page.Kind.HIGHLIGHT, language)


@for_everyone
def highlight(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """What came of one partnership in one phase."""
    return views.published(request, home, Page.Kind.HIGHLIGHT, slug, language)


@for_everyone
def highlight_paper(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """The same on paper."""
    return printed(request, home, Page.Kind.HIGHLIGHT, slug, language)


@for_everyone
def news(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published news items."""
    return listed(request, home, Page.Kind.NEWS, language)


@for_everyone
def news_item(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """One news item."""
    return views.published(request, home, Page.Kind.NEWS, slug, language)


@for_everyone
def symposia(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published editions of symposia."""
    return listed(request, home, Page.Kind.SYMPOSIUM, language)


@for_everyone
def symposium(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """One edition of a symposium."""
    return views.published(request, home, Page.Kind.SYMPOSIUM, slug, language)


@for_everyone
def reports(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published annual reports."""
    return listed(request, home, Page.Kind.REPORT, language)


@for_everyone
def report(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """The report of one year."""
    return views.published(request, home, Page.Kind.REPORT, slug, language)


@for_everyone
def report_paper(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """The same on paper."""
    return printed(request, home, Page.Kind.REPORT, slug, language)


def listed(request: HomeRequest, home: Home, kind: str, language: str) -> HttpResponse:
    """What is published of a kind in one language, the newest first by what it tells of; 404 where there is none."""
    rows = Edition.objects.published().filter(home=home, page__kind=kind)
    held = set(rows.order_by().values_list("language", flat=True).distinct())
    wanted = [language] if language else [(get_language() or "").split("-")[0], *home.languages]
    code = next((one for one in wanted if one in held), "")
    if not code:
        raise Http404
    here = chrome.Here(menu.LISTED[Page.Kind(kind)], code, sorted(held), bool(language))
    request.here = here  # type: ignore[attr-defined]
    with override(code):
        # A highlight is of a phase, the others of days.
        shown = rows.filter(language=code).select_related("page").defer("told").annotate(
            phase=F("told__phase"), years=F("told__years"), date=F("told__date"), cover=F("told__cover"),
            day=KeyTextTransform("day", "told"),
        )  # fmt: skip
        ordered: Any = shown.order_by(F("day").desc(nulls_last=True), "-published_at", "title", "pk")
        by_partner = kind == Page.Kind.HIGHLIGHT
        page = page_of(request, _by_partner(shown, home, code) if by_partner else ordered)
        if by_partner:
            found = shown.in_bulk(list(page.object_list))
            page.object_list = [found[key] for key in page.object_list if key in found]
        head, about = HEADS[kind]
        context = {"page": page, "base": here.base(home), "path": here.path, "head": head, "about": about,
                   "partners": _grouped(page.object_list) if by_partner else None}  # fmt: skip
        answer = render(request, "public/articles.html", context)
        answer.headers["Content-Language"] = code
        return answer


def _grouped(rows: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """The highlights of each partner, after the first picture that one of them shows."""
    found = [list(some) for _title, some in groupby(rows, key=lambda row: row.title)]
    return [(next((row.cover for row in some if row.cover), None), some) for some in found]


def _by_partner(rows: Any, home: Home, code: str) -> list[int]:
    """Highlights as the partners stand on the programme page, and of each partner phase by phase."""
    places = beside.ranks(home, code)
    every = rows.order_by().values_list("pk", "page__slug", "title")

    def place(row: tuple[int, str, str]) -> tuple[int, str, str]:
        return places.get(row[1].rpartition("-")[0], len(places)), row[2], row[1]

    return [row[0] for row in sorted(every, key=place)]


def printed(request: HomeRequest, home: Home, kind: str, slug: str, language: str) -> HttpResponse:
    """The published edition as a PDF, set once for as long as nothing changes."""
    rows = Edition.objects.published().filter(home=home, page__kind=kind, page__slug=slug)
    found = list(rows.select_related("page", "home").order_by("language"))
    if not found:
        raise Http404
    edition = views.chosen(found, home, language)
    mark = f'"{views.mark_of(edition, home, language)}-pdf"'
    content = remembered(home, ("paper", edition.pk, edition.fingerprint), lambda: paper.of_edition(edition))
    made = HttpResponse(content, content_type="application/pdf")
    name = f"{home.slug}-{kind}-{slug}-{edition.language}.pdf"
    made.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer = get_conditional_response(request, etag=mark) or made
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Content-Language"] = edition.language
    return answer
