"""Links by which leads, reviewers and the partner's office do their part: made once, kept as a hash, for one thing.

A link states no fact and has no history; who made it and who called it in stands on its row.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from kizuna.calls.models import Invitation
from kizuna.core.models import Account
from kizuna.core.tokens import digest

DAYS = 90  # that a link lasts where nobody says otherwise
# What a link is read with: all that its pages ask for.
WITH = ("home", "call__home", "call__partnership", "seat__account", "seat__call", "proposal__call", "proposal__strand")


def make(link: Invitation, days: int) -> tuple[Invitation, str]:
    """Keeps a new link and tells its secret, which nobody can show again."""
    secret = secrets.token_urlsafe(32)
    link.digest, link.hint = digest(secret), secret[:6]
    link.expires_at = timezone.now() + timedelta(days=days)
    link.full_clean(exclude=["revoked_by"])
    link.save()
    return link, secret


def end(link: Invitation, by: Account) -> None:
    """The link opens nothing from now on."""
    Invitation.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)


def found(home: str, secret: str, *purposes: str) -> Invitation | None:
    """The link with this secret for one of these purposes, open or not; None for one that never was."""
    rows = Invitation.objects.filter(digest=digest(secret), home__slug=home, purpose__in=purposes)
    return rows.select_related(*WITH).first()


def holder() -> Account:
    """Under whose name is kept what comes through a link: nobody's."""
    return Account.objects.outside()
