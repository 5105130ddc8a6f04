"""The weekly mail of one member, from being claimed until a mail server has taken it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Account, Home


class Digest(models.Model):
    """One row is one weekly mail to one member of one home: claimed and numbered before it is sent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="digests")
    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    # The week as ISO 8601 has it, such as 2026-W47.
    week = models.CharField(_("week"), max_length=8)
    number = models.PositiveIntegerField(_("number"))
    message_id = models.CharField(max_length=255, unique=True)
    subject = models.CharField(max_length=200)
    # What it says, kept only while it waits, so that a second attempt sends the same.
    body = models.TextField(blank=True)
    claimed_at = models.DateTimeField(auto_now_add=True)
    # Since when somebody is sending it; whoever was killed in between leaves this behind.
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["account", "home", "week"], name="one_digest_a_week"),
            models.UniqueConstraint(fields=["account", "home", "number"], name="a_digest_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.home} · {self.week} · {self.account}"
