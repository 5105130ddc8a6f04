"""The department list that we publish is the one that the University of Tokyo published: every list and every count.

What the page of the university says is read from its text where that lies beside the project; it is no part of it.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from kizuna.publishing.models import Edition
from tests.cast import enter

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT.parent / "shared" / "pages").glob("001_*.txt"))
# The lines of the list with its explanatory notes, counted from 1.
FIRST, LAST = 36, 99
NUMBERS = {"nine": 9, "seven": 7}
pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.skipif(not PAGES, reason="the text of the source page does not lie beside the project"),
]
Listed = dict[str, list[tuple[str, list[str], list[str], bool]]]


def theirs() -> tuple[Listed, dict[str, str], list[str]]:
    """What the source says: by tier each partner with its members, departments and whether it has a note instead."""
    lines = PAGES[0].read_text("utf-8").split("\n")[FIRST - 1 : LAST]
    tiers: Listed = {}
    table: dict[str, str] = {}
    words = re.findall(r"\b(?:nine|seven)\b", " ".join(line for line in lines if "universities" in line))
    for line in lines:
        below = list(tiers)[-1:]
        if line.startswith(("Primary ", "Prospective ")):
            tiers[line.strip()] = []
        elif line.startswith("- "):
            tiers[below[0]].append((re.sub(r"(\s*\([^)]*\))?\*\*$", "", line[2:].strip()), [], [], False))
        elif line.startswith(" - "):
            # A group has two lines: its members, then the departments.
            name, _members, before, _noted = tiers[below[0]].pop()
            parts = [part.strip() for part in line[3:].split(", ")]
            noted = parts[0].startswith("*")
            tiers[below[0]].append((name, before, [] if noted else parts, noted))
        elif "\t" in line:
            cells = [cell.strip() for cell in line.split("\t")]
            table |= {short: name for short, name in zip(cells[::2], cells[1::2], strict=False) if short}
    return tiers, table, words


def ours() -> tuple[Listed, dict[str, str]]:
    """The same from what a visitor is shown, on the department list and on the programme page."""
    client = enter(None)
    page = client.get("/utokyo/en/departments/").content.decode()
    members = dict(_members(client.get("/utokyo/en/").content.decode()))
    tiers: Listed = {}
    for part in page.split('<div class="tier-head')[1:]:
        [tier] = re.findall(r"<h2>(.*?)</h2>", part)
        rows = re.findall(r"<li><b><a [^>]*>(.*?)</a></b>(.*?)</li>", part, re.DOTALL)
        tiers[_plain(tier)] = [
            (
                _plain(name),
                members.get(_plain(name), []),
                _each(r"<span title[^>]*>(.*?)</span>", rest),
                "<em>*" in rest,
            )
            for name, rest in rows
        ]
    table = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", page)
    return tiers, {_plain(short): _plain(name) for short, name in table}


def _members(page: str) -> list[tuple[str, list[str]]]:
    found = re.findall(r"<li><h4><a [^>]*>(.*?)</a></h4>(?:<ul class=\"members\">(.*?)</ul>)?", page, re.DOTALL)
    return [(_plain(name), _each(r"<li>(.*?)</li>", some)) for name, some in found]


def _each(pattern: str, told: str) -> list[str]:
    return [_plain(one) for one in re.findall(pattern, told)]


def _plain(told: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", told)).strip()


def test_every_list_of_the_source_stands_on_our_pages_in_its_order() -> None:
    listed, table, _words = theirs()
    shown, explained = ours()
    assert {tier: len(rows) for tier, rows in listed.items()} == {
        "Primary Strategic Partnership Universities": 9,
        "Prospective Strategic Partner Universities": 7,
    }
    assert shown == listed
    assert explained == table
    assert (len(table), sum(len(team) for rows in listed.values() for _n, _m, team, _e in rows)) == (32, 105)


def test_every_count_of_the_source_follows_from_our_records() -> None:
    _listed, _table, words = theirs()
    told = (
        Edition.objects.published().get(home__slug="utokyo", language="en", page__kind="programme", page__slug="").told
    )
    assert [NUMBERS[word] for word in words] == [tier["count"] for tier in told["tiers"]] * 2
    assert told["counts"] == {"partnerships": 16, "institutions": 27}
