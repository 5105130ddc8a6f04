"""Looks at what a home has published with the eyes of whoever keeps the records: what is lost, stale, untranslated."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.figures import as_of
from kizuna.core.models import Figure, Home
from kizuna.desk.publish import catalogue
from kizuna.desk.publish.telling import day_of
from kizuna.publishing.finding import Finding
from kizuna.publishing.models import Edition
from kizuna.publishing.told import plain, wanting

YEAR = timedelta(days=366)
SHOWN = 3
# The states of a difference and what is said of each.
KINDS = {"lost": "lost statement", "gone": "page without records", "changed": "other than the records",
         "new": "not published"}  # fmt: skip
NOTICED = {"lost", "gone"}


def findings(home: Home) -> Iterator[Finding]:
    """All that is found, page by page."""
    mend = f"{home.desk}site/"
    for one in catalogue.differences(home, "en"):
        yield Finding(
            KINDS[one.state], _named(one.kind, one.slug), one.language, "; ".join(one.lines) or one.title, mend,
            one.state in NOTICED,
        )  # fmt: skip
    days = {str(row.uuid): as_of(row) for row in Figure.objects.published().filter(home=home)}
    day = day_of(home)
    rows = Edition.objects.published().filter(home=home).select_related("page").order_by("page__kind", "page__slug")
    for row in rows.iterator(chunk_size=200):
        name = _named(row.page.kind, row.page.slug)
        for kind, what, key, noticed in _stale(row.told, days, day):
            yield Finding(kind, name, row.language, what, f"{home.desk}figures/{key}/", noticed)
        words = list(wanting(row.told, row.language))
        if words:
            yield Finding("untranslated", name, row.language, _some(words), f"{mend}pages/{row.page.uuid}/")


def _named(kind: str, slug: str) -> str:
    return f"{kind}/{slug}" if slug else kind


def _some(words: list[str]) -> str:
    told = ", ".join(f"“{one[:60]}”" for one in words[:SHOWN])
    more = len(words) - SHOWN
    return told + (" " + ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more > 0 else "")


def _stale(told: dict[str, Any], days: dict[str, date | None], day: date) -> Iterator[tuple[str, str, uuid.UUID, bool]]:
    """Figures of which a newer value is known, and those that speak of a day a year before that of the page."""
    for one in _figures(told):
        said, key = f"{plain(one['name'])}: {plain(one['value'])}", uuid.UUID(str(one["id"]))
        if one.get("newer"):
            newer = plain(one["newer"]["value"])
            yield "newer figure", _("%(said)s; a newer value is %(newer)s") % {"said": said, "newer": newer}, key, True
        counted = days.get(str(one["id"]))
        if counted is not None and day - counted > YEAR:
            yield "old figure", _("%(said)s, as of %(day)s") % {"said": said, "day": counted.isoformat()}, key, False


def _figures(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "value" in told and "id" in told:
        yield told
    yield from told.get("figures", ())
    for block in told.get("blocks", ()):
        if block.get("kind") == "figure":
            yield {**block, "name": block["text"]}
