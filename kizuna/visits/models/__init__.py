"""The tables of visits, one file per aggregate."""

from kizuna.visits.models.commitments import Commitment
from kizuna.visits.models.letters import Letter
from kizuna.visits.models.meeting import Meeting, Participant
from kizuna.visits.models.notes import MeetingNote, NoteLink, VisitReport
from kizuna.visits.models.preparing import Request, Task, TemplateLine, VisitTemplate
from kizuna.visits.models.visit import Delegate, Leg, Stop, Visit

__all__ = [
    "Commitment",
    "Delegate",
    "Leg",
    "Letter",
    "Meeting",
    "MeetingNote",
    "NoteLink",
    "Participant",
    "Request",
    "Stop",
    "Task",
    "TemplateLine",
    "Visit",
    "VisitReport",
    "VisitTemplate",
]
