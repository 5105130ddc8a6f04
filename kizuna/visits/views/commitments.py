"""Promises: all of a home, one of them, and what becomes of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.partners.models import Partnership
from kizuna.visits import actions, policy
from kizuna.visits.models import Commitment, MeetingNote
from kizuna.visits.noting import DropForm

# How the list is narrowed; what is past due is open too.
WAYS = ("open", "past-due", "mine", "kept", "dropped", "all")


def _rows(request: HomeRequest, home: Home) -> Any:
    return Commitment.objects.visible_to(request.user).filter(home=home)


def _narrowed(rows: Any, way: str, request: HomeRequest) -> Any:
    """Whether a promise is past due is asked of today: it is a matter of now."""
    if way == "past-due":
        return rows.past_due(timezone.localdate())
    if way == "mine":
        return rows.open().filter(owner=request.user)
    return rows if way == "all" else rows.filter(state=way)


@for_members
def commitments(request: HomeRequest, home: Home) -> HttpResponse:
    """Every promise, what is due soonest first; of one partner where one asks for that."""
    day, way = timezone.localdate(), request.GET.get("show", "open")
    if way not in WAYS:
        raise Http404
    rows, partner = _rows(request, home), None
    if asked := request.GET.get("partner", ""):
        partner = get_object_or_404(Partnership.objects.visible_to(request.user).filter(home=home), slug=asked)
        rows = rows.filter(partnership=partner)
    late = Q(state="open", due_last__lt=day)
    counted = rows.order_by().aggregate(
        open=Count("pk", filter=Q(state="open")), late=Count("pk", filter=late),
        mine=Count("pk", filter=Q(state="open", owner=request.user)), kept=Count("pk", filter=Q(state="kept")),
        dropped=Count("pk", filter=Q(state="dropped")), all=Count("pk"),
    )  # fmt: skip
    labels = [("open", pgettext("state of a promise", "Open"), "open"), ("past-due", _("Past due"), "late"),
              ("mine", _("Mine"), "mine"),
              ("kept", _("Kept"), "kept"), ("dropped", _("Dropped"), "dropped"), ("all", _("All"), "all")]  # fmt: skip
    found = _narrowed(rows, way, request).in_order().select_related("partnership", "visit", "owner", "person")
    page = page_of(request, found)
    context = {
        "page": page,
        "lines": [(row, row.is_past_due(day)) for row in page],
        "ways": [(value, label, counted[name]) for value, label, name in labels],
        "way": way,
        "partner": partner,
        "total": counted["all"],
        "can_add": policy.can_add(request.user, home),
    }
    return render(request, "visits/commitments.html", context)


def _seen(request: HomeRequest, home: Home, key: uuid.UUID) -> Commitment:
    rows = _rows(request, home).select_related("partnership", "visit", "meeting", "note", "owner", "person", "home")
    found: Commitment = get_object_or_404(rows, uuid=key)
    return found


@for_members
def commitment(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One promise: whose, by when, where it was made, and what became of it."""
    return _page(request, _seen(request, home, key), DropForm())


def _page(request: HomeRequest, row: Commitment, form: DropForm, status: int = 200) -> HttpResponse:
    context = {
        "row": row,
        "late": row.is_past_due(timezone.localdate()),
        "form": form,
        "author": MeetingNote.objects.visible_to(request.user)
        .filter(pk=row.note_id)
        .values_list("author", flat=True)
        .first(),
        "can_take_up": policy.can_take_up(request.user, row),
        "can_keep": policy.can_keep(request.user, row),
        "can_revise": policy.can_revise(request.user, row),
    }
    return render(request, "visits/commitment.html", context, status=status)


@for_members
@require_POST
def keep(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Says that it was done."""
    return _told(request, home, key, actions.keep, _("Kept. Well done."))


@for_members
@require_POST
def take_up(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Opens one again."""
    return _told(request, home, key, actions.take_up, _("Open again."))


def _told(request: HomeRequest, home: Home, key: uuid.UUID, act: Any, words: str) -> HttpResponse:
    row = _seen(request, home, key)
    try:
        act(row, by=request.user)
        messages.success(request, words)
    except (ValidationError, records.Conflict) as problem:
        said = (
            problem.messages if isinstance(problem, ValidationError) else [_("Somebody else changed this meanwhile.")]
        )
        messages.error(request, " ".join(said))
    return redirect("visits:commitment", home.slug, row.uuid)


@for_members
@require_POST
def drop(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Says that it will not be done, and why."""
    row, form = _seen(request, home, key), DropForm(request.POST)
    records.permit(policy.can_drop(request.user, row))
    if form.is_valid():
        try:
            actions.drop(row, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Dropped; the reason stands with it."))
            return redirect("visits:commitment", home.slug, row.uuid)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return _page(request, _seen(request, home, key), form, 422)
