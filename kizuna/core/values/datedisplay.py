"""Writes dates in words; what it writes, `datewords` reads back."""

from kizuna.core.values import years
from kizuna.core.values.datepoints import MONTH_NAMES, SEASON_KANJI, SEASON_NAMES
from kizuna.core.values.edtf import SEASONS, Point, Reading
from kizuna.core.values.phrase import is_japanese_language


def display(reading: Reading, language: str) -> str:
    """In Japanese for "ja…", in English for every other language."""
    japanese = is_japanese_language(language)
    if reading.kind == "interval" and reading.start and reading.end:
        return (_japanese_pair if japanese else _english_pair)(reading.start, reading.end)
    point = reading.start or reading.end
    if point is None:
        return "記載なし" if japanese else "not stated"
    shown = (_japanese_point if japanese else _english_point)(point)
    shape = _shape(reading)
    if shape == "since" and point.academic and not point.mark and not japanese:
        return f"{shown}–"
    return (_JAPANESE if japanese else _ENGLISH)[shape].format(shown)


def _shape(reading: Reading) -> str:
    if reading.kind != "interval":
        return reading.kind
    if reading.start:
        return "since" if reading.open_end else "end not stated"
    return "until" if reading.open_start else "start not stated"


_ENGLISH = {
    "point": "{}",
    "not before": "{} or later",
    "not after": "not after {}",
    "since": "since {}",
    "until": "until {}",
    "end not stated": "from {} (end not stated)",
    "start not stated": "until {} (start not stated)",
}
_JAPANESE = {
    "point": "{}",
    "not before": "{}以降",
    "not after": "{}以前",
    "since": "{}から",
    "until": "{}まで",
    "end not stated": "{}から（終わりは記載なし）",
    "start not stated": "{}まで（始まりは記載なし）",
}


def _ordinal(number: int) -> str:
    suffix = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _alike(one: Point, other: Point) -> bool:
    """Whether two days or two months of one year may share what they have in common."""
    plain = one.precision == other.precision and not one.mark and not other.mark
    named = "X" not in str(one) and "X" not in str(other) and one.precision in ("day", "month")
    return plain and named and one.year == other.year


def _english_point(point: Point, beside_academic: bool = False) -> str:
    month = MONTH_NAMES[int(point.month) - 1] if point.month.isdigit() and point.month not in SEASONS else ""
    if point.academic:
        shown = f"AY{point.year}"
    elif point.year.endswith("XX"):
        shown = f"{_ordinal(int(point.year[:2]) + 1)} century"
    elif point.year.endswith("X"):
        shown = f"{point.year[:3]}0s" + (" (decade)" if point.year[2] == "0" else "")
    elif point.month in SEASONS:
        shown = f"{SEASON_NAMES[SEASONS.index(point.month)]} {point.year}"
    elif point.month == "XX":
        shown = f"some {'day' if point.day else 'month'} in {point.year}"
    elif point.day == "XX":
        shown = f"some day in {month} {point.year}"
    elif point.month:
        shown = f"{int(point.day)} {month} {point.year}" if point.day else f"{month} {point.year}"
    else:
        # Beside an academic year four digits alone would be read as one too.
        shown = f"calendar year {point.year}" if beside_academic else point.year
    around = "around " if point.mark in ("~", "%") else ""
    return around + shown + (" (uncertain)" if point.mark in ("?", "%") else "")


def _english_pair(one: Point, other: Point) -> str:
    mixed = one.academic != other.academic
    first, last = _english_point(one, mixed), _english_point(other, mixed)
    if _alike(one, other):
        first = first.removesuffix(f" {one.year}")
        if one.precision == "day" and one.month == other.month:
            first = str(int(one.day))
    tight = first.isdigit() or " " not in first + last
    return f"{first}–{last}" if tight else f"{first} – {last}"


def _japanese_point(point: Point) -> str:
    if point.academic:
        shown = years.nendo(int(point.year))
    elif point.year.endswith("XX"):
        shown = f"{int(point.year[:2]) + 1}世紀"
    elif point.year.endswith("X"):
        shown = f"{point.year[:3]}0年代" + ("（10年間）" if point.year[2] == "0" else "")
    elif point.month in SEASONS:
        shown = f"{years.year(point.year)}{SEASON_KANJI[SEASONS.index(point.month)]}"
    else:
        shown = f"{_year_of(point)}{_counted(point.month, '月')}{_counted(point.day, '日')}"
    around = "頃" if point.mark in ("~", "%") else ""
    return shown + around + ("（不確か）" if point.mark in ("?", "%") else "")


def _year_of(point: Point) -> str:
    return years.year(point.year, point.month, point.day)


def _counted(digits: str, counter: str) -> str:
    return "" if not digits else f"某{counter}" if digits == "XX" else f"{int(digits)}{counter}"


def _japanese_pair(one: Point, other: Point) -> str:
    last = _japanese_point(other)
    if _alike(one, other):
        # Two days of one year may lie in two eras; then each is written with its own.
        same = _year_of(one) == _year_of(other)
        last = last.removeprefix(_year_of(one)) if same else last
        if same and one.precision == "day" and one.month == other.month:
            last = last.removeprefix(f"{int(one.month)}月")
    return f"{_japanese_point(one)}から{last}まで"
