"""The layout of a matrix: which rows meet which columns, by what, with spanning heads, notes and sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, TypedDict

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kizuna.core.wording import in_language

# The shapes of marks, which tell kinds apart without colour; their drawing stands in components/_shapes.html.
SHAPES = ("square", "circle", "diamond", "triangle", "arrow", "page", "ring", "plus")


class Column(TypedDict, total=False):
    """One column; columns of one ``group`` stand together under one head, in the group's ``tone``.

    A column with a ``note`` has no cells: the note runs down the whole column. ``sum`` is said where the rows at
    hand are only some of all.
    """

    key: Any
    label: Any
    small: Any
    title: Any
    url: str
    group: Any
    tone: str
    note: Any
    sum: int


class Mark(TypedDict, total=False):
    """One sign in a cell: its shape, and whether it is only possible, which draws it hollow."""

    shape: str
    unknown: bool


class Cell(TypedDict, total=False):
    """One meeting of a row and a column; ``lead`` draws the ring of the coordinator.

    Without ``marks`` it is one square. A cell that is ``unknown`` has only hollow marks and is not counted.
    """

    url: str
    title: str
    lead: bool
    tone: str
    marks: Sequence[Mark]
    unknown: bool


class Row(TypedDict, total=False):
    """One row; ``cells`` holds a Cell, or just True, under the column's key."""

    label: Any
    title: Any
    url: str
    note: Any
    cells: Mapping[Any, Cell | bool]
    sum: int


def lay_out(columns: Sequence[Column], rows: Sequence[Row], total: int | None = None) -> dict[str, Any]:
    """Everything the template needs; sums count cells and skip the columns that carry a note.

    Sums that rows, columns or ``total`` give themselves stand as given.
    """
    heads = _heads(columns)
    counted = [_row(row, heads, rows=len(rows), first=number == 0) for number, row in enumerate(rows)]
    most = max((row["sum"] for row in counted), default=0)
    for row in counted:
        row["bar"] = f"{30 * row['sum'] / most:.1f}" if most else "0"
    sums = [{"first": head["first"], "sum": _sum_of(head, counted)} for head in heads]
    return {
        "groups": [
            {"label": label, "tone": members[0]["tone"], "span": len(members)}
            for label, members in ((name, list(some)) for name, some in groupby(heads, key=lambda head: head["group"]))
        ],
        "columns": heads,
        "rows": counted,
        "sums": sums,
        "total": sum(row["sum"] for row in counted) if total is None else total,
        "tones": {tone: next(head["group"] for head in heads if head["tone"] == tone) for tone in _tones(heads)},
        # The tone of the first such cell, for the sign in the key.
        "has_lead": next((row["lead"] for row in counted if row["lead"]), ""),
        "has_unknown": any(row["hollow"] for row in counted),
        "has_star": any(head["note"] for head in heads),
        "has_notes": any(row["note"] for row in counted),
    }


def _tones(heads: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each tone once, in the order of the columns."""
    return list(dict.fromkeys(head["tone"] for head in heads))


def _sum_of(head: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> int | str:
    if head["note"]:
        return "*"
    return head["sum"] if head["sum"] is not None else sum(head["key"] in row["filled"] for row in rows)


def _heads(columns: Sequence[Column]) -> list[dict[str, Any]]:
    heads: list[dict[str, Any]] = []
    for column in columns:
        group = column.get("group", "")
        heads.append(
            {
                "key": column["key"],
                "label": column.get("label", ""),
                "small": column.get("small", ""),
                "title": column.get("title") or column.get("label", ""),
                "url": column.get("url", ""),
                "group": group,
                "tone": column.get("tone", "gold"),
                "note": column.get("note", ""),
                "sum": column.get("sum"),
                "first": not heads or heads[-1]["group"] != group,
            }
        )
    return heads


def _row(row: Row, heads: Sequence[Mapping[str, Any]], *, rows: int, first: bool) -> dict[str, Any]:
    given = row.get("cells", {})
    drawn: list[str] = []
    filled = set()
    lead, hollow = "", False
    name = in_language(row.get("label", ""))
    for head in heads:
        if head["note"]:
            # One cell spans all rows, so only the first row holds it.
            if first:
                drawn.append(_noted(head, rows))
            continue
        start = '<td class="cell first">' if head["first"] else '<td class="cell">'
        found = given.get(head["key"])
        if not found:
            drawn.append(f"{start}</td>")
            continue
        cell: Cell = found if isinstance(found, dict) else {}
        if cell.get("unknown"):
            hollow = True
        else:
            filled.add(head["key"])
        hollow = hollow or any(mark.get("unknown") for mark in cell.get("marks", ()))
        tone = cell.get("tone") or head["tone"]
        lead = lead or (tone if cell.get("lead") else "")
        title = cell.get("title") or f"{name} × {in_language(head['title'])}"
        drawn.append(f"{start}{_place(cell, tone, title)}</td>")
    return {
        "label": row.get("label", ""),
        "title": row.get("title", ""),
        "url": row.get("url", ""),
        "note": row.get("note", ""),
        # A matrix of a hundred by a hundred has ten thousand cells: drawn here, they cost a fiftieth of a template.
        "drawn": mark_safe("".join(drawn)),  # noqa: S308 - every part is escaped below or fixed here
        "filled": filled,
        "lead": lead,
        "hollow": hollow,
        "sum": row["sum"] if "sum" in row else len(filled),
    }


def _noted(head: Mapping[str, Any], rows: int) -> str:
    """The cell of a note that runs down the column."""
    words = escape(in_language(head["note"]))
    inside = (
        f'<a href="{escape(head["url"])}">{words}</a>' if head["url"] else f'<span class="name">{words}</span>'
    )  # fmt: skip
    return f'<td class="special" rowspan="{rows}">{inside}</td>'


def _place(cell: Cell, tone: str, title: str) -> str:
    """The marks of one meeting, with words for those who do not see them."""
    marks = cell.get("marks") or [{"shape": "square", "unknown": bool(cell.get("unknown"))}]
    words, url = escape(title), cell.get("url", "")
    many = "" if len(marks) == 1 else " few" if len(marks) < 5 else " many"
    signs = "".join(sign(mark, tone, lead=bool(cell.get("lead")) and not number) for number, mark in enumerate(marks))
    inside = f'{signs}<span class="vh">{words}</span>'
    if url:
        return f'<a class="place{many}" href="{escape(url)}" title="{words}">{inside}</a>'
    return f'<span class="place{many}" title="{words}">{inside}</span>'


def sign(mark: Mark, tone: str, *, lead: bool = False) -> SafeString:
    """One mark: its shape filled in the tone, or hollow where it is only possible."""
    shape = mark.get("shape", "square")
    kind = f"mk-hollow st-{escape(tone)}" if mark.get("unknown") else f"sq-{escape(tone)}"
    ring = '<rect class="lead-ring" x="-3" y="-3" width="21" height="21" rx="6"/>' if lead else ""
    star = '<circle class="lead-star" cx="7.5" cy="7.5" r="3"/>' if lead else ""
    drawn = (
        f'<svg viewBox="0 0 15 15" aria-hidden="true" focusable="false">{ring}'
        f'<use class="{kind}" href="#mk-{escape(shape)}"/>{star}</svg>'
    )
    return mark_safe(drawn)  # noqa: S308 - every part is escaped above or fixed here
