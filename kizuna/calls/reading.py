"""What the pages of links read: one proposal for its leads; for a reviewer what they were given, behind the gate."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import letters
from kizuna.calls.actions.judging import Judged
from kizuna.calls.formal import ceiling, figure
from kizuna.calls.linkforms import ProposalForm, shortly
from kizuna.calls.models import (
    Answer,
    Assignment,
    Criterion,
    Decision,
    Enclosure,
    Invitation,
    Minutes,
    Proposal,
    Review,
    Side,
)
from kizuna.calls.versions import as_read
from kizuna.core.values import Text
from kizuna.core.wording import in_language

SOON = 7  # days before the deadline in which it is told in another colour

PARTS = ("team", "answers__question", "budget", "enclosures__file", "call__sides__organisation", "call__questions",
         "call__strands")  # fmt: skip


def frame(link: Invitation) -> dict[str, Any]:
    """Under which names a page stands: the two universities, and the deadline as the call's own clock tells it."""
    call = link.call
    side = next((one for one in call.sides.select_related("organisation") if one.side == Side.PARTNER), None)
    partner: Text | None = None
    if side is not None and side.organisation is not None and side.organisation.shown is not None:
        partner = side.organisation.shown_name
    elif call.partnership is not None:
        partner = call.partnership.name
    now = timezone.now()
    left = call.closes_at - now if call.closes_at and call.closes_at > now else None
    stage = call.stage_at(now)
    names = {
        Side.HOME.value: in_language(call.home.name),
        Side.PARTNER.value: in_language(partner or "") or _("Partner"),
    }
    return {"home": call.home.name, "partner": partner, "stage": stage, "left": left, "names": names,
            "soon": left is not None and left.days < SOON}  # fmt: skip


def whole(key: int) -> Proposal:
    """A proposal with all that its pages show, in few questions however much it holds."""
    rows = Proposal.objects.select_related("call__home", "strand", "home").prefetch_related(*PARTS)
    found: Proposal = rows.get(pk=key)
    return found


def proposal_of(link: Invitation) -> Proposal:
    """The one proposal that a lead's link opens, as it is on record now."""
    assert link.proposal_id is not None  # noqa: S101 - the database keeps a lead's link to one proposal
    return whole(link.proposal_id)


def sums(proposal: Proposal, own: str) -> dict[str, Any]:
    """What is asked of each side, against its ceiling; in words for the link's own side."""
    rows = []
    for side in proposal.call.sides.all():
        lines = [one for one in proposal.budget.all() if one.side == side.side]
        rows.append((side, sum((one.amount for one in lines), Decimal(0)), ceiling(proposal.strand, side.side), lines))
    mine = next((row for row in rows if row[0].side == own), None)
    told = ""
    if mine is not None:
        side, asked, most, _lines = mine
        words = {"asked": figure(asked), "currency": side.currency}
        if most is None:
            told = _("%(asked)s %(currency)s") % words
        else:
            words["most"] = figure(most)
            told = _("%(asked)s of at most %(most)s %(currency)s") % words
    return {"rows": rows, "own": mine, "others": [row for row in rows if row[0].side != own], "told": told}


def standing(form: ProposalForm) -> dict[str, dict[str, Any]]:
    """What each unit of a proposal holds now: its version, and the value of each box as a form would send it."""
    found: dict[str, dict[str, Any]] = {}
    for unit, names in form.units().items():
        version, values = 0, {}
        for name in names:
            value = form[name].value()
            if name.startswith("read-"):
                version = int(value or 0)
            else:
                values[name] = (
                    [str(one) for one in value] if isinstance(value, list) and name != "words" else _plain(value)
                )
        found[unit] = {"version": version, "values": values}
    return found


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def unit_now(now: dict[str, dict[str, Any]], unit: str, key: str) -> dict[str, Any]:
    """What one unit holds now; a line of the budget is known by its key, whatever its place."""
    if not unit.startswith("line-"):
        return now.get(unit, {"version": 0, "values": {}})
    number = unit[5:]
    for other, told in now.items():
        place = other[5:]
        if other.startswith("line-") and key and told["values"].get(f"key-{place}") == key:
            renamed = {name.rpartition("-")[0]: value for name, value in told["values"].items()}
            return {"version": told["version"],
                    "values": {f"{name}-{number}": value for name, value in renamed.items()}}  # fmt: skip
    return {"version": 0, "values": {f"for-{number}": "", f"amount-{number}": "", f"key-{number}": ""}}


def moved(now: dict[str, dict[str, Any]], unit: str, seen: dict[str, int]) -> dict[str, dict[str, Any]]:
    """The units that stand at another version than a page has seen: what the other lead wrote meanwhile."""
    return {
        name: told
        for name, told in now.items()
        if name != unit and not name.startswith("line-") and name in seen and seen[name] != told["version"]
    }


def outcome_of(proposal: Proposal, side: str) -> dict[str, Any] | None:
    """What the leads of a side are told after the decision: nothing before both chairs have signed."""
    if not letters.ready(proposal):
        return None
    decided, row = proposal.decision, next((one for one in proposal.call.sides.all() if one.side == side), None)
    amount = getattr(decided, f"{side}_amount")
    told = f"{figure(amount)} {row.currency}" if amount and row is not None else ""
    return {"decision": decided, "amount": told, "side": side, "summaries": letters.summaries(proposal)}


def file_of(link: Invitation, key: uuid.UUID) -> Enclosure | None:
    """A file by the UUID of its row, where the link opens the proposal it stands with; None for whatever else."""
    row = Enclosure.objects.select_related("file", "proposal").filter(uuid=key, proposal__call=link.call_id).first()
    if row is None:
        return None
    if link.purpose == Invitation.Purpose.LEAD:
        return row if row.proposal_id == link.proposal_id else None
    if link.purpose == Invitation.Purpose.REVIEW:
        # The file opens only after the question of conflicts.
        given = one_given(link, row.proposal.uuid)
        return row if given is not None and review_of(given).version else None
    assert link.seat is not None  # noqa: S101 - the database keeps such a link to a seat
    seen = Proposal.objects.open_to(link.seat).filter(pk=row.proposal_id, number__isnull=False)
    return row if seen.exists() else None


def answers_of(proposal: Proposal) -> list[Answer]:
    """The answers of a proposal, in the order of the questions."""
    return list(Answer.objects.filter(proposal=proposal).select_related("question"))


def put_together(data: Any, form: ProposalForm, proposal: Proposal) -> tuple[Any, list[dict[str, str]]]:
    """What was typed, with what is on record now wherever nothing was changed, and the versions that stand now.

    So what is left to decide is what both have changed, and sending it again is that decision; the second answer tells
    for each of these what is on record.
    """
    told, changed = data.copy(), []
    fresh = ProposalForm(None, proposal=proposal, side=form.side)
    now = standing(fresh)
    written = form.written()
    for name, mine in written.head().items():
        unit = "strand" if name == "strand_id" else name
        read, on_record = as_read(proposal, written.reads.get(name, written.version)).get(name), getattr(proposal, name)
        if mine == read:
            _take(told, now[unit]["values"])
        elif mine != on_record != read:
            changed.append({"label": str(fresh[unit].label), "text": _shown(proposal, name)})
        told[f"read-{unit}"] = str(proposal.version)
    told["version"] = str(proposal.version)
    for answer in Answer.objects.filter(proposal=proposal).select_related("question"):
        mine, version = written.answers.get(answer.question_id, ("", 0))
        read = as_read(answer, version).get("text", "")
        if mine == read:
            _take(told, now[f"answer-{answer.question_id}"]["values"])
        elif mine != answer.text != read:
            changed.append({"label": in_language(answer.question.name), "text": answer.text})
        told[f"read-{answer.question_id}"] = str(answer.version)
    return told, [*changed, *_put_lines(told, data, form, proposal)]


def _put_lines(told: Any, data: Any, form: ProposalForm, proposal: Proposal) -> list[dict[str, str]]:
    """The same for the lines of the budget."""
    changed = []
    lines = {str(one.uuid): one for one in proposal.budget.all() if one.side == form.side}
    for number in range(form.count):
        row = lines.get(data.get(f"key-{number}", ""))
        if row is None:
            continue
        read = as_read(row, form.cleaned_data.get(f"read-line-{number}") or 0)
        amount = form.cleaned_data.get(f"amount-{number}")
        mine = (data.get(f"for-{number}", "").strip(), amount)
        before = (read.get("text"), Decimal(str(read["amount"])) if read.get("amount") is not None else None)
        if mine == before:
            told[f"for-{number}"], told[f"amount-{number}"] = row.text, str(shortly(row.amount))
        elif (row.text, row.amount) not in (mine, before):
            changed.append({"label": _("Budget"), "text": f"{row.text} · {row.amount} {row.currency}"})
        told[f"read-line-{number}"] = str(row.version)
    return changed


def _take(told: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        told.setlist(name, value if isinstance(value, list) else [value])


def _shown(proposal: Proposal, name: str) -> str:
    """A column of a proposal as people read it."""
    if name == "strand_id":
        return in_language(proposal.strand.name) if proposal.strand else ""
    value = getattr(proposal, name)
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def given_to(link: Invitation) -> list[tuple[Assignment, Review | None]]:
    """What the seat of the link was given and may know of, each with the review as far as it is written."""
    if link.seat is None:
        return []
    rows = Assignment.objects.filter(
        seat=link.seat, state=Assignment.State.CONFIRMED, proposal__in=Proposal.objects.open_to(link.seat)
    )
    found = list(rows.select_related("proposal__call", "seat__account", "home"))
    written = {one.proposal_id: one for one in Review.objects.filter(seat=link.seat)}
    return [(one, written.get(one.proposal_id)) for one in found]


def to_sign(link: Invitation) -> tuple[Minutes | None, list[Decision]]:
    """For the chair of a side: the minutes, and what was decided on all that no conflict keeps from this chair."""
    seat = link.seat
    if seat is None or seat.role != seat.Role.CHAIR:
        return None, []
    rows = Decision.objects.filter(proposal__in=Proposal.objects.open_to(seat)).select_related("proposal")
    minutes = Minutes.objects.filter(call=link.call_id).select_related("call", "home").first()
    return minutes, list(rows.order_by("proposal__number"))


def one_given(link: Invitation, key: uuid.UUID) -> Assignment | None:
    """One of these by the proposal's UUID; None for whatever else."""
    return next((one for one, _review in given_to(link) if one.proposal.uuid == key), None)


def next_of(link: Invitation, given: Assignment) -> Assignment | None:
    """What is to be reviewed after this one: what is not handed in yet, in the order of the list."""
    rows = given_to(link)
    order = [one.pk for one, _review in rows]
    place = order.index(given.pk) if given.pk in order else 0
    waiting = [one for one, written in [*rows[place + 1 :], *rows[:place]] if not (written and written.handed_in_at)]
    return waiting[0] if waiting else None


def unscored(judged: Judged, criteria: Sequence[Criterion]) -> list[str]:
    """By which criteria there is no score yet."""
    return [in_language(one.name) for one in criteria if one.pk not in judged.scores]


def review_of(given: Assignment) -> Review:
    """The review as far as it is written, or a new one."""
    rows = Review.objects.filter(proposal=given.proposal, seat=given.seat).prefetch_related("scores")
    own = {"home": given.home, "proposal": given.proposal, "seat": given.seat, "visibility": "office"}
    return rows.first() or Review(**own)
