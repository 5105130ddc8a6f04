"""A briefing as a file: PDF, Word or a page that needs nothing else."""

from __future__ import annotations

from datetime import datetime

from kizuna.core.typeset import pdf
from kizuna.desk.briefing import shapes
from kizuna.desk.briefing.book import Book
from kizuna.desk.briefing.word import docx

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def content(book: Book, form: str, made_at: datetime) -> bytes:
    """The whole file; the same briefing made at the same time is the same file."""
    if form == "docx":
        return docx(book, made_at)
    return pdf("briefing", shapes.as_paper(book, made_at), made_at=made_at)


def file_name(book: Book, form: str) -> str:
    """What the file is called: home, kind, name, version and day."""
    version = "shared" if book.shared else "confidential"
    name = book.name.lower()
    return f"{book.about.home.slug}-briefing-{name}-{version}-{book.about.day.isoformat()}.{form}"
