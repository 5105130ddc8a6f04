"""What rooms tell a briefing: each room fills a list of tellers, and the desk sets the book from all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home, Record
from kizuna.core.models.record import Reader
from kizuna.directory.models import Person
from kizuna.partners.models import Partnership


class Topic(TextChoices):
    """Under which heading of a briefing something is told."""

    PROMISE = "promises", _("Promised last time")
    PROGRAMME = "programme", _("Programme")
    DELEGATION = "delegation", _("Delegation")
    VISIT = "visits", _("Visits and meetings")
    ALUMNI = "alumni", _("Alumni and gifts")


@dataclass(frozen=True)
class About:
    """Of what a briefing tells, and to whom: a room narrows its rows to these and to what the reader may see.

    ``rows`` are the partnerships it speaks of. ``country`` is set for a country, ``person`` for a person, ``visit`` for
    a visit; where all are empty the briefing is of the one partnership in ``rows``.
    """

    home: Home
    reader: Reader
    day: date
    language: str
    rows: tuple[Partnership, ...] = ()
    country: str = ""
    person: Person | None = None
    visit: Any = None

    def partner_of(self, key: int | None) -> Partnership | None:
        """The partnership with this number, if the briefing speaks of it."""
        return next((row for row in self.rows if row.pk == key), None)

    def named(self, key: int | None) -> str:
        """What the partner is called, where the briefing speaks of several."""
        row = self.partner_of(key) if len(self.rows) > 1 else None
        return row.short_name(self.language) if row else ""


@dataclass(frozen=True)
class Line:
    """One line: what it says, when in words, what qualifies it, the record it stands on, where it opens below the desk.

    ``also`` are records whose sources stand with it, ``late`` marks what should have been done by now.
    """

    text: str
    record: Record | None = None
    when: str = ""
    small: str = ""
    path: str = ""
    late: bool = False
    also: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Teller:
    """One room's lines under one heading, in the order in which they are read, in a fixed number of queries."""

    topic: Topic
    lines: Callable[[About], Iterable[Line]]
