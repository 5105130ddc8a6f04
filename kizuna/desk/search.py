"""Search over the rooms: by any name, abbreviation or script."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import fold
from kizuna.directory.models import Organisation, OrganisationName, Person, Unit
from kizuna.partners.models import Partnership

MOST = 20


@dataclass
class Found:
    """What one search found, room by room, at most twenty of each."""

    partnerships: list[Partnership]
    units: list[Unit]
    people: list[Person]
    organisations: list[Organisation]

    def __len__(self) -> int:
        return len(self.partnerships) + len(self.units) + len(self.people) + len(self.organisations)


def search(text: str, home: Home, user: Reader) -> Found:
    """What this person may see in this home, and the shared directory; exact names and abbreviations first."""
    key = fold(text)[:200]
    partnerships = Partnership.objects.visible_to(user).filter(home=home).called(key, user)
    units = Unit.objects.visible_to(user).filter(organisation__home_of__home=home).called(key, user).canonical()
    people = Person.objects.visible_to(user).filter(home=home).called(key).canonical()
    organisations = Organisation.objects.visible_to(user).filter(fictional=home.fictional).called(key, user).canonical()
    ranked = sorted(
        organisations.prefetch_related(Prefetch("names", OrganisationName.objects.visible_to(user)))[:200],
        key=lambda row: (key not in {name.key for name in row.names.all()}, str(row)),
    )
    abbreviated = sorted(units[:200], key=lambda unit: (fold(unit.abbreviation) != key, unit.order))
    return Found(list(partnerships[:MOST]), abbreviated[:MOST], list(people[:MOST]), ranked[:MOST])
