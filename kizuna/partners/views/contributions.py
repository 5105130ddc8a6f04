"""Contributing: the form on a phone, where a contribution stands, and the office's queue."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import doors, records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.editing import edit
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.policy import can_write
from kizuna.partners import actions, policy
from kizuna.partners.actions.contributions import known_entry
from kizuna.partners.contributing import (
    ENTRY_FORMS,
    ContributionForm,
    SendBackForm,
    as_entry,
    similar,
    units_of,
    with_words_of,
)
from kizuna.partners.models import Contribution, Invitation, Link, Outcome, Plan

ENTRIES: dict[str, type[Any]] = {"link": Link, "outcome": Outcome, "plan": Plan}


@for_members
def contribute(request: HomeRequest, home: Home) -> HttpResponse:
    """The form: what a department did, achieved or plans with a partner."""
    records.permit(policy.can_contribute(request.user, home))
    if not units_of(request.user, home).exists():
        return render(request, "partners/no_charge.html")
    contribution = Contribution(home=home, by=request.user)
    return _form(request, home, contribution)


@for_members
def revise_contribution(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """The same form for one that came back, or that the office has not looked at yet."""
    contribution = _seen(request, home, key)
    records.permit(policy.can_submit(request.user, contribution))
    return _form(request, home, contribution)


def _form(request: HomeRequest, home: Home, contribution: Contribution) -> HttpResponse:
    form = ContributionForm(request.POST or None, instance=contribution, home=home, user=request.user)
    status, since = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.submit(cast("Contribution", form.record()), by=request.user)
                messages.success(request, _("Thank you. The office has it now; here you see where it stands."))
                return redirect("partners:contribution", home.slug, contribution.uuid)
            except records.Conflict as conflict:
                since, status = list(conflict.since), 409
                typed = request.POST.copy()
                typed["version"] = str(conflict.record.version)
                form.data = typed
            except ValidationError as problem:
                form.add_error(None, problem.messages)
    context = {"form": form, "contribution": contribution, "since": since}
    return render(request, "partners/contribute.html", context, status=status)


@for_members
def contributions(request: HomeRequest, home: Home) -> HttpResponse:
    """The office's queue, and for a coordinator what the departments in charge have brought."""
    user = request.user
    rows = Contribution.objects.visible_to(user).filter(home=home).select_related("unit", "partnership", "by")
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    office = can_write(user, home)
    state = request.GET.get("state", "submitted" if office else "")
    if state and state not in Contribution.State.values:
        raise Http404
    context = {
        "page": page_of(request, rows.filter(state=state) if state else rows),
        "states": [("", _("All"), sum(counted.values()))]
        + [(value, label, counted.get(value, 0)) for value, label in Contribution.State.choices],
        "state": state,
        "office": office,
        "can_contribute": policy.can_contribute(user, home),
        "invitations": _asked(request, home),
    }
    return render(request, "partners/contributions.html", context)


def _asked(request: HomeRequest, home: Home) -> list[Invitation]:
    """The open invitations that this person may answer."""
    rows = Invitation.objects.visible_to(request.user).filter(home=home, state=Invitation.State.INVITED)
    return list(rows.select_related("unit", "partnership")[:20])


def _seen(request: HomeRequest, home: Home, key: uuid.UUID) -> Contribution:
    rows = Contribution.objects.visible_to(request.user).filter(home=home)
    rows = rows.select_related("unit", "partnership", "phase", "by", "decided_by")
    found: Contribution = get_object_or_404(rows, uuid=key)
    return found


@for_members
def contribution(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One contribution: what it says, where it stands, and for the office what is on record already."""
    found = _seen(request, home, key)
    return _show(request, found, SendBackForm(initial={"version": found.version}))


def _show(request: HomeRequest, found: Contribution, form: SendBackForm, status: int = 200) -> HttpResponse:
    user = request.user
    waiting = found.state == Contribution.State.SUBMITTED
    office = policy.can_send_back(user, found)
    entry = known_entry(found)
    if entry is not None and not type(entry)._default_manager.visible_to(user).filter(pk=entry.pk).exists():
        entry = None
    context = {
        "contribution": found,
        "form": form,
        "can_decide": waiting and office,
        "can_revise": found.state in {"submitted", "returned"} and policy.can_submit(user, found),
        "similar": [(row, row._meta.model_name) for row in similar(found, user)] if waiting and office else [],
        "entry": entry,
    }
    return render(request, "partners/contribution.html", context, status=status)


@for_members
@require_POST
def withdraw(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Takes a contribution back."""
    found = _seen(request, home, key)
    return _done(request, found, partial(actions.withdraw, found), _("Taken back. Nothing of it is on record."))


@for_members
@require_POST
def send_back(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Returns a contribution with a word."""
    found = _seen(request, home, key)
    records.permit(policy.can_send_back(request.user, found))
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    found.version = form.cleaned_data["version"]
    return _done(
        request, found, partial(actions.send_back, found, word=form.cleaned_data["word"]),
        _("Sent back. The department sees your word and can submit again."),
    )  # fmt: skip


def _done(request: HomeRequest, found: Contribution, act: Any, told: str) -> HttpResponse:
    try:
        act(by=request.user)
        messages.success(request, told)
    except records.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile. Look at it again before you decide."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("partners:contribution", found.home.slug, found.uuid)


@for_members
def accept(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """The contribution as an entry, prefilled, for the office to look over and put on record."""
    found = _seen(request, home, key)
    entry = as_entry(found)
    records.permit(policy.can_accept(request.user, found, entry))
    return edit(
        request, home, entry, ENTRY_FORMS[found.kind],
        revise=partial(actions.accept, found), back=_address(home, found), title=_("Put on record"),
    )  # fmt: skip


@for_members
def join(request: HomeRequest, home: Home, key: uuid.UUID, kind: str, entry: uuid.UUID) -> HttpResponse:
    """An entry on record with the contribution's words below its own, for the office to word as one."""
    found = _seen(request, home, key)
    if kind not in ENTRIES:
        raise Http404
    there: Any = doors.seen(request, home, f"partners.{kind}", entry)
    records.permit(policy.can_join(request.user, found, there))
    form = {"link": ENTRY_FORMS["activity"]}.get(kind) or ENTRY_FORMS[kind]
    return edit(
        request, home, with_words_of(there, found), form,
        revise=partial(actions.join, found), back=_address(home, found), title=_("Join with an entry on record"),
    )  # fmt: skip


def _address(home: Home, found: Contribution) -> str:
    return f"{home.desk}contributions/{found.uuid}/"
