"""What the database says of partnerships on a day, in a few numbers each, for one home or for several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Avg, Case, Count, DateField, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.directory.models import Unit
from kizuna.partners.models import Member, Partnership, Stage, Standing, TeamUnit, Tier

TALKS, ENDED, UNKNOWN = Partnership.State.TALKS.value, Partnership.State.ENDED.value, "unknown"
# The parts of a portfolio; only what is listed is counted among the partners.
LISTED = "listed"
PARTS = (LISTED, TALKS, ENDED, UNKNOWN)


class Entry(NamedTuple):
    """What counting and ordering need of one partnership on the day."""

    pk: int
    group: bool
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
    """One institution in one partnership, by the row that stands for it, and its country."""

    partnership: int
    institution: int
    country: str
    sure: bool  # whether it was a member on that day


class Spot(NamedTuple):
    """Where a member of a partnership is on the map."""

    partnership: int
    slug: str
    latitude: float | None
    longitude: float | None


def day_by_home(days: Mapping[Home, date]) -> Any:
    """The day of each row's home, as an expression for querysets."""
    cases = [When(home=home.pk, then=Value(day)) for home, day in days.items()]
    return Case(*cases, output_field=DateField())


def tiers_of(homes: Sequence[Home], user: Reader) -> dict[int, dict[int, Tier]]:
    """By home its tiers, in order."""
    found: dict[int, dict[int, Tier]] = {home.pk: {} for home in homes}
    rows = Tier.objects.visible_to(user).filter(home__in=homes).order_by("programme__order", "order", "pk")
    for tier in rows:
        found[tier.home_id][tier.pk] = tier
    return found


def maybe(day: Any) -> Q:
    """The condition that a dated row held on that day, or may have: as `holding` says "yes" or "unknown"."""
    begun = Q(begins_first__isnull=True) | Q(begins_first__lte=day)
    return begun & (Q(ends_last__isnull=True) | Q(ends_last__gte=day))


def surely(day: Any) -> Q:
    """The condition that one of those rows did hold: as `holding` says "yes"."""
    began, running = Q(begins_last__lte=day) | Q(seen__lte=day), Q(ends_last__isnull=True) | Q(ends_first__gte=day)
    return began & running


def _sure(condition: Q) -> Case:
    """1 where the condition is met, else 0."""
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def entries_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, list[Entry]]:
    """By home a line for every partnership, with its state, tier and place on the day, as this reader may know them.

    The state is that of the stage that held. Where there are stages and none is known to have held, it is not known;
    where there is no stage at all, the partnership's own state stands.
    """
    state: dict[int, str] = {}
    stages = Stage.objects.visible_to(user).filter(home__in=homes).order_by("pk")
    for row, said, sure in stages.values_list("partnership", "state", _sure(maybe(day) & surely(day))):
        if sure and state.get(row, UNKNOWN) == UNKNOWN:
            state[row] = said
        else:
            state.setdefault(row, UNKNOWN)
    stood: dict[int, tuple[int, int]] = {}
    unsure: set[int] = set()
    tiers = Tier.objects.visible_to(user)
    standings = Standing.objects.visible_to(user).filter(maybe(day), home__in=homes, tier__in=tiers)
    told = standings.order_by("order", "pk").values_list("partnership", "tier", "order", _sure(surely(day)))
    for row, tier, place, sure in told:
        if sure:
            stood.setdefault(row, (tier, place))
        else:
            unsure.add(row)
    found: dict[int, list[Entry]] = {home.pk: [] for home in homes}
    rows = Partnership.objects.visible_to(user).filter(home__in=homes).order_by("pk")
    for home, row, group, own in rows.values_list("home", "pk", "group", "state"):
        tier, place = stood.get(row, (None, None))
        found[home].append(Entry(row, group, state.get(row, own), tier, place, row in unsure))
    return found


def seats_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, list[Seat]]:
    """By home who was, or may have been, a member of which partnership; a merged row by the one that stands for it."""
    found: dict[int, list[Seat]] = {home.pk: [] for home in homes}
    rows = Member.objects.visible_to(user).filter(maybe(day), home__in=homes).order_by()
    told = rows.values_list(
        "home", "partnership", Coalesce("organisation__alias_of", "organisation"),
        Coalesce("organisation__alias_of__country", "organisation__country"), _sure(surely(day)),
    )  # fmt: skip
    for home, partnership, institution, country, sure in told:
        found[home].append(Seat(partnership, institution, country, sure == 1))
    return found


def spots_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, list[Spot]]:
    """By home where the members of its partnerships were on that day, in their order; what is invented is nowhere."""
    found: dict[int, list[Spot]] = {home.pk: [] for home in homes}
    place, other = ("slug", "latitude", "longitude"), "organisation__alias_of"
    own, merged = [f"organisation__{name}" for name in place], [f"{other}__{name}" for name in place]
    rows = (
        Member.objects.visible_to(user).filter(maybe(day) & surely(day), home__in=homes)
        .filter(partnership__in=Partnership.objects.visible_to(user).exclude(state__in=(TALKS, ENDED)))
        .exclude(organisation__fictional=True, organisation__alias_of=None)
        .exclude(organisation__alias_of__isnull=False, organisation__alias_of__fictional=True)
        .order_by("partnership", "order", "pk")
        .values_list("home", "partnership", other, *own, *merged)
    )  # fmt: skip
    for home, partnership, into, *there in rows:
        found[home].append(Spot(partnership, *(there[3:] if into else there[:3])))
    return found


def middles_of(home: Home, day: date, user: Reader) -> dict[str, tuple[float | None, float | None]]:
    """By country the middle of the places where members of a home's partnerships were on that day."""
    rows = Member.objects.visible_to(user).filter(maybe(day) & surely(day), home=home).order_by()
    real = rows.filter(organisation__fictional=False).values_list("organisation__country")
    told = real.annotate(latitude=Avg("organisation__latitude"), longitude=Avg("organisation__longitude"))
    return {country: (latitude, longitude) for country, latitude, longitude in told}


def team_sizes_of(homes: Sequence[Home], day: Any, user: Reader) -> dict[int, dict[int, tuple[int, int]]]:
    """By home and partnership how many places its team had, and of how many more that is not known."""
    found: dict[int, dict[int, tuple[int, int]]] = {home.pk: {} for home in homes}
    rows = TeamUnit.objects.visible_to(user).filter(maybe(day), home__in=homes).order_by()
    counted = rows.values_list("home", "partnership").annotate(sure=Count("pk", filter=surely(day)), all=Count("pk"))
    for home, partnership, sure, every in counted:
        found[home][partnership] = (sure, every - sure)
    return found


def teams_of(home: Home, day: date, user: Reader, partnerships: Sequence[int]) -> dict[int, list[Unit]]:
    """By partnership the units on its team on that day, in order; a merged unit by the one that stands for it."""
    rows = TeamUnit.objects.visible_to(user).filter(maybe(day) & surely(day), home=home, partnership__in=partnerships)
    told = rows.order_by("order", "pk").values_list("partnership", Coalesce("unit__alias_of", "unit"))
    places = list(told)
    units = Unit.objects.visible_to(user).only("slug", "name", "abbreviation", "order")
    by_key = units.in_bulk({unit for _row, unit in places})
    found: dict[int, list[Unit]] = {row: [] for row in partnerships}
    for row, unit in places:
        if unit in by_key:
            found[row].append(by_key[unit])
    return found
