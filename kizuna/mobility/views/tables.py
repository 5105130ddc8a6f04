"""The pages of tables for others: which there are, and one on the page and as a file."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kizuna.core import export
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.mobility import actions, policy
from kizuna.mobility import tables as columns
from kizuna.mobility.models import ColumnMap
from kizuna.mobility.standards import REPORTS
from kizuna.mobility.views.flows import language
from kizuna.mobility.years import Year


@for_members
def tables(request: HomeRequest, home: Home) -> HttpResponseBase:
    """The tables of the home, and those of authorities that it can take over."""
    if request.method == "POST":
        try:
            made = actions.adopt(request.POST.get("name", ""), home=home, by=request.user)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect("mobility:tables", home.slug)
        messages.success(request, _("Taken over. The columns are yours to edit."))
        return redirect("mobility:one-table", home.slug, made.slug)
    context = {
        "tables": ColumnMap.objects.visible_to(request.user).filter(home=home),
        "standards": list(REPORTS.items()),
        "can_add": policy.can_adopt(request.user, home),
    }
    return render(request, "mobility/tables.html", context)


@for_members
def one_table(request: HomeRequest, home: Home, slug: str) -> HttpResponseBase:
    """One table: its columns, its rows, and the same as a file."""
    user = request.user
    found = ColumnMap.objects.visible_to(user).filter(home=home, slug=slug).first()
    if found is None:
        raise Http404
    chosen = columns.columns_of(found, user)
    asked = columns.Asked(home, user, request.asof.day, _year(request, home), language())
    if request.GET.get("file") in export.FORMATS:
        return _file(columns.sheet(found, chosen, asked), request.GET["file"], asked)
    context = {
        "one": found,
        "columns": chosen,
        "page": page_of(request, columns.rows(found, chosen, asked)),
        "year": asked.year,
        "year_label": Year(home.calendar, asked.year).label(language()),
        "formats": list(export.FORMATS),
        "can_add": policy.can_add(user, home),
    }
    return render(request, "mobility/one_table.html", context)


def _year(request: HomeRequest, home: Home) -> int:
    """The academic year that is asked for, by the year in which it begins."""
    text = request.GET.get("year", "")
    if text and not (text.isascii() and text.isdecimal() and 1000 <= int(text[:5]) <= 2999):
        messages.warning(request, _("“%s” is no year; write the one in which it begins.") % text[:20])
        text = ""
    return int(text) if text else columns.usual_year(home, request.asof.day)


def _file(sheet: export.Sheet, form: str, asked: columns.Asked) -> HttpResponseBase:
    # Made whole before anything is sent: a file that broke off could not be told from one that is complete.
    out = tempfile.SpooledTemporaryFile(2_000_000)  # noqa: SIM115 - the response closes it
    export.write(sheet, form, out)
    out.seek(0)
    name = f"{sheet.name}-{asked.year}.{form}"
    return FileResponse(out, as_attachment=True, filename=name, content_type=export.FORMATS[form])
