"""What is about to hurt: one line for each thing that needs somebody, with the place where it is mended.

Each question is a source that answers with at most so many lines and with how many there are in all. The desk's first
page, its own page, the command and the weekly mail all read the same answer. Words are in the language of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.core.wording import language

# So many lines of a kind are told; the place that each kind leads to has them all.
MOST = 20


class Kind(models.TextChoices):
    """Why something hurts; the order is that of urgency."""

    PROMISES = "promises", _("Promises past due")
    NOTES = "notes", _("Visits without notes")
    CALLS = "calls", _("Calls that wait for the office")
    EXPIRING = "expiring", _("Agreements that end")
    CONTRIBUTIONS = "contributions", _("Contributions that wait")
    PLANS = "plans", _("Plans past their time")
    CHAMPIONS = "champions", _("Coordinators whose post has ended")
    SILENT = "silent", _("Agreements without activity")
    BARE = "bare", _("Activity without an agreement")
    FIGURES = "figures", _("Figures gone stale")
    ANNIVERSARIES = "anniversaries", _("Anniversaries that come")


# What one does about it.
ADVICE = {
    Kind.PROMISES: _("Keep it and say so, or drop it with a reason."),
    Kind.NOTES: _("Send the host of the meeting a link, or write the notes."),
    Kind.CALLS: _("Open the call: it says what is next."),
    Kind.EXPIRING: _("Renew it, follow it with another, or say that it ends."),
    Kind.CONTRIBUTIONS: _("Accept it, join it with another entry, or send it back with a word."),
    Kind.PLANS: _("Say whether it is done, carried over or dropped."),
    Kind.CHAMPIONS: _("Name somebody else, or put their new post on record."),
    Kind.SILENT: _("Ask the departments what they do with this partner, or let the agreement rest."),
    Kind.BARE: _("Put the agreement on record, or conclude one."),
    Kind.FIGURES: _("Ask for the newer value and add it; the older one stays."),
    Kind.ANNIVERSARIES: _("Plan what is to be done, and with whom."),
}
# What has already happened, as against what is to come.
LATE = frozenset({Kind.PROMISES, Kind.NOTES, Kind.CONTRIBUTIONS, Kind.PLANS, Kind.CHAMPIONS})


@dataclass(frozen=True)
class Line:
    """One thing that needs somebody: what, where it is mended, since when it hurts or when it falls, who holds it."""

    kind: str
    words: str
    address: str
    partner: str = ""
    since: date | None = None
    due: date | None = None
    # Dates as closely as they are known, in words; empty where the day says it.
    when: str = ""
    who: str = ""


@dataclass(frozen=True)
class Part:
    """All lines of one kind: how many there are, the first of them, and the place that has them all."""

    kind: Kind
    lines: tuple[Line, ...]
    count: int
    address: str

    @property
    def title(self) -> str:
        """What hurts."""
        return str(self.kind.label)

    @property
    def advice(self) -> str:
        """What one does about it."""
        return str(ADVICE[self.kind])

    @property
    def late(self) -> bool:
        """Whether it has happened already."""
        return self.kind in LATE

    @property
    def more(self) -> int:
        """How many there are beside those told."""
        return self.count - len(self.lines)


# Answers for a home, a reader and a day, for one kind: the lines, how many there are, and where all of them stand.
Answer = tuple[Sequence[Line], int, str]
Source = Callable[[Home, Reader, date], Answer]
# The roof's files name their questions here.
SOURCES: dict[Kind, Source] = {}


def parts(home: Home, user: Reader, day: date) -> list[Part]:
    """What hurts on that day as far as this reader may know it, the most urgent first; kept until something changes."""

    def ask() -> list[Part]:
        return [part for part in _asked(home, user, day) if part.count]

    # Whose contributions one sees depends on the departments one answers for, so the answer is a person's own.
    return remembered(home, ("today", home.pk, day, rights(user), user.pk, language()), ask)


def _asked(home: Home, user: Reader, day: date) -> Iterator[Part]:
    for kind in Kind:
        if kind in SOURCES:
            lines, count, address = SOURCES[kind](home, user, day)
            yield Part(kind, tuple(lines)[:MOST], count, address)


def told(found: Sequence[Part]) -> list[dict[str, Any]]:
    """The same as plain data, one entry for each line, for programs."""
    return [
        {
            "kind": part.kind.value,
            "words": line.words,
            "partner": line.partner or None,
            "address": line.address,
            "since": line.since.isoformat() if line.since else None,
            "due": line.due.isoformat() if line.due else None,
            "when": line.when or None,
            "who": line.who or None,
        }
        for part in found
        for line in part.lines
    ]


def counts(found: Sequence[Part]) -> dict[str, int]:
    """How many there are of each kind."""
    return {part.kind.value: part.count for part in found}
