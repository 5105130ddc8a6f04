"""Visits for tests, with few words."""

from __future__ import annotations

from typing import Any

from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate
from kizuna.visits.models import Meeting, Request, Stop, TemplateLine, Visit, VisitTemplate
from tests.cast import put, words


def a_visit(home: Home, begins: str = "2026-06-01", ends: str = "2026-06-05", **fields: Any) -> Visit:
    """A published visit on record."""
    fields.setdefault("slug", "japan")
    fields.setdefault("title", words("Journey to Japan"))
    dates = {"begins": FuzzyDate.parse(begins), "ends": FuzzyDate.parse(ends)} if begins else {}
    return put(Visit(home=home, visibility=fields.pop("visibility", "public"), **dates, **fields))


def a_stop(visit: Visit, when: str = "", **fields: Any) -> Stop:
    """A published stop on record."""
    begins = FuzzyDate.parse(when) if when else FuzzyDate()
    fields.setdefault("named", words("various universities"))
    return put(Stop(home=visit.home, visit=visit, begins=begins, visibility="public", **fields))


def a_meeting(visit: Visit, when: str = "", **fields: Any) -> Meeting:
    """A published meeting on record."""
    begins = FuzzyDate.parse(when) if when else FuzzyDate()
    fields.setdefault("title", words("Talks"))
    return put(Meeting(home=visit.home, visit=visit, begins=begins, visibility="public", **fields))


def a_template(home: Home) -> VisitTemplate:
    """A template with one thing to prepare and one part of the programme."""
    made = put(VisitTemplate(home=home, name=words("Going out"), direction="outgoing", days=2, visibility="staff"))
    own = {"home": home, "template": made, "visibility": "staff"}
    put(TemplateLine(kind="gifts", text=words("Gifts"), days_before=14, **own))
    put(TemplateLine(what="meeting", text=words("Closing talk"), day=2, order=1, **own))
    return made


def a_request(home: Home, **fields: Any) -> Request:
    """A request that waits, as the public form makes it."""
    given = {"name": "Ada Guest", "email": "ada@guest.example", "institution": "Guest College", "purpose": "To learn"}
    return put(Request(home=home, visibility="office", **{**given, **fields}))
