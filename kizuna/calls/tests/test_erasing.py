"""A person who is erased goes from calls too; who signs in does not shake off a conflict by it."""

from __future__ import annotations

from typing import Any

import pytest

from kizuna.calls import actions as calls
from kizuna.calls.models import CallMail, Conflict, Invitation, Proposal, Seat, TeamMember
from kizuna.calls.tests.factories import a_call, a_lead, a_seat, handed_in
from kizuna.core.models import Account, Change, Home
from kizuna.directory import actions
from kizuna.directory.models import Person
from tests.cast import put


@pytest.fixture
def ada(ours: Home) -> Person:
    return put(Person(home=ours, slug="ada", given="Ada", family="Lovelace", visibility="office"))


def test_names_and_e_mails_go_from_seats_teams_links_and_mails(
    ours: Home, ada: Person, office: Account, settings: Any
) -> None:
    settings.MAIL_SERVER = "smtp.example"
    call = a_call(ours)
    seat = a_seat(call, "Ada Lovelace", email="al@ada.example", person=ada)
    leads = (a_lead("Lovelace", "home", person=ada), a_lead("Theirs", "partner"))
    leads[0].email, leads[0].name = "al@ada.example", "Ada Lovelace"
    proposal = handed_in(call, "On engines", team=leads)
    calls.invite(call, purpose="review", name="Ada Lovelace", days=9, seat=seat, mail_to=seat.email, by=office)
    actions.erase(ada, by=office)
    seat.refresh_from_db()
    team = TeamMember.objects.get(proposal=proposal, side="home")
    assert (seat.name, seat.email.endswith("@erased.invalid"), team.email) == ("[…]", True, seat.email)
    assert Invitation.objects.get().name == "[…]"
    mails = CallMail.objects.filter(email__endswith="@erased.invalid")
    assert [(one.address, "Ada" in one.body) for one in mails] == [("", False), ("", False)]
    told = str(list(Change.objects.values_list("title", "fields", "was")))
    assert ("al@ada.example" in told, "Lovelace" in told) == (False, False)


def test_who_signs_in_does_not_shake_off_a_conflict_by_being_erased(ours: Home, ada: Person, office: Account) -> None:
    call = a_call(ours)
    proposal = handed_in(call)
    seat = a_seat(call, "Ada Lovelace", email=office.email, person=ada)
    put(Conflict(home=ours, proposal=proposal, seat=seat, visibility="office"))
    actions.erase(ada, by=office)
    assert Seat.objects.get().email == office.email
    assert Proposal.objects.visible_to(office).count() == 0
