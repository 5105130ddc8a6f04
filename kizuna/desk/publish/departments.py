"""Makes the department list: the team of each partner, and what the abbreviations stand for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Citation, Home, Source
from kizuna.core.models.record import in_each
from kizuna.desk.publish.programme import partners
from kizuna.desk.publish.telling import NOBODY, Made, Tree, day_of, department, head, parts
from kizuna.directory.models import Unit
from kizuna.partners import portfolio
from kizuna.partners.models import TeamUnit


def make(home: Home) -> Iterator[Made]:
    """The list, where any team is published; each of its pages explains the abbreviations that stand on it."""
    held = portfolio.of(home, day_of(home), NOBODY)
    if not held.places:
        return
    rows, teams = held.rows(held.listed), held.departments(held.listed)
    known = Unit.objects.published().in_bulk({unit.pk for units in teams.values() for unit in units})
    shown = {key: [known[unit.pk] for unit in units if unit.pk in known] for key, units in teams.items()}
    listed = partners(held, rows)
    by_key = {str(row.uuid): row for row in rows}
    for told in listed["rows"]:
        row = by_key[told["id"]]
        its = shown.get(row.pk, [])
        told["team"] = [{"id": str(unit.uuid), **department(unit)} for unit in its]
        told["footnote"] = row.footnote if not its else ""
    places = TeamUnit.objects.published().filter(home=home, partnership__in=[row.pk for row in rows])
    cited = Citation.objects.published().filter(record__in=places.values("uuid")).order_by()
    read = Source.objects.published().filter(pk__in=cited.values("source"))
    origins = [{"id": one.slug, "title": one.title} for one in read]
    for part in parts(in_each(_("Department list")), listed["rows"]):
        units = {unit.pk: unit for row in part.rows for unit in shown.get(by_key[row["id"]].pk, ())}
        tree: Tree = {
            **head(home),
            **listed,
            **part.place,
            "title": part.title,
            "rows": part.rows,
            "places": held.places,
            "units": [
                {"id": str(unit.uuid), **department(unit)}
                for unit in sorted(units.values(), key=lambda unit: (unit.order, unit.pk))
                if unit.abbreviation
            ],
            "from": origins,
        }
        yield Made("departments", part.slug, part.title, tree)
