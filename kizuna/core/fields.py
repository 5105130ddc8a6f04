"""Model fields that store the value types of core as JSON and hand back the value itself."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, ClassVar, Protocol, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core.values import FuzzyDate, Money, NotUnderstood, Quantity, Text


class Value(Protocol):
    """A value type that turns into plain JSON and back."""

    @classmethod
    def from_json(cls, data: Any) -> Self: ...

    def to_json(self) -> Any: ...


class NamesField(models.JSONField):
    """A list of short words, such as themes."""


class NumbersField(models.JSONField):
    """A list of small whole numbers, such as those of the Sustainable Development Goals."""


class ValueField(models.JSONField):
    """One value per cell; an empty value is stored as an empty object and is never NULL."""

    value_type: ClassVar[type[Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", self.value_type)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, str) and len(value) < SHORT and self.decoder is None:
            kind: Any = type(self)
            return _read(kind, value)
        return self.value_of(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Any:
        return self.value_of(value)

    @classmethod
    def value_of(cls, value: Any) -> Any:
        """The value that is meant: itself, or what its JSON says."""
        if isinstance(value, cls.value_type):
            return value
        if value is None or value in ("", {}):
            return cls.value_type()
        try:
            return cls.value_type.from_json(value)
        except NotUnderstood as problem:
            raise ValidationError(_(problem.reason)) from problem

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self._plain(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(self._plain(value), connection, prepared)

    def _plain(self, value: Any) -> Any:
        """The JSON to store; a date of which only the words are known is unknown but not empty."""
        if not isinstance(value, self.value_type):
            return value
        return {} if value == self.value_type() else value.to_json()

    def validate(self, value: Any, model_instance: Any) -> None:  # noqa: ARG002 - Django calls it so
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def value_to_string(self, obj: Any) -> Any:
        return self.value_from_object(obj).to_json()

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        from_room = {"required": not self.blank, "label": capfirst(self.verbose_name), "help_text": self.help_text}
        return self.form_class()(**{**from_room, **{k: v for k, v in kwargs.items() if k in from_room}})

    def form_class(self) -> type[forms.Field]:
        raise NotImplementedError


# Most cells are empty, and the others are short names, dates and numbers that one page after another reads again.
SHORT = 400


@lru_cache(maxsize=4096)
def _read(field: Any, cell: str) -> Any:
    """The value of a cell; it can be shared, since values do not change."""
    try:
        return field.value_of(json.loads(cell))
    except json.JSONDecodeError:
        return field.value_of(cell)


class FuzzyDateField(ValueField):
    """A date as it is known: a day, a month, a year, an academic year, a span, or not stated."""

    value_type = FuzzyDate

    def form_class(self) -> type[forms.Field]:
        return FuzzyDateInput


class QuantityField(ValueField):
    """A number with its qualifier, unit and per."""

    value_type = Quantity

    def form_class(self) -> type[forms.Field]:
        return QuantityInput


class MoneyField(ValueField):
    """An amount in one currency, or nothing where none is stated."""

    value_type = Money

    def form_class(self) -> type[forms.Field]:
        return MoneyInput


class WordsField(ValueField):
    """A text in several languages."""

    value_type = Text

    def form_class(self) -> type[forms.Field]:
        return WordsInput


class AddressField(models.URLField):  # type: ignore[type-arg]  # Django has no generic fields at run time
    """A web address; one typed without its beginning is taken to be https."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(assume_scheme="https", **kwargs)

    def deconstruct(self) -> Any:
        """To the database it is an ordinary address."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class FuzzyDateInput(forms.CharField):
    """Reads a date in the words people use; an academic year is one of the home's calendar.

    ``kept`` is the record's own value: what is left as it was stays what it was, whatever its words.
    """

    kept: FuzzyDate | None = None
    calendar = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, FuzzyDate):
            return self._local(value) or value.editable or value.stated
        return value

    def _local(self, value: FuzzyDate) -> str:
        """A single day, month or year in the words of the page's language, where they are read back as the same."""
        language = get_language() or "en"
        if language == "en" or not value.edtf or value.stated or value.is_interval:
            return ""
        words = value.display(language)
        try:
            return words if FuzzyDate.parse(words, calendar=self.calendar).edtf == value.edtf else ""
        except NotUnderstood:
            return ""

    def clean(self, value: Any) -> FuzzyDate:
        text = super().clean(value)
        if self.kept is not None and text == self.prepare_value(self.kept):
            return self.kept
        try:
            return FuzzyDate.parse(text, calendar=self.calendar) if text else FuzzyDate()
        except NotUnderstood as problem:
            raise ValidationError(_(problem.reason), code="not_understood") from problem

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(str(self.prepare_value(initial) or "") != str(data or ""))


class QuantityInput(forms.CharField):
    """Reads a number with its qualifier: "nearly 100 annually"; left as it was, it stays what it was."""

    kept: Quantity | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return (
            value.display("en")
            if isinstance(value, Quantity) and value
            else ("" if isinstance(value, Quantity) else value)
        )

    def clean(self, value: Any) -> Quantity:
        text = super().clean(value)
        if self.kept is not None and text == self.prepare_value(self.kept):
            return self.kept
        try:
            return Quantity.parse(text) if text else Quantity()
        except NotUnderstood as problem:
            raise ValidationError(_(problem.reason), code="not_understood") from problem


class MoneyInput(forms.CharField):
    """Reads an amount with its currency: "EUR 12,500"; left as it was, it stays what it was."""

    kept: Money | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Money):
            return value.display("en") if value else ""
        return value

    def clean(self, value: Any) -> Money:
        text = super().clean(value)
        if self.kept is not None and text == self.prepare_value(self.kept):
            return self.kept
        try:
            return Money.parse(text) if text else Money()
        except NotUnderstood as problem:
            raise ValidationError(_(problem.reason), code="not_understood") from problem


class WordsWidget(forms.MultiWidget):
    """One box per language, each marked with its language."""

    template_name = "components/words_widget.html"
    languages: ClassVar[tuple[str, ...]] = ("en", "ja")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.Textarea({"rows": 2, "lang": code}) for code in self.languages
        }
        super().__init__(boxes, attrs)
        self.kept: dict[str, Any] = {}

    def decompress(self, value: Any) -> list[str]:
        words = value.to_json() if isinstance(value, Text) else {}
        return [str(words.get(code, "")) for code in self.languages]


class WordsInput(forms.MultiValueField):
    """Reads a text in several languages and keeps, of the record's own text, the languages that it does not show."""

    widget = WordsWidget
    kept: Text | None = None

    def __init__(self, **kwargs: Any) -> None:
        codes = WordsWidget.languages
        super().__init__(
            fields=[forms.CharField(required=False, max_length=20_000) for _ in codes],
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> Text:
        kept = self.kept or Text()
        boxes = zip(WordsWidget.languages, data_list or [], strict=False)
        told = {**kept.texts, **{code: text.replace("\r\n", "\n").strip() for code, text in boxes}}
        # A translation that somebody has written anew is no longer one for reference only.
        same = {code for code in kept.reference if told.get(code) and told[code] == kept.texts.get(code)}
        return Text(told, frozenset(same))
