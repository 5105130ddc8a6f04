"""The layout of a matrix: which rows meet which columns, with spanning heads, notes and sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, TypedDict

from kizuna.core.wording import in_language


class Column(TypedDict, total=False):
    """One column; columns of one ``group`` stand together under one head, in the group's ``tone``.

    A column with a ``note`` has no cells: the note runs down the whole column.
    """

    key: str
    label: Any
    small: Any
    title: Any
    url: str
    group: Any
    tone: str
    note: Any


class Cell(TypedDict, total=False):
    """One meeting of a row and a column; ``lead`` draws the ring of the coordinator."""

    url: str
    title: str
    lead: bool
    tone: str


class Row(TypedDict, total=False):
    """One row; ``cells`` holds a Cell, or just True, under the column's key."""

    label: Any
    title: Any
    url: str
    note: Any
    cells: Mapping[str, Cell | bool]


def lay_out(columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, Any]:
    """Everything the template needs; sums count cells and skip the columns that carry a note."""
    heads = _heads(columns)
    counted = [_row(row, heads, first=number == 0) for number, row in enumerate(rows)]
    most = max((row["sum"] for row in counted), default=0)
    for row in counted:
        row["bar"] = f"{30 * row['sum'] / most:.1f}" if most else "0"
    sums = [
        {"first": head["first"], "sum": "*" if head["note"] else sum(head["key"] in row["filled"] for row in counted)}
        for head in heads
    ]
    return {
        "groups": [
            {"label": label, "tone": members[0]["tone"], "span": len(members)}
            for label, members in ((name, list(some)) for name, some in groupby(heads, key=lambda head: head["group"]))
        ],
        "columns": heads,
        "rows": counted,
        "sums": sums,
        "total": sum(row["sum"] for row in counted),
        "tones": {tone: next(head["group"] for head in heads if head["tone"] == tone) for tone in _tones(heads)},
        # The tone of the first such cell, for the sign in the key.
        "has_lead": next((cell["tone"] for row in counted for cell in row["cells"] if cell.get("lead")), ""),
        "has_star": any(head["note"] for head in heads),
        "has_notes": any(row["note"] for row in counted),
    }


def _tones(heads: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each tone once, in the order of the columns."""
    return list(dict.fromkeys(head["tone"] for head in heads))


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
                "first": not heads or heads[-1]["group"] != group,
            }
        )
    return heads


def _row(row: Row, heads: Sequence[Mapping[str, Any]], *, first: bool) -> dict[str, Any]:
    given = row.get("cells", {})
    cells: list[dict[str, Any]] = []
    filled = set()
    for head in heads:
        if head["note"]:
            # One cell spans all rows, so only the first row holds it.
            if first:
                cells.append({"special": True, "note": head["note"], "url": head["url"]})
            continue
        cell = given.get(head["key"])
        drawn: dict[str, Any] = {"first": head["first"], "filled": bool(cell)}
        if cell:
            filled.add(head["key"])
            drawn |= {"tone": head["tone"], "title": _meeting(row, head)}
            drawn |= cell if isinstance(cell, Mapping) else {}
        cells.append(drawn)
    return {
        "label": row.get("label", ""),
        "title": row.get("title", ""),
        "url": row.get("url", ""),
        "note": row.get("note", ""),
        "cells": cells,
        "filled": filled,
        "sum": len(filled),
    }


def _meeting(row: Row, head: Mapping[str, Any]) -> str:
    return f"{in_language(row.get('label', ''))} × {in_language(head['title'])}"
