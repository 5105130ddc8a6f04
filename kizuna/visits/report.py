"""The report of a visit, which compiles itself: each meeting with what its hosts wrote, and what was promised."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Visibility
from kizuna.core.models.record import Reader
from kizuna.core.typeset import pdf
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.visits.models import Commitment, Meeting, MeetingNote, Visit, VisitReport


@dataclass
class Told:
    """One meeting with its notes and what was promised at it."""

    meeting: Meeting
    notes: list[MeetingNote] = field(default_factory=list)
    steps: list[Commitment] = field(default_factory=list)


@dataclass
class Compiled:
    """All that a report says to one reader."""

    visit: Visit
    report: VisitReport | None
    meetings: list[Told]
    # What was promised on the visit, but at no meeting on record.
    beside: list[Commitment]

    @property
    def promises(self) -> list[Commitment]:
        """Every promise, in the order of the meetings."""
        return [*(one for told in self.meetings for one in told.steps), *self.beside]

    @property
    def silent(self) -> list[Meeting]:
        """The meetings of which nobody has written yet."""
        return [told.meeting for told in self.meetings if not told.notes]

    @property
    def level(self) -> str:
        """The closest visibility of all that stands in it: a paper made of it may be no more open."""
        rows = [self.visit, *self.promises]
        rows += [row for told in self.meetings for row in (told.meeting, *told.notes)]
        rows += [self.report] if self.report is not None else []
        levels = [Visibility.STAFF.value, *(row.visibility for row in rows)]
        return max(levels, key=records.LEVELS.index)


def compiled(visit: Visit, user: Reader) -> Compiled:
    """The report of a visit as this reader may see it; four questions, however many meetings there are."""
    rows = Meeting.objects.visible_to(user).filter(visit=visit)
    rows = rows.select_related("organisation__alias_of", "stop__organisation__alias_of", "stop__leg", "visit")
    meetings = [Told(row) for row in rows]
    known = {told.meeting.pk: told for told in meetings}
    for note in MeetingNote.objects.visible_to(user).filter(meeting__in=known).order_by("written_at", "pk"):
        known[note.meeting_id].notes.append(note)
    beside: list[Commitment] = []
    steps = Commitment.objects.visible_to(user).filter(visit=visit).select_related("owner", "person", "partnership")
    for step in steps.order_by("pk"):
        told = known.get(step.meeting_id)
        (told.steps if told else beside).append(step)
    report = VisitReport.objects.visible_to(user).filter(visit=visit).select_related("closed_by", "file").first()
    return Compiled(visit, report, meetings, beside)


def paper(told: Compiled, made_at: datetime) -> bytes:
    """The report as a PDF, in the language of the page."""
    home, code = told.visit.home, language()
    made_on = FuzzyDate(made_at.date().isoformat()).display(code)
    data: dict[str, Any] = {
        "lang": code,
        "home": in_language(home.name),
        "title": _("Report: %(visit)s") % {"visit": in_language(told.visit.heading)},
        "period": told.visit.when.display(code),
        "lead": in_language(told.visit.purpose),
        "made": _("Made on %(day)s · for use within %(home)s") % {"day": made_on, "home": in_language(home.name)},
        "stamp": _("Fictional: everything here is invented, for trying out.") if home.fictional else "",
        "facts": [
            {"big": str(len(told.meetings)), "label": _("meetings")},
            {"big": str(len(told.meetings) - len(told.silent)), "label": _("with a note")},
            {"big": str(len(told.promises)), "label": _("promises")},
        ],
        "parts": list(_parts(told)),
        "sources": [],
        "words": {"sources": _("Sources")},
    }
    return pdf("paper", data, made_at=made_at)


def _parts(told: Compiled) -> Any:
    if told.report is not None and told.report.text:
        yield _list(_("Summary"), in_language(told.report.text).split("\n\n"))
    for one in told.meetings:
        rows: list[Any] = []
        for note in one.notes:
            rows.append({"text": in_language(note.text), "small": note.author})
            if note.outcome:
                rows.append({"text": in_language(note.outcome), "small": _("What came of it")})
        yield _list(in_language(one.meeting.heading), rows or [_("No note was written.")], one.meeting.when)
    if told.promises:
        heads = [{"label": _("What was promised"), "wide": 3}, {"label": _("Who sees to it"), "wide": 2},
                 {"label": _("Due"), "wide": 1}, {"label": _("State"), "wide": 1}]  # fmt: skip
        rows = [[in_language(one.text), one.whose or _("nobody named"), one.due.display(language()) or "–",
                 str(one.get_state_display())] for one in told.promises]  # fmt: skip
        yield {"kind": "table", "title": _("Promises"), "heads": heads, "rows": rows}


def _list(title: str, rows: list[Any], when: FuzzyDate | None = None) -> dict[str, Any]:
    note = when.display(language()) if when else ""
    return {"kind": "list", "title": title, "note": note, "rows": [row for row in rows if row]}
