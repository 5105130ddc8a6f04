"""The page of one call: where it stands, what is next, both sides facing each other; and the page of its rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from kizuna.calls import policy, standing
from kizuna.calls.letters import money
from kizuna.calls.models import Call, CallSide, Side
from kizuna.calls.views.office.page import named, page, seen, sides_of
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home


@for_members
def call(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One call: where it stands, what is next and whose turn it is, what each side lays down."""
    row, user = seen(request, home, slug), request.user
    how = standing.standing(row, user, timezone.now())
    rows = sides_of(request, row)
    strands = list(row.strands.visible_to(user, "call"))
    names = named(row, rows)
    context = {
        "how": how,
        "steps": standing.steps(how),
        "next": standing.following(row, how),
        "sides": [_side(how, side, rows.get(side), names[side], strands) for side in Side.values],
        "follows": Call.objects.visible_to(user).filter(pk=row.follows_id).first() if row.follows_id else None,
        "followers": Call.objects.visible_to(user).filter(follows=row),
        "can_follow": policy.can_follow_on(user, row),
        "can_call_off": policy.can_call_off(user, row) and not row.called_off and not _signed(how),
    }
    return page(request, row, "calls/call.html", "call", context)


def _signed(how: standing.Standing) -> bool:
    minutes = how.minutes
    return minutes is not None and (minutes.home_signed_at or minutes.partner_signed_at) is not None


def _side(how: standing.Standing, side: str, row: CallSide | None, name: str, strands: list[Any]) -> dict[str, Any]:
    """What one side lays down, with what is asked of it and what it has awarded."""
    told: dict[str, Any] = {"side": side, "label": Side(side).label, "name": name, "row": row}
    if row is not None:
        ceilings = [(one, getattr(one, f"{side}_ceiling")) for one in strands]
        sums = {"asked": how.asked.get(side), "awarded": how.awarded.get(side)}
        told |= {
            "budget": money(row.budget, row.currency) if row.budget is not None else "",
            "ceilings": [(one.name, money(most, row.currency)) for one, most in ceilings if most is not None],
            **{key: money(amount, row.currency) for key, amount in sums.items() if amount},
        }
    return told


@for_members
def rules(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """What the call asks for and how it judges: strands, questions, criteria, and who may take part."""
    row, user = seen(request, home, slug), request.user
    rows = sides_of(request, row)
    currency = {side: one.currency for side, one in rows.items()}
    names = named(row, rows)
    strands = [
        (one, [money(most, currency[side]) if side in currency and most is not None else "" for side, most in
               ((Side.HOME.value, one.home_ceiling), (Side.PARTNER.value, one.partner_ceiling))])
        for one in row.strands.visible_to(user, "call")
    ]  # fmt: skip
    criteria = list(row.criteria.visible_to(user, "call"))
    weight = sum(one.weight for one in criteria)
    context = {
        "names": names,
        "strands": strands,
        "criteria": [(one, round(100 * one.weight / weight) if weight else 0) for one in criteria],
        "questions": row.questions.visible_to(user, "call"),
    }
    return page(request, row, "calls/rules.html", "rules", context)
