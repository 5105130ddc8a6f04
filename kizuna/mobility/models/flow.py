"""Flows and stocks: how many people moved, or were there, exactly as a source states it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kizuna.agreements.models import Agreement
from kizuna.core.fields import FuzzyDateField, QuantityField, WordsField
from kizuna.core.models import OwnedRecord
from kizuna.core.models.under import Under
from kizuna.core.values import Quantity, Text
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Partnership

MOST_WEEKS = 520


class Direction(models.TextChoices):
    """Which way people moved, seen from the home."""

    OUT = "out", _("Out")
    IN = "in", _("In")
    BOTH = "both", _("Out and in together")
    NOT_STATED = "not-stated", _("Direction not stated")


class Category(models.TextChoices):
    """Who moved; numbers that a source gives for several together have a category of their own."""

    STUDENTS = "students", _("Students")
    DOCTORAL = "doctoral", _("Doctoral students")
    FACULTY = "faculty", _("Faculty")
    STAFF = "staff", _("Staff")
    YOUNG = "young-researchers", _("Young researchers")
    ASSISTANTS = "assistants", _("Teaching assistants")
    FACULTY_STUDENTS = "faculty-students", _("Faculty and students together")
    PEOPLE = "people", _("People, not told apart")
    NOT_STATED = "not-stated", _("Not stated who")


# Whom the balance counts, and in which categories they may be hidden.
STUDENTS = (Category.STUDENTS, Category.DOCTORAL)
UNSPLIT = (Category.FACULTY_STUDENTS, Category.PEOPLE, Category.NOT_STATED)


class Level(models.TextChoices):
    """On which level students study."""

    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTORATE = "doctorate", _("Doctorate")
    OTHER = "other", _("Other")
    NOT_STATED = "not-stated", _("Not stated")


class Mode(models.TextChoices):
    """Whether people went there."""

    IN_PERSON = "in-person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")
    NOT_STATED = "not-stated", _("Not stated")


def _in(code: str, told: Callable[[str], str]) -> str:
    with override(code):
        return told(code)


class Numbered(Under, OwnedRecord):
    """One row says how many people of a kind moved or were there, with the number as it was stated."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("partnership")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.NOT_STATED)
    category = models.CharField(_("who"), max_length=20, choices=Category, default=Category.NOT_STATED)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.NOT_STATED)
    field = WordsField(_("field"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("department")
    )
    quantity = QuantityField(_("how many"), help_text=_("As stated: 12, about 40, nearly 100 per year, or nothing."))
    text = WordsField(_("text"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """What it says in one line, in the language that is active."""
        number = self.bare.display(language, named=True) if self.quantity else _now("number not stated")
        return f"{number} · {self.get_category_display()} · {self.get_direction_display()} · {self.moment(language)}"

    @property
    def bare(self) -> Quantity:
        """The number without its unit, for use beside the words for who moved."""
        number: Quantity = self.quantity
        return replace(number, unit="")

    def moment(self, language: str) -> str:
        """When, in words."""
        raise NotImplementedError

    @property
    def heading(self) -> Text:
        """What it says in one line."""
        return Text.from_json({code: _in(code, self.told) for code in ("en", "ja")})

    def check_number(self) -> None:
        """People are counted in whole numbers from nought, in a year or in the whole period."""
        number = self.quantity
        if number.value is not None and (number.value < 0 or number.value != int(number.value)):
            raise ValidationError({"quantity": _now("People are counted in whole numbers, from nought on.")})
        if number.per not in ("", "year", "academic year"):
            told = _now("Say how many in a year, or in the whole period; “per %(per)s” cannot be counted with.")
            raise ValidationError({"quantity": told % {"per": number.per}})


class Flow(Numbered):
    """One row is one statement of how many people moved between a home and others in a period."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="flows", verbose_name=_("agreement")
    )
    period = FuzzyDateField(_("period"), help_text=_("AY2019, 2019, 2015/.. for “since 2015”; or nothing."))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.NOT_STATED)
    scheme = WordsField(_("scheme"), help_text=_("The programme or scholarship under which they moved."))
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), null=True, blank=True, help_text=_("How long one stay is, where one number holds for all.")
    )
    length = WordsField(_("length in words"))
    purpose = WordsField(_("purpose"))
    begins_first = models.DateField(null=True, editable=False)
    begins_last = models.DateField(null=True, editable=False)
    ends_first = models.DateField(null=True, editable=False)
    ends_last = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("-begins_first", "pk")
        indexes = [
            models.Index(fields=["home", "partnership", "begins_first"], name="flow_by_partner"),
            models.Index(fields=["home", "-begins_first"], name="flow_by_day"),
        ]

    def clean(self) -> None:
        self.check_number()
        if self.weeks is not None and not 0 < self.weeks <= MOST_WEEKS:
            raise ValidationError({"weeks": _now("A stay lasts from 1 to 520 weeks.")})
        start, end = self.period.start, self.period.end
        self.begins_first, self.begins_last = start.earliest, start.latest
        self.ends_first, self.ends_last = end.earliest, end.latest

    def moment(self, language: str) -> str:
        """Its period."""
        if self.period:
            return str(self.period.display(language))
        return str(self.period.stated or _now("period not stated"))

    @property
    def is_approximate(self) -> bool:
        """Whether its number is none that can be counted with."""
        return bool(self.quantity.qualifier != "exact")

    @property
    def is_unsplit(self) -> bool:
        """Whether it does not say which way people moved, or who."""
        return self.direction not in (Direction.OUT, Direction.IN) or self.category in UNSPLIT


class Stock(Numbered):
    """One row is one statement of how many people were there on a day, by partner, institution or country."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="stocks", verbose_name=_("organisation")
    )
    as_of = FuzzyDateField(_("as of"))
    sort_day = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("-sort_day", "pk")
        indexes = [models.Index(fields=["home", "partnership", "-sort_day"], name="stock_by_partner")]

    def clean(self) -> None:
        self.check_number()
        if self.quantity.per:
            raise ValidationError({"quantity": _now("A stock is a number on a day; what moves per year is a flow.")})
        if self.direction == Direction.BOTH:
            raise ValidationError(
                {"direction": _now("Those here and those there are two stocks; leave it open where it is not said.")}
            )
        self.sort_day = self.as_of.earliest or self.as_of.latest

    def moment(self, language: str) -> str:
        """Its day."""
        if self.as_of:
            return str(self.as_of.display(language))
        return str(self.as_of.stated or _now("day not stated"))
