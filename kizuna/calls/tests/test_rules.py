"""Sets of rules that come with Kizuna: each begins a call, and brings what its source says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kizuna.calls import actions
from kizuna.calls.models import Call
from kizuna.calls.rules import shipped
from kizuna.core.models import Account, Home
from tests.cast import words


@pytest.mark.parametrize("key", list(shipped()))
def test_every_shipped_set_of_rules_begins_a_call(key: str, ours: Home, office: Account) -> None:
    rules = shipped()[key]
    call = Call(home=ours, slug="new", title=words("New"), zone="Asia/Tokyo")
    actions.begin(call, rules=rules, partner_currency="CHF", by=office)
    assert [one.currency for one in call.sides.all()] == ["JPY", "CHF"]
    assert [call.strands.count() > 0, call.criteria.count() >= 3, call.questions.count() >= 3] == [True] * 3


def test_a_call_takes_over_what_its_rules_say_and_nothing_else(ours: Home, office: Account) -> None:
    def begun(key: str) -> Call:
        closes = datetime.fromisoformat("2026-03-01T17:00+09:00")
        made = Call(home=ours, slug=key, title=words("New"), zone="Asia/Tokyo", closes_at=closes)
        return actions.begin(made, rules=shipped()[key], partner_currency="CHF", by=office)

    asked = begun("one-sided")
    assert (asked.kind, asked.awards, asked.employed_until) == ("one-sided", 4, date(2027, 3, 1))
    assert [one.pays for one in asked.sides.all()] == [True, False]
    assert (begun("two-goals-in-a-network").sdgs_least, begun("early-career-stays").letters_each) == (2, 1)
    taken = begun("scored-with-threshold")
    assert [(one.threshold, one.tie_order) for one in taken.criteria.all()] == [(Decimal("3.5"), n) for n in (1, 2, 3)]


def test_every_set_of_rules_is_told_in_both_languages_and_names_the_page_it_is_made_after() -> None:
    for one in shipped().values():
        rows: list[Any] = [*one.strands({}), *one.criteria({}), *one.questions({})]
        said = [one.name, one.about, *(row.name for row in rows)]
        assert {text.languages for text in said} == {("en", "ja")}
        assert one.source.startswith("https://")
    assert len(shipped()) == 18
