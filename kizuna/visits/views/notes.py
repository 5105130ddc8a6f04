"""The page of a signed link, where the host of a meeting writes its note; and where the office makes such links."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.visits import actions, links, policy
from kizuna.visits.models import Meeting, NoteLink
from kizuna.visits.noting import LinkForm, Noting

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
@sensitive_post_parameters()
def write(request: HttpRequest, home: str, secret: str) -> HttpResponse:
    """The form of one note, for whoever holds the link: no account, no session, and opening it changes nothing."""
    link = links.found(home, secret)
    standing = links.standing(link) if link is not None else "unknown"
    if link is None or standing != "open":
        return _alone(request, "visits/no_link.html", {"standing": standing}, 404 if link is None else GONE)
    kept, status, problem = "kept" in request.GET, 200, ""
    page = _noting(link, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 422
        if page.is_valid():
            try:
                actions.note(link, written=page.written(), by=links.holder())
                return _quiet(redirect(f"{request.path}?kept"))
            except records.Conflict:
                # What was typed stays; the numbers of what is on record now are put below it.
                page, problem, status = _noting(link, _newer(request.POST, link)), "changed", 409
            except ValidationError as wrong:
                page.note.add_error(None, wrong.messages)
            except PermissionDenied:
                # Called in, or the report closed, in the very moment of sending.
                return _alone(request, "visits/no_link.html", {"standing": "closed"}, GONE)
    context = {"link": link, "meeting": link.meeting, "page": page, "kept": kept, "problem": problem}
    return _alone(request, "visits/note.html", context, status)


def _noting(link: NoteLink, data: Any) -> Noting:
    note, steps = links.written(link)
    return Noting(link.home, note, steps, link.name, data)


def _newer(data: Any, link: NoteLink) -> Any:
    """What was typed, with the versions that stand on record now: sending it again is a decision."""
    page, typed = _noting(link, None), data.copy()
    typed["version"] = str(page.note.initial["version"])
    known = {str(one.uuid): one.version for one in page.open}
    for name in [name for name in typed if name.startswith("step-") and name.endswith("-key") and typed[name]]:
        line = name.removesuffix("key")
        if typed[name] in known:
            typed[f"{line}version"] = str(known[typed[name]])
        else:
            # It was settled or taken away meanwhile, and stands below the form.
            typed[name] = typed[f"{line}text"] = typed[f"{line}who"] = typed[f"{line}due"] = ""
    return typed


def _alone(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """A page by itself: nothing of it is kept by anybody on the way, and it leads nowhere."""
    return _quiet(render(request, template, context, status=status))


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    # The address is the key: it is told to no place. Without any referrer a browser would hide where the form
    # comes from, and the form would be refused.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def _meeting(request: HomeRequest, home: Home, key: uuid.UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).filter(home=home)
    rows = rows.select_related("visit", "home", "organisation__alias_of", "stop__organisation__alias_of")
    found: Meeting = get_object_or_404(rows, uuid=key)
    return found


@for_members
@sensitive_variables("secret", "address")
def hand_out(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Makes a link for the note of a meeting; it stands on the page that answers, and nowhere else."""
    meeting = _meeting(request, home, key)
    records.permit(policy.can_hand_out(request.user, meeting))
    form, address, made = LinkForm(request.POST if request.method == "POST" else None), "", None
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.hand_out(meeting, **form.cleaned_data, by=request.user)
            address = request.build_absolute_uri(f"/note/{home.slug}/{secret}/")
            form = LinkForm()
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    rows = NoteLink.objects.none() if request.user.scopes is not None else meeting.links.prefetch_related("notes")
    context = {"meeting": meeting, "form": form, "address": address, "made": made, "rows": rows}
    return render(request, "visits/links.html", context, status=422 if form.is_bound and form.errors else 200)


@for_members
@require_POST
def call_in(request: HomeRequest, home: Home, key: uuid.UUID, number: int) -> HttpResponse:
    """Ends one link of a meeting."""
    meeting = _meeting(request, home, key)
    actions.call_in(get_object_or_404(meeting.links.all(), pk=number), by=request.user)
    messages.success(request, _("This link opens nothing any more. What was written through it stays."))
    return redirect("visits:hand-out", home.slug, meeting.uuid)
