"""One phase: what was planned in it and came of it; its plans decided, the phase closed, the next one opened."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.paging import page_of
from kizuna.partners import actions, carrying, policy, portfolio
from kizuna.partners.models import Outcome, Partnership, Phase, Plan
from kizuna.partners.moveforms import CloseForm, DecideForm, NextForm
from kizuna.partners.views.moves import faults, since_of

ORDER = ("done", "carried", "dropped", "under-way", "open")


def phase_of(request: HomeRequest, home: Home, order: int) -> Phase:
    """The phase of that number in the home's main programme."""
    main = portfolio.main_programme(home, request.user)
    rows = Phase.objects.visible_to(request.user).filter(programme=main, order=order).select_related("home")
    found: Phase | None = rows.first() if main else None
    if found is None:
        raise Http404
    return found


def counted(plans: QuerySet[Plan]) -> dict[str, int]:
    """How many plans are in each state."""
    found = dict.fromkeys(ORDER, 0)
    found.update(plans.order_by().values_list("state").annotate(n=Count("pk")))
    return {state.replace("-", "_"): n for state, n in found.items()}


def _partners_in(user: Reader, found: Phase) -> QuerySet[Partnership]:
    """The partnerships of which something was planned in a phase or came of it."""
    told = [rows.objects.visible_to(user).filter(phase=found).values("partnership") for rows in (Plan, Outcome)]
    rows = Partnership.objects.visible_to(user)
    return (rows.filter(pk__in=told[0]) | rows.filter(pk__in=told[1])).order_by("key", "pk")


@dataclass
class Decided:
    """A plan, with what it was carried from and to, and the outcome that fulfilled it."""

    plan: Plan
    came_from: Plan | None
    went_to: Plan | None
    fulfilled: Outcome | None


def _with_ties(user: Reader, plans: QuerySet[Plan]) -> list[Decided]:
    """The plans, each with what it was carried from and to, and the outcome that fulfilled it, where these are seen."""
    rows = list(plans)
    seen = {plan.pk: plan for plan in Plan.objects.visible_to(user).select_related("phase").filter(
        pk__in=[plan.carried_from_id for plan in rows if plan.carried_from_id])}  # fmt: skip
    later = {plan.carried_from_id: plan for plan in Plan.objects.visible_to(user).select_related("phase").filter(
        carried_from__in=[plan.pk for plan in rows])}  # fmt: skip
    outcomes = Outcome.objects.visible_to(user).in_bulk([plan.fulfilled_by_id for plan in rows if plan.fulfilled_by_id])
    return [
        Decided(plan, seen.get(plan.carried_from_id or 0), later.get(plan.pk), outcomes.get(plan.fulfilled_by_id or 0))
        for plan in rows
    ]


@for_members
def phase(request: HomeRequest, home: Home, order: int) -> HttpResponse:
    """What the phase stood for, and partner by partner what was planned in it and what came of it."""
    user = request.user
    found = phase_of(request, home, order)
    plans = Plan.objects.visible_to(user).filter(phase=found)
    outcomes = Outcome.objects.visible_to(user).filter(phase=found)
    page = page_of(request, _partners_in(user, found))
    # What stands for the programme as a whole comes first, on the first page.
    here = Q(partnership__in=[row.pk for row in page])
    here |= Q(partnership=None) if page.number == 1 else Q()
    all_plans = _with_ties(user, plans.filter(here))
    all_outcomes = list(outcomes.filter(here))
    told = Footnotes([found, *all_outcomes, *[one.plan for one in all_plans]], user)
    by_partner: dict[int | None, dict[str, Any]] = defaultdict(lambda: {"plans": [], "outcomes": []})
    for one in all_plans:
        by_partner[one.plan.partnership_id]["plans"].append((one, told.every(one.plan)))
    for row in all_outcomes:
        by_partner[row.partnership_id]["outcomes"].append((row, told.every(row)))
    parts = [{"partner": None, **by_partner[None]}] if None in by_partner else []
    parts += [{"partner": row, **by_partner[row.pk]} for row in page]
    phases = list(Phase.objects.visible_to(user).filter(programme=found.programme_id))
    context = {
        "phase": found,
        "phases": phases,
        "cites": told.every(found),
        "runs": found.runs_on(request.asof.day),
        "counts": counted(plans),
        "outcome_count": outcomes.count(),
        "parts": parts,
        "page": page,
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
        "can_close": policy.can_close(user, found) and found.closed_on is None,
        "can_open_next": policy.can_open_next(user, found) and found.order == max(one.order for one in phases),
    }
    return render(request, "partners/phase.html", context)


def _worklist(
    request: HomeRequest, found: Phase, *, form: CloseForm | None = None, said: DecideForm | None = None,
    since: list[Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The plans of a phase with a form each; ``said`` is one that came back, ``since`` what others did meanwhile."""
    user, language = request.user, get_language() or "en"
    plans = Plan.objects.visible_to(user).filter(phase=found)
    counts = counted(plans)
    rows = plans
    if request.GET.get("only") == "undecided":
        rows = rows.filter(state__in=("open", "under-way"))
    rows = rows.select_related("partnership").order_by(F("partnership__key").asc(nulls_first=True), "order", "pk")
    page = page_of(request, rows)
    listed = list(page)
    if said is not None and said.plan.pk not in {plan.pk for plan in listed}:
        listed.insert(0, said.plan)
    seen = Partnership.objects.visible_to(user).in_bulk([one.partnership_id for one in listed if one.partnership_id])
    outcomes: dict[int | None, list[Outcome]] = defaultdict(list)
    for outcome in Outcome.objects.visible_to(user).filter(home=found.home, partnership__in=list(seen)):
        outcomes[outcome.partnership_id].append(outcome)
    if any(plan.partnership_id is None for plan in listed):
        outcomes[None] = list(Outcome.objects.visible_to(user).filter(home=found.home, partnership=None))
    entries = [
        {"plan": plan, "partner": seen.get(plan.partnership_id), "since": since if said and said.plan == plan else None,
         "form": said if said and said.plan == plan
         else DecideForm(plan=plan, outcomes=outcomes[plan.partnership_id], language=language)}
        for plan in listed
    ]  # fmt: skip
    context = {
        "phase": found,
        "entries": entries,
        "page": page,
        "counts": counts,
        "undecided": counts["open"] + counts["under_way"],
        "only": request.GET.get("only") == "undecided",
        "form": form or CloseForm(phase=found, user=user),
        "carried": carrying.going_on(found.home, user),
        "since": since if said is None else None,
        "last": not Phase.objects.visible_to(user).filter(programme=found.programme_id, order__gt=found.order).exists(),
    }
    return render(request, "partners/close.html", context, status=status)


@for_members
def close(request: HomeRequest, home: Home, order: int) -> HttpResponse:
    """The way to the close of a phase: each plan decided and saved by itself, then the phase closed."""
    found = phase_of(request, home, order)
    records.permit(policy.can_close(request.user, found))
    if found.closed_on is not None:
        messages.info(request, _("This phase is closed."))
        return redirect("partners:phase", home.slug, order)
    if request.method != "POST":
        return _worklist(request, found)
    form = CloseForm(request.POST, phase=found, user=request.user)
    if form.is_valid():
        said = form.cleaned_data
        if said["version"] is not None:
            found.version = said["version"]
        try:
            carried = actions.close(found, on=said["closed_on"], into=said["into"], by=request.user)
            told = ngettext(
                "The phase is closed; %(n)s plan goes on.", "The phase is closed; %(n)s plans go on.", carried
            )
            messages.success(request, told % {"n": carried})
            return redirect("partners:phase", home.slug, order)
        except records.Conflict as conflict:
            return _worklist(request, phase_of(request, home, order), since=since_of(conflict, request), status=409)
        except ValidationError as problem:
            faults(form, problem, {"on": "closed_on"})
    return _worklist(request, phase_of(request, home, order), form=form, status=422)


@for_members
@require_POST
def decide(request: HomeRequest, home: Home, order: int, key: uuid.UUID) -> HttpResponse:
    """Saves what became of one plan."""
    found = phase_of(request, home, order)
    plan = get_object_or_404(Plan.objects.visible_to(request.user).filter(phase=found), uuid=key)
    records.permit(policy.can_decide(request.user, plan))
    mine = Outcome.objects.visible_to(request.user).filter(home=home, partnership=plan.partnership_id)
    language = get_language() or "en"
    form = DecideForm(request.POST, plan=plan, outcomes=list(mine), language=language)
    if form.is_valid():
        said = form.cleaned_data
        if said["version"] is not None:
            plan.version = said["version"]
        try:
            actions.decide(plan, said["state"], reason=form.words(), fulfilled_by=said.get("fulfilled_by"),
                           by=request.user)  # fmt: skip
            messages.success(request, _("Saved."))
            where = request.META.get("QUERY_STRING", "")
            return redirect(f"{home.desk}phases/{order}/close/{'?' if where else ''}{where}#plan-{plan.pk}")
        except records.Conflict as conflict:
            typed = request.POST.copy()
            typed[f"p{plan.pk}-version"] = str(conflict.record.version)
            form.data = typed
            return _worklist(request, found, said=form, since=since_of(conflict, request), status=409)
        except ValidationError as problem:
            faults(form, problem, {})
    return _worklist(request, found, said=form, status=422)


@for_members
def open_next(request: HomeRequest, home: Home, order: int) -> HttpResponse:
    """Opens the phase after the last one."""
    before = phase_of(request, home, order)
    records.permit(policy.can_open_next(request.user, before))
    new = Phase(home=home, programme=before.programme, order=before.order + 1)
    form = NextForm(request.POST or None, instance=new, home=home, user=request.user)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.open_next(before, name=said["name"], period=said["period"], character=said["character"],
                                     by=request.user)  # fmt: skip
            messages.success(request, _("The next phase is open."))
            return redirect("partners:phase", home.slug, made.order)
        except ValidationError as problem:
            faults(form, problem, {})
    if form.errors:
        status = 422
    context = {"form": form, "title": _("Open the next phase"), "verb": _("Open it"),
               "back": f"{home.desk}phases/{order}/", "row": None}  # fmt: skip
    return render(request, "partners/move.html", context, status=status)
