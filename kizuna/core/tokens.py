"""Keys by which programs act for an account: made once, kept as a hash, and narrowing what the account may do."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kizuna.core.models import Account, Home, Membership, Token

PREFIX = "kzn_"
LONGEST = timedelta(days=366)
SCOPES = tuple(Token.Scope.values)


def digest(secret: str) -> str:
    """The hash by which a key is known again; the key is random, so that it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make(account: Account, *, name: str, scopes: list[str], home: Home | None, until: datetime) -> tuple[Token, str]:
    """A new key and its secret, which nobody can show again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(account=account, home=home, name=name, digest=digest(secret), hint=secret[: len(PREFIX) + 4],
                  scopes=[scope for scope in SCOPES if scope in scopes], expires_at=until)  # fmt: skip
    token.full_clean()
    token.save()
    return token, secret


def end(token: Token) -> None:
    """The key opens nothing from now on."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    token.refresh_from_db()


def running(token: Token) -> bool:
    """Whether the key still opens anything."""
    return token.revoked_at is None and token.expires_at > timezone.now() and token.account.is_active


def bearer(secret: str) -> Account | None:
    """The account for which this key acts, with the rights that it leaves; None for a key that opens nothing."""
    if not secret.startswith(PREFIX):
        return None
    found = Token.objects.filter(digest=digest(secret)).select_related("account", "home").first()
    if found is None or not running(found):
        return None
    today = timezone.localdate()
    # Written at most once a day: a key in use does not write at every request.
    if found.used_on != today:
        Token.objects.filter(Q(used_on=None) | Q(used_on__lt=today), pk=found.pk).update(used_on=today)
    return narrowed(found)


def narrowed(token: Token) -> Account:
    """The token's account with the rights of both: its roles in the token's homes, nothing sealed, the scopes given.

    The policies ask ``scopes``; ``visible_to`` asks ``roles``. A key for one home writes nothing that homes share.
    """
    account = Account.objects.get(pk=token.account_id)
    memberships = Membership.objects.filter(account=account).select_related("home")
    if token.home_id is not None:
        memberships = memberships.filter(home=token.home_id)
    roles = {row.home_id: row for row in memberships}
    for row in roles.values():
        row.sealed = False
    account.roles = roles
    account.registrar = account.registrar and token.home_id is None
    # Whoever may write may contribute, and whoever may do either may read.
    account.scopes = frozenset(SCOPES[: 1 + max(SCOPES.index(scope) for scope in token.scopes)])
    return account


def seen(user: Account) -> models.QuerySet[Token]:
    """The keys that this person may see: their own; an operator those of everybody. No key sees any."""
    if user.scopes is not None:
        return Token.objects.none()
    rows = Token.objects.select_related("account", "home")
    return rows if user.kind == Account.Kind.OPERATOR else rows.filter(account=user)


def told(user: Account) -> list[dict[str, Any]]:
    """The keys that this person may see, as JSON; never a secret, which is not kept."""
    return [
        {
            "number": row.pk,
            "hint": row.hint,
            "name": row.name,
            "account": row.account.email,
            "scopes": row.scopes,
            "home": row.home.slug if row.home else None,
            "ends": row.expires_at.date().isoformat(),
            "used": row.used_on.isoformat() if row.used_on else None,
            "state": "open" if running(row) else "revoked" if row.revoked_at else "ended",
        }
        for row in seen(user)
    ]
