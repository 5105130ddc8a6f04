"""The pages of signed links: a lead writes a proposal, a reviewer says what conflicts and scores; no account."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from kizuna.calls import actions, formal, links, reading
from kizuna.calls.actions.judging import Judged
from kizuna.calls.forms import ProposalForm, ReviewForm
from kizuna.calls.models import Conflict, Invitation, Proposal
from kizuna.core import records

GONE = 410
PURPOSES = (Invitation.Purpose.LEAD.value, Invitation.Purpose.REVIEW.value)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
@sensitive_post_parameters()
def page(request: HttpRequest, home: str, secret: str) -> HttpResponse:
    """What a link opens, for whoever holds it: no account, no session, and opening it changes nothing."""
    link = links.found(home, secret, *PURPOSES)
    if link is None or link.state != "open":
        return _closed(request, link)
    return _lead(request, link) if link.purpose == Invitation.Purpose.LEAD else _reviews(request, link)


def _closed(request: HttpRequest, link: Invitation | None) -> HttpResponse:
    standing = link.state if link is not None else "unknown"
    return _alone(request, "calls/closed.html", {"standing": standing}, 404 if link is None else GONE)


def _lead(request: HttpRequest, link: Invitation) -> HttpResponse:
    """The proposal as a form while it is being written, and as it is from then on."""
    at, proposal = timezone.now(), reading.proposal_of(link)
    writing = proposal.state == Proposal.State.DRAFT and proposal.call.stage_at(at) == "open"
    form = ProposalForm(request.POST if request.method == "POST" else None, proposal=proposal, side=link.side)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told: dict[str, Any] = {"link": link, "by": links.holder()}
                actions.write(proposal, written=form.written(), **told)
                actions.cost(proposal, side=link.side, lines=form.lines(), **told)
                if "submit" in request.POST:
                    actions.submit(reading.proposal_of(link), at=at, **told)
                return _quiet(redirect(f"{request.path}?kept"))
            except records.Conflict:
                problem, status, proposal = "changed", 409, reading.proposal_of(link)
                data = reading.put_together(request.POST, form.cleaned_data, proposal)
                form = ProposalForm(data, proposal=proposal, side=link.side)
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
            except PermissionDenied:
                return _closed(request, None)
    context = {
        "link": link, "proposal": proposal, "call": proposal.call, "form": form, "writing": writing,
        "problem": problem, "kept": "kept" in request.GET, "lacks": formal.defects(proposal) if writing else [],
        "now": reading.answers_of(proposal) if problem or not writing else [],
        "budget": [one for one in proposal.budget.all() if writing is False or one.side != link.side],
    }  # fmt: skip
    return _alone(request, "calls/lead.html", context, status)


def _reviews(request: HttpRequest, link: Invitation) -> HttpResponse:
    """What a reviewer was given, without what a conflict keeps from them; a chair signs the minutes here."""
    minutes, decided = reading.to_sign(link)
    problem = ""
    if request.method == "POST":
        if minutes is None or link.seat is None or "sign" not in request.POST:
            raise Http404
        try:
            actions.sign(minutes, side=link.side, seat=link.seat, link=link, by=links.holder())
            return _quiet(redirect(f"{request.path}?kept"))
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
    context = {
        "link": link, "rows": reading.given_to(link), "call": link.call, "minutes": minutes, "decided": decided,
        "signed": minutes is not None and getattr(minutes, f"{link.side}_signed_at") is not None, "problem": problem,
    }  # fmt: skip
    return _alone(request, "calls/reviews.html", context, 409 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
@sensitive_post_parameters()
def review(request: HttpRequest, home: str, secret: str, key: uuid.UUID) -> HttpResponse:
    """One proposal for its reviewer: first whether there is a conflict, then the file and the scores."""
    link = links.found(home, secret, Invitation.Purpose.REVIEW.value)
    if link is None or link.state != "open":
        return _closed(request, link)
    given = reading.one_given(link, key)
    if given is None:
        raise Http404
    told: dict[str, Any] = {"link": link, "by": links.holder()}
    try:
        if request.method == "POST" and "conflict" in request.POST:
            reason = request.POST.get("reason", "")[:500]
            own = {"home": link.home, "proposal": given.proposal, "seat": link.seat}
            actions.declare(Conflict(reason=reason, **own), **told)
            return _quiet(redirect(f"/call/{home}/{secret}/"))
        found = reading.review_of(given)
        if request.method == "POST" and "clear" in request.POST and found.version == 0:
            actions.score(given, judged=Judged(0), **told)
            return _quiet(redirect(request.path))
        if found.version == 0:
            return _alone(request, "calls/declare.html", {"link": link, "given": given}, 200)
        return _scored(request, link, given, found)
    except PermissionDenied:
        raise Http404 from None


def _scored(request: HttpRequest, link: Invitation, given: Any, found: Any) -> HttpResponse:
    criteria = list(given.proposal.call.criteria.all())
    form = ReviewForm(request.POST if request.method == "POST" else None, criteria=criteria, review=found)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                hand_in = "hand_in" in request.POST
                actions.score(given, judged=form.judged(), hand_in=hand_in, link=link, by=links.holder())
                return _quiet(redirect(f"{request.path}?kept"))
            except records.Conflict:
                problem, status = "changed", 409
                form.add_error(
                    None, _("This review was changed in another window; open it again to see how it stands.")
                )
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
    context = {"link": link, "given": given, "proposal": given.proposal, "review": found, "form": form,
               "problem": problem, "kept": "kept" in request.GET, "answers": reading.answers_of(given.proposal),
               "budget": given.proposal.budget.all()}  # fmt: skip
    return _alone(request, "calls/review.html", context, status)


def _alone(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """A page by itself: nothing of it is kept by anybody on the way, and it leads nowhere."""
    return _quiet(render(request, template, context, status=status))


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    # The address is the key: it is told to no other place.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
