"""Answers are kept while nothing changes, and never a moment longer; nobody gets what others may see."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from kizuna.core.models import Account, Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.partners import portfolio
from kizuna.partners.models import Partnership
from tests.cast import account, make_home, make_organisation, make_partnership, put

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = AnonymousUser()
DAY = date(2026, 1, 1)


def ask(calls: list[int]) -> int:
    """The same question each time; it notes how often somebody had to read."""

    def read() -> int:
        calls.append(1)
        return Home.objects.count()

    return remembered(None, ("homes",), read)


def test_an_answer_is_read_once_until_something_is_written() -> None:
    make_home("one", "One")
    calls: list[int] = []
    assert (ask(calls), ask(calls), len(calls)) == (1, 1, 1)
    make_home("two", "Two")
    assert (ask(calls), ask(calls), len(calls)) == (2, 2, 2)
    Home.objects.filter(slug="two").update(order=9)
    assert (ask(calls), len(calls)) == (2, 3)


def test_what_another_connection_writes_is_seen_at_once() -> None:
    make_home("one", "One")
    calls: list[int] = []
    ask(calls)

    def elsewhere() -> None:
        make_home("two", "Two")
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert (ask(calls), len(calls)) == (2, 2)


def test_within_a_transaction_nothing_is_kept_and_what_is_taken_back_leaves_nothing() -> None:
    make_home("one", "One")
    calls: list[int] = []
    ask(calls)
    with transaction.atomic():
        make_home("two", "Two")
        assert ask(calls) == 2
        transaction.set_rollback(True)
    assert ask(calls) == 1


def test_a_portfolio_is_shared_only_by_those_who_may_see_the_same() -> None:
    ours, theirs = make_home("ours", "Ours"), make_home("theirs", "Theirs")
    eth = make_organisation("eth", "ETH")
    make_partnership(ours, "open", eth)
    make_partnership(ours, "inner", eth, visibility="office")
    make_partnership(ours, "secret", eth, visibility="sealed")
    office, reader = account("office", ours, "office"), account("reader", ours, "reader")
    keeper, stranger = (
        account("keeper", ours, "office", sealed=True),
        account("stranger", theirs, "office", sealed=True),
    )

    def count(user: Account | AnonymousUser) -> int:
        return len(portfolio.of(ours, DAY, user).entries)

    for _twice in range(2):
        assert [count(user) for user in (keeper, office, reader, stranger, NOBODY)] == [3, 2, 1, 1, 1]
    put_away = Partnership.objects.get(slug="open")
    put_away.visibility = "sealed"
    put(put_away)
    assert [count(user) for user in (keeper, office, reader, stranger, NOBODY)] == [3, 1, 0, 0, 0]


def test_rights_tell_roles_and_sealed_apart() -> None:
    ours = make_home("ours", "Ours")
    people: list[Reader] = [
        account("office", ours, "office"),
        account("keeper", ours, "office", sealed=True),
        account("reader", ours, "reader"),
        account("nowhere", None, ""),
        NOBODY,
    ]
    assert len({rights(person) for person in people}) == len(people)
