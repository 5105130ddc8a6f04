"""Visits: begun from a template, told day by day, asked for from outside, answered and logged."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from icalendar import Calendar

from kizuna.core.models import Account, Change, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Charge, Unit
from kizuna.partners.models import Partnership
from kizuna.visits import actions, showing
from kizuna.visits.models import Meeting, Request, Stop, Task, Visit
from kizuna.visits.tests.factories import a_meeting, a_request, a_stop, a_template, a_visit
from tests.cast import enter, put, words


@pytest.mark.parametrize(
    ("day", "standing"),
    [("2026-05-31", "planned"), ("2026-06-01", "under-way"), ("2026-06-05", "under-way"), ("2026-06-06", "done")],
)
def test_how_a_visit_stands_follows_from_its_days(ours: Home, day: str, standing: str) -> None:
    a_visit(ours)
    assert Visit.objects.standing_on(date.fromisoformat(day)).get().standing == standing


def test_a_visit_is_called_by_its_title_whatever_else_is_said_of_it(ours: Home) -> None:
    assert str(a_visit(ours, text=words("Part of a longer journey")).heading) == "Journey to Japan"


def test_a_visit_without_days_is_under_way_only_when_a_source_says_so(ours: Home) -> None:
    a_visit(ours, begins="", seen=date(2019, 11, 12))
    told = [Visit.objects.standing_on(date(2019, 11, day)).get().standing for day in (11, 12, 13)]
    assert told == ["unknown", "under-way", "unknown"]


@pytest.mark.parametrize("when", ["2026-05-31", "2026-06-06", "2026-07", "2025"])
def test_a_stop_and_a_meeting_outside_the_visit_are_refused_in_words(ours: Home, when: str) -> None:
    visit = a_visit(ours)
    for row in (Stop(named=words("Kyoto")), Meeting(title=words("Talks"))):
        row.home, row.visit, row.begins = ours, visit, FuzzyDate.parse(when)
        with pytest.raises(ValidationError, match="lies outside of the visit"):
            put(row)


def test_a_visit_does_not_leave_its_stops_behind(ours: Home) -> None:
    visit = a_visit(ours)
    a_stop(visit, "2026-06-02")
    visit.begins = FuzzyDate("2026-06-03")
    with pytest.raises(ValidationError, match="move them first: various universities"):
        put(visit)


def test_a_visit_begun_from_a_template_brings_what_is_to_be_prepared(
    ours: Home, office: Account, alliance: Partnership
) -> None:
    template = a_template(ours)
    given = {"title": "Spring visit", "direction": "outgoing", "begins": "2027-04-10", "ends": "2027-04-11",
             "partnership": alliance.pk, "template": template.pk}  # fmt: skip
    page = enter(office).post(f"{ours.desk}visits/new/", given)
    visit = Visit.objects.get()
    assert (page.status_code, page.headers["Location"]) == (302, f"{ours.desk}visits/spring-visit/")
    assert [(str(row), row.due) for row in visit.tasks.all()] == [("Gifts", date(2027, 3, 27))]
    assert [(str(row), row.begins.edtf) for row in visit.meetings.all()] == [("Closing talk", "2027-04-11")]
    assert Change.objects.filter(record=visit.uuid).get().verb == "begun"
    assert actions.begin(Visit(home=ours, title=words("Spring visit")), by=office).slug == "spring-visit-2"


def test_a_program_begins_a_visit_and_is_told_what_is_not_right(ours: Home, office: Account) -> None:
    client = enter(office)

    def begin(**given: object) -> tuple[int, dict[str, Any]]:
        answer = client.post("/api/v1/homes/ours/visits/begin", given, content_type="application/json")
        return answer.status_code, answer.json()

    status, told = begin(title={"en": "Spring visit"}, begins="April 2027", ends={"edtf": "2027-05"})
    assert (status, told["slug"], told["begins"]["edtf"]) == (201, "spring-visit", "2027-04")
    status, told = begin(title={})
    assert (status, list(told["error"]["fields"])) == (422, ["title"])


def test_the_programme_goes_by_days_and_then_within_the_visit(ours: Home, office: Account) -> None:
    visit = a_visit(ours)
    a_stop(visit)
    a_stop(visit, "2026-06-03", named=words("Osaka"))
    a_meeting(visit, "2026-06-02")
    days = showing.whole(visit, office).days
    assert [(part.day, len(part.entries)) for part in days] == [(date(2026, 6, 2), 1), (date(2026, 6, 3), 1), (None, 1)]


def test_a_meeting_has_its_hour_at_both_ends_and_in_the_calendar(ours: Home, reader: Account) -> None:
    visit = a_visit(ours, zone_ours="Europe/London", zone_theirs="Asia/Tokyo")
    met = a_meeting(visit, "2026-06-02", at=time(9, 30))
    assert met.elsewhere is not None
    assert met.elsewhere.isoformat() == "2026-06-02T01:30:00+01:00"
    file = enter(reader).get(f"{ours.desk}visits/japan/itinerary.ics")
    events = {str(one["SUMMARY"]): one.decoded("DTSTART") for one in Calendar.from_ical(file.content).walk("VEVENT")}
    assert events == {"Journey to Japan": date(2026, 6, 1), "Talks": met.moment()}
    for page, told in (
        (f"meetings/{met.uuid}/", "2 June, 01:30 in Europe/London"),
        ("visits/japan/", "01:30 in Europe"),
    ):
        assert told in enter(reader).get(ours.desk + page).content.decode()
    with pytest.raises(ValidationError, match="Asia/Tokyo"):
        a_visit(ours, slug="other", zone_ours="Mars/Olympus")


@pytest.mark.parametrize("page", ["visits/", "visits/japan/", "meetings/", "visits/japan/itinerary/"])
def test_pages_ask_the_same_for_one_and_for_three(
    ours: Home, reader: Account, page: str, django_assert_max_num_queries: Any
) -> None:
    visit, client = a_visit(ours), enter(reader)
    asked = []
    for number in range(3):
        a_visit(ours, slug=f"more-{number}")
        a_stop(visit, "2026-06-02")
        a_meeting(visit, "2026-06-02", stop=a_stop(visit))
        client.get(ours.desk + page)
        with django_assert_max_num_queries(60) as found:
            assert client.get(ours.desk + page).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[2]


HOSTILE = "<script>alert(1)</script> \u202eabc 会议室 " + "x" * 100


def guest(**more: str) -> dict[str, str]:
    """What a guest types."""
    return {"name": "Ada", "email": "ada@guest.example", "institution": HOSTILE, "purpose": HOSTILE, "guests": "3",
            "when": "May 2027", **more}  # fmt: skip


def test_anybody_asks_and_only_the_office_reads_it(ours: Home, office: Account, reader: Account) -> None:
    outside = Client()
    assert outside.post("/ours/visit-us/", guest()).status_code == 302
    row = Request.objects.get()
    assert (row.state, row.visibility, row.institution) == ("received", "office", HOSTILE.strip())
    page = enter(office).get(f"{ours.desk}visit-requests/{row.uuid}/").content.decode()
    assert ("&lt;script&gt;" in page, "<script>alert" in page) == (True, False)
    assert enter(reader).get(f"{ours.desk}visit-requests/{row.uuid}/").status_code == 404
    assert Request.objects.visible_to(AnonymousUser()).count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nobody"}, {"guests": "0"}, {"guests": "x"}, {"when": "soonish"}, {"website": "spam"}, {"name": ""}],
)
def test_what_a_guest_types_wrongly_is_told_and_kept(ours: Home, wrong: dict[str, str]) -> None:
    page = Client().post("/ours/visit-us/", guest(**wrong))
    assert (page.status_code, Request.objects.count()) == (422, 0)


def test_one_sender_is_heard_three_times_a_day(ours: Home) -> None:
    codes = [Client().post("/ours/visit-us/", guest()).status_code for _ in range(4)]
    assert (codes, Request.objects.count()) == ([302, 302, 302, 429], 3)


def test_a_request_is_accepted_once_and_becomes_a_visit(ours: Home, office: Account) -> None:
    row = a_request(ours)
    visit = actions.accept(row, visit=Visit(home=ours, title=words("Guests")), by=office)
    assert (visit.direction, row.state, row.visit) == ("incoming", "accepted", visit)
    with pytest.raises(ValidationError, match="answered already"):
        actions.decline(row, word="Too late", by=office)
    assert [one.verb for one in Change.objects.filter(record=row.uuid).order_by("pk")] == ["added", "accepted"]


def test_a_request_is_declined_with_a_reason_or_not_at_all(ours: Home, office: Account) -> None:
    row = a_request(ours)
    where = f"{ours.desk}visit-requests/{row.uuid}/decline/"
    assert enter(office).post(where, {"decline-word": " "}).status_code == 422
    assert enter(office).post(where, {"decline-word": "The house is full."}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.word, row.decided_by) == ("declined", "The house is full.", office)


def test_a_request_handed_over_is_answered_by_whoever_is_in_charge(
    ours: Home, office: Account, coordinator: Account, engineering: Unit
) -> None:
    row = a_request(ours)
    with pytest.raises(PermissionDenied):
        actions.decline(row, word="No", by=coordinator)
    put(Charge(home=ours, membership=coordinator.memberships.get(), unit=engineering, visibility="staff"))
    assert enter(coordinator).get(f"{ours.desk}visit-requests/{row.uuid}/").status_code == 404
    actions.delegate(row, unit=engineering, by=office)
    assert enter(coordinator).get(f"{ours.desk}visit-requests/{row.uuid}/").status_code == 200
    actions.decline(row, word="No room", by=coordinator)
    assert row.state == "declined"


def test_what_is_prepared_is_ticked_off_and_opened_again(ours: Home, office: Account, reader: Account) -> None:
    visit = a_visit(ours)
    task = put(Task(home=ours, visit=visit, text=words("Gifts"), visibility="staff"))
    where = f"{ours.desk}visit-tasks/{task.uuid}/tick/"
    assert enter(reader).post(where, {"state": "done"}).status_code == 403
    states = []
    for state in ("done", "open", "nonsense"):
        enter(office).post(where, {"state": state})
        task.refresh_from_db()
        states.append(task.state)
    assert states == ["done", "open", "open"]


def test_another_home_sees_nothing_of_a_visit_of_ours(ours: Home, theirs: Home, other_office: Account) -> None:
    visit = a_visit(ours, visibility="staff")
    met = a_meeting(visit, "2026-06-02")
    pages = ("visits/japan/", "visits/japan/itinerary.ics", f"meetings/{met.uuid}/")
    assert [enter(other_office).get(theirs.desk + page).status_code for page in pages] == [404, 404, 404]
    assert Meeting.objects.visible_to(other_office).count() == 0
