"""Lists of a large home: fifty to a page, narrowed by what the address asks for, and what is not counted apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core import records
from kizuna.core.models import Account, Home, Source
from kizuna.core.values import FuzzyDate
from kizuna.partners import portfolio
from kizuna.partners.models import Member, Partnership, Stage, Standing, TeamUnit, Tier
from tests.cast import LONG_AGO, enter, make_organisation, make_partnership, place_in, publish, put

NOBODY = AnonymousUser()


def many(home: Home, tier: Tier, number: int, **fields: Any) -> list[Partnership]:
    """So many partnerships of one tier, each with an institution of its own in Germany."""
    made = []
    for one in range(number):
        organisation = make_organisation(
            f"german-{one}", f"German {one:03}", country="DE", latitude=51.0, longitude=9.0
        )
        made.append(make_partnership(home, f"german-{one}", organisation, name=f"German {one:03}", **fields))
    place_in(tier, *made)
    return made


def shown(answer: Any) -> list[str]:
    return [row.partnership.slug for stretch in answer.context["stretches"] for row in stretch.rows]


def test_a_large_list_is_shown_fifty_at_a_time(
    ours: Home, alliance: Partnership, primary: Tier, reader: Account
) -> None:
    many(ours, primary, 52)
    client = enter(reader)
    pages = [client.get("/desk/ours/", {"page": number}) for number in (1, 2)]
    assert [len(shown(answer)) for answer in pages] == [50, 3]
    assert set(shown(pages[0])).isdisjoint(shown(pages[1]))
    assert [client.get("/desk/ours/", {"page": wrong}).status_code for wrong in ("3", "0", "-1", "x", "9" * 400)] == [
        404
    ] * 5


def test_a_large_list_is_narrowed(ours: Home, alliance: Partnership, primary: Tier, reader: Account) -> None:
    many(ours, primary, 51)
    client = enter(reader)
    expected = {
        "country=CH": 1, "country=de": 50, "q=german+00": 10, "q=チューリッヒ": 1, "tier=primary": 50, "tier=none": 0,
        "tier=golden": 0, "country='": 0, "state=nonsense": 0, "sort=name": 50, "sort=nonsense": 50, "q=%25": 0,
    }  # fmt: skip
    answers = {asked: client.get(f"/desk/ours/?{asked}") for asked in expected}
    assert {asked: len(shown(answer)) for asked, answer in answers.items() if answer.status_code == 200} == expected


def test_a_small_home_is_shown_whole_and_without_menus(ours: Home, alliance: Partnership, reader: Account) -> None:
    html = enter(reader).get("/desk/ours/").content.decode()
    assert ('class="filters"' in html, 'class="pager"' in html) == (False, False)


def test_a_home_costs_no_more_with_very_many_partners(
    ours: Home, alliance: Partnership, primary: Tier, reader: Account
) -> None:
    client, counts = enter(reader), []
    for number in (0, 60):
        many(ours, primary, number)
        publish(ours)
        for path in ("/desk/ours/", "/ours/", "/ours/departments/", "/"):
            client.get(path)
            with CaptureQueriesContext(connection) as told:
                assert client.get(path).status_code == 200
            counts.append(len(told))
    # A large home is offered menus; they ask nothing that was not read for the list.
    assert counts[4:] == counts[:4]


def test_very_many_places_are_drawn_as_one_dot_for_each_country(
    ours: Home, us: Any, alliance: Partnership, primary: Tier, reader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    us.latitude, us.longitude = 35.7, 139.8
    put(us)
    many(ours, primary, 4)
    monkeypatch.setattr("kizuna.desk.maps.MOST", 3)
    drawn = enter(reader).get("/desk/ours/").context["map"]
    marks = {mark.href: mark.count.text for mark in drawn.drawings[0].marks if mark.count}
    assert marks == {"/desk/ours/?country=DE": "4"}


# What is not known for a day is listed apart and never counted.


def test_a_tier_a_membership_and_a_place_that_are_not_known_for_the_day_are_not_counted(
    ours: Home, alliance: Partnership, primary: Tier, engineering: Any
) -> None:
    unsure = make_partnership(ours, "unsure", make_organisation("unsure", "Unsure"))
    put(Standing(home=ours, partnership=unsure, tier=primary, visibility="public"))
    put(Member(home=ours, partnership=alliance, organisation=make_organisation("late", "Late"), visibility="public"))
    other = put(type(engineering)(organisation=engineering.organisation, slug="law", name=engineering.name,
                                  seen=LONG_AGO, visibility="public"))  # fmt: skip
    put(TeamUnit(home=ours, partnership=alliance, unit=other, visibility="public"))
    held = portfolio.of(ours, date(2020, 1, 1), NOBODY)
    assert ([row.slug for row in held.partnerships], [row.slug for row in held.unknown]) == (["eth"], ["unsure"])
    assert (held.count, held.institutions, held.places, held.unsure_members, held.unsure_places) == (1, 1, 1, 1, 1)


def test_the_state_on_a_day_is_that_of_the_stage_that_held(ours: Home, alliance: Partnership) -> None:
    common = {"home": ours, "partnership": alliance, "visibility": "public"}
    put(Stage(state="talks", begins=FuzzyDate.parse("2010"), ends=FuzzyDate.parse("2012"), **common))
    put(Stage(state="active", begins=FuzzyDate.parse("2013-01-01"), ends=FuzzyDate.parse("2018-12-31"), **common))
    put(Stage(state="ended", begins=FuzzyDate.parse("2019-01-01"), **common))
    told = {}
    for year in (2005, 2011, 2015, 2020):
        held = portfolio.of(ours, date(year, 6, 1), NOBODY)
        told[year] = [part for part, rows in held.parts.items() if rows]
    assert told == {2005: ["unknown"], 2011: ["talks"], 2015: ["listed"], 2020: ["ended"]}


def test_a_stage_that_a_reader_may_not_see_says_nothing_to_them(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    put(Stage(home=ours, partnership=alliance, state="ended", begins=FuzzyDate.parse("2019"), visibility="office"))
    day = date(2020, 6, 1)
    assert [len(portfolio.of(ours, day, who).parts["ended"]) for who in (NOBODY, office)] == [0, 1]


def test_what_stands_apart_is_named_beside_the_list(ours: Home, alliance: Partnership, reader: Account) -> None:
    make_partnership(ours, "past", make_organisation("past", "Past"), state="ended")
    answer = enter(reader).get("/desk/ours/")
    apart = [
        (part, count, [row.slug for row, _line, _cites in rows]) for part, _l, count, rows in answer.context["apart"]
    ]
    assert (shown(answer), apart) == (["eth"], [("ended", 1, ["past"])])


def test_a_source_with_very_many_passages_is_shown_in_pages(
    ours: Home, page: Source, alliance: Partnership, reader: Account
) -> None:
    for line in range(1, 131):
        put(records.cited(alliance, source=page, lines=[line]))
    client = enter(reader)
    answers = [client.get(f"/desk/ours/sources/{page.slug}/", {"page": number}) for number in (1, 2)]
    assert [(len(one.context["passages"]), one.context["facts"]) for one in answers] == [(120, 130), (10, 130)]
