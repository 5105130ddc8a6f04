"""A home's portfolio on one day: by tier, without talks, and what it adds up to."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core.models import Account, Change, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation, OrganisationName, Unit
from kizuna.partners import actions, portfolio
from kizuna.partners.cli import partners
from kizuna.partners.models import Member, Outcome, Partnership, Phase, Programme, Standing, TeamUnit, Tier
from tests.cast import LONG_AGO, enter, make_organisation, make_partnership, place_in, publish, put, tier_of, words

NOBODY = AnonymousUser()
DAY = date(2020, 1, 1)


@pytest.fixture
def group(ours: Home, programme: Programme) -> Partnership:
    """Three universities that are treated as one partner, in the second tier, without a team."""
    members = [make_organisation(f"stockholm-{number}", f"Stockholm {number}") for number in range(3)]
    made = make_partnership(ours, "stockholm", *members, group=True)
    place_in(tier_of(programme, "prospective", 2), made)
    return made


def test_partnerships_stand_by_tier_and_institutions_are_counted_once(
    ours: Home, alliance: Partnership, group: Partnership, eth: Organisation
) -> None:
    put(Member(home=ours, partnership=group, organisation=eth, order=9, seen=LONG_AGO, visibility="public"))
    held = portfolio.of(ours, DAY, NOBODY)
    assert [
        (one.tier and one.tier.slug, [row.slug for row in one.partnerships], one.institutions) for one in held.groups
    ] == [
        ("primary", ["eth"], 1),
        ("prospective", ["stockholm"], 4),
    ]
    assert (held.institutions, held.places, held.teams) == (4, 1, 1)


def test_talks_stand_apart_and_count_for_nothing(ours: Home, alliance: Partnership) -> None:
    make_partnership(ours, "zurich", make_organisation("zurich", "Zürich"), state="talks")
    held = portfolio.of(ours, DAY, NOBODY)
    assert ([row.slug for row in held.talks], [row.slug for row in held.partnerships], held.institutions) == (
        ["zurich"],
        ["eth"],
        1,
    )
    assert [row.slug for row in Partnership.objects.in_list()] == ["eth"]


def test_a_member_that_left_and_a_tier_that_ended_count_only_while_they_held(
    ours: Home, alliance: Partnership, primary: Tier, programme: Programme
) -> None:
    left = make_organisation("left", "Left University")
    put(Member(home=ours, partnership=alliance, organisation=left, begins=FuzzyDate.parse("2014-01-01"),
               ends=FuzzyDate.parse("2016-12-31"), visibility="public"))  # fmt: skip
    counts = {year: portfolio.of(ours, date(year, 6, 1), NOBODY).institutions for year in (2013, 2015, 2017)}
    assert counts == {2013: 1, 2015: 2, 2017: 1}
    standing = alliance.standings.get()
    standing.begins, standing.ends = FuzzyDate.parse("2014-01-01"), FuzzyDate.parse("2016-12-31")
    put(standing)
    tiers = {year: portfolio.of(ours, date(year, 6, 1), NOBODY).groups[0].tier for year in (2013, 2015, 2017)}
    assert tiers == {2013: None, 2015: primary, 2017: None}


def test_a_home_without_partners_has_an_empty_portfolio(ours: Home) -> None:
    held = portfolio.of(ours, DAY, NOBODY)
    assert (held.groups, held.talks, held.institutions, held.places, held.teams) == ([], [], 0, 0, 0)
    assert portfolio.main_programme(ours, NOBODY) is None


def test_the_main_programme_is_the_one_for_partnerships(ours: Home, programme: Programme) -> None:
    put(Programme(home=ours, slug="strategy", kind="strategy", name=words("Strategy"), visibility="public", order=0))
    put(Programme(home=ours, slug="other", kind="outside", name=words("Other"), visibility="public", order=0))
    assert portfolio.main_programme(ours, NOBODY) == programme


@pytest.mark.parametrize("text", ["ETH", "alliance", "ETHZ", "チューリッヒ"])
def test_a_partnership_is_found_by_its_own_name_and_by_its_members(
    text: str, alliance: Partnership, group: Partnership
) -> None:
    assert [row.slug for row in Partnership.objects.called(text, NOBODY)] == ["eth"]


def test_a_portfolio_costs_the_same_for_one_partnership_and_for_three(
    ours: Home, alliance: Partnership, group: Partnership, engineering: Unit, primary: Tier
) -> None:
    counts = []
    for number in (1, 2):
        with CaptureQueriesContext(connection) as told:
            held = portfolio.of(ours, DAY, NOBODY)
            _ = [(row.tier_on(DAY), row.members_on(DAY), row.team_on(DAY)) for row in held.partnerships]
        counts.append(len(told))
        for more in range(2):
            other = make_organisation(f"more-{number}-{more}", "More")
            place_in(primary, make_partnership(ours, f"more-{number}-{more}", other, units=(engineering,)))
    assert counts == [counts[0]] * 2


@pytest.mark.parametrize("path", ["", "departments/", "programme/", "phases/1/"])
def test_each_list_of_the_desk_costs_the_same_for_one_and_for_three(
    path: str, ours: Home, alliance: Partnership, phase: Phase, engineering: Unit, primary: Tier, reader: Account
) -> None:
    client, counts = enter(reader), []
    for number in range(3):
        if number:
            other = make_organisation(f"more-{number}", "More")
            row = make_partnership(ours, f"more-{number}", other, units=(engineering,))
            place_in(primary, row)
            put(Outcome(home=ours, partnership=row, phase=phase, text=words("Done"), visibility="public"))
        else:
            put(Outcome(home=ours, partnership=alliance, phase=phase, text=words("Done"), visibility="public"))
        client.get(f"/desk/ours/{path}")
        with CaptureQueriesContext(connection) as told:
            client.get(f"/desk/ours/{path}")
        counts.append(len(told))
    assert counts == [counts[0]] * 3


# What may not be.


def test_a_unit_stands_on_a_team_once_at_a_time(ours: Home, alliance: Partnership, engineering: Unit) -> None:
    with pytest.raises(ValidationError):
        put(TeamUnit(home=ours, partnership=alliance, unit=engineering, visibility="public"))
    ended = TeamUnit(home=ours, partnership=alliance, unit=engineering, visibility="public",
                     begins=FuzzyDate.parse("1990"), ends=FuzzyDate.parse("1995"))  # fmt: skip
    put(ended)
    assert alliance.team.count() == 2


def test_a_slug_is_taken_once_in_a_home_and_free_in_another(ours: Home, theirs: Home, alliance: Partnership) -> None:
    with pytest.raises(ValidationError):
        make_partnership(ours, "eth")
    assert make_partnership(theirs, "eth").home == theirs


@pytest.mark.parametrize("name", ["reader", "coordinator", "reviewer", "other_office"])
def test_only_the_office_keeps_partnerships(name: str, alliance: Partnership, request: pytest.FixtureRequest) -> None:
    who = request.getfixturevalue(name)
    alliance.state = "ended"
    for act in (actions.revise, actions.remove):
        with pytest.raises(PermissionDenied):
            act(alliance, by=who)
    with pytest.raises(PermissionDenied):
        actions.revise_all([alliance], by=who, verb="loaded")
    assert Partnership.objects.get(pk=alliance.pk).state == "active"


def test_removing_a_partnership_tells_of_everything_that_went_with_it(alliance: Partnership, office: Account) -> None:
    actions.remove(alliance, by=office)
    told = Change.objects.filter(verb="removed").order_by("label").values_list("label", flat=True)
    assert list(told) == ["partners.member", "partners.partnership", "partners.standing", "partners.teamunit"]
    assert (Member.objects.count(), Standing.objects.count(), TeamUnit.objects.count()) == (0, 0, 0)


def test_an_edit_reaches_only_the_records_of_its_own_home(alliance: Partnership, theirs: Home, office: Account) -> None:
    """A form offers, and takes, no record of another home."""
    foreign = put(Programme(home=theirs, slug="foreign", name=words("Foreign"), visibility="public"))
    address = f"/desk/ours/record/partners/partnership/{alliance.uuid}/"
    data = {"slug": "eth", "name_en": "ETH", "state": "active", "visibility": "public", "version": "1",
            "programme": str(foreign.pk)}  # fmt: skip
    answer = enter(office).post(address, data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["programme"])
    assert Partnership.objects.get(pk=alliance.pk).programme is None


# The command.


def test_the_command_lists_partners_as_the_api_does(alliance: Partnership, group: Partnership) -> None:
    told = json.loads(CliRunner().invoke(partners, ["list", "--home", "ours", "--json"]).output)
    assert [(item["slug"], item["tier"], len(item["members"]), len(item["units"])) for item in told["items"]] == [
        ("eth", "primary", 1, 1),
        ("stockholm", "prospective", 3, 0),
    ]
    assert (told["counts"]["institutions"], told["counts"]["team_places"]) == (4, 1)
    only = json.loads(CliRunner().invoke(partners, ["list", "--home", "ours", "--tier", "primary", "--json"]).output)
    assert [item["slug"] for item in only["items"]] == ["eth"]


@pytest.mark.parametrize(
    ("words_typed", "said"),
    [
        (["list", "--home", "nowhere"], "nowhere"),
        (["list", "--home", "ours", "--tier", "golden"], "golden"),
        (["list", "--home", "ours", "--on", "someday"], "someday"),
        (["show", "nobody", "--home", "ours"], "nobody"),
    ],
)
def test_a_command_fails_with_a_reason(words_typed: list[str], said: str, alliance: Partnership) -> None:
    done = CliRunner().invoke(partners, words_typed)
    assert (done.exit_code != 0, said in done.output, "Traceback" in done.output) == (True, True, False)


def test_a_hidden_name_is_not_in_what_search_engines_read(ours: Home, alliance: Partnership, eth: Organisation) -> None:
    put(OrganisationName(organisation=eth, value="Working name", visibility="staff"))
    publish(ours)
    html = enter(None).get("/ours/partners/eth/").content.decode()
    assert ("ETHZ" in html, "Working name" in html) == (True, False)
