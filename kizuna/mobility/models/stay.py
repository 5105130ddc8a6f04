"""Single stays, without names, from which flows are counted; and what stays of which length weigh."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.agreements.models import Agreement
from kizuna.core.fields import WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.under import Under
from kizuna.core.values import AcademicYear, FuzzyDate, Text
from kizuna.directory.models import Unit
from kizuna.mobility.models.flow import MOST_WEEKS, Category, Direction, Level, Mode
from kizuna.partners.models import Partnership


def year_of(begins: FuzzyDate, calendar: str) -> tuple[int | None, str]:
    """The academic year in which something began, by its own calendar or else the one given; None where unknown."""
    its = begins.calendar or calendar
    first, last = begins.start.earliest, begins.start.latest
    if first is None or last is None:
        return None, its
    year = AcademicYear.containing(first, its).year
    return (year if AcademicYear.containing(last, its).year == year else None), its


def weeks_between(begins: FuzzyDate, ends: FuzzyDate) -> int | None:
    """How many weeks lie between two days, begun ones counted whole; None where a day is not known."""
    first, last = begins.start, ends.end
    if first.earliest is None or first.earliest != first.latest or last.latest is None:
        return None
    if last.earliest != last.latest or begins.precision != "day" or ends.precision != "day":
        return None
    return -(-((last.latest - first.earliest).days + 1) // 7)


class Stay(Under, OwnedRecord, Dated):
    """One row is one stay of one person whose name is not kept, one way, at one partner."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    class Way(models.TextChoices):
        OUT = Direction.OUT.value, _("Out")
        IN = Direction.IN.value, _("In")

    class Who(models.TextChoices):
        STUDENTS = Category.STUDENTS.value, _("Student")
        DOCTORAL = Category.DOCTORAL.value, _("Doctoral student")
        FACULTY = Category.FACULTY.value, _("Member of faculty")
        STAFF = Category.STAFF.value, _("Member of staff")
        YOUNG = Category.YOUNG.value, _("Young researcher")
        ASSISTANTS = Category.ASSISTANTS.value, _("Teaching assistant")
        NOT_STATED = Category.NOT_STATED.value, _("Not stated")

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="stays", verbose_name=_("partnership"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="stays", verbose_name=_("agreement")
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Way)
    category = models.CharField(_("who"), max_length=20, choices=Who, default=Who.NOT_STATED)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.NOT_STATED)
    field = models.CharField(_("field"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="stays", verbose_name=_("department")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.NOT_STATED)
    scheme = models.CharField(_("scheme"), max_length=200, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), null=True, blank=True, help_text=_("Where the days are not both known.")
    )
    # What follows from the dates: the academic year of the beginning, by which calendar, and how long it was.
    year_begun = models.PositiveSmallIntegerField(null=True, editable=False)
    year_calendar = models.CharField(max_length=20, editable=False)
    weeks_counted = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        ordering = ("-begins_first", "-pk")
        indexes = [
            # All that counting asks for, so that it reads the index alone.
            models.Index(
                fields=["home", "partnership", "year_calendar", "year_begun", "direction", "category", "mode",
                        "weeks_counted", "visibility"],
                name="stay_counted",
            ),
            # The same for the list: a page far down skips thousands of rows.
            models.Index(fields=["home", "-begins_first", "-id", "visibility", "partnership"], name="stays_by_day"),
            models.Index(fields=["home", "ends_last", "begins_first"], name="stay_until"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.heading)

    def clean(self) -> None:
        if not self.begins and not self.begins.stated:
            raise ValidationError({"begins": _now("Say when it began: a day, a month, or an academic year.")})
        if self.weeks is not None and not 0 < self.weeks <= MOST_WEEKS:
            raise ValidationError({"weeks": _now("A stay lasts from 1 to 520 weeks.")})
        reckoned = weeks_between(self.begins, self.ends)
        if reckoned is not None and self.weeks is not None and abs(reckoned - self.weeks) > 1:
            told = _now("The days make %(days)s weeks, not %(weeks)s; give one or the other.")
            raise ValidationError({"weeks": told % {"days": reckoned, "weeks": self.weeks}})
        if reckoned is not None and reckoned > MOST_WEEKS:
            raise ValidationError({"ends": _now("A stay lasts from 1 to 520 weeks.")})
        self.weeks_counted = reckoned if reckoned is not None else self.weeks
        self.year_begun, self.year_calendar = year_of(self.begins, self.home.calendar)

    @property
    def heading(self) -> Text:
        """What it is, without anybody's name."""
        return Text.from_json(
            {
                code: f"{self.get_category_display()} · {self.get_direction_display()} · "
                f"{self.begins.display(code) if self.begins else self.begins.stated}"
                for code in ("en", "ja")
            }
        )


class Weight(OwnedRecord):
    """One row says how many student-semesters a stay of a length counts for in the balance of a home."""

    name = WordsField(_("name"), blank=False)
    weeks_from = models.PositiveSmallIntegerField(_("from weeks"))
    weeks_to = models.PositiveSmallIntegerField(
        _("to weeks"), null=True, blank=True, help_text=_("Empty: and everything longer.")
    )
    semesters = models.DecimalField(
        _("student-semesters"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ("weeks_from", "pk")
        constraints = [
            models.UniqueConstraint(fields=["home", "weeks_from"], name="one_weight_from_a_length_on"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        if self.weeks_to is not None and self.weeks_to < self.weeks_from:
            raise ValidationError({"weeks_to": _now("The longest stay of a weight is not shorter than its shortest.")})
        others = Weight.objects.filter(home=self.home).exclude(pk=self.pk)
        meets = others.filter(Q(weeks_to__isnull=True) | Q(weeks_to__gte=self.weeks_from))
        if self.weeks_to is not None:
            meets = meets.filter(weeks_from__lte=self.weeks_to)
        if (other := meets.first()) is not None:
            told = _now("Stays of some of these lengths have the weight “%(other)s” already.")
            raise ValidationError({"weeks_from": told % {"other": other}})

    def holds(self, weeks: int) -> bool:
        """Whether it is the weight of stays of this length."""
        return self.weeks_from <= weeks and (self.weeks_to is None or weeks <= self.weeks_to)
