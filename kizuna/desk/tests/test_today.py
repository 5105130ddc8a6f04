"""What is about to hurt: each line with the place where it is mended, for those who may know it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.activities.models import Activity
from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.desk import today
from kizuna.directory.models import Organisation, Person, Post, Unit
from kizuna.partners.models import Contribution, Coordinator, Partnership, Plan
from tests.cast import LONG_AGO, enter, make_agreement, make_partnership, operator_account, put, words
from tests.programs import caller, key_for

DAY = date(2026, 5, 20)


def hurts(home: Home, user: Account, day: date = DAY) -> dict[str, list[tuple[str, str]]]:
    """The lines of each kind: what is said, and for whom or with whom."""
    parts = today.parts(home, user, day)
    return {part.kind.value: [(line.words, line.who or line.partner) for line in part.lines] for part in parts}


@pytest.fixture
def sore(ours: Home, alliance: Partnership, engineering: Unit, eth: Organisation) -> Partnership:
    """Our alliance, with everything in it that can hurt."""
    own = {"home": ours, "visibility": "staff"}
    make_agreement(
        ours, "Exchange", partnership=alliance, begins=FuzzyDate("2021-09-01"), ends=FuzzyDate("2026-08-31"),
        expiry_basis="stated",
    )  # fmt: skip
    make_agreement(ours, "Old one", partnership=alliance, begins=FuzzyDate("2015"), ends=FuzzyDate("2026-01-31"))
    make_agreement(ours, "Long over", partnership=alliance, begins=FuzzyDate("2005"), ends=FuzzyDate("2010"))
    ivo = put(Person(slug="ivo", family="Invented", given="Ivo", **own))
    put(Coordinator(partnership=alliance, person=ivo, side="home", seen=LONG_AGO, **own))
    put(Post(person=ivo, title=words("Dean"), organisation=eth, ends=FuzzyDate("2026-03"), **own))
    put(Plan(partnership=alliance, text=words("A shared course"), horizon=FuzzyDate("2025"), owner=words("The dean"),
             **own))  # fmt: skip
    put(Plan(partnership=alliance, text=words("Not yet"), horizon=FuzzyDate("2026"), **own))
    put(Plan(partnership=alliance, text=words("Was done"), horizon=FuzzyDate("2020"), state="done", **own))
    alliance.since = FuzzyDate("2016-11")
    put(alliance)
    return alliance


def test_each_thing_that_hurts_is_told_with_who_holds_it(ours: Home, office: Account, sore: Partnership) -> None:
    told = hurts(ours, office)
    assert told == {
        "expiring": [("Old one ended, and none follows", "Ivo Invented"), ("Exchange ends", "Ivo Invented")],
        "plans": [("A shared course", "The dean")],
        "champions": [("Ivo Invented coordinates on our side", "Ivo Invented")],
        "silent": [("ETH alliance", "ETH alliance")],
        "anniversaries": [("10 years: ETH alliance", "")],
    }


def test_each_line_leads_to_a_place_that_opens(ours: Home, office: Account, sore: Partnership) -> None:
    client = enter(office)
    addresses = [line.address for part in today.parts(ours, office, DAY) for line in part.lines]
    addresses += [part.address for part in today.parts(ours, office, DAY)]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_what_is_mended_hurts_no_more(ours: Home, office: Account, sore: Partnership) -> None:
    person = Person.objects.get(slug="ivo")
    put(Post(home=ours, person=person, title=words("Rector"), seen=LONG_AGO, visibility="staff"))
    put(Activity(home=ours, title=words("Day"), partnership=sore, begins=FuzzyDate("2026-02"), visibility="staff"))
    plan = Plan.objects.get(horizon=FuzzyDate("2025"))
    plan.state = Plan.State.DROPPED
    put(plan)
    assert set(hurts(ours, office)) == {"expiring", "anniversaries"}


def test_an_activity_without_a_date_may_have_been_lately(ours: Home, office: Account, sore: Partnership) -> None:
    put(Activity(home=ours, title=words("Some day"), partnership=sore, visibility="staff"))
    assert "silent" not in hurts(ours, office)


def test_activity_without_an_agreement_is_told_unless_one_may_be_in_force(
    ours: Home, office: Account, alliance: Partnership
) -> None:
    put(Activity(home=ours, title=words("Day"), partnership=alliance, begins=FuzzyDate("2026-02"), visibility="staff"))
    assert hurts(ours, office) == {"bare": [("ETH alliance", "ETH alliance")]}
    make_agreement(ours, "Undated", partnership=alliance)
    assert hurts(ours, office) == {}


def test_contributions_wait_for_the_office(
    ours: Home, alliance: Partnership, engineering: Unit, office: Account, reader: Account
) -> None:
    put(Contribution(home=ours, unit=engineering, text=words("A seminar"), by=operator_account(), visibility="office"))
    assert hurts(ours, office) == {"contributions": [("A seminar", "GS Eng · Operator")]}
    assert hurts(ours, reader) == {}


def test_nobody_is_told_of_what_they_may_not_see(
    ours: Home, eth: Organisation, sore: Partnership, office: Account, reader: Account, other_office: Account
) -> None:
    hidden = make_partnership(ours, "hidden", eth, name="Hidden", visibility="office", since=FuzzyDate("2016-09"))
    make_agreement(ours, "Plain", partnership=hidden, begins=FuzzyDate("2021"), ends=FuzzyDate("2026-08"),
                   expiry_basis="stated")  # fmt: skip
    put(Plan(home=ours, partnership=hidden, text=words("plain"), horizon=FuzzyDate("2020"), visibility="public"))
    secret = put(Person(home=ours, slug="secret", family="Secret", visibility="sealed"))
    put(Coordinator(home=ours, partnership=sore, person=secret, seen=LONG_AGO, visibility="public"))
    assert "Hidden" in str(hurts(ours, office))
    assert [name for name in ("Hidden", "Plain", "plain", "Secret") if name in str(hurts(ours, reader))] == []
    assert "Ivo" not in str(hurts(ours, other_office))


def test_the_number_of_questions_is_the_same_for_one_and_for_three(
    ours: Home, office: Account, eth: Organisation, sore: Partnership
) -> None:
    client = enter(office)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/ours/today/?on=2026-05-20").status_code == 200
        return len(queries)

    asked()
    once = asked()
    for slug in ("two", "three"):
        made = make_partnership(ours, slug, eth, since=FuzzyDate("2016-11"))
        make_agreement(ours, slug, partnership=made, begins=FuzzyDate("2021"), ends=FuzzyDate("2026-08"),
                       expiry_basis="stated")  # fmt: skip
        put(Plan(home=ours, partnership=made, text=words(slug), horizon=FuzzyDate("2020"), visibility="staff"))
    assert asked() == once


def test_a_home_without_anything_says_so(ours: Home, office: Account) -> None:
    page = enter(office).get("/desk/ours/today/").content.decode()
    assert "Nothing is about to hurt" in page
    assert "Nothing is about to hurt" in CliRunner().invoke(main, ["desk", "today", "--home", "ours"]).output


def test_the_command_and_the_api_tell_the_same(ours: Home, office: Account, sore: Partnership) -> None:
    answer = CliRunner().invoke(main, ["desk", "today", "--home", "ours", "--on", "2026-05-20", "--json"])
    told = json.loads(answer.output)
    status, there = caller(key_for(office, "read"))("GET", "/homes/ours/today?on=2026-05-20")
    assert (status, there["items"], there["counts"]) == (200, told["items"], told["counts"])
    assert told["counts"]["expiring"] == 2
    assert told["items"][0]["address"].startswith("/desk/ours/agreements/")
    assert "Exchange ends" in CliRunner().invoke(main, ["desk", "today", "--home", "ours", "--on", "2026-05-20"]).output


def test_the_first_page_of_the_desk_says_what_presses(ours: Home, office: Account, sore: Partnership) -> None:
    page = enter(office).get("/desk/ours/?on=2026-05-20").content.decode()
    assert "What needs somebody" in page
    assert "/desk/ours/today/#expiring" in page
