"""The strip of reciprocity: what goes both ways with a partner, and what is not known of it."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from kizuna.activities.models import Activity
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Money
from kizuna.desk import reciprocity
from kizuna.mobility.tests.factories import make_flow, make_stays
from kizuna.partners.models import Partnership
from kizuna.projects.models import Funding
from tests.cast import put, words

TODAY = date(2022, 6, 1)


def test_what_is_not_known_is_shown_as_not_known(office: Account, ours: Home, alliance: Partnership) -> None:
    strip = reciprocity.of(ours, office, alliance, TODAY)
    assert [(line.name, line.known) for line in strip] == [("Hosting", False), ("People", False), ("Money", False)]
    assert render_to_string("desk/_reciprocity.html", {"strip": strip, "home": ours}).count("not known") == 6


def test_unsplit_numbers_stand_apart_and_are_on_no_side(office: Account, ours: Home, alliance: Partnership) -> None:
    make_flow(alliance, "both", "nearly 100 persons per year", period="2015/..", category="faculty-students")
    people = reciprocity.of(ours, office, alliance, TODAY)[1]
    assert (people.ours.words, people.theirs.words) == ("", "")
    assert people.apart == ["nearly 100 per year · Faculty and students together · Out and in together · since 2015"]


def test_each_side_is_told_in_four_questions(
    office: Account, ours: Home, alliance: Partnership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    own = {"home": ours, "partnership": alliance, "visibility": "public"}
    for side in ("home", "home", "partner"):
        put(Activity(title=words("Symposium"), host_side=side, state="held", begins=FuzzyDate.parse("2019"), **own))
    make_stays(alliance, "out", 2, "2019-09-01", "2020-01-31")
    make_flow(alliance, "in", "about 40")
    put(Funding(side="home", state="secured", amount=Money.parse("EUR 100"), **own))
    put(Funding(side="home", state="used", amount=Money.parse("JPY 500"), **own))
    put(Funding(side="partner", state="secured", **own))
    put(Funding(side="partner", state="applied", amount=Money.parse("EUR 900"), **own))
    assert office.roles != {}
    with django_assert_num_queries(4):
        hosting, people, money = reciprocity.of(ours, office, alliance, TODAY)
    assert (hosting.ours, hosting.theirs) == (("2 times", 100), ("1 time", 50))
    assert (people.ours, people.theirs, people.apart) == (("2 stays", 100), ("0 stays", 0), ["in as stated: about 40"])
    assert (money.ours.words, money.theirs.words) == ("€100, ¥500", "amount not stated")
    assert money.apart == ["1 line planned or applied for"]
