"""Makes the page of each partner, in a fixed number of questions for some hundred of them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from kizuna.activities.models import Activity, Series
from kizuna.agreements.models import Agreement
from kizuna.core.citing import Cited, Footnotes
from kizuna.core.models import Figure, Home, Note, Record, Visibility
from kizuna.desk.publish import gallery
from kizuna.desk.publish.activities import line_of_series, what
from kizuna.desk.publish.telling import (
    NOBODY,
    Made,
    Tree,
    about,
    cites,
    day_of,
    figures,
    head,
    members,
    organisation,
    said,
    since,
    sources,
    team,
)
from kizuna.directory.models import OrganisationName
from kizuna.partners import portfolio
from kizuna.partners.models import Outcome, Partnership, Phase, Plan

AT_ONCE = 300
# So many activities stand on a partner's page, the newest; the page of activities holds all.
MOST = 6


class Reading:
    """What the pages of some partners are made from."""

    def __init__(self, home: Home, rows: list[Partnership]) -> None:
        keys, uuids = [row.pk for row in rows], [row.uuid for row in rows]
        self.home = home
        self.phases = {row.pk: row for row in Phase.objects.published().filter(home=home)}
        self.outcomes = _by_partner(Outcome.objects.published().filter(partnership__in=keys))
        self.plans = _by_partner(Plan.objects.published().filter(partnership__in=keys))
        self.notes = _by_record(Note.objects.published().filter(record__in=uuids))
        self.figures = _by_record(Figure.objects.published().filter(record__in=uuids, home=home))
        self.pictures = gallery.published(home, uuids)
        self.series = _by_partner(Series.objects.published().filter(partnership__in=keys).select_related("partnership"))
        whole = Activity.objects.published().filter(partnership__in=keys).whole().select_related("series")
        self.activities = _by_partner(whole.order_by("-sort_day", "order", "pk"))
        signed = Agreement.objects.published().filter(partnership__in=keys, several=False)
        self.agreements = _by_partner(signed.order_by("begins_first", "pk"))
        stands = [member.institution for row in rows for member in row.members.all()]
        prefetch_related_objects(stands, Prefetch("names", OrganisationName.objects.published()))
        self.cited = Cited([one for row in rows for one in self.records(row)], NOBODY)

    def records(self, row: Partnership) -> list[Record]:
        """All that a partner's page states."""
        told: list[Record] = [row, *self.outcomes[row.pk], *self.plans[row.pk], *self.notes[row.uuid]]
        told += [*self.series[row.pk], *self.agreements[row.pk], *self.activities[row.pk][:MOST]]
        return [*told, *self.figures[row.uuid], *row.members.all(), *row.team.all()]


def _by_partner(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.partnership_id].append(row)
    return found


def _by_record(rows: Any) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.record].append(row)
    return found


def make(home: Home) -> Iterator[Made]:
    """The page of every published partnership, whether it runs, is in talks or has ended."""
    held = portfolio.of(home, day_of(home), NOBODY)
    found = list(held.entries)
    for start in range(0, len(found), AT_ONCE):
        # Each part is read by itself, so that a large home never stands in memory as a whole.
        part = portfolio.of(home, held.day, NOBODY)
        rows = part.loaded(found[start : start + AT_ONCE])
        reading = Reading(home, rows)
        for row in rows:
            yield Made("partner", row.slug, row.name, _tree(row, reading, held.day), **about(row))


def _standing(row: Partnership) -> Any:
    """How a partnership outside the tiers stands; that it runs goes without saying."""
    return "" if row.state == Partnership.State.ACTIVE else Partnership.State(row.state).label


def _tree(row: Partnership, reading: Reading, day: Any) -> Tree:
    notes = Footnotes(reading.records(row), NOBODY, reading.cited)
    tier = row.tier_on(day)
    seated, places = row.members_on(day), row.team_on(day)
    told: Tree = {
        **head(reading.home),
        "title": row.name,
        "standing": tier.name if tier else _standing(row),
        "tone": tier.tone if tier else "",
        "since": since(row),
        "cites": cites(notes, row, None),
        "group": row.group,
        "members": members(seated),
        "outcomes": said(notes, reading.outcomes[row.pk], reading.phases),
        "plans": said(notes, reading.plans[row.pk], reading.phases),
        "notes": said(notes, reading.notes[row.uuid]),
        "agreements": [
            {"id": str(one.uuid), "name": one.title, "when": one.concluded or one.begins, "cites": cites(notes, one)}
            for one in reading.agreements[row.pk]
        ],
        "series": [
            {**line_of_series(one), "partner": None, "text": one.text, "cites": cites(notes, one)}
            for one in reading.series[row.pk]
        ],
        "activities": [
            {
                "id": str(one.uuid),
                "name": one.heading,
                "when": one.when or one.begins,
                "what": what(one),
                "text": one.text if one.title else "",
                "cites": cites(notes, one),
            }
            for one in reading.activities[row.pk][:MOST]
        ],
        "more": len(reading.activities[row.pk]) > MOST,
        "figures": figures(notes, reading.figures[row.uuid]),
        "pictures": gallery.every(reading.pictures[row.uuid]),
        "team": team(places),
        "footnote": row.footnote if not places else "",
        "footnote_cites": cites(notes, row, "footnote"),
    }
    return {
        **told,
        "sources": sources(notes),
        "schema": {
            "founded": row.since.edtf.split("/")[0] if row.since.start.earliest and row.since.edtf else "",
            "members": [
                organisation(one.institution) for one in seated if one.institution.visibility == Visibility.PUBLIC
            ],
        },
    }
