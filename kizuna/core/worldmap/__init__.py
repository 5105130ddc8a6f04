"""World maps as server-made SVG: plain Python that knows points and words, but no Django."""

from kizuna.core.worldmap.greatcircle import Place, distance_km
from kizuna.core.worldmap.network import network_map
from kizuna.core.worldmap.partner import partner_map
from kizuna.core.worldmap.shapes import NetworkMap, PartnerMap, Point, Region, Words

__all__ = [
    "NetworkMap",
    "PartnerMap",
    "Place",
    "Point",
    "Region",
    "Words",
    "distance_km",
    "network_map",
    "partner_map",
]
