"""A mail from being claimed until a mail server has taken it: the columns that every kind of mail has."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One row is one mail to one person: written down before it is sent, so that nothing is lost."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
        abstract = True

    @property
    def address(self) -> str:
        """To whom it goes; empty where it is for nobody any more."""
        raise NotImplementedError

    @property
    def home_slug(self) -> str:
        """The home in whose name it is written."""
        raise NotImplementedError

    @property
    def what(self) -> str:
        """What it is, in a word or two, for who looks after the installation."""
        raise NotImplementedError


def can_be_sent() -> bool:
    """Whether a mail server is set up at all; where none is, the office tells everybody itself."""
    return bool(settings.MAIL_SERVER)


def message_id(kind: str, key: object) -> str:
    """The Message-ID of a mail: the same however often it is tried."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{kind}.{key}@{domain}>"
