"""The search page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.desk.search import search as look


@for_members
def search(request: HomeRequest, home: Home) -> HttpResponse:
    """Everything of this home whose name contains what was typed."""
    text = request.GET.get("q", "").strip()[:200]
    found = look(text, home, request.user) if text else None
    return render(request, "desk/search.html", {"q": text, "found": found})
