"""The door through which every record is edited: the same answer to a good form, a bad form and a conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kizuna.core import actions, choosing, records
from kizuna.core.doors import HomeRequest
from kizuna.core.forms import RecordForm
from kizuna.core.models import Change, Home, Record

Act = Callable[..., Any]


def edit(
    request: HomeRequest,
    home: Home,
    record: Record,
    form_class: type[RecordForm],
    *,
    revise: Act,
    back: str,
    title: str,
) -> HttpResponse:
    """Shows a record's form and saves it.

    Nothing typed is lost: a bad form comes back with its errors, and a form for a record which somebody else
    has changed meanwhile comes back with that change shown; saving it again then is a decision.
    """
    form = form_class(request.POST or None, request.FILES or None, instance=record, home=home, user=request.user)
    choosing.searched(form, request.user)
    if "choices" in request.GET:
        return choosing.options(request, form, request.user)
    since: list[Any] = []
    new, alike = record.pk is None, []
    if new and "alike" in request.GET:
        return render(request, "core/_alike.html", {"alike": form.alike(request.GET)})
    if request.method == "POST" and form.is_valid():
        if new and "sure" not in request.POST:
            alike = [one for one in form.alike(request.POST) if one.strong]
        if alike:
            return _shown(request, {"form": form, "record": record, "back": back, "title": title, "alike": alike})
        try:
            changed = form.record()
            with transaction.atomic():
                done = revise(changed, by=request.user)
                if form.cited():
                    actions.revise(records.cited(changed, **form.cited()), by=request.user)
            told = _("Saved.") if done or form.cited() else _("Nothing had changed.")
            messages.success(request, told, extra_tags=undo_tag(changed) if done else "")
            return redirect(back)
        except records.Conflict as conflict:
            since = list(conflict.since)
            typed = request.POST.copy()
            typed["version"] = str(conflict.record.version)
            form.data = typed
        except ValidationError as problem:
            _add(form, problem)
    return _shown(request, {"form": form, "record": record, "since": since, "back": back, "title": title})


def _shown(request: HomeRequest, context: dict[str, Any]) -> HttpResponse:
    """The form with what stands in its way: somebody else's change, its own errors, or one on record like it."""
    refused = context["form"].errors or context.get("alike")
    status = 409 if context.get("since") else (422 if refused else 200)
    return render(request, "core/revise.html", context, status=status)


def undo_tag(record: Record) -> str:
    """The batch of a record's newest change: pages offer to take it back where a message bears it."""
    newest = Change.objects.filter(record=record.uuid).order_by("-version").first()
    return str(newest.batch) if newest else ""


def _add(form: RecordForm, problem: ValidationError) -> None:
    """Puts what the write path found on the field it names, or on top of the form."""
    told = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
    for field, words in told.items():
        for word in words:
            form.add_error(field if field in form.fields else None, word)


def confirm_removal(request: HomeRequest, record: Record, *, remove: Act, back: str) -> HttpResponse:
    """Asks once, then takes the record away."""
    if request.method == "POST":
        try:
            remove(record, by=request.user)
            messages.success(request, _("Removed. The history keeps what it said."), extra_tags=undo_tag(record))
        except ProtectedError:
            messages.error(request, _("Not removed: other records point to this one. Change those first."))
        return redirect(back)
    return render(request, "core/remove.html", {"record": record, "back": back})
