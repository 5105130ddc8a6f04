"""Calls for tests, with few words: one call with both sides, a committee, and proposals in any state."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kizuna.calls import actions
from kizuna.calls.actions.proposals import Line, Written
from kizuna.calls.models import (
    Call,
    CallSide,
    Criterion,
    Proposal,
    Question,
    Seat,
    Side,
    Strand,
    TeamMember,
)
from kizuna.core.models import Home
from tests.cast import operator_account, put, words

HOUR = timedelta(hours=1)


def a_call(home: Home, **fields: Any) -> Call:
    """An open call with both sides, one strand, two criteria and one question."""
    now = timezone.now()
    fields = {"slug": "joint", "title": words("Joint call"), "zone": "Asia/Tokyo", "opens_at": now - HOUR,
              "closes_at": now + HOUR, "visibility": "staff", **fields}  # fmt: skip
    call = put(Call(home=home, **fields))
    own = {"home": home, "call": call, "visibility": call.visibility}
    put(CallSide(side=Side.HOME, currency="JPY", budget=Decimal(1000), **own))
    put(CallSide(side=Side.PARTNER, currency="CHF", budget=Decimal(1000), **own))
    put(Strand(name=words("Seed"), home_ceiling=Decimal(500), partner_ceiling=Decimal(500), **own))
    put(Criterion(name=words("Excellence"), weight=2, scale=5, threshold=Decimal(2), tie_order=1, order=1, **own))
    put(Criterion(name=words("Impact"), weight=1, scale=10, tie_order=2, order=2, **own))
    put(Question(name=words("What and why?"), longest=100, **own))
    return call


def a_seat(call: Call, name: str, side: str = "home", **fields: Any) -> Seat:
    """Somebody on the committee."""
    fields = {"email": f"{name.lower()}@kizuna.example", "role": Seat.Role.REVIEWER, **fields}
    return put(Seat(home=call.home, call=call, side=side, name=name, visibility="office", **fields))


def a_lead(name: str, side: str, **fields: Any) -> TeamMember:
    """A lead, not yet of any proposal."""
    email = f"{name.lower()}@kizuna.example"
    return TeamMember(side=side, role=TeamMember.Role.LEAD, name=name, email=email, **fields)


def a_proposal(call: Call, title: str = "On water", **fields: Any) -> Proposal:
    """A whole proposal that lacks nothing, not yet submitted."""
    by = operator_account()
    key = title.replace(" ", "")
    team = fields.pop("team", None) or (a_lead(f"{key}Ours", "home"), a_lead(f"{key}Theirs", "partner"))
    made = actions.start(Proposal(home=call.home, call=call, **fields), team=team, by=by)
    strand, question = call.strands.get(), call.questions.get()
    written = Written(title, made.version, strand.pk, fields.get("themes", ()), {question.pk: ("Because.", 0)})
    actions.write(made, written=written, by=by)
    actions.cost(made, side="home", lines=[Line("Travel", Decimal(300), "JPY")], by=by)
    actions.cost(made, side="partner", lines=[Line("Travel", Decimal(200), "CHF")], by=by)
    made.refresh_from_db()
    return made


def handed_in(call: Call, title: str = "On water", **fields: Any) -> Proposal:
    """A proposal that was submitted."""
    return actions.submit(a_proposal(call, title, **fields), by=operator_account())


def close(call: Call) -> Call:
    """The call an hour after its end."""
    call.opens_at, call.closes_at = timezone.now() - 3 * HOUR, timezone.now() - HOUR
    return put(call)


def chairs(call: Call) -> tuple[Seat, Seat]:
    """The chair of each side."""
    return a_seat(call, "Ours", role=Seat.Role.CHAIR), a_seat(call, "Theirs", "partner", role=Seat.Role.CHAIR)
