"""What who judges does by a link: says first what conflicts, scores on a phone, hands in; a chair signs the minutes."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kizuna.calls import actions, links, reading
from kizuna.calls.actions.judging import Judged
from kizuna.calls.linkforms import ReviewForm
from kizuna.calls.models import Assignment, Conflict, Invitation, Review
from kizuna.calls.views.links.quiet import alone, back, told, typed
from kizuna.core import records


def reviews(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """What a reviewer was given, without what a conflict keeps from them; a chair signs the minutes here."""
    minutes, decided = reading.to_sign(link)
    problem = ""
    if request.method == "POST":
        if minutes is None or link.seat is None or "sign" not in request.POST:
            raise Http404
        try:
            actions.sign(minutes, side=link.side, seat=link.seat, link=link, by=links.holder())
            return back(f"{base}?kept")
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
    rows = reading.given_to(link)
    context = {
        "rows": rows, "minutes": minutes, "decided": decided, "problem": problem,
        "done": sum(one is not None and one.handed_in_at is not None for _given, one in rows),
        "handed_in": "handed-in" in request.GET, "declared": "declared" in request.GET,
        "signed": minutes is not None and getattr(minutes, f"{link.side}_signed_at") is not None,
    }  # fmt: skip
    return alone(request, link, base, "calls/reviews.html", context, 409 if problem else 200)


def review(request: HttpRequest, link: Invitation, base: str, key: uuid.UUID) -> HttpResponse:
    """One proposal for its reviewer: first whether there is a conflict, then the file and the scores."""
    given = reading.one_given(link, key)
    if given is None:
        raise Http404
    found = reading.review_of(given)
    by: dict[str, Any] = {"link": link, "by": links.holder()}
    if request.method == "POST" and "conflict" in request.POST:
        reason = request.POST.get("reason", "")[:500]
        own = {"home": link.home, "proposal": given.proposal, "seat": link.seat}
        actions.declare(Conflict(reason=reason, **own), **by)
        return back(f"{base}?declared")
    if request.method == "POST" and "clear" in request.POST and found.version == 0:
        actions.score(given, judged=Judged(0), **by)
        return back(request.path)
    if found.version == 0:
        return alone(request, link, base, "calls/declare.html", {"given": given})
    return _scored(request, link, base, given, found)


def _scored(request: HttpRequest, link: Invitation, base: str, given: Assignment, found: Review) -> HttpResponse:
    criteria = list(given.proposal.call.criteria.all())
    form = ReviewForm(request.POST if request.method == "POST" else None, criteria=criteria, review=found)
    status, hand_in = 200, "hand_in" in request.POST
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = actions.score(given, judged=form.judged(), hand_in=hand_in, link=link, by=links.holder())
                if typed(request):
                    return told({"version": row.version, "lacks": reading.unscored(form.judged(), criteria)})
                return back(f"{base}?handed-in" if hand_in else f"{request.path}?kept")
            except records.Conflict:
                status = 409
                form.add_error(
                    None, _("This review was changed in another window; open it again to see how it stands.")
                )
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
        if typed(request):
            return told({"wrong": [str(line) for lines in form.errors.values() for line in lines]}, status)
    context = {
        "given": given, "proposal": reading.whole(given.proposal.pk), "review": found, "form": form,
        "kept": "kept" in request.GET, "next": reading.next_of(link, given),
    }  # fmt: skip
    return alone(request, link, base, "calls/review.html", context, status)
