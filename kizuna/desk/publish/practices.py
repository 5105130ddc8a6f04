"""Makes the page of good practices: what works well in working together and what is hard, theme by theme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.activities.models import Practice
from kizuna.core.citing import Footnotes
from kizuna.core.models import Home
from kizuna.core.models.record import in_each
from kizuna.desk.publish.activities import partner
from kizuna.desk.publish.telling import NOBODY, Made, Tree, cites, head, sources


def make(home: Home) -> Made | None:
    """The page, where any practice or challenge is published."""
    found = Practice.objects.published().filter(home=home)
    order = {topic: number for number, topic in enumerate(Practice.Topic.values)}
    rows = sorted(
        found.select_related("activity__series", "series", "partnership"),
        key=lambda row: (order[row.topic], row.kind != Practice.Kind.PRACTICE, row.order, row.pk),
    )
    if not rows:
        return None
    notes = Footnotes(rows, NOBODY)
    tree: Tree = {
        **head(home),
        "title": _title(),
        "topics": [
            {"id": topic.value, "name": topic.label, "count": count}
            for topic in Practice.Topic
            if (count := sum(1 for row in rows if row.topic == topic))
        ],
        "practices": [
            {"id": str(row.uuid), "topic": row.topic, "hard": row.kind == Practice.Kind.CHALLENGE,
             "text": row.text, "from": _learnt(row), "partner": partner(row), "cites": cites(notes, row)}
            for row in rows
        ],
    }  # fmt: skip
    return Made("practices", "", _title(), tree | {"sources": sources(notes)})


def _title() -> Any:
    return in_each(_("Good practices"))


def _learnt(row: Practice) -> Tree | None:
    """Where it was learnt, and where that stands on the site: an activity has no page, its series has."""
    if row.activity is not None:
        own = row.activity.series
        return {"name": row.activity.heading, "path": f"series/{own.slug}/" if own is not None else ""}
    return {"name": row.series.title, "path": f"series/{row.series.slug}/"} if row.series is not None else None
