"""Programmes with their phases and tiers."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models import OwnedRecord
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation


class Programme(OwnedRecord):
    """One row is one programme, strategy or framework that a home runs, or an outside one that it takes part in."""

    class Kind(models.TextChoices):
        PARTNERSHIPS = "partnerships", _("Strategic partnerships")
        STRATEGY = "strategy", _("Institutional strategy")
        FRAMEWORK = "framework", _("Framework of a partnership")
        OUTSIDE = "outside", _("Programme of others")

    slug = models.SlugField(_("name in addresses"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PARTNERSHIPS)
    name = WordsField(_("name"), blank=False)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    period = FuzzyDateField(_("period"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["home", "slug"], name="a_programme_slug_once_per_home")]

    def __str__(self) -> str:
        return str(self.name)


class Owner(OwnedRecord):
    """One row says that a programme belongs to an organisation, alone or with others."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="owners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.organisation} · {self.programme}"


class Phase(OwnedRecord):
    """One row is one phase of a programme, in its order."""

    class Form(models.TextChoices):
        NOT_STATED = "", _("not stated")
        APART = "apart", _("Each department by itself")
        CONNECTED = "connected", _("Departments connected with each other")
        WHOLE = "whole", _("The whole university as one")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="phases", verbose_name=_("programme"))
    order = models.PositiveSmallIntegerField(_("order"))
    name = WordsField(_("name"), blank=False)
    period = FuzzyDateField(_("period"))
    calendar_stated = models.BooleanField(_("the calendar of its years is stated"), default=False)
    character = WordsField(_("character"))
    form = models.CharField(
        _("who carries it"), max_length=10, blank=True, choices=Form,
        help_text=_("The public page draws the course of the programme by this."),
    )  # fmt: skip
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ("programme", "order")
        constraints = [models.UniqueConstraint(fields=["programme", "order"], name="a_phase_order_once")]

    def __str__(self) -> str:
        return str(self.name)

    def runs_on(self, day: date) -> bool | None:
        """Whether the phase runs on that day; None when its calendar leaves that open."""
        period: FuzzyDate = self.period
        return period.covers(day)

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year, for drawing; None when either is not known."""
        first, last = self.period.start.earliest, self.period.end.latest
        return (first.year, last.year) if first and last else None


class Tier(OwnedRecord):
    """One row is one tier of a programme, in its order, with the criterion for being in it."""

    class Tone(models.TextChoices):
        GOLD = "gold", _("gold")
        TEAL = "teal", _("teal")
        ROSE = "rose", _("rose")
        SKY = "sky", _("sky")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="tiers", verbose_name=_("programme"))
    slug = models.SlugField(_("name in addresses"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    name = WordsField(_("name"), blank=False)
    short = WordsField(_("short name"))
    criterion = WordsField(_("criterion"))
    tone = models.CharField(_("colour"), max_length=10, choices=Tone, default=Tone.GOLD)

    class Meta:
        ordering = ("programme", "order")
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="a_tier_slug_once")]

    def __str__(self) -> str:
        return str(self.name)
