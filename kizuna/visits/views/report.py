"""The report of a visit: on a page, as a paper, closed and opened again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.actions import place_of
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import File, Home
from kizuna.visits import actions, policy
from kizuna.visits import report as reports
from kizuna.visits.models import Visit, VisitReport


def _compiled(request: HomeRequest, home: Home, slug: str) -> reports.Compiled:
    rows = Visit.objects.visible_to(request.user).filter(home=home).select_related("home")
    return reports.compiled(get_object_or_404(rows, slug=slug), request.user)


@for_members
def report(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """What the hosts of the meetings wrote, what was promised, and of which meetings nobody has written yet."""
    told = _compiled(request, home, slug)
    row = told.report or VisitReport(home=home, visit=told.visit, visibility="staff")
    today = timezone.localdate()
    context = {
        "told": told,
        "visit": told.visit,
        "report": told.report,
        "meetings": [(one, [(step, step.is_past_due(today)) for step in one.steps]) for one in told.meetings],
        "beside": [(step, step.is_past_due(today)) for step in told.beside],
        "can_revise": policy.can_revise(request.user, row),
        "can_close": policy.can_close(request.user, row),
        "can_hand_out": policy.can_close(request.user, row) and not (told.report and told.report.closed_at),
    }
    return render(request, "visits/report.html", context)


@for_members
def paper(request: HomeRequest, home: Home, slug: str) -> HttpResponseBase:
    """The report as a PDF: as it was kept when it was closed, else as it is now."""
    told = _compiled(request, home, slug)
    named = f"{slug}-report.pdf"
    closed = told.report.file if told.report is not None and told.report.closed_at else None
    if closed is not None and File.objects.visible_to(request.user).filter(pk=closed.pk).exists():
        place = place_of(closed.sha256)
        if place.is_file():
            return FileResponse(place.open("rb"), as_attachment=True, filename=named, content_type="application/pdf")
    made = reports.paper(told, timezone.localtime())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{named}"'
    return answer


@for_members
@require_POST
def close(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Closes the report and keeps its paper; the links of the visit open nothing any more."""
    told = _compiled(request, home, slug)
    row = told.report or VisitReport(home=home, visit=told.visit, visibility="staff")
    records.permit(policy.can_close(request.user, row))
    try:
        made = reports.paper(told, timezone.localtime())
        actions.close(row, paper=made, level=told.level, by=request.user)
        messages.success(request, _("Closed. The paper is kept as it is now, and the links open nothing any more."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("visits:report", home.slug, slug)


@for_members
@require_POST
def open_again(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Opens a closed report."""
    told = _compiled(request, home, slug)
    actions.open_again(
        get_object_or_404(VisitReport.objects.visible_to(request.user), visit=told.visit), by=request.user
    )
    messages.success(request, _("Open again. Links that have not ended work again."))
    return redirect("visits:report", home.slug, slug)
