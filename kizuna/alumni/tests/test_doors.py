"""Alumni at their doors: pages, forms, commands and the API."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.alumni.models import AlumniEvent, AlumniNetwork, Campaign, Gift, Strength
from kizuna.config.cli import main
from kizuna.core import records
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.partners import anniversaries
from kizuna.partners.models import HistoricalTie, Partnership
from tests.cast import enter, put, words
from tests.programs import caller, key_for


@pytest.fixture
def chapter(ours: Home) -> AlumniNetwork:
    """Our published network of alumni in Japan."""
    own = {"home": ours, "visibility": "public"}
    made = put(AlumniNetwork(name=words("Alumni in Japan"), country="jp", begins=FuzzyDate.parse("1976"), **own))
    put(Strength(network=made, quantity=Quantity.parse("84 members"), as_of=FuzzyDate.parse("2019"), **own))
    put(Strength(network=made, quantity=Quantity.parse("97 members"), as_of=FuzzyDate.parse("2021"), **own))
    return made


def test_countries_and_networks_are_different_counts(ours: Home, reader: Account, chapter: AlumniNetwork) -> None:
    put(AlumniNetwork(home=ours, name=words("Kyoto circle"), country="JP", city=words("Kyoto"), visibility="public"))
    put(AlumniNetwork(home=ours, name=words("Nowhere"), visibility="public"))
    status, told = caller(key_for(reader, "read"))("GET", "/homes/ours/alumni")
    assert (status, told["counts"]) == (200, {"networks": 3, "countries": 1})
    assert [row["country"] for row in told["items"]] == [None, "JP", "JP"]


def test_the_last_count_of_members_up_to_the_day_is_told(ours: Home, reader: Account, chapter: AlumniNetwork) -> None:
    page = enter(reader).get(f"/desk/ours/alumni/{chapter.uuid}/?on=2020-01-01").content.decode()
    assert ("84 members" in page, "97 members" in page) == (True, False)


def test_a_count_of_members_is_called_in_each_language(chapter: AlumniNetwork) -> None:
    called = chapter.strengths.earliest("pk").heading.to_json()
    assert called == {"en": "Alumni in Japan: 84 members", "ja": "Alumni in Japan: 84会員"}


def test_a_page_costs_the_same_for_one_and_for_three(ours: Home, office: Account, chapter: AlumniNetwork) -> None:
    client = enter(office)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/ours/alumni/").status_code == 200
        return len(queries)

    asked()
    once = asked()
    for name in ("Two", "Three"):
        made = put(AlumniNetwork(home=ours, name=words(name), country="JP", visibility="public"))
        put(Strength(home=ours, network=made, quantity=Quantity.parse("3"), as_of=FuzzyDate.parse("2019")))
    assert asked() == once


def test_a_gift_has_its_anniversary_once(ours: Home, office: Account) -> None:
    own = {"home": ours, "visibility": "public"}
    tie = put(HistoricalTie(text=words("Books were given"), begins=FuzzyDate.parse("1920"), country="JP", **own))
    gift = put(Gift(name=words("Books"), when=FuzzyDate.parse("1920"), country="JP", tie=tie, **own))
    put(Campaign(name=words("Raising funds"), gift=gift, **own))
    day = FuzzyDate.parse("2019-11-12").earliest
    assert day is not None
    told = [(str(one.what.title), one.years) for one in anniversaries.coming(ours, office, day)]
    assert told == [("Books", 100)]
    page = enter(office).get("/desk/ours/anniversaries/?on=2019-11-12").content.decode()
    assert "100 years" in page
    assert "Raising funds" in enter(office).get(f"/desk/ours/alumni/gifts/{gift.uuid}/").content.decode()


def test_the_office_adds_a_network_and_others_do_not(ours: Home, office: Account, reader: Account) -> None:
    form = {"name_en": "Alumni in Peru", "country": "pe", "state": "active", "visibility": "staff", "version": "0"}
    address = "/desk/ours/record/alumni/network/add/"
    assert enter(reader).post(address, form).status_code == 403
    assert enter(office).post(address, form).status_code == 302
    made = AlumniNetwork.objects.get()
    assert (made.country, made.country_name) == ("PE", "Peru")


@pytest.mark.parametrize("country", ["ZZ9", "X1", "Q!"])
def test_what_is_no_country_is_refused(ours: Home, office: Account, country: str) -> None:
    row = AlumniNetwork(home=ours, name=words("Odd"), country=country)
    with pytest.raises(ValidationError):
        records.save(row, by=office, verb="added")
    assert enter(office).get(f"/desk/ours/alumni/?country={country}").status_code in (200, 422)


def test_an_event_is_one_thing(ours: Home, office: Account, chapter: AlumniNetwork) -> None:
    with pytest.raises(ValidationError, match="either an activity or a series"):
        records.save(AlumniEvent(home=ours, network=chapter), by=office, verb="added")


def test_what_is_raised_has_its_day(ours: Home, office: Account) -> None:
    form = {"name_en": "Fund", "kind": "fundraising", "state": "running", "visibility": "staff", "version": "0",
            "raised": "JPY 300"}  # fmt: skip
    answer = enter(office).post("/desk/ours/record/alumni/campaign/add/", form)
    assert "as of which day" in answer.content.decode()


def test_the_command_lists_them(ours: Home, alliance: Partnership, chapter: AlumniNetwork) -> None:
    answer = CliRunner().invoke(main, ["alumni", "list", "--home", "ours", "--json"])
    assert json.loads(answer.output)["counts"] == {"networks": 1, "countries": 1}
    told = CliRunner().invoke(main, ["alumni", "list", "--home", "ours", "--country", "jp"]).output
    assert "Alumni in Japan" in told
    assert CliRunner().invoke(main, ["alumni", "list", "--home", "ours", "--country", "ZZZ"]).exit_code != 0
