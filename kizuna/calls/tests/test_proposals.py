"""Proposals: written by two leads who do not overwrite each other, submitted once and in time, or told what lacks."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kizuna.calls import actions, formal, links
from kizuna.calls.actions.proposals import Line, Written
from kizuna.calls.models import Call, CallSide, Invitation, Proposal, Stage
from kizuna.calls.tests.factories import a_call, a_lead, a_proposal, a_seat, handed_in
from kizuna.core import records
from kizuna.core.models import Account, Home
from tests.cast import operator_account, put, words

TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")


@pytest.fixture
def call(ours: Home) -> Call:
    return a_call(ours)


def lead_link(proposal: Proposal, by: Account, side: str = "home") -> Invitation:
    told: Any = {"purpose": "lead", "name": "A lead", "days": 30, "side": side, "proposal": proposal}
    return actions.invite(proposal.call, **told, by=by)[0]


def test_how_a_call_stands_follows_from_its_dates(call: Call) -> None:
    assert call.opens_at is not None
    assert call.closes_at is not None
    second = timedelta(seconds=1)
    moments = [call.opens_at - second, call.opens_at, call.closes_at, call.closes_at + second]
    assert [call.stage_at(one) for one in moments] == [Stage.COMING, Stage.OPEN, Stage.OPEN, Stage.CLOSED]
    assert Call(called_off=True).stage_at(timezone.now()) == Stage.CALLED_OFF


def test_a_zone_that_is_none_is_refused_with_an_example(ours: Home) -> None:
    with pytest.raises(ValidationError, match="Asia/Tokyo"):
        put(Call(home=ours, slug="x", title=words("X"), zone="Tokyo time"))


def test_two_leads_change_different_things_and_neither_overwrites_the_other(call: Call, office: Account) -> None:
    proposal, question = a_proposal(call), call.questions.get()
    version, strand = proposal.version, proposal.strand_id
    ours, theirs = (lead_link(proposal, office, side) for side in ("home", "partner"))
    outside = links.holder()

    def write(title: str, text: str, link: Invitation) -> None:
        # Both had the page open from the beginning.
        typed = Written(title, version, strand, (), {question.pk: (text, 1)})
        actions.write(proposal, written=typed, link=link, by=outside)

    write("On rivers", "Because.", ours)
    write("On water", "For the rivers.", theirs)
    for title, text in (("On seas", "Because."), ("On water", "For the seas.")):
        with pytest.raises(records.Conflict):
            write(title, text, theirs)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.answers.get().text) == ("On rivers", "For the rivers.")


def test_a_proposal_is_submitted_once_and_then_stays_as_it_is(call: Call) -> None:
    by, proposal = operator_account(), a_proposal(call)
    assert actions.submit(proposal, by=by).number == 1
    assert handed_in(call, "Second").number == 2
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.submit(proposal, by=by)
    with pytest.raises(ValidationError, match="stays as it is"):
        actions.cost(proposal, side="home", lines=[], by=by)


def test_the_deadline_is_the_calls_own_in_its_own_zone_to_the_second(call: Call) -> None:
    call.opens_at, call.closes_at = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    put(call)
    by, proposal = operator_account(), a_proposal(call)
    end = datetime(2026, 6, 1, 17, 0, tzinfo=TOKYO)
    Call.objects.filter(pk=call.pk).update(opens_at=end - timedelta(days=9), closes_at=end)
    with pytest.raises(ValidationError, match=r"closed on 2026-06-01 17:00 \(Asia/Tokyo\)"):
        actions.submit(proposal, at=end + timedelta(seconds=1), by=by)
    # The last second, as a clock in London tells it.
    london = end.astimezone(zoneinfo.ZoneInfo("Europe/London"))
    assert actions.submit(proposal, at=london, by=by).state == "submitted"


def test_formal_defects_are_told_all_at_once_and_nothing_is_submitted(call: Call) -> None:
    by = operator_account()
    CallSide.objects.filter(call=call, side="home").update(spend_until=date(2027, 3, 31))
    team = (a_lead("Ada", "home", employed_until=date(2027, 1, 1)),)
    proposal = actions.start(Proposal(home=call.home, call=call), team=team, by=by)
    actions.write(proposal, written=Written("", proposal.version, call.strands.get().pk), by=by)
    actions.cost(proposal, side="home", lines=[Line("Ship", Decimal(501), "JPY")], by=by)
    with pytest.raises(ValidationError) as refused:
        actions.submit(proposal, by=by)
    assert refused.value.messages == [
        "The proposal has no title.",
        "“What and why?” is not answered.",
        "The partner’s side has 0 leads; the call asks for 1.",
        "Ada is employed until a day before the money ends.",
        "Our side: 501 JPY is above the ceiling of 500.",
        "The budget of The partner’s side is empty.",
    ]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.number) == ("draft", None)


def test_a_budget_in_the_wrong_currency_is_refused_in_words(call: Call) -> None:
    with pytest.raises(ValidationError, match="counts in CHF"):
        actions.cost(a_proposal(call), side="partner", lines=[Line("Ship", Decimal(5), "JPY")], by=operator_account())


def test_disciplines_are_counted_over_both_sides(call: Call) -> None:
    call.disciplines = 2
    put(call)
    team = (a_lead("Ada", "home", discipline="Law"), a_lead("Ben", "partner", discipline=" law"))
    assert formal.defects(a_proposal(call, "Same", team=team)) == ["The leads come from fewer than 2 disciplines."]


def test_what_is_returned_is_told_why_and_is_not_among_what_is_judged(call: Call, office: Account) -> None:
    proposal = handed_in(call)
    actions.send_back(proposal, defects="The letter is missing.", by=office)
    assert Proposal.objects.handed_in().count() == 0
    with pytest.raises(ValidationError, match="Only what was submitted"):
        actions.send_back(proposal, defects="Again.", by=office)


# Links.


def test_a_link_opens_one_proposal_and_no_other(call: Call, office: Account) -> None:
    one, other = a_proposal(call, "One"), a_proposal(call, "Other")
    link, outside = lead_link(one, office), links.holder()
    with pytest.raises(PermissionDenied):
        actions.submit(other, link=link, by=outside)
    with pytest.raises(PermissionDenied):
        actions.write(one, written=Written("No link", one.version), by=outside)
    assert actions.submit(one, link=link, by=outside).state == "submitted"


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_link_that_ended_opens_nothing(call: Call, office: Account, end: str) -> None:
    proposal = a_proposal(call)
    link = lead_link(proposal, office)
    if end == "revoked":
        actions.revoke(link, by=office)
    else:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    link.refresh_from_db()
    assert link.state == end
    with pytest.raises(PermissionDenied):
        actions.submit(proposal, link=link, by=links.holder())


def test_only_the_hash_of_a_link_is_kept_and_its_purpose_is_part_of_the_lock(call: Call, office: Account) -> None:
    told: Any = {"purpose": "lead", "name": "Ada", "days": 9, "proposal": a_proposal(call)}
    link, secret = actions.invite(call, **told, by=office)
    assert secret not in str(vars(link))
    assert links.found("ours", secret, "lead") == link
    assert (links.found("ours", secret, "review"), links.found("theirs", secret, "lead")) == (None, None)


def test_a_term_that_ended_ends_the_link_too(call: Call, office: Account) -> None:
    seat = a_seat(call, "Gone", ends=date(2020, 1, 1))
    link, _secret = actions.invite(call, purpose="review", name="Gone", days=9, seat=seat, by=office)
    assert link.state == "ended"


# What the database refuses whoever asks.


def test_the_database_gives_no_number_twice_and_keeps_no_submission_without_time(call: Call) -> None:
    first, second = handed_in(call, "First"), handed_in(call, "Second")
    for change in ({"number": first.number}, {"submitted_at": None}, {"number": None}, {"visibility": "public"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=second.pk).update(**change)
