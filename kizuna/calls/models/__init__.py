"""Tables of the calls room, by aggregate: the call, its committee, proposals, judging."""

from kizuna.calls.models.call import Call, CallSide, Criterion, Question, Side, Stage, Strand, free_slug
from kizuna.calls.models.committee import Conflict, Invitation, Seat
from kizuna.calls.models.judging import Assignment, Award, Decision, Minutes, Review, Score, a_chair_signed
from kizuna.calls.models.mails import CallMail
from kizuna.calls.models.proposal import Answer, BudgetLine, Enclosure, Proposal, TeamMember, shut_to

__all__ = [
    "Answer",
    "Assignment",
    "Award",
    "BudgetLine",
    "Call",
    "CallMail",
    "CallSide",
    "Conflict",
    "Criterion",
    "Decision",
    "Enclosure",
    "Invitation",
    "Minutes",
    "Proposal",
    "Question",
    "Review",
    "Score",
    "Seat",
    "Side",
    "Stage",
    "Strand",
    "TeamMember",
    "a_chair_signed",
    "free_slug",
    "shut_to",
]
