"""What ties departments to partners on a day: counted when known, else apart; and where links and teams part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation, Unit
from kizuna.partners import links
from kizuna.partners.models import Link, Partnership, TeamUnit
from tests.cast import LONG_AGO, make_organisation, make_partnership, put, words

DAY = date(2020, 6, 1)
NOBODY = AnonymousUser()


def unit_of(us: Organisation, slug: str, **fields: Any) -> Unit:
    return put(
        Unit(organisation=us, slug=slug, abbreviation=slug.upper(), name=words(slug), visibility="public", **fields)
    )


def tie(row: Partnership, unit: Unit, kind: str = "project", **fields: Any) -> Link:
    own = {"seen": LONG_AGO, "visibility": "public", **fields}
    return put(Link(home=row.home, partnership=row, unit=unit, kind=kind, **own))


@pytest.fixture
def law(us: Organisation) -> Unit:
    return unit_of(us, "law")


def told(home: Home, day: date = DAY, user: Any = NOBODY, **narrowed: Any) -> list[tuple[str, str, str]]:
    names = dict(Unit.objects.values_list("pk", "slug"))
    return sorted((names[tie.unit], tie.kind, tie.held) for tie in links.ties(home, day, user, **narrowed))


def test_a_place_on_a_team_and_a_reported_link_are_both_ties(alliance: Partnership, law: Unit) -> None:
    tie(alliance, law)
    assert told(alliance.home) == [("gs-eng", "team", "yes"), ("law", "project", "yes")]
    assert told(alliance.home, kinds=["project"]) == [("law", "project", "yes")]


def test_a_tie_answers_yes_no_or_not_known(alliance: Partnership, law: Unit) -> None:
    tie(alliance, law, seen=None, begins=FuzzyDate.parse("2018"), ends=FuzzyDate.parse("2021"))
    answers = {
        year: told(alliance.home, date(year, 6, 1), kinds=["project"]) for year in (2017, 2018, 2019, 2021, 2022)
    }
    assert {year: [held for _unit, _kind, held in rows] for year, rows in answers.items()} == {
        2017: [], 2018: ["unknown"], 2019: ["yes"], 2021: ["unknown"], 2022: [],
    }  # fmt: skip


def test_what_is_not_known_is_in_the_table_and_in_no_count(alliance: Partnership, law: Unit) -> None:
    tie(alliance, law, seen=date(2021, 1, 1))
    table = links.table_of(links.ties(alliance.home, DAY, NOBODY))
    assert (table.total, table.unknown, dict(table.by_kind)) == (1, 1, {"team": 1})
    assert table.meetings[law.pk][alliance.pk].unknown == ["project"]


def test_several_ties_of_a_department_with_a_partner_are_one_meeting(alliance: Partnership, engineering: Unit) -> None:
    tie(alliance, engineering)
    tie(alliance, engineering, "activity", seen=date(2021, 1, 1))
    table = links.table_of(links.ties(alliance.home, DAY, NOBODY))
    meeting = table.meetings[engineering.pk][alliance.pk]
    assert (meeting.held, meeting.unknown, table.total) == (["team", "project"], ["activity"], 1)


def test_nobody_is_told_of_a_tie_that_they_may_not_see(
    alliance: Partnership, law: Unit, office: Account, reader: Account
) -> None:
    tie(alliance, law, visibility="office")
    make_partnership(alliance.home, "quiet", units=(law,), visibility="sealed")
    seen = [[unit for unit, _kind, _held in told(alliance.home, user=who)] for who in (office, reader, NOBODY)]
    assert seen == [["gs-eng", "law"], ["gs-eng"], ["gs-eng"]]


def test_ties_of_another_home_are_not_ours(alliance: Partnership, theirs: Home, law: Unit) -> None:
    theirs_too = make_partnership(theirs, "eth", units=(law,))
    tie(theirs_too, law)
    assert told(alliance.home) == [("gs-eng", "team", "yes")]


def test_links_without_team_and_teams_without_links(alliance: Partnership, engineering: Unit, law: Unit) -> None:
    home = alliance.home
    assert list(links.links_without_team(home, DAY, NOBODY)) == []
    assert list(links.teams_without_links(home, DAY, NOBODY)) == [(engineering.pk, alliance.pk)]
    tie(alliance, law)
    tie(alliance, law, "activity")
    tie(alliance, engineering, seen=date(2021, 1, 1))
    assert list(links.links_without_team(home, DAY, NOBODY)) == [(law.pk, alliance.pk)]
    # It may well have had that project then, so nobody is asked for a link.
    assert list(links.teams_without_links(home, DAY, NOBODY)) == []


def test_who_has_left_the_team_is_a_link_without_team_again(alliance: Partnership, law: Unit) -> None:
    tie(alliance, law)
    place = put(TeamUnit(home=alliance.home, partnership=alliance, unit=law, visibility="public",
                         begins=FuzzyDate.parse("2010-01-01"), ends=FuzzyDate.parse("2019-12-31")))  # fmt: skip
    assert list(links.links_without_team(alliance.home, date(2019, 6, 1), NOBODY)) == []
    assert list(links.links_without_team(alliance.home, DAY, NOBODY)) == [(place.unit_id, alliance.pk)]


def test_nobody_is_sent_to_the_team_of_a_partnership_that_is_over(alliance: Partnership, law: Unit) -> None:
    tie(alliance, law)
    alliance.state = "ended"
    put(alliance)
    assert list(links.links_without_team(alliance.home, DAY, NOBODY)) == []


def test_two_teams_side_by_side(alliance: Partnership, engineering: Unit, us: Organisation, law: Unit) -> None:
    music = unit_of(us, "music")
    other = make_partnership(alliance.home, "mit", make_organisation("mit", "MIT"), units=(engineering, law))
    put(TeamUnit(home=alliance.home, partnership=alliance, unit=music, seen=date(2021, 1, 1), visibility="public"))
    found = links.overlap_of_teams(alliance.home, DAY, NOBODY, alliance, other)
    assert found == links.Overlap([engineering.pk], [], [law.pk], [music.pk])
    both = links.overlap_of_units(alliance.home, DAY, NOBODY, engineering, law)
    assert both == links.Overlap([other.pk], [alliance.pk], [], [])


def test_the_most_common_department_comes_first(alliance: Partnership, engineering: Unit, law: Unit) -> None:
    make_partnership(alliance.home, "mit", units=(law, engineering))
    assert [row[:2] for row in links.spread(alliance.home, DAY, NOBODY)] == [(engineering.pk, 2), (law.pk, 1)]


def test_a_merged_department_speaks_for_the_one_that_stays(
    alliance: Partnership, us: Organisation, engineering: Unit
) -> None:
    tie(alliance, unit_of(us, "eng", alias_of=engineering))
    assert told(alliance.home) == [("gs-eng", "project", "yes"), ("gs-eng", "team", "yes")]
    assert list(links.links_without_team(alliance.home, DAY, NOBODY)) == []
    assert list(links.teams_without_links(alliance.home, DAY, NOBODY)) == []
