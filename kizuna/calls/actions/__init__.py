"""What happens to calls, by subject: plain edits, proposals, judging."""

from kizuna.calls.actions.edits import begin, remove, revise, revise_all
from kizuna.calls.actions.enclosing import discard, enclose
from kizuna.calls.actions.judging import (
    assign,
    award,
    confirm,
    decide,
    decide_all,
    declare,
    detect,
    minute,
    score,
    settle,
    sign,
)
from kizuna.calls.actions.partnering import call_in, hand_out, lay_down, seat, unseat
from kizuna.calls.actions.proposals import compose, cost, invite, revoke, send_back, start, submit, write
from kizuna.calls.actions.steering import call_off, follow_on, withdraw

__all__ = [
    "assign",
    "award",
    "begin",
    "call_in",
    "call_off",
    "compose",
    "confirm",
    "cost",
    "decide",
    "decide_all",
    "declare",
    "detect",
    "discard",
    "enclose",
    "follow_on",
    "hand_out",
    "invite",
    "lay_down",
    "minute",
    "remove",
    "revise",
    "revise_all",
    "revoke",
    "score",
    "seat",
    "send_back",
    "settle",
    "sign",
    "start",
    "submit",
    "unseat",
    "withdraw",
    "write",
]
