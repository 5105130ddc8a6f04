"""`kizuna public check`: what is wrong with published pages, found without asking anybody but the records."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from kizuna.config.cli import main
from kizuna.core import records
from kizuna.core.models import Figure, Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.partners.models import Outcome, Partnership
from kizuna.public.exporting import drawn
from kizuna.publishing import actions
from kizuna.publishing.models import Edition
from tests.cast import operator_account, publish, put, words

HOME = ("--home", "ours")


def found(status: int) -> list[tuple[str, str, str]]:
    """What is wrong, where; the command says by its status whether a visitor would notice."""
    done = CliRunner().invoke(main, ["public", "check", "--json", *HOME])
    assert done.exit_code == status, done.output
    told = json.loads(done.stdout)
    assert told["counts"]["findings"] == len(told["items"])
    assert bool(told["counts"]["noticed"]) == bool(status)
    return [(one["kind"], one["page"], one["language"]) for one in told["items"]]


def partner_page(language: str = "en") -> Edition:
    found: Edition = Edition.objects.get(page__kind="partner", language=language, state="published")
    return found


def translated(ours: Home, alliance: Partnership) -> None:
    """Our home as a home looks that has said everything in both of its languages: what is left is a finding."""
    ours.languages = ["en"]
    ours.save()
    publish(ours)


def test_a_site_in_order_has_no_finding(ours: Home, alliance: Partnership) -> None:
    translated(ours, alliance)
    assert found(0) == []
    done = CliRunner().invoke(main, ["public", "check", *HOME])
    assert "Nothing is wrong with the published pages." in done.output


def test_a_link_to_a_page_that_was_withdrawn_is_dead_and_so_is_the_page(ours: Home, alliance: Partnership) -> None:
    translated(ours, alliance)
    actions.withdraw(partner_page(), by=operator_account())
    assert found(1) == [
        ("dead link", "/", "en"),
        ("dead link", "departments/", "en"),
        ("not published", "partner/eth", "en"),
    ]


def test_what_the_records_say_otherwise_is_found_and_no_visitor_notices(ours: Home, alliance: Partnership) -> None:
    translated(ours, alliance)
    put(Outcome(home=ours, partnership=alliance, text=words("A joint course"), visibility="public"))
    assert ("other than the records", "partner/eth", "en") in found(0)


def test_a_page_whose_record_is_gone_is_found(ours: Home, alliance: Partnership) -> None:
    translated(ours, alliance)
    alliance.refresh_from_db()
    alliance.visibility = "staff"
    records.save(alliance, by=operator_account(), verb="closed")
    assert ("page without records", "partner/eth", "en") in found(1)


def test_words_in_another_language_are_found_on_the_page_that_has_them(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    assert {one for one in found(1) if one[1] == "partner/eth"} == {("untranslated", "partner/eth", "ja")}


def test_a_figure_with_a_newer_value_is_noticed_and_an_old_one_is_not(ours: Home, alliance: Partnership) -> None:
    ours.stood = FuzzyDate.parse("2020-06-01")
    ours.save()
    hung = records.hung_on(alliance, home_id=ours.pk, visibility="public")
    put(Figure(measure="m", name=words("Courses"), quantity=Quantity.parse("3"), as_of=FuzzyDate.parse("2018"), **hung))
    translated(ours, alliance)
    assert {one[0] for one in found(0)} == {"old figure"}
    put(Figure(measure="m", name=words("Courses"), quantity=Quantity.parse("5"), as_of=FuzzyDate.parse("2020"), **hung))
    publish(ours)
    assert ("newer figure", "partner/eth", "en") in found(1)


def test_a_statement_that_lost_its_record_is_found(ours: Home, alliance: Partnership, phase: Any) -> None:
    translated(ours, alliance)
    page = partner_page()
    blocks = [{"kind": "statement", "id": "0e8c5a4e-0000-4000-8000-000000000000", "label": "partners.outcome",
               "text": "A course", "drafted": "A course", "when": "", "cites": []}]  # fmt: skip
    told = {"title": "On the roof", "partner": {"slug": "eth", "name": "ETH"}, "phase": "One", "years": "2017",
            "blocks": blocks, "sources": [], "as_of": "", "inferred": False}  # fmt: skip
    put(Outcome(home=ours, partnership=alliance, phase=phase, text=words("Another"), visibility="public"))
    row = type(page.page)(home=ours, kind="highlight", slug=f"eth-{phase.order}")
    actions.publish_all([actions.Wanted(row, "en", "On the roof", told)], by=operator_account())
    assert {one[0] for one in found(1)} & {"lost statement", "page without records"} != set()


def test_a_picture_that_nobody_described_is_found(ours: Home, alliance: Partnership, monkeypatch: Any) -> None:
    translated(ours, alliance)
    whole = drawn._parts
    picture = '<main id="main"><img class="a" src="/static/core/favicon.svg" alt=" "></main>'
    monkeypatch.setattr(drawn, "_parts", lambda unit, edition: [picture, *whole(unit, edition)[1:]])
    assert {one[0] for one in found(1)} == {"no alternative text"}
