"""A home's partners for the pages of others: a list and a map, each a page by itself that may stand in a frame."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.core.regions import regions
from kizuna.core.remembering import remembered
from kizuna.core.worldmap import NetworkMap, Point, Words, network_map
from kizuna.core.worldmap.shapes import Tone
from kizuna.directory.models.organisation import country_name
from kizuna.public import drawnby, keeping
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import plain

# More points than this cannot be told apart on a map of the world: then a dot stands for a country. A list in a frame
# is no longer than that either; the whole of it stands on the programme page.
MOST, PAGES = 200, 4
TONES: dict[str, Tone] = {"gold": "gold", "teal": "teal", "rose": "rose", "sky": "sky"}
# Only these pages may be shown by others inside their own.
FRAMED = {"frame-ancestors": ["*"]}


@csp_replace(FRAMED)
@xframe_options_exempt
@for_everyone
def partners(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The partners by tier, as the published programme page has them."""
    return _framed(request, home, _editions(home, language), "partners", language)


@csp_replace(FRAMED)
@xframe_options_exempt
@for_everyone
def partner_map(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The partners on the world, as the published programme page has them; 404 where no place is told."""
    return _framed(request, home, _editions(home, language), "map", language)


def _editions(home: Home, asked: str) -> list[Edition]:
    """The programme page and, of a long list, the pages on which it goes on, in one language."""
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.PROGRAMME).select_related("page")
    held: dict[str, list[Edition]] = {}
    for row in rows.defer("told"):
        held.setdefault(row.language, []).append(row)
    wanted = [asked] if asked else [(get_language() or "").split("-")[0], *home.languages]
    found = next((held[code] for code in wanted if code in held), None)
    if found is None:
        raise Http404
    return sorted(found, key=lambda row: int(row.page.slug or 1))


def _framed(request: HomeRequest, home: Home, editions: list[Edition], name: str, language: str) -> HttpResponse:
    first = editions[0]
    base = f"{home.site}{first.language}/" if language else home.site
    prints = [row.fingerprint for row in editions]
    mark = hashlib.sha256(repr([name, prints, home.name.to_json(), base, drawnby.mark()]).encode()).hexdigest()[:32]
    with override(first.language):
        answer = get_conditional_response(request, etag=f'"{mark}"') or keeping.kept.answer(
            (mark, request.build_absolute_uri(request.path)), lambda: _drawn(request, home, editions, name, base)
        )
        answer.headers["ETag"], answer.headers["Cache-Control"] = f'"{mark}"', "public, no-cache"
        answer.headers["Content-Language"] = first.language
        return answer


def _told(editions: Sequence[Edition]) -> dict[str, Any]:
    """The programme page with the partners of these pages of it, read at once."""
    found = dict(Edition.objects.published().filter(pk__in=[row.pk for row in editions]).values_list("pk", "told"))
    every = [found[row.pk] for row in editions if row.pk in found]
    if not every:
        raise Http404
    members = {key: one for told in every for key, one in told["schema"]["members"].items()}
    rows = [row for told in every for row in told["rows"]]
    return {**every[0], "rows": rows, "schema": {**every[0]["schema"], "members": members}}


def _drawn(request: HomeRequest, home: Home, editions: list[Edition], name: str, base: str) -> HttpResponse:
    # Of a long list a frame shows the beginning, and reads no more.
    told, language = _told(editions[:PAGES] if name == "partners" else editions), editions[0].language
    context: dict[str, Any] = {"told": told, "base": base, "named": home.name.get(language).value, "home": home}
    if name == "map":
        prints = tuple(row.fingerprint for row in editions)
        context["map"] = remembered(
            home, ("embedded map", language, prints, base), lambda: _map(home, told, base, context)
        )
        if context["map"] is None:
            raise Http404
    else:
        groups: dict[int, list[Any]] = {}
        for row in told["rows"][:MOST]:
            groups.setdefault(row["tier"], []).append(row)
        context["groups"] = [(told["tiers"][number], some) for number, some in groups.items()]
        context["more"] = max(0, sum(tier["count"] for tier in told["tiers"]) - MOST)
    return render(request, f"public/embed/{name}.html", context)


def _map(home: Home, told: dict[str, Any], base: str, context: dict[str, Any]) -> NetworkMap | None:
    """The map of the places that the edition tells; None where it tells none, as of homes that are invented."""
    schema = told["schema"]
    found = [
        (row, one) for row in told["rows"] for one in schema["members"].get(row["id"], ()) if one.get("place")
    ]  # fmt: skip
    if not found or not schema.get("place"):
        return None
    points = _by_country(found, told, home) if len(found) > MOST else _each(found, told, home, base)
    latitude, longitude = schema["place"]
    middle = Point(key=home.slug, label=context["named"], lat=latitude, lon=longitude, kind="home", tone="white",
                   href=base)  # fmt: skip
    words = Words(join=_(", "))
    return network_map([middle, *points], title=_("Partners on the world map"), regions=regions(), words=words)


def _each(found: Sequence[tuple[Any, Any]], told: dict[str, Any], home: Home, base: str) -> list[Point]:
    return [
        Point(
            key=f"{home.slug}.{row['slug']}.{number}", label=plain(row["name"]), lat=one["place"][0],
            lon=one["place"][1], tone=_tone(told, row), href=f"{base}partners/{row['slug']}/",
            group=plain(row["name"]) if row["members"] else "", home=home.slug,
        )
        for number, (row, one) in enumerate(found)
    ]  # fmt: skip


def _by_country(found: Sequence[tuple[Any, Any]], told: dict[str, Any], home: Home) -> list[Point]:
    by_country: dict[str, list[tuple[Any, Any]]] = {}
    for row, one in found:
        by_country.setdefault(one["country"], []).append((row, one))
    points: list[Point] = []
    for code, some in sorted(by_country.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        latitude, longitude = (sum(one["place"][part] for _row, one in some) / len(some) for part in (0, 1))
        points.append(
            Point(
                key=f"{home.slug}.{code}", label=country_name(code), lat=latitude, lon=longitude, home=home.slug,
                tone=_tone(told, some[0][0]), weight=len({row["id"] for row, _one in some}),
                rank=1 + len(points) // 8,
            )
        )  # fmt: skip
    return points


def _tone(told: dict[str, Any], row: dict[str, Any]) -> Tone:
    return TONES.get(told["tiers"][row["tier"]]["tone"], "sky")
