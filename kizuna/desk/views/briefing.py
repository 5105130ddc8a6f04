"""Briefings: one on a page, as PDF or Word, issued and kept as it was."""

from __future__ import annotations

import hashlib
import logging
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core.actions import place_of
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import File, Home
from kizuna.core.paging import page_of
from kizuna.desk import actions, policy
from kizuna.desk.briefing import catalogue, files, filling
from kizuna.desk.briefing.book import Book
from kizuna.desk.models import Issued

FORMS = ("pdf", "docx")
NEWEST = 5
log = logging.getLogger(__name__)


def _made(request: HomeRequest, home: Home, kind: str, name: str) -> Book:
    """The briefing that an address asks for; what there is none of is answered as if it did not exist."""
    try:
        return catalogue.make(kind, name, home, request.user, request.asof.day, shared="shared" in request.GET)
    except catalogue.NotFound as problem:
        raise Http404 from problem


def issued_in(request: HomeRequest, home: Home) -> Any:
    """The briefings that were issued, as far as this person may see them, the newest first."""
    seen = File.objects.visible_to(request.user)
    return Issued.objects.visible_to(request.user).filter(home=home, file__in=seen).select_related("file")


@for_members
def briefings(request: HomeRequest, home: Home) -> HttpResponse:
    """Asks of whom a briefing is wanted; a name that is known leads to it at once."""
    name, kind = request.GET.get("name", "").strip(), request.GET.get("kind", "partner")
    page = page_of(request, issued_in(request, home))
    context: dict[str, Any] = {"kinds": catalogue.KINDS.items(), "kind": kind, "name": name, "page": page}
    context |= catalogue.at_hand(home, request.user, request.asof.day)
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


def shown(request: HomeRequest, book: Book, searched: str = "") -> HttpResponse:
    """The page of a briefing that is made; ``searched`` is what led to it from the search box."""
    home = request.home
    here = f"{home.desk}briefing/{book.kind}/{book.name}"
    kept = issued_in(request, home).filter(kind=book.kind, name=book.name.lower())
    context = {
        "book": book, "kind": catalogue.KINDS[book.kind], "here": here, "page_of": own_page(book),
        "names": filling.names(), "query": "?shared" if book.shared else "", "searched": searched,
        "kept": kept[:NEWEST], "can_freeze": policy.can_freeze(request.user, home),
    }  # fmt: skip
    return render(request, "desk/briefing.html", context)


def own_page(book: Book) -> tuple[str, str] | None:
    """The page of what a briefing speaks of, where it has one, and what that page is called."""
    desk = book.about.home.desk
    if book.kind == "partner":
        return f"{desk}partners/{book.name}/", _("Partner page")
    if book.kind == "visit":
        return f"{desk}visits/{book.name}/", _("Visit page")
    if book.kind == "person":
        return f"{desk}people/#{book.name}", _("Among the people")
    return None


@for_members
def briefing_file(request: HomeRequest, home: Home, kind: str, name: str, form: str) -> HttpResponse:
    """One briefing as a file."""
    if form not in FORMS:
        raise Http404
    made = _made(request, home, kind, name)
    answer = HttpResponse(files.content(made, form, timezone.localtime()), content_type=files.MEDIA[form])
    answer["Content-Disposition"] = f'attachment; filename="{files.file_name(made, form)}"'
    return answer


@for_members
@require_POST
def fill(request: HomeRequest, home: Home, kind: str, name: str) -> HttpResponse:
    """One briefing in a Word template of the reader's own; the template is looked at, filled and not kept."""
    made = _made(request, home, kind, name)
    given = request.FILES.get("template")
    try:
        # One byte more than is allowed tells that it is too large.
        template = given.read(filling.LARGEST + 1) if given else b""
        content = filling.fill(template, made, timezone.localtime())
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        return redirect(f"{home.desk}briefing/{made.kind}/{made.name}/{'?shared' if made.shared else ''}#issued")
    answer = HttpResponse(content, content_type=files.MEDIA["docx"])
    answer["Content-Disposition"] = f'attachment; filename="{files.file_name(made, "docx")}"'
    return answer


@for_members
@require_POST
def freeze(request: HomeRequest, home: Home, kind: str, name: str) -> HttpResponse:
    """Issues one briefing and keeps it as it is."""
    form = request.POST.get("form", "pdf")
    if form not in FORMS:
        raise Http404
    made = _made(request, home, kind, name)
    actions.freeze(made, form=form, by=request.user)
    messages.success(request, _("Issued, and kept as it is: later changes of the record do not change it."))
    return redirect(f"{home.desk}briefing/{made.kind}/{made.name}/{'?shared' if made.shared else ''}#issued")


@for_members
def issued(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponseBase:
    """One briefing as it was issued; a file that is no longer the one that was issued is not handed out."""
    row = issued_in(request, home).filter(uuid=key).first()
    place = place_of(row.file.sha256) if row else None
    if row is None or place is None or not place.is_file():
        raise Http404
    if hashlib.sha256(place.read_bytes()).hexdigest() != row.fingerprint:
        log.error("The file of the issued briefing %s is not the one that was issued.", row.uuid)
        raise Http404
    answer = FileResponse(
        place.open("rb"), as_attachment=True, filename=row.file.name, content_type=row.file.media_type
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
