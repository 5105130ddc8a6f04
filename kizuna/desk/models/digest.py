"""The weekly mail of one member, from being claimed until a mail server has taken it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Account, Home, Mail, Membership


class Digest(Mail):
    """One row is one weekly mail to one member of one home: claimed and numbered before it is sent."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="digests")
    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    # The week as ISO 8601 has it, such as 2026-W47.
    week = models.CharField(_("week"), max_length=8)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["account", "home", "week"], name="one_digest_a_week"),
            models.UniqueConstraint(fields=["account", "home", "number"], name="a_digest_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.home} · {self.week} · {self.account}"

    @property
    def address(self) -> str:
        """The member's own, as long as they work in the home and want the mail: what it says is for nobody else."""
        wanted = Membership.objects.filter(account=self.account, home=self.home, digest=True).exists()
        return self.account.email if self.account.is_active and wanted else ""

    @property
    def home_slug(self) -> str:
        """The home of which it tells."""
        return self.home.slug

    @property
    def what(self) -> str:
        """The week and its number."""
        return f"{self.week} no. {self.number}"
