"""The kinds of pages that somebody writes, each with the maker that drafts it from the records."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kizuna.core.models import Home
from kizuna.desk.publish import annual, highlights, news, symposia
from kizuna.desk.publish.telling import Made
from kizuna.publishing.models import Page

MAKERS: Mapping[str, Callable[[Home, str], Made | None]] = {
    Page.Kind.HIGHLIGHT: highlights.make,
    Page.Kind.NEWS: news.make,
    Page.Kind.SYMPOSIUM: symposia.make,
    Page.Kind.REPORT: annual.make,
}


def make(home: Home, kind: str, slug: str) -> Made | None:
    """The page as the records have it now; None where they tell nothing of its subject."""
    maker = MAKERS.get(kind)
    return maker(home, slug) if maker is not None else None
