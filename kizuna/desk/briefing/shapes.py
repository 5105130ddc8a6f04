"""A briefing in the forms in which it leaves the house: data for a paper, plain JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kizuna.core import timeline
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language
from kizuna.desk.briefing.book import Book, Drawn
from kizuna.desk.reports.paper import Cell
from kizuna.desk.reports.shapes import cell_data, part_data


def as_paper(book: Book, made_at: datetime) -> dict[str, Any]:
    """What the template of briefings sets."""
    home, code = book.about.home, book.about.language
    made_on = FuzzyDate(made_at.date().isoformat()).display(code)
    return {
        "lang": code, "home": in_language(home.name), "title": book.title, "eyebrow": _("Briefing"), "on": book.on,
        "other": {"text": book.other_title[0], "lang": book.other_title[1] or code}, "line": book.line,
        "badges": [{"tone": tone, "label": label} for tone, label in book.badges],
        "shared": book.shared, "version": book.version,
        "made": _("Made on %(day)s · %(stamp)s") % {"day": made_on, "stamp": book.stamp},
        "fictional": _("Fictional: everything here is invented, for trying out.") if home.fictional else "",
        "tiles": [{**cell_data(tile), "big": tile.big} for tile in book.tiles],
        "parts": [_drawn(part) if isinstance(part, Drawn) else {**part_data(part), "name": part.name}
                  for part in book.parts] or [_nothing()],
        "sources": [{"number": str(n), "title": title, "place": place} for n, title, place in book.sources],
        "words": {"sources": _("Sources"), "missing": _("Signs that this paper’s fonts do not have")},
    }  # fmt: skip


def _nothing() -> dict[str, Any]:
    return {"kind": "list", "name": "nothing", "title": "", "rows": [_("Nothing is on record for this.")]}


def _drawn(part: Drawn) -> dict[str, Any]:
    made = timeline.draw(part.lanes, part.years, part.phases, part.mark, "bf")
    return {
        "kind": "lanes", "name": part.name, "title": part.title,
        "alt": "; ".join(bar["title"] for lane in made["lanes"] for bar in lane["bars"]),
        "years": [{"label": year["label"], "x": _number(year["x"])} for year in made["years"]],
        "lines": [_number(x) for x in made["lines"]],
        "phases": [
            {"label": one["label"], "x": _number(one["x"]), "width": _number(one["width"])} for one in made["phases"]
        ],
        "mark": {"x": _number(made["mark"]["x"]), "label": made["mark"]["label"]} if made["mark"] else None,
        "lanes": [
            {"label": lane["label"], "sub": lane["sub"], "bars": [
                {"x": _number(bar["x"]), "width": _number(bar["width"]), "tone": bar["tone"],
                 "soft_start": bar["edges"][0] == "soft", "soft_end": bar["edges"][1] == "soft"}
                for bar in lane["bars"]
            ]}
            for lane in made["lanes"]
        ],
    }  # fmt: skip


def _number(percent: str) -> float:
    return float(percent.removesuffix("%"))


def as_json(book: Book) -> dict[str, Any]:
    """The briefing as the API and the command tell it."""
    return {
        "kind": book.kind, "name": book.name, "title": book.title, "as_of": book.about.day.isoformat(),
        "version": "shared" if book.shared else "confidential",
        "facts": [{"value": tile.big, "label": tile.text, "more": tile.small or None, "sources": _numbers(tile)}
                  for tile in book.tiles],
        "parts": [
            {"name": part.name, "title": part.title, "note": part.note or None, "after": part.after or None,
             "more": part.more, "columns": [head.label for head in part.heads],
             "rows": [[_told(cell) for cell in row] for row in part.rows]}
            for part in book.parts if not isinstance(part, Drawn)
        ],
        "sources": [{"number": n, "title": title, "place": place or None} for n, title, place in book.sources],
    }  # fmt: skip


def _told(cell: Cell) -> dict[str, Any]:
    return {"value": cell.plain, "more": cell.small or None, "record": str(cell.record.uuid) if cell.record else None,
            "sources": _numbers(cell)}  # fmt: skip


def _numbers(cell: Cell) -> list[int]:
    return [number for number, _one in cell.cites]
