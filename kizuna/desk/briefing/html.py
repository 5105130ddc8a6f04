"""A briefing as one page that needs no other file: for mail, for a tablet without a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kizuna.desk.briefing.book import Book


@cache
def style() -> SafeString:
    """Its few rules of style; ours, never anybody's words."""
    rules = (Path(__file__).parent / "alone.css").read_text("utf-8")
    return format_html("<style>\n{}</style>", SafeString(rules))


def page(book: Book) -> str:
    """The whole page."""
    return render_to_string("desk/briefing_alone.html", {"book": book, "style": style()})
