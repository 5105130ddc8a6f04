"""Calendar addresses: personal, narrow, and ended at any time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Account, Home
from kizuna.directory.models import Unit
from kizuna.partners.models import Partnership


class Feed(models.Model):
    """One row is one calendar address of a person; only its hash is kept, and it shows what that person may see."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="feeds")
    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partnership")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    made_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(_("last used"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.hint}…"
