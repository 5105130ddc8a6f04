"""Column maps: which columns a table for others has, in which order, and what goes into each."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import WordsField
from kizuna.core.models import OwnedRecord
from kizuna.core.models.under import Under


class ColumnMap(OwnedRecord):
    """One row is one table for others: what its rows are, and its name."""

    class Rows(models.TextChoices):
        AGREEMENTS = "agreements", _("One row for each agreement")
        DOUBLE_DEGREES = "double-degrees", _("One row for each agreement on a double degree")
        EXCHANGES = "exchanges", _("One row for each partner and year, with people each way")

    slug = models.SlugField(_("name in addresses"), max_length=80)
    name = WordsField(_("name"), blank=False)
    rows = models.CharField(_("rows"), max_length=14, choices=Rows)
    text = WordsField(_("what it is for"))

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["home", "slug"], name="a_column_map_slug_once_per_home")]

    def __str__(self) -> str:
        return str(self.name)


class Told(models.TextChoices):
    """What goes into a column."""

    AGREEMENT = "agreement", _("Name of the agreement")
    PARTNER = "partner", _("Partner")
    COUNTRY = "country", _("Country or region")
    CONTENT = "content", _("Content of the agreement")
    UNITS = "units", _("Our departments")
    CONCLUDED = "concluded", _("When it was concluded")
    YEAR = "year", _("Academic year")
    STUDENTS_OUT = "students-out", _("Students sent")
    STUDENTS_IN = "students-in", _("Students received")
    FACULTY_OUT = "faculty-out", _("Faculty sent")
    FACULTY_IN = "faculty-in", _("Faculty received")
    STAFF_OUT = "staff-out", _("Staff sent")
    STAFF_IN = "staff-in", _("Staff received")
    FIXED = "fixed", _("The same in every row")
    BY_HAND = "by-hand", _("Left empty, to be filled in")


PEOPLE = (Told.STUDENTS_OUT, Told.STUDENTS_IN, Told.FACULTY_OUT, Told.FACULTY_IN, Told.STAFF_OUT, Told.STAFF_IN)
OF_AGREEMENTS = (Told.AGREEMENT, Told.CONTENT, Told.CONCLUDED)


class Column(Under, OwnedRecord):
    """One row is one column of such a table: its heading, and where its cells come from."""

    UNDER: ClassVar[tuple[str, ...]] = ("column_map",)

    column_map = models.ForeignKey(ColumnMap, models.CASCADE, related_name="columns", verbose_name=_("table"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = WordsField(_("heading"), blank=False)
    source = models.CharField(_("what goes into it"), max_length=20, choices=Told)
    fixed = models.CharField(_("the same in every row"), max_length=200, blank=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        if self.fixed and self.source != Told.FIXED:
            raise ValidationError({"fixed": _now("Only a column that is the same in every row has such a text.")})
        if self.source in OF_AGREEMENTS and self.column_map.rows == ColumnMap.Rows.EXCHANGES:
            raise ValidationError({"source": _now("Rows of partners and years say nothing of one agreement.")})
