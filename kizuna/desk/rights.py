"""The page of rights, made from the tables that every policy asks: who sees what, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities import policy as activities
from kizuna.agreements import policy as agreements
from kizuna.alumni import policy as alumni
from kizuna.calls import policy as calls
from kizuna.core import policy as core
from kizuna.core.models import Visibility
from kizuna.core.policy import Right
from kizuna.desk import policy as desk
from kizuna.directory import policy as directory
from kizuna.mobility import policy as mobility
from kizuna.partners import policy as partners
from kizuna.projects import policy as projects
from kizuna.publishing import policy as publishing
from kizuna.visits import policy as visits

TABLES: dict[str, tuple[Any, Mapping[str, Right]]] = {
    "core": (_("Everywhere"), core.RIGHTS),
    "directory": (_("Directory"), directory.RIGHTS),
    "partners": (_("Partnerships"), partners.RIGHTS),
    "agreements": (_("Agreements"), agreements.RIGHTS),
    "projects": (_("Projects"), projects.RIGHTS),
    "activities": (_("Activities"), activities.RIGHTS),
    "visits": (_("Visits"), visits.RIGHTS),
    "calls": (_("Calls"), calls.RIGHTS),
    "mobility": (_("Mobility"), mobility.RIGHTS),
    "alumni": (_("Alumni"), alumni.RIGHTS),
    "publishing": (_("Public pages"), publishing.RIGHTS),
    "desk": (_("Across all"), desk.RIGHTS),
}
# The columns: who comes, in the words of the page. The last is no member of the home at all.
WHO: dict[str, Any] = {
    "office": _("International office"),
    "coordinator": _("Coordinator"),
    "reviewer": _("Reviewer"),
    "reader": _("Reader"),
    "registrar": _("Registrar"),
    "operator": _("Operator"),
    "other": _("Another home, the public"),
}
# Each verb as people say it, after "may".
VERBS: dict[str, Any] = {
    "accept": pgettext_lazy("may", "put on record"),
    "add": pgettext_lazy("may", "add"),
    "admit": pgettext_lazy("may", "admit"),
    "adopt": pgettext_lazy("may", "take over"),
    "agree": pgettext_lazy("may", "agree"),
    "ask": pgettext_lazy("may", "ask"),
    "assign": pgettext_lazy("may", "assign"),
    "attach": pgettext_lazy("may", "attach"),
    "award": pgettext_lazy("may", "award"),
    "begin": pgettext_lazy("may", "begin"),
    "call_in": pgettext_lazy("may", "call in"),
    "call_off": pgettext_lazy("may", "call off"),
    "check": pgettext_lazy("may", "check"),
    "close": pgettext_lazy("may", "close"),
    "compose": pgettext_lazy("may", "change"),
    "confirm": pgettext_lazy("may", "confirm"),
    "coordinate": pgettext_lazy("may", "coordinate"),
    "cost": pgettext_lazy("may", "change"),
    "decide": pgettext_lazy("may", "decide"),
    "declare": pgettext_lazy("may", "declare"),
    "decline": pgettext_lazy("may", "decline"),
    "delegate": pgettext_lazy("may", "hand on"),
    "detect": pgettext_lazy("may", "look for"),
    "discard": pgettext_lazy("may", "take away"),
    "divide": pgettext_lazy("may", "divide"),
    "draft": pgettext_lazy("may", "draft"),
    "drop": pgettext_lazy("may", "drop"),
    "enclose": pgettext_lazy("may", "keep"),
    "end": pgettext_lazy("may", "end"),
    "enter": pgettext_lazy("may", "enter"),
    "erase": pgettext_lazy("may", "erase"),
    "follow_on": pgettext_lazy("may", "follow"),
    "freeze": pgettext_lazy("may", "issue and keep"),
    "hand_out": pgettext_lazy("may", "hand out"),
    "hang": pgettext_lazy("may", "hang up"),
    "invite": pgettext_lazy("may", "invite"),
    "issue": pgettext_lazy("may", "issue"),
    "join": pgettext_lazy("may", "join"),
    "keep": pgettext_lazy("may", "see to"),
    "lay_down": pgettext_lazy("may", "lay down"),
    "leave": pgettext_lazy("may", "leave"),
    "merge": pgettext_lazy("may", "merge"),
    "minute": pgettext_lazy("may", "minute"),
    "note": pgettext_lazy("may", "write"),
    "open_again": pgettext_lazy("may", "open again"),
    "open_next": pgettext_lazy("may", "open"),
    "place": pgettext_lazy("may", "place"),
    "plan_next": pgettext_lazy("may", "plan"),
    "publish": pgettext_lazy("may", "publish"),
    "read": pgettext_lazy("may", "read"),
    "register": pgettext_lazy("may", "register"),
    "reckon": pgettext_lazy("may", "say"),
    "release": pgettext_lazy("may", "release"),
    "remove": pgettext_lazy("may", "remove"),
    "reopen": _("open again"),
    "rest": pgettext_lazy("may", "let rest"),
    "revise": pgettext_lazy("may", "revise"),
    "revive": pgettext_lazy("may", "revive"),
    "revoke": pgettext_lazy("may", "revoke"),
    "schedule": pgettext_lazy("may", "plan"),
    "score": pgettext_lazy("may", "score"),
    "seat": pgettext_lazy("may", "seat"),
    "send_back": pgettext_lazy("may", "send back"),
    "settle": pgettext_lazy("may", "settle"),
    "sign": pgettext_lazy("may", "sign"),
    "sign_off": _("sign off"),
    "split": pgettext_lazy("may", "separate"),
    "start": pgettext_lazy("may", "begin"),
    "submit": pgettext_lazy("may", "submit"),
    "subscribe": pgettext_lazy("may", "subscribe to"),
    "switch": pgettext_lazy("may", "switch"),
    "take_up": pgettext_lazy("may", "take up again"),
    "tick": pgettext_lazy("may", "tick off"),
    "undo": pgettext_lazy("may", "undo"),
    "unsubscribe": pgettext_lazy("may", "end"),
    "unseat": pgettext_lazy("may", "end"),
    "withdraw": pgettext_lazy("may", "take back"),
    "write": pgettext_lazy("may", "write"),
}
SEEN: dict[Visibility, Any] = {
    Visibility.PUBLIC: _("What is published, and what may be."),
    Visibility.STAFF: _("Everyone with a role in the home."),
    Visibility.OFFICE: _("The international office alone; a department's own contributions also its coordinators."),
    Visibility.SEALED: _("Only those to whom it was granted, whatever their role. Commands and tokens never see it."),
}


class Line(NamedTuple):
    """One line of the table: the verb, what it is done to, and for each column "yes" or "no"."""

    verb: Any
    to: Any
    may: list[str]


def sees() -> list[tuple[Any, Any, list[str]]]:
    """For each visibility: its name, what it means, and for each column "yes", "granted" or "no"."""
    return [(level.label, SEEN[level], [core.sees(who, level) for who in WHO]) for level in Visibility]


def does() -> list[tuple[Any, list[Line]]]:
    """For each room: its name and its lines, one for each verb."""
    return [
        (
            title,
            [
                Line(VERBS[verb], one.to, ["yes" if who in one.roles else "no" for who in WHO])
                for verb, one in table.items()
            ],
        )
        for title, table in TABLES.values()
    ]
