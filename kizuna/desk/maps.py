"""Puts homes and partners on the maps; fictional organisations never are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.worldmap import NetworkMap, PartnerMap, Point, Region, Words, network_map, partner_map
from kizuna.core.worldmap.shapes import Tone
from kizuna.directory.models import HomeOrganisation, Organisation
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import Partnership
from kizuna.partners.portfolio import LISTED, TALKS, Portfolio, Seat

TONES: dict[str, Tone] = {"gold": "gold", "teal": "teal", "rose": "rose", "sky": "sky"}
# More points than this cannot be told apart on a map of the world.
MOST = 200
Behind = Mapping[int, HomeOrganisation | None]


def network_of(
    held: Sequence[tuple[Home, Portfolio]], *, behind_of: Behind, language: str, tones: Mapping[int, str] | None = None,
    site: bool = False,
) -> NetworkMap | None:  # fmt: skip
    """The map of one home's partners, or of several homes'; None when there is nothing to draw."""
    shown = [(home, its) for home, its in held if not home.fictional and behind_of.get(home.pk) is not None]
    crowded = sum(len(_seats(its)) for _home, its in shown) > MOST
    points: list[Point] = []
    for home, portfolio in shown:
        behind, root = behind_of[home.pk], home.site if site else home.desk
        if behind is None:
            continue
        points.append(_home(home, behind.organisation, root, language))
        tone = (tones or {}).get(home.pk, "")
        if crowded:
            points.extend(_clusters(portfolio, home, tone, root))
            continue
        points.extend(_points(portfolio, home, tone, root, language))
    if not any(point.kind == "partner" for point in points):
        return None
    words = Words(join=_(", "))
    title = _("Partners on the world map")
    return network_map(points, title=title, regions=regions(), words=words)


def _seats(held: Portfolio) -> list[Seat]:
    """Where the members of all partnerships of the list are, and of those in talks; fictional ones left out."""
    keys = {entry.pk for part in (LISTED, TALKS) for entry in held.parts[part]}
    return [seat for seat in held.seats if seat.sure and not seat.fictional and seat.partnership in keys]


def _clusters(held: Portfolio, home: Home, tone: str, root: str) -> list[Point]:
    """Where there are too many to draw one by one: a dot for each country, with how many partnerships it stands for."""
    tones = {entry.pk: held.tiers[entry.tier].tone if entry.tier in held.tiers else "sky" for entry in held.entries}
    by_country: dict[str, list[Seat]] = {}
    for seat in _seats(held):
        if seat.country and seat.latitude is not None and seat.longitude is not None:
            by_country.setdefault(seat.country, []).append(seat)
    found: list[Point] = []
    for code, seats in sorted(by_country.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        # One that has about as many to its west as to its east, and so lies in the country.
        middle = sorted(seats, key=lambda seat: (seat.longitude or 0.0, seat.institution))[len(seats) // 2]
        most = Counter(tones[seat.partnership] for seat in seats).most_common(1)[0][0]
        number = len({seat.partnership for seat in seats})
        found.append(
            Point(
                key=f"{home.slug}.{code}", label=country_name(code), lat=middle.latitude, lon=middle.longitude,
                tone=as_tone(tone or most), href=f"{root}?country={code}", home=home.slug, weight=number,
                rank=1 + len(found) // 8,
            )
        )  # fmt: skip
    return found


def as_tone(name: str) -> Tone:
    """The colour of that name; sky for a name that is none."""
    return TONES.get(name, "sky")


def regions() -> list[Region]:
    """Names for the enlarged parts of the map."""
    return [
        Region(_("Western Europe"), 36, -12, 62, 22),
        Region(_("Japan"), 30, 128, 46, 147),
        Region(_("East Asia"), 18, 100, 46, 147),
        Region(_("North America"), 24, -128, 52, -64),
    ]


def _home(home: Home, organisation: Organisation, root: str, language: str) -> Point:
    return Point(
        key=home.slug, label=(home.short or home.name).get(language).value, lat=organisation.latitude,
        lon=organisation.longitude, kind="home", tone="white", href=root,
    )  # fmt: skip


def _points(held: Portfolio, home: Home, tone: str, root: str, language: str) -> list[Point]:
    entries = [entry for part in (LISTED, TALKS) for entry in held.parts[part]]
    there: dict[int, list[Seat]] = {}
    for seat in _seats(held):
        there.setdefault(seat.partnership, []).append(seat)
    found = []
    named = {row.pk: row for row in held.brief(entries)}
    for entry in entries:
        row = named.get(entry.pk)
        if row is None:
            continue
        tier = held.tiers.get(entry.tier) if entry.tier else None
        label = row.short_name(language)
        found += [
            Point(
                key=f"{home.slug}.{row.slug}.{seat.slug}",
                label=label,
                lat=seat.latitude,
                lon=seat.longitude,
                tone=as_tone(tone or (tier.tone if tier else "sky")),
                href=f"{root}partners/{row.slug}/",
                dashed=entry.part == TALKS,
                group=label if entry.group else "",
                home=home.slug,
            )
            for seat in there.get(entry.pk, [])
        ]
    return found


def partner_of(
    row: Partnership, held: Portfolio, behind: HomeOrganisation | None, *, tone: str, language: str
) -> PartnerMap | None:
    """The great circle from the home to one partner; None where a place is not known or not of this world."""
    members = [member.institution for member in row.members_on(held.day)]
    if behind is None or row.home.fictional or any(one.fictional for one in members):
        return None
    home = _home(row.home, behind.organisation, "", language)
    ends = [
        Point(key=one.slug, label=one.name.get(language).value if row.group else row.short_name(language),
              lat=one.latitude, lon=one.longitude, tone=as_tone(tone), home=row.home.slug)
        for one in members
    ]  # fmt: skip
    seats = [seat for seat in held.seats if seat.sure and seat.partnership != row.pk]
    listed = {entry.pk for entry in held.listed}
    # The other partners are faint dots behind the way; of very many, a part shows where they are as well.
    step = 1 + len(seats) // MOST
    others = [
        Point(key=f"{seat.partnership}.{number}", label="", lat=seat.latitude, lon=seat.longitude)
        for number, seat in enumerate(seats[::step])
        if seat.partnership in listed
    ]
    title = _("The way from %(home)s to %(partner)s") % {"home": home.label, "partner": row.name.get(language).value}
    drawn = partner_map(home, ends, others=others, title=title, words=Words(join=_(", ")))
    return drawn if drawn.drawings else None
