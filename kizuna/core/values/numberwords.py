"""Numbers in digits and in words, English and Japanese."""

import re
from decimal import Decimal, InvalidOperation

from kizuna.core.values.problems import NotUnderstood, gettext_noop

COMMA = gettext_noop("The comma could mark thousands or decimals; write 1,200 or 1.25.")
POINT = gettext_noop("The point could mark thousands or decimals; write 12,500, or 12.5.")
NOT_A_NUMBER = gettext_noop("This is not a number.")
TOO_FINE = gettext_noop("More than six decimals are not kept.")
TOO_LARGE = gettext_noop("The number is too large.")

# Beyond a thousand million million a figure of this domain is a slip of the keyboard.
LARGEST = Decimal(10) ** 15
_FINEST = Decimal("0.000001")

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: number for number, word in enumerate(_ONES)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
NUMBER_WORDS = frozenset((*SMALL, *SCALES, "hundred"))
LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "bn": 10**9, "b": 10**9}

_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twentieth": 20,
    "twenty-first": 21,
} | {word + "th": number for word, number in SMALL.items() if number in (4, 6, 7, 10, 11, *range(13, 20))}  # fmt: skip

_DIGITS = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?")
_UNDER_HUNDRED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])})(?![a-z]))?"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
_GROUP = re.compile(
    rf"(?:(?P<h>an?|{_UNDER_HUNDRED}) hundred(?:(?: and)? (?P<rest>{_UNDER_HUNDRED})(?![a-z]))?"
    rf"|(?P<n>an?|{_UNDER_HUNDRED}))(?![a-z])"
)
_SPOKEN_SCALE = re.compile(" (thousand|million|billion)(?![a-z])")
_SCALE = re.compile(r" ?(thousand|million|billion|mio|mn|bn|k|m|b)(?![a-z])")
_MYRIADS = (("億", 10**8), ("万", 10**4), ("千", 10**3))

_KANJI = {kanji: n for n, kanji in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_TENS = {"十": 10, "百": 100, "千": 1000}
_KANJI_RUN = re.compile("(?<![0-9])[〇零一二三四五六七八九十百千]{1,9}(?=[年月日世人名回件校本冊か万億社円])")


def ordinal(word: str) -> int | None:
    """19 for "19th" or "nineteenth"."""
    digits = re.fullmatch("([0-9]{1,3})[a-z]{2}", word)
    return int(digits[1]) if digits else _ORDINALS.get(word)


def _kanji_value(run: str) -> int:
    if not any(kanji in _KANJI_TENS for kanji in run):
        return int("".join(str(_KANJI[kanji]) for kanji in run))
    total, pending = 0, 0
    for kanji in run:
        if kanji in _KANJI_TENS:
            total, pending = total + (pending or 1) * _KANJI_TENS[kanji], 0
        else:
            pending = pending * 10 + _KANJI[kanji]
    return total + pending


def kanji_to_digits(text: str) -> str:
    """Writes 二〇一九年十月 as 2019年10月."""
    return _KANJI_RUN.sub(lambda found: str(_kanji_value(found[0])), text)


def digits(text: str) -> Decimal:
    """A number in digits, refused where a comma or a point has two meanings."""
    plain = _PLAIN.fullmatch(text)
    if not plain and not _GROUPED.fullmatch(text):
        raise NotUnderstood(text, COMMA if "," in text else POINT if "." in text else NOT_A_NUMBER)
    if plain and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", text):
        raise NotUnderstood(text, POINT)
    if len(text) > 40:
        raise NotUnderstood(text, TOO_LARGE)
    return Decimal(text.replace(",", ""))


def _japanese_tail(text: str, value: Decimal, at: int) -> tuple[Decimal, int]:
    """Adds up 1億2,000万 from its first number on."""
    total, last = Decimal(0), 10**12
    while True:
        scale = next((worth for kanji, worth in _MYRIADS if text.startswith(kanji, at)), 1)
        if scale == 1 or scale >= last:
            return (total + value, at) if scale == 1 else (total, at)
        total, last, at = total + value * scale, scale, at + 1
        following = _DIGITS.match(text, at)
        if not following:
            return total, at
        value, at = digits(following[0]), following.end()


def _in_words(text: str, at: int) -> tuple[Decimal, int] | None:
    """Reads "two thousand five hundred" or "a hundred and twenty"; the text is casefolded."""
    total, end, place, limit = 0, at, at, 10**12
    while found := _GROUP.match(text, place):
        scale = _SPOKEN_SCALE.match(text, found.end())
        worth = SCALES[scale[1]] if scale else 1
        if worth >= limit or (worth == 1 and found["n"] in ("a", "an")):
            break
        hundreds = 100 * _small(found["h"]) if found["h"] else 0
        total += (hundreds + _small(found["rest"] or found["n"] or "zero")) * worth
        end, limit = scale.end() if scale else found.end(), worth
        place = end + (text.startswith(" ", end) and (5 if text.startswith(" and ", end) else 1))
        if worth == 1 or place == end:
            break
    return (Decimal(total), end) if end > at else None


def _small(words: str) -> int:
    return sum(1 if word in ("a", "an") else SMALL[word] for word in re.split("[ -]", words))


def scan(text: str, at: int = 0, *, letters: bool = False) -> tuple[Decimal, int] | None:
    """The number that begins at a place and where it stops, None when there is none.

    `letters` also reads k, M and bn, which are units in a quantity and scales in money.
    """
    lowered = text.casefold() if len(text.casefold()) == len(text) else text
    found = _DIGITS.match(lowered, at)
    if found is None:
        spoken = _in_words(lowered, at)
        return _limited(lowered, *spoken) if spoken else None
    value, end = _japanese_tail(lowered, digits(found[0]), found.end())
    scale = _SCALE.match(lowered, end)
    if scale and (letters or scale[1] in SCALES):
        return _limited(lowered, value * (SCALES | LETTERS)[scale[1]], scale.end())
    return _limited(lowered, value, end)


def _limited(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    if value >= LARGEST:
        raise NotUnderstood(text, TOO_LARGE)
    return value, end


def exact(value: Decimal | int | str) -> Decimal:
    """The number without trailing zeros, refused when it is none that can be added up exactly."""
    try:
        number = Decimal(value) + 0
    except (InvalidOperation, ValueError):
        raise NotUnderstood(str(value)[:60], NOT_A_NUMBER) from None
    if not number.is_finite():
        raise NotUnderstood(str(value)[:60], NOT_A_NUMBER)
    if abs(number) >= LARGEST * 10**5:
        raise NotUnderstood(str(number)[:60], TOO_LARGE)
    if number != number.quantize(_FINEST):
        raise NotUnderstood(str(number)[:60], TOO_FINE)
    return Decimal(plain(number).replace(",", ""))


def plain(value: Decimal) -> str:
    """14,000 or 1.5: grouped, without trailing zeros or exponent."""
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
