"""Pages of visits: the list, one visit, a new one from a template, its itinerary on paper and in a calendar."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.visits import actions, calendars, policy, showing
from kizuna.visits.forms import BeginForm
from kizuna.visits.models import (
    Commitment,
    Meeting,
    Participant,
    Request,
    Task,
    TemplateLine,
    Visit,
    VisitTemplate,
)
from kizuna.visits.models.visit import Direction, Standing

# So many promises stand on the page of a visit.
PROMISES = 30


@for_members
def visits(request: HomeRequest, home: Home) -> HttpResponse:
    """The list, newest first, by how they stand and which way they go."""
    rows = showing.listed(home, request.user, request.asof.day)
    standing, way = request.GET.get("standing", ""), request.GET.get("direction", "")
    if (standing and standing not in Standing.values) or (way and way not in Direction.values):
        raise Http404
    plain = Visit.objects.visible_to(request.user).filter(home=home).standing_on(request.asof.day).order_by()
    counts = {one["standing"]: one["n"] for one in plain.values("standing").annotate(n=Count("pk"))}
    found = rows.filter(**({"standing": standing} if standing else {}), **({"direction": way} if way else {}))
    page = page_of(request, found.in_order())
    told = Footnotes(page.object_list, request.user)
    asked = Request.objects.visible_to(request.user).filter(home=home, state__in=("received", "delegated"))
    context = {
        "page": page,
        "lines": [(row, told.every(row)) for row in page],
        "counts": [(value, label, counts[value]) for value, label in Standing.choices if value in counts],
        "ways": Direction.choices,
        "standing": standing,
        "way": way,
        "total": sum(counts.values()),
        "waiting": asked.count(),
        "day": request.asof.day,
        "panels": told.panels(),
        "can_add": policy.can_add(request.user, home),
    }
    return render(request, "visits/visits.html", context)


def seen(request: HomeRequest, home: Home, slug: str) -> Visit:
    """The visit of that name, if this person may see it."""
    found = showing.named(showing.listed(home, request.user, request.asof.day), slug)
    found.home = home
    return found


@for_members
def visit(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One visit: the delegation, the programme, what is to be prepared."""
    row = seen(request, home, slug)
    whole = showing.whole(row, request.user)
    told = Footnotes(whole.records, request.user)
    context = {
        "row": row,
        "cites": told.every(row),
        "whole": whole,
        "delegates": [(one, told.every(one)) for one in whole.delegates],
        "legs": [(one, told.every(one)) for one in whole.legs],
        "days": days(whole, told),
        "tasks": [(one, one.is_late(request.asof.day)) for one in whole.tasks],
        "unknown": list(whole.unknown()),
        **_promises(request, home, row),
        "panels": told.panels(),
        "can_revise": policy.can_revise(request.user, row),
        "can_tick": bool(whole.tasks) and policy.can_tick(request.user, whole.tasks[0]),
        "adders": [("delegate", _("Add a person")), ("leg", _("Add a leg")), ("stop", _("Add a stop")),
                   ("meeting", _("Add a meeting")), ("task", _("Add something to prepare"))],
    }  # fmt: skip
    return render(request, "visits/visit.html", context)


def _promises(request: HomeRequest, home: Home, row: Visit) -> dict[str, Any]:
    """What was promised on the visit, and what stands open from before with its partner; one question."""
    found = Commitment.objects.visible_to(request.user).filter(home=home).in_order()
    before = Q(state=Commitment.State.OPEN, partnership=row.partnership_id) if row.partnership_id else Q(pk=None)
    some = found.filter(Q(visit=row) | before).select_related("owner", "person", "partnership", "visit")
    told = [(one, one.is_past_due(timezone.localdate())) for one in some[:PROMISES]]
    return {
        "promised": [pair for pair in told if pair[0].visit_id == row.pk],
        "before": [pair for pair in told if pair[0].visit_id != row.pk],
    }


def days(whole: showing.Whole, told: Footnotes) -> list[dict[str, Any]]:
    """The programme as the page lays it out: days, their entries, and who is at each meeting."""
    return [
        {
            "day": day,
            "entries": [
                {
                    "stop": entry.stop,
                    "cites": told.every(entry.stop) if entry.stop is not None else [],
                    "meetings": [meeting_told(whole, one, told) for one in entry.meetings],
                }
                for entry in day.entries
            ],
        }
        for day in whole.days
    ]


def meeting_told(whole: showing.Whole, row: Meeting, told: Footnotes) -> dict[str, Any]:
    """One meeting with its people on both sides."""
    side = Participant.Side
    people = [*whole.of(row, side.HOME), *whole.of(row, side.PARTNER, side.THIRD)]
    cites = [cite for one in (row, *people) for cite in told.every(one)]
    return {
        "row": row,
        "ours": whole.of(row, side.HOME),
        "theirs": whole.of(row, side.PARTNER, side.THIRD),
        "cites": list({number: (number, one) for number, one in cites}.values()),
    }


@for_members
def itinerary(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The itinerary on one sheet, for a phone in a pocket and for paper."""
    row = seen(request, home, slug)
    whole = showing.whole(row, request.user)
    told = Footnotes([], request.user)
    context = {"row": row, "whole": whole, "days": days(whole, told), "day": request.asof.day}
    return render(request, "visits/itinerary.html", context)


@for_members
def calendar(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The itinerary as a calendar file."""
    row = seen(request, home, slug)
    data = calendars.written(showing.whole(row, request.user), request.build_absolute_uri("/").rstrip("/"))
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.slug}.ics"'
    return answer


def _as_template(request: HomeRequest, home: Home) -> dict[str, Any]:
    """What the template that the address names begins a visit with; an unknown one names nothing."""
    try:
        key = uuid.UUID(request.GET.get("template", ""))
    except ValueError:
        return {}
    row = VisitTemplate.objects.visible_to(request.user).filter(home=home, uuid=key).first()
    return {"template": row.pk, "direction": row.direction} if row is not None else {}


@for_members
def begin(request: HomeRequest, home: Home) -> HttpResponse:
    """A new visit on one screen; its template brings the checklist and the frame of the days."""
    records.permit(policy.can_add(request.user, home))
    given = request.POST if request.method == "POST" else None
    form = BeginForm(given, initial=_as_template(request, home), home=home, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(form.visit(), template=form.cleaned_data["template"], by=request.user)
            messages.success(request, _("The visit is on record. Now add who travels and where to."))
            return redirect("visits:visit", home.slug, made.slug)
        except ValidationError as problem:
            refuse(form, problem)
    context = {"form": form, "templates": VisitTemplate.objects.visible_to(request.user).filter(home=home).exists()}
    return render(request, "visits/begin.html", context, status=422 if form.is_bound and form.errors else 200)


def refuse(form: Any, problem: ValidationError) -> None:
    """Puts what an action refused beside the boxes that it is about, and the rest above them."""
    told = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    for name, lines in told.items():
        form.add_error(name if name in form.fields else None, lines)


@for_members
@require_POST
def call_off(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Says that a visit does not take place, or that it does after all."""
    row = seen(request, home, slug)
    actions.call_off(row, off="back" not in request.POST, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("visits:visit", home.slug, row.slug)


@for_members
@require_POST
def tick(request: HomeRequest, home: Home, key: Any) -> HttpResponse:
    """Ticks something off, or opens it again."""
    rows = Task.objects.visible_to(request.user).filter(home=home).select_related("visit")
    row = get_object_or_404(rows, uuid=key)
    try:
        actions.tick(row, state=request.POST.get("state", Task.State.DONE.value), by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect(f"{home.desk}visits/{row.visit.slug}/#prepare")


@for_members
def templates(request: HomeRequest, home: Home) -> HttpResponse:
    """How visits are prepared: each template with its lines."""
    lines = TemplateLine.objects.visible_to(request.user)
    rows = VisitTemplate.objects.visible_to(request.user).filter(home=home)
    page = page_of(request, rows.prefetch_related(Prefetch("lines", lines, "shown_lines")))
    context = {"page": page, "can_add": policy.can_add(request.user, home)}
    return render(request, "visits/templates.html", context)
