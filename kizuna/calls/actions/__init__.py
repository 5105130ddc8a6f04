"""What happens to calls, by subject: plain edits, proposals, judging."""

from kizuna.calls.actions.edits import begin, remove, revise, revise_all
from kizuna.calls.actions.judging import (
    assign,
    award,
    confirm,
    decide,
    declare,
    detect,
    minute,
    score,
    settle,
    sign,
)
from kizuna.calls.actions.proposals import compose, cost, invite, revoke, send_back, start, submit, write

__all__ = [
    "assign",
    "award",
    "begin",
    "compose",
    "confirm",
    "cost",
    "decide",
    "declare",
    "detect",
    "invite",
    "minute",
    "remove",
    "revise",
    "revise_all",
    "revoke",
    "score",
    "send_back",
    "settle",
    "sign",
    "start",
    "submit",
    "write",
]
