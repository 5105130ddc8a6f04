"""Visits full of what could leak: at one level, of a published partnership, of a hidden one and of none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Person
from kizuna.partners.models import Partnership
from kizuna.visits.models import (
    Commitment,
    Delegate,
    Leg,
    Meeting,
    MeetingNote,
    NoteLink,
    Participant,
    Request,
    Stop,
    Task,
    TemplateLine,
    Visit,
    VisitReport,
    VisitTemplate,
)
from tests.cast import operator_account, put, words

__all__ = ["EDITED", "KEYED", "SLUGGED", "Visit", "fill_visits"]

# The kind of record whose slug or UUID stands in an address.
SLUGGED: dict[str, type[Any]] = dict.fromkeys(
    ("visit", "one_visit", "itinerary", "calendar", "call-off", "paper", "close", "open-again"), Visit
)
KEYED: dict[str, type[Any]] = {
    "tick": Task,
    **dict.fromkeys(("request", "decline", "delegate"), Request),
    **dict.fromkeys(("meeting", "hand-out", "call-in"), Meeting),
    **dict.fromkeys(("commitment", "keep", "drop", "take-up"), Commitment),
}
EDITED: dict[str, type[Any]] = {"visit": Visit, "meeting": Meeting, "commitment": Commitment}
DAY = FuzzyDate("2019-05-01")


def fill_visits(level: str, home: Home, alliance: Partnership, hidden: Partnership, person: Person) -> None:
    """One of each kind at this level; and rows called public that hang on what is closer."""
    text, own, by = words(f"{level}word"), {"home": home, "visibility": level}, operator_account()
    open_row = {"home": home, "visibility": "public"}
    for number, partner in enumerate((alliance, hidden, None)):
        visit = put(Visit(slug=f"{level}-visit-{number}", title=text, purpose=text, text=text, partnership=partner,
                          begins=DAY, ends=DAY, **own))  # fmt: skip
        leg = put(Leg(visit=visit, place=text, purpose=text, **own))
        stop = put(Stop(visit=visit, leg=leg, named=text, partnership=partner, **own))
        put(Delegate(visit=visit, person=person, post=text, **own))
        put(Task(visit=visit, text=text, who=f"{level}word", **own))
        meeting = put(
            Meeting(visit=visit, stop=stop, title=text, said=text, topics=text, partnership=partner, begins=DAY, **own)
        )
        put(Participant(meeting=meeting, named=text, post=text, **own))
        NoteLink.objects.create(
            home=home, meeting=meeting, name=f"{level}word", digest=f"{level}-{number}", hint="aaaaaa", made_by=by,
            expires_at=timezone.now() + timedelta(days=9),
        )  # fmt: skip
        note = put(MeetingNote(meeting=meeting, author=f"{level}word", text=text, outcome=text, **own))
        put(VisitReport(visit=visit, text=text, **own))
        whole = {"visit": visit, "meeting": meeting, "partnership": partner}
        put(Commitment(text=text, note=note, person=person, owner_words=f"{level}word", due=DAY, **whole, **own))
        put(Commitment(text=words("plain"), **whole, **open_row))
    put(Commitment(text=text, partnership=alliance, due=DAY, **own))
    template = put(VisitTemplate(name=text, purpose=text, direction="outgoing", **own))
    put(TemplateLine(template=template, text=text, **own))
    asked = {"name": f"{level}word", "institution": f"{level}word", "purpose": f"{level}word"}
    put(Request(email="somebody@abroad.example", **asked, **own))
