"""Mails of calls: a link, a receipt, a return, a decision; written down with the deed, each to its leads and once."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from kizuna.calls import actions, mails
from kizuna.calls.models import Call, CallMail, Decision, Minutes
from kizuna.calls.tests.factories import a_call, a_proposal, a_seat, chairs, handed_in
from kizuna.core.models import Account, Home
from kizuna.core.models.mails import can_be_sent
from kizuna.desk import duties
from tests.cast import put


@pytest.fixture(autouse=True)
def _a_mail_server(settings: Any) -> None:
    settings.MAIL_SERVER = "smtp.example"


@pytest.fixture
def call(ours: Home) -> Call:
    return a_call(ours)


def test_who_leads_gets_a_receipt_with_number_moment_and_fingerprint(call: Call) -> None:
    proposal = handed_in(call)
    told = {one.email: one for one in CallMail.objects.all()}
    assert set(told) == {"onwaterours@kizuna.example", "onwatertheirs@kizuna.example"}
    assert proposal.submitted_at is not None
    when = proposal.submitted_at.astimezone(call.tz).strftime("%Y-%m-%d %H:%M")
    theirs = told["onwatertheirs@kizuna.example"]
    for words in ("Number: 1", "Title: On water", f"Submitted: {when} (Asia/Tokyo)", mails.fingerprint(proposal)):
        assert words in theirs.body
    assert theirs.subject == "Joint call: proposal no. 1 submitted"


def test_what_is_returned_is_told_with_what_lacks(call: Call, office: Account) -> None:
    proposal = handed_in(call)
    CallMail.objects.all().delete()
    actions.send_back(proposal, defects="The letter is missing.", by=office)
    assert ["The letter is missing." in one.body for one in CallMail.objects.all()] == [True, True]


def test_a_link_is_sent_where_the_office_says_so_and_its_words_go_with_the_mail(
    call: Call, office: Account, mailoutbox: list[Any]
) -> None:
    seat = a_seat(call, "Ann")
    told: dict[str, Any] = {"purpose": "review", "name": "Ann", "days": 9, "seat": seat}
    actions.invite(call, **told, by=office)
    assert CallMail.objects.count() == 0
    _link, secret = actions.invite(call, **told, mail_to=seat.email, by=office)
    assert f"/call/ours/{secret}/" in CallMail.objects.get().body
    duties.send(duties.Done())
    row = CallMail.objects.get()
    assert (row.body, row.sent_at is not None, secret in mailoutbox[0].body) == ("", True, True)


def test_a_decision_is_told_once_when_both_chairs_have_signed_and_awards_are_made(call: Call, office: Account) -> None:
    best, other = handed_in(call, "Best"), handed_in(call, "Other")
    a_proposal(call, "Never sent")
    own = {"home": call.home, "visibility": "office"}
    put(Decision(proposal=best, outcome="award", home_amount=1, **own))
    put(Decision(proposal=other, outcome="decline", reason="Not this time", **own))
    ours, theirs = chairs(call)
    now = timezone.now()
    put(Minutes(call=call, home_seat=ours, home_signed_at=now, partner_seat=theirs, partner_signed_at=now, **own))
    CallMail.objects.all().delete()
    actions.award(call, by=office)
    actions.award(call, by=office)
    told = [(one.proposal, "is awarded" in one.body, "not awarded" in one.body) for one in CallMail.objects.all()]
    assert told == [(best, True, False), (best, True, False), (other, False, True), (other, False, True)]


def test_without_a_mail_server_nothing_is_written(call: Call, settings: Any) -> None:
    settings.MAIL_SERVER = ""
    handed_in(call)
    assert (CallMail.objects.count(), can_be_sent()) == (0, False)
