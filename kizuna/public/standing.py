"""The addresses of the pages that are made from the records as lists: activities, series, dates, figures, practices."""

from __future__ import annotations

from django.http import HttpResponse

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.public.views import published
from kizuna.publishing.models import Page


@for_everyone
def activities(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The newest activities by year, and all series."""
    return published(request, home, Page.Kind.ACTIVITIES, "", language)


@for_everyone
def earlier(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """The activities of some earlier years, where there are many."""
    return published(request, home, Page.Kind.EARLIER, slug, language)


@for_everyone
def series(request: HomeRequest, home: Home, slug: str, language: str = "") -> HttpResponse:
    """One series with its editions, and whose turn it is."""
    return published(request, home, Page.Kind.SERIES, slug, language)


@for_everyone
def calendar(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """What is coming and what was, month by month."""
    return published(request, home, Page.Kind.CALENDAR, "", language)


@for_everyone
def figures(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """The published figures."""
    return published(request, home, Page.Kind.FIGURES, "", language)


@for_everyone
def further(request: HomeRequest, home: Home, number: int, language: str = "") -> HttpResponse:
    """The published figures from the fifty-first on."""
    return published(request, home, Page.Kind.FURTHER, str(number), language)


@for_everyone
def practices(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """What works well in working together and what is hard, by theme."""
    return published(request, home, Page.Kind.PRACTICES, "", language)


@for_everyone
def about(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """Aims and strategy, how figures are dated, how to get in touch."""
    return published(request, home, Page.Kind.ABOUT, "", language)
