"""What leads and the committee of a call are told by mail."""

from __future__ import annotations

from django.db import models

from kizuna.calls.models.call import Call
from kizuna.calls.models.proposal import Proposal
from kizuna.core.models.mails import Mail
from kizuna.core.redacting import NOWHERE


class CallMail(Mail):
    """One row is one mail of a call to one person: a link, a receipt, what was decided; written down and sent once."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="mails")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="mails")
    email = models.EmailField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        # Never the subject: it may name a proposal, and who reads a list of mails may know nothing of that.
        return str(self.call)

    @property
    def address(self) -> str:
        """To whom it was written; nobody any more where the person was erased."""
        return "" if self.email.endswith(f"@{NOWHERE}") else self.email

    @property
    def home_slug(self) -> str:
        """The home whose call it is."""
        return self.call.home.slug

    @property
    def what(self) -> str:
        """That it belongs to a call; never to which proposal."""
        return "mail of a call"
