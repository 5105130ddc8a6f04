"""Pages: the list of activities, one activity, a number divided into its parts, good practices."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kizuna.activities import actions, listing, policy, showing
from kizuna.activities.dividing import DivideForm
from kizuna.activities.models import Activity, Headcount, Practice, Series
from kizuna.agreements.models import Agreement
from kizuna.core import records
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.narrowing import menus
from kizuna.core.paging import page_of
from kizuna.projects.models import Project


@for_members
def activities(request: HomeRequest, home: Home) -> HttpResponse:
    """The list: whole activities, newest first, narrowed as the address asks."""
    user, problem = request.user, ""
    try:
        asked = listing.Narrowed.of(request.GET)
        rows = listing.rows(home, user, asked)
    except ValidationError as wrong:
        problem, asked = wrong.messages[0], listing.Narrowed()
        rows = listing.rows(home, user, asked)
    page = page_of(request, listing.with_all(rows, user))
    told = Footnotes(page.object_list, user)
    chosen = listing.choices(home, user)
    context = {
        "page": page,
        "lines": [(row, row.sort_day.year if row.begins else 0, told.every(row)) for row in page],
        "menus": menus(chosen, asked, _labels()),
        "asked": asked,
        "problem": problem,
        "total": sum(one.count for one in chosen["kind"]),
        "formats": chosen["format"],
        "series_count": Series.objects.visible_to(user).filter(home=home).count(),
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
        "taken": request.GET.urlencode(),
    }
    return render(request, "activities/activities.html", context, status=422 if problem else 200)


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "year": (_("Year"), _("any year")),
        "partner": (_("Partner"), _("all partners")),
        "format": (_("Format"), _("any format")),
        "kind": (_("Kind"), _("all kinds")),
        "theme": (_("Theme"), _("any theme")),
    }


def _seen(request: HomeRequest, home: Home, key: uuid.UUID) -> Activity:
    own = Activity.objects.visible_to(request.user).filter(home=home)
    rows = showing.flagged(listing.with_all(own, request.user), "activity")
    others = Activity.objects.visible_to(request.user).select_related("series")
    found: Activity = get_object_or_404(
        rows.prefetch_related(
            Prefetch("replaces", others),
            Prefetch("replaced_by", others),
            Prefetch("parent", others),
            Prefetch("project", Project.objects.visible_to(request.user)),
            Prefetch("agreement", Agreement.objects.visible_to(request.user)),
        ),
        uuid=key,
    )
    return found


@for_members
def activity(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One activity: when, where, who, how many, its parts, and what came of it."""
    user = request.user
    row = _seen(request, home, key)
    hung = showing.hung_on(user, row)
    parts = list(listing.with_all(Activity.objects.visible_to(user).filter(parent=row).order_by("order", "pk"), user))
    beside = _neighbours(user, row)
    told = Footnotes([row, *parts, *hung.records], user)
    context = {
        "row": row,
        "cites": told.every(row),
        "languages": [code.strip() for code in row.languages.split(",") if code.strip()],
        "parts": [(one, told.every(one)) for one in parts],
        "hung": hung,
        **told_of(hung, told),
        "before": beside[0],
        "after": beside[1],
        "unknown": showing.unknown_of(row, hung),
        "panels": told.panels(),
        "can_revise": policy.can_revise(user, row),
        "adders": [
            ("body", _("Add a body")), ("attendee", _("Add a person")), ("headcount", _("Add a number")),
            ("disruption", _("Add a disruption")), ("practice", _("Add a practice")),
            ("activity-outcome", _("Join an outcome")), ("activity-plan", _("Join a plan")),
        ],
    }  # fmt: skip
    return render(request, "activities/activity.html", context)


def told_of(hung: showing.Hung, told: Footnotes) -> dict[str, Any]:
    """What hangs on it, each row with its sources, in the order of the page."""
    return {
        "bodies": [(one, told.every(one)) for one in hung.bodies],
        "people": [(one, told.every(one)) for one in hung.people],
        "numbers": showing.numbers(hung, told),
        "disruptions": [(one, told.every(one)) for one in hung.disruptions],
        "practices": [(one, told.every(one)) for one in hung.practices],
        "outcomes": [(one, told.every(one.outcome)) for one in hung.outcomes],
        "plans": [(one, told.every(one.plan)) for one in hung.plans],
        "tags": [(one, told.every(one)) for one in hung.tags],
        "notes": [(one, told.every(one)) for one in hung.notes],
    }


def _neighbours(user: Any, row: Activity) -> tuple[Activity | None, Activity | None]:
    """The editions before and after this one in its series."""
    if row.series is None or row.parent_id is not None:
        return None, None
    rows = Activity.objects.visible_to(user).filter(series=row.series, parent=None).exclude(pk=row.pk)
    rows = rows.select_related("series").order_by("sort_day", "pk")
    before, after = rows.filter(sort_day__lt=row.sort_day).last(), rows.filter(sort_day__gt=row.sort_day).first()
    return before, after


@for_members
def divide(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Says how a number of participants is made up: all its parts at once."""
    seen = Headcount.objects.visible_to(request.user).filter(home=home)
    counted: Headcount = get_object_or_404(
        seen.filter(part_of=None).select_related("activity__series", "series"), uuid=key
    )
    records.permit(policy.can_divide(request.user, counted))
    form = DivideForm(request.POST if request.method == "POST" else None, parts=list(seen.filter(part_of=counted)))
    whole, back = _whole_of(home, counted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.divide(counted, parts=form.parts(counted), by=request.user)
            messages.success(request, _("Saved."))
            return redirect(back)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    context = {"form": form, "whole": whole, "back": back, "number": counted}
    return render(request, "activities/divide.html", context, status=422 if form.is_bound and form.errors else 200)


def _whole_of(home: Home, counted: Headcount) -> tuple[Activity | Series, str]:
    """What a number was counted in, and its page."""
    if counted.activity is not None:
        return counted.activity, f"{home.desk}activities/{counted.activity.uuid}/"
    assert counted.series is not None  # noqa: S101 - a constraint of the table
    return counted.series, f"{home.desk}series/{counted.series.slug}/"


@for_members
def practices(request: HomeRequest, home: Home) -> HttpResponse:
    """What works well and what is hard, by theme, with where it was learnt."""
    user = request.user
    topic = request.GET.get("topic", "")
    if topic and topic not in Practice.Topic.values:
        raise Http404
    rows = Practice.objects.visible_to(user).filter(home=home).order_by("topic", "-kind", "order", "pk")
    rows = rows.select_related("activity__series", "series", "partnership")
    counts: dict[str, int] = {}
    for one in rows.order_by().values_list("topic", flat=True):
        counts[one] = counts.get(one, 0) + 1
    page = page_of(request, rows.filter(topic=topic) if topic else rows)
    told = Footnotes(page.object_list, user)
    context = {
        "page": page,
        "rows": [(row, told.every(row)) for row in page],
        "topics": [(value, label, counts[value]) for value, label in Practice.Topic.choices if value in counts],
        "topic": topic,
        "total": sum(counts.values()),
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
    }
    return render(request, "activities/practices.html", context)
