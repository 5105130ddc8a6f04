"""The tables of partners, one file per aggregate."""

from kizuna.partners.models.contribution import Contribution, Invitation, Link, LinkKind
from kizuna.partners.models.partnership import Coordinator, Member, Partnership, Stage, Standing, TeamUnit
from kizuna.partners.models.programme import Owner, Phase, Programme, Tier
from kizuna.partners.models.story import Chapter, HistoricalTie, Outcome, Plan, ThirdParty

__all__ = [
    "Chapter",
    "Contribution",
    "Coordinator",
    "HistoricalTie",
    "Invitation",
    "Link",
    "LinkKind",
    "Member",
    "Outcome",
    "Owner",
    "Partnership",
    "Phase",
    "Plan",
    "Programme",
    "Stage",
    "Standing",
    "TeamUnit",
    "ThirdParty",
    "Tier",
]
