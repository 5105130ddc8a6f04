"""The search page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.desk import search as looking
from kizuna.desk.briefing import catalogue
from kizuna.desk.views.briefing import shown


@for_members
def search(request: HomeRequest, home: Home) -> HttpResponse:
    """Everything of this home whose name contains what was typed; or all of one kind, in pages.

    Who types a partner's whole name into the box on any page is at its briefing at once; ``all`` asks for the list.
    """
    text, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    found, page = None, None
    if text and not kind and "all" not in request.GET and (row := catalogue.exact(text, home, request.user)):
        book = catalogue.make("partner", row.slug, home, request.user, request.asof.day)
        return shown(request, book, searched=text)
    if text and kind in looking.KINDS:
        page = page_of(request, looking.rows_of(kind, text, home, request.user))
        found = looking.Found(**{kind: list(page.object_list)})
    elif text:
        found = looking.search(text, home, request.user)
    context = {"q": text, "kind": kind if page else "", "found": found, "page": page}
    return render(request, "desk/search.html", context | {"country": catalogue.country_called(text)})
