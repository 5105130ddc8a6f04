"""Looks at every published page as a visitor does: links that lead nowhere, pictures that nobody described."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.public import menu
from kizuna.public.exporting import drawn, fetched
from kizuna.public.exporting.asked import ORIGIN, Asked
from kizuna.public.exporting.assets import root
from kizuna.public.exporting.leading import LINK
from kizuna.public.exporting.places import Place
from kizuna.publishing.finding import Finding
from kizuna.publishing.told import SITE

PICTURE = re.compile(r"<img\b([^>]*)>")
ALTERNATIVE = re.compile(r'\salt="\s*([^"]*?)\s*"')
SOURCE = re.compile(r'\ssrc="([^"]*)"')
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
Tell = Callable[[str, int], None]


def findings(home: Home, tell: Tell) -> Iterator[Finding]:
    """All that is found on the pages of a home and on its lists; nothing is asked of the network."""
    home.once = {}  # type: ignore[attr-defined]  # read once for all pages
    units = drawn.units_of(home, "")
    ways = Ways(home, {(unit.language, unit.path) for unit in units} | {("", unit.path) for unit in units})
    mend = f"{home.desk}site/"
    for number, (unit, parts) in enumerate(drawn.drawn(units), 1):
        address = f"{home.site}{unit.language}/{unit.path}"
        yield from _of_page(ways, "\n".join(parts), address, unit.path or "/", unit.language, mend)
        tell(f"of {len(units)} pages", number)
    for path in menu.LISTED.values():
        for code in SITE:
            place = Place(home.slug, code, path)
            found = fetched.fetch(place, {home.slug: home})
            if found is not None:
                yield from _of_page(ways, found.content.decode(), place.address, path, code, mend)


def _of_page(ways: Ways, told: str, address: str, page: str, language: str, mend: str) -> Iterator[Finding]:
    for url in dict.fromkeys(html.unescape(found[2]) for found in LINK.finditer(told) if found[1] != "action"):
        if not ways.lead(url, address):
            yield Finding("dead link", page, language, url.removeprefix(ORIGIN), mend)
    main = MAIN.search(told)
    for picture in PICTURE.finditer(main[0] if main else told):
        described = ALTERNATIVE.search(picture[1])
        if described is None or not described[1]:
            source = SOURCE.search(picture[1])
            what = _("the picture %(name)s") % {"name": source[1] if source else ""}
            yield Finding("no alternative text", page, language, what, mend)


class Ways:
    """Where an address of our own leads; others are not asked."""

    def __init__(self, home: Home, published: set[tuple[str, str]]) -> None:
        self.home, self.published = home, published
        self.lead_from = cache(self._leads)

    def lead(self, url: str, address: str) -> bool:
        """Whether something is there."""
        split = urlsplit(url.removeprefix(ORIGIN) or "/")
        if split.scheme or split.netloc or not split.path:
            return True
        return self.lead_from(urljoin(address, split.path), split.query)

    def _leads(self, path: str, query: str) -> bool:
        if path.startswith(root()):
            return finders.find(path.removeprefix(root())) is not None
        rest = path.removeprefix(self.home.site)
        if rest != path:
            tree, _slash, below = rest.partition("/")
            wanted = (tree, below) if tree in SITE else ("", rest)
            if wanted in self.published:
                return True
        try:
            # The first page and what else is no page of this home is there as long as the installation is.
            asked = resolve(path, fetched.OURS) if rest != path else None
        except Resolver404:
            return False
        if asked is None:
            return path == "/"
        request = Asked(path, dict(parse_qsl(query)))
        return fetched.answers(asked, request)
