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
    "members": UnitWords("会員", "人"),
    "papers": UnitWords("論文", "本"),
    "books": UnitWords("図書", "冊"),
    "universities": UnitWords("大学", "校"),
    "companies": UnitWords("企業", "社"),
    "countries": UnitWords("", "か国"),
    "departments": UnitWords("部局", "件"),
    "projects": UnitWords("プロジェクト", "件"),
    "agreements": UnitWords("協定", "件"),
    "applications": UnitWords("応募", "件"),
    "calls": UnitWords("公募", "件"),
    "events": UnitWords("行事", "件"),
    "sessions": UnitWords("セッション", "件"),
    "editions": UnitWords("開催", "回"),
    "times": UnitWords("", "回"),
    "days": UnitWords("", "日間"),
    "years": UnitWords("", "年間"),
    "fields": UnitWords("", "分野"),
    "%": UnitWords("", "%"),
}

# What one person writes 名 another writes 人.
_SAME = {"名": "人", "編": "本", "カ国": "か国", "ヶ国": "か国", "ヵ国": "か国", "ケ国": "か国", "パーセント": "%"}
_BY_WORDS = {words: unit for unit, words in UNITS.items()}
_NOUNS = {words.noun: unit for unit, words in UNITS.items() if words.noun}

COUNTERS = re.compile("|".join(sorted({words.counter for words in UNITS.values()} | set(_SAME), key=len, reverse=True)))
NOUN = re.compile("|".join(sorted(_NOUNS, key=len, reverse=True)))


def unit_of(noun: str, counter: str) -> str | None:
    """The English unit of a Japanese noun and counter, None when the pair is not known."""
    counter = _SAME.get(counter, counter)
    if not counter:
        # 16大学 counts with the noun itself.
        return _NOUNS.get(noun)
    return _BY_WORDS.get(UnitWords(noun, counter))
