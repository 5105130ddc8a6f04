"""The one timeline: what stands in it, in which order, on which day, and for whom."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.desk.timeline import gather
from kizuna.partners.models import Outcome, Partnership, Phase, Plan, Programme, Stage
from tests.cast import enter, put, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(ours: Home, alliance: Partnership) -> Partnership:
    """A partnership with a phase, outcomes with and without a date, plans, and a sealed one."""
    programme = put(Programme(home=ours, slug="sp", kind="partnerships", name=words("Programme"), visibility="staff"))
    period = FuzzyDate("2014/2016")
    two = put(
        Phase(home=ours, programme=programme, order=1, name=words("Phase One"), period=period, visibility="staff")
    )
    own = {"home": ours, "partnership": alliance, "visibility": "staff"}
    put(Outcome(**own, text=words("A laboratory"), when=FuzzyDate("2019-05")))
    put(Outcome(**own, text=words("Many thanks"), phase=two))
    put(Outcome(**own, text=words("No day at all")))
    put(Plan(**own, text=words("A summer school"), horizon=FuzzyDate("2030")))
    put(Plan(**{**own, "visibility": "sealed"}, text=words("A sealed plan"), horizon=FuzzyDate("2031")))
    put(Stage(**own, state="active", begins=FuzzyDate("2013-01")))
    return alliance


def titles(home: Home, user: Account, row: Partnership, show: str = "", **asked: Any) -> list[str]:
    """What the timeline lists, in its order, without phases and tiers."""
    held = gather(home, user, row, **asked)
    places = held.of([show] if show else ["outcome", "plan"])
    return [event.title.get("en").value for _key, event in held.events(places)]


def test_the_newest_stands_first_and_the_undated_last(ours: Home, told: Partnership, reader: Account) -> None:
    assert titles(ours, reader, told) == ["A summer school", "A laboratory", "Many thanks", "No day at all"]


def test_what_is_sealed_is_for_the_trusted_only(ours: Home, told: Partnership, trusted: Account) -> None:
    assert titles(ours, trusted, told, "plan") == ["A sealed plan", "A summer school"]


def test_on_a_day_what_began_later_is_left_out_and_counted_apart(
    ours: Home, told: Partnership, reader: Account
) -> None:
    held = gather(ours, reader, told, day=date(2018, 1, 1))
    assert (held.counts["outcome"], held.counts["plan"], held.later) == (2, 1, 1)


def test_between_two_days_stands_what_may_have_been_then(ours: Home, told: Partnership, reader: Account) -> None:
    found = titles(ours, reader, told, since=date(2015, 1, 1), until=date(2016, 12, 31))
    assert found == ["Many thanks", "No day at all"]


def test_the_partner_page_and_the_page_of_its_own_show_the_list(told: Partnership, reader: Account) -> None:
    client = enter(reader)
    for address in ("/desk/ours/partners/eth/", "/desk/ours/partners/eth/timeline/"):
        html = client.get(address).content.decode()
        assert "A laboratory" in html
        assert "A sealed plan" not in html
        assert "A laboratory" not in happened(client.get(f"{address}?show=plan").content.decode())


def happened(html: str) -> str:
    """The list itself."""
    return html.partition('class="happenings"')[2].partition("</section>")[0]


def test_an_unknown_strand_is_not_there(told: Partnership, reader: Account) -> None:
    assert enter(reader).get("/desk/ours/partners/eth/timeline/?show=nonsense").status_code == 404
    assert enter(reader).get("/desk/ours/partners/eth/?show=nonsense").status_code == 404


def test_many_rows_take_no_more_queries_than_few(
    ours: Home, told: Partnership, reader: Account, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        put(Outcome(home=ours, partnership=told, visibility="staff", text=words(f"{number}"), when=FuzzyDate("2020")))
    client = enter(reader)
    with django_assert_max_num_queries(23):
        page = client.get("/desk/ours/partners/eth/timeline/")
    assert page.content.decode().count('class="happening ') == 47


def test_the_command_and_the_api_tell_the_same(ours: Home, told: Partnership, reader: Account) -> None:
    said = CliRunner().invoke(main, ["partners", "timeline", "eth", "--home", "ours", "--show", "outcome", "--json"])
    told_by_command = json.loads(said.output)
    answer = enter(reader).get("/api/v1/homes/ours/partners/eth/timeline?show=outcome").json()
    assert told_by_command["items"] == answer["items"]
    assert [item["when"] for item in answer["items"]] == ["May 2019", "Phase One", None]


def test_a_phase_that_is_none_is_said(ours: Home, told: Partnership) -> None:
    said = CliRunner().invoke(main, ["partners", "timeline", "eth", "--home", "ours", "--phase", "7"])
    assert (said.exit_code, "no phase of ours: 1" in said.output) == (2, True)


def test_another_home_sees_nothing_of_it(told: Partnership, other_office: Account) -> None:
    assert enter(other_office).get("/desk/ours/partners/eth/timeline/").status_code == 404
