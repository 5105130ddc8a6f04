"""The rooms of a home's menu: those with records; the others wait behind one "Add" entry."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity
from kizuna.agreements.models import Agreement
from kizuna.alumni.models import AlumniNetwork, Gift
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.policy import can_write
from kizuna.core.remembering import remembered
from kizuna.directory.models import Person, Unit
from kizuna.mobility.models import Flow, Stay
from kizuna.partners.models import Programme
from kizuna.partners.policy import can_contribute
from kizuna.projects.models import Project
from kizuna.visits.models import Visit

# What is done with partners: one entry of the menu that opens.
TOGETHER = ("agreements/", "projects/", "activities/", "mobility/", "visits/", "calls/", "alumni/", "briefing/",
            "reports/")  # fmt: skip
# Where else one is in a room.
ALSO = {"activities/": ("activities/", "series/", "calendar/", "practices/"), "projects/": ("projects/", "money/"),
        "visits/": ("visits/", "meetings/", "commitments/", "visit-requests/", "visit-templates/")}  # fmt: skip


def rooms(home: Home, request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of one home for one person, in order, with the page they are on marked."""
    user = request.user
    has = remembered(home, ("rooms", home.pk, rights(user)), lambda: _has(home, user))
    labels = [
        ("", _("Partners")),
        ("departments/", _("Departments")),
        ("agreements/", _("Agreements")),
        ("projects/", _("Projects")),
        ("activities/", _("Activities")),
        ("mobility/", _("Mobility")),
        ("visits/", _("Visits")),
        ("calls/", _("Calls")),
        ("alumni/", _("Alumni")),
        ("briefing/", _("Briefings")),
        ("reports/", _("Reports")),
        ("programme/", _("Programme")),
        ("people/", _("People")),
    ]
    shown = [(part, label) for part, label in labels if part == "" or has.get(part, _any(has))]
    if can_contribute(user, home):
        shown.append(("contributions/", _("Contributions")))
    if can_write(user, home):
        shown.append(("add/", _("Add")))
    here = request.path.removeprefix(home.desk)
    entries = [
        {
            "part": part,
            "label": label,
            "url": home.desk + part,
            "current": here.startswith(ALSO.get(part, (part,))) if part else _at_partners(here),
        }
        for part, label in shown
    ]
    return _grouped(entries)


def _grouped(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rooms of working together under one entry, where there is more than one of them."""
    together = [entry for entry in entries if entry["part"] in TOGETHER]
    if len(together) < 2:
        return entries
    group = {
        "label": _("Together"),
        "within": together,
        "current": any(entry["current"] for entry in together),
    }
    first = entries.index(together[0])
    return [*entries[:first], group, *(entry for entry in entries[first:] if entry not in together)]


def _has(home: Home, user: Reader) -> dict[str, bool]:
    """Which rooms hold a record that this person may see; one question for all of them."""
    rows = {
        "departments/": Unit.objects.visible_to(user).filter(organisation__home_of__home=home),
        "agreements/": Agreement.objects.visible_to(user).filter(home=home),
        "projects/": Project.objects.visible_to(user).filter(home=home),
        "programme/": Programme.objects.visible_to(user).filter(home=home),
        "activities/": Activity.objects.visible_to(user).filter(home=home),
        "mobility/": Flow.objects.visible_to(user).filter(home=home),
        "stays": Stay.objects.visible_to(user).filter(home=home),
        "visits/": Visit.objects.visible_to(user).filter(home=home),
        "alumni/": AlumniNetwork.objects.visible_to(user).filter(home=home),
        "gifts": Gift.objects.visible_to(user).filter(home=home),
        "people/": Person.objects.visible_to(user).filter(home=home),
    }
    asked = {f"has_{number}": Exists(some) for number, some in enumerate(rows.values())}
    has = Home.objects.filter(pk=home.pk).annotate(**asked).values_list(*asked).get()
    found = dict(zip(rows, has, strict=True))
    return found | {"mobility/": found["mobility/"] or found["stays"], "alumni/": found["alumni/"] or found["gifts"]}


def _any(has: dict[str, bool]) -> bool:
    """Whether there is anything to report on."""
    return any(has.get(part, False) for part in TOGETHER)


def _at_partners(here: str) -> bool:
    return here == "" or here.startswith("partners/")
