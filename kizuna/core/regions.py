"""The parts of the world that maps draw larger, by their names in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kizuna.core.worldmap import Region


def regions() -> list[Region]:
    """Names for the enlarged parts of the map."""
    return [
        Region(_("Western Europe"), 36, -12, 62, 22),
        Region(_("Japan"), 30, 128, 46, 147),
        Region(_("East Asia"), 18, 100, 46, 147),
        Region(_("North America"), 24, -128, 52, -64),
    ]
