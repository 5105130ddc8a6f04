"""The JSON of calls: a home's calls with all that they lay down, their ranking, and the records of the room."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from kizuna.calls import actions, policy, telling
from kizuna.calls.forms import KINDS
from kizuna.calls.kinds import BEHIND
from kizuna.calls.models import Call, Stage
from kizuna.core.models import Account
from kizuna.core.rest import READING, ApiRequest, Routes, home_of, listed, record_routes, respond
from kizuna.core.shapes import Paged, Short, Slug, Words, page_of

router = Routes(tags=["calls"])

SHAPES = record_routes(
    router, "calls", KINDS, revise=actions.revise, can_revise=policy.can_revise, remove=actions.remove
)
# What stands behind the gate is read, and changes by its own verbs alone.
SHAPES |= record_routes(router, "calls", BEHIND, revise=None, can_revise=policy.can_revise)

Price = Annotated[str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$", examples=["1500.00"])]


class CallTold(BaseModel):
    """One call, in a line; moments are told as the clock of its own zone shows them."""

    uuid: str
    slug: Slug
    title: str
    titles: Words
    kind: str
    stage: str
    partner: Slug | None
    zone: str
    opens_at: str | None
    closes_at: str | None
    themes: list[str]
    sdgs: list[int]


class CallSideTold(BaseModel):
    """What one side lays down."""

    side: str
    organisation: Slug | None
    pays: bool
    currency: str
    budget: str | None
    internal_until: str | None


class CallStrandTold(BaseModel):
    """One strand with its ceilings."""

    uuid: str
    name: str
    months: int
    home_ceiling: str | None
    partner_ceiling: str | None


class CallCriterionTold(BaseModel):
    """One criterion."""

    uuid: str
    name: str
    weight: str
    scale: int
    threshold: str | None


class CallQuestionTold(BaseModel):
    """One question."""

    uuid: str
    name: str
    longest: int
    required: bool


class ProposalTold(BaseModel):
    """One proposal, in a line; without a number while it is being written."""

    uuid: str
    number: int | None
    title: str
    state: str
    strand: str | None


class CallWhole(CallTold):
    """One call with all that it lays down, and its proposals as far as the reader may know of them."""

    text: str
    reviews_each: int
    awards: int | None
    rank_by: str
    sides: list[CallSideTold]
    strands: list[CallStrandTold]
    criteria: list[CallCriterionTold]
    questions: list[CallQuestionTold]
    proposals: list[ProposalTold]


class RankTold(ProposalTold):
    """One proposal with its place among those that the reader may know of; scores are in hundredths."""

    rank: int | None
    mean: float | None
    home: float | None
    partner: float | None
    normalised: float | None
    spread: float | None
    reviews: int
    below_threshold: bool
    outcome: str | None
    home_amount: str | None
    partner_amount: str | None


class SideLeft(BaseModel):
    """What one side has given away and what is left."""

    side: str
    currency: str
    spent: str
    left: str | None


CallList, RankList = page_of(CallTold, "CallList"), page_of(RankTold, "RankList")


class Ranking(RankList):  # type: ignore[misc,valid-type]  # it is made above
    """The ranking; who is shut out of anything in the call is not told what is left of the budgets."""

    budgets: list[SideLeft] | None


class CallsNarrowed(Paged):
    """By what the list is narrowed."""

    stage: Literal["", "draft", "coming", "open", "closed", "decided", "called-off"] = ""
    partner: Short = Field("", description="The partnership's name in addresses.")


class RankedBy(BaseModel):
    """By whose scores."""

    by: Literal["", "all", "home", "partner"] = Field("", description="Empty: as the call says.")


def named(request: ApiRequest, home: str, slug: str) -> Call:
    """The call by its name in addresses, if this person sees it; else as if it did not exist."""
    found: Call | None = telling.rows(home_of(request, home), request.auth).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@router.get(
    "/homes/{home}/calls", response={200: CallList, **READING}, operation_id="calls_list",
    summary="A home's calls, the newest deadline first",
)  # fmt: skip
def calls(request: ApiRequest, home: Slug, given: Query[CallsNarrowed]) -> HttpResponse:
    """Each with how it stands now."""
    rows = telling.rows(home_of(request, home), request.auth)
    if given.partner:
        rows = rows.filter(partnership__slug=given.partner)
    found = list(rows)
    if given.stage:
        done, now = telling.decided(found, request.auth), timezone.now()
        found = [row for row in found if telling.stage(row, now, done) == Stage(given.stage)]
    page = found[given.offset : given.offset + given.limit]
    return listed(telling.listed(page, request.auth, timezone.now()), counts={"calls": len(found)})


@router.get(
    "/homes/{home}/calls/{slug}", response={200: CallWhole, **READING}, operation_id="calls_one",
    summary="One call with all that it lays down",
)  # fmt: skip
def one_call(request: ApiRequest, home: Slug, slug: Slug) -> HttpResponse:
    """What a conflict keeps from the reader is not in it, nor counted."""
    return respond(telling.whole(named(request, home, slug), request.auth, timezone.now()))


@router.get(
    "/homes/{home}/calls/{slug}/ranking", response={200: Ranking, **READING}, operation_id="calls_ranking",
    summary="The ranking of a call's proposals",
)  # fmt: skip
def ranking(request: ApiRequest, home: Slug, slug: Slug, given: Query[RankedBy]) -> HttpResponse:
    """Places are counted among what the reader may know of."""
    row = named(request, home, slug)
    return respond(ranking_of(row, request.auth, given.by))


def ranking_of(row: Call, user: Account, by: str) -> dict[str, Any]:
    """The ranking as plain data, with what is left of each budget."""
    items = telling.ranked(row, user, by)
    return {"as_of": timezone.localdate(), "counts": {"proposals": len(items)}, "items": items, "next": None,
            "budgets": telling.left(row, user)}  # fmt: skip


def amount(said: str | None) -> Decimal:
    """An amount that was sent; none is nought."""
    return Decimal(said or 0)
