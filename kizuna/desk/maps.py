"""Puts homes and partners on the maps; fictional organisations never are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.regions import regions
from kizuna.core.worldmap import NetworkMap, PartnerMap, Point, Words, network_map, partner_map
from kizuna.core.worldmap.shapes import Tone
from kizuna.directory.models import HomeOrganisation, Organisation
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import Partnership
from kizuna.partners.portfolio import LISTED, TALKS, Portfolio, Spot, middles_of

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
    crowded = sum(1 for _home, its in shown for seat in its.seats if seat.sure) > MOST
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


def _drawn(held: Portfolio) -> set[int]:
    """The partnerships that are drawn: those of the list, and those in talks."""
    return {entry.pk for part in (LISTED, TALKS) for entry in held.parts[part]}


def _clusters(held: Portfolio, home: Home, tone: str, root: str) -> list[Point]:
    """Where there are too many to draw one by one: a dot for each country, with how many partnerships it stands for."""
    drawn = _drawn(held)
    tones = {entry.pk: held.tiers[entry.tier].tone if entry.tier in held.tiers else "sky" for entry in held.entries}
    by_country: dict[str, set[int]] = {}
    for seat in held.seats:
        if seat.sure and seat.country and seat.partnership in drawn:
            by_country.setdefault(seat.country, set()).add(seat.partnership)
    middles = middles_of(held.home, held.day, held.user)
    found: list[Point] = []
    for code, rows in sorted(by_country.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        latitude, longitude = middles.get(code, (None, None))
        most = Counter(tones[row] for row in rows).most_common(1)[0][0]
        found.append(
            Point(
                key=f"{home.slug}.{code}", label=country_name(code), lat=latitude, lon=longitude,
                tone=as_tone(tone or most), href=f"{root}?country={code}", home=home.slug, weight=len(rows),
                rank=1 + len(found) // 8,
            )
        )  # fmt: skip
    return found


def as_tone(name: str) -> Tone:
    """The colour of that name; sky for a name that is none."""
    return TONES.get(name, "sky")


def _home(home: Home, organisation: Organisation, root: str, language: str) -> Point:
    return Point(
        key=home.slug, label=(home.short or home.name).get(language).value, lat=organisation.latitude,
        lon=organisation.longitude, kind="home", tone="white", href=root,
    )  # fmt: skip


def _points(held: Portfolio, home: Home, tone: str, root: str, language: str) -> list[Point]:
    entries = [entry for part in (LISTED, TALKS) for entry in held.parts[part]]
    there: dict[int, list[Spot]] = {}
    for spot in held.spots:
        there.setdefault(spot.partnership, []).append(spot)
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
                key=f"{home.slug}.{row.slug}.{spot.slug}",
                label=label,
                lat=spot.latitude,
                lon=spot.longitude,
                tone=as_tone(tone or (tier.tone if tier else "sky")),
                href=f"{root}partners/{row.slug}/",
                dashed=entry.part == TALKS,
                group=label if entry.group else "",
                home=home.slug,
            )
            for spot in there.get(entry.pk, [])
        ]
    return found


def partner_of(
    row: Partnership, held: Portfolio, behind: HomeOrganisation | None, *, tone: str, language: str
) -> PartnerMap | None:
    """The great circle from the home to one partner; None where a place is not known or not of this world."""
    shown = (member.organisation.shown for member in row.members_on(held.day))
    members = [one for one in shown if one is not None]
    if behind is None or row.home.fictional or any(one.fictional for one in members):
        return None
    home = _home(row.home, behind.organisation, "", language)
    ends = [
        Point(key=one.slug, label=one.name.get(language).value if row.group else row.short_name(language),
              lat=one.latitude, lon=one.longitude, tone=as_tone(tone), home=row.home.slug)
        for one in members
    ]  # fmt: skip
    spots = [spot for spot in held.spots if spot.partnership != row.pk]
    # The other partners are faint dots behind the way; of very many, some show where they are as well.
    others = [
        Point(key=f"{spot.partnership}.{number}", label="", lat=spot.latitude, lon=spot.longitude)
        for number, spot in enumerate(spots[:: 1 + len(spots) // MOST])
    ]
    title = _("The way from %(home)s to %(partner)s") % {"home": home.label, "partner": row.name.get(language).value}
    drawn = partner_map(home, ends, others=others, title=title, words=Words(join=_(", ")))
    return drawn if drawn.drawings else None
