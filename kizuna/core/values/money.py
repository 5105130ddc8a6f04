"""Amounts of money in one currency each, never added across currencies."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self, cast

from kizuna.core.values.numberwords import exact, kanji_to_digits, plain, scan
from kizuna.core.values.phrase import (
    LONGEST,
    TOO_LONG,
    is_japanese,
    is_japanese_language,
    is_not_stated,
    tidy,
    without_spaces,
)
from kizuna.core.values.problems import Incomparable, NotUnderstood, gettext_noop, json_object, json_text
from kizuna.core.values.qualifiers import Qualifier, following, leading, summed

NOT_MONEY = gettext_noop("This is not an amount Kizuna can read; write it like EUR 12,500, ¥84M or 1,200万円.")
NO_CURRENCY = gettext_noop("The currency is missing.")
NOT_A_CURRENCY = gettext_noop("This is not a currency code of ISO 4217.")
WHICH_CURRENCY = gettext_noop("Several countries share this name of money; write its code, such as USD or CAD.")
NOT_OF_MONEY = gettext_noop("An amount of money takes no such qualifier.")
OTHER_CURRENCY = gettext_noop("The currencies differ.")
OTHER_YEAR = gettext_noop("The fiscal years differ.")
TWO_QUALIFIERS = gettext_noop("Two qualifiers stand at one number.")

CURRENCIES = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905 - a hundred and fifty quoted codes would be a page
)

# Before the number. ¥ is yen unless the caller's own currency is the yuan, which shares it.
_SIGNS = {
    "US$": "USD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "฿": "THB", "¥": "JPY",
}  # fmt: skip
# After the number.
_NAMES = {
    "円": "JPY", "yen": "JPY", "ユーロ": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "米ドル": "USD",
    "us dollars": "USD", "英ポンド": "GBP", "ポンド": "GBP", "pounds": "GBP", "人民元": "CNY", "yuan": "CNY",
    "台湾ドル": "TWD", "ウォン": "KRW", "won": "KRW", "スイスフラン": "CHF", "swiss francs": "CHF",
}  # fmt: skip
_SHARED = {
    "$": ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN"),
    "ドル": ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD"),
    "dollars": ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD"),
    "元": ("CNY", "TWD"), "kr": ("SEK", "NOK", "DKK", "ISK"),
}  # fmt: skip
_FRONT = re.compile("|".join(re.escape(sign) for sign in sorted((*_SIGNS, "$", "kr"), key=len, reverse=True)))
_CODE = re.compile("[A-Za-z]{3}(?![A-Za-z])")
_WRITTEN = {"JPY": "¥", "EUR": "€", "GBP": "£", "USD": "US$", "KRW": "₩"}
_WRITTEN_JAPANESE = {"JPY": "円", "EUR": "ユーロ", "USD": "米ドル", "GBP": "英ポンド", "CNY": "人民元", "KRW": "ウォン"}
_QUALIFIED = {
    "exact": ("{}", "{}"), "about": ("about {}", "約{}"), "nearly": ("nearly {}", "{}近く"),
    "more_than": ("more than {}", "{}超"), "at_least": ("at least {}", "{}以上"), "up_to": ("up to {}", "最大{}"),
}  # fmt: skip


@dataclass(frozen=True)
class Money:
    """An amount in one currency; `side` says who pays, `fiscal_year` in which year."""

    amount: Decimal | None = None
    currency: str = ""
    qualifier: Qualifier = "exact"
    side: str = ""
    fiscal_year: str = ""

    def __post_init__(self) -> None:
        if len(self.side) > LONGEST or len(self.fiscal_year) > LONGEST:
            raise NotUnderstood(self.side or self.fiscal_year, TOO_LONG)
        if self.currency and self.currency not in CURRENCIES:
            raise NotUnderstood(self.currency, NOT_A_CURRENCY)
        if self.amount is None:
            object.__setattr__(self, "qualifier", "not_stated")
            return
        object.__setattr__(self, "amount", exact(self.amount))
        if self.qualifier not in _QUALIFIED:
            raise NotUnderstood(self.qualifier, NOT_OF_MONEY)
        if not self.currency:
            raise NotUnderstood(str(self.amount), NO_CURRENCY)

    @classmethod
    def parse(cls, text: str, *, currency: str = "", side: str = "", fiscal_year: str = "") -> Self:
        """Reads an amount; `currency` explains "$", "¥" or a bare number, and never overrides what is written."""
        if currency and currency not in CURRENCIES:
            raise NotUnderstood(currency, NOT_A_CURRENCY)
        phrase = tidy(text).removesuffix("。").removesuffix(".")
        if is_not_stated(phrase):
            return cls(None, currency, "not_stated", side, fiscal_year)
        if is_japanese(phrase):
            phrase = kanji_to_digits(without_spaces(phrase))
        try:
            amount, code, qualifier = _read(phrase, currency)
        except NotUnderstood as problem:
            raise NotUnderstood(text, problem.reason) from None
        return cls(amount, code, qualifier, side, fiscal_year)

    def __bool__(self) -> bool:
        """False only when no amount is stated: nothing paid is something."""
        return self.amount is not None

    def __add__(self, other: Self) -> Self:
        """A sum in the same currency and fiscal year; a side is kept where both have it."""
        if self.currency != other.currency:
            raise Incomparable(OTHER_CURRENCY)
        if self.fiscal_year != other.fiscal_year:
            raise Incomparable(OTHER_YEAR)
        qualifier = summed(self.qualifier, other.qualifier)
        amount = sum((part.amount for part in (self, other) if part.amount is not None), Decimal(0))
        return type(self)(
            amount, self.currency, qualifier, self.side if self.side == other.side else "", self.fiscal_year
        )

    def __radd__(self, other: object) -> Self:
        # sum() begins with 0.
        return self if other == 0 else NotImplemented

    def display(self, language: str) -> str:
        """The amount alone; its side and fiscal year stand in columns of their own."""
        japanese = is_japanese_language(language)
        if self.amount is None:
            return "記載なし" if japanese else "not stated"
        written = _in_japanese(self.amount, self.currency) if japanese else _in_english(self.amount, self.currency)
        return _QUALIFIED[self.qualifier][japanese].format(written)

    def __str__(self) -> str:
        return self.display("en")

    def to_json(self) -> dict[str, str | None]:
        """The amount as text, so that no reader rounds it."""
        return {
            "amount": None if self.amount is None else str(self.amount),
            "currency": self.currency,
            "qualifier": self.qualifier,
            "side": self.side,
            "fiscal_year": self.fiscal_year,
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        stored = json_object(data)
        amount = None if stored.get("amount") is None else exact(str(stored["amount"]))
        qualifier = cast("Qualifier", json_text(stored, "qualifier") or "exact")
        currency, side, year = (json_text(stored, key) for key in ("currency", "side", "fiscal_year"))
        return cls(amount, currency, qualifier, side, year)


def _read(phrase: str, hint: str) -> tuple[Decimal, str, Qualifier]:
    first, rest = leading(phrase)
    code, rest = _take_front(rest, hint)
    found = scan(rest, letters=True)
    if found is None:
        raise NotUnderstood(phrase, NOT_MONEY)
    amount, end = found
    early, rest = following(rest[end:])
    name, rest = _take_name(rest.strip(), hint)
    late, rest = following(rest)
    qualifiers: list[Qualifier] = [qualifier for qualifier in (first, early, late) if qualifier != "exact"]
    if len(qualifiers) > 1:
        raise NotUnderstood(phrase, TWO_QUALIFIERS)
    if rest or (code and name):
        raise NotUnderstood(phrase, NOT_MONEY)
    if not (code or name or hint):
        raise NotUnderstood(phrase, NO_CURRENCY)
    return amount, code or name or hint, qualifiers[0] if qualifiers else "exact"


def _shared(name: str, hint: str) -> str:
    if hint not in _SHARED[name]:
        raise NotUnderstood(name, WHICH_CURRENCY)
    return hint


def _take_front(rest: str, hint: str) -> tuple[str, str]:
    if found := _FRONT.match(rest):
        sign = found[0]
        code = _shared(sign, hint) if sign in _SHARED else "CNY" if (sign, hint) == ("¥", "CNY") else _SIGNS[sign]
        return code, rest[found.end() :].lstrip()
    found = _CODE.match(rest)
    if found and found[0].upper() in CURRENCIES:
        return found[0].upper(), rest[found.end() :].lstrip()
    return "", rest


def _take_name(rest: str, hint: str) -> tuple[str, str]:
    lowered = rest.casefold()
    for name in sorted((*_NAMES, *_SHARED), key=len, reverse=True):
        if len(lowered) == len(rest) and lowered.startswith(name) and not lowered[len(name) : len(name) + 1].isascii():
            return _NAMES.get(name) or _shared(name, hint), rest[len(name) :]
        if lowered == name:
            return _NAMES.get(name) or _shared(name, hint), ""
    found = _CODE.match(rest)
    if found and found[0].upper() in CURRENCIES:
        return found[0].upper(), rest[found.end() :]
    return "", rest


def _digits(amount: Decimal) -> str:
    """The amount in figures; where there are cents, both digits of them."""
    written = plain(amount)
    return written + "0" if written[-2:-1] == "." else written


def _in_english(amount: Decimal, currency: str) -> str:
    sign = _WRITTEN.get(currency)
    return f"{sign}{_digits(amount)}" if sign else f"{currency} {_digits(amount)}"


def _in_japanese(amount: Decimal, currency: str) -> str:
    name = _WRITTEN_JAPANESE.get(currency)
    if name is None:
        return f"{currency} {_digits(amount)}"
    # Round sums are said in ten-thousands: 8,400万円, 1億2,000万円.
    if currency == "JPY" and amount > 0 and amount % 10**4 == 0:
        hundred_millions, rest = divmod(int(amount), 10**8)
        written = f"{hundred_millions:,}億" if hundred_millions else ""
        return written + (f"{rest // 10**4:,}万" if rest else "") + name
    return _digits(amount) + name
