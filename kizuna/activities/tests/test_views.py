"""The pages of activities: lists that narrow, series with their gaps, the next edition prefilled."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.activities.models import Activity
from kizuna.activities.tests.factories import a_count, a_series, an_activity, an_edition
from kizuna.core.models import Account, Home
from kizuna.partners.models import Partnership, Phase
from tests.cast import enter, make_partnership


def titles(answer: Any) -> list[str]:
    return [str(row) for row, _year, _cites in answer.context["lines"]]


def test_the_list_is_narrowed_by_year_partner_format_kind_and_words(
    ours: Home, reader: Account, alliance: Partnership
) -> None:
    an_activity(ours, "A talk", "2019-05", kind="lecture", online=True, partnership=alliance)
    an_activity(ours, "A school", "2020", kind="school", in_person=True)
    an_activity(ours, "Undated")
    client = enter(reader)
    asked = {
        "": ["A school", "A talk", "Undated"],
        "?year=2019": ["A talk"],
        "?year=AY2019": ["A school", "A talk"],
        "?partner=eth": ["A talk"],
        "?format=online": ["A talk"],
        "?format=not-stated": ["Undated"],
        "?kind=school": ["A school"],
        "?q=scho": ["A school"],
        "?kind=school&year=2019": [],
    }
    assert {query: titles(client.get(f"{ours.desk}activities/{query}")) for query in asked} == asked


@pytest.mark.parametrize("query", ["year=soon", "kind=party", "format=smoke"])
def test_what_no_list_knows_is_said_and_everything_shown(query: str, ours: Home, reader: Account) -> None:
    an_activity(ours, "A talk")
    answer = enter(reader).get(f"{ours.desk}activities/?{query}")
    assert (answer.status_code, titles(answer)) == (422, ["A talk"])
    assert answer.context["problem"] != ""


def questions(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_ask_the_same_for_one_and_for_three(ours: Home, reader: Account, alliance: Partnership) -> None:
    client = enter(reader)
    pages = [f"{ours.desk}activities/", f"{ours.desk}series/", f"{ours.desk}series/s1/"]
    once: list[int] = []
    for number in (1, 2, 3):
        row = an_edition(a_series(ours, f"s{number}", partnership=alliance), "2019", host_side="home")
        an_activity(ours, f"Talk {number}", "2019", partnership=alliance)
        an_activity(ours, f"Part {number}", "2019", parent=row)
        a_count(row, "3 people")
        if number == 1:
            for page in pages:
                client.get(page)
            once = [questions(client, page) for page in pages]
    assert [questions(client, page) for page in pages] == once
    assert max(once) <= 20


def test_a_series_shows_its_gap_and_offers_the_other_side_as_the_next_host(
    ours: Home, office: Account, alliance: Partnership
) -> None:
    row = a_series(ours, "days", partnership=alliance, rhythm="annual", host_pattern="alternates")
    an_edition(row, "2018", host_side="partner", edition=1)
    last = an_edition(row, "2020", host_side="home", edition=2)
    client = enter(office)
    page = client.get(f"{ours.desk}series/days/?on=2020-12-31")
    assert [(slot.mark, slot.tone) for slot in page.context["line"]] == [
        ("2018", "partner"), ("2019", "missing"), ("2020", "home")
    ]  # fmt: skip
    form = client.get(f"{ours.desk}series/days/next/?on=2020-12-31").context["form"]
    assert [form[name].value() for name in ("series", "edition", "host_side", "state", "begins")] == [
        row.pk, 3, "partner", "planned", "2021"
    ]  # fmt: skip
    sent = {
        "series": row.pk, "edition": "3", "host_side": "partner", "state": "planned",
        "begins": "May 2021", "kind": "not-stated", "visibility": "staff", "access": "not-stated",
        "partnership": alliance.pk, "version": "0",
    }  # fmt: skip
    answer = client.post(f"{ours.desk}series/days/next/", sent)
    assert (answer.status_code, answer.headers.get("Location")) == (302, f"{ours.desk}series/days/")
    made = Activity.objects.exclude(pk__in=[last.pk]).latest("pk")
    assert (made.host_side, made.edition, str(made.begins)) == ("partner", 3, "2021-05")


def test_numbers_are_divided_on_their_page(ours: Home, office: Account) -> None:
    count = a_count(an_activity(ours, "A day", "2021-03"), "120 students", category="students")
    client, address = enter(office), f"{ours.desk}activities/numbers/{count.uuid}/divide/"
    wrong = client.post(address, {"quantity_0": "60 students", "quantity_1": "59 students"})
    assert (wrong.status_code, wrong.context["form"].non_field_errors()) == (
        422, ["The parts add up to 119, but the number is 120."]
    )  # fmt: skip
    assert client.post(address, {}).status_code == 422
    right = client.post(address, {"quantity_0": "60 students", "side_0": "home", "quantity_1": "60 students"})
    assert right.status_code == 302
    html = client.get(right.headers["Location"]).content.decode()
    assert html.count("<b>60") == 2


def test_another_homes_activity_is_not_there(ours: Home, other_office: Account, office: Account, theirs: Home) -> None:
    row = an_activity(theirs, "Theirs")
    assert enter(office).get(f"{ours.desk}activities/{row.uuid}/").status_code == 404
    assert enter(office).get(f"{theirs.desk}activities/{row.uuid}/").status_code == 404


def test_what_a_hidden_partnership_does_is_not_there(ours: Home, reader: Account) -> None:
    hidden = make_partnership(ours, "hidden", visibility="office")
    row = an_activity(ours, "Plain", partnership=hidden)
    assert enter(reader).get(f"{ours.desk}activities/{row.uuid}/").status_code == 404


def test_whoever_closes_a_phase_reads_which_series_go_on(
    ours: Home, office: Account, phase: Phase, alliance: Partnership
) -> None:
    a_series(ours, "forum", partnership=alliance, state="running")
    a_series(ours, "hidden", partnership=alliance, state="running", visibility="sealed")
    a_series(ours, "old", partnership=alliance, state="ended")
    [told] = enter(office).get(f"{ours.desk}phases/{phase.order}/close/").context["carried"]
    assert (told.told, [str(title) for title, _address in told.some]) == (
        "1 series is still held and goes on.", ["Forum"]
    )  # fmt: skip
