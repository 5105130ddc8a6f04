"""The open web site: published records only, in words that nobody can turn into a program."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core import records
from kizuna.core.models import Home, Source
from kizuna.core.values import Text
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Outcome, Partnership, Phase, Programme, Tier
from kizuna.public.structured import as_script
from tests.cast import enter, make_organisation, make_partnership, place_in, publish, put, words

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{7*7}}{% now %}</script>"
PAGES = ("/ours/", "/ours/partners/eth/", "/ours/departments/")


def data_of(answer: Any) -> dict[str, object]:
    """The structured data of a page, as a search engine reads it."""
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    read: dict[str, object] = json.loads(found)
    return read


def test_the_programme_page_names_programme_tiers_phases_and_partners(
    ours: Home, programme: Programme, phase: Phase, alliance: Partnership
) -> None:
    publish(ours)
    answer = enter(None).get("/ours/")
    told = answer.context["told"]
    assert (told["title"], [row["id"] for row in told["phases"]]) == ("Our Programme", [str(phase.uuid)])
    assert [
        (tier["name"], tier["count"], [row["slug"] for row in rows]) for tier, rows in answer.context["groups"]
    ] == [("Primary", 1, ["eth"])]
    html = answer.content.decode()
    assert ["Our Programme" in html, "Phase One" in html, "ETH alliance" in html] == [True] * 3


def test_the_partner_page_shows_team_and_outcomes_with_their_source(
    ours: Home, alliance: Partnership, page: Source
) -> None:
    outcome = put(Outcome(home=ours, partnership=alliance, text=words("A joint course"), visibility="public"))
    put(records.cited(outcome, source=page, lines=[4, 5]))
    publish(ours)
    answer = enter(None).get("/ours/partners/eth/")
    told = answer.context["told"]
    assert [(row["id"], row["cites"]) for row in told["outcomes"]] == [(str(outcome.uuid), [[1, "A page of ours"]])]
    assert [place["short"] for place in told["team"]] == ["GS Eng"]
    assert ["A joint course" in answer.content.decode(), "A page of ours" in answer.content.decode()] == [True, True]


def test_the_department_list_explains_just_the_abbreviations_in_use(
    ours: Home, alliance: Partnership, us: Organisation
) -> None:
    put(Unit(organisation=us, slug="law", abbreviation="GS Law", name=words("Law"), listed=True, visibility="public"))
    publish(ours)
    answer = enter(None).get("/ours/departments/")
    assert [unit["short"] for unit in answer.context["told"]["units"]] == ["GS Eng"]
    assert ("Graduate School of Engineering" in answer.content.decode(), "GS Law" in answer.content.decode()) == (
        True,
        False,
    )


@pytest.mark.parametrize("level", ["staff", "office", "sealed"])
def test_a_page_that_is_not_published_is_not_there(level: str, ours: Home, eth: Organisation) -> None:
    make_partnership(ours, "quiet", eth, visibility=level, name="Quiet partnership")
    publish(ours)
    assert enter(None).get("/ours/partners/quiet/").status_code == 404
    assert "Quiet partnership" not in enter(None).get("/ours/").content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/ours/partners/nobody/", "/nowhere/departments/", "/ours/partners/"])
def test_an_address_without_a_page_is_answered_by_404(address: str, ours: Home) -> None:
    assert enter(None).get(address).status_code == 404


def test_hostile_words_are_shown_as_words_and_never_run(ours: Home, us: Organisation, page: Source) -> None:
    """Names, texts, sources and units, on every public page; in the page and in its structured data."""
    bad = Text.from_json({"en": HOSTILE})
    programme = put(Programme(home=ours, slug="bad", name=bad, visibility="public"))
    tier = put(Tier(home=ours, programme=programme, slug="bad", order=1, name=bad, criterion=bad, visibility="public"))
    unit = put(Unit(organisation=us, slug="bad", name=bad, abbreviation="<b>GS</b>", visibility="public"))
    row = make_partnership(ours, "eth", make_organisation("bad", HOSTILE), units=(unit,), name=HOSTILE, footnote=bad)
    place_in(tier, row)
    outcome = put(Outcome(home=ours, partnership=row, text=bad, visibility="public"))
    source = put(Source(home=ours, slug="bad", title=bad, publisher=bad, visibility="public"))
    put(records.cited(outcome, source=source, place="<script>alert(3)</script>"))
    publish(ours)
    for address in PAGES:
        html = enter(None).get(address).content.decode()
        assert (address, html.count("<script>alert"), html.count("<img src=x"), html.count("<b>GS")) == (
            address,
            0,
            0,
            0,
        )
        assert html.count("&lt;script&gt;alert(1)") > 0
        assert "49" not in re.findall(r"\{\{7\*7\}\}|49", html)
        # As many ends of scripts as beginnings: no text has ended one.
        assert html.count("</script>") == html.count("<script")
    told = data_of(enter(None).get("/ours/partners/eth/"))
    assert told["name"] == f"Our University – {HOSTILE}"


@pytest.mark.parametrize("text", ["</script>", "<!--", "<script", "]]>", "&amp;", "\u2028\u2029", "日本"])
def test_structured_data_survives_a_script_element_and_comes_back_as_it_was(text: str) -> None:
    written = as_script({"name": text})
    assert [mark for mark in "<>&\u2028\u2029" if mark in written] == []
    assert json.loads(written)["name"] == text


def test_structured_data_names_the_partner_by_all_its_published_names(alliance: Partnership) -> None:
    publish(alliance.home)
    told = data_of(enter(None).get("/ours/partners/eth/"))
    assert (told["@context"], told["@type"], told["name"]) == (
        "https://schema.org",
        "Project",
        "Our University – ETH alliance",
    )
    assert told["member"] == [
        {
            "@type": "CollegeOrUniversity",
            "name": "ETH Zürich",
            "alternateName": ["ETHZ", "スイス連邦工科大学チューリッヒ校"],
            "address": {"@type": "PostalAddress", "addressCountry": "CH"},
        }
    ]


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_costs_the_same_for_one_partner_and_for_three(
    address: str, ours: Home, alliance: Partnership, engineering: Unit, primary: Tier
) -> None:
    client, counts = enter(None), []
    for number in range(3):
        if number:
            other = make_organisation(f"more-{number}", "More")
            place_in(primary, make_partnership(ours, f"more-{number}", other, units=(engineering,)))
        publish(ours)
        client.get(address)
        with CaptureQueriesContext(connection) as told:
            client.get(address)
        counts.append(len(told))
    assert counts == [counts[0]] * 3


def test_every_page_carries_a_policy_that_lets_nothing_inline_run(alliance: Partnership) -> None:
    publish(alliance.home)
    for address in PAGES:
        policy = enter(None).get(address).headers["Content-Security-Policy"]
        assert ("default-src 'none'" in policy, "script-src 'self'" in policy, "unsafe" in policy) == (
            True,
            True,
            False,
        )
