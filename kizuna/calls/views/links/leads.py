"""What a lead does by a link: writes the proposal as it is typed, names people, brings files, submits, withdraws."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import actions, formal, letters, links, reading
from kizuna.calls.linkforms import FileForm, PersonForm, ProposalForm, new_person, people
from kizuna.calls.models import Invitation, Proposal, Stage
from kizuna.calls.views.links.quiet import alone, back, quiet, sent, told, typed
from kizuna.core import contents, records
from kizuna.core.arriving import arrived

Deed = Callable[[HttpRequest, Invitation, str, Proposal, datetime], HttpResponse]


def lead(request: HttpRequest, link: Invitation, base: str) -> HttpResponse:
    """The proposal as a form while it is being written, and as it is from then on."""
    # Who waits in a rush is not late for that.
    at, proposal = arrived(request), reading.proposal_of(link)
    if request.method != "POST":
        return page(request, link, base, proposal)
    if typed(request):
        return kept(request, link, proposal, at)
    deed: Deed = DEEDS.get(request.POST.get("do", ""), write)
    return deed(request, link, base, proposal, at)


def writing(proposal: Proposal) -> bool:
    """Whether anything can still be changed."""
    return proposal.state == Proposal.State.DRAFT and proposal.call.stage_at(timezone.now()) == Stage.OPEN


def page(
    request: HttpRequest, link: Invitation, base: str, proposal: Proposal, status: int = 200, **over: Any
) -> HttpResponse:
    """The one page of a lead; ``over`` are forms as they were sent, where something is wrong with them."""
    own, now = link.side, writing(proposal)
    rows = people(proposal, own)
    if (sent_person := over.get("person")) is not None and sent_person.instance.pk:
        rows = [(one, sent_person if one.pk == sent_person.instance.pk else form) for one, form in rows]
    until = formal.last_days(proposal.call)
    names = reading.frame(link)["names"]
    context = {
        "proposal": proposal,
        "writing": now,
        "late": proposal.state == Proposal.State.DRAFT and not now,
        "form": over.get("form") or ProposalForm(None, proposal=proposal, side=own),
        "lacks": formal.defects(proposal, names) if now else [],
        "people": [(one, form, formal.too_short(one, until.get(own))) for one, form in rows],
        "others": [one for one in proposal.team.all() if one.side != own],
        "person": sent_person if sent_person is not None and not sent_person.instance.pk
                  else PersonForm(instance=new_person(proposal, own)),
        "file": over.get("file") or FileForm(),
        "files": proposal.enclosures.all(),
        "sums": reading.sums(proposal, own),
        "changed": over.get("changed", []),
        "kept": "kept" in request.GET,
        "can_withdraw": proposal.state in (Proposal.State.DRAFT, Proposal.State.SUBMITTED)
                        and proposal.call.stage_at(timezone.now()) == Stage.OPEN,
        "outcome": reading.outcome_of(proposal, own),
        "wrong": over.get("wrong", []),
    }  # fmt: skip
    return alone(request, link, base, "calls/lead.html", context, status)


def write(request: HttpRequest, link: Invitation, base: str, proposal: Proposal, at: datetime) -> HttpResponse:
    """Keeps the whole form, sent by hand, and submits it where that was asked for."""
    form = ProposalForm(request.POST, proposal=proposal, side=link.side)
    if not form.is_valid():
        return page(request, link, base, proposal, 422, form=form)
    by: dict[str, Any] = {"link": link, "at": at, "by": links.holder()}
    try:
        actions.write(proposal, written=form.written(), **by)
        actions.cost(proposal, side=link.side, lines=form.lines(), whole=False, **by)
        if "submit" in request.POST:
            actions.submit(proposal, **by)
        return back(f"{base}?kept")
    except records.Conflict:
        proposal = reading.proposal_of(link)
        data, changed = reading.put_together(request.POST, form, proposal)
        form = ProposalForm(data, proposal=proposal, side=link.side)
        return page(request, link, base, proposal, 409, form=form, changed=changed)
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
        return page(request, link, base, reading.proposal_of(link), 422, form=form)


def kept(request: HttpRequest, link: Invitation, proposal: Proposal, at: datetime) -> HttpResponse:
    """Keeps one unit as it is typed, and answers what else has changed meanwhile and what still lacks."""
    unit = request.POST.get("unit", "")
    form = ProposalForm(request.POST, proposal=proposal, side=link.side, only=unit)
    if not form.fields:
        raise Http404
    if not form.is_valid():
        return told({"wrong": [str(line) for lines in form.errors.values() for line in lines]}, 422)
    by: dict[str, Any] = {"link": link, "at": at, "by": links.holder()}
    key = None
    try:
        if unit.startswith("line-"):
            if any(line.text and line.amount is None for line in form.lines()):
                return told({"waits": True})
            rows = actions.cost(proposal, side=link.side, lines=form.lines(), whole=False, **by)
            key = str(rows[0].uuid) if rows else ""
        else:
            actions.write(proposal, written=form.written(), **by)
    except records.Conflict:
        now = reading.standing(ProposalForm(None, proposal=reading.proposal_of(link), side=link.side))
        theirs = reading.unit_now(now, unit, request.POST.get(f"key-{unit[5:]}", ""))
        return told({"changed": True, **theirs}, 409)
    except ValidationError as wrong:
        return told({"wrong": wrong.messages}, 422)
    proposal = reading.proposal_of(link)
    now = reading.standing(ProposalForm(None, proposal=proposal, side=link.side))
    return told({
        "key": key, **reading.unit_now(now, unit, key or ""),
        "lacks": formal.defects(proposal, reading.frame(link)["names"]),
        "sum": reading.sums(proposal, link.side)["told"],
        "others": reading.moved(now, unit, _seen(request)), "heading": str(proposal),
    })  # fmt: skip


def _seen(request: HttpRequest) -> dict[str, int]:
    """Which version of each unit the page of the lead shows."""
    try:
        found = json.loads(request.POST.get("seen", "{}")[:20_000])
    except ValueError:
        return {}
    return {str(name): one for name, one in found.items() if isinstance(one, int)} if isinstance(found, dict) else {}


def person(request: HttpRequest, link: Invitation, base: str, proposal: Proposal, at: datetime) -> HttpResponse:
    """Adds somebody of the link's side to the team, changes who they are, or takes them off it."""
    key = _key(request)
    known = next((one for one in proposal.team.all() if one.uuid == key and one.side == link.side), None)
    if key is not None and known is None:
        # The other holder of the link has taken them off meanwhile.
        raise Http404
    form = PersonForm(request.POST, instance=known or new_person(proposal, link.side))
    gone = "gone" in request.POST
    if not gone and not form.is_valid():
        return page(request, link, base, proposal, 422, person=form)
    member = known if gone and known is not None else form.instance
    try:
        if known is not None and not gone:
            member.version = form.cleaned_data["version"]
        actions.compose(member, gone=gone, link=link, at=at, by=links.holder())
        return back(f"{base}?kept#team")
    except records.Conflict:
        form.add_error(None, _("This was changed meanwhile; open the page again to see how it stands."))
    except ValidationError as wrong:
        for name, lines in (wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}).items():
            form.add_error(name if name in form.fields else None, lines)
    return page(request, link, base, reading.proposal_of(link), 422, person=form)


def enclose(request: HttpRequest, link: Invitation, base: str, proposal: Proposal, at: datetime) -> HttpResponse:
    """Keeps a file with the proposal, or takes one away that the link's own side brought."""
    by: dict[str, Any] = {"link": link, "at": at, "by": links.holder()}
    form = FileForm(request.POST, request.FILES)
    try:
        if key := _key(request):
            row = next((one for one in proposal.enclosures.all() if one.uuid == key), None)
            if row is None:
                raise Http404
            actions.discard(row, **by)
            return back(f"{base}?kept#files")
        if form.is_valid():
            given = form.cleaned_data["file"]
            # One byte more than allowed is enough to be refused; the rest of a large file is not read.
            content = given.read(contents.LARGEST + 1)
            kind = form.cleaned_data["kind"]
            actions.enclose(proposal, side=link.side, kind=kind, name=given.name, content=content, **by)
            return back(f"{base}?kept#files")
    except ValidationError as wrong:
        form.add_error("file" if "file" in form.fields else None, wrong.messages)
    return page(request, link, base, reading.proposal_of(link), 422, file=form)


def withdraw(request: HttpRequest, link: Invitation, base: str, proposal: Proposal, at: datetime) -> HttpResponse:
    """Withdraws the proposal, once it was said twice."""
    if request.POST.get("sure") != "1":
        return page(request, link, base, proposal, 422, wrong=[_("Tick the box to withdraw the proposal.")])
    try:
        actions.withdraw(proposal, link=link, at=at, by=links.holder())
        return back(base)
    except ValidationError as wrong:
        return page(request, link, base, reading.proposal_of(link), 422, wrong=wrong.messages)


DEEDS: dict[str, Deed] = {"person": person, "enclose": enclose, "withdraw": withdraw}


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def letter(_request: HttpRequest, link: Invitation, form: str) -> HttpResponseBase:
    """The letter of one's own side about the decision, as PDF or as a Word file."""
    try:
        name, media, content = letters.letter(reading.proposal_of(link), link.side, form)
    except ValidationError as problem:
        raise Http404 from problem
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent(quiet(answer))
