"""What of a record is public: the fields of each kind of record, and those of one record."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kizuna.core import doors, policy, releasing
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Record
from kizuna.core.models.withheld import withholdable
from kizuna.desk import fields as asked

ROOMS = {
    "partners": gettext_lazy("Partnerships"),
    "agreements": gettext_lazy("Agreements"),
    "projects": gettext_lazy("Projects"),
    "activities": gettext_lazy("Activities"),
    "mobility": gettext_lazy("Mobility"),
    "alumni": gettext_lazy("Alumni"),
    "visits": gettext_lazy("Visits"),
    "calls": gettext_lazy("Calls"),
    "directory": gettext_lazy("Directory"),
    "core": gettext_lazy("Sources and statements"),
}
# What stands in the form of one record for each answer.
ANSWERS: dict[str, bool | None] = {"": None, "yes": True, "no": False}


@for_members
def fields(request: HomeRequest, home: Home) -> HttpResponse:
    """Every kind of record with the fields that can be kept from the public; a kind is saved by itself."""
    if request.method == "POST":
        return _save_kind(request, home)
    found = dict(asked.shown(home))
    rooms = [
        (ROOMS[room], [one for one in found[room] if one.published or one.ruled]) for room in ROOMS if room in found
    ]
    context = {
        "rooms": [(title, kinds) for title, kinds in rooms if kinds],
        "rest": [one.name for room in ROOMS for one in found.get(room, ()) if not (one.published or one.ruled)],
        "ruled": any(one.ruled for kinds in found.values() for one in kinds),
        "can_release": policy.can_release(request.user, home),
    }
    return render(request, "desk/fields.html", context)


def _save_kind(request: HomeRequest, home: Home) -> HttpResponse:
    label = request.POST.get("label", "")
    public = set(request.POST.getlist("field"))
    try:
        names = withholdable(releasing.kind_of(label))
        # What is public needs no rule.
        said = {name: None if name in public else False for name in names}
        batch, count = asked.answer(home, label, said, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("desk:fields", home.slug)
    _say(request, batch, count)
    return redirect(f"{home.desk}site/fields/#{label}")


def _say(request: HomeRequest, batch: uuid.UUID, count: int) -> None:
    if not count:
        messages.success(request, _("Nothing had changed."))
        return
    said = ngettext(
        "%(n)s field changed. The pages that state it are listed under “Public site”, to be signed off.",
        "%(n)s fields changed. The pages that state them are listed under “Public site”, to be signed off.",
        count,
    )
    messages.success(request, said % {"n": count}, extra_tags=str(batch))


@for_members
def of_record(request: HomeRequest, home: Home, label: str, key: uuid.UUID) -> HttpResponse:
    """The fields of one record: what they say, the rule of the kind, and the rule of this record."""
    record = doors.seen(request, home, label, key)
    # What all homes share is withheld by none of them.
    if not record.withholdable:
        raise Http404
    back = doors.back_of(request, home)
    if request.method == "POST":
        _save_record(request, home, record)
        return redirect(request.get_full_path())
    rows = [
        (one, asked.present(record, one))
        for one in releasing.fields_of(type(record), releasing.rules_of(home, label), record)
    ]
    context: dict[str, Any] = {
        "record": record,
        "rows": rows,
        "back": back,
        "can_release": policy.can_release(request.user, home) and record.gate is None,
    }
    return render(request, "desk/record_fields.html", context)


def _save_record(request: HomeRequest, home: Home, record: Record) -> None:
    names = [name for name in withholdable(type(record)) if request.POST.get(name) in ANSWERS]
    said = {name: ANSWERS[request.POST[name]] for name in names}
    try:
        batch, count = asked.answer(home, record.label, said, record=record.uuid, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        _say(request, batch, count)
