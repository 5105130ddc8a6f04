"""A briefing as a Word file that an office can edit: headings, tables and lists in Word's own styles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kizuna.core.typeset import legible
from kizuna.desk.briefing import shapes
from kizuna.desk.briefing.book import Book

BRAND, QUIET, WARNING = RGBColor(0x1D, 0x40, 0x79), RGBColor(0x5B, 0x63, 0x78), RGBColor(0xA8, 0x31, 0x5F)
EAST = "Yu Gothic"
# The longest text that one paragraph of Word bears without trouble.
LONGEST = 30_000


def docx(book: Book, made_at: datetime) -> bytes:
    """The briefing as a Word file; the same data and time make the same file."""
    told = legible(shapes.as_paper(book, made_at))
    made = Document()
    _set_up(made, told, made_at)
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
    out = io.BytesIO()
    made.save(out)
    return dated(out.getvalue(), made_at)


def _set_up(paper: Any, told: Mapping[str, Any], made_at: datetime) -> None:
    section = paper.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENTATION.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = paper.styles[name]
        style.font.name = "Calibri"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:ascii"), "Calibri")
        fonts.set(qn("w:hAnsi"), "Calibri")
        fonts.set(qn("w:eastAsia"), EAST)
        style.paragraph_format.space_after = Pt(4)
        if name.startswith("Heading") or name == "Title":
            style.font.color.rgb = BRAND
    paper.styles["Normal"].font.size = Pt(10)
    languages = OxmlElement("w:lang")
    languages.set(qn("w:val"), "en-GB" if told["lang"] == "en" else told["lang"])
    languages.set(qn("w:eastAsia"), "ja-JP")
    paper.styles["Normal"].element.get_or_add_rPr().append(languages)
    core = paper.core_properties
    core.title, core.author, core.language = told["title"][:255], told["home"][:255], told["lang"]
    core.created = core.modified = made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    core.last_modified_by, core.revision, core.comments = "", 1, told["version"]
    _text(section.header.paragraphs[0], f"{told['title']} · {told['on']} · {told['version']}", small=True)
    _text(section.footer.paragraphs[0], told["made"], small=True)


def _head(paper: Any, told: Mapping[str, Any]) -> None:
    _text(paper.add_paragraph(), f"{told['eyebrow']} · {told['home']}", small=True)
    paper.add_heading(told["title"][:LONGEST], 0)
    line = " · ".join(word for word in (told["other"]["text"], told["on"], told["line"]) if word)
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


def _text(paragraph: Any, text: str, *, small: bool = False) -> None:
    run = paragraph.add_run(text[:LONGEST])
    if small:
        run.font.size, run.font.color.rgb = Pt(8.5), QUIET


def dated(file: bytes, made_at: datetime) -> bytes:
    """The same file with one time on all its parts, so that what is made twice is the same."""
    when = made_at.astimezone(UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in read.infolist():
            made.writestr(zipfile.ZipInfo(entry.filename, when), read.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
