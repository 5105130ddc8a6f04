"""The page of what is about to hurt, and the JSON of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.desk import today


@for_members
def page(request: HomeRequest, home: Home) -> HttpResponse:
    """Everything that needs somebody, the most urgent first; each line leads to the place that mends it."""
    parts = today.parts(home, request.user, request.asof.day)
    context = {"parts": parts, "total": sum(part.count for part in parts)}
    return render(request, "desk/today.html", context)
