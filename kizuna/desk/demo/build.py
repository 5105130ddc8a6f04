"""Turns the plain records of the data files into saved records, through the actions of the rooms."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date as Day  # noqa: N812 - a method here is called date
from datetime import timedelta
from typing import Any

from kizuna.core import actions as core
from kizuna.core import records
from kizuna.core.models import Account, Citation, Figure, Home, Note, Record, Source
from kizuna.core.values import FuzzyDate, Quantity, Text
from kizuna.desk.demo.files import Row

Revise = Callable[..., Any]


def text(value: Any) -> Text:
    """A Text from a mapping of languages, or from one English string."""
    return Text.from_json({"en": value} if isinstance(value, str) else value or {})


def quantity(value: Any) -> Quantity:
    """A Quantity from its mapping."""
    return Quantity.from_json({"qualifier": "exact", **value}) if value else Quantity()


class Builder:
    """Saves records and remembers them by section and key, with what hangs on them kept for the end."""

    def __init__(self, by: Account, today: Day) -> None:
        self.by = by
        self.today = today
        self.batch = uuid.uuid4()
        self.made: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, Source] = {}
        self.homes: dict[str, Home] = {}
        self.hanging: list[Citation | Figure | Note] = []
        self.waiting: dict[Revise, list[Record]] = {}
        self.count = 0
        self.places = 0

    def home(self, row: Row) -> Home:
        """The home that owns the record."""
        return self.homes[row["home"]]

    def date(self, value: Any, home: Home | None = None) -> FuzzyDate:
        """A date from its notation or from a mapping with the words of the source."""
        if not value:
            return FuzzyDate()
        parts = value if isinstance(value, dict) else {"edtf": str(value)}
        edtf = str(parts.get("edtf", ""))
        calendar = home.calendar if home and edtf.startswith("AY") else ""
        return FuzzyDate.from_json({"edtf": edtf, "stated": parts.get("stated", ""), "calendar": calendar})

    def seen(self, home: Home) -> Day:
        """The day on which a row without a stated beginning is known to have held."""
        return home.stood_day or self.today - timedelta(days=1)

    def save(self, section: str, row: Row, record: Record, revise: Revise) -> Record:
        """Saves one record through its room's action, keeps it by key, and collects its citations and notes."""
        if "visibility" in row:
            record.visibility = row["visibility"]
        elif not record.pk:
            record.visibility = "public"
        revise(record, by=self.by, verb="loaded", batch=self.batch)
        self.count += 1
        if "key" in row:
            self.made.setdefault(section, {})[row["key"]] = record
        self._hang(record, row)
        return record

    def next(self) -> int:
        """A running number, for the order of rows within their list."""
        self.places += 1
        return self.places

    def later(self, row: Row, record: Record, revise_all: Revise) -> None:
        """Keeps a record to which no other points, with its citations, to be saved set-wise."""
        record.visibility = row.get("visibility", "public")
        self.waiting.setdefault(revise_all, []).append(record)
        self._hang(record, row)

    def _hang(self, record: Record, row: Row) -> None:
        self.cite(record, row.get("cites", []))
        for order, note in enumerate(row.get("notes", [])):
            self.note(record, row, note, order)

    def get(self, section: str, key: str | None) -> Any:
        """The record of that section and key; None for no key. An unknown key is a KeyError."""
        return self.made[section][key] if key else None

    def cite(self, record: Record, cites: list[Row]) -> None:
        """Keeps the citations of a record to be saved set-wise."""
        for cite in cites:
            self.hanging.append(
                records.cited(
                    record,
                    source=self.sources[cite["source"]],
                    lines=cite.get("lines", []) if isinstance(cite.get("lines", []), list) else [cite["lines"]],
                    place=str(cite.get("place", "")),
                    field=cite.get("field", ""),
                    basis=cite.get("basis", "stated"),
                    says=text(cite.get("says")),
                    fact=cite.get("fact", ""),
                )
            )

    def note(self, record: Record, row: Row, note: Row, order: int) -> None:
        """Keeps a note of a record, with its own citations, to be saved set-wise."""
        made = records.noted(
            record, kind=note["kind"], text=text(note["text"]), order=order, address=note.get("address", ""),
            when=self.date(note.get("when")),
        )  # fmt: skip
        if made.home is None and row.get("home"):
            made.home = self.homes.get(row["home"])
        if "visibility" in note:
            made.visibility = note["visibility"]
        self.hanging.append(made)
        self.cite(made, note.get("cites", []))

    def finish(self) -> None:
        """Saves everything that waits, then what hangs, kind by kind."""
        for revise_all, rows in self.waiting.items():
            self.count += revise_all(rows, by=self.by, verb="loaded", batch=self.batch)
        self.waiting.clear()
        for kind in (Note, Figure, Citation):
            hung = [row for row in self.hanging if type(row) is kind]
            self.count += core.revise_all(hung, by=self.by, verb="loaded", batch=self.batch)
        self.hanging.clear()
