"""What the database says of partnerships on a day, in a few numbers each, for one home or for several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, DateField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, holding
from kizuna.partners.models import Member, Partnership, Stage, Standing, TeamUnit, Tier

TALKS, ENDED, UNKNOWN = Partnership.State.TALKS.value, Partnership.State.ENDED.value, "unknown"
# The parts of a portfolio; only what is listed is counted among the partners.
LISTED = "listed"
PARTS = (LISTED, TALKS, ENDED, UNKNOWN)
PLACE = ("slug", "country", "latitude", "longitude", "fictional")


class Entry(NamedTuple):
    """What counting and ordering need of one partnership on the day."""

    pk: int
    group: bool
    key: str
    state: str
    tier: int | None
    place: int | None
    unsure: bool  # whether it stood in a tier on that day is not known

    @property
    def part(self) -> str:
        """Where it is listed: among the partners, or apart."""
        if self.state in (TALKS, ENDED, UNKNOWN):
            return self.state
        return UNKNOWN if self.unsure and self.tier is None else LISTED


class Seat(NamedTuple):
    """One institution in one partnership: the row that stands for it, and where it is."""

    partnership: int
    institution: int
    sure: bool  # whether it was a member on that day
    slug: str
    country: str
    latitude: float | None
    longitude: float | None
    fictional: bool


def day_by_home(days: Mapping[Home, date]) -> Any:
    """The day of each row's home, as an expression for querysets."""
    cases = [When(home=home.pk, then=Value(day)) for home, day in days.items()]
    return Case(*cases, output_field=DateField())


def then(rows: Any, day: Any, user: Reader) -> Any:
    """Partnerships with their state, tier and place on that day, as this reader may know them.

    The state is that of the stage that held. Where there are stages and none is known to have held, it is not known;
    where there is no stage at all, the partnership's own state stands. `unsure`: it may have stood in some tier.
    """
    stages = Stage.objects.visible_to(user).filter(partnership=OuterRef("pk")).annotate(held=holding(day))
    tiers = Tier.objects.visible_to(user)
    standings = Standing.objects.visible_to(user).filter(partnership=OuterRef("pk"), tier__in=tiers)
    standings = standings.annotate(held=holding(day)).order_by("order", "pk")
    sure = standings.filter(held="yes")
    own = Case(When(Exists(stages), then=Value(UNKNOWN)), default=F("state"), output_field=CharField())
    return rows.annotate(
        state_then=Coalesce(Subquery(stages.filter(held="yes").order_by("pk").values("state")[:1]), own),
        tier_then=Subquery(sure.values("tier")[:1]),
        place_then=Subquery(sure.values("order")[:1]),
        unsure=Exists(standings.filter(held="unknown")),
    )


def tiers_of(homes: Sequence[Home], user: Reader) -> dict[int, dict[int, Tier]]:
    """By home its tiers, in order."""
    found: dict[int, dict[int, Tier]] = {home.pk: {} for home in homes}
    rows = Tier.objects.visible_to(user).filter(home__in=homes).order_by("programme__order", "order", "pk")
    for tier in rows:
        found[tier.home_id][tier.pk] = tier
    return found


def entries_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, list[Entry]]:
    """By home a line for every partnership."""
    found: dict[int, list[Entry]] = {home.pk: [] for home in homes}
    rows = then(Partnership.objects.visible_to(user).filter(home__in=homes), day, user).order_by("pk")
    fields = ("pk", "group", "key", "state_then", "tier_then", "place_then", "unsure")
    for home, *told in rows.values_list("home", *fields):
        found[home].append(Entry(*told))
    return found


def seats_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, list[Seat]]:
    """By home who was, or may have been, a member of which partnership; a merged row by the one that stands for it."""
    found: dict[int, list[Seat]] = {home.pk: [] for home in homes}
    own = [f"organisation__{name}" for name in PLACE]
    merged = [f"organisation__alias_of__{name}" for name in PLACE]
    rows = (
        Member.objects.visible_to(user).filter(home__in=homes).annotate(held=holding(day)).exclude(held="no")
        .order_by("partnership", "order", "pk")
        .values_list("home", "partnership", "organisation", "organisation__alias_of", "held", *own, *merged)
    )  # fmt: skip
    for home, partnership, organisation, into, held, *place in rows:
        there = place[len(PLACE) :] if into else place[: len(PLACE)]
        found[home].append(Seat(partnership, into or organisation, held == "yes", *there))
    return found


def team_sizes_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, dict[int, tuple[int, int]]]:
    """By home and partnership how many places its team had, and of how many more that is not known."""
    found: dict[int, dict[int, tuple[int, int]]] = {home.pk: {} for home in homes}
    began, running = Q(begins_last__lte=day) | Q(seen__lte=day), Q(ends_last=None) | Q(ends_first__gte=day)
    over = Q(begins_first__isnull=False, begins_first__gt=day) | Q(ends_last__isnull=False, ends_last__lt=day)
    rows = TeamUnit.objects.visible_to(user).filter(home__in=homes).exclude(over).order_by()
    counted = rows.values_list("home", "partnership").annotate(
        sure=Count("pk", filter=began & running), all=Count("pk")
    )
    for home, partnership, sure, every in counted:
        found[home][partnership] = (sure, every - sure)
    return found
