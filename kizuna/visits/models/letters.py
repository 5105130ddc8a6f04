"""What the one who asked for a visit is told by mail."""

from __future__ import annotations

from django.db import models

from kizuna.core.models.mails import Mail
from kizuna.visits.models.preparing import Request


class Letter(Mail):
    """One row is one mail that answers one request to visit, written down with the answer and sent once."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="letters")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.request} · {self.subject}"[:200]

    @property
    def address(self) -> str:
        """Whoever asked; what they were told stays told, whatever becomes of the visit."""
        return self.request.email

    @property
    def home_slug(self) -> str:
        """The home that was asked."""
        return self.request.home.slug

    @property
    def what(self) -> str:
        """That it answers a request."""
        return "answer to a request to visit"
