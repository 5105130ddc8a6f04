"""Turns the addresses in a page into ways from file to file: the folder works under any path and from a disk."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from kizuna.core.models import Home
from kizuna.public.exporting.asked import ORIGIN
from kizuna.public.exporting.assets import Assets, root
from kizuna.public.exporting.places import Place
from kizuna.publishing.told import SITE

LINK = re.compile(r'\s(href|src|srcset|poster|action)="([^"]*)"')
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
WHOLE = re.compile(re.escape(ORIGIN) + r"(/[^\s\"'<>\\]*)?")
DATA = re.compile(r'"(?:url|contentUrl)": "' + re.escape(ORIGIN) + r'[^"]*"(?:, )?')
# What is the same in every language has one address and stands in the folder once.
ALIKE = "pictures/"
INDEX, POST = "index.html", "post"


@dataclass
class Leading:
    """How addresses of the live site are written in the files.

    ``url`` is where the folder will be served and ``live`` where Kizuna itself answers; both may be unknown.
    """

    homes: dict[str, Home]
    assets: Assets
    exists: Callable[[Place], bool]
    works_live: Callable[[Place], bool]
    url: str = ""
    live: str = ""
    # Addresses that led nowhere, since the last page was begun.
    lost: set[str] = field(default_factory=set)
    _known: dict[tuple[str, str, str, str], tuple[str, str]] = field(default_factory=dict)

    def page(self, told: str, here: Place, own: str, up: str | None = None) -> str:
        """A page as it is written; ``own`` is its language where its address names none, ``up`` the way to the root."""
        if up is None:
            up = "../" * here.file.count("/")
        if "<form" in told:
            told = FORM.sub(self._form, told)
        told = LINK.sub(lambda found: self._link(found[1], found[2], here, own, up), told)
        if ORIGIN in told:
            told = self.text(told if self.url else DATA.sub("", told))
        return told

    def text(self, told: str) -> str:
        """Whole addresses outside of links: at the place where the folder is served, or without any."""
        return WHOLE.sub(lambda found: (self.url + (found[1] or "/")) if self.url else found[1] or "/", told)

    def feed(self, told: str, here: Place) -> str:
        """The same where addresses must lead somewhere even though nobody has said where the folder will be."""
        up = "../" * here.file.count("/")
        if self.url:
            return self.text(told)

        def way(found: re.Match[str]) -> str:
            kind, value = self._led(html.unescape(found[1] or "/"), here, "", absolute=True)
            return up + value if kind == "file" else value

        return WHOLE.sub(way, told)

    def _form(self, found: re.Match[str]) -> str:
        """A form asks Kizuna itself; where nobody knows where that is, it is left out."""
        start = found[0].partition(">")[0]
        return found[0] if self.live and POST not in start.lower() else ""

    def _link(self, name: str, value: str, here: Place, own: str, up: str) -> str:
        if name == "srcset":
            parts = [part.strip().partition(" ") for part in value.split(",")]
            led = [self._way(way, here, own, up) + (f" {size}" if size else "") for way, _space, size in parts if way]
            return f' srcset="{", ".join(led)}"'
        if name == "action":
            return f' action="{html.escape(self.live + urljoin(here.address, html.unescape(value)))}"'
        way = self._way(value, here, own, up)
        # A link without an address is words: nobody is led astray.
        return f' {name}="{way}"' if way else ""

    def _way(self, value: str, here: Place, own: str, up: str) -> str:
        plain = html.unescape(value)
        kind, led = self._led(plain, here, own)
        if kind == "file":
            return html.escape(up + led)
        if kind == "none":
            self.lost.add(led)
            return ""
        return html.escape(led) if kind == "address" else value

    def _led(self, url: str, here: Place, own: str, *, absolute: bool = False) -> tuple[str, str]:
        # A question alone is asked of the page itself, so it depends on which page that is.
        key = (url if url[:1] != "?" else f"{here.path}{url}", here.home, here.tree, "*" if absolute else own)
        if key not in self._known:
            self._known[key] = self._lead(url, here, own, absolute)
        return self._known[key]

    def _lead(self, url: str, here: Place, own: str, absolute: bool) -> tuple[str, str]:
        if url.startswith(ORIGIN):
            url, absolute = url[len(ORIGIN) :] or "/", True
            if self.url:
                return "address", self.url + url
        split = urlsplit(url)
        if split.scheme or split.netloc or not (split.path or split.query):
            return "same", url
        path = urljoin(here.address, split.path) if split.path else here.address
        if path.startswith(root()):
            file = self.assets.file(path)
            return ("file", file) if file else ("none", path)
        if path == "/":
            return "file", INDEX
        slug, _slash, rest = path[1:].partition("/")
        around = here._replace(tree="") if absolute else here
        place = self._place(slug, rest, dict(parse_qsl(split.query)), around, "" if absolute else own)
        return self._lead_to(place, f"#{split.fragment}" if split.fragment else "") if place else ("none", url)

    def _lead_to(self, place: Place, after: str) -> tuple[str, str]:
        for one in dict.fromkeys((place, place._replace(tree=""))):
            if self.exists(one):
                return "file", one.file + after
        if self.live and self.works_live(place._replace(tree="")):
            return "address", f"{self.live}/{place.home}/{place.path}"
        return "none", place.key

    def _place(self, slug: str, rest: str, asked: dict[str, str], here: Place, own: str) -> Place | None:
        tree, _slash, below = rest.partition("/")
        if tree in SITE:
            tree, rest = "" if tree == own else tree, below
        else:
            tree = here.tree if slug == here.home else ""
        if asked.get("lang") in SITE:
            tree = asked["lang"]
        if rest.startswith(ALIKE):
            tree = ""
        number = asked.get("page", "1")
        if slug not in self.homes or not number.isdigit() or set(asked) - {"lang", "page"}:
            return None
        return Place(slug, tree, rest, int(number[:9]))
