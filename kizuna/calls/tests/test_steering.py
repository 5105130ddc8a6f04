"""A call as a whole: called off, followed by a further round, proposals withdrawn, reports that fall due."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from kizuna.calls import actions, due, links
from kizuna.calls.actions.judging import Decided
from kizuna.calls.models import Assignment, Call, CallSide, Conflict, Decision, Minutes, Proposal, Strand
from kizuna.calls.tests.factories import a_call, a_lead, a_proposal, a_seat, chairs, close, handed_in
from kizuna.core.models import Account, Change, Home
from kizuna.partners.models import Partnership, Plan
from kizuna.projects.models import ProjectPlan
from tests.cast import enter, put, words


@pytest.fixture
def call(ours: Home, alliance: Partnership) -> Call:
    return a_call(ours, partnership=alliance)


def signed(call: Call, by: Account) -> Minutes:
    """The minutes with both signatures."""
    home, partner = chairs(call)
    minutes = actions.minute(Minutes(home=call.home, call=call, text="We met."), by=by)
    actions.sign(minutes, side="home", seat=home, by=by)
    link, _secret = actions.invite(call, purpose="review", name="Theirs", days=9, seat=partner, by=by)
    return actions.sign(minutes, side="partner", seat=partner, link=link, by=links.holder())


@pytest.mark.parametrize(
    ("every", "after", "told"),
    [
        (None, None, []),
        (12, None, ["2027-04-30", "2028-04-30"]),
        (12, 3, ["2027-04-30", "2028-07-30 final"]),
        (None, 0, ["2028-04-30 final"]),
    ],
)
def test_reports_are_due_as_the_strand_lays_down(every: int | None, after: int | None, told: list[str]) -> None:
    strand = Strand(months=24, report_every=every, report_after=after)
    found = due.reports(strand, date(2026, 4, 30))
    assert [f"{one.day}{' final' if one.final else ''}" for one in found] == told
    assert due.later(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_reports_of_an_award_are_plans_of_its_project_in_the_same_act(call: Call, office: Account) -> None:
    Strand.objects.filter(call=call).update(months=24, report_every=12, report_after=2)
    CallSide.objects.filter(call=call, side="home").update(spend_from=date(2026, 4, 1))
    proposal = handed_in(call, team=(a_lead("Ada", "home"), a_lead("Ben", "partner")))
    actions.decide(proposal, outcome="award", home_amount=Decimal(3), by=office)
    signed(call, office)
    (made,) = actions.award(call, by=office)
    plans = [(str(one.text), one.horizon.edtf, str(one.owner), str(one.about), one.state) for one in Plan.objects.all()]
    assert plans == [
        ("Report", "2027-04-01", "Ada", "On water", "open"),
        ("Final report", "2028-06-01", "Ada", "On water", "open"),
    ]
    assert ProjectPlan.objects.filter(project=made.project).count() == 2
    batch = Change.objects.get(record=made.uuid).batch
    labels = Change.objects.filter(batch=batch).values_list("label", flat=True)
    assert sorted(one for one in labels if "plan" in one) == ["partners.plan"] * 2 + ["projects.projectplan"] * 2


def test_a_call_that_is_called_off_says_why_and_takes_nothing_more(call: Call, office: Account) -> None:
    proposal = a_proposal(call)
    with pytest.raises(ValidationError, match="Say why"):
        actions.call_off(call, reason=" ", by=office)
    actions.call_off(call, reason="No money came.", by=office)
    call.refresh_from_db()
    assert (call.stage_at(timezone.now()), call.why_off) == ("called-off", "No money came.")
    for refused in (
        lambda: actions.submit(proposal, by=office),
        lambda: actions.call_off(call, reason="Again.", by=office),
        lambda: actions.minute(Minutes(home=call.home, call=call), by=office),
    ):
        with pytest.raises(ValidationError):
            refused()


def test_a_lead_withdraws_until_the_deadline_and_the_office_until_a_chair_has_signed(
    call: Call, office: Account
) -> None:
    first, second, third = (handed_in(call, name) for name in ("First", "Second", "Third"))
    told: dict[str, Any] = {"purpose": "lead", "name": "A lead", "days": 9, "side": "home"}
    mine, other = (actions.invite(call, proposal=one, by=office, **told)[0] for one in (first, second))
    with pytest.raises(PermissionDenied):
        actions.withdraw(first, link=other, by=links.holder())
    assert actions.withdraw(first, link=mine, by=links.holder()).state == "withdrawn"
    close(call)
    with pytest.raises(ValidationError, match="ask the office"):
        actions.withdraw(second, link=other, by=links.holder())
    own = {"home": call.home, "proposal": second, "visibility": "office"}
    put(Assignment(seat=a_seat(call, "Ada"), state="confirmed", **own))
    actions.decide(second, outcome="award", home_amount=Decimal(400), by=office)
    actions.withdraw(second, by=office)
    assert (Assignment.objects.get().state, Decision.objects.get().outcome) == ("withdrawn", "decline")
    with pytest.raises(ValidationError, match="already"):
        actions.withdraw(second, by=office)
    actions.decide(third, outcome="award", home_amount=Decimal(500), by=office)
    signed(call, office)
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.withdraw(third, by=office)
    assert [one.proposal for one in actions.award(call, by=office)] == [third]


def test_a_further_round_takes_over_the_rules_and_whoever_still_sits(call: Call, office: Account) -> None:
    CallSide.objects.filter(call=call, side="home").update(spend_from=date(2026, 4, 1), spend_until=date(2027, 3, 31))
    a_seat(call, "Stays"), a_seat(call, "Gone", ends=date(2020, 1, 1))
    handed_in(call, "Old")
    later = {"opens_at": call.opens_at, "closes_at": timezone.now() + timedelta(days=365)}
    new = actions.follow_on(call, new=Call(slug="second", title=words("Second round"), **later), seats=True, by=office)
    assert (new.follows, new.kind, new.zone, new.partnership) == (call, call.kind, call.zone, call.partnership)
    counts = [rows.count() for rows in (new.sides, new.strands, new.criteria, new.questions, new.proposals)]
    assert (counts, [one.name for one in new.seats.all()]) == ([2, 1, 2, 1, 0], ["Stays"])
    ours = new.sides.get(side="home")
    assert (ours.budget, ours.spend_from, ours.spend_until) == (Decimal(1000), date(2027, 4, 1), date(2028, 3, 31))
    assert Change.objects.values("batch").filter(record__in=[new.uuid, ours.uuid]).distinct().count() == 1
    bare = actions.follow_on(call, new=Call(slug="third", title=words("Third round")), by=office)
    assert (bare.seats.count(), bare.stage_at(timezone.now())) == (0, "draft")


def test_what_a_meeting_decided_is_kept_whole_or_not_at_all(call: Call, office: Account) -> None:
    one, two = handed_in(call, "One"), handed_in(call, "Two")
    actions.decide_all(call, told=[Decided(one, "award", Decimal(500)), Decided(two, "award", Decimal(500))], by=office)
    CallSide.objects.filter(call=call, side="home").update(budget=Decimal(800))
    with pytest.raises(ValidationError, match=r"1\. One: .*left of this side"):
        actions.decide_all(call, told=[Decided(one, "award", Decimal(400)), Decided(two, "reserve")][:1], by=office)
    assert Decision.objects.get(proposal=one).home_amount == 500
    # What is taken from one goes to another, whichever comes first.
    told = [Decided(one, "award", Decimal(500)), Decided(two, "award", Decimal(300))]
    assert actions.decide_all(call, told=told, by=office) == 1
    assert Proposal.objects.visible_to(office).filter(decision__outcome="award").count() == 2


def test_of_many_conflicts_and_reasons_none_is_out_of_reach(
    ours: Home, office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kizuna.calls.views.office.committee.MOST", 1)
    call = a_call(ours)
    rows, seat = [handed_in(call, name) for name in ("Tides", "Dunes")], a_seat(call, "Ada")
    for row in rows:
        put(Conflict(home=ours, proposal=row, seat=a_seat(call, f"Shut{row.number}"), visibility="office",
                     ground="unit", state="found"))  # fmt: skip
        put(Assignment(home=ours, proposal=row, seat=seat, state="confirmed", visibility="office", reason="Knows it."))
    committee = f"/desk/ours/calls/{call.slug}/committee/"
    for number in (1, 2):
        answer = enter(office).get(f"{committee}?waiting={number}&lines={number}")
        assert [one.seat.name for one in answer.context["waiting"]] == [f"Shut{number}"]
        assert [one.proposal.number for one in answer.context["lines"]] == [number]
    assert enter(office).get(f"{committee}?waiting=3").status_code == 404
