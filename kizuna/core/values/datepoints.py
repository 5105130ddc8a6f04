"""Reads one date as people write it, whole or with its year left to its neighbour."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kizuna.core.values.academicyear import agreed_year, is_next, read_academic_year
from kizuna.core.values.edtf import Point, read_point
from kizuna.core.values.eras import era_names, within_era
from kizuna.core.values.numberwords import ordinal
from kizuna.core.values.phrase import is_japanese
from kizuna.core.values.problems import NotUnderstood, gettext_noop

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASON_NAMES = ("spring", "summer", "autumn", "winter")
SEASON_KANJI = "春夏秋冬"

DAY_OR_MONTH_FIRST = gettext_noop("The day or the month may come first; write the month as a word, or 2019-04-03.")
YEARS_MONTH_OR_SEASON = gettext_noop(
    "This could be a span of years, an academic year or a season; write both years in full, or the season as a word."
)
MONTH_OR_ACADEMIC = gettext_noop("This could be a month or an academic year; write the month as a word, or AY2010.")
TWO_DIGITS = gettext_noop("Two-digit numbers could be years, months or days; write the year with four digits.")
DECADE_OR_CENTURY = gettext_noop("This could be ten years or a hundred; write “19th century” or “1900s (decade)”.")
WRONG_WEEKDAY = gettext_noop("The weekday does not fit the date.")
ERA_MISMATCH = gettext_noop("This day does not lie in the Japanese era named.")
WAVE_OR_ABOUT = gettext_noop("The wave before a year could mean “until” or “about”; use the word.")


class Part(NamedTuple):
    """A point whose year may be missing; `bare` when the year is only four digits, which a neighbour may explain."""

    point: Point
    bare: bool = False


_MONTH_NUMBER = {name.casefold(): f"{n:02}" for n, name in enumerate(MONTH_NAMES, 1)}
_MONTH_NUMBER |= {name[:3]: number for name, number in _MONTH_NUMBER.items()} | {"sept": "09"}
_MONTH = "(?P<m>" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
_DAY = "(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"

_DAY_MONTH = re.compile(rf"(?:(?:the )?{_DAY}[ -]?(?:of )?)?{_MONTH}(?:,?[ -]?(?P<y>[0-9]{{4}}))?")
_MONTH_OF = re.compile(rf"{_MONTH} of (?P<y>[0-9]{{4}})")
_MONTH_DAY = re.compile(rf"{_MONTH} (?:the )?{_DAY}(?:,? (?P<y>[0-9]{{4}}))?")
_SEASON = re.compile(r"(?:the )?(?P<s>spring|summer|autumn|fall|winter)(?: of|,)? (?P<y>[0-9]{4})")
_SOME = re.compile(rf"some (?P<what>day|month) (?:in|of) (?:{_MONTH} )?(?P<y>[0-9]{{4}})")
_CENTURY = re.compile(r"(?:the )?(?P<n>[0-9]{1,3}(?:st|nd|rd|th)|[a-z-]{5,14}) century|(?P<k>[0-9]{1,3})世紀")
_DECADE = re.compile(r"(?:(?:the )?(?P<e>[0-9]{3})0'?s|(?P<j>[0-9]{3})0年代)(?P<sure> ?\((?:decade|10年間)\))?")
_CALENDAR_YEAR = re.compile(r"(?:the )?(?:calendar )?year (?P<y>[0-9]{4})")
_ISO_LIKE = re.compile(r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?:(?P=s)(?P<d>[0-9]{1,2}))?")
_DAY_FIRST = re.compile(r"(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})")
_MONTH_SLASH = re.compile(r"(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})")
_TWO_DIGITS = re.compile(r"'?[0-9]{1,2} ?[-/.〜] ?'?[0-9]{1,2}(?: ?[-/.〜] ?'?[0-9]{1,2})?")
_WEEKDAY = re.compile(r"(?P<w>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? (?P<rest>.+)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_KANJI = re.compile(r"(?P<rest>.+)\((?P<w>[月火水木金土日])(?:曜日?)?\)")
_AROUND = re.compile(r"(?:around|about|approximately|approx\.?|circa|ca?\.|ca(?=[ 0-9])|~)\s*(?P<rest>.+)")
_PERHAPS = re.compile(r"(?:possibly|probably|perhaps)\s+(?P<rest>.+)")

_ERA_OR_YEAR = rf"(?P<year>(?:{'|'.join(era_names())})(?:元|[0-9]{{1,2}})|[0-9]{{4}})"
_ALSO = r"(?:\((?P<{}>[^()]{{1,8}})\))?"
_JAPANESE = re.compile(
    rf"(?:{_ERA_OR_YEAR}{_ALSO.format('before')}年{_ALSO.format('after')})?"
    r"(?:の?(?P<season>[春夏秋冬])|(?:(?P<m>[0-9]{1,2}|某)月)?(?:(?P<d>[0-9]{1,2}|某)日)?)"
)


def _two(digits: str | None) -> str:
    return "XX" if digits == "某" else digits.zfill(2) if digits else ""


def _from_digits(text: str) -> Part | None:
    """Dates of digits alone, where the order of day and month is the trap."""
    if _TWO_DIGITS.fullmatch(text):
        raise NotUnderstood(text, TWO_DIGITS)
    if found := _ISO_LIKE.fullmatch(text):
        month = _two(found["m"])
        if not found["d"] and (int(month) > 12 or found["s"] != "-"):
            if int(month) > 12 or int(month) == 0:
                raise NotUnderstood(text, YEARS_MONTH_OR_SEASON)
            if is_next(int(found["y"]), month):
                raise NotUnderstood(text, MONTH_OR_ACADEMIC)
        return Part(Point(found["y"], month, _two(found["d"])))
    if found := _DAY_FIRST.fullmatch(text):
        first, second = int(found["a"]), int(found["b"])
        if first <= 12 and second <= 12 and first != second:
            raise NotUnderstood(text, DAY_OR_MONTH_FIRST)
        day, in_year = (first, second) if second <= 12 else (second, first)
        return Part(Point(found["y"], f"{in_year:02}", f"{day:02}"))
    if found := _MONTH_SLASH.fullmatch(text):
        return Part(Point(found["y"], _two(found["m"])))
    return None


def _from_japanese(text: str) -> Part | None:
    found = _JAPANESE.fullmatch(text)
    if not found or not text:
        return None
    year = ""
    if found["year"]:
        western = agreed_year(found["year"], found["before"] or found["after"])
        year = f"{western:04}" if western else ""
    if found["season"]:
        return Part(Point(year, str(21 + SEASON_KANJI.index(found["season"])))) if year else None
    if year and found["d"] and not found["m"]:
        return None
    point = Point(year, _two(found["m"]), _two(found["d"]))
    if found["year"] and found["year"][:2] in era_names() and "XX" not in (point.month, point.day):
        first, last = read_point(str(point)).bounds("")
        if not within_era(found["year"][:2], first, last):
            raise NotUnderstood(text, ERA_MISMATCH)
    return Part(point)


def _from_words(text: str) -> Part | None:
    if found := _MONTH_OF.fullmatch(text) or _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text):
        day = found.groupdict().get("d")
        return Part(Point(found["y"] or "", _MONTH_NUMBER[found["m"]], _two(day)))
    if found := _SEASON.fullmatch(text):
        season = SEASON_NAMES.index("autumn" if found["s"] == "fall" else found["s"])
        return Part(Point(found["y"], str(21 + season)))
    if found := _SOME.fullmatch(text):
        if found["m"]:
            return Part(Point(found["y"], _MONTH_NUMBER[found["m"]], "XX")) if found["what"] == "day" else None
        return Part(Point(found["y"], "XX", "XX" if found["what"] == "day" else ""))
    return None


def _from_periods(text: str) -> Part | None:
    """Years called so, decades and centuries."""
    if found := _CENTURY.fullmatch(text):
        number = int(found["k"]) if found["k"] else ordinal(found["n"])
        return Part(Point(f"{number - 1:02}XX")) if number and number <= 100 else None
    if found := _DECADE.fullmatch(text):
        tens = found["e"] or found["j"]
        if tens.endswith("0") and not found["sure"]:
            raise NotUnderstood(text, DECADE_OR_CENTURY)
        return Part(Point(f"{tens}X"))
    if found := _CALENDAR_YEAR.fullmatch(text):
        return Part(Point(found["y"]))
    return None


def _unmarked(text: str, calendar: str) -> Part | None:
    if re.fullmatch("[0-9]{4}", text):
        return Part(Point(text), bare=True)
    if re.fullmatch("[0-9]{1,2}", text):
        return Part(Point("", "", _two(text)))
    academic = read_academic_year(text, calendar)
    if academic is not None:
        return Part(Point(f"{academic:04}", academic=True))
    return _from_digits(text) or _from_words(text) or _from_periods(text) or _from_japanese(text)


def _weekday(part: Part | None, name: str, text: str) -> Part | None:
    """A weekday is only a check on the date it stands by."""
    if part is None or not part.point.day or not part.point.year or "X" in str(part.point):
        return None
    point = read_point(str(part.point))
    if date(int(point.year), int(point.month), int(point.day)).weekday() != _WEEKDAYS.index(name[:3]):
        raise NotUnderstood(text, WRONG_WEEKDAY)
    return part


def read_part(text: str, calendar: str) -> Part | None:
    """One date, None when the text is nothing of the kind.

    `text` is tidied and casefolded. Raises NotUnderstood where it has two readings.
    """
    uncertain = text.endswith(("(uncertain)", "(不確か)")) and text.rpartition("(")[0].strip()
    if uncertain:
        text = uncertain
    elif text.endswith("?"):
        text, uncertain = text[:-1].strip(), text
    elif found := _PERHAPS.fullmatch(text):
        text, uncertain = found["rest"], text
    about = text
    if found := _AROUND.fullmatch(text):
        if text.startswith("~") and is_japanese(text):
            raise NotUnderstood(text, WAVE_OR_ABOUT)
        about = found["rest"]
    else:
        for ending in ("頃", "ごろ", " or so"):
            about = about.removesuffix(ending)
    approximate = about != text
    if found := _WEEKDAY.fullmatch(about):
        part = _weekday(_unmarked(found["rest"], calendar), found["w"], text)
    elif found := _WEEKDAY_KANJI.fullmatch(about):
        part = _weekday(_unmarked(found["rest"], calendar), _WEEKDAYS["月火水木金土日".index(found["w"])], text)
    else:
        part = _unmarked(about, calendar)
    if part is None or not (approximate or uncertain):
        return part
    mark = "%" if approximate and uncertain else "~" if approximate else "?"
    return Part(replace(part.point, mark=mark), part.bare)
