"""Gifts between a home and others, and what is organised to remember them or to raise new ones."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.alumni.models.network import read_country
from kizuna.core.fields import FuzzyDateField, MoneyField, QuantityField, WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.under import Under
from kizuna.directory.models import Organisation
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import HistoricalTie, Partnership, Plan


class Gift(Under, OwnedRecord):
    """One row is one gift, to the home or from it: what, how many, from whom, to whom, and when."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership", "tie", "giver", "receiver")

    class Direction(models.TextChoices):
        RECEIVED = "received", _("Received")
        GIVEN = "given", _("Given")

    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.RECEIVED)
    name = WordsField(_("what it is"), blank=False)
    quantity = QuantityField(_("how many"))
    when = FuzzyDateField(_("when"))
    giver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="gifts_given", verbose_name=_("given by")
    )
    giver_named = WordsField(_("given by, as the source says"))
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="gifts_received", verbose_name=_("given to")
    )
    country = models.CharField(
        _("the other side’s country"), max_length=2, blank=True, help_text=_("ISO 3166 code of two letters")
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="gifts", verbose_name=_("partnership")
    )
    tie = models.ForeignKey(
        HistoricalTie, models.PROTECT, null=True, blank=True, related_name="gifts",
        verbose_name=_("the historical tie that it made"),
    )  # fmt: skip
    text = WordsField(_("what is said of it"))

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["home", "country", "id"], name="gifts_by_country")]

    def __str__(self) -> str:
        return str(self.name)[:200]

    def clean(self) -> None:
        self.country = read_country(self.country)

    @property
    def country_name(self) -> str:
        """The other side's country in the page's language."""
        return country_name(self.country)


class Campaign(Under, OwnedRecord, Dated):
    """One row is one campaign, exhibition or celebration, often on an anniversary: planned, running, or over."""

    UNDER: ClassVar[tuple[str, ...]] = ("gift", "plan", "partnership")

    class Kind(models.TextChoices):
        FUNDRAISING = "fundraising", _("Raising funds")
        EXHIBITION = "exhibition", _("Exhibition")
        CELEBRATION = "celebration", _("Celebration")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")
        NOT_STATED = "not-stated", _("State not stated")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    name = WordsField(_("name"), blank=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_STATED)
    occasion = WordsField(_("occasion"))
    gift = models.ForeignKey(
        Gift, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("on account of the gift")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code of two letters"))
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("partnership")
    )
    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("the plan that it follows"),
    )
    goal = MoneyField(_("goal"))
    raised = MoneyField(_("raised"))
    raised_as_of = FuzzyDateField(_("raised, as of"))
    text = WordsField(_("text"))

    class Meta:
        ordering = ("-begins_first", "pk")

    def __str__(self) -> str:
        return str(self.name)[:200]

    def clean(self) -> None:
        self.country = read_country(self.country)
        if self.raised and not self.raised_as_of:
            raise ValidationError({"raised_as_of": _now("Say as of which day so much was raised.")})

    @property
    def country_name(self) -> str:
        """The country in which it is held, in the page's language."""
        return country_name(self.country)
