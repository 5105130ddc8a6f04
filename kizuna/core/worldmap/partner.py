"""The picture in the head of a partner's page: the great circle from home to the partner's places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kizuna.core.worldmap.geometry import Box, number
from kizuna.core.worldmap.greatcircle import Place, arc, centre_of, distance_km
from kizuna.core.worldmap.land import part_path
from kizuna.core.worldmap.marks import Size, draw_arcs, draw_marks
from kizuna.core.worldmap.projections import Azimuthal, wrap
from kizuna.core.worldmap.shapes import Dot, Drawing, PartnerMap, Point, Words
from kizuna.core.worldmap.sites import Tie, gather, place_of, sort_out

# A partner next door is shown in its country, not in a street plan the coarse outline cannot give.
_NARROWEST = 0.16


@dataclass(frozen=True)
class _Stage:
    """The box of a drawing and the inner part of it that nothing covers or fades."""

    variant: str
    box: Box
    free: Box
    size: Size

    @property
    def labels(self) -> Box:
        """Where labels may stand: a little beyond the free part."""
        return Box(self.free.left - 75, self.free.top - 34, self.free.right + 52, self.free.bottom + 30)


# Wide: the map stands to the right of the text, fades out on both sides, and cards overlap its foot.
_WIDE = _Stage(
    "wide",
    Box(0, 0, 870, 430),
    Box(245, 40, 705, 285),
    Size(
        width=870,
        dot=5.4,
        speck=2.6,
        count=9.5,
        home=5.4,
        ring=10,
        merge=9,
        widest=230,
        type=14,
        home_type=14,
        below=True,
    ),
)
_NARROW = _Stage(
    "narrow",
    Box(0, 0, 390, 200),
    Box(79, 38, 334, 158),
    Size(
        width=390,
        dot=4.4,
        speck=1.8,
        count=8.5,
        home=4.4,
        ring=8,
        merge=8,
        widest=170,
        type=13,
        home_type=13,
        below=True,
    ),
)


def partner_map(
    home: Point,
    members: Sequence[Point],
    *,
    others: Sequence[Point] = (),
    title: str,
    description: str = "",
    words: Words | None = None,
) -> PartnerMap:
    """Draw the way from home to one partner, or to the members of a group; `others` are faint dots."""
    return _partner_map(home, tuple(members), tuple(others), title, description, words or Words())


# As with networks, the same way is asked for by every visitor.
@lru_cache(maxsize=32)
def _partner_map(
    home: Point, members: tuple[Point, ...], others: tuple[Point, ...], title: str, description: str, words: Words
) -> PartnerMap:
    placed, unplaced = sort_out(members)
    (start, *_), lost = sort_out([home]) if home.lat is not None and home.lon is not None else ((None,), (home,))
    if start is None or not placed:
        return PartnerMap(title, description, (), (*lost, *unplaced))
    start = replace(start, kind="home")
    faint, _ = sort_out(others)
    drawings = tuple(_draw(stage, start, placed, faint, words) for stage in (_WIDE, _NARROW))
    away = distance_km(place_of(start), place_of(placed[0])) if len(placed) == 1 else None
    return PartnerMap(title, description, drawings, unplaced, None if away is None else round(away))


def _draw(stage: _Stage, home: Point, members: Sequence[Point], others: Sequence[Point], words: Words) -> Drawing:
    projection = _aim(stage, place_of(home), [place_of(member) for member in members])
    # The drawing may be shown in a wider or a higher box than its own: land goes on beyond it.
    beyond = Box(
        stage.box.left - stage.box.width * 0.6,
        stage.box.top - stage.box.height * 0.5,
        stage.box.right + stage.box.width * 0.4,
        stage.box.bottom + stage.box.height * 0.5,
    )
    sites = gather([home, *members], projection, stage.size.merge, stage.size.home + stage.size.dot * 2)
    ways = [Tie(home, member, member.tone, member.dashed) for member in members]
    arcs, lines = draw_arcs(ways, sites, projection, beyond, "arc-main")
    marks = draw_marks(sites, stage.labels, stage.size, words, lines=lines, halo=True)
    specks: dict[Dot, None] = {}
    for other in others:
        at = projection(*place_of(other))
        if beyond.holds(*at) and all(abs(at.x - site.at.x) + abs(at.y - site.at.y) > 6 for site in sites):
            specks[Dot(number(at.x), number(at.y), number(stage.size.speck), "halo f-white")] = None
    return Drawing(
        variant=stage.variant,
        view_box=f"0 0 {number(stage.box.width)} {number(stage.box.height)}",
        width=number(stage.box.width),
        height=number(stage.box.height),
        land=part_path(projection, beyond),
        arcs=arcs,
        specks=tuple(specks),
        marks=marks,
    )


def _aim(stage: _Stage, home: Place, members: Sequence[Place]) -> Azimuthal:
    """The projection that fits all great circles into the free part of the stage."""
    far = centre_of(list(members))
    east = wrap(far.lon - home.lon)
    # Seen from its own middle a great circle would be a straight line; seen from nearer the equator,
    # or from one side if it runs north and south, it shows as the bow that it is.
    lat = (home.lat + far.lat) / 2
    lat -= min(abs(lat), 18) * (1 if lat > 0 else -1)
    lon = wrap(home.lon + east / 2 - max(0.0, 32 - abs(east)))
    flat = Azimuthal(round(lat), round(lon), 1.0)
    ways = [flat(*place) for member in members for place in arc(home, member)]
    extent = Box.around(ways)
    scale = min(stage.free.width / max(extent.width, _NARROWEST), stage.free.height / max(extent.height, _NARROWEST))
    scale = float(round(scale))
    middle, target = extent.middle, stage.free.middle
    return replace(
        flat,
        scale=scale,
        x=float(round(target.x - middle.x * scale)),
        y=float(round(target.y - middle.y * scale)),
    )
