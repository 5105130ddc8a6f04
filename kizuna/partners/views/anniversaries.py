"""The page of coming anniversaries, year by year."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import npgettext

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.partners.anniversaries import all_of, coming, undated

# How many years ahead one may look.
SPANS = (2, 5, 10)


@for_members
def page(request: HomeRequest, home: Home) -> HttpResponse:
    """What is to be kept in the years to come, the next first; what has no year stands apart."""
    asked = request.GET.get("years", "")
    ahead = int(asked) if asked in {str(span) for span in SPANS} else SPANS[1]
    once = all_of(home, request.user)
    rows = coming(home, request.user, request.asof.day, months=12 * ahead, among=once)
    context = {
        "by_year": [(year, list(some)) for year, some in groupby(rows, lambda one: one.first.year)],
        "undated": undated(home, request.user, among=once),
        "ahead": ahead,
        "spans": [
            (span, npgettext("how far ahead", "%(n)s year", "%(n)s years", span) % {"n": span}) for span in SPANS
        ],
    }
    return render(request, "partners/anniversaries.html", context)
