"""The tables of partners, one file per aggregate."""

from kizuna.partners.models.partnership import Coordinator, Member, Partnership, Standing, TeamUnit
from kizuna.partners.models.programme import Owner, Phase, Programme, Tier
from kizuna.partners.models.story import Chapter, HistoricalTie, Outcome, Plan, ThirdParty

__all__ = [
    "Chapter",
    "Coordinator",
    "HistoricalTie",
    "Member",
    "Outcome",
    "Owner",
    "Partnership",
    "Phase",
    "Plan",
    "Programme",
    "Standing",
    "TeamUnit",
    "ThirdParty",
    "Tier",
]
