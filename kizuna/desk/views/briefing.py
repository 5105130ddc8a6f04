"""Briefings: one on a page, as PDF or Word, issued and kept as it was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.desk.briefing import catalogue, files
from kizuna.desk.briefing.book import Book

FORMS = ("pdf", "docx")


def _made(request: HomeRequest, home: Home, kind: str, name: str) -> Book:
    """The briefing that an address asks for; what there is none of is answered as if it did not exist."""
    try:
        return catalogue.make(kind, name, home, request.user, request.asof.day, shared="shared" in request.GET)
    except catalogue.NotFound as problem:
        raise Http404 from problem


@for_members
def briefings(request: HomeRequest, home: Home) -> HttpResponse:
    """Asks of whom a briefing is wanted; a name that is known leads to it at once."""
    name, kind = request.GET.get("name", "").strip(), request.GET.get("kind", "partner")
    context: dict[str, Any] = {"kinds": catalogue.KINDS.items(), "kind": kind, "name": name}
    if name:
        try:
            made = catalogue.make(kind, name, home, request.user, request.asof.day)
        except ValidationError as problem:
            messages.warning(request, " ".join(problem.messages))
        else:
            return redirect(f"{home.desk}briefing/{made.kind}/{made.name}/")
    return render(request, "desk/briefings.html", context)


@for_members
def briefing(request: HomeRequest, home: Home, kind: str, name: str) -> HttpResponse:
    """One briefing on a page."""
    return shown(request, _made(request, home, kind, name))


def shown(request: HomeRequest, book: Book) -> HttpResponse:
    """The page of a briefing that is made."""
    home = request.home
    here = f"{home.desk}briefing/{book.kind}/{book.name}"
    context = {
        "book": book, "here": here, "query": "?shared" if book.shared else "", "forms": FORMS,
        "first": [part for part in book.parts if part.name in ("promises", "sensitivities")],
        "others": [part for part in book.parts if part.name not in ("promises", "sensitivities", "unknown")],
        "unknown": [row[0].text for part in book.parts if part.name == "unknown" for row in part.rows],
    }  # fmt: skip
    return render(request, "desk/briefing.html", context)


@for_members
def briefing_file(request: HomeRequest, home: Home, kind: str, name: str, form: str) -> HttpResponse:
    """One briefing as a file."""
    if form not in FORMS:
        raise Http404
    made = _made(request, home, kind, name)
    answer = HttpResponse(files.content(made, form, timezone.localtime()), content_type=files.MEDIA[form])
    answer["Content-Disposition"] = f'attachment; filename="{files.file_name(made, form)}"'
    return answer
