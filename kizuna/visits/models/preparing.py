"""What comes before a visit: templates, what is to be prepared, and what others ask for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models import Account, OwnedRecord
from kizuna.core.models.under import Under
from kizuna.directory.models import Unit
from kizuna.partners.models.contribution import InChargeQuerySet
from kizuna.visits.models.visit import Direction, Visit


class Care(models.TextChoices):
    """What a line of a checklist takes care of."""

    RANK = "rank", _("Ranks on both sides")
    INTERPRETING = "interpreting", _("Interpreters")
    GIFTS = "gifts", pgettext_lazy("to prepare for a visit", "Gifts")
    DIET = "diet", _("Diet")
    FLAGS = "flags", _("Flags and seating")
    SCREENING = "screening", _("Screening")
    PAPERS = "papers", _("Papers and briefing")
    TRAVEL = "travel", _("Travel, rooms and transport")
    PRESS = "press", _("Pictures and news")
    OTHER = "other", _("Other")


class VisitTemplate(OwnedRecord):
    """One row is one way in which visits of a kind are prepared; a new visit takes its lines over as its own."""

    name = WordsField(_("name"), blank=False)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    purpose = WordsField(_("purpose"))
    days = models.PositiveSmallIntegerField(
        _("how many days"), default=1, validators=[MaxValueValidator(60)], help_text=_("As a rule; a visit may differ.")
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        if self.days < 1:
            raise ValidationError({"days": _now("A visit lasts a day at least.")})


class TemplateLine(Under, OwnedRecord):
    """One row is one line of a template: something to prepare, or a part of the programme."""

    UNDER: ClassVar[tuple[str, ...]] = ("template",)

    class What(models.TextChoices):
        TASK = "task", _("To prepare")
        MEETING = "meeting", _("Part of the programme")

    template = models.ForeignKey(VisitTemplate, models.CASCADE, related_name="lines", verbose_name=_("template"))
    what = models.CharField(_("what it is"), max_length=8, choices=What, default=What.TASK)
    kind = models.CharField(_("takes care of"), max_length=14, choices=Care, default=Care.OTHER)
    text = WordsField(_("text"), blank=False)
    days_before = models.PositiveSmallIntegerField(
        _("so many days before the visit"), default=0, validators=[MaxValueValidator(366)]
    )
    day = models.PositiveSmallIntegerField(
        _("on which day of the visit"), default=1, validators=[MaxValueValidator(60)]
    )
    at = models.TimeField(_("at"), null=True, blank=True)
    until = models.TimeField(pgettext_lazy("a time of day", "until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]

    def clean(self) -> None:
        if self.day < 1:
            raise ValidationError({"day": _now("The first day of a visit has the number 1.")})
        if self.at and self.until and self.until <= self.at:
            raise ValidationError({"until": _now("The end lies before the beginning.")})


class Task(Under, OwnedRecord):
    """One row is one thing to prepare for a visit, until it is done or not needed."""

    UNDER: ClassVar[tuple[str, ...]] = ("visit",)

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        NOT_NEEDED = "not-needed", _("Not needed")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="tasks", verbose_name=_("visit"))
    kind = models.CharField(_("takes care of"), max_length=14, choices=Care, default=Care.OTHER)
    text = WordsField(_("text"), blank=False)
    due = models.DateField(_("due"), null=True, blank=True)
    who = models.CharField(_("who sees to it"), max_length=200, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]

    def is_late(self, day: date) -> bool:
        """Whether it is still open although its day is over."""
        return self.state == self.State.OPEN and self.due is not None and self.due < day

    @classmethod
    def due_for(cls, visit: Visit, days_before: int) -> date | None:
        """The day so many days before a visit; None where its first day is not known."""
        return visit.begins_first - timedelta(days=days_before) if visit.begins_first else None


class Request(OwnedRecord):
    """One row is one visit that somebody from outside asks for, from the asking to the answer."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("state of a request", "Waiting")
        DELEGATED = "delegated", pgettext_lazy("state of a request", "With a department")
        ACCEPTED = "accepted", pgettext_lazy("state of a request", "Accepted")
        DECLINED = "declined", pgettext_lazy("state of a request", "Declined")

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    institution = models.CharField(_("institution"), max_length=200)
    country = models.CharField(_("country"), max_length=100, blank=True)
    purpose = models.TextField(_("purpose"), max_length=3000)
    when = FuzzyDateField(_("when"))
    guests = models.PositiveSmallIntegerField(_("how many guests"), default=1, validators=[MaxValueValidator(500)])
    delegation = models.TextField(_("who comes, with their posts"), max_length=3000, blank=True)
    wishes = models.TextField(_("whom they wish to meet"), max_length=3000, blank=True)
    language = models.CharField(max_length=10, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="visit_requests", editable=False,
        verbose_name=_("with which department"),
    )  # fmt: skip
    word = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="requests", editable=False, verbose_name=_("visit")
    )

    objects = InChargeQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["home", "state", "-at"], name="visit_requests_by_state")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.name}"[:200]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in (self.State.RECEIVED, self.State.DELEGATED)

    def clean(self) -> None:
        if self.guests < 1:
            raise ValidationError({"guests": _now("Somebody comes at least.")})
