"""A home's own Word template, filled with a briefing: names in double braces become words; nothing in it is run.

A template is somebody's file. It is looked at before it is opened: no macros, no parts or pictures fetched from
elsewhere, no documents within it, nothing that unpacks to more than a letter. Words from the record are put in once,
as text; what looks like a name in braces within them stays as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx import Document
from docx.text.paragraph import Paragraph

from kizuna.core.typeset import legible
from kizuna.core.word import LONGEST, dated
from kizuna.desk.briefing import shapes
from kizuna.desk.briefing.book import Book

LARGEST = 2_000_000
UNPACKED = 20_000_000
ENTRIES = 300
MARK = re.compile(r"\{\{\s*([a-z_]{1,40})\s*\}\}")
# The parts that a briefing may have: a template that asks for one that is empty gets no line.
LISTS = (
    "figures", "promises", "sensitivities", "agreements", "team", "people", "partners", "contacts", "fields",
    "projects", "money", "series", "events", "exchange", "plans", "story", "ties", "alumni", "anniversaries", "notes",
    "visits", "delegation", "programme", "posts", "leads", "activities", "unknown", "sources",
)  # fmt: skip
# What a document may carry that runs, or that is another document.
CLOSED = ("vbaproject", "vbadata", "activex/", "embeddings/", "ctrlprops/", "customui", "externallinks/", "afchunk")
# Fields that fetch or start something when the document is opened.
FETCHING = re.compile(rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE)\b")
FIELDS = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
# A link that somebody clicks is allowed; all else from elsewhere would be fetched by opening the document.
CLICKED = re.compile(rb"relationships/hyperlink\"")
ADDRESS = re.compile(rb"Target=\"(https?:|mailto:)", re.IGNORECASE)


def names() -> list[str]:
    """The names that a template may use."""
    return ["title", "other_title", "kind", "home", "day", "version", "stamp", "line", "made", *LISTS]


def fill(content: bytes, book: Book, made_at: datetime) -> bytes:
    """The template with the words of the briefing in it; ValidationError where it is no template that may be opened."""
    check(content)
    try:
        made = Document(io.BytesIO(content))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as problem:
        raise ValidationError(_("This is no Word file that can be read.")) from problem
    words = told(book, made_at)
    paragraphs = list(_paragraphs(made))
    unknown = {name for one in paragraphs for name in MARK.findall(one.text)} - set(words)
    if unknown:
        said = {"unknown": ", ".join(sorted(unknown)[:8]), "known": ", ".join(names())}
        raise ValidationError(_("The template asks for what there is not: %(unknown)s. There are: %(known)s.") % said)
    for one in paragraphs:
        _filled(one, words)
    out = io.BytesIO()
    made.save(out)
    return dated(out.getvalue(), made_at)


def told(book: Book, made_at: datetime) -> dict[str, str | list[str]]:
    """All that a template may say: words, and lists of lines."""
    data = legible(shapes.as_paper(book, made_at))
    found: dict[str, str | list[str]] = {
        "title": data["title"], "other_title": data["other"]["text"], "kind": data["eyebrow"], "home": data["home"],
        "day": data["on"], "version": data["version"], "stamp": book.stamp, "line": data["line"], "made": data["made"],
        **{name: [] for name in LISTS},
    }  # fmt: skip
    figures = [_line([{"text": f"{tile['text']}: {tile['big']}", **_beside(tile)}]) for tile in data["tiles"]]
    for part in data["parts"]:
        if part["name"] in LISTS and part["kind"] != "lanes":
            rows = [row if isinstance(row, list) else [row] for row in part["rows"]]
            found[part["name"]] = [_line(row) for row in rows]
    found["figures"] = [*figures, *found["figures"]]
    found["sources"] = [
        f"{one['number']}  {one['title']}{', ' + one['place'] if one['place'] else ''}" for one in data["sources"]
    ]
    return found


def _beside(tile: Mapping[str, Any]) -> dict[str, Any]:
    return {"small": " · ".join(one for one in (tile["small"], tile["note"]) if one), "cites": tile["cites"]}


def _line(cells: list[Any]) -> str:
    """One row as one line: its cells, what qualifies each, the numbers of its sources."""
    said = []
    for cell in cells:
        one = {"text": cell} if isinstance(cell, str) else cell
        small, cites = one.get("small") or "", ", ".join(map(str, one.get("cites") or []))
        said.append(f"{one['text']}{f' ({small})' if small else ''}{f' [{cites}]' if cites else ''}".strip())
    return " – ".join(one for one in said if one)[:LONGEST]


def check(content: bytes) -> None:
    """Refuses what is no Word document, is too large, or carries what runs or is fetched."""
    if len(content) > LARGEST:
        raise ValidationError(_("The template is larger than 2 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as read:
            entries = read.infolist()
            if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNPACKED:
                raise ValidationError(_("The template unpacks to more than a document holds."))
            if not {"[Content_Types].xml", "word/document.xml"} <= {one.filename for one in entries}:
                raise ValidationError(_("This is no Word file that can be read."))
            for one in entries:
                _check_part(one.filename.lower(), _unpacked(read, one))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as problem:
        raise ValidationError(_("This is no Word file that can be read.")) from problem


def _unpacked(read: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The content of one entry, never more than it claims to be: the claim may be a lie."""
    with read.open(entry) as stream:
        found = stream.read(UNPACKED + 1)
    if len(found) > min(UNPACKED, max(entry.file_size, 0)):
        raise ValidationError(_("The template unpacks to more than a document holds."))
    return found


def _check_part(name: str, content: bytes) -> None:
    if ".." in name or name.startswith(("/", "\\")) or any(one in name for one in CLOSED):
        raise ValidationError(_("The template carries a macro or another document: %s") % name[:80])
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ValidationError(_("The template holds a part that is not in UTF-8: %s") % name[:80]) from problem
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper() or b"\x00" in content:
        raise ValidationError(_("The template declares entities, which no Word file does: %s") % name[:80])
    if name == "[content_types].xml" and b"macroenabled" in content.lower():
        raise ValidationError(_("The template may run macros; save it as a plain .docx."))
    for first, second in FIELDS.findall(content):
        if FETCHING.search((first or second).upper()):
            raise ValidationError(
                _("The template has a field that fetches something when it is opened: %s") % name[:80]
            )
    for relation in RELATION.findall(content):
        outside = re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE)
        if outside and not (CLICKED.search(relation) and ADDRESS.search(relation)):
            raise ValidationError(_("The template fetches something from elsewhere: %s") % name[:80])


def _paragraphs(paper: Any) -> Iterator[Paragraph]:
    """Every paragraph: of the body, of tables within tables, of heads and feet."""
    yield from _within(paper)
    for section in paper.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield from _within(part)


def _within(place: Any) -> Iterator[Paragraph]:
    yield from place.paragraphs
    for table in place.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _within(cell)


def _filled(paragraph: Paragraph, words: Mapping[str, str | list[str]]) -> None:
    """Puts the words in; a paragraph that is one list becomes a paragraph for each of its lines."""
    text = paragraph.text
    if not MARK.search(text):
        return
    place: Any = paragraph._parent  # noqa: SLF001
    alone = MARK.fullmatch(text.strip())
    found = words[alone[1]] if alone else None
    if isinstance(found, list):
        for line in found:
            copy = Paragraph(deepcopy(paragraph._p), paragraph._parent)  # noqa: SLF001 - python-docx copies no other way
            paragraph._p.addprevious(copy._p)  # noqa: SLF001
            _say(copy, line)
        # A cell of a table has to keep one paragraph.
        if found or len(place.paragraphs) > 1:
            paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001
        else:
            _say(paragraph, "")
        return
    # One pass: what is put in is not looked at again.
    _say(paragraph, MARK.sub(lambda one: _plain(words[one[1]]), text))


def _plain(found: str | list[str]) -> str:
    return found if isinstance(found, str) else "; ".join(found)


def _say(paragraph: Paragraph, text: str) -> None:
    """Says this in the look of its first run."""
    runs = paragraph.runs
    if not runs:
        paragraph.add_run(text)
        return
    runs[0].text = text
    for run in runs[1:]:
        run._r.getparent().remove(run._r)  # noqa: SLF001
