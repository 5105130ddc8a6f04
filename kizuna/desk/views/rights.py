"""The page of rights: who sees what and who may do what, on one page to print."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.policy import role_in
from kizuna.desk import rights as tables


@for_members
def rights(request: HomeRequest, home: Home) -> HttpResponse:
    """The tables that every page, command and request asks."""
    context = {
        "who": tables.WHO.items(),
        "sees": tables.sees(),
        "does": tables.does(),
        "mine": {role_in(request.user, home), *(["registrar"] if request.user.registrar else [])},
    }
    return render(request, "desk/rights.html", context)
