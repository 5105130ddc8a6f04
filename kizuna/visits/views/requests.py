"""Pages of requests to visit: those that wait, one with its answer, and the meetings of all visits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Change, Home
from kizuna.core.models.mails import can_be_sent
from kizuna.core.paging import page_of
from kizuna.core.values import Text
from kizuna.visits import actions, policy, showing
from kizuna.visits.forms import AcceptForm, AnswerForm, HandForm
from kizuna.visits.models import Meeting, Participant, Request
from kizuna.visits.views.visits import refuse

State = Request.State


@for_members
def requests(request: HomeRequest, home: Home) -> HttpResponse:
    """What others ask for: what waits first, then what was answered."""
    state = request.GET.get("state", "")
    if state and state not in State.values:
        raise Http404
    rows = Request.objects.visible_to(request.user).filter(home=home).select_related("unit", "visit", "decided_by")
    counts = {one["state"]: one["n"] for one in rows.order_by().values("state").annotate(n=Count("pk"))}
    context = {
        "page": page_of(request, rows.filter(state=state) if state else rows),
        "counts": [(value, label, counts[value]) for value, label in State.choices if value in counts],
        "state": state,
        "total": sum(counts.values()),
        "address": request.build_absolute_uri(f"{home.site}visit-us/"),
    }
    return render(request, "visits/requests.html", context)


def _seen(request: HomeRequest, home: Home, key: uuid.UUID) -> Request:
    rows = Request.objects.visible_to(request.user).filter(home=home)
    found: Request = get_object_or_404(rows.select_related("unit", "visit", "decided_by", "home"), uuid=key)
    return found


@for_members
def one_request(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One request with all that was written, what was done with it, and how it can be answered."""
    return _page(request, home, _seen(request, home, key), {})


def _page(request: HomeRequest, home: Home, row: Request, bound: dict[str, Any], *, status: int = 200) -> HttpResponse:
    user = request.user
    title = Text.from_json({"en": row.institution})
    begun = {"title": title.get("en").value, "begins": row.when, "purpose": row.purpose[:2000]}
    wrong = any(form.errors for form in bound.values())
    context = {
        "row": row,
        "log": Change.objects.visible_to(user).filter(record=row.uuid).select_related("by").order_by("at", "pk"),
        "can_accept": row.is_open and policy.can_accept(user, row),
        "can_delegate": row.is_open and policy.can_delegate(user, row),
        "accepting": bound.get("accept") or AcceptForm(initial=begun, home=home, user=user),
        "declining": bound.get("decline") or AnswerForm(prefix="decline"),
        "letters": row.letters.all(),
        "can_be_sent": can_be_sent(),
        "handing": bound.get("delegate") or HandForm(home=home, user=user, prefix="hand"),
    }
    return render(request, "visits/request.html", context, status=422 if wrong else status)


@for_members
@require_POST
def accept(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Accepts a request: its visit is on record from now on."""
    row = _seen(request, home, key)
    records.permit(policy.can_accept(request.user, row))
    form = AcceptForm(request.POST, home=home, user=request.user)

    def act() -> HttpResponse:
        given = form.cleaned_data
        made = actions.accept(row, visit=form.visit(), template=given["template"], **_told(form), by=request.user)
        messages.success(request, _("Accepted. The visit is on record.") + " " + _who_tells(form))
        return redirect("visits:visit", home.slug, made.slug)

    return _answered(request, home, key, "accept", form, act)


@for_members
@require_POST
def decline(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Declines a request with a reason."""
    row = _seen(request, home, key)
    records.permit(policy.can_decline(request.user, row))
    form = AnswerForm(request.POST, prefix="decline")

    def act() -> HttpResponse:
        actions.decline(row, **_told(form), by=request.user)
        messages.success(request, _("Declined. The reason is on record.") + " " + _who_tells(form))
        return redirect("visits:request", home.slug, row.uuid)

    return _answered(request, home, key, "decline", form, act)


@for_members
@require_POST
def delegate(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Hands a request to a department."""
    row = _seen(request, home, key)
    records.permit(policy.can_delegate(request.user, row))
    form = HandForm(request.POST, home=home, user=request.user, prefix="hand")

    def act() -> HttpResponse:
        actions.delegate(row, unit=form.cleaned_data["unit"], word=form.cleaned_data["word"], by=request.user)
        messages.success(request, _("Handed over. Who answers for the department sees it from now on."))
        return redirect("visits:request", home.slug, row.uuid)

    return _answered(request, home, key, "delegate", form, act)


def _told(form: Any) -> dict[str, Any]:
    """What the guests are told: the boxes are only there where a mail can be sent."""
    return {name: form.cleaned_data[name] for name in ("tell", "word") if name in form.fields}


def _who_tells(form: Any) -> str:
    if form.cleaned_data.get("tell"):
        return _("The guests are told by mail.")
    return _("The guests are told by you.")


def _answered(
    request: HomeRequest, home: Home, key: uuid.UUID, name: str, form: Any, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Does it; what was typed wrongly or refused comes back, and who was slower sees what the other decided."""
    if form.is_valid():
        try:
            return act()
        except records.Conflict:
            messages.error(request, _("Somebody else answered this meanwhile. This is how it stands now."))
            return _page(request, home, _seen(request, home, key), {}, status=409)
        except ValidationError as problem:
            refuse(form, problem)
    return _page(request, home, _seen(request, home, key), {name: form})


@for_members
def meetings(request: HomeRequest, home: Home) -> HttpResponse:
    """Who met whom: the meetings of all visits and beside them, the latest first."""
    rows = Meeting.objects.visible_to(request.user).filter(home=home).order_by("-begins_first", "-pk")
    page = page_of(request, showing.meetings_of(rows, request.user))
    people = showing.people_of(list(page.object_list), request.user)
    told = Footnotes(page.object_list, request.user)
    side = Participant.Side
    lines = [
        {
            "row": row,
            "ours": [one for one in people.get(row.pk, []) if one.side == side.HOME],
            "theirs": [one for one in people.get(row.pk, []) if one.side != side.HOME],
            "cites": told.every(row),
        }
        for row in page
    ]
    context = {"page": page, "lines": lines, "panels": told.panels(), "can_add": policy.can_add(request.user, home)}
    return render(request, "visits/meetings.html", context)


@for_members
def meeting(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One meeting: when at both ends, who on both sides, what it was about and what was confirmed."""
    rows = Meeting.objects.visible_to(request.user).filter(home=home)
    row: Meeting = get_object_or_404(showing.meetings_of(rows, request.user), uuid=key)
    people = showing.people_of([row], request.user).get(row.pk, [])
    told = Footnotes([row, *people], request.user)
    context = {
        "row": row,
        "cites": told.every(row),
        "people": [
            (label, [(one, told.every(one)) for one in people if one.side == value])
            for value, label in Participant.Side.choices
            if any(one.side == value for one in people)
        ],
        "panels": told.panels(),
        "can_revise": policy.can_revise(request.user, row),
        "can_hand_out": policy.can_hand_out(request.user, row),
    }
    return render(request, "visits/meeting.html", context)
