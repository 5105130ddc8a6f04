"""Makes the department list: the team of each partner, and what the abbreviations stand for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Citation, Home, Source
from kizuna.core.models.record import in_each
from kizuna.core.values import Text
from kizuna.desk.publish.programme import partners
from kizuna.desk.publish.telling import NOBODY, Made, day_of, department, head
from kizuna.directory.models import Unit
from kizuna.partners import portfolio
from kizuna.partners.models import TeamUnit


def make(home: Home) -> Made | None:
    """The list, where any team is published."""
    held = portfolio.of(home, day_of(home), NOBODY)
    if not held.places:
        return None
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
    units = {unit.pk: unit for its in shown.values() for unit in its if unit.abbreviation}
    places = TeamUnit.objects.published().filter(home=home, partnership__in=[row.pk for row in rows])
    cited = Citation.objects.published().filter(record__in=places.values("uuid")).order_by()
    tree = {
        **head(home),
        "title": _title(),
        **listed,
        "places": held.places,
        "units": [
            {"id": str(unit.uuid), **department(unit)}
            for unit in sorted(units.values(), key=lambda unit: (unit.order, unit.pk))
        ],
        "from": [
            {"id": one.slug, "title": one.title}
            for one in Source.objects.published().filter(pk__in=cited.values("source"))
        ],
    }
    return Made("departments", "", _title(), tree)


def _title() -> Text:
    return in_each(_("Department list"))
