"""What happens to visits, by subject: plain edits, promises, notes and reports."""

from kizuna.visits.actions.commitments import drop, keep, take_up
from kizuna.visits.actions.edits import remove, revise, revise_all
from kizuna.visits.actions.notes import call_in, close, hand_out, note, open_again
from kizuna.visits.actions.preparing import accept, ask, begin, call_off, decline, delegate, tick

__all__ = [
    "accept",
    "ask",
    "begin",
    "call_in",
    "call_off",
    "close",
    "decline",
    "delegate",
    "drop",
    "hand_out",
    "keep",
    "note",
    "open_again",
    "remove",
    "revise",
    "revise_all",
    "take_up",
    "tick",
]
