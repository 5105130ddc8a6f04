"""Numbers the sources of a page and lays the cited passages beside it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kizuna.core.actions import as_lines, place_of
from kizuna.core.models import Citation, Source
from kizuna.core.models.record import Reader, Record
from kizuna.core.models.withheld import withheld_from


@dataclass
class Passage:
    """One cited place of a source: its line or other place, the words if they are attached, and who cites it."""

    line: int
    place: str = ""
    words: str = ""
    citations: list[Citation] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    # Whether what stands here, or what is taken from it, could tell the reader what is withheld from them.
    quiet: bool = False

    @property
    def facts(self) -> list[Citation]:
        """What is taken from here, each thing told once."""
        told: dict[str, Citation] = {}
        for citation in () if self.quiet else self.citations:
            told.setdefault(str(citation.told), citation)
        return list(told.values())


@dataclass
class Panel:
    """One source with the passages that a page stands on."""

    source: Source
    passages: list[Passage]

    @property
    def attached(self) -> bool:
        """Whether the words of the document can be shown."""
        return any(passage.words for passage in self.passages)


class Cited:
    """The citations of many records, and the texts that they lead to, read once for all pages made from them."""

    def __init__(self, records: Iterable[Record], user: Reader) -> None:
        rows = list(records)
        keys = [record.uuid for record in rows]
        # A withheld field has no source for whoever does not read it.
        kept = {record.uuid: names for record in rows if (names := withheld_from(record))}
        # A source that the reader may not see is not named to them either.
        sources = Source.objects.visible_to(user)
        found = Citation.objects.visible_to(user).filter(record__in=keys, source__in=sources)
        self.user = user
        self.by_record: dict[uuid.UUID, list[Citation]] = defaultdict(list)
        for citation in found.select_related("source", "source__text"):
            if citation.field not in kept.get(citation.record, ()):
                self.by_record[citation.record].append(citation)
        self.quiet = frozenset(kept)
        self._lines: dict[int, list[str]] = {}

    def lines(self, source: Source) -> list[str]:
        """The lines of an attached text, read once."""
        if source.pk not in self._lines:
            self._lines[source.pk] = lines_of(source, self.user)
        return self._lines[source.pk]


class Footnotes:
    """The citations of the records on a page, numbered in the order in which the page asks for them.

    Where many pages are made at once, ``cited`` holds what was read for all of them.
    """

    def __init__(self, records: Iterable[Record], user: Reader, cited: Cited | None = None) -> None:
        rows = list(records)
        self.cited = cited or Cited(rows, user)
        self.by_record: dict[uuid.UUID, list[Citation]] = defaultdict(list)
        if cited is None:
            self.by_record = self.cited.by_record
        else:
            self.by_record.update({row.uuid: cited.by_record[row.uuid] for row in rows if row.uuid in cited.by_record})
        self.numbers: dict[tuple[int, tuple[int, ...], str], int] = {}

    def of(self, record: Record, field: str | None = None) -> list[tuple[int, Citation]]:
        """The numbers for a record, or for one of its fields; asking gives them."""
        return self._numbered(row for row in self.by_record[record.uuid] if row.field == (field or ""))

    def every(self, record: Record) -> list[tuple[int, Citation]]:
        """The numbers for a record and all its fields."""
        return self._numbered(self.by_record[record.uuid])

    def _numbered(self, citations: Iterable[Citation]) -> list[tuple[int, Citation]]:
        """Each place cited with its number, once; a place not asked for before gets the next one."""
        found: dict[int, Citation] = {}
        for citation in citations:
            found.setdefault(self.numbers.setdefault(_place(citation), len(self.numbers) + 1), citation)
        return list(found.items())

    def panels(self) -> list[Panel]:
        """The sources asked for so far, each with its cited lines in order."""
        cited: dict[Source, dict[tuple[int, str], Passage]] = defaultdict(dict)
        for citation in (row for rows in self.by_record.values() for row in rows):
            number = self.numbers.get(_place(citation))
            if number is None:
                continue
            for line in citation.lines or [0]:
                passage = cited[citation.source].setdefault((line, citation.place), Passage(line, citation.place))
                passage.citations.append(citation)
                passage.quiet = passage.quiet or (citation.record in self.cited.quiet and not citation.field)
                if number not in passage.numbers:
                    passage.numbers.append(number)
        panels = [
            Panel(
                source,
                with_words(self.cited.lines(source), sorted(passages.values(), key=lambda one: (one.line, one.place))),
            )
            for source, passages in sorted(cited.items(), key=lambda pair: pair[0].slug)
        ]
        anchored: set[int] = set()
        for passage in (passage for panel in panels for passage in panel.passages):
            passage.anchors = [number for number in passage.numbers if number not in anchored]
            anchored.update(passage.anchors)
        return panels


def _place(citation: Citation) -> tuple[int, tuple[int, ...], str]:
    """What two citations share when they have one number: the source and the place in it."""
    return citation.source_id, tuple(citation.lines), citation.place


def lines_of(source: Source, user: Reader) -> list[str]:
    """The attached text's lines, when this person may see them and the file is there; else nothing."""
    if source.text is None or not type(source.text).objects.visible_to(user).filter(pk=source.text.pk).exists():
        return []
    place = place_of(source.text.sha256)
    return as_lines(place.read_bytes()) if place.is_file() else []


def with_words(lines: list[str], passages: list[Passage]) -> list[Passage]:
    """Fills in the words of each passage from the lines of the attached text."""
    for passage in passages:
        if 0 < passage.line <= len(lines) and not passage.quiet:
            passage.words = lines[passage.line - 1].strip()
    return passages
