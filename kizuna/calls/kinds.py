"""The kinds of record behind the gate, for lists, files and programs: all of them are read and none is edited as a row.

They change by the verbs of the room alone.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.calls.models import (
    Answer,
    Assignment,
    Award,
    BudgetLine,
    Conflict,
    Decision,
    Enclosure,
    Minutes,
    Proposal,
    Review,
    Score,
    TeamMember,
)
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import OwnedRecord


def _read(model: type[OwnedRecord], label: object) -> Kind:
    """A kind with a form that edits nothing."""
    meta = type("Meta", (), {"model": model, "fields": ()})
    return Kind(type(f"{model.__name__}Read", (RecordForm,), {"Meta": meta, "__module__": __name__}), model, label)


BEHIND: dict[str, Kind] = {
    "proposal": _read(Proposal, _("Proposal")),
    "answer": _read(Answer, _("Answer of a proposal")),
    "team-member": _read(TeamMember, _("Team of a proposal")),
    "budget-line": _read(BudgetLine, _("Budget of a proposal")),
    "enclosure": _read(Enclosure, _("File of a proposal")),
    "conflict": _read(Conflict, _("Conflict")),
    "assignment": _read(Assignment, _("Assignment of a reviewer")),
    "review": _read(Review, _("Review")),
    "score": _read(Score, _("Score")),
    "decision": _read(Decision, _("Decision")),
    "award": _read(Award, _("Award")),
    "minutes": _read(Minutes, _("Minutes of the joint meeting")),
}
