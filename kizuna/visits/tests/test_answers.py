"""Answers to requests: told by mail once, decided once; and what visits tell the timeline, the check and the people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from kizuna.core import records
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.desk import duties, timeline
from kizuna.directory.models import Organisation, Person, Unit
from kizuna.partners.events import Thread
from kizuna.partners.models import Partnership
from kizuna.visits import actions, checks
from kizuna.visits.models import Commitment, Letter, Meeting, MeetingNote, Request, Stop, Visit
from kizuna.visits.tests.factories import a_meeting, a_request, a_stop, a_visit
from tests.cast import enter, put, words


@pytest.fixture
def served(settings: Any) -> None:
    """A mail server is set up."""
    settings.MAIL_SERVER = True


def where(row: Request, verb: str = "") -> str:
    return f"{row.home.desk}visit-requests/{row.uuid}/{verb}"


@pytest.mark.usefixtures("served")
def test_who_asked_is_told_once_in_their_language_and_the_words_go_when_they_are_sent(
    ours: Home, office: Account
) -> None:
    row = a_request(ours, language="ja", name="Ada\tGuest")
    enter(office).post(where(row, "decline/"), {"decline-word": "We are full.", "decline-tell": "on"})
    letter = Letter.objects.get()
    assert "We are full." in letter.body
    runs = [duties.run(date(2026, 11, 23)).sent for _time in range(2)]
    [sent] = mail.outbox
    assert (runs, sent.to, "Dear" in sent.body) == ([1, 0], ["ada@guest.example"], False)
    assert sent.extra_headers["Message-ID"] == letter.message_id
    letter.refresh_from_db()
    assert (letter.body, letter.sent_at is not None) == ("", True)
    assert "told by mail:" in enter(office).get(where(row)).content.decode()


@pytest.mark.usefixtures("served")
def test_the_box_left_empty_tells_nobody(ours: Home, office: Account) -> None:
    row = a_request(ours)
    enter(office).post(where(row, "accept/"), {"title": "Guest College"})
    assert (Visit.objects.count(), Letter.objects.count()) == (1, 0)


@pytest.mark.usefixtures("served")
def test_an_answer_that_is_not_kept_is_not_told(ours: Home, office: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both or neither: the letter stands in the same transaction as the visit and the answer."""
    row, slower = a_request(ours), Request.objects.get()
    actions.decline(row, word="No room.", by=office)
    with pytest.raises(records.Conflict):
        actions.accept(slower, visit=Visit(home=ours, title=words("Guests")), tell=True, by=office)
    assert (Visit.objects.count(), Letter.objects.count(), Request.objects.get().state) == (0, 0, "declined")


def test_without_a_mail_server_the_page_says_who_tells_them(ours: Home, office: Account) -> None:
    row = a_request(ours)
    html = enter(office).get(where(row)).content.decode()
    assert ("No mail server is set up" in html, "Tell the guests by mail" in html) == (True, False)
    enter(office).post(where(row, "decline/"), {"decline-word": "No.", "decline-tell": "on"})
    assert (Letter.objects.count(), Request.objects.get().state) == (0, "declined")


@pytest.mark.parametrize("verb", ["accept", "decline", "delegate"])
def test_of_two_who_answer_one_request_at_once_the_slower_sees_how_it_stands(
    ours: Home, office: Account, engineering: Unit, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    row = a_request(ours)
    asked = actions.preparing._must_be_open

    def late(slower: Request) -> None:
        asked(slower)
        if slower.version == 1:
            actions.decline(Request.objects.get(pk=row.pk), word="Already full.", by=office)

    calls = iter([late, asked, asked])

    def must_be_open(one: Request) -> None:
        next(calls)(one)

    monkeypatch.setattr(actions.preparing, "_must_be_open", must_be_open)
    given = {"title": "Guest College", "decline-word": "Never.", "hand-unit": str(engineering.pk)}
    answer = enter(office).post(where(row, f"{verb}/"), given)
    assert (answer.status_code, "Somebody else answered this meanwhile" in answer.content.decode()) == (409, True)
    assert (Request.objects.get().word, Visit.objects.count()) == ("Already full.", 0)


def test_a_request_becomes_no_visit_of_another_home_and_no_public_one(
    ours: Home, theirs: Home, office: Account
) -> None:
    with pytest.raises(PermissionDenied):
        actions.accept(a_request(ours), visit=Visit(home=theirs, title=words("Guests")), by=office)
    made = Visit(home=ours, title=words("Guests"), visibility="public")
    assert actions.accept(a_request(ours), visit=made, by=office).visibility == "staff"


def test_a_request_is_handed_to_no_department_of_others(ours: Home, office: Account, eth: Organisation) -> None:
    unit = put(Unit(organisation=eth, slug="physics", name=words("Physics"), visibility="public"))
    with pytest.raises(ValidationError, match="no department of the home"):
        actions.delegate(a_request(ours), unit=unit, by=office)


@pytest.mark.parametrize(
    ("given", "status"),
    [({"purpose": "x" * 3001}, 422), ({"name": "a\x00b"}, 422), ({"when": "soonish"}, 422), ({"guests": "-1"}, 422),
     ({"guests": "9" * 40}, 422), ({"email": "a@b.example\nBcc: c@d.example"}, 422), ({"website": "x"}, 422),
     ({"purpose": "<script>alert(1)</script> \u202e 東京"}, 302)],
    ids=["long", "nul", "when", "less", "many", "header", "machine", "markup"],
)  # fmt: skip
def test_the_public_form_takes_hostile_text_as_text_or_says_what_is_wrong(
    ours: Home, office: Account, given: dict[str, str], status: int
) -> None:
    typed = {"name": "Ada", "email": "ada@guest.example", "institution": "Guest College", "purpose": "To learn",
             "guests": "2", **given}  # fmt: skip
    assert Client().post(f"{ours.site}visit-us/", typed).status_code == status
    for row in Request.objects.all():
        assert "<script>alert" not in enter(office).get(where(row)).content.decode()


def test_visits_that_lead_to_a_partner_stand_in_its_timeline_as_far_as_one_may_see_them(
    ours: Home, office: Account, reader: Account, alliance: Partnership
) -> None:
    about = a_visit(ours, slug="about", partnership=alliance)
    stopped = a_visit(ours, slug="stopped", title=words("Journey"))
    a_stop(stopped, partnership=alliance)
    hidden = a_visit(ours, slug="hidden", title=words("Quiet journey"))
    put(Stop(home=ours, visit=hidden, named=words("There"), partnership=alliance, visibility="office"))
    met = put(Meeting(home=ours, title=words("Online talks"), partnership=alliance, visibility="public"))
    told = {
        who.name: {event.record.uuid for _key, event in made.events(made.laid.places[Thread.VISIT])}
        for who in (office, reader)
        for made in [timeline.gather(ours, who, alliance)]
    }
    assert told == {
        "Office": {about.uuid, stopped.uuid, hidden.uuid, met.uuid}, "Reader": {about.uuid, stopped.uuid, met.uuid},
    }  # fmt: skip


def test_the_check_names_what_was_forgotten_and_what_lies_outside(ours: Home) -> None:
    visit = a_visit(ours, "2020-06-01", "2020-06-05")
    meeting = a_meeting(visit, "2020-06-02")
    for name in ("Osaka", "Kyoto"):
        put(Stop(home=ours, visit=visit, named=words(name), begins=FuzzyDate("2020-06-03"), at="10:00"))
    put(Commitment(home=ours, text=words("Send it"), due=FuzzyDate("2020-07")))
    assert checks.visits().remarks == [
        "ours: the visit japan ended on 2020-06-05 and has no note.",
        "ours: 1 promise is past due.",
        "ours: the visit japan has 2 stops at 10:00 on 2020-06-03.",
    ]
    put(MeetingNote(home=ours, meeting=meeting, author="A", text=words("We met")))
    Visit.objects.update(ends_last=date(2020, 6, 1))
    found = checks.visits()
    assert (len(found.problems), len(found.remarks)) == (3, 2)
    assert f"ours: the meeting {meeting.uuid} lies outside of the visit japan." in found.problems


def test_the_page_of_people_says_what_each_has_promised(ours: Home, office: Account, reader: Account) -> None:
    person = put(Person(home=ours, slug="ito", given="Hana", family="Ito"))
    for text, level in (("Send the draft", "staff"), ("Quiet", "office")):
        put(Commitment(home=ours, text=words(text), person=person, visibility=level, due=FuzzyDate("2020-01")))
    seen = {
        who.name: [word in enter(who).get(f"{ours.desk}people/").content.decode() for word in ("Send the", "Quiet")]
        for who in (office, reader)
    }
    assert seen == {"Office": [True, True], "Reader": [True, False]}
