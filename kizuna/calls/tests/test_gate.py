"""Whoever has a conflict knows nothing of a proposal: not of itself, its reviews, its reviewers, nor of its history."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from kizuna.calls import actions, policy
from kizuna.calls.actions.judging import Judged
from kizuna.calls.models import (
    Answer,
    Assignment,
    Award,
    BudgetLine,
    Call,
    Conflict,
    Decision,
    Enclosure,
    Proposal,
    Review,
    Score,
    Seat,
    TeamMember,
)
from kizuna.calls.tests.factories import a_call, a_lead, a_seat, handed_in
from kizuna.core import records
from kizuna.core.models import Account, Change, File, Home, OwnedRecord
from kizuna.desk import actions as desk
from tests.cast import account, enter, put, words

BEHIND: tuple[type[Any], ...] = (
    Proposal, Answer, TeamMember, BudgetLine, Conflict, Assignment, Review, Score, Decision, Award,
    Enclosure, File,
)  # fmt: skip


def fill(call: Call, seat: Seat) -> Proposal:
    """A proposal with a row of every kind behind its gate, judged by this seat."""
    proposal = handed_in(call, "Secretword")
    own = {"home": call.home, "proposal": proposal, "visibility": "office"}
    put(Assignment(seat=seat, state="confirmed", reason="Secretword", **own))
    review = put(Review(seat=seat, text="Secretword", **own))
    criterion = call.criteria.first()
    put(Score(review=review, criterion=criterion, value=Decimal(3), home=call.home, visibility="office"))
    put(Decision(outcome="decline", reason="Secretword", **own))
    name = {"name": "Secretword.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    file = put(File(home=call.home, visibility="office", gate=proposal.uuid, **name))
    put(Enclosure(side="home", file=file, **own))
    put(Conflict(seat=a_seat(call, "Third"), state="confirmed", reason="Secretword", **own))
    return proposal


@pytest.fixture
def call(ours: Home) -> Call:
    return a_call(ours)


@pytest.fixture
def proposal(call: Call) -> Proposal:
    return fill(call, a_seat(call, "Judge"))


def seen(user: Account) -> dict[str, int]:
    """How many rows of each kind somebody sees, and how many changes of them."""
    told = {model.__name__: model.objects.visible_to(user).count() for model in BEHIND if model is not Award}
    return {**told, "changes": Change.objects.visible_to(user).filter(gate__isnull=False).count()}


def test_every_kind_of_record_behind_the_gate_is_in_this_test() -> None:
    kinds = [model for model in apps.get_app_config("calls").get_models() if issubclass(model, OwnedRecord)]
    assert {model for model in kinds if model.gate is not OwnedRecord.gate} == set(BEHIND) - {File}


@pytest.mark.parametrize("state", ["declared", "found", "confirmed"])
def test_a_conflict_hides_the_proposal_and_all_that_hangs_on_it(
    call: Call, proposal: Proposal, office: Account, state: str
) -> None:
    assert 0 not in seen(office).values()
    seat = a_seat(call, "Office", email=office.email)
    put(Conflict(home=call.home, proposal=proposal, seat=seat, state=state, visibility="office"))
    assert set(seen(office).values()) == {0}


def test_a_rejected_conflict_hides_nothing(call: Call, proposal: Proposal, office: Account) -> None:
    seat = a_seat(call, "Office", email=office.email)
    put(Conflict(home=call.home, proposal=proposal, seat=seat, state="rejected", visibility="office"))
    assert 0 not in seen(office).values()


def test_a_seat_with_another_e_mail_is_known_by_its_account(call: Call, proposal: Proposal, office: Account) -> None:
    seat = a_seat(call, "Office", email="private@elsewhere.example", account=office)
    put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))
    assert set(seen(office).values()) == {0}


def test_sealed_access_opens_no_gate(call: Call, proposal: Proposal, trusted: Account) -> None:
    seat = a_seat(call, "Trusted", email=trusted.email.upper())
    put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))
    assert set(seen(trusted).values()) == {0}


def test_who_leads_a_proposal_does_not_see_at_the_desk_who_judges_it(call: Call, office: Account) -> None:
    team = (a_lead("Office", "home"), a_lead("Theirs", "partner"))
    proposal = handed_in(call, "Mine", team=team)
    assert office.email == "office@kizuna.example"
    assert Proposal.objects.visible_to(office).filter(pk=proposal.pk).count() == 0


def test_a_proposal_is_the_offices_and_nobody_elses(
    proposal: Proposal, coordinator: Account, reader: Account, reviewer: Account, other_office: Account
) -> None:
    for person in (coordinator, reader, reviewer, other_office):
        assert set(seen(person).values()) == {0}


def test_the_pages_and_the_api_of_history_are_as_silent(call: Call, proposal: Proposal, office: Account) -> None:
    client = enter(office)
    page = f"/desk/ours/history/calls.proposal/{proposal.uuid}/"
    before = [client.get(address) for address in ("/desk/ours/history/", page)]
    assert ["Secretword" in one.content.decode() for one in before] == [True, True]
    seat = a_seat(call, "Office", email=office.email)
    put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))
    after = [client.get(address) for address in ("/desk/ours/history/", page)]
    assert ["Secretword" in one.content.decode() for one in after] == [False, False]
    assert [one.status_code for one in after] == [200, 404]


def test_what_one_may_not_know_of_one_takes_back_as_little(call: Call, proposal: Proposal, office: Account) -> None:
    batch = uuid.uuid4()
    decision = Decision.objects.get(proposal=proposal)
    decision.reason = "Other words"
    records.save(decision, by=office, verb="decided", batch=batch)
    seat = a_seat(call, "Office", email=office.email)
    put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))
    with pytest.raises(PermissionDenied):
        desk.undo(batch, home=call.home, by=office)
    assert enter(office).get(f"/desk/ours/undo/{batch}/").status_code == 404


def test_nothing_is_hung_on_what_stands_behind_a_gate(proposal: Proposal, office: Account) -> None:
    with pytest.raises(ValidationError, match="kept from some people"):
        records.save(records.noted(proposal, text=words("A note")), by=office, verb="added")


def test_who_has_a_conflict_acts_on_the_proposal_as_little(call: Call, proposal: Proposal, office: Account) -> None:
    seat = a_seat(call, "Office", email=office.email)
    conflict = put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))
    assert not policy.can_decide(office, proposal)
    for refused in (
        lambda: actions.settle(conflict, stands=False, reason="I say so", by=office),
        lambda: actions.decide(proposal, outcome="decline", by=office),
        lambda: actions.send_back(proposal, defects="Too long", by=office),
        lambda: actions.score(Assignment.objects.get(), judged=Judged(1), by=office),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_seat_knows_by_its_link_what_it_has_no_conflict_with(call: Call, proposal: Proposal) -> None:
    seat, other = a_seat(call, "Fourth"), handed_in(call, "Another")
    assert set(Proposal.objects.open_to(seat)) == {proposal, other}
    put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))
    assert set(Proposal.objects.open_to(seat)) == {other}


def test_what_detection_and_assignment_answer_does_not_count_what_one_may_not_know_of(
    call: Call, office: Account
) -> None:
    mine = handed_in(call, "Mine", team=(a_lead("Office", "home"), a_lead("Theirs", "partner")))
    handed_in(call, "Other")
    for name, side in (("A", "home"), ("B", "partner"), ("Office", "home")):
        a_seat(call, name, side)
    assert actions.detect(call, by=office) == 0
    assert Conflict.objects.filter(proposal=mine, ground="team", state="found").count() == 1
    actions.assign(call, by=office)
    assert not Assignment.objects.filter(proposal=mine, seat__email=office.email).exists()
    assert (actions.confirm(call, by=office), Assignment.objects.filter(state="confirmed").count()) == (2, 4)


def test_an_account_with_no_seat_sees_everything_of_its_office(call: Call, proposal: Proposal, ours: Home) -> None:
    second = account("second", ours, "office")
    assert seen(second)["Proposal"] == 1
