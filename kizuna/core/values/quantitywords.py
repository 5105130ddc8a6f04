"""Reads and writes the words around a number: its qualifier, unit and what it is per."""

import re
from decimal import Decimal
from typing import NamedTuple

from kizuna.core.values.numberwords import NUMBER_WORDS, kanji_to_digits, plain, scan
from kizuna.core.values.phrase import is_japanese, is_japanese_language, is_not_stated, tidy
from kizuna.core.values.problems import NotUnderstood, gettext_noop
from kizuna.core.values.qualifiers import Qualifier, following, leading
from kizuna.core.values.unitwords import COUNTERS, NOUN, UNITS, unit_of

NOT_A_QUANTITY = gettext_noop(
    "This is not a quantity Kizuna can read; write it like 120 students, about 250, nearly 100 a year."
)
NOT_A_UNIT = gettext_noop("What follows the number is not the name of a unit.")
TWO_QUALIFIERS = gettext_noop("Two qualifiers stand at one number.")
SCALED_RANGE = gettext_noop("Only one of the two numbers has a scale; write both in full.")


class Words(NamedTuple):
    """The parts of a quantity, not yet checked against each other."""

    value: Decimal | None
    qualifier: Qualifier
    upper: Decimal | None = None
    unit: str = ""
    per: str = ""


_TIMES = "academic year|year|month|week|day|semester|term|event|edition|gathering|session"
_PER = re.compile(
    rf"(?P<rest>.*?)(?: per (?P<word>[a-z][a-z -]{{0,39}})| ?/ ?(?P<slash>{_TIMES}|年)"
    rf"| (?:an?|each|every) (?P<time>{_TIMES})"
    r"| (?P<adverb>annually|yearly|p\.a\.?|monthly|weekly|daily)|\((?P<each>[^()]{1,40})あたり\))",
    re.IGNORECASE,
)
_ADVERBS = {
    "annually": "year", "yearly": "year", "p.a.": "year", "p.a": "year", "annum": "year", "年": "year",
    "monthly": "month", "weekly": "week", "daily": "day",
}  # fmt: skip
_PER_JAPANESE = (
    ("年度ごとに", "academic year"), ("毎年度", "academic year"), ("年間", "year"), ("毎年", "year"), ("1年に", "year"),
    ("年に", "year"), ("毎月", "month"), ("月に", "month"), ("毎週", "week"), ("週に", "week"), ("毎日", "day"),
)  # fmt: skip
_PER_WRITTEN = {"year": "年間", "academic year": "年度ごとに", "month": "毎月", "week": "毎週", "day": "毎日"}

_VAGUE = re.compile(
    r"(?P<q>most|many|some)(?: of the| of)?(?: (?P<unit>.+))?"
    r"|(?P<j>ほとんど|大半|多く|多数|一部|いくつか)(?:の(?P<noun>.+))?",
    re.IGNORECASE,
)
_VAGUE_QUALIFIER: dict[str, Qualifier] = {
    "most": "most", "many": "many", "some": "some", "ほとんど": "most", "大半": "most", "多く": "many", "多数": "many",
    "一部": "some", "いくつか": "some",
}  # fmt: skip
_VAGUE_WRITTEN = {"most": "ほとんど", "many": "多く", "some": "一部"}
_JOINT = re.compile(r" ?(?:-|〜|から) ?| (?:to|or) ")
_AND = re.compile(" and ")
_UNIT = re.compile(r"[^\W\d_]+\.?(?:[ '&/-]{1,3}[^\W\d_]+\.?){0,11}|%")
# A word that cannot begin a unit shows that the number belongs to a longer sentence.
_NO_UNIT = re.compile(
    r"(?:to|or|and|not|of|in|on|at|by|from|is|are|was|were|than|but|per|each|out|the|some|most|many|more|less|about|nearly)\b",
    re.IGNORECASE,
)
_LATE = re.compile(r"(?P<unit>.+?)(?P<late> or (?:more|so|fewer|less))", re.IGNORECASE)
_SPACE = re.compile("(?<=[\u3005\u3040-\u30ff\u4e00-\u9fff]) | (?=[\u3005\u3040-\u30ff\u4e00-\u9fff])")
_COUNTED = re.compile(r"^(?:once|twice)(?= |$)", re.IGNORECASE)


def read(text: str) -> Words:
    """Takes a phrase apart, or raises NotUnderstood."""
    phrase = tidy(text)
    if is_not_stated(phrase):
        return Words(None, "not_stated")
    phrase = phrase.removesuffix("。") if phrase.endswith("p.a.") else phrase.rstrip("。.")
    if is_japanese(phrase):
        phrase = kanji_to_digits(_SPACE.sub("", phrase))
    phrase = _COUNTED.sub(lambda found: "1 times" if found[0].casefold() == "once" else "2 times", phrase)
    phrase, per = _take_per(phrase)
    vague = _VAGUE.fullmatch(phrase)
    if vague and not (vague["unit"] and scan(vague["unit"])):
        unit = _japanese_unit(vague["noun"], "") if vague["noun"] else _unit(" " + (vague["unit"] or ""))
        return Words(None, _VAGUE_QUALIFIER[(vague["q"] or vague["j"]).casefold()], None, unit, per)
    return _numbered(phrase, per)


def _take_per(phrase: str) -> tuple[str, str]:
    if found := _PER.fullmatch(phrase):
        word = next(part for part in found.groups()[1:] if part)
        return found["rest"], _ADVERBS.get(word.casefold(), word.casefold())
    for words, per in _PER_JAPANESE:
        if phrase.startswith(words):
            return phrase[len(words) :], per
    return phrase, ""


def _numbered(phrase: str, per: str) -> Words:
    first, noun, rest = _front(phrase)
    value, upper, rest = _numbers(rest)
    after, counter, rest = _back(rest)
    qualifier = _one_of(first, after)
    if upper is not None:
        qualifier = _one_of(qualifier, "range")
    return Words(value, qualifier, upper, _named(noun, counter, rest), per)


def _front(phrase: str) -> tuple[Qualifier, str, str]:
    """What stands before the number; 約 may stand before the noun or after it."""
    first, rest = leading(phrase)
    noun = NOUN.match(rest)
    if noun is None:
        return first, "", rest
    second, rest = leading(rest[noun.end() :].removeprefix("は").removeprefix("が"))
    return _one_of(first, second), noun[0], rest


def _numbers(rest: str) -> tuple[Decimal, Decimal | None, str]:
    """The number, or both numbers of a range, and what follows."""
    between = rest.casefold().startswith("between ")
    rest = rest[8:] if between else rest
    found = scan(rest)
    if found is None:
        raise NotUnderstood(rest, NOT_A_QUANTITY)
    value, end = found
    joint = (_AND if between else _JOINT).match(rest, end)
    second = scan(rest, joint.end()) if joint else None
    if joint is None or second is None:
        if between:
            raise NotUnderstood(rest, NOT_A_QUANTITY)
        return value, None, rest[end:]
    upper, stop = second
    # "5-6 million" may begin at five or at five million.
    if rest[:end].isdigit() and not re.fullmatch("[0-9,.]+", rest[joint.end() : stop]):
        raise NotUnderstood(rest, SCALED_RANGE)
    return value, upper, rest[stop:]


def _back(rest: str) -> tuple[Qualifier, str, str]:
    """The qualifier and the counter after a number, which come in either order."""
    counter, rest = _take_counter(rest)
    after, rest = following(rest)
    if not counter:
        counter, rest = _take_counter(rest.removeprefix("の"))
    if after == "exact" and (late := _LATE.fullmatch(rest)):
        after, rest = following(late["late"]).qualifier, late["unit"]
    return after, counter, rest


def _named(noun: str, counter: str, rest: str) -> str:
    """The unit, from Japanese noun and counter or from English words."""
    if not noun and NOUN.fullmatch(rest.removeprefix("の")):
        noun, rest = rest.removeprefix("の"), ""
    if not noun and not counter:
        return _unit(rest)
    if rest:
        raise NotUnderstood(rest, NOT_A_UNIT)
    return _japanese_unit(noun, counter)


def _one_of(one: Qualifier, other: Qualifier) -> Qualifier:
    if "exact" not in (one, other):
        raise NotUnderstood(f"{one} {other}", TWO_QUALIFIERS)
    return other if one == "exact" else one


def _take_counter(rest: str) -> tuple[str, str]:
    found = COUNTERS.match(rest)
    return (found[0], rest[found.end() :]) if found else ("", rest)


def _japanese_unit(noun: str, counter: str) -> str:
    # 「ほとんどの人」 has the counter for its noun.
    unit = unit_of(noun, counter) or (None if counter else unit_of("", noun))
    if unit is None:
        raise NotUnderstood(noun + counter, NOT_A_UNIT)
    return unit


def _unit(rest: str) -> str:
    unit = rest.strip()
    # "10b" or "3annually" is a slip of the keyboard; only % and a bracket stand close to their number.
    apart = rest == unit and unit and unit != "%" and not unit.startswith("(")
    if unit.startswith("(") and unit.endswith(")"):
        unit = unit[1:-1]
    if unit and (apart or is_japanese(unit) or not _UNIT.fullmatch(unit) or _NO_UNIT.match(unit)):
        raise NotUnderstood(rest, NOT_A_UNIT)
    if any(word in NUMBER_WORDS for word in re.split("[^a-z]+", unit.casefold())):
        raise NotUnderstood(rest, NOT_A_UNIT)
    return unit


def display(words: Words, language: str, *, named: bool = False) -> str:
    """In words, Japanese or else English, which `read` reads back unless the noun stands beside them (`named`)."""
    return _in_japanese(words, named=named) if is_japanese_language(language) else _in_english(words)


_ENGLISH = {
    "exact": "{}", "range": "{}", "not_stated": "{}", "about": "about {}", "nearly": "nearly {}",
    "more_than": "more than {}", "at_least": "at least {}", "up_to": "up to {}",
}  # fmt: skip
_JAPANESE = {
    "exact": "{}", "range": "{}", "not_stated": "{}", "about": "約{}", "nearly": "{}近く", "more_than": "{}超",
    "at_least": "{}以上", "up_to": "最大{}",
}  # fmt: skip


def _in_english(words: Words) -> str:
    per = f" per {words.per}" if words.per else ""
    if words.value is None:
        return "not stated" if words.qualifier == "not_stated" else f"{words.qualifier} {words.unit}".strip() + per
    number = plain(words.value) + (f"–{plain(words.upper)}" if words.upper is not None else "")
    unit = words.unit if words.unit in ("", "%") else f" {words.unit}"
    return _ENGLISH[words.qualifier].format(number) + unit + per


def _in_japanese(words: Words, *, named: bool) -> str:
    before = _PER_WRITTEN.get(words.per, "")
    after = f"（{words.per}あたり）" if words.per and not before else ""
    known = UNITS.get(words.unit)
    if words.value is None:
        if words.qualifier == "not_stated":
            return "記載なし"
        unit = (known.noun or known.counter) if known else words.unit
        return before + _VAGUE_WRITTEN[words.qualifier] + (f"の{unit}" if unit else "") + after
    number = plain(words.value) + (f"～{plain(words.upper)}" if words.upper is not None else "")
    counted = _JAPANESE[words.qualifier].format(number + (known.counter if known else ""))
    foreign = f"（{words.unit}）" if words.unit and not known else ""
    noun = known.noun if known and not named else ""
    return before + noun + counted + foreign + after
