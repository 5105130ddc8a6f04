"""People who sign in, and what each may do in which home."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kizuna.core.models.homes import Home

OUTSIDE = "outside@localhost"


class Role(models.TextChoices):
    """What a membership lets its account do."""

    OFFICE = "office", _("International office")
    COORDINATOR = "coordinator", _("Department coordinator")
    REVIEWER = "reviewer", _("Reviewer")
    READER = "reader", _("Reader")


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; Django's sign-in asks for a manager with these names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def outside(self) -> Account:
        """The one account under which people write who have none: by a signed link or on a public form.

        It has no password, no role and no right; what such people may do follows from what they were given.
        """
        told = {
            "name": "Without an account", "kind": Account.Kind.OUTSIDE, "is_active": False,
            "password": make_password(None),
        }  # fmt: skip
        # Two who are the first to write at once make one account.
        return self.filter(kind=Account.Kind.OUTSIDE).first() or self.get_or_create(email=OUTSIDE, defaults=told)[0]


class Account(AbstractBaseUser):
    """One row is one account: a person who signs in, or a recorded operator of this installation."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        DEMONSTRATION = "demonstration", _("Demonstration")
        OPERATOR = "operator", _("Operator")
        OUTSIDE = "outside", _("Without an account")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERSON)
    registrar = models.BooleanField(_("registrar"), default=False)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    # What a key lets its program do; None for a person at the desk and for an operator.
    scopes: frozenset[str] | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        if self.kind == self.Kind.OUTSIDE:
            return str(self.get_kind_display())
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the account; never one whose rights a key has narrowed, which would lose them for good."""
        if self.scopes is not None:
            raise ValueError("An account that acts through a key is not saved.")
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name to show."""
        return self.name

    @property
    def label(self) -> str:
        """Who is signed in, in the page's language: a person by name, an entrance of the demonstration by its role."""
        entered = next(iter(self.roles.values()), None) if self.kind == self.Kind.DEMONSTRATION else None
        if entered is None:
            return str(self)
        home = (entered.home.short or entered.home.name).get((get_language() or "en").split("-")[0]).value
        return f"{entered.get_role_display()} · {home}"

    @cached_property
    def roles(self) -> dict[int, Membership]:
        """This account's memberships by home, read once per request."""
        return {row.home_id: row for row in self.memberships.select_related("home")}


class Membership(models.Model):
    """One row is one account's role in one home; sealed is granted apart from the role."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    home = models.ForeignKey(Home, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    sealed = models.BooleanField(_("may see sealed records"), default=False)
    # Whoever works in the home gets the weekly mail until they say otherwise.
    digest = models.BooleanField(_("weekly mail"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "home"], name="one_membership_per_home")]

    def __str__(self) -> str:
        return f"{self.account} · {self.home} · {self.get_role_display()}"
