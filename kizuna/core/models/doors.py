"""What the doors for programs need: tokens, answers kept for repeated requests, and the worker's sign of life."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.models.accounts import Account
from kizuna.core.models.homes import Home


class Token(models.Model):
    """One row is one key by which a program acts for an account; only its hash is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        CONTRIBUTE = "contribute", _("Contribute")
        WRITE = "write", _("Write")

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    home = models.ForeignKey(Home, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(_("scopes"), default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_on = models.DateField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"


class Answer(models.Model):
    """One row is one answer to a writing request with an idempotency key, given again when the request is repeated."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="a_key_once_per_account")]

    def __str__(self) -> str:
        return self.key


class Beat(models.Model):
    """One row is one background worker, or one regular task, and when it was last seen at work."""

    worker = models.CharField(max_length=60, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
