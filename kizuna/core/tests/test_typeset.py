"""Papers: set from data alone, tagged, the same every time, in both languages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kizuna.core import typeset
from kizuna.core.glyphs import Naming, name_of

NOON = datetime(2026, 11, 21, 12, 0, 0, 5, tzinfo=UTC)
HOSTILE = [
    '#link("https://evil.example")[here]',
    '#read("/etc/passwd")',
    "= Heading $x^2$ *bold* _it_ `raw` @cite <label> \\ // no comment",
    '"); #panic("out") //',
    "</script>\x00\x1b[0m\u202e ]]>{{ x }}{% y %}",
    '#import "@preview/cetz:0.3.0": *',
    "x" * 4000,
]


def paper(**more: Any) -> dict[str, Any]:
    """A paper with one of each kind of part."""
    return {
        "lang": "en", "home": "Our University", "title": "Activities", "made": "Made on 21 November 2026",
        "facts": [{"big": "3", "label": "activities"}],
        "parts": [
            {"kind": "table", "title": "By partner", "heads": [{"label": "Partner"}, {"label": "All", "number": True}],
             "rows": [[{"text": "ETH Zürich", "cites": [1], "small": ""}, "3"]], "foot": ["All", "3"]},
            {"kind": "chart", "title": "Formats", "alt": "2019: 3 in person",
             "legend": [{"tone": "brand", "label": "in person"}],
             "bars": [{"label": "2019", "pieces": [{"tone": "brand", "value": 3}]}]},
            {"kind": "list", "title": "Not dated", "apart": True, "rows": [{"text": "A lecture", "cites": []}]},
        ],
        "sources": [{"number": "1", "title": "A page", "place": "lines 3–4"}],
        "words": {"sources": "Sources"},
        **more,
    }  # fmt: skip


def hostile(text: str) -> dict[str, Any]:
    """A paper in which everything that people write is this text."""
    made = paper(home=text, title=text, period=text, lead=text, programme=text, stamp=text, made=text)
    made["facts"] = [{"big": text, "label": text}]
    made["parts"][0] |= {"title": text, "note": text, "rows": [[{"text": text, "cites": [1], "small": text}, text]]}
    made["parts"][1] |= {"title": text, "alt": text, "legend": [{"tone": "brand", "label": text}]}
    made["parts"][2] |= {"title": text, "note": text, "rows": [{"text": text, "cites": []}, text]}
    made["sources"] = [{"number": "1", "title": text, "place": text}]
    return made


def asked(data: dict[str, Any], what: str) -> list[Any]:
    """What of a kind stands in the paper."""
    found: list[Any] = json.loads(typeset.compiler("paper", data).query(what))
    return found


def test_a_paper_is_a_tagged_pdf_and_the_same_data_make_the_same_file() -> None:
    made = typeset.pdf("paper", paper(), made_at=NOON)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made
    assert typeset.pdf("paper", paper(), made_at=NOON) == made


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_never_markup(text: str) -> None:
    data = hostile(text)
    assert typeset.pdf("paper", data, made_at=NOON).startswith(b"%PDF-")
    assert asked(data, "link") == []
    assert asked(data, "raw") == []
    assert asked(data, "math.equation") == []
    assert [one["level"] for one in asked(data, "heading")] == [1, 2, 2, 2, 2]


def test_only_our_fonts_set_a_paper_and_they_have_every_language_of_our_partners() -> None:
    assert set(typeset.fonts().families()) == {"Inter", "Newsreader 16pt", "Noto Sans CJK JP"}
    # A sign that no font has would not pass the check.
    lead = "2019年度の活動報告 协定 協定 협정 Žižek Škoda Đặng Việt Ελλάς Москва ﾃｽﾄ ①"
    assert b"pdfuaid" in typeset.pdf("paper", paper(lang="ja", title=lead, lead=lead), made_at=NOON)


def test_a_sign_in_no_font_is_named_and_no_box(caplog: pytest.LogCaptureFixture) -> None:
    data = paper(title="Party 🎉, 東京, مرحبا and e\u0301 नमस्ते")
    made = typeset.pdf("paper", data, made_at=NOON)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert caplog.text == ""
    naming = Naming(typeset.coverage())
    assert naming.named(data)["title"] == "Party [party popper], 東京, [Arabic × 5] and e\u0301 [Devanagari × 6]"
    assert [name_of(sign) for sign in naming.missing][:2] == ["U+1F389 party popper", "U+0645 arabic letter meem"]


def test_a_long_paper_goes_over_pages() -> None:
    data = paper()
    data["parts"][0]["rows"] = [[f"Partner {number}", str(number)] for number in range(120)]
    assert len(typeset.pictures("paper", data, ppi=20)) == 4
