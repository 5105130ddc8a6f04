"""The whole timeline of a partnership on a page of its own: everything told of it, by day, filtered as one likes."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.desk.timeline import entries, facets, gather
from kizuna.partners.events import Thread
from kizuna.partners.models import Partnership


def chosen_strand(request: HomeRequest) -> str:
    """The strand that the address asks for; none means all, an unknown one is not there."""
    asked = request.GET.get("show", "")
    if asked and asked not in Thread.values:
        raise Http404
    return asked


@for_members
def timeline(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Everything in time, the newest first, fifty to a page."""
    row = Partnership.objects.visible_to(request.user).filter(home=home, slug=slug).first()
    if row is None:
        raise Http404
    language = get_language() or "en"
    told = gather(home, request.user, row, day=request.asof.day)
    show = chosen_strand(request)
    page = page_of(request, told.of([show] if show else []))
    places = list(page.object_list)
    notes = Footnotes([event.record for _key, event in told.events(places)], request.user)
    lines = entries(told, places, notes, language)
    context = {
        "row": row,
        "entries": lines,
        "panels": notes.panels(),
        "page": page,
        "facets": facets(told, show),
        "show": show,
        "total": sum(told.counts.values()),
        "later": told.later,
    }
    return render(request, "desk/timeline.html", context)
