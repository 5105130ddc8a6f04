"""The installation and the homes in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.values import CALENDARS, FuzzyDate, Text, years

# First parts of addresses that a home must not take.
TAKEN = ("accounts", "api", "demo", "desk", "health", "media", "metrics", "static", "sources")


class Years(models.TextChoices):
    """How a home writes years in Japanese on its public pages."""

    WESTERN = years.WESTERN, _("Western years: 2026年")
    ERA = years.ERA, _("By eras: 令和8年")
    BOTH = years.BOTH, _("Both: 2026年（令和8年）")


class Installation(models.Model):
    """One row is this installation: what its database was made for. There is one row at most."""

    demonstration = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "demonstration" if self.demonstration else "installation"


class Home(models.Model):
    """One row is one university that runs its partnerships here, with its own words, languages, money and calendar."""

    slug = models.SlugField(unique=True, validators=[RegexValidator(rf"^(?!({'|'.join(TAKEN)})$)")])
    name = WordsField(_("name"), blank=False)
    short = WordsField(_("short name"))
    languages = models.JSONField(_("languages"), default=list)
    currency = models.CharField(_("currency"), max_length=3)
    calendar = models.CharField(_("academic year"), max_length=20, choices=[(key, key) for key in CALENDARS])
    years = models.CharField(
        _("years in Japanese"), max_length=10, choices=Years, default=Years.WESTERN,
        help_text=_("On the public pages of this home."),
    )  # fmt: skip
    words = models.JSONField(_("words"), default=dict, blank=True)
    fictional = models.BooleanField(_("fictional"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    stood = FuzzyDateField(_("as the page stood"))
    stood_inferred = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return str(self.name)

    def word(self, key: str, language: str) -> str:
        """The home's own word for a thing, such as its name for a tier; empty when it has none."""
        entry: dict[str, Any] = self.words.get(key, {})
        return Text.from_json(entry).get(language).value if entry else ""

    @property
    def desk(self) -> str:
        """The address of the home's desk."""
        return f"/desk/{self.slug}/"

    @property
    def site(self) -> str:
        """The address of the home's public pages."""
        return f"/{self.slug}/"

    @property
    def stood_day(self) -> date | None:
        """The day on which the home opens: the last day that its source is known to speak of."""
        stood: FuzzyDate = self.stood
        return stood.end.latest or stood.start.latest or stood.start.earliest
