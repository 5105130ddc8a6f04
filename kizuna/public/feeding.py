"""The feed of a home in one language: what it has published of late, for whoever follows it with a reader."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.public import chrome, menu
from kizuna.public.sitemaps import HEAD, answered
from kizuna.publishing.models import Edition
from kizuna.publishing.told import plain

NEWEST, LONGEST = 50, 600
# What XML does not know, whatever somebody has typed.
UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@for_everyone
def feed(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The newest of what is listed: an entry stays the same one when its page is corrected."""
    rows = Edition.objects.published().filter(home=home, page__kind__in=menu.LISTED)
    held = set(rows.order_by().values_list("language", flat=True).distinct())
    wanted = [language] if language else [(get_language() or "").split("-")[0], *home.languages]
    code = next((one for one in wanted if one in held), "")
    if not code:
        raise Http404
    newest = list(rows.filter(language=code).select_related("page").order_by("-published_at", "pk")[:NEWEST])
    first = _first_published(newest, code)
    base = f"{home.site}{code}/"
    with override(code):
        entries = "".join(
            _entry(row, first[row.page_id], request.build_absolute_uri(f"{base}{row.page.path}")) for row in newest
        )
        own, site = (request.build_absolute_uri(base + path) for path in ("feed.atom", ""))
        titles = chrome.frame(home, code)
        name = " · ".join(filter(None, (home.name.get(code).value, titles.get("programme", ""))))
        told = (
            f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{code}">\n'
            f"<id>{_id(uuid.NAMESPACE_URL, f'{settings.PLACE}{base}feed.atom')}</id>\n"
            f"<title>{_text(name)}</title>\n<updated>{_moment(newest[0].published_at)}</updated>\n"
            f"<author><name>{_text(home.name.get(code).value)}</name></author>\n"
            f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>\n'
            f'<link rel="alternate" type="text/html" href={quoteattr(site)}/>\n{entries}</feed>\n'
        )
    answer = answered(request, told, "application/atom+xml")
    answer.headers["Content-Language"] = code
    return answer


def _first_published(newest: list[Edition], code: str) -> dict[int, datetime]:
    """When each page was first shown in this language, however often it was corrected since."""
    shown = Edition.objects.filter(page__in=[row.page_id for row in newest], language=code, published_at__isnull=False)
    return dict(shown.order_by().values_list("page").annotate(first=Min("published_at")))


def _entry(row: Edition, first: datetime, address: str) -> str:
    corrected = f"{_('Corrected')}: {row.correction}" if row.correction else ""
    summary = " ".join(filter(None, (corrected, _beginning(row.told))))
    return (
        f"<entry><id>{_id(row.page.uuid, row.language)}</id><title>{_text(row.title)}</title>"
        f"<published>{_moment(first)}</published><updated>{_moment(row.published_at)}</updated>"
        f'<link rel="alternate" type="text/html" hreflang="{row.language}" href={quoteattr(address)}/>'
        f"<summary>{_text(summary)}</summary></entry>\n"
    )


def _beginning(told: dict[str, Any]) -> str:
    """The first words of a page."""
    said = [plain(one["text"]) for one in told.get("blocks", ()) if one.get("kind") in ("words", "statement")]
    words = " ".join([plain(told["summary"])] if told.get("summary") else said)
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _id(space: uuid.UUID, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(space, name)}"


def _text(words: str) -> str:
    return escape(UNKNOWN.sub("", words))


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""
