"""What goes into a map and what comes out of it: frozen records, the outgoing ones ready for SVG."""

from dataclasses import dataclass
from typing import Literal

from kizuna.core.worldmap.greatcircle import Place

Tone = Literal["gold", "teal", "rose", "sky", "white"]


@dataclass(frozen=True)
class Point:
    """A home or a partner. Labels come in the reader's language; a point without coordinates is not drawn.

    `home` is the key of the home a partner belongs to (empty: the first home). Points of one home
    with the same `group`, which is the group's label, share that label and are tied by a dotted line.
    A lower `rank` gets its label before others where not all fit. A `weight` over 1 is the number of
    partners that the point stands for, and is written into its dot.
    """

    key: str
    label: str
    lat: float | None
    lon: float | None
    kind: Literal["home", "partner"] = "partner"
    tone: Tone = "gold"
    href: str = ""
    dashed: bool = False
    group: str = ""
    home: str = ""
    rank: int = 1
    weight: int = 1


@dataclass(frozen=True)
class Region:
    """A name for a part of the world, to be written in a lens that shows it."""

    label: str
    south: float
    west: float
    north: float
    east: float

    @property
    def size(self) -> float:
        return (self.north - self.south) * ((self.east - self.west) % 360)

    def holds(self, place: Place) -> bool:
        inside = (place.lon - self.west) % 360 <= (self.east - self.west) % 360
        return inside and self.south <= place.lat <= self.north


@dataclass(frozen=True)
class Words:
    """How names are strung together ("、" in Japanese) and how many points a dot stands for."""

    join: str = ", "
    count: str = "{n}"


@dataclass(frozen=True)
class Dot:
    cx: str
    cy: str
    r: str
    classes: str


@dataclass(frozen=True)
class Part:
    """A piece of a label, linked if it has an address."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    anchor: str
    classes: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Mark:
    """One place on the map: its dots, its label if one fitted, and where it leads."""

    key: str
    title: str
    dots: tuple[Dot, ...]
    href: str = ""
    label: Label | None = None
    leader: str = ""
    count: Label | None = None

    @property
    def linked(self) -> bool:
        return bool(self.href) or any(part.href for text in self.texts for part in text.parts)

    @property
    def texts(self) -> tuple[Label, ...]:
        return tuple(text for text in (self.count, self.label) if text)

    @property
    def reach(self) -> Dot:
        """The dot whose middle a finger or pointer aims at."""
        return self.dots[0]


@dataclass(frozen=True)
class Arc:
    d: str
    classes: str


@dataclass(frozen=True)
class Lens:
    """A part of the map drawn larger, with its frame on the map and the lines between the two."""

    x: str
    y: str
    width: str
    height: str
    rx: str
    land: str
    arcs: tuple[Arc, ...]
    marks: tuple[Mark, ...]
    frame: str
    links: str
    note: Label | None = None


@dataclass(frozen=True)
class Drawing:
    """One SVG of a map, for wide or for narrow screens."""

    variant: str
    view_box: str
    width: str
    height: str
    land: str
    arcs: tuple[Arc, ...]
    specks: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    lenses: tuple[Lens, ...] = ()


@dataclass(frozen=True)
class NetworkMap:
    """Homes and their partners on the world; template components/networkmap.html."""

    title: str
    description: str
    drawings: tuple[Drawing, ...]
    unplaced: tuple[Point, ...]

    @property
    def role(self) -> str:
        return _role(self.drawings)


@dataclass(frozen=True)
class PartnerMap:
    """The way from a home to one partner; template components/partnermap.html."""

    title: str
    description: str
    drawings: tuple[Drawing, ...]
    unplaced: tuple[Point, ...]
    kilometres: int | None = None

    @property
    def role(self) -> str:
        return _role(self.drawings)


def _role(drawings: tuple[Drawing, ...]) -> str:
    # An image hides what is in it from assistive technology, so one with links must not be one.
    marks = [mark for drawing in drawings for mark in drawing.marks]
    marks += [mark for drawing in drawings for lens in drawing.lenses for mark in lens.marks]
    return "group" if any(mark.linked for mark in marks) else "img"
