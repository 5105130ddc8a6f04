"""The list of calls, a call begun by a set of rules, a further round, and a call that is called off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.calls import actions, counting, policy, telling
from kizuna.calls.forms import BeginForm
from kizuna.calls.models import Call, Proposal
from kizuna.calls.officeforms import FollowForm, proposed
from kizuna.calls.rules import shipped
from kizuna.calls.views.office.page import TONES, seen, tried
from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of


@for_members
def calls(request: HomeRequest, home: Home) -> HttpResponse:
    """The list, the newest deadline first."""
    page = page_of(request, Call.objects.visible_to(request.user).filter(home=home).select_related("partnership"))
    mine = Proposal.objects.visible_to(request.user).filter(call__in=[row.pk for row in page])
    counts = dict(mine.handed_in().order_by().values_list("call").annotate(n=Count("pk")))
    now, done = timezone.now(), telling.decided(page, request.user)
    stages = {row.pk: telling.stage(row, now, done) for row in page}
    told = counting.tally(home, request.user, now)
    context = {
        "page": page,
        "tally": told,
        "lines": [
            (row, stages[row.pk].label, TONES[stages[row.pk]], counts.get(row.pk, 0), told.by_call.get(row.pk))
            for row in page
        ],
        "can_add": policy.can_add(request.user, home),
    }
    return render(request, "calls/calls.html", context)


@for_members
def begin(request: HomeRequest, home: Home) -> HttpResponse:
    """A new call on one screen; its rules bring strands, criteria and questions."""
    records.permit(policy.can_add(request.user, home))
    initial = {"zone": settings.TIME_ZONE if settings.TIME_ZONE != "UTC" else "Asia/Tokyo"}
    form = BeginForm(request.POST if request.method == "POST" else None, home=home, user=request.user,
                     initial={**initial, **proposed(initial["zone"])})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = {"rules": shipped()[given["rules"]], "partner_currency": given["partner_currency"]}
            made = actions.begin(form.call(), **told, by=request.user)
            messages.success(request, _("The call is on record. Now look through its sides and its committee."))
            return redirect("calls:call", home.slug, made.slug)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    context = {"form": form, "sets": _sets(form), "earlier": _earlier(request, home)}
    return render(request, "calls/begin.html", context, status=422 if form.errors else 200)


def _sets(form: BeginForm) -> list[dict[str, Any]]:
    """The sets of rules as cards that one can compare."""
    chosen = form["rules"].value()
    return [
        {
            "row": one, "chosen": key == chosen, "kind": Call.Kind(one.kind).label.partition(":")[0],
            "strands": [(row.name, row.months) for row in one.strands({})],
            "criteria": [row.name for row in one.criteria({})], "questions": len(one.told["questions"]),
        }
        for key, one in shipped().items()
    ]  # fmt: skip


def _earlier(request: HomeRequest, home: Home) -> list[Call]:
    """The calls that a further round could follow, the newest first."""
    return list(Call.objects.visible_to(request.user).filter(home=home).order_by("-closes_at", "-pk")[:5])


@for_members
def follow(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """A further round of a call, with its sides, strands, criteria, questions and, if wished, its committee."""
    row = seen(request, home, slug)
    records.permit(policy.can_follow_on(request.user, row))
    dates = {**proposed(row.zone), "title": _("%(call)s, next round") % {"call": row}}
    form = FollowForm(request.POST if request.method == "POST" else None, call=row, initial=dates)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.follow_on(row, new=form.made(), seats=form.cleaned_data["seats"], by=request.user)
            messages.success(request, _("The new round is on record, with the rules of the one before."))
            return redirect("calls:call", home.slug, made.slug)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    counts = [(rows.visible_to(request.user).count(), name) for rows, name in (
        (row.strands, _("strands")), (row.criteria, _("criteria")), (row.questions, _("questions")))]  # fmt: skip
    context = {"row": row, "form": form, "counts": counts}
    return render(request, "calls/follow.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def call_off(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Calls a call off, with the reason."""
    row = seen(request, home, slug)
    reason = request.POST.get("reason", "")[:500]
    if tried(request, lambda: actions.call_off(row, reason=reason, by=request.user)) is not None:
        messages.success(request, _("The call was called off."))
    return redirect("calls:call", home.slug, row.slug)
