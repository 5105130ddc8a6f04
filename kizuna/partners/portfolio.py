"""A home's portfolio on one day: its programme, its partnerships by tier, and what they add up to.

The database counts; what stands here of a partnership is a line of a few numbers, until a page asks for its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Prefetch, prefetch_related_objects

from kizuna.core.doors import once
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, holding, rights
from kizuna.core.remembering import remembered, remembered_rows
from kizuna.core.values import Text
from kizuna.directory.models import Unit
from kizuna.partners import phasewise
from kizuna.partners.counting import (
    ENDED,
    LISTED,
    PARTS,
    TALKS,
    UNKNOWN,
    Entry,
    Seat,
    Spot,
    day_by_home,
    entries_of,
    middles_of,
    seats_of,
    spots_of,
    team_sizes_of,
    teams_of,
    tiers_of,
)
from kizuna.partners.models import Member, Partnership, Phase, Programme, TeamUnit, Tier

__all__ = [
    "ENDED",
    "LISTED",
    "PARTS",
    "TALKS",
    "UNKNOWN",
    "Entry",
    "Portfolio",
    "Seat",
    "Spot",
    "TierGroup",
    "main_programme",
    "middles_of",
    "of",
    "of_all",
    "programmes_of",
]
T = TypeVar("T")
AT_ONCE = 5000
DATED = ("begins_first", "begins_last", "ends_first", "ends_last", "seen", "visibility")
UNDER = ("partnership", "order", "uuid")
ORGANISATION = ("slug", "name", "kind", "country", "visibility", "alias_of")
BRIEF = ("slug", "name", "short", "state", "group", "home")


def _both(link: str, fields: Sequence[str]) -> list[str]:
    """Columns of a row and of the one into which it was merged."""
    return [link, *(f"{link}__{field}" for field in fields), *(f"{link}__alias_of__{field}" for field in fields)]


class TierGroup:
    """The partnerships of one tier, or of none, in order."""

    def __init__(self, portfolio: Portfolio, tier: Tier | None, entries: list[Entry]) -> None:
        self.portfolio, self.tier, self.entries = portfolio, tier, entries

    @property
    def count(self) -> int:
        """How many partnerships there are in it."""
        return len(self.entries)

    @property
    def partnerships(self) -> list[Partnership]:
        """The partnerships themselves, read together with those of all groups."""
        self.portfolio.loaded(self.portfolio.listed)
        return self.portfolio.loaded(self.entries)

    @property
    def institutions(self) -> int:
        """How many different institutions stand behind them."""
        return len(self.portfolio.institutions_by_tier.get(self.tier.pk if self.tier else None, ()))

    @cached_property
    def places(self) -> int:
        """How many places their teams have in all."""
        return self.portfolio.places_of(self.entries)


class Portfolio:
    """What a list of partners shows on one day; asks the database once for each kind of number, when it is wanted."""

    def __init__(self, home: Home, day: date, user: Reader, entries: list[Entry] | None = None) -> None:
        self.home, self.day, self.user = home, day, user
        # What is a part of a whole, or was read together with others, is not kept by itself.
        self.alone = entries is None
        if entries is not None:
            self.entries = entries
        self._rows: dict[int, Partnership] = {}
        self.names: dict[int, Partnership] = {}

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        """What is counted of the whole home is the same for everybody who may see the same, until something changes."""
        if not self.alone:
            return make()
        return remembered(self.home, ("portfolio", name, self.home.pk, self.day, rights(self.user)), make)

    def narrowed(self, keep: Callable[[Entry], bool]) -> Portfolio:
        """The part of it that is asked for; what was read already is not read again."""
        part = Portfolio(self.home, self.day, self.user, [entry for entry in self.entries if keep(entry)])
        part.tiers, part.seats, part.team_sizes = self.tiers, self.seats, self.team_sizes
        return part

    @cached_property
    def tiers(self) -> dict[int, Tier]:
        """The tiers that this reader may see, in order."""
        rows = remembered_rows(
            self.home,
            ("tiers", self.home.pk, rights(self.user)),
            lambda: list(tiers_of([self.home], self.user)[self.home.pk].values()),
        )
        return {tier.pk: tier for tier in rows}

    @cached_property
    def entries(self) -> list[Entry]:
        """A line for every partnership that this reader may see, in the order of a list: by tier, then by place."""
        return self._kept("entries", lambda: self.ordered(entries_of([self.home], self.day, self.user)[self.home.pk]))

    def ordered(self, entries: Iterable[Entry]) -> list[Entry]:
        """Lines in the order of a list."""
        return sorted(entries, key=self._rank)

    def _rank(self, entry: Entry) -> tuple[int, int]:
        tier = self.tiers.get(entry.tier) if entry.tier else None
        return (tier.order, entry.place or 0) if tier else (99, entry.pk)

    @cached_property
    def parts(self) -> dict[str, list[Entry]]:
        """The lines by where they are listed."""
        return self._kept("parts", self._parted)

    def _parted(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {part: [] for part in PARTS}
        for entry in self.entries:
            found[entry.part].append(entry)
        return found

    @property
    def listed(self) -> list[Entry]:
        """The lines of those that are counted."""
        return self.parts[LISTED]

    @cached_property
    def groups(self) -> list[TierGroup]:
        """Those that are counted, tier by tier."""
        return self.grouped(self.listed)

    def grouped(self, entries: Iterable[Entry]) -> list[TierGroup]:
        """Some of the lines, tier by tier."""
        found: dict[int | None, list[Entry]] = {}
        for entry in entries:
            found.setdefault(entry.tier, []).append(entry)
        return [TierGroup(self, self.tiers.get(tier) if tier else None, rows) for tier, rows in found.items()]

    def loaded(self, entries: Sequence[Entry]) -> list[Partnership]:
        """The partnerships of these lines, with what a list shows of each, in the order of the lines."""
        missing = [entry.pk for entry in entries if entry.pk not in self._rows]
        for start in range(0, len(missing), AT_ONCE):
            rows = Partnership.objects.visible_to(self.user).filter(pk__in=missing[start : start + AT_ONCE])
            self._rows.update({row.pk: row for row in rows.with_people(self.user)})
        return [self._rows[entry.pk] for entry in entries if entry.pk in self._rows]

    def rows(self, entries: Sequence[Entry], *, members: bool = True) -> list[Partnership]:
        """The partnerships of these lines with the names of their members.

        For one page of a list: only the columns that lists show are read, and where `members` is not asked for
        only those of groups.
        """
        own = {"home": self.home, "partnership__in": [entry.pk for entry in entries]}
        seated = Member.objects.visible_to(self.user).filter(**own)
        if not members:
            seated = seated.filter(partnership__group=True)
        seated = seated.select_related("organisation__alias_of")
        wanted = Prefetch("members", seated.only(*DATED, *UNDER, *_both("organisation", ORGANISATION)))
        found = Partnership.objects.visible_to(self.user).filter(pk__in=own["partnership__in"])
        # What this reader may not see is read as nothing, and so is not named.
        origin = Prefetch("grows_out_of", Partnership.objects.visible_to(self.user))
        by_key = {row.pk: row for row in found.prefetch_related(wanted, origin)}
        return [by_key[entry.pk] for entry in entries if entry.pk in by_key]

    def departments(self, entries: Sequence[Entry]) -> dict[int, list[Unit]]:
        """By partnership the units on its team."""
        return teams_of(self.home, self.day, self.user, [entry.pk for entry in entries])

    def leads(self, entries: Sequence[Entry]) -> dict[int, Text]:
        """By partnership what the department that coordinated its team is called for short."""
        names = (
            "unit__abbreviation",
            "unit__name",
            "unit__alias_of",
            "unit__alias_of__abbreviation",
            "unit__alias_of__name",
        )
        places = TeamUnit.objects.visible_to(self.user).filter(partnership__in=[entry.pk for entry in entries])
        places = places.filter(role=TeamUnit.Role.COORDINATING).annotate(held=holding(self.day)).filter(held="yes")
        found: dict[int, Text] = {}
        for row, short, name, into, other_short, other_name in places.values_list("partnership", *names):
            told = (other_short or other_name) if into else (short or name)
            found.setdefault(row, told if isinstance(told, Text) else Text.from_json({"en": told}))
        return found

    def brief(self, entries: Sequence[Entry]) -> list[Partnership]:
        """The partnerships of these lines with no more than their names, in the order of the lines."""
        missing = [entry.pk for entry in entries if entry.pk not in self._rows and entry.pk not in self.names]
        if missing:
            rows = Partnership.objects.visible_to(self.user).filter(pk__in=missing)
            self.names.update({row.pk: row for row in rows.only(*BRIEF)})
        found = {**self.names, **self._rows}
        return [found[entry.pk] for entry in entries if entry.pk in found]

    def find(self, slug: str) -> Partnership | None:
        """The partnership of that name in addresses, in whatever part it is listed."""
        rows = Partnership.objects.visible_to(self.user).filter(home=self.home, slug=slug)
        return rows.with_people(self.user).first()

    def opened(self, slug: str) -> Partnership | None:
        """The same for its own page: programmes and phases come from what all pages of the home share."""
        rows = Partnership.objects.visible_to(self.user).filter(home=self.home, slug=slug)
        row: Partnership | None = rows.with_team(self.user).first()
        if row is None:
            return None
        programmes = {one.pk: one for one in programmes_of(self.home, self.user)}
        phases = {one.pk: one for one in phasewise.phases_of(self.home, self.user)}
        for link in (Partnership.programme.field, Partnership.framework.field):
            # What this reader may not see is nothing to them, and is not named.
            link.set_cached_value(row, programmes.get(getattr(row, link.attname)))
        elsewhere = []
        for place in row.team.all():
            if place.joined_phase_id in phases:
                place.joined_phase = phases[place.joined_phase_id]
            else:
                elsewhere.append(place)
        prefetch_related_objects(elsewhere, Prefetch("joined_phase", Phase.objects.visible_to(self.user)))
        return row

    @property
    def partnerships(self) -> list[Partnership]:
        """All that are counted, in the order of the list."""
        return self.loaded(self.listed)

    @property
    def talks(self) -> list[Partnership]:
        """Those in talks, which are no partners yet."""
        return self.loaded(self.parts[TALKS])

    @property
    def ended(self) -> list[Partnership]:
        """Those that had ended by then."""
        return self.loaded(self.parts[ENDED])

    @property
    def unknown(self) -> list[Partnership]:
        """Those of which it is not known whether they were partners on that day, or stood in their tier."""
        return self.loaded(self.parts[UNKNOWN])

    @property
    def count(self) -> int:
        """How many partnerships there are, without those that are listed apart."""
        return len(self.listed)

    @property
    def group_count(self) -> int:
        """How many of them are with a group treated as one."""
        return sum(entry.group for entry in self.listed)

    @cached_property
    def seats(self) -> list[Seat]:
        """Who was, or may have been, a member of which partnership; a merged row by the one that stands for it."""
        return self._kept("seats", lambda: seats_of([self.home], self.day, self.user)[self.home.pk])

    @cached_property
    def spots(self) -> list[Spot]:
        """Where the members were."""
        return self._kept("spots", lambda: spots_of([self.home], self.day, self.user)[self.home.pk])

    @cached_property
    def team_sizes(self) -> dict[int, tuple[int, int]]:
        """By partnership how many places its team had, and of how many more that is not known."""
        return self._kept("team_sizes", lambda: team_sizes_of([self.home], self.day, self.user)[self.home.pk])

    @cached_property
    def institutions_by_tier(self) -> dict[int | None, set[int]]:
        """The institutions behind those that are counted, by tier; one may stand behind several."""
        return self._kept("institutions", self._institutions_by_tier)

    def _institutions_by_tier(self) -> dict[int | None, set[int]]:
        tiers = {entry.pk: entry.tier for entry in self.listed}
        found: dict[int | None, set[int]] = {tier: set() for tier in tiers.values()}
        for seat in self.seats:
            if seat.sure and seat.partnership in tiers:
                found[tiers[seat.partnership]].add(seat.institution)
        return found

    def places_of(self, entries: Iterable[Entry]) -> int:
        """How many places the teams of some of the partnerships had."""
        return sum(self.team_sizes.get(entry.pk, (0, 0))[0] for entry in entries)

    @property
    def institutions(self) -> int:
        """How many different institutions stand behind those that are counted."""
        return len(set().union(*self.institutions_by_tier.values()))

    @property
    def places(self) -> int:
        """How many places their teams had in all."""
        return self.places_of(self.listed)

    @property
    def teams(self) -> int:
        """How many of them had a team."""
        return sum(1 for entry in self.listed if self.team_sizes.get(entry.pk, (0, 0))[0])

    @property
    def unsure_members(self) -> int:
        """In how many cases it is not known whether an institution was a member; none of them is counted."""
        keys = {entry.pk for entry in self.listed}
        return sum(1 for seat in self.seats if not seat.sure and seat.partnership in keys)

    @property
    def unsure_places(self) -> int:
        """Of how many places it is not known whether they were on a team; none of them is counted."""
        return sum(self.team_sizes.get(entry.pk, (0, 0))[1] for entry in self.listed)


def main_programme(home: Home, user: Reader) -> Programme | None:
    """The programme under whose name the home stands: its partnerships programme, else its strategy."""
    return _main(programmes_of(home, user)).get(home.pk)


def programmes_of(home: Home, user: Reader) -> list[Programme]:
    """The programmes of a home that this reader may see."""
    rows = Programme.objects.visible_to(user).filter(home=home)
    found: list[Programme] = once(
        home,
        ("programmes", user.pk),
        lambda: remembered_rows(home, ("programmes", home.pk, rights(user)), lambda: rows),
    )
    return found


def main_programmes(homes: Sequence[Home], user: Reader) -> dict[int, Programme]:
    """The main programme of each of some homes that has one."""
    return _main(Programme.objects.visible_to(user).filter(home__in=homes))


def _main(rows: Iterable[Programme]) -> dict[int, Programme]:
    found: dict[int, Programme] = {}
    rows = [row for row in rows if row.kind in ("partnerships", "strategy")]
    for row in sorted(rows, key=lambda row: (row.kind != "partnerships", row.order)):
        found.setdefault(row.home_id, row)
    return found


def of(home: Home, day: date, user: Reader) -> Portfolio:
    """The portfolio that this reader may see."""
    return Portfolio(home, day, user)


def of_all(days: Mapping[Home, date], user: Reader) -> list[tuple[Home, Portfolio]]:
    """The portfolios of several homes, each on a day of its own, in as many questions as one takes."""
    homes, day = list(days), day_by_home(days)
    if len(set(days.values())) == 1:
        day = days[homes[0]]
    tiers, entries = tiers_of(homes, user), entries_of(homes, day, user)
    seats, teams = seats_of(homes, day, user), team_sizes_of(homes, day, user)
    found = []
    for home in homes:
        its = Portfolio(home, days[home], user)
        its.alone = False
        its.tiers, its.seats, its.team_sizes = tiers[home.pk], seats[home.pk], teams[home.pk]
        its.entries = its.ordered(entries[home.pk])
        found.append((home, its))
    return found


def draw_all(held: Sequence[tuple[Home, Portfolio]], most: int) -> None:
    """Reads names and places of all partnerships of several portfolios of one reader at once, unless there are many."""
    wanted = [entry.pk for _home, its in held for part in (LISTED, TALKS) for entry in its.parts[part]]
    if not wanted or sum(len(its.seats) for _home, its in held) > most:
        return
    user = held[0][1].user
    spots = spots_of([home for home, _its in held], day_by_home({home: its.day for home, its in held}), user)
    rows = Partnership.objects.visible_to(user).filter(pk__in=wanted).only(*BRIEF)
    by_key = {row.pk: row for row in rows}
    for home, its in held:
        its.names, its.spots = by_key, spots[home.pk]
