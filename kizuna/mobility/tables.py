"""Tables for others, such as an authority, by the columns that a home has chosen."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from kizuna.agreements.models import Agreement, Party
from kizuna.core.export import Sheet
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import AcademicYear
from kizuna.directory.models import Organisation, Unit
from kizuna.directory.models.organisation import country_name
from kizuna.mobility.counting import IN, OUT, Sum, flows_of, stays_of, sum_of
from kizuna.mobility.models import Category, Column, ColumnMap, Flow, Told
from kizuna.mobility.models.flow import STUDENTS
from kizuna.mobility.years import PLAIN, Year, years_of
from kizuna.partners.models import Member, Partnership

# Whom a column counts, and which way.
PEOPLE: dict[str, tuple[tuple[str, ...], str]] = {
    Told.STUDENTS_OUT: (STUDENTS, OUT),
    Told.STUDENTS_IN: (STUDENTS, IN),
    Told.FACULTY_OUT: ((Category.FACULTY,), OUT),
    Told.FACULTY_IN: ((Category.FACULTY,), IN),
    Told.STAFF_OUT: ((Category.STAFF,), OUT),
    Told.STAFF_IN: ((Category.STAFF,), IN),
}
Cell = str | int


class Asked(NamedTuple):
    """Whose table it is, who reads it, of which day and academic year it speaks, in which language."""

    home: Home
    user: Reader
    day: date
    year: int
    language: str


class People:
    """How many moved in the year, by what they hang on: an agreement or a partnership."""

    def __init__(self, asked: Asked, on: str) -> None:
        calendar = asked.home.calendar
        self.asked, self.year = asked, Year(calendar, asked.year)
        self.flows: dict[int, list[Flow]] = defaultdict(list)
        for flow in flows_of(asked.home, asked.user).filter(**{f"{on}__isnull": False}):
            if self.year in years_of(flow.period, asked.day, each=bool(flow.quantity.per)):
                self.flows[getattr(flow, f"{on}_id")].append(flow)
        self.stays: dict[tuple[int, str, str], int] = {}
        rows = stays_of(asked.home, asked.user, year_calendar=calendar, year_begun=asked.year)
        rows = rows.filter(**{f"{on}__isnull": False})
        for key, way, who, people in rows.order_by().values_list(on, "direction", "category").annotate(n=Count("pk")):
            self.stays[key, way, who] = people

    def known(self) -> set[int]:
        """What anything is told of."""
        return {*self.flows, *(key for key, _way, _who in self.stays)}

    def cells(self, key: int) -> dict[str, Cell]:
        """All columns of people for one row."""
        return {column: self.cell(key, column) for column in PEOPLE}

    def cell(self, key: int, column: str) -> Cell:
        """The number counted from stays; else what is stated, in words where it is not exact; else nothing."""
        who, way = PEOPLE[column]
        counted = [self.stays[key, way, one] for one in who if (key, way, one) in self.stays]
        if counted:
            return sum(counted)
        some = [flow for flow in self.flows.get(key, ()) if flow.direction == way and flow.category in who]
        return number(sum_of(some), self.asked.language) if some else ""


def number(total: Sum, language: str) -> Cell:
    """A sum as a number, or in words where it is none."""
    if total.exact and total.quantity.value is not None:
        return int(total.quantity.value)
    if total.quantity:
        return str(total.quantity.display(language, named=True))
    return total.reason or _("not stated")


def columns_of(one: ColumnMap, user: Reader) -> list[Column]:
    """The columns of a table, in order."""
    return list(Column.objects.visible_to(user).filter(column_map=one))


def usual_year(home: Home, day: date) -> int:
    """The academic year that ended last before the day."""
    return AcademicYear.containing(day, home.calendar or PLAIN).year - 1


def sheet(one: ColumnMap, columns: list[Column], asked: Asked) -> Sheet:
    """The table as a file."""
    language = asked.language
    about = [
        ("list", one.name.get(language).value),
        ("home", asked.home.name.get(language).value),
        ("as of", asked.day.isoformat()),
        ("academic year", Year(asked.home.calendar, asked.year).label(language)),
        ("rows", str(one.get_rows_display())),
    ]
    headings = [column.name.get(language).value for column in columns]
    return Sheet(f"{asked.home.slug}-{one.slug}", headings, rows(one, columns, asked), about)


def rows(one: ColumnMap, columns: list[Column], asked: Asked) -> list[list[Cell]]:
    """The cells, row by row."""
    made = _exchanges(asked) if one.rows == ColumnMap.Rows.EXCHANGES else _agreements(one, asked)
    return [[_cell(column, row) for column in columns] for row in made]


def _cell(column: Column, row: dict[str, Cell]) -> Cell:
    return column.fixed if column.source == Told.FIXED else row.get(column.source, "")


def _exchanges(asked: Asked) -> list[dict[str, Cell]]:
    """One row for each partner of whom anything is told in the year."""
    people = People(asked, "partnership")
    known = Partnership.objects.visible_to(asked.user).filter(home=asked.home, pk__in=people.known())
    countries, units = _members(asked, known), _units_of_flows(people, asked)
    return [
        {
            Told.PARTNER: str(row.name.get(asked.language).value),
            Told.COUNTRY: countries.get(row.pk, ""),
            Told.YEAR: people.year.label(asked.language),
            Told.UNITS: units.get(row.pk, ""),
            **people.cells(row.pk),
        }
        for row in known
    ]


def _members(asked: Asked, rows: Any) -> dict[int, str]:
    """The countries of each partnership."""
    found: dict[int, list[str]] = defaultdict(list)
    seen = Member.objects.visible_to(asked.user).filter(partnership__in=rows.values("pk"))
    for key, country in seen.values_list("partnership", "organisation__country"):
        if country and country_name(country, asked.language) not in found[key]:
            found[key].append(country_name(country, asked.language))
    return {key: "; ".join(names) for key, names in found.items()}


def _units_of_flows(people: People, asked: Asked) -> dict[int, str]:
    """Our departments that take part, as far as flows and stays name them."""
    named: dict[int, set[int]] = defaultdict(set)
    for key, some in people.flows.items():
        named[key].update(flow.unit_id for flow in some if flow.unit_id)
    calendar = asked.home.calendar
    rows = stays_of(asked.home, asked.user, year_calendar=calendar, year_begun=asked.year, unit__isnull=False)
    for key, unit in rows.order_by().values_list("partnership", "unit").distinct():
        named[key].add(unit)
    units = Unit.objects.visible_to(asked.user).in_bulk(set().union(*named.values()) if named else [])
    return {
        key: "; ".join(units[unit].name.get(asked.language).value for unit in sorted(some) if unit in units)
        for key, some in named.items()
    }


def _agreements(one: ColumnMap, asked: Asked) -> list[dict[str, Cell]]:
    """One row for each agreement that is in force on the day, or may be."""
    found = Agreement.objects.visible_to(asked.user).filter(home=asked.home).standing_on(asked.day)
    found = found.exclude(standing__in=("expired", "not-yet")).order_by("pk")
    if one.rows == ColumnMap.Rows.DOUBLE_DEGREES:
        found = found.filter(kind=Agreement.Kind.DEGREE)
    people, parties = People(asked, "agreement"), _parties(asked, found)
    return [_agreement(row, parties[row.pk], asked) | people.cells(row.pk) for row in found]


def _parties(asked: Asked, rows: Any) -> dict[int, list[Party]]:
    """The parties of each agreement that this reader may see, a hidden unit left out."""
    seen = Party.objects.visible_to(asked.user).filter(agreement__in=rows.values("pk"))
    seen = seen.filter(organisation__in=Organisation.objects.visible_to(asked.user).values("pk"))
    units = set(Unit.objects.visible_to(asked.user).filter(agreed__in=seen.values("pk")).values_list("pk", flat=True))
    found: dict[int, list[Party]] = defaultdict(list)
    for party in seen.select_related("organisation", "unit"):
        party.unit = party.unit if party.unit_id in units else None
        found[party.agreement_id].append(party)
    return found


def _agreement(row: Agreement, parties: list[Party], asked: Asked) -> dict[str, Cell]:
    language = asked.language
    theirs = [party.organisation for party in parties if party.side != Party.Side.HOME]
    ours = [party.unit for party in parties if party.side == Party.Side.HOME and party.unit]
    countries = dict.fromkeys(country_name(one.country, language) for one in theirs if one.country)
    return {
        Told.AGREEMENT: str(row.title.get(language).value),
        Told.PARTNER: "; ".join(dict.fromkeys(one.name.get(language).value for one in theirs)),
        Told.COUNTRY: "; ".join(countries),
        Told.CONTENT: row.contents,
        Told.UNITS: "; ".join(unit.name.get(language).value for unit in ours),
        Told.CONCLUDED: str(row.concluded.display(language) if row.concluded else row.concluded.stated),
        Told.YEAR: Year(asked.home.calendar, asked.year).label(language),
    }
