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
from kizuna.public import drawnby
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import plain

# More points than this cannot be told apart on a map of the world: then a dot stands for a country. A list in a frame
# is no longer than that either; the whole of it stands on the programme page.
MOST = 200
TONES: dict[str, Tone] = {"gold": "gold", "teal": "teal", "rose": "rose", "sky": "sky"}
# Only these pages may be shown by others inside their own.
FRAMED = {"frame-ancestors": ["*"]}


@csp_replace(FRAMED)
@xframe_options_exempt
@for_everyone
def partners(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The partners by tier, as the published programme page has them."""
    edition = _edition(home, language)
    return _framed(request, home, edition, "partners", language)


@csp_replace(FRAMED)
@xframe_options_exempt
@for_everyone
def partner_map(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The partners on the world, as the published programme page has them; 404 where no place is told."""
    edition = _edition(home, language)
    return _framed(request, home, edition, "map", language)


def _edition(home: Home, asked: str) -> Edition:
    rows = Edition.objects.published().filter(home=home, page__kind=Page.Kind.PROGRAMME).defer("told")
    by_language: dict[str, Edition] = {row.language: row for row in rows}
    wanted = [asked] if asked else [(get_language() or "").split("-")[0], *home.languages]
    found = next((by_language[code] for code in wanted if code in by_language), None)
    if found is None:
        raise Http404
    return found


def _framed(request: HomeRequest, home: Home, edition: Edition, name: str, language: str) -> HttpResponse:
    base = f"{home.site}{edition.language}/" if language else home.site
    parts = [name, edition.fingerprint, str(home.name.to_json()), base, drawnby.mark()]
    mark = f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
    with override(edition.language):
        answer = get_conditional_response(request, etag=mark) or _drawn(request, home, edition, name, base)
        answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "public, no-cache"
        answer.headers["Content-Language"] = edition.language
        return answer


def _drawn(request: HomeRequest, home: Home, edition: Edition, name: str, base: str) -> HttpResponse:
    told = edition.told
    context: dict[str, Any] = {"told": told, "base": base, "named": home.name.get(edition.language).value, "home": home}
    if name == "map":
        context["map"] = remembered(
            home, ("embedded map", edition.pk, edition.fingerprint, base), lambda: _map(home, told, base, context)
        )
        if context["map"] is None:
            raise Http404
    else:
        groups: dict[int, list[Any]] = {}
        for row in told["rows"][:MOST]:
            groups.setdefault(row["tier"], []).append(row)
        context["groups"] = [(told["tiers"][number], some) for number, some in groups.items()]
        context["more"] = max(0, len(told["rows"]) - MOST)
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
