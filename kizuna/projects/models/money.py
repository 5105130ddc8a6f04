"""Money: what a programme, a partnership or a project was to get, and got; and the rates at which it is converted."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import MoneyField, WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.record import displayed, in_each, joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text
from kizuna.core.values.money import CURRENCIES
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership, Phase, Programme
from kizuna.projects.models.project import Project


class Funding(Under, OwnedRecord, Dated):
    """One row is one sum of money for a programme, a partnership or a project, as stated, or that there is any."""

    UNDER: ClassVar[tuple[str, ...]] = ("programme", "partnership", "project")

    class Kind(models.TextChoices):
        JOINT = "joint", _("Joint")
        MATCHING = "matching", _("Matching")
        EXTERNAL = "external", _("External")
        HOME = "home", _("Own means")
        GIFT = "gift", _("Gift")
        CAMPAIGN = "campaign", _("Campaign")
        NOT_STATED = "not-stated", _("Kind not stated")

    class Side(models.TextChoices):
        HOME = "home", _("Our side")
        PARTNER = "partner", _("The partner’s side")
        BOTH = "both", _("Both sides")
        THIRD = "third", _("Third party")
        NOT_STATED = "not-stated", _("Side not stated")

    class State(models.TextChoices):
        DISCUSSED = "discussed", _("Under discussion")
        PLANNED = "planned", _("Planned")
        APPLIED = "applied", _("Applied for")
        SECURED = "secured", _("Secured")
        USED = "used", _("Used")
        NOT_STATED = "not-stated", _("State not stated")

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="funding", verbose_name=_("for the programme")
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="funding",
        verbose_name=_("for the partnership"),
    )  # fmt: skip
    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="funding", verbose_name=_("for the project")
    )
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="funding", verbose_name=_("phase")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOT_STATED)
    side = models.CharField(_("who pays"), max_length=10, choices=Side, default=Side.NOT_STATED)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_STATED)
    amount = MoneyField(
        _("amount"), help_text=_("With its currency, such as EUR 12,500; empty where it is not stated.")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="funds", verbose_name=_("from")
    )
    named = WordsField(_("from, in words"))
    outside = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="pays", verbose_name=_("out of the programme"),
        help_text=_("A programme of others that pays, such as SATREPS or Campus Asia."),
    )  # fmt: skip
    text = WordsField(_("text"))

    class Meta:
        ordering = ("-begins_first", "pk")
        verbose_name_plural = "funding"
        indexes = [models.Index(fields=["home", "partnership", "state"], name="funding_by_partner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(partnership__isnull=False) | Q(project__isnull=False),
                name="money_is_for_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.heading)

    @property
    def goal(self) -> Programme | Partnership | Project | None:
        """What it is for, the closest first."""
        return self.project or self.partnership or self.programme

    @property
    def heading(self) -> Text:
        """How much for what; where that is not stated, what the text says."""
        goal = self.goal
        name: Text | str = goal.title if isinstance(goal, Project) else goal.name if goal else ""
        what = displayed(self.amount) if self.amount else in_each(self.Kind(self.kind).label)
        return joined("{0} · {1}", what, name)

    def clean(self) -> None:
        if not (self.programme_id or self.partnership_id or self.project_id):
            raise ValidationError(_now("Say what the money is for: a programme, a partnership or a project."))
        if self.amount and self.amount.amount is not None and self.amount.amount < 0:
            raise ValidationError({"amount": _now("An amount of money is not below nought.")})
        project = self.project
        if project is not None and self.partnership_id and project.partnership_id not in (None, self.partnership_id):
            raise ValidationError({"partnership": _now("The project belongs to another partnership.")})


class Rate(OwnedRecord):
    """One row says at which rate one currency was converted into another, on which day, and by whose word."""

    from_currency = models.CharField(_("from"), max_length=3)
    to_currency = models.CharField(_("into"), max_length=3)
    rate = models.DecimalField(
        _("rate"), max_digits=20, decimal_places=10, validators=[MinValueValidator(Decimal("0.0000000001"))],
        help_text=_("How much of the second currency one unit of the first is."),
    )  # fmt: skip
    on = models.DateField(_("on"))
    source = WordsField(_("by whose word"), blank=False)

    class Meta:
        ordering = ("-on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["home", "from_currency", "to_currency", "on"], name="a_rate_once_a_day"),
            models.CheckConstraint(condition=~Q(from_currency=F("to_currency")), name="a_rate_between_two"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="a_rate_above_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.from_currency} 1 = {self.to_currency} {self.rate.normalize():f} ({self.on})"

    @property
    def heading(self) -> Text:
        """The rate and its day."""
        return Text.from_json({"en": str(self)})

    def clean(self) -> None:
        for name in ("from_currency", "to_currency"):
            written = getattr(self, name).strip().upper()
            if written not in CURRENCIES:
                raise ValidationError({name: _now("This is not a currency code of ISO 4217.")})
            setattr(self, name, written)
