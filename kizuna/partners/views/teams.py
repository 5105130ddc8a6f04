"""Forming a team: which departments have ties, who is invited, who has agreed, who stands on the list."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.fields import FuzzyDateInput
from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Person, Unit
from kizuna.partners import actions, policy
from kizuna.partners.models import Coordinator, Invitation, Link, Partnership, TeamUnit


class DayForm(forms.Form):
    """From which day on it holds."""

    day = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}))


class LeaveForm(forms.Form):
    """When a department leaves."""

    ends = FuzzyDateInput(label=gettext_lazy("Leaves on"), required=True)


class InviteForm(forms.Form):
    """Which department is asked, and why."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Department"))
    word = forms.CharField(label=gettext_lazy("Why this department"), max_length=2000, required=False)


def _partnership(request: HomeRequest, home: Home, slug: str) -> Partnership:
    rows = Partnership.objects.visible_to(request.user).filter(home=home)
    found: Partnership = get_object_or_404(rows, slug=slug)
    return found


def _units(request: HomeRequest, home: Home) -> Any:
    return Unit.objects.visible_to(request.user).filter(organisation__home_of__home=home, alias_of=None)


@for_members
def team(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """How the team of one partnership is formed, from the departments that have ties with the partner."""
    row = _partnership(request, home, slug)
    user, day = request.user, request.asof.day
    places = list(TeamUnit.objects.visible_to(user).filter(partnership=row).select_related("unit", "joined_phase"))
    asked = list(Invitation.objects.visible_to(user).filter(partnership=row).select_related("unit", "by"))
    here = {place.unit_id for place in places if not place.ends}
    open_ = {one.unit_id for one in asked if one.state in {"invited", "accepted"}}
    links = Link.objects.visible_to(user).filter(partnership=row).select_related("unit")
    tied: dict[int, tuple[Unit, list[Link]]] = {}
    for link in links:
        if link.unit_id not in here | open_:
            tied.setdefault(link.unit_id, (link.unit, []))[1].append(link)
    can_form = policy.can_publish(user, row)
    context = {
        "row": row,
        "places": [(place, place.held_on(day)) for place in places if not place.ends],
        "left": [place for place in places if place.ends],
        "tied": list(tied.values()),
        "asked": [(one, policy.can_agree(user, one)) for one in asked if one.state == "invited"],
        "agreed": [one for one in asked if one.state == "accepted"],
        "declined": [one for one in asked if one.state == "declined"],
        "can_form": can_form,
        "others": _units(request, home).exclude(pk__in=here | open_) if can_form else [],
        "people": Person.objects.visible_to(user).filter(home=home, alias_of=None) if can_form else [],
        "today": timezone.localdate(),
    }
    return render(request, "partners/team.html", context)


def _act(request: HomeRequest, home: Home, slug: str, act: Any, told: str) -> HttpResponse:
    """Does it and goes back to the team, with what came of it."""
    try:
        act(by=request.user)
        messages.success(request, told)
    except records.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile. Look at it again before you decide."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("partners:team", home.slug, slug)


def _wrong(request: HomeRequest, home: Home, slug: str, form: forms.Form) -> HttpResponse:
    messages.error(request, " ".join(str(word) for words in form.errors.values() for word in words))
    return redirect("partners:team", home.slug, slug)


@for_members
@require_POST
def invite(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Asks a department."""
    row = _partnership(request, home, slug)
    records.permit(policy.can_invite(request.user, Invitation(home=home, partnership=row)))
    form = InviteForm(request.POST)
    form.fields["unit"].queryset = _units(request, home)  # type: ignore[attr-defined]
    if not form.is_valid():
        return _wrong(request, home, slug, form)
    asked = Invitation(home=home, partnership=row, **form.cleaned_data)
    told = _("%(unit)s is invited.") % {"unit": asked.unit.short}
    return _act(request, home, slug, partial(actions.invite, asked), told)


@for_members
@require_POST
def answer(request: HomeRequest, home: Home, key: uuid.UUID, verb: str) -> HttpResponse:
    """A department's answer to an invitation, or the office's taking it back."""
    rows = Invitation.objects.visible_to(request.user).filter(home=home).select_related("partnership", "unit")
    asked = get_object_or_404(rows, uuid=key)
    acts: dict[str, tuple[Any, str]] = {
        "agree": (partial(actions.agree, asked, reply=request.POST.get("reply", "")[:2000]), _("Agreed.")),
        "decline": (partial(actions.decline, asked, reply=request.POST.get("reply", "")[:2000]), _("Declined.")),
        "call-off": (partial(actions.call_off, asked), _("The invitation is taken back.")),
    }
    if verb not in acts:
        raise Http404
    act, told = acts[verb]
    return _act(request, home, asked.partnership.slug, act, told)


@for_members
@require_POST
def publish(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Puts the departments that have agreed on the list."""
    row = _partnership(request, home, slug)
    records.permit(policy.can_publish(request.user, row))
    form = DayForm(request.POST)
    if not form.is_valid():
        return _wrong(request, home, slug, form)
    day: date = form.cleaned_data["day"]
    return _act(request, home, slug, partial(actions.publish, row, day=day), _("The list of the team is published."))


@for_members
@require_POST
def leave(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """A department leaves the team."""
    place = _place(request, home, key)
    records.permit(policy.can_leave(request.user, place))
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _wrong(request, home, place.partnership.slug, form)
    told = _("%(unit)s has left the team; the list still knows that it was there.") % {"unit": place.unit.short}
    act = partial(actions.leave, place, ends=form.cleaned_data["ends"])
    return _act(request, home, place.partnership.slug, act, told)


@for_members
@require_POST
def coordinate(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Names the coordinating department, and the person if one was chosen."""
    place = _place(request, home, key)
    row = place.partnership
    records.permit(policy.can_coordinate(request.user, row))
    form = DayForm(request.POST)
    if not form.is_valid():
        return _wrong(request, home, row.slug, form)
    day: date = form.cleaned_data["day"]
    person = None
    if request.POST.get("person"):
        people = Person.objects.visible_to(request.user).filter(home=home)
        chosen = get_object_or_404(people, slug=request.POST["person"])
        person = Coordinator(person=chosen, begins=FuzzyDate(day.isoformat()), visibility=place.visibility)
    told = _("%(unit)s coordinates the team.") % {"unit": place.unit.short}
    return _act(request, home, row.slug, partial(actions.coordinate, row, place, day=day, person=person), told)


def _place(request: HomeRequest, home: Home, key: uuid.UUID) -> TeamUnit:
    rows = TeamUnit.objects.visible_to(request.user).filter(home=home).select_related("partnership", "unit")
    found: TeamUnit = get_object_or_404(rows, uuid=key)
    return found
