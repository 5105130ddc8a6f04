"""What other programs are given of a published edition: the calendar as iCalendar, good practices as an Atom feed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.public.views import chosen, mark_of
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import plain

STATUS = {"cancelled": "CANCELLED", "postponed": "CANCELLED"}
# Characters that no XML may hold.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@for_everyone
def calendar(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published calendar for calendar programs: what is known to the day."""
    return _given(request, home, Page.Kind.CALENDAR, language, _calendar, "text/calendar; charset=utf-8")


@for_everyone
def practices(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published good practices, for readers of feeds and for sites that gather them."""
    return _given(request, home, Page.Kind.PRACTICES, language, _feed, "application/atom+xml; charset=utf-8")


Write = Callable[[Edition, str, str], bytes]


def _given(request: HomeRequest, home: Home, kind: str, language: str, write: Write, media_type: str) -> HttpResponse:
    """The edition in the form that a program reads, from its own address on; sent again only when it has changed."""
    rows = Edition.objects.published().filter(home=home, page__kind=kind).select_related("page").order_by("language")
    editions = list(rows.defer("told"))
    if not editions:
        raise Http404
    edition = chosen(editions, home, language)
    edition.home = home
    mark = f'"{mark_of(edition, home, language)}"'
    site = request.build_absolute_uri(f"{home.site}{edition.language}/")
    with override(edition.language):
        answer = get_conditional_response(request, etag=mark) or HttpResponse(
            write(edition, site, request.build_absolute_uri(request.path)), content_type=media_type
        )
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Content-Language"] = edition.language
    return answer


def _calendar(edition: Edition, site: str, _own: str) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Kizuna//Public calendar//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"{edition.home.name.get(edition.language).value} · {_('Calendar')}")
    found.add("refresh-interval;value=duration", "PT12H")
    for row in (*edition.told["past"], *edition.told["coming"]):
        # A month or a year is no day: a calendar would claim to know more than the record.
        if row["first"]:
            found.add_component(_event(row, edition, site))
    data: bytes = found.to_ical()
    return data


def _event(row: dict[str, Any], edition: Edition, site: str) -> Event:
    event = Event()
    event.add("uid", f"{row['id']}@kizuna")
    event.add("dtstamp", _published(edition))
    name, label = plain(row["name"]), plain(row["what"])
    event.add("summary", f"{name} ({label})" if row["sort"] == "call" else name)
    if row["moment"]:
        event.add("dtstart", datetime.fromisoformat(row["moment"]))
    else:
        event.add("dtstart", date.fromisoformat(row["first"]))
        # The end of a calendar entry is the day after its last one.
        event.add("dtend", date.fromisoformat(row["last"]) + timedelta(days=1))
    event.add("url", address_of(row, edition, site))
    if row["where"]:
        event.add("location", plain(row["where"]))
    if row["off"]:
        event.add("status", STATUS[row["off"]])
    told = [plain(row["partner"]["name"])] if row["partner"] else []
    event.add("description", " · ".join(part for part in (*told, label) if part))
    event.add("transp", "TRANSPARENT")
    return event


def address_of(row: dict[str, Any], edition: Edition, site: str) -> str:
    """Where more stands of an entry: on a page of the language, or at the call, which has one address for all."""
    if row["sort"] == "call":
        return f"{site.removesuffix(f'{edition.language}/')}{row['path']}"
    return site + (row["path"] or "calendar/")


def _feed(edition: Edition, site: str, own: str) -> bytes:
    name = edition.home.name.get(edition.language).value
    when = _published(edition)
    feed = Atom1Feed(
        title=_safe(f"{name} · {plain(edition.title)}"), link=f"{site}practices/", description="", feed_url=own,
        language=get_language(), author_name=_safe(name), feed_guid=f"urn:uuid:{edition.page.uuid}",
    )  # fmt: skip
    topics = {topic["id"]: topic["name"] for topic in edition.told["topics"]}
    for row in edition.told["practices"]:
        word = _("Challenge") if row["hard"] else _("Good practice")
        # A reader of feeds takes the summary for HTML: what looks like markup stays words.
        feed.add_item(
            title=_safe(f"{word}: {topics[row['topic']]}"), link=f"{site}practices/#p-{row['id']}",
            description=escape(_safe(plain(row["text"]))), unique_id=f"urn:uuid:{row['id']}", updateddate=when,
            categories=(row["topic"],),
        )  # fmt: skip
    return feed.writeString("utf-8").encode()


def _safe(text: str) -> str:
    return UNSAYABLE.sub("", text)


def _published(edition: Edition) -> datetime:
    return edition.published_at or datetime(1970, 1, 1, tzinfo=UTC)
