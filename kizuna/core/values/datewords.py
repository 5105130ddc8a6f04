"""Turns phrases about time into the notation of dates, or says why it cannot."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kizuna.core.values.academicyear import YEAR_OR_SPAN
from kizuna.core.values.datepoints import YEARS_MONTH_OR_SEASON, Part, read_part
from kizuna.core.values.edtf import BACKWARDS, read
from kizuna.core.values.numberwords import kanji_to_digits
from kizuna.core.values.phrase import is_japanese, is_not_stated, tidy, without_spaces
from kizuna.core.values.problems import NotUnderstood, gettext_noop

NOT_A_DATE = gettext_noop(
    "This is not a date Kizuna can read; write it like 2019-10-01, October 2019, AY2019 or since 2017."
)
YEAR_MISSING = gettext_noop("The year is missing.")
YEAR_CROSSED = gettext_noop("One date has no year and the two would run backwards; write the year of both.")
SEVERAL_READINGS = gettext_noop("This can be read as more than one pair of dates.")
STRICT = gettext_noop(
    "“Before” and “after” may or may not include the date; write “until”, “since”, “not after” or “not before”."
)
PART_OF_YEAR = gettext_noop("Early, mid and late are not kept; write months, a season or “around”.")
QUARTER = gettext_noop("A quarter may be of the calendar or of the fiscal year; write its months.")
BETWEEN = gettext_noop("“Between” may be a stretch of time or one moment in it; write “from … to” for the stretch.")
SOFT_SEASON = re.compile("[0-9]{4}-2[1-4]")

_SHAPES = (
    (re.compile(r"from (.+) \(end not stated\)|(.+)から ?\(終わりは記載なし\)"), "{}/"),
    (re.compile(r"until (.+) \(start not stated\)|(.+)まで ?\(始まりは記載なし\)"), "/{}"),
    (re.compile(r"(?:not before|not earlier than|no earlier than|on or after) (.+)|(.+) or later|(.+)以降"), "[{}..]"),
    (re.compile(r"(?:not after|not later than|no later than|on or before|by) (.+)|(.+) or earlier|(.+)以前"), "[..{}]"),
    (re.compile(r"(?:since|from|starting(?: in| from)?|beginning(?: in| from)?) (.+)"), "{}/.."),
    (re.compile(r"(?:from )?(.+?) ?(?:-|to|until) ?(?:the )?(?:present|date|today|now)|(.+) onwards?"), "{}/.."),
    (re.compile(r"(.+?) ?[-〜]|(.+)以来|(.+?)(?:から|より|〜)(?:現在(?:まで|に至る)?)?"), "{}/.."),
    (re.compile(r"(?:until|till|up to|through) (.+)|(.+)まで|〜 ?(.+)"), "../{}"),
)
_REFUSED = (
    (re.compile(r"(?:before|after|prior to) .+|.+[0-9年月日度](?:の?前|の?後)"), STRICT),
    (
        re.compile(
            r"(?:in )?(?:the )?(?:early|mid|late|end of|beginning of|middle of)[ -].+|.+(?:初頭|半ば|末|上旬|中旬|下旬)"
        ),
        PART_OF_YEAR,
    ),
    (re.compile(r"q[1-4][ -]?[0-9]{4}|[0-9]{4}[ -]?q[1-4]|.+四半期"), QUARTER),
    (re.compile(r"between .+|.+の間"), BETWEEN),
)
_JOIN = re.compile(r"\s*(?:から|より|[-〜])\s*|\s+(?:to|until|till|through)\s+")
_JAPANESE_TILDE = re.compile(r"(?<=[年月日度])~")
_MONTH_DAYS = re.compile(
    r"(?P<month>[a-z]{3,9}\.?) (?P<a>[0-9]{1,2}) ?(?:-|to) ?(?P<b>[0-9]{1,2}),? (?P<year>[0-9]{4})"
)
_SHARED_COUNTER = re.compile(r"([0-9]{1,2})[-〜]([0-9]{1,2})([月日])")
# A real pair has one or two hyphens of its own; more joints than this are no date.
_MOST_JOINTS = 10


def edtf_of(text: str, calendar: str) -> str:
    """The notation of what a person wrote; "" when it says that nothing is known.

    The notation itself is understood too, save a bare 2021-23, which people mean as years.
    """
    try:
        return _edtf_of(tidy(text), calendar)
    except NotUnderstood as problem:
        raise NotUnderstood(text, problem.reason) from None


def _edtf_of(tidied: str, calendar: str) -> str:
    if is_not_stated(tidied):
        return ""
    notation = _as_notation(tidied)
    if notation is not None:
        return notation
    phrase = tidied.casefold().removesuffix(".").removesuffix("。").strip()
    if is_japanese(phrase):
        phrase = _JAPANESE_TILDE.sub("〜", kanji_to_digits(without_spaces(phrase)))
    phrase = phrase.removeprefix("in ")
    if part := read_part(phrase, calendar):
        return _checked(_whole(part, phrase))
    for shape, template in _SHAPES:
        found = shape.fullmatch(phrase)
        inner = found and next(filter(None, found.groups()), None)
        if inner and (part := read_part(inner.strip(), calendar)):
            return _checked(template.format(_whole(part, phrase)))
    pair = _pair(phrase, calendar)
    if pair:
        return _checked(pair)
    for shape, reason in _REFUSED:
        if shape.fullmatch(phrase):
            raise NotUnderstood(phrase, reason)
    raise NotUnderstood(phrase, NOT_A_DATE)


def _checked(notation: str) -> str:
    read(notation)
    return notation


def _as_notation(tidied: str) -> str | None:
    """The text when it is the notation already, in any case and with spaces at the joints."""
    notation = re.sub(r"\s*(/|\.\.)\s*", r"\1", tidied).upper()
    if SOFT_SEASON.fullmatch(notation):
        raise NotUnderstood(tidied, YEARS_MONTH_OR_SEASON)
    try:
        return _checked(notation)
    except NotUnderstood as problem:
        # The shape was right and the order wrong: no other reading will help.
        if problem.reason == BACKWARDS:
            raise
        return None


def _whole(part: Part, phrase: str) -> str:
    if not part.point.year:
        raise NotUnderstood(phrase, YEAR_MISSING if part.point.month else NOT_A_DATE)
    return str(part.point)


def _pair(phrase: str, calendar: str) -> str | None:
    """An interval with both ends, cut wherever that makes two dates; refused where two cuts do."""
    if found := _MONTH_DAYS.fullmatch(phrase):
        phrase = f"{found['a']} {found['month']} - {found['b']} {found['month']} {found['year']}"
    phrase = _SHARED_COUNTER.sub(r"\1\3〜\2\3", phrase.removeprefix("from ").removesuffix("まで"))
    found_pairs: set[str] = set()
    reason = ""
    for left, right, joint in _cuts(phrase):
        try:
            first, last = read_part(left, calendar), read_part(right, calendar)
            if first and last:
                found_pairs.add(_joined(first, last, joint, phrase))
        except NotUnderstood as problem:
            reason = reason or problem.reason
    if len(found_pairs) > 1:
        raise NotUnderstood(phrase, SEVERAL_READINGS)
    if not found_pairs and reason:
        raise NotUnderstood(phrase, reason)
    return next(iter(found_pairs), None)


def _cuts(phrase: str) -> Iterator[tuple[str, str, str]]:
    joints = list(_JOIN.finditer(phrase))
    if len(joints) <= _MOST_JOINTS:
        for joint in joints:
            yield phrase[: joint.start()].strip(), phrase[joint.end() :].strip(), joint[0].strip()


def _joined(first: Part, last: Part, joint: str, phrase: str) -> str:
    """Lends each side what only the other says: 30 September to 10 October 2019, AY2015-2020."""
    one, other = first.point, last.point
    if one.academic != other.academic and (first.bare or last.bare):
        if int(other.year or 0) == int(one.year or 0) + 1 and joint in ("-", "〜"):
            raise NotUnderstood(phrase, YEAR_OR_SPAN)
        one, other = replace(one, academic=True), replace(other, academic=True)
    lent = not one.year or not other.year
    if not one.month and not one.year and other.month and other.day:
        one = replace(one, month=other.month)
    if not other.month and not other.year and other.day and one.month and one.day and is_japanese(phrase):
        other = replace(other, month=one.month)
    same_kind = bool(one.month) == bool(other.month) and bool(one.day) == bool(other.day)
    if lent and same_kind and one.month and (one.year or other.year):
        if (one.month, one.day) > (other.month, other.day):
            raise NotUnderstood(phrase, YEAR_CROSSED)
        one, other = replace(one, year=one.year or other.year), replace(other, year=other.year or one.year)
    return _checked(f"{_whole(Part(one), phrase)}/{_whole(Part(other), phrase)}")
