"""Money: one currency each, refused where the currency or the number has two readings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.values import CURRENCIES, Incomparable, Money, NotUnderstood


@pytest.mark.parametrize(
    ("text", "amount", "currency", "qualifier"),
    [
        ("¥84M", 84_000_000, "JPY", "exact"),
        ("￥84M", 84_000_000, "JPY", "exact"),
        ("EUR 12,500", 12_500, "EUR", "exact"),
        ("12,500 eur", 12_500, "EUR", "exact"),
        ("1,200万円", 12_000_000, "JPY", "exact"),
        ("三百万円", 3_000_000, "JPY", "exact"),
        ("1億2,000万円", 120_000_000, "JPY", "exact"),
        ("約1,200万円", 12_000_000, "JPY", "about"),
        ("1,000円以上", 1_000, "JPY", "at_least"),
        ("84 million yen", 84_000_000, "JPY", "exact"),
        ("about €10k", 10_000, "EUR", "about"),
        ("up to GBP 30,000", 30_000, "GBP", "up_to"),
        ("US$5,000", 5_000, "USD", "exact"),
        ("12,500ユーロ", 12_500, "EUR", "exact"),
        ("CHF 5,000.50", Decimal("5000.5"), "CHF", "exact"),
    ],
)
def test_a_phrase_is_understood(text: str, amount: Decimal | int, currency: str, qualifier: str) -> None:
    found = Money.parse(text)
    assert (found.amount, found.currency, found.qualifier) == (amount, currency, qualifier)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("$500", "Several countries"),
        ("500ドル", "Several countries"),
        ("500", "The currency is missing"),
        ("12.500 EUR", "The point could mark"),
        ("¥84M²", "a footnote"),
        ("1 0万円", "not an amount"),
        ("€12,5", "The comma could mark"),
        ("EUR 5 yen", "not an amount"),
        ("XYZ 5", "not an amount"),
        ("less than €5", "“Less than”"),
        ("about €5 or more", "Two qualifiers"),
        ("€" * 501, "too long"),
    ],
)
def test_what_has_several_readings_or_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        Money.parse(text)
    assert refused.value.text == text
    assert reason in refused.value.reason


def test_the_currency_of_the_form_explains_but_never_overrides() -> None:
    assert Money.parse("$500", currency="CAD").currency == "CAD"
    assert Money.parse("¥500", currency="CNY").currency == "CNY"
    assert Money.parse("500", currency="EUR").currency == "EUR"
    assert Money.parse("¥500", currency="EUR").currency == "JPY"


def test_an_amount_not_stated_is_not_zero() -> None:
    assert [bool(each) for each in (Money.parse("not stated"), Money.parse("EUR 0"))] == [False, True]
    assert Money.parse("記載なし", currency="JPY", side="UCL").to_json() == {
        "amount": None, "currency": "JPY", "qualifier": "not_stated", "side": "UCL", "fiscal_year": "",
    }  # fmt: skip


def test_money_is_displayed_as_each_language_says_it() -> None:
    texts = ["¥84M", "about ¥120,000,000", "¥1,234", "EUR 12,500", "CHF 5", "USD 12,000.5"]
    assert [Money.parse(text).display("en") for text in texts] == [
        "¥84,000,000", "about ¥120,000,000", "¥1,234", "€12,500", "CHF 5", "US$12,000.50",
    ]  # fmt: skip
    assert [Money.parse(text).display("ja") for text in texts] == [
        "8,400万円", "約1億2,000万円", "1,234円", "12,500ユーロ", "CHF 5", "12,000.50米ドル",
    ]  # fmt: skip


def test_money_is_added_within_a_currency_and_a_year_only() -> None:
    ours, theirs = Money.parse("€10k", side="KU Leuven"), Money.parse("about €5k", side="UTokyo")
    assert ours + theirs == Money(Decimal(15_000), "EUR", "about")
    assert sum([ours, ours]) == Money(Decimal(20_000), "EUR", side="KU Leuven")
    for other in (Money.parse("¥5"), Money.parse("€5", fiscal_year="AY2019"), Money.parse("", currency="EUR")):
        with pytest.raises(Incomparable):
            ours + other


@pytest.mark.parametrize(
    "stored",
    ["€5", {"amount": "5"}, {"amount": "5", "currency": "XYZ"}, {"amount": "x", "currency": "EUR"},
     {"amount": 5, "currency": "EUR", "qualifier": "many"}, {"amount": 5, "currency": 7}],
)  # fmt: skip
def test_what_is_not_its_json_is_refused(stored: object) -> None:
    with pytest.raises(NotUnderstood):
        Money.from_json(stored)


AMOUNTS = st.builds(
    Money,
    st.decimals(0, 10**13, places=2) | st.integers(0, 10**5).map(lambda n: Decimal(n) * 10_000),
    st.sampled_from(sorted(CURRENCIES)),
    st.sampled_from(["exact", "about", "nearly", "more_than", "at_least", "up_to"]),
)


@given(AMOUNTS, st.sampled_from(["en", "ja"]))
def test_what_is_displayed_reads_back(money: Money, language: str) -> None:
    assert Money.parse(money.display(language)) == money
    assert Money.from_json(money.to_json()) == money


@given(st.text(max_size=600), st.sampled_from(["", "JPY", "CNY", "CAD"]))
def test_any_text_is_money_or_is_not_understood(text: str, currency: str) -> None:
    try:
        found: Money | NotUnderstood = Money.parse(text, currency=currency)
    except NotUnderstood as refused:
        found = refused
    assert found.reason if isinstance(found, NotUnderstood) else Money.from_json(found.to_json()) == found
