"""The moves of one partnership: into a tier, to rest, to its end and back; talks begun; members gained and lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import doors, records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Change, Home
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import called
from kizuna.directory.models import Organisation
from kizuna.partners import actions, moving, policy, portfolio
from kizuna.partners.models import Member, Partnership, Standing
from kizuna.partners.moveforms import (
    AdmitForm,
    BeginForm,
    EndForm,
    MoveForm,
    PlaceForm,
    ReleaseForm,
    RestForm,
    ReviveForm,
)

FIELDS = {"on": "begins"}
Act = Callable[[], Any]


def partnership_of(request: HomeRequest, home: Home, slug: str) -> Partnership:
    """The partnership that the address names, if this person may see it."""
    rows = Partnership.objects.visible_to(request.user).filter(home=home).select_related("programme", "home")
    found: Partnership = get_object_or_404(rows, slug=slug)
    return found


def faults(form: forms.BaseForm, problem: ValidationError, names: dict[str, str]) -> None:
    """Puts what an action found on the field it names, or on top of the form."""
    told = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
    for name, words in told.items():
        field = names.get(name, name)
        for word in words:
            form.add_error(field if field in form.fields else None, word)


def since_of(conflict: records.Conflict, request: HomeRequest) -> list[Change]:
    """What others did meanwhile, as far as this person may see it."""
    keys = [change.pk for change in conflict.since]
    return list(Change.objects.visible_to(request.user).filter(pk__in=keys).select_related("by"))


def ask(
    request: HomeRequest, form: forms.BaseForm, act: Act, *, template: str, done: str, context: dict[str, Any]
) -> HttpResponse:
    """Shows the form of a move and does it; a bad date or another's move comes back with all that was typed."""
    status, since, conflict = 200, [], False
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
            messages.success(request, done)
            there = made if isinstance(made, Partnership) else context["row"]
            return redirect(f"{request.home.desk}partners/{there.slug}/")
        except records.Conflict as found:
            status, since, conflict = 409, since_of(found, request), True
            typed = request.POST.copy()
            if isinstance(found.record, Partnership):
                typed["mark"] = str(moving.mark_of(found.record))
            form.data = typed
        except ValidationError as problem:
            faults(form, problem, FIELDS)
    if form.errors:
        status = 422
    shown = {"form": form, "since": since, "conflict": conflict, **context}
    return render(request, f"partners/{template}.html", shown, status=status)


def _move(
    request: HomeRequest, row: Partnership, form: MoveForm, act: Act, *, title: str, verb: str, done: str,
    template: str = "move",
) -> HttpResponse:  # fmt: skip
    context = {"row": row, "title": title, "verb": verb, "now": now_of(row, request), "back": _page(row)}
    return ask(request, form, act, template=template, done=done, context=context)


def _page(row: Partnership) -> str:
    return f"{row.home.desk}partners/{row.slug}/"


def now_of(row: Partnership, request: HomeRequest) -> dict[str, Any]:
    """Where the partnership stands now, as far as this person may see it."""
    rows = Standing.objects.visible_to(request.user).filter(partnership=row, ends_last=None).select_related("tier")
    return {"standing": rows.first(), "state": row.get_state_display()}


@for_members
def place(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Into another tier, with the criterion that is met; out of talks, into the first one."""
    row = partnership_of(request, home, slug)
    records.permit(policy.can_place(request.user, row))
    form = PlaceForm(request.POST or None, row=row, home=home, user=request.user)
    return _move(
        request, row, form, lambda: actions.place(row, by=request.user, **form.move()), template="place",
        title=_("Into which tier?"), verb=_("Move it there"),
        done=_("Moved. The tier it stood in before ended the day before."),
    )  # fmt: skip


@for_members
def end(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """To its end, with what is open in it."""
    row = partnership_of(request, home, slug)
    records.permit(policy.can_end(request.user, row))
    form = EndForm(request.POST or None, row=row, home=home, user=request.user)
    return _move(
        request, row, form, lambda: actions.end(row, by=request.user, **form.said("reason")),
        title=_("End this partnership"), verb=_("End it"),
        done=_("Ended, with its tier, its team and its coordinators."),
    )  # fmt: skip


@for_members
def rest(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """To rest."""
    row = partnership_of(request, home, slug)
    records.permit(policy.can_rest(request.user, row))
    form = RestForm(request.POST or None, row=row, home=home, user=request.user)
    return _move(
        request, row, form, lambda: actions.rest(row, by=request.user, **form.said("reason")),
        title=_("Let it rest"), verb=_("Let it rest"), done=_("It rests. Its tier and its team stay as they are."),
    )  # fmt: skip


@for_members
def revive(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Back to life."""
    row = partnership_of(request, home, slug)
    records.permit(policy.can_revive(request.user, row))
    form = ReviveForm(request.POST or None, row=row, home=home, user=request.user)
    return _move(
        request, row, form, lambda: actions.revive(row, by=request.user, **form.move()),
        title=_("Revive this partnership"), verb=_("Revive it"), done=_("It is active again."),
    )  # fmt: skip


@for_members
def begin(request: HomeRequest, home: Home) -> HttpResponse:
    """Begins talks with an institution; the address may name it, and the partnership out of which they grow."""
    records.permit(policy.can_begin(request.user, home))
    form = BeginForm(request.POST or None, row=None, home=home, user=request.user)
    for name, label, model in (
        ("organisation", "directory.organisation", Organisation),
        ("grows_out_of", "partners.partnership", Partnership),
    ):
        if asked := request.GET.get(name, ""):
            found = doors.seen(request, home, label, doors.key_of(asked))
            form.initial[name] = found.pk if isinstance(found, model) else None
    programme = portfolio.main_programme(home, request.user)
    context = {"row": None, "title": _("Begin talks"), "verb": _("Begin talks"), "back": doors.back_of(request, home)}
    return ask(
        request, form, lambda: actions.begin(home, by=request.user, programme=programme, **form.move()),
        template="move", done=_("Talks are on record. They are not counted among the partners."), context=context,
    )  # fmt: skip


@for_members
def members(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Who is in it and who was; another institution joins here."""
    row = partnership_of(request, home, slug)
    records.permit(policy.can_admit(request.user, row))
    form = AdmitForm(request.POST or None, row=row, home=home, user=request.user)
    rows = list(Member.objects.visible_to(request.user).filter(partnership=row).select_related("organisation"))
    here = moving.running(rows)
    context = {
        "row": row, "title": _("Members"), "verb": _("Add this member"), "back": _page(row), "here": here,
        "gone": [one for one in rows if one not in here], "can_part": len(here) > 1,
    }  # fmt: skip
    return ask(
        request, form, lambda: actions.admit(row, by=request.user, **form.move()),
        template="members", done=_("Added to the members."), context=context,
    )  # fmt: skip


@for_members
def release(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """An institution leaves a group."""
    rows = Member.objects.visible_to(request.user).filter(home=home)
    member = get_object_or_404(rows.select_related("partnership__home", "organisation"), uuid=key)
    row = partnership_of(request, home, member.partnership.slug)
    records.permit(policy.can_release(request.user, member))
    today = FuzzyDate(timezone.localdate().isoformat())
    form = ReleaseForm(request.POST or None, initial={"begins": today, "mark": moving.mark_of(row)})
    context = {
        "row": row, "title": _("%(institution)s leaves") % {"institution": called(member.organisation)},
        "verb": _("Record that it left"), "back": f"{_page(row)}members/",
    }  # fmt: skip

    def act() -> Any:
        said = form.cleaned_data
        return actions.release(member, on=said["begins"], by=request.user, mark=said["mark"])

    return ask(request, form, act, template="move", done=_("It is a former member from then on."), context=context)
