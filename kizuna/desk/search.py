"""Search over the rooms: by any name, abbreviation or script; what fits best stands first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Window
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity, Series
from kizuna.agreements.models import Agreement
from kizuna.alumni.models import AlumniNetwork
from kizuna.calls.models import Call, Proposal
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import fold
from kizuna.directory.models import Organisation, OrganisationName, Person, Unit
from kizuna.partners.models import Partnership
from kizuna.projects.models import Project
from kizuna.visits.models import Visit

MOST = 20
KINDS = (
    "partnerships", "units", "agreements", "projects", "series", "activities", "visits", "calls", "proposals",
    "networks", "people", "organisations",
)  # fmt: skip

# Records of the home that are found by their own words alone.
OWN: dict[str, type[Any]] = {
    "agreements": Agreement,
    "projects": Project,
    "series": Series,
    "activities": Activity,
    "visits": Visit,
    "calls": Call,
    "proposals": Proposal,
    "networks": AlumniNetwork,
    "people": Person,
}


@dataclass
class Found:
    """What one search found, room by room: at most twenty of each, and how many there are."""

    partnerships: list[Partnership] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    networks: list[AlumniNetwork] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    more: list[tuple[str, str, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(getattr(self, kind)) for kind in KINDS)


def label_of(kind: str) -> str:
    """What a kind of result is called."""
    return {
        "partnerships": _("Partnerships"),
        "units": _("Departments"),
        "agreements": _("Agreements"),
        "projects": _("Projects"),
        "series": _("Series"),
        "activities": _("Activities"),
        "visits": _("Visits"),
        "calls": _("Calls"),
        "proposals": _("Proposals"),
        "networks": _("Networks of alumni"),
        "people": _("People"),
        "organisations": _("Organisations"),
    }[kind]


def rows_of(kind: str, text: str, home: Home, user: Reader) -> QuerySet[Any]:
    """All results of one kind that this person may see, the best first."""
    key = fold(text)[:200]
    if kind in OWN:
        own: QuerySet[Any] = OWN[kind].objects.visible_to(user).filter(home=home).fitting(key)
        # A proposal is opened below its call.
        return own.select_related("call") if kind == "proposals" else own
    match kind:
        case "partnerships":
            return Partnership.objects.visible_to(user).filter(home=home).fitting(key, user)
        case "units":
            return Unit.objects.visible_to(user).filter(organisation__home_of__home=home).fitting(key, user)
    names = Prefetch("names", OrganisationName.objects.visible_to(user).only("organisation", "value"))
    rows = Organisation.objects.visible_to(user).filter(fictional=home.fictional).fitting(key, user)
    return rows.prefetch_related(names)


def search(text: str, home: Home, user: Reader) -> Found:
    """What this person may see in this home, and the shared directory."""
    found = Found()
    for kind in KINDS:
        # All that fit are put in order anyway, so the same question says how many there are.
        rows = list(rows_of(kind, text, home, user).annotate(among=Window(Count("pk")))[:MOST])
        if rows and rows[0].among > MOST:
            found.more.append((kind, label_of(kind), rows[0].among))
        setattr(found, kind, rows)
    return found
