"""Calendar addresses: personal, asked anew at every fetch, and ended at any time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from kizuna.activities.models import Body, Feed
from kizuna.activities.tests.factories import a_series, an_activity, an_edition
from kizuna.core import records
from kizuna.core.models import Account, Home, Membership
from kizuna.directory.models import Unit
from kizuna.partners.models import Partnership
from tests.cast import enter, make_partnership, put

SOON = (timezone.localdate() + timedelta(days=20)).isoformat()


def address(who: Account, home: Home, **asked: str) -> str:
    """A new calendar address of this person, as the page shows it once."""
    html = enter(who).post(f"{home.desk}calendar/", asked).content.decode()
    found = re.search(rf"/calendar/{home.slug}/[\w-]+\.ics", html)
    assert found is not None
    return found[0]


def titles(where: str) -> list[str]:
    answer = Client().get(where)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return sorted(str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def full(ours: Home, alliance: Partnership) -> Home:
    """Our home with an activity at every level of visibility, and of a partnership that is hidden."""
    for level in ("public", "staff", "office", "sealed"):
        an_activity(ours, level, SOON, partnership=alliance, visibility=level)
    an_activity(ours, "of a hidden partner", SOON, partnership=make_partnership(ours, "quiet", visibility="sealed"))
    an_activity(ours, "only a year", SOON[:4])
    an_activity(ours, "alone", SOON)
    return ours


@pytest.mark.parametrize(
    ("name", "seen"),
    [("reader", ["alone", "public", "staff"]), ("office", ["alone", "office", "public", "staff"]),
     ("trusted", ["alone", "office", "public", "staff"])],
)  # fmt: skip
def test_a_calendar_shows_what_its_owner_may_see_and_nothing_sealed(
    name: str, seen: list[str], full: Home, request: pytest.FixtureRequest
) -> None:
    assert titles(address(request.getfixturevalue(name), full)) == seen


def test_a_calendar_of_a_partner_or_a_department_shows_only_theirs(
    full: Home, reader: Account, engineering: Unit
) -> None:
    assert titles(address(reader, full, partnership="eth")) == ["public", "staff"]
    assert titles(address(reader, full, unit="gs-eng")) == []
    edition = an_edition(a_series(full), SOON)
    put(Body(home=full, series=edition.series, unit=engineering, visibility="public"))
    assert titles(address(reader, full, unit="gs-eng")) == [f"Days {SOON}"]


def test_an_entry_runs_for_whole_days_and_ends_on_the_day_after_its_last(full: Home, reader: Account) -> None:
    answer = Client().get(address(reader, full))
    event: Any = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    day = timezone.localdate() + timedelta(days=20)
    assert (event["dtstart"].dt, event["dtend"].dt) == (day, day + timedelta(days=1))


def test_an_address_shows_nothing_once_it_is_ended(full: Home, reader: Account, office: Account) -> None:
    where = address(reader, full)
    feed = Feed.objects.get()
    assert where.rsplit("/", 1)[1].removesuffix(".ics") not in (feed.digest, feed.hint)
    assert enter(office).post(f"{full.desk}calendar/{feed.pk}/end/").status_code == 404
    assert enter(reader).post(f"{full.desk}calendar/{feed.pk}/end/").status_code == 302
    assert Client().get(where).status_code == 404


def test_rights_are_asked_at_every_fetch(full: Home, office: Account) -> None:
    where = address(office, full)
    Membership.objects.filter(account=office).update(role="reader")
    assert titles(where) == ["alone", "public", "staff"]
    Membership.objects.filter(account=office).delete()
    assert Client().get(where).status_code == 404


def test_an_account_that_is_closed_has_no_calendar(full: Home, office: Account) -> None:
    where = address(office, full)
    Account.objects.filter(pk=office.pk).update(is_active=False)
    assert Client().get(where).status_code == 404


def test_a_calendar_of_a_partner_that_is_hidden_since_is_gone(
    full: Home, reader: Account, alliance: Partnership, operator: Account
) -> None:
    where = address(reader, full, partnership="eth")
    alliance.visibility = "office"
    records.save(alliance, by=operator, verb="sealed")
    assert Client().get(where).status_code == 404


def test_nobody_guesses_an_address_or_uses_it_in_another_home(full: Home, reader: Account, theirs: Home) -> None:
    where = address(reader, full)
    assert Client().get("/calendar/ours/nothing.ics").status_code == 404
    assert Client().get(where.replace("/ours/", "/theirs/")).status_code == 404
    assert Client().post(where).status_code == 405


def test_a_home_one_does_not_work_in_gives_no_calendar(full: Home, other_office: Account) -> None:
    assert enter(other_office).post(f"{full.desk}calendar/", {}).status_code == 404
    assert enter(other_office).post("/desk/theirs/calendar/", {"partnership": "eth"}).status_code == 422
