"""A home's alumni as lists: networks by country, gifts, campaigns, each with what its lines say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.alumni.models import AlumniEvent, AlumniNetwork, Campaign, Gift, Officer, Strength
from kizuna.core import narrowing
from kizuna.core.models import Figure, Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.directory.models import Organisation
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import Partnership

# The measures of figures that speak of alumni begin so.
MEASURES = "alumni"


@dataclass(frozen=True)
class Narrowed(narrowing.Narrowed):
    """What the list of networks is asked for."""

    KNOWN = {"state": AlumniNetwork.State.values}

    country: str = ""
    state: str = ""
    partner: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """The same; a country is asked for by its two letters."""
        found = super().of(asked)
        found = replace(found, country=found.country.upper())
        if found.country and country_name(found.country, "en") == found.country:
            raise ValidationError({"country": _("There is no such choice: %(word)s.") % {"word": found.country[:40]}})
        return found


@dataclass(frozen=True)
class Counts:
    """How many networks are on record, and in how many countries; what is in no stated country is counted apart."""

    networks: int
    countries: tuple[tuple[str, int], ...]
    elsewhere: int


def networks(home: Home, user: Reader, asked: Narrowed = Narrowed()) -> QuerySet[Any]:
    """The networks of a home that this reader may see, as the list is asked for."""
    found: QuerySet[Any] = AlumniNetwork.objects.visible_to(user).filter(home=home)
    if asked.country:
        found = found.filter(country=asked.country)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.partner:
        found = found.filter(partnership__slug=asked.partner)
    return found.order_by("country", "pk")


def with_all(found: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """With officers, counts of members, events and the partnership; a fixed number of queries."""
    return found.prefetch_related(
        Prefetch("officers", Officer.objects.visible_to(user).select_related("person__alias_of")),
        Prefetch("strengths", Strength.objects.visible_to(user)),
        Prefetch("events", AlumniEvent.objects.visible_to(user).select_related("activity__series", "series")),
        Prefetch("partnership", Partnership.objects.visible_to(user)),
    )


def counts(home: Home, user: Reader) -> Counts:
    """How many networks there are in which countries; kept until something changes."""

    def read() -> Counts:
        rows = dict(networks(home, user).order_by().values_list("country").annotate(n=Count("pk")))
        elsewhere = rows.pop("", 0)
        return Counts(sum(rows.values()) + elsewhere, tuple(sorted(rows.items())), elsewhere)

    return remembered(home, ("alumni", home.pk, rights(user)), read)


def gifts(home: Home, user: Reader) -> QuerySet[Any]:
    """The gifts of a home, with who gave and who received them where the reader may see that."""
    found: QuerySet[Any] = Gift.objects.visible_to(user).filter(home=home)
    return found.prefetch_related(
        Prefetch("giver", Organisation.objects.visible_to(user)),
        Prefetch("receiver", Organisation.objects.visible_to(user)),
        Prefetch("partnership", Partnership.objects.visible_to(user)),
    )


def campaigns(home: Home, user: Reader, gift: Gift | None = None) -> QuerySet[Any]:
    """The campaigns of a home, or those on account of one gift; what is under way stands before what is over."""
    found: QuerySet[Any] = Campaign.objects.visible_to(user).filter(home=home)
    if gift is not None:
        found = found.filter(gift=gift)
    return found.prefetch_related(
        Prefetch("gift", Gift.objects.visible_to(user)), Prefetch("partnership", Partnership.objects.visible_to(user))
    )


def stated(home: Home, user: Reader) -> QuerySet[Any]:
    """Figures that somebody states about alumni: they stand beside what is on record and are never added to it."""
    found: QuerySet[Any] = Figure.objects.visible_to(user).filter(home=home)
    return found.filter(Q(measure=MEASURES) | Q(measure__startswith=f"{MEASURES}-"))
