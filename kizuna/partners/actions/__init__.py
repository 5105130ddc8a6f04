"""What happens to partnerships, by subject: plain edits, contributions, teams, moves of the portfolio."""

from kizuna.partners.actions.contributions import accept, join, send_back, submit, withdraw
from kizuna.partners.actions.edits import remove, revise, revise_all
from kizuna.partners.actions.teams import agree, call_off, coordinate, decline, invite, leave, publish

__all__ = [
    "accept",
    "agree",
    "call_off",
    "coordinate",
    "decline",
    "invite",
    "join",
    "leave",
    "publish",
    "remove",
    "revise",
    "revise_all",
    "send_back",
    "submit",
    "withdraw",
]
