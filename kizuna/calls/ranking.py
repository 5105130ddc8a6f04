"""The ranking of a call's proposals: by all scores or one side's, ties by the call's rule, raw beside normalised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev
from typing import Any

from kizuna.calls.models import Call, Criterion, Proposal, Review, Score, Side
from kizuna.core.models import Account
from kizuna.core.remembering import remembered


@dataclass
class Ranked:
    """One proposal with its place, its means in hundredths, and how far its reviewers lie apart."""

    proposal: Proposal
    rank: int = 0
    mean: float = 0.0
    home: float | None = None
    partner: float | None = None
    normalised: float | None = None
    spread: float = 0.0
    reviews: int = 0
    below: bool = False
    criteria: dict[int, float] = field(default_factory=dict)
    # Of each review whose it is, by side, and its score in hundredths: what the small picture shows.
    marks: list[tuple[str, float]] = field(default_factory=list)


@dataclass(frozen=True)
class _Told:
    """One review that was handed in: who gave it, and its weighed score in hundredths."""

    seat: int
    side: str
    value: float
    by_criterion: dict[int, float]


def kept(call: Call, user: Account, by: str) -> list[Ranked]:
    """The same for one reader, kept until anything is written; its proposals are bare: key and number."""
    mine = Proposal.objects.visible_to(user)
    return remembered(call.home, ("ranking", call.pk, by, user.pk), lambda: rank(call, mine, by, bare=True))


def rank(call: Call, proposals: Any, by: str = "", *, bare: bool = False) -> list[Ranked]:
    """The proposals among these that were handed in and reviewed, best first.

    ``proposals`` is what the reader may see; places are counted among these alone, so that no place is missing.
    A proposal without a review that counts stands at the end, without a place.
    """
    by = by or call.rank_by
    criteria = list(call.criteria.all())
    told = _reviews(call, proposals, criteria)
    usual = _usual(told)
    rows = []
    wanted = proposals.filter(call=call, state=Proposal.State.SUBMITTED)
    for proposal in wanted.only("number") if bare else wanted.select_related("strand", "call"):
        every = told.get(proposal.pk, [])
        rows.append(_ranked(proposal, every, [one for one in every if by in ("all", one.side)], criteria, usual))
    order = sorted((one for one in criteria if one.tie_order is not None), key=lambda one: one.tie_order or 0)
    rows.sort(key=lambda row: _place(row, order))
    place, before = 0, None
    for number, row in enumerate((row for row in rows if row.reviews), start=1):
        here = _place(row, order)[:-1]
        place = place if here == before else number
        row.rank, before = place, here
    return rows


def _place(row: Ranked, order: list[Criterion]) -> tuple[Any, ...]:
    ties = tuple(-round(row.criteria.get(one.pk, 0.0), 6) for one in order)
    return (not row.reviews, -round(row.mean, 6), *ties, row.proposal.number or 0)


def _reviews(call: Call, proposals: Any, criteria: list[Criterion]) -> dict[int, list[_Told]]:
    """The reviews of these proposals that were handed in whole, by proposal; two questions however many there are."""
    rows = Review.objects.filter(proposal__in=proposals.filter(call=call).order_by().values("pk"))
    handed = rows.exclude(handed_in_at=None).order_by("pk").values_list("pk", "proposal", "seat", "seat__side")
    scores: dict[int, dict[int, float]] = defaultdict(dict)
    for review, criterion, value in Score.objects.filter(review__in=rows.order_by().values("pk")).values_list(
        "review", "criterion", "value"
    ):
        scores[review][criterion] = float(value)
    weight = float(sum(one.weight for one in criteria))
    found: dict[int, list[_Told]] = defaultdict(list)
    for review, proposal, seat, side in handed:
        given = scores[review]
        if weight and all(one.pk in given for one in criteria):
            value = sum(float(one.weight) * given[one.pk] / one.scale for one in criteria) / weight * 100
            found[proposal].append(_Told(seat, side, value, given))
    return found


def _usual(told: dict[int, list[_Told]]) -> tuple[dict[int, tuple[float, float]], float, float]:
    """Of each reviewer the usual score and its width, and the same of all; over what the reader may see."""
    own: dict[int, list[float]] = defaultdict(list)
    for reviews in told.values():
        for one in reviews:
            own[one.seat].append(one.value)
    every = [value for values in own.values() for value in values]
    whole = (fmean(every), pstdev(every)) if every else (0.0, 0.0)
    return {seat: (fmean(values), pstdev(values)) for seat, values in own.items()}, *whole


def _ranked(
    proposal: Proposal, every: list[_Told], counted: list[_Told], criteria: list[Criterion], usual: Any
) -> Ranked:
    if not counted:
        return Ranked(proposal)
    seats, mean, width = usual
    fair = []
    for one in counted:
        centre, wide = seats[one.seat]
        fair.append(mean + (one.value - centre) / wide * width if wide else mean)
    by_side = {side: [one.value for one in every if one.side == side] for side in Side.values}
    means = {one.pk: fmean(review.by_criterion[one.pk] for review in counted) for one in criteria}
    values = [one.value for one in every]
    return Ranked(
        proposal,
        mean=fmean(one.value for one in counted),
        home=fmean(by_side["home"]) if by_side["home"] else None,
        partner=fmean(by_side["partner"]) if by_side["partner"] else None,
        normalised=fmean(fair),
        spread=max(values) - min(values),
        reviews=len(counted),
        below=any(one.threshold is not None and means[one.pk] < float(one.threshold) for one in criteria),
        criteria=means,
        marks=[(one.side, one.value) for one in every],
    )


def marks(call: Call, reviews: Sequence[Review]) -> list[tuple[str, float]]:
    """The same picture of a few reviews that were read already, with their seats and scores."""
    criteria = list(call.criteria.all())
    weight = float(sum(one.weight for one in criteria))
    found = []
    for one in reviews:
        given = {score.criterion_id: float(score.value) for score in one.scores.all()}
        if weight and all(row.pk in given for row in criteria):
            value = sum(float(row.weight) * given[row.pk] / row.scale for row in criteria) / weight * 100
            found.append((one.seat.side, value))
    return found
