"""History: what was done to one record and in the whole home, how a record stood on file, and taking changes back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.core import doors, records, undoing
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Account, Change, Home, Record
from kizuna.core.models.history import DEEDS
from kizuna.core.paging import page_of
from kizuna.desk import actions, policy


class FilterForm(forms.Form):
    """Which changes of the home are shown."""

    verb = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    by = forms.ModelChoiceField(
        Account.objects.none(), label=gettext_lazy("Who"), required=False, to_field_name="uuid",
        empty_label=gettext_lazy("everyone"),
    )  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, home: Home) -> None:
        super().__init__(*args)
        everything = ("", gettext_lazy("everything"))
        self.fields["verb"].choices = [everything, *sorted(DEEDS.items(), key=lambda pair: str(pair[1]))]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [everything, *_kinds()]  # type: ignore[attr-defined]
        people = Account.objects.filter(Q(memberships__home=home) | Q(kind=Account.Kind.OPERATOR)).distinct()
        self.fields["by"].queryset = people.order_by("name")  # type: ignore[attr-defined]


def _kinds() -> list[tuple[str, str]]:
    labels = [model._meta.label_lower for model in apps.get_models() if issubclass(model, Record)]
    return sorted(((label, kind_name(label)) for label in labels), key=lambda pair: pair[1])


def kind_name(label: str) -> str:
    """What a kind of record is called on the page."""
    return str(capfirst(str(apps.get_model(label)._meta.verbose_name)))


def _told(request: HomeRequest, rows: Any) -> dict[str, Any]:
    """One page of changes, which of them can be taken back, and how many records went with each."""
    page = page_of(request, rows)
    changes = list(page.object_list)
    batches = [change.batch for change in changes]
    with_them = dict(
        Change.objects.visible_to(request.user).filter(batch__in=batches).values_list("batch").annotate(n=Count("pk"))
    )
    can = policy.can_undo(request.user, request.home)
    undoable = undoing.undoable(changes) if can else set()
    first = {change.batch: change.pk for change in reversed(changes)}
    listed = [
        (change, kind_name(change.label), with_them.get(change.batch, 1) - 1,
         change.batch in undoable and first[change.batch] == change.pk)
        for change in changes
    ]  # fmt: skip
    return {"page": page, "changes": listed}


@for_members
def record_history(request: HomeRequest, home: Home, label: str, key: uuid.UUID) -> HttpResponse:
    """What was done to one record, if asked also to what is part of it; and how it stood on file on a past day."""
    record = doors.seen(request, home, label, key)
    whole = request.GET.get("parts") == "1"
    keys = [record.uuid, *(row.uuid for row in (records.belonging(record) if whole else ()))]
    rows = Change.objects.visible_to(request.user).filter(record__in=keys).select_related("by")
    context = {
        "record": record,
        "back": doors.back_of(request, home),
        "whole": whole,
        **_told(request, rows),
        **_recorded(request, record),
    }
    return render(request, "desk/record_history.html", context)


def _recorded(request: HomeRequest, record: Record) -> dict[str, Any]:
    """The record as it was recorded on the day asked for: its fields, or why there are none."""
    asked = request.GET.get("recorded", "")
    if not asked:
        return {}
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return {"recorded": asked, "why": _("This is no date; write it as 2026-05-31.")}
    try:
        values = undoing.recorded_on(record, day, request.user)
    except PermissionError:
        return {"recorded": asked, "why": _("What stood here then is not for you to see.")}
    if values is None:
        return {"recorded": asked, "why": _("On that day this was not on record.")}
    then = type(record)()
    records.put_back(then, values)
    fields = [
        (field.name, told)
        for field in record._meta.concrete_fields
        if field.name not in records.DERIVED and (told := records.as_text(then, field)) not in (None, "", [], {})
    ]
    return {"recorded": asked, "fields": fields}


@for_members
def history(request: HomeRequest, home: Home) -> HttpResponse:
    """Everything that was changed in the home, newest first, narrowed by what was asked."""
    form = FilterForm(request.GET, home=home)
    rows = Change.objects.visible_to(request.user).filter(home=home).select_related("by")
    if form.is_valid():
        asked = form.cleaned_data
        terms = {"verb": "verb", "kind": "label", "by": "by", "since": "at__date__gte", "until": "at__date__lte"}
        rows = rows.filter(**{term: asked[name] for name, term in terms.items() if asked[name]})
    else:
        rows = rows.none()
    context = {"form": form, **_told(request, rows)}
    return render(request, "desk/history.html", context, status=200 if form.is_valid() else 422)


@for_members
def undo(request: HomeRequest, home: Home, batch: uuid.UUID) -> HttpResponse:
    """Shows what would be taken back, and takes it back; where it cannot be, says why."""
    seen = Change.objects.visible_to(request.user).filter(Q(home=home) | Q(home=None), batch=batch)
    changes = list(seen.select_related("by").order_by("pk")[:200])
    if not changes:
        raise Http404
    records.permit(policy.can_undo(request.user, home))
    obstacles: list[undoing.Obstacle] = []
    if request.method == "POST":
        try:
            done = actions.undo(batch, home=home, by=request.user)
            messages.success(request, _("Taken back."), extra_tags=str(done))
            return redirect(doors.back_of(request, home))
        except undoing.NotUndone as problem:
            obstacles = problem.obstacles
    context = {
        "changes": [(change, kind_name(change.label)) for change in changes],
        "obstacles": obstacles,
        "back": doors.back_of(request, home),
    }
    return render(request, "desk/undo.html", context, status=409 if obstacles else 200)
