"""The search of a public site: what is published in one language, by any script, with the words around."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core.models import Account, Home
from kizuna.desk import actions as desk
from kizuna.directory.models import Organisation
from kizuna.partners.models import Outcome, Partnership
from kizuna.publishing import actions, seeking, tasks
from kizuna.publishing.models import Edition, Sought
from tests.cast import enter, make_organisation, make_partnership, publish, put, words


def ask(query: str, language: str = "en", home: str = "ours") -> Any:
    return enter(None).get(f"/{home}/{language}/search/", {"q": query})


def titles(query: str, language: str = "en") -> list[tuple[str, str]]:
    """What is found: kinds and titles in order."""
    return [(row.page.kind, row.title) for row, _said in ask(query, language).context["found"]]


@pytest.fixture
def site(ours: Home, alliance: Partnership) -> Home:
    alliance.name = words("ETH Zürich alliance", "チューリッヒ連携")
    put(alliance)
    put(Outcome(home=ours, partnership=alliance, text=words("A course on rivers and their floods", "川の講義"),
                visibility="public"))  # fmt: skip
    publish(ours)
    return ours


@pytest.mark.parametrize("typed", ["ZURICH", "zürich", "Ｚürich", "eth  alliance", "alliance eth", "zür"])
def test_a_page_is_found_whatever_case_accents_width_and_order(typed: str, site: Home) -> None:
    assert titles(typed)[0] == ("partner", "ETH Zürich alliance")


def test_a_language_is_searched_by_itself(site: Home) -> None:
    assert titles("チューリッヒ", "ja") == [("partner", "チューリッヒ連携")]
    assert titles("チューリッヒ") == []
    # Half-width letters are the same letters.
    assert titles("ﾁｭｰﾘｯﾋ", "ja") == [("partner", "チューリッヒ連携")]


def test_the_words_around_are_shown_with_the_hit(site: Home) -> None:
    [(_row, said)] = ask("rivers").context["found"]
    assert (said.before, said.hit, said.after) == ("A course on ", "rivers", " and their floods")
    assert "<mark>rivers</mark>" in ask("rivers").content.decode()


def test_all_words_have_to_be_there(site: Home) -> None:
    assert [titles("rivers alliance"), titles("rivers mountains")] == [[("partner", "ETH Zürich alliance")], []]


@pytest.mark.parametrize(("typed", "says"), [
    ("", "What are you looking for?"), ("nothing like this", "Nothing found"), ("%%%", "These are no words"),
    ("' OR 1=1 --", "Nothing found"), ("\x00", "What are you looking for?"), ("x" * 100_000, "Nothing found"),
    ("<script>alert(1)</script>", "Nothing found"),
])  # fmt: skip
def test_what_finds_nothing_says_what_to_do(typed: str, says: str, site: Home) -> None:
    answer = ask(typed)
    html = answer.content.decode()
    assert (answer.status_code, says in html, "<script>alert" in html, len(html) < 20_000) == (200, True, False, True)


def test_nothing_is_found_that_is_not_published(site: Home, office: Account) -> None:
    assert Sought.objects.count() == Edition.objects.published().count()
    edition = Edition.objects.get(page__kind="partner", language="en")
    actions.withdraw(edition, by=office)
    assert [titles("rivers"), titles("講義", "ja")] == [[], [("partner", "チューリッヒ連携")]]
    # The worker lets go of the words too.
    assert (tasks.seek.func(), Sought.objects.filter(edition=edition).count()) == (1, 0)
    draft = desk.draft(site, "partner/eth/en", by=office)
    assert titles("rivers") == []
    actions.check(draft, by=office)
    actions.publish(draft, by=office)
    assert titles("rivers") == [("partner", "ETH Zürich alliance")]


def test_a_home_that_has_published_nothing_has_no_search(ours: Home, alliance: Partnership) -> None:
    assert [enter(None).get(f"/ours/{part}").status_code for part in ("search/", "en/search/?q=eth")] == [404, 404]


def test_another_home_is_not_searched(site: Home, theirs: Home, eth: Organisation) -> None:
    make_partnership(theirs, "eth", eth, name="Rivers of theirs")
    publish(theirs)
    assert [row.home for row, _said in ask("rivers").context["found"]] == [site]


def test_a_signature_taken_back_and_given_again_is_followed_by_the_search(site: Home, office: Account) -> None:
    row = Partnership.objects.get(slug="eth")
    row.name = words("Alpine alliance")
    put(row)
    batch, _count = desk.release(site, by=office)
    assert [titles("alpine")[0], titles("rivers")] == [("partner", "Alpine alliance"), [("partner", "Alpine alliance")]]
    Sought.objects.all().delete()
    desk.undo(batch, home=site, by=office)
    seeking.make_up()
    assert [titles("alpine"), titles("rivers")] == [[], [("partner", "ETH Zürich alliance")]]
    assert Sought.objects.count() == Edition.objects.published().count()


def test_words_of_an_edition_that_says_something_else_find_nothing(site: Home) -> None:
    """As after a name was erased: until the worker has been there the page is not found, and then without the name."""
    Sought.objects.update(fingerprint="0" * 64)
    assert titles("rivers") == []
    assert seeking.make_up() == 2 * Edition.objects.published().count()
    assert titles("rivers") == [("partner", "ETH Zürich alliance")]


def test_a_search_costs_the_same_for_one_page_and_for_many(site: Home) -> None:
    client, counts = enter(None), []
    for number in range(2):
        make_partnership(site, f"river-{number}", make_organisation(f"r-{number}", "R"), name=f"Rivers {number}")
        publish(site)
        client.get("/ours/en/search/?q=rivers")
        with CaptureQueriesContext(connection) as told:
            client.get("/ours/en/search/?q=rivers")
        counts.append(len(told))
    assert counts[0] == counts[1]
