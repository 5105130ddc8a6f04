"""The Japanese nouns and counters of the units Kizuna meets most; other units stay as written."""

import re
from typing import NamedTuple


class UnitWords(NamedTuple):
    """「学生」 and 「人」 in 「学生120人」; the noun may be empty."""

    noun: str
    counter: str


UNITS: dict[str, UnitWords] = {
    "people": UnitWords("", "人"),
    "students": UnitWords("学生", "人"),
    "participants": UnitWords("参加者", "人"),
    "faculty members": UnitWords("教員", "人"),
    "staff": UnitWords("職員", "人"),
    "faculty and staff": UnitWords("教職員", "人"),
    "researchers": UnitWords("研究者", "人"),
    "graduates": UnitWords("卒業生", "人"),
    "international students": UnitWords("留学生", "人"),
    # Members may be people or institutions.
    "members": UnitWords("", "会員"),
    "places": UnitWords("", "枠"),
    "papers": UnitWords("論文", "編"),
    "letters": UnitWords("書簡", "通"),
    "books": UnitWords("図書", "冊"),
    "universities": UnitWords("大学", "校"),
    "institutions": UnitWords("", "機関"),
    "companies": UnitWords("企業", "社"),
    "countries": UnitWords("", "か国"),
    "cities": UnitWords("", "都市"),
    "faculties": UnitWords("", "学部"),
    "graduate schools": UnitWords("", "研究科"),
    "departments": UnitWords("", "部局"),
    "institutes": UnitWords("", "研究所"),
    "laboratories": UnitWords("", "研究室"),
    "teams": UnitWords("", "チーム"),
    "networks": UnitWords("", "ネットワーク"),
    "phases": UnitWords("", "期"),
    "partnerships": UnitWords("パートナーシップ", "件"),
    "projects": UnitWords("プロジェクト", "件"),
    "agreements": UnitWords("協定", "件"),
    "applications": UnitWords("応募", "件"),
    "events": UnitWords("行事", "件"),
    "sessions": UnitWords("セッション", "件"),
    "courses": UnitWords("", "科目"),
    "languages": UnitWords("", "言語"),
    "calls": UnitWords("公募", "回"),
    "workshops": UnitWords("ワークショップ", "回"),
    "lectures": UnitWords("講義", "回"),
    "visits": UnitWords("訪問", "回"),
    "editions": UnitWords("開催", "回"),
    "times": UnitWords("", "回"),
    "days": UnitWords("", "日間"),
    "weeks": UnitWords("", "週間"),
    "months": UnitWords("", "か月"),
    "years": UnitWords("", "年間"),
    "fields": UnitWords("", "分野"),
    "%": UnitWords("", "%"),
}

# What one person writes 名 another writes 人.
_SAME = {
    "名": "人", "本": "編", "パーセント": "%", "カ国": "か国", "ヶ国": "か国", "ヵ国": "か国", "ケ国": "か国",
    "カ月": "か月", "ヶ月": "か月", "ヵ月": "か月", "ケ月": "か月",
}  # fmt: skip
_ALSO = {UnitWords("部局", "件"): "departments", UnitWords("会員", "人"): "members", UnitWords("公募", "件"): "calls"}
_BY_WORDS = {words: unit for unit, words in UNITS.items()} | _ALSO
_NOUNS = {words.noun: unit for words, unit in _BY_WORDS.items() if words.noun}

COUNTERS = re.compile("|".join(sorted({words.counter for words in UNITS.values()} | set(_SAME), key=len, reverse=True)))
NOUN = re.compile("|".join(sorted(_NOUNS, key=len, reverse=True)))


def unit_of(noun: str, counter: str) -> str | None:
    """The English unit of a Japanese noun and counter, None when the pair is not known."""
    counter = _SAME.get(counter, counter)
    if not counter:
        # 16大学 counts with the noun itself.
        return _NOUNS.get(noun)
    return _BY_WORDS.get(UnitWords(noun, counter))
