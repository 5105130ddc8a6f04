"""Who may, for activities, series and all that is part of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.activities.models import Activity, Feed, Headcount
from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import Reader
from kizuna.core.policy import STAFF, may, right

RIGHTS = {
    "add": right(_("activities, series and all that is part of them"), "office"),
    "revise": right(_("activities, series and all that is part of them"), "office"),
    "remove": right(_("rows that were entered by mistake"), "office"),
    "plan_next": right(_("the next edition of a series"), "office"),
    "divide": right(_("a number of participants into its parts"), "office"),
    "subscribe": right(_("calendar addresses for oneself"), *STAFF, scope="read"),
    "unsubscribe": right(_("calendar addresses of one's own"), *STAFF, scope="read"),
}


def can_add(user: Reader, home: Home) -> bool:
    """A home's office makes new records."""
    return may(user, home, RIGHTS["add"])


def can_revise(user: Reader, record: OwnedRecord) -> bool:
    """A home's office keeps its activities."""
    return may(user, record.home, RIGHTS["revise"])


def can_remove(user: Reader, record: OwnedRecord) -> bool:
    """A home's office takes rows away that were entered by mistake."""
    return may(user, record.home, RIGHTS["remove"])


def can_plan_next(user: Reader, activity: Activity) -> bool:
    """The office plans the next edition."""
    return may(user, activity.home, RIGHTS["plan_next"])


def can_divide(user: Reader, headcount: Headcount) -> bool:
    """The office says how a number is made up."""
    return may(user, headcount.home, RIGHTS["divide"])


def can_subscribe(user: Reader, home: Home) -> bool:
    """Whoever works in a home may have its calendar; a key makes none."""
    return user.is_authenticated and user.scopes is None and may(user, home, RIGHTS["subscribe"])


def can_unsubscribe(user: Reader, feed: Feed) -> bool:
    """One's own addresses only."""
    own = user.is_authenticated and user.scopes is None and feed.account_id == user.pk
    return own and may(user, feed.home, RIGHTS["unsubscribe"])
