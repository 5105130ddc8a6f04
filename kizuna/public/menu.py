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
LISTED = {
    Kind.HIGHLIGHT: "highlights/", Kind.NEWS: "news/", Kind.SYMPOSIUM: "symposia/", Kind.REPORT: "reports/",
}  # fmt: skip
# What is no page of editions: calls tell themselves, for their dates do not wait for a signature.
CALLS = "calls"
# The form by which a visit is asked for.
FORM = "visit-us"
# The kinds of the menu in their order; what stands in brackets stands together under the first word.
GROUPS: tuple[tuple[str, ...], ...] = (
    (Kind.PROGRAMME,),
    (Kind.NEWS, Kind.HIGHLIGHT, Kind.REPORT),
    (Kind.ACTIVITIES, Kind.CALENDAR, Kind.SYMPOSIUM, Kind.PRACTICES),
    (CALLS,),
    (Kind.ABOUT, Kind.DEPARTMENTS, Kind.FIGURES, FORM),
)


def _labels() -> dict[str, str]:
    return {
        Kind.PROGRAMME: _("Programme"), Kind.HIGHLIGHT: _("Highlights"), Kind.ACTIVITIES: _("Activities"),
        Kind.CALENDAR: _("Calendar"), Kind.PRACTICES: _("Good practices"), CALLS: _("Calls"), Kind.ABOUT: _("About"),
        Kind.DEPARTMENTS: _("Departments"), Kind.FIGURES: _("Figures"), FORM: _("Visit us"), Kind.NEWS: _("News"),
        Kind.SYMPOSIUM: _("Symposia"), Kind.REPORT: _("Annual reports"),
    }  # fmt: skip


def of(
    home: Home, published: Collection[str], base: str, path: str, form: str, programme: bool = True
) -> list[dict[str, Any]]:
    """The menu of a site on one of its pages: what stands alone, and what stands together under one word.

    ``form`` is where a visit is asked for; empty where that is not known. Where there is no programme, the first page
    is that of the partners.
    """
    labels: dict[str, str] = _labels() | ({} if programme else {Kind.PROGRAMME: _("Partners")})
    found: list[dict[str, Any]] = []
    for kinds in GROUPS:
        items = [
            _item(labels[kind], form if kind == FORM else _address(home, kind, base), _path(kind), path)
            for kind in kinds
            if kind in published or (kind == FORM and form)
        ]
        if len(items) > 1:
            current = any(one["current"] for one in items)
            found.append({"label": labels[kinds[0]], "url": items[0]["url"], "within": items, "current": current})
        else:
            found += items
    return found


def _path(kind: str) -> str:
    if kind in (CALLS, FORM):
        return f"{kind}/"
    return LISTED[Kind(kind)] if kind in LISTED else PATHS[kind]


def _address(home: Home, kind: str, base: str) -> str:
    # Calls have no address in each language.
    return (home.site if kind == CALLS else base) + _path(kind)


def _item(label: str, url: str, own: str, path: str) -> dict[str, Any]:
    below = bool(own) and path.startswith(own)
    return {"label": label, "url": url, "current": path == own or below}
