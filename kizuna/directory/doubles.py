"""Rows worth a look: those that share a name, an abbreviation or an identifier; grouped by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kizuna.core.models import Home, Record
from kizuna.core.models.record import Reader
from kizuna.directory.models import Identifier, Organisation, OrganisationName, Person, Unit, UnitName
from kizuna.directory.models.organisation import NameKind

KINDS: dict[str, type[Any]] = {"organisation": Organisation, "unit": Unit, "person": Person}


@dataclass
class Group:
    """Rows that share something, and what speaks against their being one."""

    reason: str
    keys: tuple[int, ...]
    rows: list[Any] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def groups(kind: str, user: Reader, home: Home) -> list[Any]:
    """What is worth a look of that kind, to be paged: keys that names share, or groups of rows."""
    if kind == "organisation":
        return list(_shared(_names(user, home)).order_by("key").values_list("key", flat=True))
    once: dict[tuple[int, ...], Group] = {}
    for reason, keys in (_units if kind == "unit" else _people)(user, home):
        distinct = tuple(sorted(set(keys)))
        once.setdefault(distinct, Group(reason, distinct))
    return list(once.values())


def told(kind: str, listed: Iterable[Any], user: Reader, home: Home) -> list[Group]:
    """The groups of one page, with their rows read in one go."""
    page = _organisations(listed, user, home) if kind == "organisation" else list(listed)
    rows = KINDS[kind]._default_manager.filter(pk__in={key for group in page for key in group.keys})
    held = {row.pk: row for row in (rows.select_related("organisation") if kind == "unit" else rows)}
    for group in page:
        group.rows = [held[key] for key in group.keys if key in held]
        if kind == "organisation":
            group.doubts = doubts(group.rows)
    return page


def doubts(rows: list[Organisation]) -> list[str]:
    """What speaks against these being one."""
    countries = sorted({row.country_name for row in rows if row.country})
    kinds = sorted({str(row.get_kind_display()) for row in rows})
    found = [_("in different countries: %s") % _(", ").join(countries)] if len(countries) > 1 else []
    return found + ([_("of different kinds: %s") % _(", ").join(kinds)] if len(kinds) > 1 else [])


def _names(user: Reader, home: Home) -> Any:
    """The names that this reader may see, each with the row that stands for its bearer."""
    names = OrganisationName.objects.visible_to(user).filter(organisation__in=(
        Organisation.objects.visible_to(user).filter(fictional=home.fictional)
    )).exclude(key="")  # fmt: skip
    return names.annotate(root=Coalesce("organisation__alias_of", "organisation")).order_by()


def _shared(names: Any) -> Any:
    return names.values("key").annotate(n=Count("root", distinct=True)).filter(n__gt=1)


def _organisations(listed: Iterable[Any], user: Reader, home: Home) -> list[Group]:
    """One group for each key; rows that share several keys stand once on a page."""
    by_key: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    names = _names(user, home).filter(key__in=list(listed)).order_by("key", "pk")
    for key, value, kind, root in names.values_list("key", "value", "kind", "root"):
        by_key[key].append((value, kind, root))
    once: dict[tuple[int, ...], Group] = {}
    for rows in by_key.values():
        short = all(kind == NameKind.ACRONYM for _value, kind, _root in rows)
        reason = _("the same abbreviation: %s") if short else _("the same name: %s")
        keys = tuple(sorted({root for _value, _kind, root in rows}))
        once.setdefault(keys, Group(reason % rows[0][0], keys))
    return list(once.values())


def _units(user: Reader, home: Home) -> Iterator[tuple[str, list[int]]]:
    rows = Unit.objects.visible_to(user).canonical().filter(organisation__fictional=home.fictional)
    rows = rows.annotate(root=Coalesce("organisation__alias_of", "organisation"), letters=Lower("abbreviation"))
    yield from _sharing(rows.exclude(abbreviation=""), ("root", "letters"), _("the same abbreviation: %s"))
    yield from _sharing(rows, ("root", "key"), _("the same name: %s"))


def _people(user: Reader, home: Home) -> Iterator[tuple[str, list[int]]]:
    rows = Person.objects.visible_to(user).canonical().filter(home=home, erased_at=None)
    rows = rows.annotate(one=Lower("family"), two=Lower("given"))
    yield from _sharing(rows.exclude(orcid=""), ("orcid",), _("the same ORCID: %s"))
    yield from _sharing(rows.exclude(native=""), ("native",), _("the same name in its own script: %s"))
    yield from _sharing(rows.exclude(family=""), ("one", "two"), _("the same name: %s"))


def _sharing(rows: Any, columns: tuple[str, ...], reason: str) -> Iterator[tuple[str, list[int]]]:
    """The rows that have the same values in these columns, told by what they are called."""
    shared = rows.order_by().values(*columns).annotate(n=Count("pk")).filter(n__gt=1)
    wanted = set(shared.values_list(*columns))
    held: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    last = columns[-1]
    for pk, *values in rows.filter(**{f"{last}__in": [key[-1] for key in wanted]}).values_list("pk", *columns):
        if tuple(values) in wanted:
            held[tuple(values)].append(pk)
    names = {row.pk: row for row in rows.filter(pk__in=[keys[0] for keys in held.values()])}
    for values, keys in held.items():
        yield reason % (names[keys[0]] if last in {"key", "two"} else values[-1]), keys


def uses(rows: list[Record], user: Reader) -> dict[int, list[tuple[str, int, int]]]:
    """What points to each of the rows: its kind, the home (0 for none) and how many; as far as one may see."""
    model: Any = type(rows[0])
    own = {OrganisationName, UnitName, Identifier}
    relations = [
        one for one in model._meta.related_objects
        if issubclass(one.related_model, Record) and one.related_model not in own
    ]  # fmt: skip
    parts = []
    for number, one in enumerate(relations):
        name = one.field.name
        seen = one.related_model._default_manager.visible_to(user).filter(**{f"{name}__in": rows}).order_by()
        owned = any(column.name == "home" for column in one.related_model._meta.concrete_fields)
        whose: Any = Coalesce("home_id", 0) if owned else Value(0, IntegerField())
        told = seen.values(name).annotate(what=Value(number, IntegerField()), whose=whose, n=Count("pk"))
        parts.append(told.values_list("what", name, "whose", "n"))
    found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for what, key, whose, count in parts[0].union(*parts[1:], all=True):
        label = capfirst(str(relations[what].related_model._meta.verbose_name_plural))
        found[key].append((label, whose, count))
    return found
