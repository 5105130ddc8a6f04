"""Who may, for everything that core holds; the rooms' policies are built from these answers.

Every policy has a table ``RIGHTS``: for each verb, the roles in the home that may do it. The page of rights is
printed from these tables, and every ``can_…`` asks the table of its room, so that the page cannot differ from
what is done. Two words stand for what is granted beside a role: ``operator``, the recorded account of commands,
and ``registrar``, who keeps the shared directory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Account, Figure, Home, Note, Picture, Source, Token, Visibility
from kizuna.core.models.record import Reader
from kizuna.core.models.sources import Citation


class Right(NamedTuple):
    """Who may do one thing: the roles, what it is done to, in a few words, and the scope that a token needs for it."""

    roles: frozenset[str]
    to: Any
    scope: str = "write"


def right(to: Any, *roles: str, scope: str = "write") -> Right:
    """One line of a table of rights; an operator may do whatever an office may."""
    return Right(frozenset({*roles, *(["operator"] if "office" in roles or "registrar" in roles else [])}), to, scope)


OFFICE = ("office",)
STAFF = ("office", "coordinator", "reviewer", "reader")
RIGHTS = {
    "read": right(_("pages and records of the home, as far as their visibility allows"), *STAFF, scope="read"),
    "write": right(_("records of the home"), *OFFICE),
    "register": right(_("shared organisations, units, names and identifiers"), "registrar"),
    "revise": right(_("sources, citations, figures, notes and pictures of the home"), *OFFICE),
    "hang": right(_("pictures on records of the home"), *OFFICE),
    "attach": right(_("the text of a source"), *OFFICE),
    "remove": right(_("citations, figures, notes and pictures entered by mistake"), *OFFICE),
    "sign_off": right(_("figures, which then stay as they are"), *OFFICE),
    "reopen": right(_("figures that were signed off by mistake"), *OFFICE),
    "release": right(_("what of a record is public, field by field"), *OFFICE),
    "issue": right(_("keys by which programs act for oneself"), *STAFF),
    "revoke": right(_("keys by which programs act for oneself"), *STAFF),
}


# Who sees a record of the home, by its visibility; what is sealed is granted to a membership beside its role.
SEES = {
    Visibility.PUBLIC: frozenset({*STAFF, "registrar", "operator", "other"}),
    Visibility.STAFF: frozenset({*STAFF, "operator"}),
    Visibility.OFFICE: frozenset({*OFFICE, "operator"}),
    Visibility.SEALED: frozenset(),
}


def sees(who: str, level: Visibility) -> str:
    """Whether somebody of that role sees a home's records of that visibility: "yes", "no", or "granted"."""
    if who in SEES[level]:
        return "yes"
    return "granted" if level == Visibility.SEALED and who in STAFF else "no"


def role_in(user: Reader, home: Home | None) -> str:
    """The person's role in a home; "operator" for a recorded operator; empty for none."""
    if not user.is_authenticated or not user.is_active:
        return ""
    if user.kind == Account.Kind.OPERATOR:
        return "operator"
    membership = user.roles.get(home.pk) if home is not None else None
    return membership.role if membership else ""


def may(user: Reader, home: Home | None, allowed: Right) -> bool:
    """Whether the person's role in the home, or what is granted beside it, is among those allowed."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.scopes is not None and allowed.scope not in user.scopes:
        return False
    return role_in(user, home) in allowed.roles or (user.registrar and "registrar" in allowed.roles)


def can_read(user: Reader, home: Home) -> bool:
    """Whether the person works in this home and may open its desk."""
    return may(user, home, RIGHTS["read"])


def can_write(user: Reader, home: Home | None) -> bool:
    """Whether the person keeps this home's records: its office, or an operator."""
    return may(user, home, RIGHTS["write"])


def can_register(user: Reader) -> bool:
    """Whether the person keeps the shared directory: a registrar, or an operator."""
    return may(user, None, RIGHTS["register"])


def can_revise(user: Reader, record: Home | Source | Citation | Figure | Note | Picture) -> bool:
    """Whether the person may write this record of core."""
    home = record if isinstance(record, Home) else record.home
    return may(user, home, RIGHTS["revise"]) if home is not None else can_register(user)


def can_hang(user: Reader, picture: Picture) -> bool:
    """Whether the person may hang a picture on a record."""
    return may(user, picture.home, RIGHTS["hang"]) if picture.home is not None else can_register(user)


def can_attach(user: Reader, source: Source) -> bool:
    """Whether the person may attach the text of a source."""
    return may(user, source.home, RIGHTS["attach"])


def can_remove(user: Reader, record: Citation | Figure | Note | Picture) -> bool:
    """Whether the person may take away a note, a picture, a figure or a citation; a figure that is signed off stays."""
    if isinstance(record, Figure) and record.signed_off_at is not None:
        return False
    return may(user, record.home, RIGHTS["remove"]) if record.home is not None else can_register(user)


def can_sign_off(user: Reader, figure: Figure) -> bool:
    """Whether the person may sign a figure off."""
    return may(user, figure.home, RIGHTS["sign_off"]) if figure.home is not None else can_register(user)


def can_reopen(user: Reader, figure: Figure) -> bool:
    """Whether the person may take the signature under a figure back."""
    return may(user, figure.home, RIGHTS["reopen"]) if figure.home is not None else can_register(user)


def can_release(user: Reader, home: Home) -> bool:
    """Whether the person may say which fields of a home's records are public."""
    return may(user, home, RIGHTS["release"])


def can_issue(user: Reader, account: Account, home: Home | None) -> bool:
    """Whether the person may make a key for this account: for oneself, in a home one works in; never by a key."""
    if not user.is_authenticated or user.scopes is not None or account.kind == Account.Kind.OPERATOR:
        return False
    if user != account and user.kind != Account.Kind.OPERATOR:
        return False
    homes = [home] if home is not None else [row.home for row in account.roles.values()]
    return bool(homes) and all(may(account, one, RIGHTS["issue"]) for one in homes)


def can_revoke(user: Reader, token: Token) -> bool:
    """Whether the person may end this key: one's own, or an operator any."""
    if not user.is_authenticated or not user.is_active or user.scopes is not None:
        return False
    return user.pk == token.account_id or "operator" in RIGHTS["revoke"].roles & {role_in(user, token.home)}
