"""What happens to partnerships, by subject: plain edits, contributions, teams, moves of the portfolio."""

from kizuna.partners.actions.contributions import accept, join, send_back, submit, withdraw
from kizuna.partners.actions.edits import remove, revise, revise_all
from kizuna.partners.actions.moves import admit, begin, end, place, release, rest, revive
from kizuna.partners.actions.phases import close, decide, open_next
from kizuna.partners.actions.teams import agree, call_off, coordinate, decline, invite, leave, publish

__all__ = [
    "accept",
    "admit",
    "agree",
    "begin",
    "call_off",
    "close",
    "coordinate",
    "decide",
    "decline",
    "end",
    "invite",
    "join",
    "leave",
    "open_next",
    "place",
    "publish",
    "release",
    "remove",
    "rest",
    "revise",
    "revise_all",
    "revive",
    "send_back",
    "submit",
    "withdraw",
]
