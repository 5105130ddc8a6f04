"""What search engines ask for: every published address with its other languages, and what they need not look at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.public import calling, menu
from kizuna.publishing.models import Edition, path_of

# So many addresses in one file; search engines take 50,000.
MOST = 20_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
WITH_LANGUAGES = f'{SPACES} xmlns:xhtml="http://www.w3.org/1999/xhtml"'
# Where nothing is that anybody should find by searching.
CLOSED = ("/accounts/", "/api/", "/calendar/", "/call/", "/demo/", "/desk/", "/note/")
Build = Callable[[str], str]


@dataclass(frozen=True)
class Listed:
    """One address: below the home's site or one of its languages, when it was last published, its other languages."""

    path: str
    language: str
    at: datetime | None
    languages: Sequence[str]


def every(home: Home) -> list[Listed]:
    """All that a home has published, always in the same order."""
    rows = Edition.objects.published().filter(home=home).order_by("page__kind", "page__slug", "language")
    pages: dict[str, dict[str, datetime | None]] = {}
    for kind, slug, language, at in rows.values_list("page__kind", "page__slug", "language", "published_at"):
        for path in (path_of(kind, slug), menu.LISTED.get(kind)):
            if path is not None:
                held = pages.setdefault(path, {})
                held[language] = max((one for one in (held.get(language), at) if one is not None), default=None)
    found = [Listed(path, code, at, sorted(held)) for path, held in pages.items() for code, at in held.items()]
    now = timezone.now()
    calls = [f"calls/{slug}/" for slug in calling.shown_slugs(home, now)]
    listed = ["calls/"] if calling.any_listed(home, now) else []
    return found + [Listed(path, "", None, ()) for path in [*listed, *calls]]


def paths(home: Home) -> list[str]:
    """The files in which a home's addresses stand, below its site; none where nothing is published."""
    parts = -(-len(every(home)) // MOST)
    return ["sitemap.xml", *(f"sitemap-{number}.xml" for number in range(2, parts + 1))] if parts else []


def index(addresses: Iterable[str]) -> str:
    """The list of such files."""
    lines = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses)
    return f"{HEAD}<sitemapindex {SPACES}>\n{lines}</sitemapindex>\n"


def robots(closed: Iterable[str], sitemap: str) -> str:
    """What programs are asked to leave alone, and where the addresses are."""
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in closed)]
    return "\n".join([*lines, *([] if closed else ["Allow: /"]), *(["", f"Sitemap: {sitemap}"] if sitemap else []), ""])


def _urls(home: Home, found: Sequence[Listed], build: Build) -> str:
    lines = "".join(_url(home, one, build) for one in found)
    return f"{HEAD}<urlset {WITH_LANGUAGES}>\n{lines}</urlset>\n"


def _url(home: Home, one: Listed, build: Build) -> str:
    def whole(code: str) -> str:
        return build(f"{home.site}{code}/{one.path}" if code else f"{home.site}{one.path}")

    others = [(code, whole(code)) for code in one.languages]
    if others:
        others.append(("x-default", whole("")))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>' for code, address in others
    )
    at = f"<lastmod>{one.at.isoformat(timespec='seconds')}</lastmod>" if one.at is not None else ""
    return f"<url><loc>{escape(whole(one.language))}</loc>{at}{links}</url>\n"


def answered(request: HttpRequest, text: str, kind: str) -> HttpResponse:
    """A text that whoever keeps it asks for again: the same is not sent twice."""
    mark = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    whole = HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers={"ETag": mark})
    answer: HttpResponse = get_conditional_response(request, etag=mark) or whole
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "public, no-cache"
    return answer


def all_homes(request: HttpRequest) -> HttpResponse:
    """The sitemaps of all homes that have published anything."""
    addresses = [
        request.build_absolute_uri(f"{home.site}{path}") for home in Home.objects.all() for path in paths(home)
    ]
    return answered(request, index(addresses), "application/xml")


@for_everyone
def of_home(request: HomeRequest, home: Home, part: int = 1) -> HttpResponse:
    """The published addresses of a home, or one part of very many."""
    found = every(home)[(part - 1) * MOST : part * MOST]
    if not found or part < 1:
        raise Http404
    return answered(request, _urls(home, found, request.build_absolute_uri), "application/xml")


def for_programs(request: HttpRequest) -> HttpResponse:
    """Asks programs to leave alone what is nobody's but the staff's, and says where the sitemaps are."""
    return answered(request, robots(CLOSED, request.build_absolute_uri("/sitemap.xml")), "text/plain")
