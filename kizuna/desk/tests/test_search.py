"""Search: what fits best stands first, of doubles one is shown, and of very many a page at a time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core.models import Account, Home
from kizuna.desk.search import search
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership
from tests.cast import enter, make_organisation, make_partnership


def test_a_whole_name_stands_before_what_begins_so_and_that_before_what_contains_it(
    ours: Home, reader: Account
) -> None:
    for slug, name in (("a", "New Zurich Institute"), ("b", "Zurich Academy"), ("c", "Zürich")):
        make_organisation(slug, name)
    assert [row.slug for row in search("zurich", ours, reader).organisations] == ["c", "b", "a"]


def test_a_partnership_whose_member_is_called_exactly_so_comes_first(
    ours: Home, alliance: Partnership, reader: Account
) -> None:
    make_partnership(ours, "friends", make_organisation("friends", "Friends"), name="Friends of ETHZ")
    assert [row.slug for row in search("ethz", ours, reader).partnerships] == ["eth", "friends"]


def test_of_a_merged_organisation_the_one_that_stays_is_found_by_either_name(ours: Home, reader: Account) -> None:
    stays, other = make_organisation("stays", "Staying University"), make_organisation("other", "Otherwise College")
    Organisation.objects.filter(pk=other.pk).update(alias_of=stays)
    for text in ("staying", "otherwise"):
        assert [row.slug for row in search(text, ours, reader).organisations] == ["stays"]


def test_very_many_are_shown_twenty_at_first_and_then_fifty_at_a_time(ours: Home, reader: Account) -> None:
    for number in range(60):
        make_organisation(f"college-{number}", f"College {number}")
    found = search("college", ours, reader)
    assert (len(found.organisations), [(kind, count) for kind, _label, count in found.more]) == (
        20,
        [("organisations", 60)],
    )
    client = enter(reader)
    pages = [client.get("/desk/ours/search/", {"q": "college", "kind": "organisations", "page": n}) for n in (1, 2, 3)]
    assert [answer.status_code for answer in pages] == [200, 200, 404]
    assert [len(answer.context["found"].organisations) for answer in pages[:2]] == [50, 10]


@pytest.mark.parametrize("kind", ["nonsense", "'", "organisations"])
def test_an_unknown_kind_is_not_asked_for(kind: str, ours: Home, reader: Account) -> None:
    make_organisation("college", "College")
    answer = enter(reader).get("/desk/ours/search/", {"q": "college", "kind": kind})
    assert (answer.status_code, len(answer.context["found"].organisations)) == (200, 1)


def test_a_search_costs_the_same_for_one_and_for_three(ours: Home, reader: Account) -> None:
    counts = []
    for number in range(3):
        one = make_organisation(f"college-{number}", f"College {number}")
        make_partnership(ours, f"college-{number}", one, name=f"College {number}")
        client = enter(reader)
        with CaptureQueriesContext(connection) as told:
            client.get("/desk/ours/search/", {"q": "college"})
        counts.append(len(told))
    assert counts == [counts[0]] * 3
