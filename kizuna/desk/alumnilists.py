"""The lists of alumni as columns and rows of a file: networks by country, gifts by date."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kizuna.alumni import listing
from kizuna.desk.lists import Asked, Cells, Made


def networks(asked: Asked) -> Made:
    """The networks of alumni, each with the last count of its members."""
    headings = [_("Name"), _("Country"), _("City"), _("Around the exchanges with"), _("From"), _("Until"), _("State"),
                _("Number of members"), _("As of"), "uuid"]  # fmt: skip
    found = listing.with_all(listing.networks(asked.home, asked.user), asked.user)
    return headings, (_network(row, asked.language) for row in found)


def _network(row: Any, language: str) -> Cells:
    last = max(row.strengths.all(), key=lambda one: (one.as_of.sort_key, one.pk), default=None)
    return [
        row.name.get(language).value,
        row.country,
        row.city.get(language).value,
        row.partnership.name.get(language).value if row.partnership else "",
        _when(row.begins, language),
        _when(row.ends, language),
        str(row.get_state_display()),
        last.quantity.display(language) if last else "",
        _when(last.as_of, language) if last else "",
        row.uuid,
    ]


def gifts(asked: Asked) -> Made:
    """The gifts, to the home and from it."""
    headings = [_("What it is"), _("Direction"), _("How many"), _("When"), _("Given by"), _("Given to"), _("Country"),
                _("Partner"), "uuid"]  # fmt: skip
    found = listing.gifts(asked.home, asked.user)
    return headings, (_gift(row, asked.language) for row in found)


def _gift(row: Any, language: str) -> Cells:
    return [
        row.name.get(language).value,
        str(row.get_direction_display()),
        row.quantity.display(language) if row.quantity else "",
        _when(row.when, language),
        (row.giver.shown_name if row.giver else row.giver_named).get(language).value,
        row.receiver.shown_name.get(language).value if row.receiver else "",
        row.country,
        row.partnership.name.get(language).value if row.partnership else "",
        row.uuid,
    ]


def _when(value: Any, language: str) -> str:
    return str(value.display(language) if value else value.stated)
