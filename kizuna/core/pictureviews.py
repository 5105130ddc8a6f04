"""The page of all pictures of a home."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core import pictures
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Picture
from kizuna.core.paging import page_of
from kizuna.core.policy import can_write


@for_members
def pictures_page(request: HomeRequest, home: Home) -> HttpResponse:
    """All pictures of a home, each with what it hangs on, who made it and by what right it is shown."""
    problem = ""
    try:
        asked = pictures.Asked.of(request.GET)
    except ValidationError as wrong:
        problem, asked = wrong.messages[0], pictures.Asked()
    every = pictures.rows(home, request.user)
    context = {
        "page": page_of(request, pictures.narrowed(every, asked)),
        "total": every.count(),
        "licences": Picture.Licence.choices,
        "asked": asked,
        "problem": problem,
        "can_write": can_write(request.user, home),
    }
    return render(request, "core/pictures.html", context, status=422 if problem else 200)
