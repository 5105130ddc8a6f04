"""Every list of a home as a file: the lists that pages show, and every kind of record, column by column."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from kizuna.activities.forms import KINDS as ACTIVITIES
from kizuna.agreements.forms import KINDS as AGREEMENTS
from kizuna.alumni.forms import KINDS as ALUMNI
from kizuna.calls.forms import KINDS as CALLS
from kizuna.calls.kinds import BEHIND
from kizuna.core.export import Sheet
from kizuna.core.fields import FuzzyDateField, MoneyField, QuantityField, WordsField
from kizuna.core.forms import CitationForm, FigureForm, Kind, NoteForm, SourceForm
from kizuna.core.models import Citation, Figure, Note, Record, Source
from kizuna.core.records import DERIVED
from kizuna.desk import activitylists, alumnilists, lists, mobilitylists, registerlists
from kizuna.desk.lists import Asked
from kizuna.directory.forms import KINDS as DIRECTORY
from kizuna.mobility.forms import KINDS as MOBILITY
from kizuna.partners.forms import KINDS as PARTNERS
from kizuna.projects.forms import KINDS as PROJECTS
from kizuna.visits.forms import KINDS as VISITS

CORE = {
    "source": Kind(SourceForm, Source, gettext_lazy("Source")),
    "citation": Kind(CitationForm, Citation, gettext_lazy("Citation")),
    "figure": Kind(FigureForm, Figure, gettext_lazy("Figure")),
    "note": Kind(NoteForm, Note, gettext_lazy("Note")),
}
ROOMS = {
    "core": CORE,
    "directory": DIRECTORY,
    "partners": PARTNERS,
    "agreements": AGREEMENTS,
    "projects": PROJECTS,
    "activities": ACTIVITIES,
    "visits": VISITS,
    "calls": {**CALLS, **BEHIND},
    "mobility": MOBILITY,
    "alumni": ALUMNI,
}
# What a reader of a table has no use for, or what the file says already.
LEFT_OUT = DERIVED - {"uuid"} | {"home"}
CHUNK = 500
Cells = list[Any]
Row = Callable[[Any], Cells]


class List(NamedTuple):
    """One list that can be taken home: its name on the page, and how its columns and rows are made."""

    label: Any
    make: Callable[[Asked], tuple[Sequence[str], Iterator[Cells]]]


def names() -> dict[str, List]:
    """Every list by its name in addresses: first those of the pages, then every kind of record."""
    found = {
        "partners": List(gettext_lazy("Partners on the day"), lists.partners),
        "teams": List(gettext_lazy("Departments on teams on the day"), lists.teams),
        "matrix": List(gettext_lazy("Departments by partners"), lists.matrix),
        "gaps": List(gettext_lazy("Links without a team, teams without links"), lists.gaps),
        "contributions": List(gettext_lazy("Contributions"), lists.contributions),
        "activities": List(gettext_lazy("Activities"), activitylists.activities),
        "mobility": List(gettext_lazy("People each way, partner by partner and year by year"), mobilitylists.flows),
        "alumni": List(gettext_lazy("Networks of alumni"), alumnilists.networks),
        "gifts": List(gettext_lazy("Gifts"), alumnilists.gifts),
        "balance": List(gettext_lazy("Balance of students"), mobilitylists.balances),
        "series": List(gettext_lazy("Series and turns on the day"), activitylists.series),
        "agreements": List(gettext_lazy("Agreements on the day"), registerlists.agreements),
        "projects": List(gettext_lazy("Projects"), registerlists.projects),
        "money": List(gettext_lazy("Money, line by line"), registerlists.money_lines),
        "history": List(gettext_lazy("History"), lists.history),
    }
    for room, kinds in ROOMS.items():
        for name, kind in kinds.items():
            found[f"{room}-{name}"] = List(kind.label, _maker(kind.model))
    return found


def sheet(name: str, asked: Asked) -> Sheet:
    """One list as a file; KeyError for a name that is none."""
    listed = names()[name]
    headings, rows = listed.make(asked)
    about = [
        ("list", str(listed.label)),
        ("home", asked.home.name.get(asked.language).value),
        ("as of", asked.day.isoformat()),
    ]
    return Sheet(f"{asked.home.slug}-{name}", headings, rows, about)


def _maker(model: type[Record]) -> Callable[[Asked], tuple[Sequence[str], Iterator[Cells]]]:
    return lambda asked: _records(model, asked)


def _records(model: type[Record], asked: Asked) -> tuple[Sequence[str], Iterator[Cells]]:
    """All records of one kind that this person may see, with every column and their sources."""
    every = [field for field in model._meta.concrete_fields if field.name not in LEFT_OUT]
    # What has no number that others know, such as a link by which a note was written, leads nowhere in a file.
    fields = [field for field in every if not field.is_relation or hasattr(field.related_model, "uuid")]
    columns = [_column(field, asked) for field in fields]
    headings = [heading for heads, _cells in columns for heading in heads]
    return [*headings, "sources"], _rows(model, [cells for _heads, cells in columns], asked)


def _rows(model: type[Record], columns: list[Row], asked: Asked) -> Iterator[Cells]:
    cited = _sources(model, asked)
    for row in of_home(model, asked).order_by("pk").iterator(CHUNK):
        cells = [value for column in columns for value in column(row)]
        yield [*cells, "; ".join(cited.get(row.uuid, ()))]


def of_home(model: type[Record], asked: Asked) -> models.QuerySet[Any]:
    """The records of one kind that this person may see: the home's own, and the shared ones of its world."""
    rows = model._default_manager.visible_to(asked.user)  # type: ignore[attr-defined]
    known = {field.name for field in model._meta.get_fields()}
    if "home" in known:
        own = Q(home=asked.home)
        return rows.filter(own | Q(home=None) if model is Source else own)  # type: ignore[no-any-return]
    for path in ("fictional", "organisation__fictional", "network__fictional", "unit__organisation__fictional"):
        if path.split("__")[0] in known:
            return rows.filter(**{path: asked.home.fictional})  # type: ignore[no-any-return]
    return rows  # type: ignore[no-any-return]


def _sources(model: type[Record], asked: Asked) -> dict[Any, list[str]]:
    """Where the records of this kind are stated, by record: "source: lines"."""
    seen = Source.objects.visible_to(asked.user)
    rows = Citation.objects.visible_to(asked.user).filter(record_label=model._meta.label_lower, source__in=seen)
    found: dict[Any, list[str]] = defaultdict(list)
    for citation in rows.select_related("source"):
        place = citation.lines_text() or citation.place
        found[citation.record].append(f"{citation.source.slug}: {place}" if place else citation.source.slug)
    return found


def _column(field: models.Field[Any, Any], asked: Asked) -> tuple[list[str], Row]:
    """The headings that one field of a record needs, and its cells in one row."""
    name = field.name
    if isinstance(field, WordsField):
        codes = list(dict.fromkeys([*asked.home.languages, "en"]))
        return [*(f"{name}_{code}" for code in codes), f"{name}_more"], lambda row: _words(getattr(row, name), codes)
    if isinstance(field, FuzzyDateField):
        parts = ("edtf", "stated", "calendar")
        return [name, f"{name}_stated", f"{name}_calendar"], lambda row: [
            getattr(getattr(row, name), part) if getattr(row, name) or part == "stated" else "" for part in parts
        ]
    if isinstance(field, QuantityField | MoneyField):
        money = ("amount", "currency", "qualifier")
        said = ("qualifier", "value", "upper", "unit", "per") if isinstance(field, QuantityField) else money
        return [name, *(f"{name}_{part}" for part in said)], lambda row: [
            str(getattr(row, name)) if getattr(row, name) else "",
            *(getattr(getattr(row, name), part) for part in said),
        ]
    if isinstance(field, models.ForeignKey):
        return _reference(field, asked)
    if isinstance(field, models.JSONField):
        return [name], lambda row: [json.dumps(getattr(row, name), ensure_ascii=False) if getattr(row, name) else ""]
    return [name], lambda row: [getattr(row, name)]


def _words(text: Any, codes: list[str]) -> Cells:
    told = text.to_json()
    more = {code: value for code, value in told.items() if code not in codes}
    return [*(told.get(code, "") for code in codes), json.dumps(more, ensure_ascii=False) if more else ""]


def _reference(field: models.ForeignKey[Any, Any], asked: Asked) -> tuple[list[str], Row]:
    """Another record by its UUID and its name, where this person may see it; else two empty cells."""
    target = field.remote_field.model
    everyone: Any = target._default_manager
    rows = everyone.visible_to(asked.user) if issubclass(target, Record) else everyone.all()
    has_name = any(one.name == "name" for one in target._meta.concrete_fields)
    found: dict[int, tuple[Any, str]] | None = None

    def cells(row: Any) -> Cells:
        nonlocal found
        if found is None:
            found = {
                pk: (uuid, _told(name, asked))
                for pk, uuid, name in rows.values_list("pk", "uuid", "name" if has_name else "uuid")
            }
        uuid, name = found.get(getattr(row, field.attname), ("", ""))
        return [uuid, name if has_name else ""][: 2 if has_name else 1]

    return [field.name, *([f"{field.name}_name"] if has_name else [])], cells


def _told(name: Any, asked: Asked) -> str:
    return name.get(asked.language).value if hasattr(name, "get") else str(name)


def label_of(name: str) -> str:
    """What a list is called on the page."""
    return str(capfirst(str(names()[name].label)))
