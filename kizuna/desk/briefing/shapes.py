"""A briefing in the forms in which it leaves the house: data for a paper, plain JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core import timeline
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language
from kizuna.desk.briefing.book import FIRST, Book, Drawn, is_wide
from kizuna.desk.briefing.relation import under
from kizuna.desk.reports.paper import Cell, Part
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
        "tiles": [{**cell_data(tile), "big": tile.big, "note": tile.note} for tile in book.tiles],
        "parts": [_part(part) for part in book.parts] or ([] if book.tiles else [_nothing()]),
        "sources": [{"number": str(n), "title": title, "place": place} for n, title, place in book.sources],
        "words": {"sources": _("Sources"), "missing": _("Signs that this paper’s fonts do not have")},
    }  # fmt: skip


def _part(part: Part) -> dict[str, Any]:
    """A part with where it stands: first of all, over the whole width, or in two columns."""
    place = "first" if part.name in FIRST else "wide" if is_wide(part) else "flow"
    if isinstance(part, Drawn):
        return {**_drawn(part), "place": place}
    more = ngettext("… and %s more on record.", "… and %s more on record.", part.more) % f"{part.more:,}"
    after = " ".join(words for words in (part.after, more if part.more else "") if words)
    return {**part_data(part), "after": after, "name": part.name, "place": place}


def _nothing() -> dict[str, Any]:
    return {
        "kind": "list",
        "name": "nothing",
        "place": "flow",
        "title": "",
        "rows": [_("Nothing is on record for this.")],
    }


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
        "facts": [{"value": tile.big, "label": tile.text, "more": under(tile.small, tile.note) or None,
                   "sources": _numbers(tile)} for tile in book.tiles],
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
