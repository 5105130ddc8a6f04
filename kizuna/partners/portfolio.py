"""A home's portfolio on one day: its programme, its partnerships by tier, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.models import Partnership, Programme, Tier
from kizuna.partners.models.partnership import chain


@dataclass
class TierGroup:
    """The partnerships of one tier, or of none, in order."""

    tier: Tier | None
    partnerships: list[Partnership] = field(default_factory=list)
    institutions: int = 0


@dataclass
class Portfolio:
    """What a list of partners shows on one day."""

    day: date
    groups: list[TierGroup]
    talks: list[Partnership]

    @property
    def partnerships(self) -> list[Partnership]:
        """All partnerships of the list, in its order."""
        return [row for group in self.groups for row in group.partnerships]

    @property
    def institutions(self) -> int:
        """How many different institutions stand behind them."""
        return len({m.institution.pk for row in self.partnerships for m in row.members_on(self.day)})

    @property
    def places(self) -> int:
        """How many places their teams have in all."""
        return sum(len(row.team_on(self.day)) for row in self.partnerships)

    @property
    def teams(self) -> int:
        """How many partnerships have a team."""
        return sum(1 for row in self.partnerships if row.team_on(self.day))


def main_programme(home: Home, user: Reader) -> Programme | None:
    """The programme under whose name the home stands: its partnerships programme, else its strategy."""
    rows = Programme.objects.visible_to(user).filter(home=home, kind__in=("partnerships", "strategy"))
    return min(rows, key=lambda row: (row.kind != "partnerships", row.order), default=None)


def of(home: Home, day: date, user: Reader) -> Portfolio:
    """The portfolio that this reader may see."""
    rows = Partnership.objects.visible_to(user).filter(home=home).with_people(user)
    listed: list[Partnership] = []
    talks: list[Partnership] = []
    for row in chain(list(rows), day):
        (talks if row.state == Partnership.State.TALKS else listed).append(row)
    groups: dict[int | None, TierGroup] = {}
    for row in listed:
        tier = row.tier_on(day)
        groups.setdefault(tier.pk if tier else None, TierGroup(tier)).partnerships.append(row)
    for group in groups.values():
        members = {m.institution.pk for row in group.partnerships for m in row.members_on(day)}
        group.institutions = len(members)
    return Portfolio(day, list(groups.values()), talks)
