"""What happens when proposals are judged: conflicts, assignments, scores, decisions, signatures, awards."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.calls import assigning, due, mails, policy
from kizuna.calls.formal import ceiling
from kizuna.calls.models import (
    Assignment,
    Award,
    Call,
    Conflict,
    Criterion,
    Decision,
    Invitation,
    Minutes,
    Proposal,
    Review,
    Score,
    Seat,
    Side,
    TeamMember,
    a_chair_signed,
)
from kizuna.core import records
from kizuna.core.models import Account, Visibility
from kizuna.core.models.record import in_each
from kizuna.core.values import FuzzyDate, Money, Text
from kizuna.partners import actions as partners
from kizuna.partners.models import Plan
from kizuna.projects import actions as projects
from kizuna.projects.models import Funding, Project, ProjectPerson, ProjectPlan, ProjectUnit

OWN = {"visibility": Visibility.OFFICE}


@dataclass(frozen=True)
class Judged:
    """What a reviewer typed: scores by the number of the criterion, two texts, and the version that was read."""

    version: int
    scores: dict[int, Decimal] = field(default_factory=dict)
    text: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Decided:
    """What was decided on one proposal."""

    proposal: Proposal
    outcome: str
    home_amount: Decimal = Decimal(0)
    partner_amount: Decimal = Decimal(0)
    reason: str = ""


def declare(conflict: Conflict, *, link: Invitation | None = None, by: Account) -> Conflict:
    """Puts a conflict on record that somebody told; from this moment the proposal is shut to them."""
    records.permit(policy.can_declare(by, conflict, link))
    with transaction.atomic():
        known = Conflict.objects.filter(proposal=conflict.proposal, seat=conflict.seat).first()
        row = known or conflict
        row.state, row.reason, row.visibility = Conflict.State.DECLARED, conflict.reason, Visibility.OFFICE
        row.ground = conflict.ground
        batch = uuid.uuid4()
        records.save(row, by=by, verb="declared", batch=batch)
        _take_back(Assignment.objects.filter(proposal=row.proposal, seat=row.seat), by, batch)
    return row


def detect(call: Call, *, by: Account) -> int:
    """Looks for conflicts that the records show, puts each on record as found, and tells how many one may know of.

    A found one keeps the person out until somebody looks at it: whoever does not see it loses nothing by waiting.
    """
    records.permit(policy.can_detect(by, call))
    with transaction.atomic():
        known = set(Conflict.objects.filter(proposal__call=call).values_list("proposal", "seat"))
        new: list[int] = []
        batch = uuid.uuid4()
        for proposal, seat, ground in _grounds(call):
            if (proposal.pk, seat.pk) in known:
                continue
            known.add((proposal.pk, seat.pk))
            own = {"home": call.home, "proposal": proposal, "seat": seat, **OWN}
            row = Conflict(ground=ground, state=Conflict.State.FOUND, **own)
            records.save(row, by=by, verb="added", batch=batch)
            _take_back(Assignment.objects.filter(proposal=proposal, seat=seat), by, batch)
            new.append(row.pk)
        return Conflict.objects.visible_to(by).filter(pk__in=new).count()


def _grounds(call: Call) -> Iterable[tuple[Proposal, Seat, str]]:
    """Whom the records keep from which proposal, and why; of several reasons the first."""
    seats = list(call.seats.all())
    people = [one.person_id for one in seats if one.person_id]
    together: dict[int, set[int]] = {}
    for project, person in ProjectPerson.objects.filter(home=call.home_id).values_list("project", "person"):
        together.setdefault(project, set()).add(person)
    beside = {one: {p for team in together.values() if one in team for p in team} for one in people}
    proposals = call.proposals.exclude(state=Proposal.State.WITHDRAWN).prefetch_related("team")
    for proposal in proposals:
        team = list(proposal.team.all())
        emails, persons = {one.email for one in team}, {one.person_id for one in team if one.person_id}
        units = {one.unit_id for one in team if one.unit_id and one.role == TeamMember.Role.LEAD}
        for seat in seats:
            if seat.email in emails or seat.person_id in persons:
                yield proposal, seat, Conflict.Ground.TEAM
            elif seat.unit_id in units:
                yield proposal, seat, Conflict.Ground.UNIT
            elif seat.person_id and not persons.isdisjoint(beside[seat.person_id]):
                yield proposal, seat, Conflict.Ground.PROJECT


def settle(conflict: Conflict, *, stands: bool, reason: str = "", by: Account) -> Conflict:
    """Says whether a conflict stands; one that is rejected lets the person in again."""
    records.permit(policy.can_settle(by, conflict))
    if not stands and not reason.strip():
        raise ValidationError({"reason": _("Say why it does not stand.")})
    conflict.state = Conflict.State.CONFIRMED if stands else Conflict.State.REJECTED
    conflict.reason = reason.strip() or conflict.reason
    records.save(conflict, by=by, verb="confirmed" if stands else "declined")
    return conflict


def _take_back(rows: Iterable[Assignment], by: Account, batch: uuid.UUID) -> None:
    gone = [row for row in rows if row.state != Assignment.State.WITHDRAWN]
    for row in gone:
        row.state = Assignment.State.WITHDRAWN
    records.save_changed(gone, by=by, verb="withdrawn", batch=batch)


def _given(call: Call) -> Any:
    """The assignments of a call with all that their history tells."""
    rows = Assignment.objects.filter(proposal__call=call)
    return rows.select_related("home", "seat__account", "proposal__call__home")


def assign(call: Call, *, by: Account) -> assigning.Answer:
    """Proposes who reviews what; confirmed assignments stay, proposed ones are made anew.

    What the person who asks may not know of is assigned all the same, and nothing of it is told to them.
    """
    records.permit(policy.can_assign(by, call))
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).select_related("home").get(pk=call.pk)
        seats = [one for one in call.seats.all() if one.reviews and one.sits_on(timezone.localdate())]
        proposals = list(call.proposals.filter(state=Proposal.State.SUBMITTED))
        shut = _shut(call)
        rows = {(one.proposal_id, one.seat_id): one for one in _given(call)}
        fixed = {pair for pair, one in rows.items() if one.state == Assignment.State.CONFIRMED}
        answer = assigning.assign(
            [assigning.Paper(one.pk, frozenset(one.themes)) for one in proposals],
            [assigning.Reader(one.pk, one.side, frozenset(one.themes)) for one in seats],
            shut=shut, each=call.reviews_each, fixed=fixed,
        )  # fmt: skip
        batch = uuid.uuid4()
        chosen = {(one.paper, one.reader): one for one in answer.given}
        judged = set(Review.objects.filter(proposal__call=call).values_list("proposal", "seat"))
        # Who has begun to judge keeps what they were given, though their term be over.
        _take_back([one for pair, one in rows.items() if pair not in chosen and pair not in judged], by, batch)
        by_key, by_seat = {one.pk: one for one in proposals}, {one.pk: one for one in seats}
        new: list[Assignment] = []
        again: list[Assignment] = []
        for pair, one in chosen.items():
            row = rows.get(pair) or Assignment(home=call.home, proposal=by_key[pair[0]], seat=by_seat[pair[1]], **OWN)
            if pair in fixed:
                continue
            row.state, row.fit, row.reason = Assignment.State.PROPOSED, one.fit, _why(one)
            (new if row.pk is None else again).append(row)
        records.save_all(new, by=by, verb="assigned", batch=batch)
        records.save_changed(again, by=by, verb="assigned", batch=batch)
    return answer


def _shut(call: Call) -> set[tuple[int, int]]:
    """Each proposal with each seat to which it is shut, as ``shut_to`` has it, by three questions for a call."""
    seats = list(call.seats.select_related("account"))
    known: dict[str, set[int]] = {}
    for one in seats:
        own = [one.email] if one.account is None else [one.email, one.account.email, f"account {one.account_id}"]
        for name in own:
            known.setdefault(name.lower(), set()).add(one.pk)
    same: dict[int, set[int]] = {}
    for people in known.values():
        for key in people:
            same.setdefault(key, set()).update(people)
    found = {
        (proposal, one)
        for proposal, seat in Conflict.objects.standing().filter(proposal__call=call).values_list("proposal", "seat")
        for one in same[seat]
    }
    team = TeamMember.objects.filter(proposal__call=call).values_list("proposal", "email")
    return found | {(proposal, one) for proposal, email in team for one in known.get(email.lower(), ())}


def _why(one: assigning.Given) -> str:
    """The reason for an assignment, in words."""
    if one.shared:
        return (_("Knows %(themes)s.") % {"themes": ", ".join(one.shared)})[:500]
    return _("For an even load and both sides; shares no theme.")


def confirm(call: Call, *, by: Account) -> int:
    """Confirms the proposed assignments: from now on reviewers see what is theirs; returns how many one may know of."""
    records.permit(policy.can_confirm(by, call))
    with transaction.atomic():
        rows = list(_given(call).filter(state=Assignment.State.PROPOSED))
        told = Assignment.objects.visible_to(by).filter(pk__in=[row.pk for row in rows]).count()
        batch = uuid.uuid4()
        for row in rows:
            row.state = Assignment.State.CONFIRMED
        records.save_changed(rows, by=by, verb="confirmed", batch=batch)
    return told


def score(
    assignment: Assignment, *, judged: Judged, hand_in: bool = False, link: Invitation | None = None, by: Account
) -> Review:
    """Keeps a reviewer's scores and words; handed in, they stay as they are."""
    with transaction.atomic():
        assignment = (
            Assignment.objects.select_for_update(of=("self",))
            .select_related("home", "seat__account", "proposal__call__home")
            .get(pk=assignment.pk)
        )
        records.permit(policy.can_score(by, assignment, link))
        proposal, seat = assignment.proposal, assignment.seat
        own = {"home": assignment.home, **OWN}
        row = Review.objects.filter(proposal=proposal, seat=seat).first() or Review(proposal=proposal, seat=seat, **own)
        if row.handed_in_at is not None:
            raise ValidationError(_("This review was handed in and stays as it is."), code="submitted")
        if a_chair_signed(proposal.call):
            raise ValidationError(_("The call is decided already."), code="closed")
        if row.version != judged.version:
            raise records.Conflict(row, [])
        criteria = {one.pk: one for one in Criterion.objects.filter(call=proposal.call)}
        if set(judged.scores) - set(criteria):
            raise ValidationError(_("This is no criterion of this call."))
        if hand_in and set(criteria) - set(judged.scores):
            raise ValidationError(_("Give a score by every criterion before you hand in."))
        row.text, row.summary, batch = judged.text.strip(), judged.summary.strip(), uuid.uuid4()
        row.handed_in_at = timezone.now() if hand_in else None
        records.save(row, by=by, verb="submitted" if hand_in else "scored", batch=batch)
        known = {one.criterion_id: one for one in Score.objects.filter(review=row)}
        new = []
        for key, value in judged.scores.items():
            one = known.get(key) or Score(review=row, criterion=criteria[key], **own)
            one.value, one.review = value, row
            if one.pk is None:
                new.append(one)
            else:
                records.save(one, by=by, verb="scored", batch=batch)
        records.save_all(new, by=by, verb="scored", batch=batch)
    return row


def decide(
    proposal: Proposal, *, outcome: str, home_amount: Decimal = Decimal(0), partner_amount: Decimal = Decimal(0),
    reason: str = "", by: Account,
) -> Decision:  # fmt: skip
    """Puts on record what the joint meeting decided on one proposal, until a chair has signed."""
    records.permit(policy.can_decide(by, proposal))
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=proposal.call_id)
        _unsigned(call)
        row = _decision(Decided(proposal, outcome, home_amount, partner_amount, reason))
        if row.outcome == Decision.Outcome.AWARD:
            _affordable(call, row)
        records.save(row, by=by, verb="decided")
    return row


def decide_all(call: Call, *, told: Sequence[Decided], by: Account) -> int:
    """Puts what was decided on many proposals on record together: all of it or nothing; returns how many changed.

    What is given is looked at when all of it stands, so that money taken from one proposal can go to another.
    """
    for one in told:
        records.permit(one.proposal.call_id == call.pk and policy.can_decide(by, one.proposal))
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        _unsigned(call)
        rows = [_decision(one) for one in told]
        changed = sum(records.save(row, by=by, verb="decided") is not None for row in rows)
        wrong = []
        for row in rows:
            try:
                if row.outcome == Decision.Outcome.AWARD:
                    _affordable(call, row)
            except ValidationError as problem:
                wrong += [f"{row.proposal.number}. {row.proposal}: {line}" for line in problem.messages]
        if wrong:
            raise ValidationError(wrong)
    return changed


def _decision(told: Decided) -> Decision:
    """The row of a decision as it is to be from now on; nothing is saved."""
    proposal = told.proposal
    proposal.refresh_from_db(fields=["state"])
    if proposal.state != Proposal.State.SUBMITTED:
        raise ValidationError(_("Only a proposal that was submitted and not returned is decided on."))
    given = told.outcome == Decision.Outcome.AWARD
    row = Decision.objects.filter(proposal=proposal).first() or Decision(home=proposal.home, **OWN)
    row.proposal, row.outcome, row.reason = proposal, told.outcome, told.reason.strip()
    row.home_amount = told.home_amount if given else Decimal(0)
    row.partner_amount = told.partner_amount if given else Decimal(0)
    return row


def _affordable(call: Call, row: Decision) -> None:
    """Refuses an award above the strand's ceiling, above what is left of a side's budget, or one too many."""
    others = Decision.objects.filter(proposal__call=call, outcome=Decision.Outcome.AWARD).exclude(pk=row.pk)
    if call.awards is not None and others.count() >= call.awards:
        raise ValidationError(_("The call awards at most %(most)s proposals.") % {"most": call.awards})
    sides = {one.side: one for one in call.sides.all()}
    for side, name in ((Side.HOME, "home_amount"), (Side.PARTNER, "partner_amount")):
        asked, own = getattr(row, name), sides.get(side)
        if asked and (own is None or not own.pays):
            raise ValidationError({name: _("This side does not pay in this call.")})
        most = ceiling(row.proposal.strand, side)
        if most is not None and asked > most:
            raise ValidationError({name: _("This is above the ceiling of the strand.")})
        spent = sum(others.values_list(name, flat=True), Decimal(0))
        if own is not None and own.budget is not None and spent + asked > own.budget:
            raise ValidationError({name: _("This is more than is left of this side’s budget.")})


def _unsigned(call: Call) -> None:
    if call.called_off:
        raise ValidationError(_("The call was called off."))
    if a_chair_signed(call):
        raise ValidationError(_("A chair has signed; what was decided stays as it is."), code="signed")


def minute(minutes: Minutes, *, by: Account) -> Minutes:
    """Keeps the minutes of the joint meeting, until a chair has signed."""
    records.permit(policy.can_minute(by, minutes))
    with transaction.atomic():
        _unsigned(minutes.call)
        minutes.visibility = Visibility.OFFICE
        records.save(minutes, by=by, verb="revised" if minutes.pk else "added")
    return minutes


def sign(minutes: Minutes, *, side: str, seat: Seat, link: Invitation | None = None, by: Account) -> Minutes:
    """Signs the minutes for the chair of a side; with both signatures the call is decided."""
    records.permit(policy.can_sign(by, minutes, side, link), policy.refused(by, minutes.call))
    with transaction.atomic():
        minutes = Minutes.objects.select_for_update(of=("self",)).select_related("call__home").get(pk=minutes.pk)
        if seat.call_id != minutes.call_id or seat.side != side or seat.role != Seat.Role.CHAIR:
            raise ValidationError(_("Only the chair of a side signs for it."))
        if not seat.sits_on(timezone.localdate()):
            raise ValidationError(_("The term of this chair is over."))
        if getattr(minutes, f"{side}_signed_at") is not None:
            raise ValidationError(_("This side has signed already."))
        undecided = minutes.call.proposals.filter(state=Proposal.State.SUBMITTED, decision__isnull=True)
        if undecided.exists():
            raise ValidationError(
                _("The minutes are not ready to be signed: what was decided is not on record whole yet.")
            )
        setattr(minutes, f"{side}_signed_at", timezone.now())
        setattr(minutes, f"{side}_seat", seat)
        records.save(minutes, by=by, verb="signed")
    return minutes


def award(call: Call, *, by: Account) -> list[Award]:
    """Makes a project with the money of both sides of every award that both chairs signed; none twice."""
    records.permit(policy.can_award(by, call), policy.refused(by, call))
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).select_related("home", "partnership").get(pk=call.pk)
        minutes = Minutes.objects.filter(call=call).first()
        if minutes is None or not minutes.signed:
            raise ValidationError(_("Both chairs sign before anything is awarded."))
        rows = Decision.objects.filter(
            Q(proposal__award__isnull=True), proposal__call=call, outcome=Decision.Outcome.AWARD
        )
        # One batch for each, so that who may not know of one can still take another back.
        found = rows.select_related("proposal__strand", "proposal__home").order_by("proposal__number")
        made = [_awarded(call, one, by) for one in found]
        mails.decided(call)
    return made


def _awarded(call: Call, row: Decision, by: Account) -> Award:
    """The project of one award: its title, time, people, departments and the money of each side."""
    batch, proposal, own = uuid.uuid4(), row.proposal, {"home": call.home, "visibility": Visibility.STAFF}
    project = Project(
        partnership=call.partnership, programme=call.programme, kind=Project.Kind.RESEARCH,
        state=Project.State.PLANNED, title=Text.from_json({"en": proposal.title}), **own,
    )  # fmt: skip
    projects.revise(project, by=by, verb="awarded", batch=batch)
    units: set[int] = set()
    for one in proposal.team.select_related("person", "unit"):
        lead = one.role == TeamMember.Role.LEAD
        if one.person_id:
            role = ProjectPerson.Role.LEAD if lead else ProjectPerson.Role.MEMBER
            person = ProjectPerson(project=project, person=one.person, side=one.side, role=role, **own)
            projects.revise(person, by=by, verb="awarded", batch=batch)
        if one.unit_id and one.unit_id not in units:
            units.add(one.unit_id)
            part = ProjectUnit.Role.LEAD if lead else ProjectUnit.Role.MEMBER
            unit = ProjectUnit(project=project, unit=one.unit, side=one.side, role=part, **own)
            projects.revise(unit, by=by, verb="awarded", batch=batch)
    for side in call.sides.all():
        amount = row.home_amount if side.side == Side.HOME else row.partner_amount
        if amount:
            money = Funding(
                project=project, kind=Funding.Kind.JOINT, side=side.side, state=Funding.State.SECURED,
                amount=Money(amount, side.currency), organisation=side.organisation,
                begins=FuzzyDate(side.spend_from.isoformat()) if side.spend_from else FuzzyDate(),
                ends=FuzzyDate(side.spend_until.isoformat()) if side.spend_until else FuzzyDate(), **own,
            )  # fmt: skip
            projects.revise(money, by=by, verb="awarded", batch=batch)
    made = Award(home=call.home, proposal=proposal, project=project, awarded_at=timezone.now(), **OWN)
    _reports(made, call, by, batch)
    records.save(made, by=by, verb="awarded", batch=batch)
    return made


def _reports(made: Award, call: Call, by: Account, batch: uuid.UUID) -> None:
    """The reports that an award owes, as plans of its project: whose they are, and by when."""
    proposal, own = made.proposal, {"home": call.home, "visibility": Visibility.STAFF}
    ours = next((side for side in call.sides.all() if side.side == Side.HOME), None)
    leads = proposal.team.filter(side=Side.HOME, role=TeamMember.Role.LEAD)
    owner = ", ".join(leads.values_list("name", flat=True))
    first = due.begins(ours, timezone.localdate(made.awarded_at, call.tz))
    for report in due.reports(proposal.strand, first):
        label = gettext_lazy("Final report") if report.final else gettext_lazy("Report")
        plan = Plan(
            partnership=call.partnership, programme=call.programme, text=in_each(label), order=report.number,
            about=made.project.title, owner=Text.from_json({"en": owner}) if owner else Text(),
            horizon=FuzzyDate(report.day.isoformat()), **own,
        )  # fmt: skip
        partners.revise(plan, by=by, verb="awarded", batch=batch)
        projects.revise(ProjectPlan(project=made.project, plan=plan, **own), by=by, verb="awarded", batch=batch)
