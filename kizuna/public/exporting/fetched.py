"""What is no edition, but public and linked: lists, calls, feeds, pictures and papers, asked for one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import override

from kizuna.core.models import Home
from kizuna.public.exporting.asked import Asked
from kizuna.public.exporting.places import Place, first_language

# Only these addresses are asked; those of the desk and of the API are not even read.
OURS = "kizuna.public.urls"
POSTED = 'method="post"'


@dataclass(frozen=True)
class Found:
    """An answer of the live site: its kind, what it says, its mark; ``live`` where it works only there."""

    kind: str
    content: bytes = b""
    mark: str = ""
    live: bool = False
    same: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return self.kind == "text/html"

    @property
    def is_text(self) -> bool:
        """Whether addresses may stand in it."""
        return self.is_page or "xml" in self.kind or self.kind.startswith("text/")


def fetch(place: Place, homes: Mapping[str, Home], mark: str = "") -> Found | None:
    """What the public is answered at an address in its language; None where nothing is."""
    home = homes[place.home]
    try:
        try:
            asked, address = resolve(place.address, OURS), place.address
        except Resolver404:
            # Pages without an address for each language are asked for in each all the same.
            address = f"{home.site}{place.path}"
            asked = resolve(address, OURS)
    except Resolver404:
        return None
    request = Asked(address, {"page": place.number} if place.number > 1 else None, mark)
    try:
        with override(place.tree or first_language(home)):
            answer = asked.func(request, *asked.args, **asked.kwargs)
            return _read(answer, mark)
    except Http404:
        return None


def answers(asked: ResolverMatch, request: Asked) -> bool:
    """Whether the public is answered there, be it by a page or by a form."""
    try:
        return bool(asked.func(request, *asked.args, **asked.kwargs).status_code < 400)
    except Http404:
        return False


def _read(answer: HttpResponseBase, mark: str) -> Found | None:
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip()
    if answer.status_code == 304:
        return Found(kind, mark=mark, same=True)
    if answer.status_code != 200:
        return None
    content = answer.content if isinstance(answer, HttpResponse) else b"".join(answer)
    found = Found(kind, content, answer.headers.get("ETag", ""))
    if found.is_page and POSTED in content.decode(errors="replace"):
        return Found(kind, live=True)
    return found
