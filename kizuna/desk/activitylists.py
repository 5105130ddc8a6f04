"""The lists of activities and of series as columns and rows of a file, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kizuna.activities import listing, turns
from kizuna.activities.models import Activity
from kizuna.desk.lists import CHUNK, Asked, Cells, Made


def activities(asked: Asked) -> Made:
    """The whole activities, newest first, narrowed as the page from which one comes."""
    headings = [_("From"), _("Until"), _("Title"), _("Kind"), _("Series"), _("Number"), _("Partner"), _("Format"),
                _("Hosted"), _("Place"), _("State"), _("Phase"), "uuid"]  # fmt: skip
    try:
        wanted = listing.Narrowed.of(asked.narrowed)
        rows = listing.rows(asked.home, asked.user, wanted)
    except ValidationError:
        rows = Activity.objects.none()
    found = listing.with_all(rows, asked.user).iterator(CHUNK)
    return headings, (_activity(row, asked.language) for row in found)


def _activity(row: Activity, language: str) -> Cells:
    return [
        row.begins.display(language) if row.begins else row.begins.stated,
        row.ends.display(language) if row.ends else "",
        row.heading.get(language).value,
        str(row.get_kind_display()),
        row.series.title.get(language).value if row.series else "",
        row.edition or "",
        row.partnership.name.get(language).value if row.partnership else "",
        ", ".join(row.formats),
        str(row.get_host_side_display()),
        row.place.get(language).value or (row.venue.shown_name.get(language).value if row.venue else ""),
        str(row.get_state_display()),
        row.phase.name.get(language).value if row.phase else "",
        row.uuid,
    ]


def series(asked: Asked) -> Made:
    """Every series with what follows from its editions on the day."""
    headings = [_("Name in addresses"), _("Series"), _("Partner"), _("How often"), _("Who hosts"), _("Since"),
                _("Editions on record"), _("Last"), _("Whose turn"), _("Why"), _("Next"), _("Why"),
                _("Missing")]  # fmt: skip
    return headings, _series_rows(asked)


def _series_rows(asked: Asked) -> Iterator[Cells]:
    language = asked.language
    for told in turns.of_home(asked.home, asked.user, asked.day):
        row, last = told.series, told.last
        side = str(turns.Side(told.turn.side).label) if told.turn.side else _("cannot be said")
        yield [
            row.slug, row.title.get(language).value,
            row.partnership.name.get(language).value if row.partnership else "",
            str(row.get_rhythm_display()), str(row.get_host_pattern_display()),
            row.begins.display(language) if row.begins else "", len(told.editions),
            last.begins.display(language) if last and last.begins else "", side, told.turn.reason,
            told.due.when.display(language) if told.due.when else "", told.due.reason,
            "; ".join(str(lost.year or _("no. %(n)s") % {"n": lost.number}) for lost in told.missing),
        ]  # fmt: skip
