"""Makes the pages of a home's activities: the newest with all series, and earlier years where there are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.activities import listing
from kizuna.activities.models import Activity, ActivityKind, Headcount, Rhythm, Series
from kizuna.activities.models.activity import FORMATS, ActivityQuerySet
from kizuna.core.citing import Footnotes
from kizuna.core.models import Home
from kizuna.core.models.record import in_each
from kizuna.desk.publish.parts import Years, by_years
from kizuna.desk.publish.telling import NOBODY, Made, Tree, cites, head, sources

Side, State = Activity.Side, Activity.State


def rows_of(home: Home) -> ActivityQuerySet:
    """The published activities of a home that are no part of another, newest first."""
    found: ActivityQuerySet = (
        Activity.objects.published().filter(home=home).whole().order_by("-sort_day", "order", "pk")
    )
    return found


def make(home: Home) -> Iterator[Made]:
    """The activities of a home by year, where any is published; and its series."""
    every = list(rows_of(home).only("pk", "sort_day", "begins"))
    series = list(Series.objects.published().filter(home=home).select_related("partnership"))
    if not every and not series:
        return
    years = {row.pk: year_of(row) for row in every}
    held = by_years(years.values()) or [Years(0, 0, 0, newest=True)]
    links = (
        [{"id": part.slug or "newest", "slug": part.slug, "years": part.words} for part in held]
        if len(held) > 1
        else []
    )
    for part in held:
        keys = [row.pk for row in every if part.first <= years[row.pk] <= part.last]
        tree = _tree(home, keys, {"slug": part.slug, "parts": links})
        if part.newest:
            tree["series"] = [line_of_series(row) for row in series]
        kind = "activities" if part.newest else "activities-earlier"
        yield Made(kind, part.slug, _title(), tree)


def _title() -> Any:
    return in_each(_("Activities and series"))


def year_of(row: Activity) -> int:
    """The year under which an activity stands; 0 where it is not dated."""
    return row.sort_day.year if row.begins else 0


def _tree(home: Home, keys: Sequence[int], more: Tree) -> Tree:
    found = listing.with_all(Activity.objects.published().filter(pk__in=keys), NOBODY).in_bulk()
    rows = [found[key] for key in keys if key in found]
    inner, counted = parts_of(keys), counts_of(keys)
    notes = Footnotes([*rows, *(one for some in counted.values() for one in some)], NOBODY)
    told = [line(row, notes, inner[row.pk], counted[row.pk]) for row in rows]
    return {**head(home), "title": _title(), **more, "activities": told, "sources": sources(notes)}


def parts_of(keys: Iterable[int]) -> dict[int, list[Activity]]:
    """The published parts of activities, in their own order."""
    found: dict[int, list[Activity]] = defaultdict(list)
    rows = Activity.objects.published().filter(parent__in=list(keys)).select_related("series")
    for row in rows.order_by("order", "pk"):
        found[row.parent_id].append(row)
    return found


def counts_of(keys: Iterable[int]) -> dict[int, list[Headcount]]:
    """How many took part in each activity; not into what these numbers are split."""
    found: dict[int, list[Headcount]] = defaultdict(list)
    for row in Headcount.objects.published().filter(activity__in=list(keys), part_of=None):
        if row.quantity:
            found[row.activity_id].append(row)
    return found


def line(row: Any, notes: Footnotes, inner: Iterable[Activity] = (), counted: Iterable[Headcount] = ()) -> Tree:
    """One activity: when, what, with whom, where and in which way; the numbers of its sources."""
    return {
        "id": str(row.uuid), "name": row.heading, "when": row.when or row.begins, "year": year_of(row),
        **days(row), "what": what(row), "partner": partner(row), "series": _series(row),
        "number": row.edition or "", "where": row.place or (row.venue.name if row.venue else ""),
        "ways": [name for name in FORMATS if getattr(row, name)], "formats": formats(row),
        "side": Side(row.host_side).label if row.host_side in (Side.HOME, Side.PARTNER, Side.BOTH) else "",
        "state": State(row.state).label if row.state in LOUD else "", "off": row.state if row.state in OFF else "",
        "text": row.text if row.title else "",
        "counts": [{"id": str(one.uuid), "text": one.heading, "cites": cites(notes, one)} for one in counted],
        "inner": [{"id": str(one.uuid), "name": one.heading, "when": one.when or one.begins} for one in inner],
        "cites": cites(notes, row),
    }  # fmt: skip


OFF = (State.CANCELLED, State.POSTPONED)
LOUD = (State.PLANNED, State.UNDER_WAY, *OFF)


def days(row: Any) -> Tree:
    """The first and the last day for programs, where they are known to the day."""
    first, last = row.begins_first, row.ends_last
    known = first is not None and last is not None and first == row.begins_last and last == row.ends_first
    return {"first": first.isoformat(), "last": last.isoformat()} if known else {"first": "", "last": ""}


def what(row: Activity | Series) -> Any:
    """Of which kind it is: in its own words, or as a word of the house."""
    own = getattr(row, "kind_words", None)
    return own or (ActivityKind(row.kind).label if row.kind != ActivityKind.NOT_STATED else "")


def formats(row: Activity) -> list[Any]:
    """In which ways it is held, in words of each language."""
    return [getattr(Activity._meta.get_field(name), "verbose_name", name) for name in FORMATS if getattr(row, name)]


def partner(row: Any) -> Tree | None:
    """With whom, and the name of that page in addresses."""
    return {"slug": row.partnership.slug, "name": row.partnership.name} if row.partnership is not None else None


def _series(row: Activity) -> Tree | None:
    return {"slug": row.series.slug, "name": row.series.title} if row.series is not None else None


def line_of_series(row: Series) -> Tree:
    """One series in the list of all."""
    return {
        "id": str(row.uuid), "slug": row.slug, "name": row.title, "what": what(row), "partner": partner(row),
        "rhythm": Rhythm(row.rhythm).label if row.rhythm != Rhythm.NOT_STATED else "", "since": row.begins,
    }  # fmt: skip
