"""What the partner's office does by a link: keeps its half and its people, reads what it may, takes it all home."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from kizuna.calls import actions, dossier, links, partnerside
from kizuna.calls.links import DAYS
from kizuna.calls.models import Call, Invitation, Proposal, Seat, Stage
from kizuna.calls.partnerforms import HalfForm, SeatForm
from kizuna.calls.reading import sums
from kizuna.calls.views.links.quiet import OFFICE, alone, back, by_link, sent
from kizuna.core import records
from kizuna.core.paging import page_of


def first(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """How the call stands, for the office of the other side."""
    if request.method == "POST":
        raise Http404
    done, given = partnerside.progress(link)
    counts = partnerside.counted(link)
    context = {
        "tab": "", "half": partnerside.half_of(link), "minutes": partnerside.minutes_of(link), "done": done,
        "given": given, "seats": len([one for one, sits, _links in partnerside.seats_of(link) if sits]),
        "counts": [(label, counts.get(value, 0)) for value, label in Proposal.State.choices if counts.get(value)],
        "all": sum(counts.values()),
    }  # fmt: skip
    return alone(request, link, base, "calls/partner.html", context)


@by_link(OFFICE)
def half(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """The half of the call that this office lays down."""
    row = partnerside.half_of(link)
    if row is None:
        raise Http404
    stands = row.call.stage_at(timezone.now()) in (Stage.CLOSED, Stage.CALLED_OFF)
    form, status = HalfForm(request.POST if request.method == "POST" else None, instance=row), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            form.instance.version = form.cleaned_data["version"]
            try:
                actions.lay_down(form.instance, link=link, by=links.holder())
                return back(f"{base}half/?kept")
            except records.Conflict as clash:
                status = 409
                form.add_error(None, _("This was changed meanwhile; open the page again to see how it stands."))
                row = clash.record  # type: ignore[assignment]  # it is the same row
            except ValidationError as wrong:
                _tell(form, wrong)
    context = {"tab": "half", "form": form, "row": partnerside.half_of(link), "stands": stands,
               "kept": "kept" in request.GET}  # fmt: skip
    return alone(request, link, base, "calls/partner_half.html", context, status)


def _tell(form: Any, wrong: ValidationError) -> None:
    for name, lines in (wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}).items():
        form.add_error(name if name in form.fields else None, lines)


@by_link(OFFICE)
@sensitive_variables("secret", "made")
def people(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """Who sits on the committee for this side, and the links by which they judge."""
    new = Seat(home=link.home, call=link.call, side=link.side, role=Seat.Role.REVIEWER)
    form, made, problem, status = SeatForm(instance=new), None, "", 200
    if request.method == "POST":
        do, row = request.POST.get("do", ""), partnerside.seat_of(link, _key(request))
        if do == "name":
            form = SeatForm(request.POST, instance=new)
            if form.is_valid():
                try:
                    actions.seat(form.instance, link=link, by=links.holder())
                    return back(f"{base}people/?kept")
                except ValidationError as wrong:
                    _tell(form, wrong)
            status = 422
        elif row is None:
            raise Http404
        else:
            try:
                made = _person(do, request, link, row)
            except ValidationError as wrong:
                problem, status = " ".join(wrong.messages), 422
            if do != "link" and not problem:
                return back(f"{base}people/?kept")
    context = {"tab": "people", "rows": partnerside.seats_of(link), "form": form, "made": made, "problem": problem,
               "kept": "kept" in request.GET, "days": DAYS}  # fmt: skip
    return alone(request, link, base, "calls/partner_people.html", context, status)


def _person(do: str, request: HttpRequest, link: Invitation, row: Seat) -> tuple[str, str] | None:
    """Ends a seat, makes a link for who sits there, or calls one in; a link made is told once."""
    by: dict[str, Any] = {"link": link, "by": links.holder()}
    if do == "end":
        actions.unseat(row, **by)
        return None
    if do == "link":
        _invitation, secret = actions.hand_out(link.call, seat=row, name=row.name, days=DAYS, **by)
        return row.name, _address(request, link, secret)
    if do == "call-in":
        _call_in(request, link)
        return None
    raise Http404


def _call_in(request: HttpRequest, link: Invitation) -> None:
    found = partnerside.link_of(link, request.POST.get("link", ""))
    if found is None:
        raise Http404
    actions.call_in(found, link=link, by=links.holder())


def _address(request: HttpRequest, link: Invitation, secret: str) -> str:
    return request.build_absolute_uri(f"/call/{link.home.slug}/{secret}/")


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


@by_link(OFFICE)
@sensitive_variables("secret", "made")
def proposals(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """The proposals of the call in pages, with links for the leads of this side."""
    made, problem = None, ""
    if request.method == "POST":
        row = partnerside.proposal_of(link, _key(request))
        if row is None:
            raise Http404
        try:
            if request.POST.get("do") == "call-in":
                _call_in(request, link)
                return back(f"{base}proposals/")
            leads = [one.name for one in row.team.all() if one.side == link.side and one.role == "lead"]
            name = ", ".join(leads)[:200] or _("Leads")
            _invitation, secret = actions.hand_out(
                link.call, proposal=row, name=name, days=DAYS, link=link, by=links.holder()
            )
            made = (f"{row} · {name}", _address(request, link, secret))
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
    state = request.GET.get("state", "")
    page = page_of(request, partnerside.listed(link, state))
    context = {"tab": "proposals", "page": page, "rows": partnerside.lines(list(page), link), "made": made,
               "problem": problem, "state": state, "states": Proposal.State.choices, "days": DAYS}  # fmt: skip
    return alone(request, link, base, "calls/partner_proposals.html", context, 422 if problem else 200)


def proposal(request: HttpRequest, link: Invitation, base: str, key: uuid.UUID) -> HttpResponse:
    """One proposal whole, with its reviews and what was decided; of a draft only that it is there."""
    row = partnerside.proposal_of(link, key)
    if row is None or row.number is None or request.method == "POST":
        raise Http404
    context = {"tab": "proposals", "proposal": row, "sums": sums(row, link.side), **partnerside.judged(row)}
    return alone(request, link, base, "calls/partner_proposal.html", context)


@by_link(OFFICE)
def ranked(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """The ranking of both sides' scores, with what was decided."""
    by = request.GET.get("by", "")
    by = by if by in Call.RankBy.values else link.call.rank_by
    page = page_of(request, partnerside.ranked(link, by))
    decided = partnerside.decisions([one.proposal.pk for one in page])
    context = {"tab": "ranking", "page": page, "rows": [(one, decided.get(one.proposal.pk)) for one in page], "by": by,
               "ways": Call.RankBy.choices, "minutes": partnerside.minutes_of(link)}  # fmt: skip
    return alone(request, link, base, "calls/partner_ranking.html", context)


@by_link(OFFICE)
def take_home(_request: HttpRequest, link: Invitation, _base: str) -> HttpResponseBase:
    """The whole dossier as one file, without what a conflict keeps from this office."""
    return dossier_file(link.call, partnerside.open_to(link), sent)


def dossier_file(call: Call, found: Any, last: Callable[[Any], HttpResponseBase]) -> HttpResponseBase:
    """A dossier as a download; it is built on disk and read from there."""
    out = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been read
    try:
        dossier.build(call, found, out)
        size = out.tell()
        out.seek(0)
        answer = FileResponse(out, as_attachment=True, filename=f"{call.slug}.zip", content_type="application/zip")
        answer.headers["Content-Length"] = str(size)
        return last(answer)
    except BaseException:
        out.close()
        raise
