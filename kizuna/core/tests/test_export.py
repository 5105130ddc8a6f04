"""Lists as files: what a spreadsheet reads is what the record says, and never a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.core.export import LONGEST, OPENERS, Sheet, TooLong, as_csv, as_xlsx

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def csv_of(*rows: list[object]) -> list[list[str]]:
    text = "".join(as_csv(Sheet("list", ["a", "b"], rows)))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cells_of(*rows: list[object]) -> list[tuple[str | None, str]]:
    """Every cell under the headings: its type, and the text or number in it."""
    out = io.BytesIO()
    as_xlsx(Sheet("list", ["a", "b"], rows, [("as of", "2021-10-31")]), out)
    with zipfile.ZipFile(out) as book:
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - we wrote it
    found = page.findall(".//m:row", NAMES)[1:]
    assert page.findall(".//m:f", NAMES) == []
    return [(cell.get("t"), "".join(cell.itertext())) for row in found for cell in row.findall("m:c", NAMES)]


def test_rows_come_back_as_they_were() -> None:
    assert csv_of(["ETH Zürich, 東京", 'say "hi"\nthere'], [3, None]) == [
        ["a", "b"],
        ["ETH Zürich, 東京", 'say "hi"\nthere'],
        ["3", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    (_heads, row) = csv_of([text, -1])
    assert (row[0][0], row[1]) == ("'", "-1")


@given(st.text(max_size=50))
def test_whatever_a_record_says_no_cell_begins_like_a_formula(text: str) -> None:
    found = csv_of([text, ""])[1][0]
    assert not found.lstrip(" ").startswith(OPENERS)


def test_texts_stay_texts_in_a_workbook() -> None:
    assert cells_of(["=1+1", "https://kizuna.example"], ["007", 7]) == [
        ("inlineStr", "=1+1"),
        ("inlineStr", "https://kizuna.example"),
        ("inlineStr", "007"),
        (None, "7"),
    ]


def test_a_text_longer_than_a_cell_says_that_it_is_cut() -> None:
    ((_kind, text),) = cells_of(["x" * (LONGEST + 1)])
    assert (len(text), text.endswith("the CSV has it whole]")) == (LONGEST, True)


def test_control_characters_break_no_file() -> None:
    assert cells_of(["a\x00b\x0bc"]) == [("inlineStr", "abc")]
    assert csv_of(["a\x00b", ""])[1] == ["ab", ""]


def test_a_list_longer_than_a_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kizuna.core.export.MOST_ROWS", 2)
    with pytest.raises(TooLong):
        as_xlsx(Sheet("list", ["a"], [[1], [2], [3]]), io.BytesIO())
