"""Notes by signed links: one meeting, one form, no account; what is written becomes promises and a report."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.core.models import Account, Change, Home
from kizuna.core.values import FuzzyDate
from kizuna.partners.models import Partnership
from kizuna.visits.models import Commitment, Meeting, MeetingNote, NoteLink, Visit, VisitReport
from tests.cast import enter, put, words

DAY = FuzzyDate("2026-11-20")
LATE = "2026-11-30"


@pytest.fixture
def visit(ours: Home, alliance: Partnership) -> Visit:
    return put(Visit(home=ours, slug="autumn", title=words("Autumn visit"), partnership=alliance, begins=DAY, ends=DAY))


@pytest.fixture
def meeting(visit: Visit) -> Meeting:
    title = words("Talks with the President")
    return put(Meeting(home=visit.home, visit=visit, title=title, partnership=visit.partnership, begins=DAY))


def handed_out(office: Account, meeting: Meeting, name: str = "Professor Ito") -> str:
    """A new link, as the office sees it once."""
    page = enter(office).post(f"{meeting.home.desk}meetings/{meeting.uuid}/links/", {"name": name, "days": "30"})
    found = re.search(r"http://testserver(/note/ours/[\w-]+/)", page.content.decode())
    assert found is not None
    return found[1]


@pytest.fixture
def link(office: Account, meeting: Meeting) -> str:
    return handed_out(office, meeting)


def typed(*steps: dict[str, Any], **given: Any) -> dict[str, Any]:
    """What a host types."""
    form: dict[str, Any] = {"author": "Professor Ito", "text": "We spoke of a joint fund.", "outcome": "Both want it.",
                            "language": "en", "version": 0, **given,
                            "step-TOTAL_FORMS": len(steps), "step-INITIAL_FORMS": 0}  # fmt: skip
    for number, step in enumerate(steps):
        form |= {f"step-{number}-{name}": value for name, value in step.items()}
    return form


STEP = {"text": "Send the draft", "who": "coordinator@kizuna.example", "due": LATE, "side": "home"}


def form_of(where: str) -> dict[str, str]:
    """The form as it stands on the page: every box with what it holds."""
    html = Client().get(where).content.decode()
    boxes = dict(re.findall(r'<input[^>]*?name="([\w-]+)"(?:[^>]*?value="([^"]*)")?', html))
    boxes |= dict(re.findall(r'<textarea[^>]*?name="([\w-]+)"[^>]*>\s*([^<]*)</textarea>', html))
    boxes |= dict(re.findall(r'<select[^>]*?name="([\w-]+)".*?<option value="([^"]*)" selected', html, re.DOTALL))
    boxes.pop("csrfmiddlewaretoken")
    return boxes


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (MeetingNote, Commitment, Change, NoteLink))


def test_opening_a_link_shows_its_form_and_changes_nothing(link: str, visit: Visit) -> None:
    put(Meeting(home=visit.home, visit=visit, title=words("Another meeting"), begins=DAY))
    before, client = counts(), Client()
    page = client.get(link)
    html = page.content.decode()
    assert (page.status_code, counts()) == (200, before)
    assert ("Talks with the President" in html, "Another meeting" in html, "/desk/" in html) == (True, False, False)
    assert [page.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")] == [
        "private, no-store", "noindex", "strict-origin",
    ]  # fmt: skip
    assert "sessionid" not in client.cookies


def test_only_the_hash_of_a_link_is_kept(link: str, ours: Home) -> None:
    secret = link.split("/")[-2]
    row = NoteLink.objects.get()
    assert secret not in {str(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def test_a_note_becomes_a_promise_with_owner_and_date(
    link: str, office: Account, coordinator: Account, meeting: Meeting
) -> None:
    answer = Client().post(link, typed(STEP, {"text": ""}))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{link}?kept")
    note, step = MeetingNote.objects.get(), Commitment.objects.get()
    assert (str(note.text), note.author, note.visibility) == ("We spoke of a joint fund.", "Professor Ito", "staff")
    told = (str(step.text), step.owner, step.side, step.due_last, step.meeting, step.partnership, step.promised)
    assert told == ("Send the draft", coordinator, "home", date(2026, 11, 30), meeting, meeting.partnership, DAY)
    assert {change.by.kind for change in Change.objects.filter(record__in=[note.uuid, step.uuid])} == {"outside"}
    past = Commitment.objects.visible_to(office).past_due(date(2026, 12, 1))
    assert [list(past), list(Commitment.objects.past_due(date(2026, 11, 30)))] == [[step], []]


def test_the_host_comes_back_changes_a_step_and_takes_one_back(link: str) -> None:
    Client().post(link, typed(STEP, {"text": "Name a contact"}))
    again = form_of(link)
    assert (again["text"], again["step-0-text"], again["step-1-text"]) == (
        "We spoke of a joint fund.", "Send the draft", "Name a contact",
    )  # fmt: skip
    Client().post(link, again | {"step-0-due": "2027-01", "step-1-text": "", "outcome": "Signed."})
    step = Commitment.objects.get()
    assert (str(step.text), step.due.edtf, str(MeetingNote.objects.get().outcome)) == (
        "Send the draft", "2027-01", "Signed.",
    )  # fmt: skip


def test_a_step_that_the_office_changed_meanwhile_is_not_overwritten_unseen(link: str, office: Account) -> None:
    Client().post(link, typed(STEP))
    again = form_of(link)
    step = Commitment.objects.get()
    enter(office).post(f"{step.home.desk}commitments/{step.uuid}/keep/")
    answer = Client().post(link, again | {"text": "Changed."})
    assert (answer.status_code, str(MeetingNote.objects.get().text)) == (409, "We spoke of a joint fund.")
    assert "Settled already" in answer.content.decode()
    assert "Changed." in answer.content.decode()
    step.refresh_from_db()
    assert step.state == "kept"


def test_two_who_send_the_same_form_make_one_note(link: str) -> None:
    answers = [Client().post(link, typed(STEP)).status_code for _time in range(2)]
    assert (answers, MeetingNote.objects.count(), Commitment.objects.count()) == ([302, 409], 1, 1)


@pytest.mark.parametrize("how", ["revoked", "expired", "closed", "edited"])
def test_a_link_that_has_ended_says_so_and_takes_nothing(
    link: str, how: str, office: Account, visit: Visit, meeting: Meeting
) -> None:
    status, told = 410, {"revoked": "was called in", "expired": "has ended", "closed": "report is closed"}.get(how)
    if how == "revoked":
        number = NoteLink.objects.get().pk
        enter(office).post(f"{visit.home.desk}meetings/{meeting.uuid}/links/{number}/call_in/")
    elif how == "expired":
        NoteLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "closed":
        enter(office).post(f"{visit.home.desk}visits/autumn/report/close/")
    else:
        link, status, told = link[:-2] + ("A" if link[-2] != "A" else "B") + "/", 404, "opens nothing"
    answers = [Client().get(link), Client().post(link, typed(STEP))]
    assert [answer.status_code for answer in answers] == [status, status]
    assert all(str(told) in answer.content.decode() for answer in answers)
    assert (MeetingNote.objects.count(), Commitment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\u202eright to left", "東京大学と話した", "a\x00b", "x" * 8001, " "],
    ids=["markup", "bidi", "cjk", "nul", "long", "blank"],
)  # fmt: skip
def test_hostile_text_is_kept_as_text_or_refused_and_never_an_error(link: str, text: str) -> None:
    answer = Client().post(link, typed({**STEP, "text": text[:1000]}, text=text))
    html = Client().get(link).content.decode()
    assert answer.status_code == (422 if text in ("a\x00b", "x" * 8001, " ") else 302)
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "bad",
    [{"step-TOTAL_FORMS": "9999"}, {"step-TOTAL_FORMS": "x"}, {"version": "x"}, {"version": "7"}, {"language": "xx"},
     {"step-0-due": "soonish"}, {"step-0-key": "no"}, {"step-0-side": "ours"}],
    ids=str,
)  # fmt: skip
def test_a_form_that_was_tampered_with_is_answered_in_words(link: str, bad: dict[str, str]) -> None:
    answer = Client().post(link, typed(STEP) | bad)
    assert answer.status_code in (409, 422)
    assert MeetingNote.objects.count() == 0


def test_a_link_writes_only_into_its_own_meeting(link: str, office: Account, visit: Visit) -> None:
    """The number of another meeting's step is no step of this note."""
    other = put(Commitment(home=visit.home, visit=visit, text=words("Not yours")))
    Client().post(link, typed({**STEP, "text": "Mine", "key": str(other.uuid), "version": other.version}))
    other.refresh_from_db()
    assert (str(other.text), Commitment.objects.count()) == ("Not yours", 2)


def test_only_the_office_hands_out_links(meeting: Meeting, coordinator: Account, other_office: Account) -> None:
    where = f"{meeting.home.desk}meetings/{meeting.uuid}/links/"
    asked = {"name": "Me", "days": "3"}
    answers = [enter(who).post(where, asked).status_code for who in (coordinator, other_office, None)]
    assert (answers, NoteLink.objects.count()) == ([403, 404, 302], 0)


def test_the_report_compiles_itself_and_its_paper_is_kept_when_it_closes(
    link: str, office: Account, reader: Account, visit: Visit
) -> None:
    put(Meeting(home=visit.home, visit=visit, title=words("A silent meeting"), begins=DAY))
    Client().post(link, typed(STEP, text="Über 会談 met."))
    where = f"{visit.home.desk}visits/autumn/report/"
    html = enter(reader).get(where).content.decode()
    assert [part in html for part in ("Über 会談 met.", "Send the draft", "A silent meeting")] == [True] * 3
    paper = enter(reader).get(f"{visit.home.desk}visits/autumn/report.pdf").content
    assert paper[:5] == b"%PDF-"
    assert enter(reader).post(f"{where}close/").status_code == 403
    enter(office).post(f"{where}close/")
    report = VisitReport.objects.get()
    assert (report.closed_by, report.file is not None, Client().get(link).status_code) == (office, True, 410)
    put(MeetingNote(home=visit.home, meeting=visit.meetings.last(), author="Late", text=words("Too late")))
    kept = enter(reader).get(f"{visit.home.desk}visits/autumn/report.pdf")
    assert report.file is not None
    assert len(b"".join(kept)) == report.file.size
    enter(office).post(f"{where}open_again/")
    assert Client().get(link).status_code == 200


def test_a_closed_note_is_not_in_the_report_of_those_who_may_not_see_it(
    office: Account, reader: Account, meeting: Meeting
) -> None:
    put(MeetingNote(home=meeting.home, meeting=meeting, author="A", text=words("officeword"), visibility="office"))
    put(Commitment(home=meeting.home, meeting=meeting, text=words("officestep"), visibility="office"))
    where = f"{meeting.home.desk}visits/autumn/report/"
    seen = {who.name: [word in enter(who).get(where).content.decode() for word in ("officeword", "officestep")]
            for who in (office, reader)}  # fmt: skip
    assert seen == {"Office": [True, True], "Reader": [False, False]}
    enter(office).post(f"{where}close/")
    report = VisitReport.objects.get()
    assert report.file is not None
    assert report.file.visibility == "office"
    paper = enter(reader).get(f"{meeting.home.desk}visits/autumn/report.pdf")
    assert (paper.status_code, len(paper.content) == report.file.size) == (200, False)
