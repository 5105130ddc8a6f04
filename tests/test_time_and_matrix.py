"""The matrix equals the lists of the page, and what changed between phases is what the facts say."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.config.cli import main
from kizuna.core import asof
from kizuna.core.models import Account, Home
from kizuna.desk.demo.accounts import address
from kizuna.partners import links, phasewise
from kizuna.partners.comparison import Comparison
from tests.cast import enter

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "kizuna" / "desk" / "demo" / "data" / "utokyo"
FACTS = ROOT.parent / "shared" / "facts" / "facts.yaml"
NOBODY = AnonymousUser()
pytestmark = pytest.mark.usefixtures("demonstration")


def utokyo() -> Home:
    return Home.objects.get(slug="utokyo")


def office_of(slug: str) -> Account:
    return Account.objects.get(email=address(Home.objects.get(slug=slug), "office"))


@cache
def listed() -> tuple[set[tuple[str, str]], dict[str, str]]:
    """The places of the data files, as partner and abbreviation, and the explanatory table of the units."""
    units = {one["key"]: one for one in yaml.safe_load((DATA / "units.yaml").read_text("utf-8"))["units"]}
    teams = yaml.safe_load((DATA / "teams.yaml").read_text("utf-8"))["teams"]
    places = {(team["partnership"], units[place[0]]["abbreviation"]) for team in teams for place in team["units"]}
    return places, {one["abbreviation"]: one["name"]["en"] for one in units.values() if one.get("table")}


def shown(slug: str, query: str = "") -> Any:
    answer = enter(office_of(slug)).get(f"/desk/{slug}/departments/{query}")
    assert answer.status_code == 200
    return answer.context["shown"]


def test_the_utokyo_matrix_equals_the_lists_of_the_page_with_the_explanatory_table() -> None:
    places, table = listed()
    found = shown("utokyo")
    partners = {column["key"]: column["url"].rstrip("/").rpartition("/")[2] for column in found.columns}
    met = {
        (f"utokyo.{partners[key]}", row["label"])
        for row in found.rows
        for key, cell in row["cells"].items()
        if not cell["unknown"]
    }
    assert met == places
    assert {row["label"]: row["note"] for row in found.rows} == table
    assert (found.table.total, found.table.unknown, len(found.rows), len(found.columns)) == (105, 0, 32, 16)
    assert Counter(pair[1] for pair in places) == Counter({row["label"]: row["sum"] for row in found.rows})


def test_the_utokyo_matrix_equals_the_facts() -> None:
    if not FACTS.exists():
        pytest.skip("The facts are not beside this checkout.")
    facts = yaml.safe_load(FACTS.read_text("utf-8"))["facts"]
    members = [one["fields"] for one in facts if one["kind"] == "team_membership" and "position" in one["fields"]]
    told = {(one["partnership"].removeprefix("pship:"), one["unit_abbreviation"]) for one in members}
    result = CliRunner().invoke(main, ["partners", "matrix", "--home", "utokyo", "--kind", "team", "--json"])
    answer = json.loads(result.stdout)
    keys = {row["slug"]: row["key"] for row in _partnerships()}
    assert {(keys[item["partner"]], item["abbreviation"]) for item in answer["items"]} == told
    assert answer["counts"] == {
        "meetings": 105, "departments": 32, "partners": 15, "not_known": 0, "by_team": 105,
    }  # fmt: skip


def _partnerships() -> list[dict[str, Any]]:
    rows = yaml.safe_load((DATA / "partnerships.yaml").read_text("utf-8"))["partnerships"]
    return [{"slug": row.get("slug") or row["key"], "key": row["key"]} for row in rows]


def test_princeton_has_a_note_down_its_column_and_ntu_a_ring() -> None:
    html = enter(office_of("utokyo")).get("/desk/utokyo/departments/").content.decode()
    assert html.count('<td class="special"') == 1
    assert "Princeton-UTokyo Teaching and Research Collaboration" in html
    assert html.count('class="lead-ring"') == 2, "one in the cell, one in the key"


def test_what_is_not_known_for_a_day_is_drawn_hollow_and_not_counted() -> None:
    """On the last day of Phase One only the place of IIS at Yangon is known; two departments had not joined yet."""
    found = shown("utokyo", "?on=2016-12-31")
    assert (found.table.total, found.table.unknown) == (1, 102)
    assert [row["label"] for row in found.rows if row["sum"]] == ["IIS"]
    html = enter(office_of("utokyo")).get("/desk/utokyo/departments/?on=2016-12-31").content.decode()
    assert html.count('<use class="mk-hollow') == 102 + 1, "each cell, and the key"


# Worked out by hand from the facts: S1-436 to S1-438 tell who joined the team of Yangon Technological University in
# which phase; S1-459 says only that a department came later. Nothing else is dated before the day of the page, so for
# it a change can be neither stated nor denied. Since when a partnership exists is dated for Princeton alone.
PLACES, DATED, GROUP_MEMBERS, PARTNERSHIPS = 105, 3, 14, 16


def comparison(first: int, second: int) -> Comparison:
    home = utokyo()
    usual = asof.chosen(home, "").day
    known = {phase.order: phase for phase in phasewise.phases_of(home, NOBODY)}
    before, after = (phasewise.day_of(known[order], usual) for order in (first, second))
    return Comparison(home, before, after, NOBODY)


def changes(made: Comparison) -> list[tuple[str, str, str, str]]:
    rows = made.told(made.changes[:100])
    return [(row.verb, row.aspect, row.partnership.slug, getattr(row.subject, "short", "")) for row in rows]


def test_between_phase_one_and_two_two_departments_joined_yangon() -> None:
    made = comparison(1, 2)
    assert (made.before, made.after) == (date(2016, 12, 31), date(2020, 12, 31))
    assert changes(made) == [("gained", "team", "ytu", "GS Eng"), ("gained", "team", "ytu", "III/GSII")]
    assert [(phase.order, verb) for phase, verb in made.phases(phasewise.phases_of(utokyo(), NOBODY))] == [
        (1, "closed"),
        (2, "begun"),
    ]


def test_between_phase_two_and_three_nothing_is_known_to_have_changed_but_the_phase() -> None:
    made = comparison(2, 3)
    assert (made.before, made.after) == (date(2020, 12, 31), date(2021, 10, 31))
    assert changes(made) == []
    assert {aspect: dict(found) for aspect, found in made.counts.items() if found} == {
        "partnership": {"unknown": PARTNERSHIPS - 1},
        "state": {"unknown": 1},
        "tier": {"unknown": PARTNERSHIPS},
        "member": {"unknown": GROUP_MEMBERS},
        "team": {"unknown": PLACES - DATED},
    }
    assert [(phase.order, verb) for phase, verb in made.phases(phasewise.phases_of(utokyo(), NOBODY))] == [
        (2, "closed"),
        (3, "begun"),
    ]
    talks = [row for row in made.told(made.unknown[: len(made.unknown)]) if row.aspect == "state"]
    assert [(row.partnership.slug, row.was, row.now) for row in talks] == [("zurich", -1, "talks")]


def test_what_the_record_ties_to_the_phases() -> None:
    """Outcomes S1-038, 039, 041, 427, 439, 440; plans S1-045, 282, 283, 361, 363, 364, 393, 394, 397, 409, 410."""
    home = utokyo()
    told = phasewise.told(home, phasewise.phases_of(home, NOBODY), NOBODY)
    assert [
        ([row.unit.short for row in one.joined], one.counts["outcomes"], dict(one.plan_states)) for one in told
    ] == [
        (["IIS"], 0, {}),
        (["GS Eng", "III/GSII"], 6, {}),
        ([], 0, {"open": 11}),
    ]
    [(row, new, before)] = phasewise.fields(home, NOBODY)
    assert (row["slug"], [str(tag.theme) for tag in new], [str(tag.theme) for tag in before]) == (
        "princeton", ["AI and mathematics"], ["public policy", "East Asian studies", "astrophysics"],
    )  # fmt: skip


def test_the_page_and_the_command_say_the_same() -> None:
    page = enter(office_of("utokyo")).get("/desk/utokyo/compare/?phases=1-2").context
    result = CliRunner().invoke(main, ["partners", "compare", "--home", "utokyo", "--phases", "1", "2", "--json"])
    answer = json.loads(result.stdout)
    assert (
        (page["changed"], page["not_known"]) == (answer["counts"]["changes"], answer["counts"]["not_known"]) == (2, 148)
    )
    assert [phase["joined"] for phase in answer["phases"]] == [
        [{"unit": "iis", "partner": "ytu"}],
        [{"unit": "gs-eng", "partner": "ytu"}, {"unit": "iii-gsii", "partner": "ytu"}],
    ]
    assert (answer["from"], answer["as_of"]) == ("2016-12-31", "2020-12-31")


def test_example_university_has_links_without_team_and_teams_without_links() -> None:
    page = enter(office_of("example")).get("/desk/example/gaps/").context
    without_team = {(unit.slug, row.slug) for unit, row, _kinds in page["without_team"]}
    without_link = {(unit.slug, row.slug) for unit, row in page["without_link"]}
    assert {("ex-info", "north"), ("ex-let", "lakeside"), ("ex-sci", "meadow")} <= without_team
    assert {("ex-mi", "north"), ("ex-eng", "meadow"), ("ex-law", "coast")} <= without_link
    assert without_team & without_link == set()


def test_real_homes_have_no_link_that_no_source_tells() -> None:
    for slug in ("utokyo", "ucl", "ku-leuven"):
        home = Home.objects.get(slug=slug)
        kinds = {tie.kind for tie in links.ties(home, asof.chosen(home, "").day, office_of(slug))}
        # The departments of which a source says that they take part in more than a team, and no others.
        assert kinds <= ({"team", "activity", "project", "mobility"} if slug == "utokyo" else {"team"})


@pytest.mark.parametrize(
    "path",
    ["departments/", "departments/?kind=team&kind=project", "departments/gs-eng/", "gaps/", "overlap/",
     "overlap/?a=anu&b=ethz", "overlap/?by=departments&a=gs-eng&b=iis", "compare/", "compare/?phases=1-2",
     "compare/?phases=2-3&list=unknown", "compare/?from=2015-01-01&to=2021-01-01",
     "people/", "activities/", "activities/?year=2020&format=online", "series/", "series/tum-workshop/",
     "activities/practices/", "calendar/"],
)  # fmt: skip
def test_no_page_asks_more_than_twenty_questions(path: str) -> None:
    client = enter(office_of("utokyo"))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/desk/utokyo/{path}")
    assert answer.status_code == 200
    assert len(queries) <= 20, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize(
    "path",
    ["departments/?kind=nonsense", "departments/?rows=9", "overlap/?a=nobody&b=anu", "overlap/?a=%00&b=%27",
     "gaps/?links=x", "compare/?from=yesterday&to=today", "compare/?from=2021-13-01", "compare/?phases=2",
     "compare/?phases=2-9", "compare/?phases=<script>-1", "compare/?from=0001-01-01&to=9999-12-31",
     "compare/?page=99999999999", "departments/?on=never"],
)  # fmt: skip
def test_nonsense_in_an_address_is_answered_in_words_or_as_if_nothing_were_there(path: str) -> None:
    answer = enter(office_of("utokyo")).get(f"/desk/utokyo/{path}")
    html = answer.content.decode()
    assert answer.status_code in {200, 404}
    assert answer.status_code == 404 or 'class="notice notice-warning"' in html or "notice-" in html
    assert "<script>-1" not in html
