"""Figures of calls: counted from what a reader may see, and beside them what sources state; the two are never mixed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.calls.models import Award, Call, Proposal, Stage
from kizuna.core.models import Citation, Figure, Home, Source
from kizuna.core.models.record import Reader
from kizuna.partners.models import Partnership

# What a source calls them; adopted projects count as such only where calls are stated of the same partner.
CALLS, ADOPTED = "calls", "projects"
UNSEEN = (Stage.DRAFT, Stage.COMING, Stage.CALLED_OFF)


@dataclass(frozen=True)
class Stated:
    """One figure of a source about calls with a partner, and how it differs from what is on record."""

    figure: Figure
    partnership: Partnership
    sources: tuple[Source, ...]
    difference: str = ""


@dataclass
class Round:
    """One call with its proposals and awards; no proposals where none are on record, or none for this reader."""

    call: Call
    proposals: int = 0
    awards: int = 0

    @property
    def rate(self) -> int | None:
        """How many of a hundred proposals were awarded; None while nothing is awarded or no applications are known."""
        return round(self.awards / self.proposals * 100) if self.awards and self.proposals else None


@dataclass
class Tally:
    """Calls to date of a home or with one partner."""

    rounds: list[Round] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    @property
    def proposals(self) -> int:
        """How many proposals were submitted."""
        return sum(one.proposals for one in self.rounds)

    @property
    def awards(self) -> int:
        """How many of them were awarded."""
        return sum(one.awards for one in self.rounds)

    @property
    def by_call(self) -> dict[int, Round]:
        """Each call's round by the call's number."""
        return {one.call.pk: one for one in self.rounds}


def tally(home: Home, user: Reader, now: datetime, partnership: Partnership | None = None) -> Tally:
    """The calls that have opened by now, the newest first, and what sources say; in a fixed number of queries."""
    rows = Call.objects.visible_to(user).filter(home=home).select_related("home")
    rows = rows.filter(partnership=partnership) if partnership else rows
    found = Tally([Round(row) for row in rows if row.stage_at(now) not in UNSEEN])
    keys = [one.call.pk for one in found.rounds]
    if keys:
        sent = Proposal.objects.visible_to(user).filter(call__in=keys).exclude(number=None)
        sent = sent.exclude(state=Proposal.State.WITHDRAWN)
        proposals = dict(sent.order_by().values_list("call").annotate(n=Count("pk")))
        given = Award.objects.visible_to(user).filter(proposal__call__in=keys).order_by()
        awards = dict(given.values_list("proposal__call").annotate(n=Count("pk")))
        for one in found.rounds:
            one.proposals, one.awards = proposals.get(one.call.pk, 0), awards.get(one.call.pk, 0)
    found.stated = _stated(home, user, found, partnership)
    return found


def _stated(home: Home, user: Reader, found: Tally, partnership: Partnership | None) -> list[Stated]:
    """What sources say of calls with a partner that this reader sees."""
    figures = Figure.objects.visible_to(user).filter(home=home, measure__in=(CALLS, ADOPTED))
    if partnership:
        figures = figures.filter(record=partnership.uuid)
    told: dict[object, list[Figure]] = defaultdict(list)
    for one in figures:
        told[one.record].append(one)
    told = {key: rows for key, rows in told.items() if any(one.measure == CALLS for one in rows)}
    if not told:
        return []
    partners = Partnership.objects.visible_to(user).filter(home=home, uuid__in=list(told))
    known = {one.uuid: one for one in partners}
    cited: dict[object, dict[int, Source]] = defaultdict(dict)
    keys = [one.uuid for rows in told.values() for one in rows]
    seen = Source.objects.visible_to(user)
    for cite in Citation.objects.visible_to(user).filter(record__in=keys, source__in=seen).select_related("source"):
        cited[cite.record][cite.source_id] = cite.source
    return [
        Stated(one, known[key], tuple(cited[one.uuid].values()), _difference(one, found, known[key]))
        for key, rows in told.items()
        if key in known
        for one in rows
    ]


def _difference(figure: Figure, found: Tally, row: Partnership) -> str:
    """What lies between a stated figure and what is on record, in words; nothing where no call is on record."""
    value, rounds = figure.quantity.value, [one for one in found.rounds if one.call.partnership_id == row.pk]
    if value is None or figure.quantity.qualifier != "exact" or not rounds:
        return ""
    here = len(rounds) if figure.measure == CALLS else sum(one.awards for one in rounds)
    apart = value - Decimal(here)
    if not apart:
        return _("As many are on record here.")
    count = int(abs(apart))
    if apart > 0:
        told = ngettext("%(n)s of them is not on record here.", "%(n)s of them are not on record here.", count)
    else:
        told = ngettext("%(n)s more is on record here.", "%(n)s more are on record here.", count)
    return told % {"n": count}
