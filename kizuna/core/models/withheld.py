"""Fields that the public does not read: which can be withheld, what is, and how rows are read without them.

Rows are emptied where they are read, so that whatever is made of them cannot tell what is withheld. Each bears what it
was read by: what is fetched through it later is read in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable

# What a record is called stays: nobody could be told what a page speaks of.
NAMES = frozenset({
    "name", "title", "named", "giver_named", "partner_named", "unit_words", "owner_words", "kind_words", "family",
    "given", "native", "short", "abbreviation", "slug", "record_title", "edition",
})  # fmt: skip
# Columns that follow from others, and would tell them.
BOUNDS = ("begins_first", "begins_last", "ends_first", "ends_last")
FOLLOWING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("begins", "concluded"), (*BOUNDS, "sort_day", "notice_from", "year_begun")),
    **dict.fromkeys(("ends", "ended"), ("ends_first", "ends_last", "notice_from")),
    **dict.fromkeys(("seen", "period", "as_of", "when"), ("sort_day",)),
    "weeks": ("weeks_counted",),
    "due": ("due_last",),
}
# Under which name a row bears what it was read by, and how it stood before it was emptied.
MARK = "_read_as"
BEFORE = "_before"
# Whether anything is withheld is asked along with the rows: no question of its own, and never out of date.
ANY = "_withholding"
Mark = tuple["Rules", frozenset[int]]


def withholdable(model: Any) -> dict[str, models.Field[Any, Any]]:
    """The fields of a kind of record that can be kept from the public, by name.

    Values that may be empty: dates, numbers, amounts, texts and addresses. Not what a record is called; not what it
    has to say (its kind, its state, a yes or no), which pages go by; and not what it leads to, for that has its own
    visibility. What the directory holds belongs to all homes, and none of them withholds it.
    """
    return _withholdable(model._meta.label_lower)


@lru_cache(maxsize=512)
def _withholdable(label: str) -> dict[str, models.Field[Any, Any]]:
    model: Any = apps.get_model(label)
    names = {field.name for field in model._meta.concrete_fields}
    if "home" not in names or not hasattr(model, "TOLD"):
        return {}
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if (field.blank or field.null)
        and field.editable
        and not field.is_relation
        and not field.primary_key
        and not isinstance(field, models.BooleanField | models.UUIDField)
        and field.name not in NAMES
        and field.name not in model.TOLD
    }


def concerned(model: Any) -> bool:
    """Whether rows of this kind, or those that they lead to, have anything that can be withheld."""
    return _concerned(model._meta.label_lower)


@lru_cache(maxsize=512)
def _concerned(label: str) -> bool:
    model: Any = apps.get_model(label)
    others = (field.related_model for field in model._meta.concrete_fields if field.is_relation)
    return any(isinstance(one, type) and bool(withholdable(one)) for one in (model, *others))


class Rules:
    """What every home withholds: a rule of one record goes before the rule of its kind."""

    def __init__(self, rows: Iterable[tuple[int, str, str, UUID | None, bool]]) -> None:
        self.kinds: dict[tuple[int, str], dict[str, bool]] = defaultdict(dict)
        self.records: dict[UUID, dict[str, bool]] = defaultdict(dict)
        self.labels: set[str] = set()
        for home, label, field, record, released in rows:
            self.labels.add(label)
            told = self.kinds[home, label] if record is None else self.records[record]
            told[field] = released

    @classmethod
    def read(cls) -> Rules:
        """The rules as they stand."""
        table = apps.get_model("core", "Release")._default_manager
        return cls(table.order_by().values_list("home", "record_label", "field", "record", "released"))

    def of(self, label: str, home: int | None, record: UUID) -> frozenset[str]:
        """The fields of a record that are withheld."""
        if home is None:
            return frozenset()
        rules = {**self.kinds.get((home, label), {}), **self.records.get(record, {})}
        return frozenset(name for name, released in rules.items() if not released)


def emptied(row: Any) -> bool:
    """Whether something of this row was withheld when it was read."""
    return BEFORE in row.__dict__


def withheld_from(row: Any) -> frozenset[str]:
    """The fields of a row that are withheld from whoever it was read for."""
    mark, label = row.__dict__.get(MARK), row._meta.label_lower
    if mark is None or label not in mark[0].labels or row.home_id in mark[1]:
        return frozenset()
    found: frozenset[str] = mark[0].of(label, row.home_id, row.uuid)
    return found


def empty(row: Any, mark: Mark) -> None:
    """Takes what is withheld out of a row and of the rows that were read along with it."""
    waiting = [row]
    while waiting:
        one = waiting.pop()
        if MARK in one.__dict__:
            continue
        one.__dict__[MARK] = mark
        names = withheld_from(one) & withholdable(type(one)).keys()
        if names:
            _empty(one, names)
        joined = one._state.fields_cache.values()  # noqa: SLF001 - Django keeps there what was read along
        waiting.extend(other for other in joined if isinstance(other, models.Model))


def _empty(row: Any, names: Iterable[str]) -> None:
    before = copy(row)
    row.__dict__[BEFORE] = before
    gone = {column for name in names for column in (name, *FOLLOWING.get(name, ()))}
    for field in row._meta.concrete_fields:
        if field.name in gone:
            row.__dict__[field.name] = None if field.null else field.get_default()
    if hasattr(row, "held_on"):
        # A withheld date does not take the row off the lists of a day on which it holds.
        row.__dict__["held_on"] = before.held_on


class Told(ModelIterable):  # type: ignore[type-arg]  # Django has no generic iterables at run time
    """The rows of a queryset without what is withheld from its reader."""

    def __iter__(self) -> Iterator[Any]:
        whole = self.queryset.told_whole  # type: ignore[attr-defined]  # of our own querysets
        self.queryset = self.queryset.all()
        self._with_keys()
        if isinstance(whole, tuple):
            yield from self._through(whole)
        elif whole:
            yield from self._of_others(whole)
        else:
            yield from self._to_anybody()

    def _through(self, mark: Mark) -> Iterator[Any]:
        """Rows that are fetched through one that was read with these rules."""
        for row in super().__iter__():
            empty(row, mark)
            yield row

    def _to_anybody(self) -> Iterator[Any]:
        """Rows for the public; each bears whether anything is withheld at all."""
        rules = Rules.read() if self.queryset.query.combinator else None
        if rules is None:
            asked = RawSQL("EXISTS(SELECT 1 FROM core_release)", (), models.BooleanField())
            self.queryset.query.add_annotation(asked, ANY, select=True)
        mark = (rules, frozenset[int]()) if rules is not None else None
        for row in super().__iter__():
            if row.__dict__.pop(ANY, False) and mark is None:
                mark = (Rules.read(), frozenset())
            if mark is not None:
                empty(row, mark)
            yield row

    def _with_keys(self) -> None:
        """Reads by what rows are known even where only some columns are asked for."""
        names, left_out = self.queryset.query.deferred_loading
        if names:
            keys = {"home", "uuid"}
            self.queryset.query.deferred_loading = (names - keys if left_out else names | keys, left_out)

    def _of_others(self, homes: frozenset[int]) -> Iterator[Any]:
        """Rows for people of some homes, to whom those of the others are told as to the public."""
        own, mark = {None, *homes}, None
        for row in super().__iter__():
            if row.__dict__.get("home_id") not in own:
                mark = mark or (Rules.read(), homes)
                empty(row, mark)
            yield row
