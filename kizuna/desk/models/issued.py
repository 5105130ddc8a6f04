"""Briefings that were issued, each kept as the file it was."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import WordsField
from kizuna.core.models import File, OwnedRecord
from kizuna.core.values import Text


class Issued(OwnedRecord):
    """One row is one briefing as it was issued: of what, on which day, for whom, and the file, which never changes."""

    class Version(models.TextChoices):
        CONFIDENTIAL = "confidential", _("Confidential")
        SHARED = "shared", _("Shared")

    kind = models.SlugField(_("kind"), max_length=20)
    name = models.SlugField(_("name in addresses"), max_length=80)
    title = WordsField(_("of whom"), blank=False)
    version_of = models.CharField(_("version"), max_length=12, choices=Version)
    day = models.DateField(_("the day it speaks of"))
    language = models.CharField(_("language"), max_length=5)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"))
    # The hash of the file as it was then: whoever changes the file on the disk is found out.
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-issued_at", "-pk")
        verbose_name_plural = "issued briefings"
        indexes = [models.Index(fields=["home", "kind", "name"], name="issued_of_whom")]

    def __str__(self) -> str:
        return str(self.title)[:200]

    @property
    def heading(self) -> Text:
        """Of whom it is."""
        found: Text = self.title
        return found
