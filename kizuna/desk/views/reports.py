"""Reports: which there are, one of them on a page, and the same as PDF, workbook or CSV."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import export
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.typeset import pdf
from kizuna.desk.reports import catalogue, shapes
from kizuna.desk.reports.catalogue import REPORTS
from kizuna.desk.reports.paper import Report

FORMATS = ("pdf", *export.FORMATS)
# What fits here is never written to a disk.
IN_MEMORY = 2_000_000


@for_members
def reports(request: HomeRequest, _home: Home) -> HttpResponse:
    """Every report there is."""
    return render(request, "desk/reports.html", {"reports": REPORTS.items(), "formats": FORMATS})


@for_members
def report(request: HomeRequest, home: Home, name: str) -> HttpResponse:
    """One report on a page, with what else it could be asked for."""
    if name not in REPORTS:
        raise Http404
    made = None
    try:
        made = catalogue.make(name, home, request.user, request.asof.day, request.GET)
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        made = _usual(request, home, name)
    context: dict[str, Any] = {"name": name, "kind": REPORTS[name], "formats": FORMATS, "report": made}
    if made is not None:
        context |= _ways(request, home, name, made)
    return render(request, "desk/report.html", context)


def _usual(request: HomeRequest, home: Home, name: str) -> Report | None:
    """What stands on the page when something else cannot be told; nothing where there is nothing to tell of."""
    try:
        return catalogue.make(name, home, request.user, request.asof.day, {})
    except ValidationError:
        return None


def _ways(request: HomeRequest, home: Home, name: str, made: Report) -> dict[str, Any]:
    """What else the report could be asked for, as links and boxes."""
    asked, partner = made.asked.period, made.asked.partner
    labels = {"year": _("Year"), "academic_year": _("Academic year"), "phase": _("Phase")}
    usual = REPORTS[name].usual
    wanted = ["year", "academic_year", "phase"] if usual == "year" or name == "funding" else ["phase"]
    kept = {"partner": partner.slug} if partner else {}
    kept |= {"by": "academic-year"} if made.asked.academic else {}
    here = [*asked.asked, *((key, value) for key, value in kept.items() if key != "by")]
    ways = []
    for way in wanted:
        found = catalogue.choices(home, request.user, asked, way)
        ways.append((labels[way], [(one, "?" + urlencode({one.way: one.value, **kept})) for one in found]))
    return {
        "ways": [(label, found) for label, found in ways if found],
        "all_years": "?" + urlencode(kept) if REPORTS[name].usual == "all" else "",
        "partners": catalogue.partners(home, request.user),
        "query": urlencode([*asked.asked, *kept.items()]),
        "by": [(_("Calendar years"), "?" + urlencode(here), not made.asked.academic),
               (_("Academic years"), "?" + urlencode([*here, ("by", "academic-year")]), made.asked.academic)]
        if name == "formats" else [],
        "spans": [way for way, _value in asked.asked if way not in ("since", "until")] or None,
        "panels": made.notes.panels() if made.notes else [],
    }  # fmt: skip


@for_members
def report_file(request: HomeRequest, home: Home, name: str, form: str) -> HttpResponseBase:
    """One report as a file; what cannot be asked for is said on its page."""
    if name not in REPORTS or form not in FORMATS:
        raise Http404
    most = {} if form == "pdf" else {"most": None}
    try:
        made = catalogue.make(name, home, request.user, request.asof.day, request.GET, **most)
    except ValidationError:
        return redirect(f"{home.desk}reports/{name}/?{request.GET.urlencode()}")
    called = file_name(made, form)
    if form == "pdf":
        now = timezone.localtime()
        answer = HttpResponse(pdf("paper", shapes.as_paper(made, now), made_at=now), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{called}"'
        return answer
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    export.write(shapes.as_workbook(made) if form == "xlsx" else shapes.as_table(made), form, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=called, content_type=export.FORMATS[form])


def file_name(made: Report, form: str) -> str:
    """What the file is called: home, report, partner and period."""
    partner = [made.asked.partner.slug] if made.asked.partner else []
    words = [made.asked.home.slug, made.name, *partner, *(value for _way, value in made.asked.period.asked)]
    return f"{'-'.join(words)}.{form}"
