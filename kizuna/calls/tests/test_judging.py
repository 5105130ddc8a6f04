"""Judging: conflicts declared and found, assignments, scores, decisions by both chairs, awards that become projects."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kizuna.calls import actions, links, ranking
from kizuna.calls.actions.judging import Judged
from kizuna.calls.formal import funded_before
from kizuna.calls.models import Assignment, Award, Call, Conflict, Minutes, Proposal, Review, Seat
from kizuna.calls.tests.factories import a_call, a_lead, a_seat, chairs, handed_in
from kizuna.core.models import Account, Home
from kizuna.directory.models import Unit
from kizuna.partners.models import Partnership
from kizuna.projects.models import Project
from tests.cast import put


@pytest.fixture
def call(ours: Home, alliance: Partnership) -> Call:
    return a_call(ours, partnership=alliance)


def judge(proposal: Proposal, seat: Seat, *values: int, by: Account) -> Review:
    """A review that was handed in, with these scores by the criteria in order."""
    own = {"home": proposal.home, "proposal": proposal, "seat": seat, "visibility": "office"}
    given = put(Assignment(state="confirmed", **own))
    scores = {one.pk: Decimal(value) for one, value in zip(proposal.call.criteria.all(), values, strict=True)}
    return actions.score(given, judged=Judged(0, scores), hand_in=True, by=by)


def test_the_records_show_who_shares_a_department_and_who_is_of_the_team(
    call: Call, engineering: Unit, office: Account
) -> None:
    proposal = handed_in(call, team=(a_lead("Ada", "home", unit=engineering), a_lead("Ben", "partner")))
    beside, self_, free = a_seat(call, "X", unit=engineering), a_seat(call, "Ben", "partner"), a_seat(call, "Y")
    assert actions.detect(call, by=office) == 2
    found = {one.seat: (one.ground, one.state) for one in Conflict.objects.filter(proposal=proposal)}
    assert found == {beside: ("unit", "found"), self_: ("team", "found")}
    assert (free in found, actions.detect(call, by=office)) == (False, 0)


def test_a_conflict_declared_by_link_takes_the_assignment_back(call: Call, office: Account) -> None:
    proposal, seat = handed_in(call), a_seat(call, "Ada")
    own = {"home": call.home, "proposal": proposal, "seat": seat, "visibility": "office"}
    given = put(Assignment(state="confirmed", **own))
    link, _secret = actions.invite(call, purpose="review", name="Ada", days=9, seat=seat, by=office)
    actions.declare(Conflict(reason="My sister leads it.", **own), link=link, by=links.holder())
    given.refresh_from_db()
    assert given.state == "withdrawn"
    with pytest.raises(PermissionDenied):
        actions.score(given, judged=Judged(0), link=link, by=links.holder())
    other = a_seat(call, "Ben")
    with pytest.raises(PermissionDenied):
        actions.declare(Conflict(home=call.home, proposal=proposal, seat=other), link=link, by=links.holder())


def test_assignments_have_both_sides_keep_conflicts_out_and_say_why(call: Call, office: Account) -> None:
    call.reviews_each = 2
    put(call)
    proposals = [handed_in(call, name, themes=["water"]) for name in ("One", "Two", "Three")]
    seats = [a_seat(call, f"S{number}", side, themes=["water"])
             for number, side in enumerate(["home", "home", "partner", "partner"])]  # fmt: skip
    own = {"home": call.home, "visibility": "office"}
    put(Conflict(proposal=proposals[0], seat=seats[0], **own))
    answer = actions.assign(call, by=office)
    rows = list(Assignment.objects.select_related("seat"))
    assert (answer.gap < 1e-3, len(rows), {one.reason for one in rows}) == (True, 6, {"Knows water."})
    for proposal in proposals:
        assert {one.seat.side for one in rows if one.proposal_id == proposal.pk} == {"home", "partner"}
    assert actions.confirm(call, by=office) == 6
    # Asked again, what is confirmed stays as it is.
    actions.assign(call, by=office)
    assert Assignment.objects.filter(state="confirmed").count() == 6


def test_scores_are_the_reviewers_own_within_the_scale_and_stay_once_handed_in(call: Call, office: Account) -> None:
    proposal, seat = handed_in(call), a_seat(call, "Ada")
    first, second = call.criteria.all()
    own = {"home": call.home, "proposal": proposal, "seat": seat, "visibility": "office"}
    given, outside = put(Assignment(state="confirmed", **own)), links.holder()
    link, _secret = actions.invite(call, purpose="review", name="Ada", days=9, seat=seat, by=office)
    with pytest.raises(ValidationError, match="At most 5"):
        actions.score(given, judged=Judged(0, {first.pk: Decimal(6)}), link=link, by=outside)
    assert Review.objects.count() == 0
    review = actions.score(given, judged=Judged(0, {first.pk: Decimal(4)}, "Good."), link=link, by=outside)
    with pytest.raises(ValidationError, match="every criterion"):
        actions.score(given, judged=Judged(review.version, {first.pk: Decimal(4)}), hand_in=True, link=link, by=outside)
    whole = Judged(review.version, {first.pk: Decimal(4), second.pk: Decimal(7)}, "Good.")
    review = actions.score(given, judged=whole, hand_in=True, link=link, by=outside)
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.score(given, judged=Judged(review.version), link=link, by=outside)
    stranger, _secret = actions.invite(
        call, purpose="review", name="Ben", days=9, seat=a_seat(call, "Ben", "partner"), by=office
    )
    with pytest.raises(PermissionDenied):
        actions.score(given, judged=Judged(0), link=stranger, by=outside)


def test_the_ranking_weighs_criteria_breaks_ties_by_rule_and_numbers_only_what_one_sees(
    call: Call, office: Account
) -> None:
    home, partner = a_seat(call, "Home"), a_seat(call, "Partner", "partner")
    tied, better, best = (handed_in(call, name) for name in ("Tied", "Better", "Best"))
    for proposal, ours, theirs in ((tied, (2, 8), (2, 8)), (better, (4, 0), (4, 0)), (best, (5, 10), (1, 5))):
        judge(proposal, home, *ours, by=office)
        judge(proposal, partner, *theirs, by=office)
    told = ranking.rank(call, Proposal.objects.visible_to(office))
    assert [(one.rank, one.proposal.title) for one in told] == [(1, "Best"), (2, "Better"), (3, "Tied")]
    # Two thirds of the weight are excellence: 2/5 and 8/10 make as much as 4/5 and 0/10.
    assert [round(one.mean, 2) for one in told] == [65.0, 53.33, 53.33]
    assert (told[0].home, told[0].partner, told[0].spread) == (100.0, 30.0, 70.0)
    one_side = ranking.rank(call, Proposal.objects.visible_to(office), by="partner")
    assert [one.proposal.title for one in one_side] == ["Better", "Tied", "Best"]
    assert [one.below for one in one_side] == [False, False, True]
    seat = a_seat(call, "Office", email=office.email)
    put(Conflict(home=call.home, proposal=best, seat=seat, visibility="office"))
    seen = ranking.rank(call, Proposal.objects.visible_to(office))
    assert [(one.rank, one.proposal.title) for one in seen] == [(1, "Better"), (2, "Tied")]


def test_money_is_given_within_ceilings_and_what_is_left_of_each_side(call: Call, office: Account) -> None:
    one, two, three = (handed_in(call, name) for name in ("One", "Two", "Three"))
    with pytest.raises(ValidationError, match="above the ceiling"):
        actions.decide(one, outcome="award", home_amount=Decimal(501), by=office)
    actions.decide(one, outcome="award", home_amount=Decimal(500), partner_amount=Decimal(500), by=office)
    actions.decide(two, outcome="award", home_amount=Decimal(400), by=office)
    with pytest.raises(ValidationError, match="left of this side"):
        actions.decide(three, outcome="award", home_amount=Decimal(101), by=office)
    call.awards = 2
    put(call)
    with pytest.raises(ValidationError, match="at most 2"):
        actions.decide(three, outcome="award", by=office)


def test_both_chairs_sign_and_awards_become_projects_once(
    call: Call, alliance: Partnership, engineering: Unit, office: Account
) -> None:
    team = (a_lead("Ada", "home", unit=engineering), a_lead("Ben", "partner"))
    one, two = handed_in(call, "One", team=team), handed_in(call, "Two")
    home, partner = chairs(call)
    actions.decide(one, outcome="award", home_amount=Decimal(300), partner_amount=Decimal(200), by=office)
    minutes = actions.minute(Minutes(home=call.home, call=call, text="We met."), by=office)
    with pytest.raises(ValidationError, match="not ready to be signed"):
        actions.sign(minutes, side="home", seat=home, by=office)
    actions.decide(two, outcome="decline", by=office)
    actions.sign(minutes, side="home", seat=home, by=office)
    with pytest.raises(ValidationError, match="Both chairs"):
        actions.award(call, by=office)
    with pytest.raises(PermissionDenied):
        actions.sign(minutes, side="partner", seat=partner, by=office)
    link, _secret = actions.invite(call, purpose="review", name="Theirs", days=9, seat=partner, by=office)
    actions.sign(minutes, side="partner", seat=partner, link=link, by=links.holder())
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.decide(two, outcome="award", by=office)
    made = actions.award(call, by=office)
    project = Project.objects.get()
    assert ([one.project for one in made], project.partnership) == ([project], alliance)
    told = [(one.side, str(one.amount.amount), one.amount.currency) for one in project.funding.order_by("pk")]
    assert told == [("home", "300", "JPY"), ("partner", "200", "CHF")]
    assert [one.unit for one in project.units.all()] == [engineering]
    assert (actions.award(call, by=office), Project.objects.count()) == ([], 1)
    later = handed_in(a_call(call.home, slug="later"), "Again", team=(a_lead("Ada", "home"), a_lead("Cy", "partner")))
    assert [one.project for one in funded_before(later)] == [project]


def test_the_database_keeps_nothing_twice_that_must_not_be(call: Call, office: Account) -> None:
    proposal, seat = handed_in(call), a_seat(call, "Ada")
    judge(proposal, seat, 3, 3, by=office)
    project = put(Project(home=call.home, title=call.title))
    own = {"home": call.home, "visibility": "office", "proposal": proposal}
    Award.objects.create(project=project, awarded_at=timezone.now(), **own)
    for twice in (
        lambda: Assignment.objects.create(seat=seat, **own),
        lambda: Review.objects.create(seat=seat, **own),
        lambda: Award.objects.create(project=project, awarded_at=timezone.now(), **own),
        lambda: Conflict.objects.bulk_create([Conflict(seat=seat, **own), Conflict(seat=seat, **own)]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            twice()
