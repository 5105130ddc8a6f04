"""The pages of single stays: the list, and many entered at once with every row accounted for first."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.mobility import actions, counting, entering, policy
from kizuna.mobility.asking import partner_of
from kizuna.mobility.forms import TableForm
from kizuna.mobility.models import Stay
from kizuna.mobility.views.flows import asked_of, narrowing
from kizuna.partners.models import Partnership


@for_members
def stays(request: HomeRequest, home: Home) -> HttpResponse:
    """The stays on record, the latest first; narrowed by partner, direction, who and time."""
    user, given = request.user, asked_of(request, home)
    narrowed: dict[str, Any] = {"category": given.category} if given.category else {}
    if request.GET.get("partner"):
        narrowed["partnership"] = partner_of(home, user, request.GET["partner"])
    way = request.GET.get("direction", "")
    if way in Stay.Way.values:
        narrowed["direction"] = way
    rows = counting.stays_of(home, user, given.span, **narrowed).select_related("partnership", "unit")
    context = {
        "page": page_of(request, rows),
        "partners": Partnership.objects.visible_to(user).filter(home=home, pk__in=counting.by_partner(home, user)),
        "partner": request.GET.get("partner", ""),
        "direction": way,
        "ways": Stay.Way.choices,
        "can_enter": policy.can_enter(user, home),
        **narrowing(request, home, given),
    }
    return render(request, "mobility/stays.html", context)


@for_members
def enter(request: HomeRequest, home: Home) -> HttpResponse:
    """Takes a table, shows what becomes of every row, and saves it when that is wanted."""
    records.permit(policy.can_enter(request.user, home))
    form = TableForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = entering.read(_table(form), home, request.user)
            if "save" in request.POST and preview.good:
                return _save(request, home, preview, form.cleaned_data["batch"])
        except ValidationError as problem:
            form.add_error("file" if form.cleaned_data["file"] else "table", problem)
    context = {
        "form": form,
        "preview": preview,
        "rows": page_of(request, preview.bad + preview.good, per=entering.MOST_ROWS) if preview else None,
        "batch": uuid.uuid4(),
        "headings": [(names[0], column in entering.NEEDED) for column, names in entering.HEADINGS.items()],
    }
    return render(request, "mobility/enter.html", context, status=422 if form.errors else 200)


def _table(form: TableForm) -> str:
    """The table that was given, as text: a file, else what was pasted."""
    file = form.cleaned_data["file"]
    if file is None:
        return str(form.cleaned_data["table"])
    if file.size > entering.MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 MB; send it in parts."))
    return entering.text_of(file.name or "", file.read())


def _save(request: HomeRequest, home: Home, preview: entering.Preview, batch: uuid.UUID | None) -> HttpResponse:
    batch = batch or uuid.uuid4()
    stays = [entry.stay for entry in preview.good if entry.stay is not None]
    saved = actions.enter(stays, home=home, by=request.user, batch=batch)
    told = ngettext("%(n)d stay is on record.", "%(n)d stays are on record.", saved) % {"n": saved}
    messages.success(request, told, extra_tags=str(batch))
    return redirect("mobility:stays", home.slug)
