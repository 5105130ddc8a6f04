"""A briefing as a Word file that an office can edit: headings, tables and lists in Word's own styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kizuna.core import word
from kizuna.core.typeset import legible
from kizuna.core.word import BRAND, LONGEST, QUIET, WARNING
from kizuna.core.word import put as _text
from kizuna.desk.briefing import shapes
from kizuna.desk.briefing.book import Book


def docx(book: Book, made_at: datetime) -> bytes:
    """The briefing as a Word file; the same data and time make the same file."""
    told = legible(shapes.as_paper(book, made_at))
    made = word.paper(
        title=told["title"], author=told["home"], lang=told["lang"], made_at=made_at, comments=told["version"]
    )
    section = made.sections[0]
    _text(section.header.paragraphs[0], f"{told['title']} · {told['on']} · {told['version']}", small=True)
    _text(section.footer.paragraphs[0], told["made"], small=True)
    _head(made, told)
    _tiles(made, told["tiles"])
    for part in told["parts"]:
        if part["kind"] != "lanes":
            _part(made, part)
    if told["sources"]:
        made.add_heading(told["words"]["sources"], 2)
        for source in told["sources"]:
            place = f", {source['place']}" if source["place"] else ""
            _text(made.add_paragraph(), f"{source['number']}  {source['title']}{place}", small=True)
    return word.finished(made, made_at)


def _head(paper: Any, told: Mapping[str, Any]) -> None:
    _text(paper.add_paragraph(), f"{told['eyebrow']} · {told['home']}", small=True)
    paper.add_heading(told["title"][:LONGEST], 0)
    line = " · ".join(part for part in (told["other"]["text"], told["on"], told["line"]) if part)
    _text(paper.add_paragraph(), line)
    if told["badges"]:
        _text(paper.add_paragraph(), " · ".join(badge["label"] for badge in told["badges"]), small=True)
    stamp = paper.add_paragraph().add_run(told["version"])
    stamp.bold, stamp.font.color.rgb = True, QUIET if told["shared"] else WARNING
    if told["fictional"]:
        _text(paper.add_paragraph(), told["fictional"], small=True)


def _tiles(paper: Any, tiles: Sequence[Mapping[str, Any]]) -> None:
    if not tiles:
        return
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for tile in tiles:
        first, second = table.add_row().cells
        run = first.paragraphs[0].add_run(tile["big"])
        run.bold, run.font.color.rgb, run.font.size = True, BRAND, Pt(12)
        small = " · ".join(words for words in (tile["small"], tile["note"]) if words)
        _cell(second, {**tile, "small": small})
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(50), Mm(120)


def _part(paper: Any, part: Mapping[str, Any]) -> None:
    if part["title"]:
        paper.add_heading(part["title"], 2)
    if part.get("note"):
        _text(paper.add_paragraph(), part["note"], small=True)
    if part["kind"] == "table":
        table = paper.add_table(rows=1, cols=len(part["heads"]), style="Table Grid")
        for cell, head in zip(table.rows[0].cells, part["heads"], strict=True):
            run = cell.paragraphs[0].add_run(head["label"])
            run.bold, run.font.color.rgb = True, BRAND
        _repeated(table.rows[0])
        for row in part["rows"]:
            for cell, told in zip(table.add_row().cells, row, strict=True):
                _cell(cell, told)
    else:
        for row in part["rows"]:
            _run(paper.add_paragraph(style="List Bullet"), row)
    if part.get("after"):
        _text(paper.add_paragraph(), part["after"], small=True)


def _repeated(row: Any) -> None:
    """Marks a table's head, so that it stands on every page and is read as one."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no word for it


def _cell(cell: Any, told: Mapping[str, Any] | str) -> None:
    _run(cell.paragraphs[0], told)


def _run(paragraph: Any, told: Mapping[str, Any] | str) -> None:
    if isinstance(told, str):
        _text(paragraph, told)
        return
    paragraph.add_run(told["text"][:LONGEST]).bold = bool(told.get("strong"))
    if told.get("cites"):
        marks = paragraph.add_run(" " + ",".join(map(str, told["cites"])))
        marks.font.superscript, marks.font.color.rgb = True, BRAND
    if told.get("small"):
        paragraph.add_run().add_break()
        _text(paragraph, told["small"], small=True)
