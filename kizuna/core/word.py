"""Files for Word: a paper in Word's own styles, and one time on all its parts, so that the same data make the same."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BRAND, QUIET, WARNING = RGBColor(0x1D, 0x40, 0x79), RGBColor(0x5B, 0x63, 0x78), RGBColor(0xA8, 0x31, 0x5F)
EAST = "Yu Gothic"
# The longest text that one paragraph of Word bears without trouble.
LONGEST = 30_000


def paper(*, title: str, author: str, lang: str, made_at: datetime, comments: str = "", size: float = 10) -> Any:
    """An empty upright sheet with the letters, colours and languages of the house."""
    made: Any = Document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENTATION.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = made.styles[name]
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
    made.styles["Normal"].font.size = Pt(size)
    languages = OxmlElement("w:lang")
    languages.set(qn("w:val"), "en-GB" if lang == "en" else lang)
    languages.set(qn("w:eastAsia"), "ja-JP")
    made.styles["Normal"].element.get_or_add_rPr().append(languages)
    core = made.core_properties
    core.title, core.author, core.language = title[:255], author[:255], lang
    core.created = core.modified = made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    core.last_modified_by, core.revision, core.comments = "", 1, comments
    return made


def put(paragraph: Any, text: str, *, small: bool = False, strong: bool = False) -> None:
    """Adds words to a paragraph."""
    run = paragraph.add_run(text[:LONGEST])
    run.bold = strong or None
    if small:
        run.font.size, run.font.color.rgb = Pt(8.5), QUIET


def finished(made: Any, made_at: datetime) -> bytes:
    """The file of a paper."""
    out = io.BytesIO()
    made.save(out)
    return dated(out.getvalue(), made_at)


def dated(file: bytes, made_at: datetime) -> bytes:
    """The same file with one time on all its parts, so that what is made twice is the same."""
    when = made_at.astimezone(UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in read.infolist():
            made.writestr(zipfile.ZipInfo(entry.filename, when), read.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
