"""Calls as plain data, as programs and commands are told them: nothing that a conflict keeps from the reader."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from kizuna.calls import policy, ranking
from kizuna.calls.models import Call, Decision, Minutes, Proposal, Side, Stage
from kizuna.core.models import Account, Home
from kizuna.core.models.record import Reader


def rows(home: Home, user: Reader) -> Any:
    """The calls of a home, the newest deadline first."""
    return Call.objects.visible_to(user).filter(home=home).select_related("partnership", "home")


def decided(calls: Iterable[Call], user: Reader) -> set[int]:
    """Which of these calls are decided: both chairs have signed; told to who may read the minutes."""
    signed = Minutes.objects.visible_to(user).exclude(home_signed_at=None).exclude(partner_signed_at=None)
    return set(signed.filter(call__in=[one.pk for one in calls]).order_by().values_list("call_id", flat=True))


def stage(row: Call, now: datetime, done: Container[int]) -> Stage:
    """How a call stands at a moment, with what is decided already."""
    found = row.stage_at(now)
    return Stage.DECIDED if found == Stage.CLOSED and row.pk in done else found


def _there(row: Call, moment: datetime | None) -> str | None:
    """A moment as the clock of the call's own zone tells it, with how far that is from UTC."""
    return moment.astimezone(row.tz).isoformat() if moment else None


def listed(calls: Sequence[Call], user: Reader, now: datetime) -> list[dict[str, Any]]:
    """Calls, each in a line."""
    done = decided(calls, user)
    return [_call(row, stage(row, now, done)) for row in calls]


def _call(row: Call, stands: Stage) -> dict[str, Any]:
    partner = row.partnership
    return {
        "uuid": str(row.uuid),
        "slug": row.slug,
        "title": row.title.get("en").value,
        "titles": row.title.to_json(),
        "kind": row.kind,
        "stage": stands.value,
        "partner": partner.slug if partner else None,
        "zone": row.zone,
        "opens_at": _there(row, row.opens_at),
        "closes_at": _there(row, row.closes_at),
        "themes": row.themes,
        "sdgs": row.sdgs,
    }


def whole(row: Call, user: Account, now: datetime) -> dict[str, Any]:
    """One call with its sides, strands, criteria and questions, and its proposals as far as one may know of them."""
    proposals = Proposal.objects.visible_to(user, "call").filter(call=row).select_related("strand")
    return {
        **listed([row], user, now)[0],
        "text": row.text.get("en").value,
        "reviews_each": row.reviews_each,
        "awards": row.awards,
        "rank_by": row.rank_by,
        "sides": [_side(row, one) for one in row.sides.visible_to(user, "call").select_related("organisation")],
        "strands": [
            {"uuid": str(one.uuid), "name": one.name.get("en").value, "months": one.months,
             "home_ceiling": money(one.home_ceiling), "partner_ceiling": money(one.partner_ceiling)}
            for one in row.strands.visible_to(user, "call")
        ],
        "criteria": [
            {"uuid": str(one.uuid), "name": one.name.get("en").value, "weight": str(one.weight), "scale": one.scale,
             "threshold": money(one.threshold)}
            for one in row.criteria.visible_to(user, "call")
        ],
        "questions": [
            {"uuid": str(one.uuid), "name": one.name.get("en").value, "longest": one.longest,
             "required": one.required}
            for one in row.questions.visible_to(user, "call")
        ],
        "proposals": [proposal(one) for one in proposals],
    }  # fmt: skip


def _side(row: Call, one: Any) -> dict[str, Any]:
    return {
        "side": one.side,
        "organisation": one.organisation.shown.slug if one.organisation and one.organisation.shown else None,
        "pays": one.pays,
        "currency": one.currency,
        "budget": money(one.budget),
        "internal_until": _there(row, one.internal_until),
    }


def proposal(one: Proposal) -> dict[str, Any]:
    """One proposal, in a line."""
    return {
        "uuid": str(one.uuid),
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "strand": one.strand.name.get("en").value if one.strand else None,
    }


def money(amount: Any) -> str | None:
    """An amount as text, so that none is rounded."""
    return None if amount is None else str(amount)


def ranked(row: Call, user: Account, by: str = "") -> list[dict[str, Any]]:
    """The ranking among what the reader may know of, with what was decided as far as that is on record."""
    found = ranking.rank(row, Proposal.objects.visible_to(user), by or row.rank_by)
    decided = {one.proposal_id: one for one in Decision.objects.visible_to(user).filter(proposal__call=row)}
    return [_place(one, decided.get(one.proposal.pk)) for one in found]


def _place(one: ranking.Ranked, decision: Decision | None) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 2)

    return {
        "rank": one.rank or None,
        **proposal(one.proposal),
        "mean": rounded(one.mean) if one.reviews else None,
        "home": rounded(one.home),
        "partner": rounded(one.partner),
        "normalised": rounded(one.normalised),
        "spread": rounded(one.spread) if one.reviews else None,
        "reviews": one.reviews,
        "below_threshold": one.below,
        "outcome": decision.outcome if decision else None,
        "home_amount": money(decision.home_amount) if decision else None,
        "partner_amount": money(decision.partner_amount) if decision else None,
    }


def left(row: Call, user: Account) -> list[dict[str, Any]] | None:
    """What is left of each side's budget, by all that was decided; None where the reader may not know of all of it."""
    if not policy.whole(user, row):
        return None
    decided = list(Decision.objects.visible_to(user).filter(proposal__call=row, outcome=Decision.Outcome.AWARD))
    spent = {side: sum((getattr(one, f"{side}_amount") for one in decided), start=0) for side in Side.values}
    return [
        {"side": one.side, "currency": one.currency, "spent": str(spent[one.side]),
         "left": None if one.budget is None else str(one.budget - spent[one.side])}
        for one in row.sides.visible_to(user, "call")
    ]  # fmt: skip
