"""The menu of a public site: what is published, put together so that it can be read on a phone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.publishing.models import PATHS, Page

Kind = Page.Kind
# The pages of which there is one.
MENU = (
    Kind.PROGRAMME, Kind.ACTIVITIES, Kind.CALENDAR, Kind.PRACTICES, Kind.DEPARTMENTS, Kind.FIGURES, Kind.ABOUT,
)  # fmt: skip
# The pages of which there are many, with a list of their own.
LISTED = {Kind.HIGHLIGHT: "highlights/"}
# What is no page of editions: calls tell themselves, for their dates do not wait for a signature.
CALLS = "calls"
# The kinds of the menu in their order; what stands in brackets stands together under the first word.
GROUPS: tuple[tuple[str, ...], ...] = (
    (Kind.PROGRAMME,),
    (Kind.HIGHLIGHT,),
    (Kind.ACTIVITIES, Kind.CALENDAR, Kind.PRACTICES),
    (CALLS,),
    (Kind.ABOUT, Kind.DEPARTMENTS, Kind.FIGURES, "visit-us"),
)


def _labels() -> dict[str, str]:
    return {
        Kind.PROGRAMME: _("Programme"), Kind.HIGHLIGHT: _("Highlights"), Kind.ACTIVITIES: _("Activities"),
        Kind.CALENDAR: _("Calendar"), Kind.PRACTICES: _("Good practices"), CALLS: _("Calls"), Kind.ABOUT: _("About"),
        Kind.DEPARTMENTS: _("Departments"), Kind.FIGURES: _("Figures"), "visit-us": _("Visit us"),
    }  # fmt: skip


def of(home: Home, published: Collection[str], base: str, path: str) -> list[dict[str, Any]]:
    """The menu of a site on one of its pages: what stands alone, and what stands together under one word."""
    labels, found = _labels(), []
    for kinds in GROUPS:
        items = [
            _item(labels[kind], _address(home, kind, base), _path(kind), path)
            for kind in kinds
            if kind in published or kind == "visit-us"
        ]
        if len(items) > 1:
            current = any(one["current"] for one in items)
            found.append({"label": labels[kinds[0]], "url": items[0]["url"], "within": items, "current": current})
        else:
            found += items
    return found


def _path(kind: str) -> str:
    if kind in (CALLS, "visit-us"):
        return f"{kind}/"
    return LISTED[Kind(kind)] if kind in LISTED else PATHS[kind]


def _address(home: Home, kind: str, base: str) -> str:
    # Calls and the form have no address in each language.
    return (home.site if kind in (CALLS, "visit-us") else base) + _path(kind)


def _item(label: str, url: str, own: str, path: str) -> dict[str, Any]:
    below = bool(own) and path.startswith(own)
    return {"label": label, "url": url, "current": path == own or below}
