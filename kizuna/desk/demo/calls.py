"""Builds the invented joint calls of Example University, through every step by which a call goes to its awards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kizuna.calls import actions, links
from kizuna.calls.actions.judging import Judged
from kizuna.calls.actions.proposals import Line, Written
from kizuna.calls.models import (
    Assignment,
    Award,
    Call,
    Conflict,
    Invitation,
    Minutes,
    Proposal,
    Review,
    Seat,
    Side,
    TeamMember,
)
from kizuna.calls.rules import shipped
from kizuna.core import records
from kizuna.core.models import OwnedRecord
from kizuna.core.values import FuzzyDate
from kizuna.desk.demo.build import Builder, text
from kizuna.desk.demo.files import Row
from kizuna.projects import actions as projects
from kizuna.projects.models import Project


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None, row: Call) -> datetime | None:
    """A moment of the file: what the clock shows in the zone of the call."""
    return datetime.fromisoformat(value).replace(tzinfo=row.tz) if value else None


def call(made: Builder, row: Row) -> None:
    """One call by its rules, with its sides, its committee and its proposals, as far as it has come."""
    home = made.home(row)
    saved = Call(
        home=home, slug=row["slug"], title=text(row["title"]), text=text(row.get("text")), zone=row["zone"],
        partnership=made.get("partnerships", row.get("partnership")), visibility=row["visibility"],
        programme=made.get("programmes", row.get("programme")), follows=made.get("calls", row.get("round_of")),
        themes=row.get("themes", []), sdgs=row.get("sdgs", []),
    )  # fmt: skip
    saved.opens_at, closes = _moment(row.get("opens"), saved), _moment(row.get("closes"), saved)
    # What was written last year is written here today: the call is open while it is, and has its real end afterwards.
    saved.closes_at = max(closes, timezone.now() + timedelta(hours=1)) if closes else None
    actions.begin(saved, rules=shipped()[row["rules"]], partner_currency=row["currency"], by=made.by)
    made.made.setdefault("calls", {})[row["key"]] = saved
    made.count += 1
    seats = {one["email"]: _seat(made, saved, one) for one in row.get("seats", [])}
    _strands(made, saved, row)
    proposals = {one["title"]: _proposal(made, saved, one) for one in row.get("proposals", [])}
    saved.awards, saved.closes_at = row.get("awards", saved.awards), closes
    actions.revise(saved, by=made.by, verb="loaded", batch=made.batch)
    _sides(made, saved, row)
    if proposals:
        actions.detect(saved, by=made.by)
    if "awarded" in row:
        _judge(made, saved, row, seats, proposals)
        _decide(made, saved, row, seats, proposals)


def _sides(made: Builder, saved: Call, row: Row) -> None:
    """What each side lays down: its budget, its dates, who may lead and what may be paid."""
    for side in saved.sides.filter(side__in=row.get("sides", {})):
        told = row["sides"][side.side]
        side.budget, side.internal_until = Decimal(told["budget"]), _moment(told["internal"], saved)
        side.spend_from, side.spend_until = _day(told["from"]), _day(told["until"])
        side.roles, side.costs = text(told.get("roles")) or side.roles, text(told.get("costs")) or side.costs
        actions.revise(side, by=made.by, verb="loaded", batch=made.batch)


def _strands(made: Builder, saved: Call, row: Row) -> None:
    """The ceilings of the strands, in their order, and when reports are due."""
    for strand, told in zip(saved.strands.all(), row.get("strands", []), strict=False):
        strand.home_ceiling, strand.partner_ceiling = Decimal(told["home"]), Decimal(told["partner"])
        strand.report_every, strand.report_after = told["every"], told["after"]
        actions.revise(strand, by=made.by, verb="loaded", batch=made.batch)


def _seat(made: Builder, saved: Call, row: Row) -> Seat:
    """Somebody on the committee."""
    seat = Seat(
        home=saved.home, call=saved, side=row["side"], role=row["role"], name=row["name"], email=row["email"],
        person=made.get("people", row.get("person")), unit=made.get("units", row.get("unit")),
        themes=row.get("themes", []), ends=_day(row.get("ends")), visibility="office",
    )  # fmt: skip
    actions.revise(seat, by=made.by, verb="loaded", batch=made.batch)
    made.count += 1
    return seat


def _proposal(made: Builder, saved: Call, row: Row) -> Proposal:
    """One proposal as its leads wrote it, submitted where it has been."""
    team = [
        TeamMember(
            side=one["side"], role=one.get("role", TeamMember.Role.LEAD), name=one["name"], email=one["email"],
            person=made.get("people", one.get("person")), unit=made.get("units", one.get("unit")),
            discipline=one["discipline"], career=one["career"],
        )
        for one in row["team"]
    ]  # fmt: skip
    one = actions.start(Proposal(home=saved.home, call=saved), team=team, by=made.by)
    strand = saved.strands.all()[row["strand"] - 1].pk if "strand" in row else None
    asked = saved.questions.all()
    told = {question.pk: (said, 0) for question, said in zip(asked, row.get("answers", []), strict=False)}
    written = Written(row["title"], one.version, strand, row.get("themes", ()), told)
    one = actions.write(one, written=written, by=made.by)
    for side in saved.sides.all():
        if lines := [Line(what, Decimal(amount), side.currency) for what, amount in row.get(side.side, {}).items()]:
            actions.cost(one, side=side.side, lines=lines, by=made.by)
    made.count += 1
    if "submitted" in row or "returned" in row:
        at = _moment(row.get("submitted"), saved) or saved.opens_at
        one = actions.submit(one, at=at, by=made.by)
    if "returned" in row:
        actions.send_back(one, defects=row["returned"], by=made.by)
    return one


def _judge(made: Builder, saved: Call, row: Row, seats: dict[str, Seat], proposals: dict[str, Proposal]) -> None:
    """Conflicts told and looked at, reviewers found by the solver, their scores."""
    for told in row.get("declared", []):
        conflict = Conflict(
            home=saved.home, proposal=proposals[told["proposal"]], seat=seats[told["seat"]], reason=told["reason"]
        )
        actions.declare(conflict, by=made.by)
    rejected = {(told["seat"], told["proposal"]): told["reason"] for told in row.get("rejected", [])}
    found = Conflict.objects.filter(proposal__call=saved, state=Conflict.State.FOUND)
    for one in found.select_related("seat", "proposal", "home"):
        reason = rejected.get((one.seat.email, one.proposal.title), "")
        actions.settle(one, stands=not reason, reason=reason, by=made.by)
    actions.assign(saved, by=made.by)
    actions.confirm(saved, by=made.by)
    criteria = list(saved.criteria.all())
    given = {one["title"]: iter(one.get("scores", [])) for one in row["proposals"]}
    said = {one["title"]: one.get("summary", "") for one in row["proposals"]}
    rows = Assignment.objects.filter(proposal__call=saved, state=Assignment.State.CONFIRMED)
    for one in rows.select_related("proposal", "seat").order_by("proposal__number", "seat"):
        scores = next(given[one.proposal.title])
        judged = Judged(
            0, {by.pk: Decimal(str(score)) for by, score in zip(criteria, scores, strict=True)},
            summary=said[one.proposal.title],
        )  # fmt: skip
        review = actions.score(one, judged=judged, hand_in=True, by=made.by)
        _then(made, review, handed_in_at=_moment(row["judged"], saved))


def _decide(made: Builder, saved: Call, row: Row, seats: dict[str, Seat], proposals: dict[str, Proposal]) -> None:
    """What the meeting decided, the signatures of both chairs, and the projects that came of it."""
    for told in row["proposals"]:
        if "outcome" in told:
            amounts: dict[str, Any] = {
                f"{side}_amount": Decimal(amount) for side, amount in told.get("pays", {}).items()
            }
            actions.decide(proposals[told["title"]], outcome=told["outcome"], **amounts, by=made.by)
    minutes = actions.minute(Minutes(home=saved.home, call=saved, text=row["minutes"]), by=made.by)
    chairs = {one.side: one for one in seats.values() if one.role == Seat.Role.CHAIR}
    ours, theirs = chairs[Side.HOME], chairs[Side.PARTNER]
    actions.sign(minutes, side=Side.HOME, seat=ours, by=made.by)
    # The partner's chair signs by a link of one's own, as everywhere; it is ended, for nobody holds its secret.
    review = Invitation.Purpose.REVIEW
    link, _secret = actions.invite(saved, purpose=review, name=theirs.name, days=1, seat=theirs, by=made.by)
    minutes = actions.sign(minutes, side=Side.PARTNER, seat=theirs, link=link, by=links.holder())
    actions.revoke(link, by=made.by)
    signed = {f"{side}_signed_at": _moment(when, saved) for side, when in row["signed"].items()}
    _then(made, minutes, **signed)
    for award in actions.award(saved, by=made.by):
        _then(made, award, awarded_at=_moment(row["awarded"], saved))
        project = award.project
        project.state, project.begins = Project.State.RUNNING, FuzzyDate(row["sides"]["home"]["from"])
        projects.revise(project, by=made.by, verb="loaded", batch=made.batch)
        made.count += 1


def _then(made: Builder, record: OwnedRecord | Award | Minutes | Review, **moments: Any) -> None:
    """Says when it happened, which an action told as today."""
    for name, value in moments.items():
        setattr(record, name, value)
    records.save(record, by=made.by, verb="loaded", batch=made.batch)
