"""The pages that a home has published, from the editions that were signed off; no page reads a record."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.public import beside, chrome, describing, drawing, drawnby, keeping, listing, structured
from kizuna.publishing.models import Edition, Page, path_of
from kizuna.publishing.paper import PRINTED


@for_everyone
def programme(request: HomeRequest, home: Home, language: str = "", number: int | None = None) -> HttpResponse:
    """What the programme is for, its phases, its partners by tier, and what is said of the home as a whole."""
    return published(request, home, Page.Kind.PROGRAMME, _further(number), language)


@for_everyone
def partner(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """One partner."""
    return published(request, home, Page.Kind.PARTNER, slug, language)


@for_everyone
def figure(request: HomeRequest, home: Home, key: uuid.UUID, language: str = "") -> HttpResponse:
    """One figure, at the address under which it is cited."""
    return published(request, home, Page.Kind.FIGURE, str(key), language)


@for_everyone
def departments(request: HomeRequest, home: Home, language: str = "", number: int | None = None) -> HttpResponse:
    """The department list with the explanatory table of just the abbreviations in use."""
    return published(request, home, Page.Kind.DEPARTMENTS, _further(number), language)


def _further(number: int | None) -> str:
    """The name in addresses of a further page of a long list; the first has none."""
    return "" if number is None else str(number)


def published(request: HomeRequest, home: Home, kind: str, slug: str, language: str) -> HttpResponse:
    """The published edition of a page in the language that the address or the reader asks for."""
    rows = list(
        Edition.objects.published()
        .filter(page__home=home, page__kind=kind, page__slug=slug)
        .select_related("page")
        .order_by("language")
        .defer("told")
    )
    if not rows:
        return _nothing(request, home, path_of(kind, slug))
    edition = chosen(rows, home, language)
    request.here = chrome.Here(  # type: ignore[attr-defined]
        path_of(kind, slug), edition.language, [row.language for row in rows], bool(language)
    )
    reader: Reader = request.user
    with override(edition.language):
        if reader.is_authenticated:
            answer = shown(request, home, edition)
            answer.headers["Cache-Control"] = "private, no-store"
        else:
            mark = f'"{mark_of(edition, home, language, request.here.languages)}"'  # type: ignore[attr-defined]
            answer = get_conditional_response(request, etag=mark) or _rendered(request, home, edition, mark)
            answer.headers["ETag"] = mark
            answer.headers["Cache-Control"] = "public, no-cache"
        answer.headers["Content-Language"] = edition.language
        return answer


def _rendered(request: HomeRequest, home: Home, edition: Edition, mark: str) -> HttpResponse:
    """The page for a visitor who is not signed in; the same for all to whom no message waits."""
    if not keeping.is_stranger(request) or request.GET or chrome.is_exported(request):
        return shown(request, home, edition)
    return keeping.kept.answer((mark, request.build_absolute_uri(request.path)), lambda: shown(request, home, edition))


def chosen(rows: Sequence[Edition], home: Home, asked: str) -> Edition:
    """The edition in the language of the address; without one, what the reader prefers, else the home's own."""
    by_language = {row.language: row for row in rows}
    if asked:
        if asked not in by_language:
            raise Http404
        return by_language[asked]
    wanted = [(get_language() or "").split("-")[0], *home.languages]
    return next((by_language[code] for code in wanted if code in by_language), rows[0])


def _nothing(request: HomeRequest, home: Home, path: str) -> HttpResponse:
    """A home that has published nothing says so at its own address; no other page is there."""
    if path:
        raise Http404
    return render(request, "public/nothing.html", {"home": home})


def mark_of(edition: Edition, home: Home, language: str, languages: Sequence[str] = ()) -> str:
    """What stays the same for as long as a visitor would be shown the same."""
    frame = (chrome.frame(home, edition.language), home.name.to_json(), home.fictional, home.years, languages)
    parts = [edition.fingerprint, edition.correction, str(edition.published_at), language, repr(frame), drawnby.mark()]
    parts += [repr(beside.of(edition, home)), beside.partners(home)[0]]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def shown(request: HomeRequest, home: Home, edition: Edition, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """An edition as the public sees it, published or not."""
    kind, told, name = edition.page.kind, edition.told, home.name.get(edition.language).value
    address = request.build_absolute_uri(request.path)
    base = request.here.base(home)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"told": told, "edition": edition, "base": base}
    context["description"] = describing.of(told, name)
    if "tiers" in told:
        context |= {"groups": _groups(told["tiers"], told["rows"])} | _beside(kind, told)
    if kind == Page.Kind.PROGRAMME:
        context["phases"] = list(zip(told.get("phases", ()), drawing.course(told), strict=True))
        context["structured"] = structured.programme(told, name, address)
    elif kind == Page.Kind.PARTNER:
        context["structured"] = structured.partner(told, name, address)
    elif kind in structured.ARTICLES:
        context["structured"] = structured.article(edition, name, address, home.site)
        if cover := told.get("cover"):
            context["cover"] = structured.picture(address, home.site, cover)
        context["printed"] = kind in PRINTED and edition.state == Edition.State.PUBLISHED
    elif kind in listing.DRAWN:
        context |= listing.DRAWN[kind](request, home, edition)
    elif kind == Page.Kind.FIGURE:
        context["address"] = request.build_absolute_uri(home.site + edition.page.path)
    context |= beside.of(edition, home)
    if not chrome.is_exported(request):
        # What is written into a folder looks after its links itself.
        context["there"] = beside.partners(home)[1]
    return render(request, f"public/{listing.SAME.get(kind, kind)}.html", {**context, **(more or {})})


def _beside(kind: str, told: dict[str, Any]) -> dict[str, str]:
    """Where the page before and the page after one of a long list stand, below the address of the site."""
    number, last = told["number"], told["pages"]
    found = {"previous": path_of(kind, str(number - 1) if number > 2 else "")} if number > 1 else {}
    return found | ({"next": path_of(kind, str(number + 1))} if number < last else {})


def _groups(tiers: list[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], list[Any]]]:
    """The partners of one page of a list by tier; each tier tells the number of all in it."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row["tier"], []).append(row)
    return [(tiers[number], some) for number, some in found.items()]
