"""Who may, for what a home publishes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import may, right
from kizuna.publishing.models import Edition, Page

RIGHTS = {
    "draft": right(_("pages of the public site"), "office"),
    "revise": right(_("drafts of public pages"), "office"),
    "write": right(_("the text of drafts that somebody writes"), "office"),
    "check": right(_("drafts of public pages, which can then be published"), "office"),
    "schedule": right(_("checked pages for a day to come"), "office"),
    "publish": right(_("checked pages; the public sees them from then on"), "office"),
    "withdraw": right(_("published pages; the public sees them no more"), "office"),
    "remove": right(_("drafts that are not wanted"), "office"),
}


def can_draft(user: Reader, home: Home) -> bool:
    """The office drafts pages."""
    return may(user, home, RIGHTS["draft"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """The office rewrites what is not published yet; what was published stays as it was."""
    return may(user, record.home, RIGHTS["revise"])


def can_write(user: Reader, edition: Edition) -> bool:
    """The office writes on what was drafted from the records."""
    return may(user, edition.home, RIGHTS["write"])


def can_check(user: Reader, edition: Edition) -> bool:
    """The office says that a draft is right."""
    return may(user, edition.home, RIGHTS["check"])


def can_schedule(user: Reader, edition: Edition) -> bool:
    """The office says when a checked page is published."""
    return may(user, edition.home, RIGHTS["schedule"])


def can_publish(user: Reader, page: Page | Edition) -> bool:
    """The office signs pages off."""
    return may(user, page.home, RIGHTS["publish"])


def can_withdraw(user: Reader, edition: Edition) -> bool:
    """The office takes a page from the public."""
    return may(user, edition.home, RIGHTS["withdraw"])


def can_remove(user: Reader, record: Page | Edition) -> bool:
    """The office throws drafts away, and takes back what it has just signed."""
    return may(user, record.home, RIGHTS["remove"])
