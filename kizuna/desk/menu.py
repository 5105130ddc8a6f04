"""The rooms of a home's menu: those with records; the others wait behind one "Add" entry."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.policy import can_write
from kizuna.directory.models import Person, Unit
from kizuna.partners.models import Partnership, Programme
from kizuna.partners.policy import can_contribute


def rooms(home: Home, request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of one home for one person, in order, with the page they are on marked."""
    user = request.user
    entries = [
        ("", _("Partners"), Partnership.objects.visible_to(user).filter(home=home)),
        ("departments/", _("Departments"), Unit.objects.visible_to(user).filter(organisation__home_of__home=home)),
        ("programme/", _("Programme"), Programme.objects.visible_to(user).filter(home=home)),
        ("people/", _("People"), Person.objects.visible_to(user).filter(home=home)),
    ]
    # One question for all of them.
    asked = {f"has_{number}": Exists(rows) for number, (_part, _label, rows) in enumerate(entries)}
    has = Home.objects.filter(pk=home.pk).annotate(**asked).values_list(*asked).get()
    shown = [(part, label) for (part, label, _rows), found in zip(entries, has, strict=True) if part == "" or found]
    if can_contribute(user, home):
        shown.append(("contributions/", _("Contributions")))
    if can_write(user, home):
        shown.append(("add/", _("Add")))
    here = request.path.removeprefix(home.desk)
    return [
        {"label": label, "url": home.desk + part, "current": here.startswith(part) if part else _at_partners(here)}
        for part, label in shown
    ]


def _at_partners(here: str) -> bool:
    return here == "" or here.startswith("partners/")
