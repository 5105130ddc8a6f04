"""Series and activities for tests, with few words."""

from __future__ import annotations

from typing import Any

from kizuna.activities.models import Activity, Headcount, Series
from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate, Quantity
from tests.cast import put, words


def a_series(home: Home, slug: str = "days", **fields: Any) -> Series:
    """A published series on record."""
    fields = {"begins": FuzzyDate(), "visibility": "public"} | fields
    return put(Series(home=home, slug=slug, title=words(slug.capitalize()), **fields))


def an_edition(series: Series, when: str, **fields: Any) -> Activity:
    """A published edition on record, held unless said otherwise."""
    fields.setdefault("state", "held")
    row = Activity(home=series.home, series=series, begins=FuzzyDate.parse(when), visibility="public", **fields)
    return put(row)


def an_activity(home: Home, title: str, when: str = "", **fields: Any) -> Activity:
    """A published activity on record."""
    begins = FuzzyDate.parse(when) if when else FuzzyDate()
    fields.setdefault("visibility", "public")
    return put(Activity(home=home, title=words(title), begins=begins, **fields))


def a_count(activity: Activity, many: str, **fields: Any) -> Headcount:
    """A published number of participants."""
    row = Headcount(home=activity.home, activity=activity, quantity=Quantity.parse(many), visibility="public", **fields)
    return put(row)
