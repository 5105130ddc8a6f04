"""Fields full of what could leak: every field that can be kept from the public says something found nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from kizuna.core.fields import FuzzyDateField, MoneyField, NamesField, QuantityField, WordsField
from kizuna.core.models import Dated, Home, Record, Visibility
from kizuna.core.models.withheld import withholdable
from kizuna.core.values import FuzzyDate, Money, Quantity
from tests.cast import words

Key = tuple[str, str]
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def kinds() -> list[type[Any]]:
    """The kinds of record of which a field can be kept from the public."""
    return [model for model in apps.get_models() if issubclass(model, Record) and withholdable(model)]


def fill(home: Home) -> dict[str, Key]:
    """Gives every such field of every published record a value of its own; returns which field each value betrays."""
    known: dict[str, Key] = {}
    for model in kinds():
        made = {}
        for name, field in withholdable(model).items():
            found = _value(field, name, len(known))
            if found is not None:
                made[name], known[found[1]] = found[0], (model._meta.label_lower, name)
        for row in model._default_manager.filter(home=home, visibility=Visibility.PUBLIC):
            _put(row, made)
    return known


def _put(row: Any, made: dict[str, Any]) -> None:
    """Writes the values beside the write path: some say together what nobody could enter."""
    for name, value in made.items():
        setattr(row, name, value)
    if isinstance(row, Dated):
        with suppress(ValidationError):
            row.bound()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # What the database refuses together, it may take one by one.
        row.refresh_from_db()
        for name, value in made.items():
            try:
                with transaction.atomic():
                    type(row)._default_manager.filter(pk=row.pk).update(**{name: value})
            except IntegrityError:
                continue


def _value(field: models.Field[Any, Any], name: str, number: int) -> tuple[Any, str] | None:
    """A value for a field and the words by which it is known again; None where a field takes few values only."""
    word, money = f"leak{number}q", str(71000 + number)
    # No end lies before a beginning.
    year = (2400 if "end" in name or "until" in name else 1400) + number
    made: dict[type[Any], tuple[Any, str]] = {
        WordsField: (words(word), word),
        FuzzyDateField: (FuzzyDate.parse(str(year)), str(year)),
        QuantityField: (Quantity.parse(money), money),
        MoneyField: (Money.parse(f"EUR {money}"), money),
        NamesField: ([word], word),
        models.DateTimeField: (datetime(year, 1, 2, tzinfo=UTC), str(year)),
        models.DateField: (date(year, 1, 2), str(year)),
        models.IntegerField: (31000 + number, str(31000 + number)),
        models.URLField: (f"https://{word}.example/", word),
        models.TextField: (word, word),
        models.CharField: (word, word),
    }
    short = field.max_length is not None and field.max_length < len(word) + 2
    if field.choices or short or "zone" in name:
        return None
    return next((value for kind, value in made.items() if isinstance(field, kind)), None)


def seen(text: str, known: dict[str, Key]) -> Iterator[Key]:
    """The fields whose values stand in a text; a number also with its thousands set off, but not in a hash."""
    plain = re.sub(r"(?<=\d)[, \u202f](?=\d{3}\b)", "", UUID.sub("", text))
    for word in set(re.findall(r"leak\d+q|(?<![0-9A-Za-z.])\d{4,5}(?![0-9A-Za-z]|\.\d)", plain)):
        if word in known:
            yield known[word]
