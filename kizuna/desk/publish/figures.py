"""Makes the page of each published figure, at the address under which it is cited."""

from __future__ import annotations

from collections.abc import Iterator

from kizuna.core import figures as core
from kizuna.core.citing import Cited, Footnotes
from kizuna.core.models import Figure, Home
from kizuna.desk.publish.telling import NOBODY, Made, about, cites, figures, head, sources, value


def make(home: Home) -> Iterator[Made]:
    """The page of every published figure of the home."""
    rows: list[Figure] = list(Figure.objects.published().filter(home=home))
    known, cited = core.series_of(rows), Cited(rows, NOBODY)
    for row in rows:
        series = known[core.same(row)]
        notes = Footnotes(dict.fromkeys([row, *series.values]), NOBODY, cited)
        [told] = figures(notes, [row])
        newer = series.newer_than(row)
        tree = {
            **told,
            **head(home),
            "title": row.name,
            "counted": row.as_of,
            "of": row.record_title,
            "group": row.group,
            "basis": row.as_of_basis,
            "rule": row.rule,
            "remark": row.remark,
            "signed_off": row.signed_off_at is not None,
            "newer": value(newer, notes) if newer else None,
            "values": [value(one, notes) for one in series.values if one.pk != row.pk],
            "cites": cites(notes, row),
        }
        tree["sources"] = sources(notes)
        yield Made("figure", str(row.uuid), row.name, tree, **about(row))
