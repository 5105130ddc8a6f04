"""The desk's own pages: what a partner page chooses to show, search over the rooms, and the door to all homes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuna.core import records
from kizuna.core.models import Account, Home, Membership
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.desk.search import search
from kizuna.directory.models import Organisation, Person, Unit
from kizuna.partners.models import Coordinator, Outcome, Partnership, Phase, Plan, TeamUnit
from tests.cast import LONG_AGO, enter, make_organisation, make_partnership, put, words


def page_of(row: Partnership, who: Account, on: str = "") -> Any:
    """What the partner page has to show."""
    answer = enter(who).get(f"/desk/ours/partners/{row.slug}/{on}")
    assert answer.status_code == 200
    return answer.context


def test_key_facts_are_chosen_from_what_is_recorded(alliance: Partnership, reader: Account) -> None:
    assert [tile["title"] for tile in page_of(alliance, reader)["keyfacts"]] == ["Team"]
    alliance.since = FuzzyDate.parse("January 2013")
    put(alliance)
    put(records.figured(alliance, measure="students", name=words("Students"), quantity=Quantity.parse("nearly 100")))
    tiles = page_of(alliance, reader)["keyfacts"]
    assert [(tile["title"], tile["big"]) for tile in tiles] == [
        ("Partnership since", "January 2013"),
        ("Students", "nearly 100"),
        ("Team", "1 department"),
    ]


def test_what_is_not_known_stands_in_one_list_and_leaves_it_once_known(alliance: Partnership, reader: Account) -> None:
    before = page_of(alliance, reader)["unknown"]
    alliance.since = FuzzyDate.parse("January 2013")
    put(alliance)
    after = page_of(alliance, reader)["unknown"]
    assert set(before) - set(after) == {"Since when the partnership exists"}


def test_the_story_is_told_phase_by_phase(alliance: Partnership, phase: Phase, ours: Home, reader: Account) -> None:
    put(Outcome(home=ours, partnership=alliance, phase=phase, text=words("In the phase"), visibility="public"))
    put(Plan(home=ours, partnership=alliance, text=words("Outside any"), visibility="public"))
    story = page_of(alliance, reader)["story"]
    told = [(part.title, [str(row) for row, _ in part.outcomes], [str(row) for row, _ in part.plans]) for part in story]
    assert told == [("Across the phases", [], ["Outside any"]), ("Phase One", ["In the phase"], [])]


def test_a_unit_that_joined_later_is_on_the_team_only_from_then(
    alliance: Partnership, ours: Home, us: Organisation, reader: Account
) -> None:
    law = put(Unit(organisation=us, slug="law", abbreviation="GS Law", name=words("Law"), visibility="public"))
    put(TeamUnit(home=ours, partnership=alliance, unit=law, begins=FuzzyDate.parse("2017-04-01"), visibility="public"))
    teams = {}
    for day in ("2016-01-01", "2018-01-01"):
        team = page_of(alliance, reader, f"?on={day}")["team"]
        teams[day] = [place.unit.short for place, _cites in team]
    assert {day: sorted(team) for day, team in teams.items()} == {
        "2016-01-01": ["GS Eng"],
        "2018-01-01": ["GS Eng", "GS Law"],
    }


def test_the_matrix_has_a_row_for_each_unit_and_a_column_for_each_partner(
    ours: Home, alliance: Partnership, engineering: Unit, reader: Account
) -> None:
    make_partnership(ours, "other", make_organisation("other", "Other"), footnote=words("Its team is being formed."))
    answer = enter(reader).get("/desk/ours/departments/")
    shown = answer.context["shown"]
    assert ([row["label"] for row in shown.rows], len(shown.columns)) == (["GS Eng"], 2)


def test_the_department_page_lists_its_teams_and_the_partners_without_it(
    ours: Home, alliance: Partnership, us: Organisation, reader: Account
) -> None:
    law = put(
        Unit(organisation=us, slug="law", abbreviation="GS Law", name=words("Law"), seen=LONG_AGO, visibility="public")
    )
    make_partnership(ours, "other", make_organisation("other", "Other"), units=(law,))
    context = enter(reader).get("/desk/ours/departments/law/").context
    assert [row.slug for row, *_rest in context["teams"]] == ["other"]
    assert [row.slug for row in context["lacking"]] == ["eth"]


@pytest.mark.parametrize("text", ["ETHZ", "ＥＴＨＺ", "zürich", "チューリッヒ"])
def test_search_finds_partnership_and_organisation_in_any_script(
    text: str, ours: Home, alliance: Partnership, reader: Account
) -> None:
    found = search(text, ours, reader)
    assert ([row.slug for row in found.partnerships], [row.slug for row in found.organisations]) == (
        ["eth"],
        ["eth-zurich"],
    )


def test_search_finds_people_and_units_of_this_home_only(
    ours: Home, theirs: Home, engineering: Unit, reader: Account, eth: Organisation
) -> None:
    for home in (ours, theirs):
        put(Person(home=home, slug="eng", family="Engel", given=str(home.slug), visibility="public"))
    put(Unit(organisation=eth, slug="eng", name=words("Engineering abroad"), visibility="public"))
    found = search("eng", ours, reader)
    assert ([str(row) for row in found.people], [row.slug for row in found.units]) == (["ours Engel"], ["gs-eng"])


def test_an_exact_abbreviation_comes_first(us: Organisation, ours: Home, reader: Account) -> None:
    for slug, short in (("gs-lawyers", "GS Lawyers"), ("law", "GS Law")):
        put(Unit(organisation=us, slug=slug, abbreviation=short, name=words(slug), visibility="public"))
    assert [row.slug for row in search("GS Law", ours, reader).units] == ["law", "gs-lawyers"]


def test_hostile_words_in_search_are_words(ours: Home, reader: Account) -> None:
    html = enter(reader).get("/desk/ours/search/", {"q": "<script>alert(1)</script>' OR 1=1 --"}).content.decode()
    assert ("<script>alert" in html, "&lt;script&gt;alert(1)" in html) == (False, True)


@pytest.mark.parametrize("text", ["\x00", "%", "_", "a" * 5000, "🎌", "'; DROP TABLE core_home; --"])
def test_no_search_breaks_the_page(text: str, ours: Home, alliance: Partnership, reader: Account) -> None:
    answer = enter(reader).get("/desk/ours/search/", {"q": text})
    assert (answer.status_code, answer.context["found"].partnerships if answer.context["found"] else []) == (200, [])


def test_rooms_without_records_leave_the_menu_behind_one_entry(ours: Home, office: Account, reader: Account) -> None:
    def menu(who: Account) -> list[str]:
        return [entry["label"] for entry in enter(who).get("/desk/ours/").context["chrome"]["nav"]]

    assert (menu(office), menu(reader)) == (["Partners", "Contributions", "Add"], ["Partners"])
    put(Person(home=ours, slug="one", family="One", visibility="public"))
    assert menu(reader) == ["Partners", "People"]


def test_whoever_works_in_one_home_goes_straight_to_it_and_others_choose(
    ours: Home, theirs: Home, reader: Account
) -> None:
    client = enter(reader)
    assert client.get("/desk/").headers["Location"] == "/desk/ours/"
    Membership.objects.create(account=reader, home=theirs, role="reader")
    assert [home.slug for home in enter(reader).get("/desk/").context["homes"]] == ["ours", "theirs"]
    assert enter(None).get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


def test_a_desk_page_is_kept_by_no_cache(ours: Home, reader: Account) -> None:
    assert enter(reader).get("/desk/ours/").headers["Cache-Control"] == "private, no-store"


def test_what_is_not_known_on_a_day_stands_apart_on_the_partner_page_and_is_not_counted(
    alliance: Partnership, ours: Home, us: Organisation, reader: Account
) -> None:
    law = put(Unit(organisation=us, slug="law", abbreviation="Law", name=words("Law"), visibility="public"))
    put(TeamUnit(home=ours, partnership=alliance, unit=law, seen=date(2019, 10, 1), visibility="public"))
    led = put(Person(home=ours, slug="ada", given="Ada", visibility="staff"))
    put(Coordinator(home=ours, partnership=alliance, person=led, begins=FuzzyDate.parse("2018"), visibility="staff"))
    client = enter(reader)

    def told(day: str) -> list[list[str]]:
        context = client.get(f"/desk/ours/partners/eth/?on={day}").context
        return [[str(row).split(" ", maxsplit=1)[0] for row, _cites in context[name]] for name in
                ("members", "maybe_members", "team", "maybe_team", "coordinators", "maybe_coordinators",
                 "other_coordinators")]  # fmt: skip

    assert told("2019-10-01") == [["ETH"], [], ["GS", "Law"], [], ["Ada"], [], []]
    assert told("2018-06-01") == [["ETH"], [], ["GS"], ["Law"], [], ["Ada"], []]
    page = client.get("/desk/ours/partners/eth/?on=1999-06-01")
    assert [words in page.content.decode() for words in
            ("Members: not known on this day", "Team: not known on this day", "Primary: not known on this day")
            ] == [True, True, True]  # fmt: skip
    assert [tile["title"] for tile in page.context["keyfacts"] if tile["title"] == "Team"] == []
    assert told("1999-06-01") == [[], ["ETH"], [], ["GS", "Law"], [], [], ["Ada"]]


def test_talks_begin_from_the_page_of_an_organisation_that_is_no_partner_yet(
    alliance: Partnership, us: Organisation, office: Account, reader: Account
) -> None:
    make_organisation("anu", "ANU")
    button = "/desk/ours/talks/?organisation="
    pages = {slug: enter(office).get(f"/desk/ours/organisations/{slug}/").content.decode()
             for slug in ("anu", "eth-zurich", us.slug)}  # fmt: skip
    assert {slug: button in page for slug, page in pages.items()} == {"anu": True, "eth-zurich": False, us.slug: False}
    assert button not in enter(reader).get("/desk/ours/organisations/anu/").content.decode()
    where = pages["anu"].partition(button)[2].partition('"')[0].replace("&amp;", "&")
    form = enter(office).get(f"{button}{where}").context["form"]
    assert str(Organisation.objects.get(pk=form["organisation"].value())) == "ANU"
    assert 'href="/desk/ours/talks/?' in enter(office).get("/desk/ours/add/").content.decode()


def test_nothing_is_called_overdue_because_a_page_is_old(alliance: Partnership, ours: Home, reader: Account) -> None:
    ours.stood = FuzzyDate.parse("2019-10-01")
    ours.save()
    put(
        Plan(
            home=ours, partnership=alliance, text=words("By then"), horizon=FuzzyDate.parse("2018"), visibility="public"
        )
    )
    answer = enter(reader).get("/desk/ours/partners/eth/")
    assert (answer.context["asof"].day, "overdue" in answer.content.decode().lower()) == (date(2019, 10, 1), False)
