"""Puts homes and partners on the maps; fictional organisations never are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.worldmap import NetworkMap, PartnerMap, Point, Region, Words, network_map, partner_map
from kizuna.core.worldmap.shapes import Tone
from kizuna.directory.models import HomeOrganisation, Organisation
from kizuna.partners.models import Partnership
from kizuna.partners.portfolio import Portfolio

TONES: dict[str, Tone] = {"gold": "gold", "teal": "teal", "rose": "rose", "sky": "sky"}
Behind = Mapping[int, HomeOrganisation | None]


def network_of(
    held: Sequence[tuple[Home, Portfolio]], *, behind_of: Behind, language: str, tones: Mapping[int, str] | None = None,
    site: bool = False,
) -> NetworkMap | None:  # fmt: skip
    """The map of one home's partners, or of several homes'; None when there is nothing to draw."""
    points: list[Point] = []
    for home, portfolio in held:
        behind = behind_of.get(home.pk)
        if home.fictional or behind is None:
            continue
        root = home.site if site else home.desk
        points.append(_home(home, behind.organisation, root, language))
        for row in [*portfolio.partnerships, *portfolio.talks]:
            tier = row.tier_on(portfolio.day)
            tone = (tones or {}).get(home.pk) or (tier.tone if tier else "sky")
            points.extend(_points(row, portfolio, home, tone, root, language))
    if not any(point.kind == "partner" for point in points):
        return None
    words = Words(join=_(", "))
    title = _("Partners on the world map")
    return network_map(points, title=title, regions=regions(), words=words)


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


def _points(row: Partnership, held: Portfolio, home: Home, tone: str, root: str, language: str) -> list[Point]:
    label = row.short_name(language)
    places = [member.institution for member in row.members_on(held.day) if not member.institution.fictional]
    return [
        Point(
            key=f"{home.slug}.{row.slug}.{place.slug}",
            label=label,
            lat=place.latitude,
            lon=place.longitude,
            tone=as_tone(tone),
            href=f"{root}partners/{row.slug}/",
            dashed=row.state == Partnership.State.TALKS,
            group=label if row.group else "",
            home=home.slug,
        )
        for place in places
    ]


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
    others = [
        Point(key=f"{other.slug}{number}", label="", lat=m.institution.latitude, lon=m.institution.longitude)
        for other in held.partnerships
        if other.pk != row.pk
        for number, m in enumerate(other.members_on(held.day))
    ]
    title = _("The way from %(home)s to %(partner)s") % {"home": home.label, "partner": row.name.get(language).value}
    drawn = partner_map(home, ends, others=others, title=title, words=Words(join=_(", ")))
    return drawn if drawn.drawings else None
