"""Sign-in as this installation wants it: accounts are made by the office, never by a stranger."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from kizuna.core.models import Account, Membership


class WithRoles(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Finds who is signed in together with their roles and homes: every page of the desk asks for all three."""

    def get_user(self, user_id: Any) -> Account | None:
        rows = list(Membership.objects.filter(account=user_id).select_related("account", "home"))
        if not rows:
            found: Account | None = super().get_user(user_id)
            return found
        account = rows[0].account
        if not self.user_can_authenticate(account):
            return None
        account.roles = {row.home_id: row for row in rows}
        return account


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Lets nobody make an account of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth calls it so
        return False
