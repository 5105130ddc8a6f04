"""How a call stands: its seven steps with what was done, what is next and who has to do it; for one reader's eyes.

Every number counts what this reader may know of: whoever is shut out of a proposal reads of one proposal fewer.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kizuna.calls.models import (
    Assignment,
    Award,
    BudgetLine,
    Call,
    Conflict,
    Decision,
    Minutes,
    Proposal,
    Review,
    Seat,
    Side,
    Stage,
)
from kizuna.core.models import Account
from kizuna.core.remembering import remembered

STEPS = ("prepared", "open", "closed", "reviewed", "met", "signed", "awarded")
State = Proposal.State


@dataclass
class Standing:
    """What a reader sees of how a call stands, in numbers, with its minutes."""

    stage: Stage
    written: int = 0
    submitted: int = 0
    returned: int = 0
    withdrawn: int = 0
    reviewers: int = 0
    proposed: int = 0
    given: int = 0
    handed_in: int = 0
    short: int = 0
    conflicts: int = 0
    decided: int = 0
    awards: int = 0
    made: int = 0
    seats: int = 0
    asked: dict[str, Decimal] = field(default_factory=dict)
    awarded: dict[str, Decimal] = field(default_factory=dict)
    minutes: Minutes | None = None
    done: dict[str, bool] = field(default_factory=dict)

    @property
    def proposals(self) -> int:
        """All proposals that the reader may know of."""
        return self.written + self.submitted + self.returned + self.withdrawn


@dataclass(frozen=True)
class Step:
    """One step of the way: its key and name, whether it is done, now or later, and a word on it."""

    key: str
    label: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Next:
    """What is next: what to do, whose turn it is, and the page or the verb by which it is done."""

    text: str
    who: str
    page: str = ""
    verb: str = ""
    label: str = ""


def standing(call: Call, user: Account, now: datetime) -> Standing:
    """How the call stands for this reader at a moment; what is counted is kept until anything is written."""
    found = copy(remembered(call.home, ("standing", call.pk, user.pk), lambda: _counted(call, user)))
    found.stage = call.stage_at(now)
    signed = found.minutes is not None and found.minutes.signed
    if signed and found.stage == Stage.CLOSED:
        found.stage = Stage.DECIDED
    closed = found.stage in (Stage.CLOSED, Stage.DECIDED)
    met = closed and 0 < found.submitted <= found.decided
    found.done = {
        "prepared": found.stage not in (Stage.DRAFT, Stage.CALLED_OFF), "open": closed, "closed": closed and
        (found.given > 0 or met), "reviewed": closed and (0 < found.given <= found.handed_in or met), "met": met,
        "signed": signed, "awarded": signed and found.made >= found.awards,
    }  # fmt: skip
    return found


def _counted(call: Call, user: Account) -> Standing:
    """The same few questions however many proposals there are."""
    mine = Proposal.objects.visible_to(user, "call").filter(call=call).order_by()
    keys = mine.values("pk")
    counts = dict(mine.values_list("state").annotate(n=Count("pk")))
    found = Standing(Stage.DRAFT, *(counts.get(one, 0) for one in
                     (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN)))  # fmt: skip
    given = Assignment.objects.visible_to(user, "proposal").filter(proposal__in=keys).order_by()
    states = dict(given.values_list("state").annotate(n=Count("pk")))
    found.proposed, found.given = (states.get(one, 0) for one in ("proposed", "confirmed"))
    live = given.exclude(state=Assignment.State.WITHDRAWN).filter(proposal__state=State.SUBMITTED).values("proposal")
    found.short = found.submitted - live.annotate(n=Count("pk")).filter(n__gte=call.reviews_each).count()
    reviews = Review.objects.visible_to(user, "proposal").filter(proposal__in=keys).exclude(handed_in_at=None)
    found.handed_in = reviews.order_by().count()
    roles = (
        Seat.objects.visible_to(user, "call").filter(call=call).order_by().values_list("role").annotate(n=Count("pk"))
    )
    seats = dict(roles)
    found.seats = sum(seats.values())
    found.reviewers = found.seats - seats.get(Seat.Role.OFFICE, 0)
    conflicts = Conflict.objects.visible_to(user, "proposal").filter(proposal__in=keys, state=Conflict.State.FOUND)
    found.conflicts = conflicts.order_by().count()
    handed = mine.handed_in().values("pk")
    judged = Decision.objects.visible_to(user, "proposal").filter(proposal__in=handed).order_by()
    told = judged.aggregate(
        n=Count("pk"), awards=Count("pk", filter=Q(outcome=Decision.Outcome.AWARD)), home=Sum("home_amount"),
        partner=Sum("partner_amount"),
    )  # fmt: skip
    found.decided, found.awards = told["n"], told["awards"]
    found.awarded = {side: told[side] or Decimal(0) for side in Side.values}
    lines = BudgetLine.objects.visible_to(user, "proposal").filter(proposal__in=handed).order_by()
    found.asked = dict(lines.values_list("side").annotate(n=Sum("amount")))
    found.made = Award.objects.visible_to(user, "proposal").filter(proposal__in=keys).order_by().count()
    rows = Minutes.objects.visible_to(user, "call").filter(call=call)
    found.minutes = rows.select_related("home_seat", "partner_seat").first()
    return found


def steps(how: Standing) -> list[Step]:
    """The way of a call from its preparation to its awards."""
    names = {
        "prepared": pgettext("step of a call", "Prepared"), "open": pgettext("step of a call", "Open"),
        "closed": pgettext("step of a call", "Reviewers chosen"), "reviewed": pgettext("step of a call", "Reviewed"),
        "met": pgettext("step of a call", "Decided"), "signed": pgettext("step of a call", "Signed"),
        "awarded": pgettext("step of a call", "Awarded"),
    }  # fmt: skip
    details = {
        "open": _submitted(how), "closed": _of(how.given, how.proposed + how.given),
        "reviewed": _of(how.handed_in, how.given), "met": _of(how.decided, how.submitted),
        "awarded": _of(how.made, how.awards) if how.done["signed"] else "",
    }  # fmt: skip
    if how.minutes is not None and not how.done["signed"]:
        details["signed"] = _of(sum(one is not None for one in (how.minutes.home_signed_at,
                                                                how.minutes.partner_signed_at)), 2)  # fmt: skip
    now = next((key for key in STEPS if not how.done[key]), "") if how.stage != Stage.CALLED_OFF else ""
    return [
        Step(key, names[key], "done" if how.done[key] else "now" if key == now else "later", details.get(key, ""))
        for key in STEPS
    ]


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole} if whole else ""


def _submitted(how: Standing) -> str:
    if not how.submitted:
        return ""
    return ngettext("%(n)s submitted", "%(n)s submitted", how.submitted) % {"n": how.submitted}


def following(call: Call, how: Standing) -> Next:
    """What is next, and whose turn it is."""
    ours, both = _("Our office"), _("The committee of both sides")
    if how.stage in (Stage.CALLED_OFF, Stage.DRAFT, Stage.COMING, Stage.OPEN):
        return _early(call, how, ours)
    if not how.submitted:
        return Next(_("Nothing was submitted. A further round takes over its rules."), ours)
    if how.done["signed"]:
        return _signed(how, ours)
    if how.done["met"]:
        told = _("Both chairs sign the minutes; then nothing changes any more.")
        return Next(told, _("The chairs of both sides"), "ranking", label=_("Minutes and signatures"))
    return _judged(how, ours, both)


def _early(call: Call, how: Standing, ours: str) -> Next:
    """Before it closes, or when it was called off."""
    if how.stage == Stage.CALLED_OFF:
        return Next(call.why_off, "")
    if how.stage == Stage.DRAFT:
        told = _("Say when it opens and when it closes; until then nobody can submit.")
        return Next(told, ours, "revise", label=_("Set the dates"))
    if how.stage == Stage.COMING:
        told = _("Name who leads on each side: they get a link and can write as soon as it opens.")
        return Next(told, ours, "proposals", label=_("Begin a proposal"))
    if not how.proposals:
        told = _("Name who leads on each side: they get a link and can write at once.")
        return Next(told, ours, "proposals", label=_("Begin a proposal"))
    told = _("They write and submit, each side by its own link.")
    return Next(told, _("The leads of both sides"), "proposals", label=_("Proposals"))


def _signed(how: Standing, ours: str) -> Next:
    if how.made < how.awards:
        return Next(_("Make projects of the awards: the money of both sides and the reports due go with them."), ours,
                    "ranking", "award", _("Make projects of the awards"))  # fmt: skip
    return Next(_("Everything is done. Letters of both sides stand with each proposal."), "", "proposals",
                label=_("Proposals and letters"))  # fmt: skip


def _judged(how: Standing, ours: str, both: str) -> Next:
    """Between the deadline and the meeting."""
    if how.given and not (how.conflicts or how.proposed):
        if how.handed_in >= how.given:
            told = _("Decide on each proposal, with what is left of each budget in view.")
            return Next(f"{told} {_short(how)}".strip(), both, "ranking", label=_("Ranking and decisions"))
        told = _("%(part)s of %(whole)s reviews are handed in.") % {"part": how.handed_in, "whole": how.given}
        return Next(f"{told} {_short(how)}".strip(), _("The reviewers"), "committee", label=_("Who reviews what"))
    if not how.reviewers:
        return Next(_("Name who reviews, on both sides."), ours, "committee", label=_("The committee"))
    if how.conflicts:
        told = ngettext("Look at %(n)s conflict that the records show.",
                        "Look at %(n)s conflicts that the records show.", how.conflicts)  # fmt: skip
        return Next(told % {"n": how.conflicts}, ours, "committee", label=_("Conflicts"))
    if how.proposed:
        told = _("Look at who is to review what, and confirm it: then reviewers see what is theirs.")
        return Next(told, ours, "committee", "confirm", _("Confirm the reviewers"))
    told = _("Look for conflicts, then have reviewers proposed: of both sides, evenly, by what they know.")
    return Next(told, ours, "committee", "assign", _("Propose reviewers"))


def _short(how: Standing) -> str:
    """That somebody is missing, as when a reviewer has declared a conflict: more can be proposed."""
    if not how.short:
        return ""
    told = ngettext("%(n)s proposal has fewer reviewers than the call asks for: have more proposed.",
                    "%(n)s proposals have fewer reviewers than the call asks for: have more proposed.",
                    how.short)  # fmt: skip
    return told % {"n": how.short}
