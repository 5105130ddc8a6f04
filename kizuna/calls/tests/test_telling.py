"""What calls tell elsewhere: what waits for the office, the timeline, search, checks; each to those who may know it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kizuna.calls.checks import calls as looked
from kizuna.calls.models import Assignment, Call, Conflict, Decision, Minutes, Proposal, Seat
from kizuna.calls.tests.factories import a_call, a_seat, chairs, handed_in
from kizuna.core.models import Account, Home
from kizuna.desk import hurtingcalls, timeline
from kizuna.desk.search import search
from kizuna.partners.events import Thread
from kizuna.partners.models import Partnership
from tests.cast import put


@pytest.fixture
def call(ours: Home, alliance: Partnership) -> Call:
    return a_call(ours, partnership=alliance)


def waits(home: Home, user: Account) -> list[str]:
    lines, count, _address = hurtingcalls.calls(home, user, timezone.localdate())
    assert count == len(lines)
    return [line.words.removeprefix("Joint call: ") for line in lines]


def shut_out(call: Call, proposal: Proposal, who: Account) -> None:
    """From now on a conflict keeps the proposal from this person."""
    seat = a_seat(call, "Shut", email=who.email)
    put(Conflict(home=call.home, proposal=proposal, seat=seat, visibility="office"))


def given(proposal: Proposal, seat: Seat, state: str) -> None:
    put(Assignment(home=proposal.home, proposal=proposal, seat=seat, state=state, visibility="office"))


def test_a_call_says_what_waits_and_only_what_one_may_know_of(
    call: Call, ours: Home, office: Account, reader: Account
) -> None:
    proposal, judge = handed_in(call, "Secretword"), a_seat(call, "Judge")
    put(Conflict(home=ours, proposal=proposal, seat=a_seat(call, "Kin"), state="found", visibility="office"))
    given(proposal, judge, "proposed")
    assert waits(ours, office) == ["closes", "1 conflict to settle", "1 proposed review to confirm"]
    assert waits(ours, reader) == ["closes"]
    shut_out(call, proposal, office)
    assert waits(ours, office) == ["closes"]


def test_after_the_deadline_reviews_signatures_and_awards_wait(call: Call, ours: Home, office: Account) -> None:
    proposal = handed_in(call)
    given(proposal, a_seat(call, "Judge"), "confirmed")
    call.opens_at, call.closes_at = (timezone.now() - timedelta(days=days) for days in (4, 2))
    put(call)
    own = {"home": ours, "visibility": "office"}
    assert waits(ours, office) == ["1 review not handed in"]
    minutes = put(Minutes(call=call, text="We met.", **own))
    assert waits(ours, office) == ["1 review not handed in", "minutes to be signed"]
    put(Decision(proposal=proposal, outcome="award", **own))
    seats, now = chairs(call), timezone.now()
    minutes.home_seat, minutes.partner_seat = seats
    minutes.home_signed_at = minutes.partner_signed_at = now
    put(minutes)
    assert waits(ours, office) == ["1 award to make"]
    shut_out(call, proposal, office)
    assert waits(ours, office) == []


def test_search_finds_calls_for_all_and_proposals_for_who_may_know_of_them(
    call: Call, ours: Home, office: Account, reader: Account
) -> None:
    proposal = handed_in(call, "Secretword")
    assert (search("joint", ours, reader).calls, search("secret", ours, reader).proposals) == ([call], [])
    assert search("secret", ours, office).proposals == [proposal]
    shut_out(call, proposal, office)
    assert len(search("secret", ours, office)) == 0


def test_the_timeline_tells_of_calls_the_same_whoever_is_shut_out(
    call: Call, ours: Home, alliance: Partnership, office: Account, reader: Account
) -> None:
    proposal, now = handed_in(call), timezone.now()
    seats = chairs(call)
    put(Minutes(call=call, home=ours, visibility="office", home_seat=seats[0], partner_seat=seats[1],
                home_signed_at=now, partner_signed_at=now))  # fmt: skip

    def told(who: Account) -> Any:
        found = timeline.gather(ours, who, alliance)
        return [row["label"] for row in timeline.told_plainly(found, found.of([Thread.CALL]))]

    assert (told(office), told(reader)) == (["calls.minutes", "calls.call"], ["calls.call"])
    shut_out(call, proposal, office)
    assert sorted(told(office)) == ["calls.call", "calls.minutes"]


def test_a_check_names_what_contradicts_the_rules_and_no_title(call: Call) -> None:
    first, second = handed_in(call, "Secretword"), handed_in(call, "Otherword")
    assert looked().problems == []
    Proposal.objects.filter(pk=first.pk).update(number=7)
    judge = a_seat(call, "Judge")
    given(second, judge, "confirmed")
    put(Conflict(home=call.home, proposal=second, seat=judge, visibility="office"))
    call.criteria.all().delete()
    found = looked()
    assert found.problems == [
        "ours: the call joint has 2 submitted proposals, and their numbers go up to 7.",
        "ours: 1 in the call joint hold what a conflict keeps from them; propose reviewers anew.",
    ]
    assert found.remarks == ["ours: the call joint is open and has no criterion."]
