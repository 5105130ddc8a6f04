"""Makes the list of all published figures, in parts where it is long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.core import figures as core
from kizuna.core.citing import Cited, Footnotes
from kizuna.core.models import Figure, Home
from kizuna.core.models.record import in_each
from kizuna.desk.publish.telling import NOBODY, Made, Tree, figures, head, sources

# So many figures stand on one page.
MOST = 50


def make(home: Home) -> Iterator[Made]:
    """Every published figure, in the order in which they were put on record, so that a new one stands last."""
    rows = list(Figure.objects.published().filter(home=home).order_by("pk"))
    known, cited = core.series_of(rows), Cited(rows, NOBODY)
    last = (len(rows) + MOST - 1) // MOST
    for number in range(last):
        some = rows[number * MOST : (number + 1) * MOST]
        notes = Footnotes(some, NOBODY, cited)
        tree: Tree = {
            **head(home),
            "title": _title(),
            "part": number + 1,
            "before": number,
            "after": number + 2 if number + 1 < last else 0,
            "figures": [
                {**told, "of": row.record_title, "group": row.group, "rule": row.rule, "basis": row.as_of_basis,
                 "signed_off": row.signed_off_at is not None}
                for row, told in zip(some, figures(notes, some, known), strict=True)
            ],
        }  # fmt: skip
        tree["sources"] = sources(notes)
        yield Made(*(("figures-further", str(number + 1)) if number else ("figures", "")), _title(), tree)


def _title() -> Any:
    return in_each(_("Figures"))
