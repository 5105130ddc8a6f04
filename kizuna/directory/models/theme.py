"""Themes: subjects and fields, and what is tagged with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import WordsField
from kizuna.core.models import SharedRecord
from kizuna.core.models.record import OwnedQuerySet, joined
from kizuna.core.models.sources import Hanging
from kizuna.core.values import Text


class Theme(SharedRecord):
    """One row is one subject or field."""

    slug = models.SlugField(max_length=100, unique=True)
    name = WordsField(_("name"), blank=False)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return str(self.name)


class Tag(Hanging):
    """One row says that a record is about a theme."""

    class Novelty(models.TextChoices):
        NONE = "", _("not said")
        NEW = "new", _("New field")
        BEFORE = "before", _("Field from before")

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="tags")
    novelty = models.CharField(_("novelty"), max_length=10, choices=Novelty, blank=True, default="")
    open_list = models.BooleanField(_("the list is open"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["record", "theme"], name="a_theme_once_per_record")]

    def __str__(self) -> str:
        return f"{self.record_title}: {self.theme}"

    @property
    def heading(self) -> Text:
        """The record and the theme."""
        return joined("{0}: {1}", self.record_title, self.theme.name)
