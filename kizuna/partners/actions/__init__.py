"""What happens to partnerships, by subject: plain edits, contributions, teams, moves of the portfolio."""

from kizuna.partners.actions.edits import remove, revise, revise_all

__all__ = ["remove", "revise", "revise_all"]
