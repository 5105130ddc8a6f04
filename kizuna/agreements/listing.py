"""A home's agreements as a list on a day: narrowed by standing, kind, level, partner and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.agreements.models import Agreement, Party, Standing
from kizuna.agreements.models.agreement import SOON, AgreementQuerySet
from kizuna.core import narrowing
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.narrowing import Choice
from kizuna.core.remembering import remembered
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Partnership

MOST_MONTHS = 120


@dataclass(frozen=True)
class Narrowed(narrowing.Narrowed):
    """What the register is asked for."""

    KNOWN = {"standing": Standing.values, "kind": Agreement.Kind.values, "level": Agreement.Level.values}

    standing: str = ""
    kind: str = ""
    level: str = ""
    partner: str = ""
    q: str = ""
    months: int = SOON

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """The same, and within how many months what ends is expiring."""
        months = str(asked.get("months") or SOON)
        if not (months.isascii() and months.isdigit() and len(months) < 4 and int(months) <= MOST_MONTHS):
            raise ValidationError({"months": _("Ask for 0 to 120 months.")})
        return replace(super().of(asked), months=int(months))

    @property
    def plain(self) -> bool:
        """Whether nothing is asked for."""
        return replace(self, months=SOON) == Narrowed()


def seen(home: Home, user: Reader) -> AgreementQuerySet:
    """The agreements of a home that this reader may see."""
    found: AgreementQuerySet = Agreement.objects.visible_to(user).filter(home=home)
    return found


def rows(home: Home, user: Reader, asked: Narrowed, day: date) -> AgreementQuerySet:
    """Those the list is asked for, each with its standing on the day; of the expiring, what ends next stands first."""
    found = seen(home, user).standing_on(day, asked.months)
    if asked.standing:
        found = found.filter(standing=asked.standing)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.level:
        found = found.filter(level=asked.level)
    if asked.partner:
        found = found.filter(partnership__slug=asked.partner)
    if asked.q:
        by_party = Party.objects.visible_to(user).filter(
            home=home, organisation__in=Organisation.objects.called(asked.q, user)
        )
        found = found.filter(Q(pk__in=found.called(asked.q).values("pk")) | Q(pk__in=by_party.values("agreement")))
    if asked.since:
        found = found.filter(Q(begins_last__gte=asked.since) | Q(begins_first__gte=asked.since))
    if asked.until:
        found = found.filter(begins_first__lte=asked.until)
    if asked.standing == Standing.EXPIRING:
        return found.order_by(F("ends_first").asc(nulls_last=True), "pk")
    return found.order_by(F("begins_first").desc(nulls_last=True), "pk")


def with_all(found: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """With the parties and the partnership that this reader may see; a fixed number of queries."""
    return found.prefetch_related(
        Prefetch("parties", parties(user)),
        Prefetch("partnership", Partnership.objects.visible_to(user)),
    )


def parties(user: Reader) -> QuerySet[Any]:
    """Parties, but for those whose organisation or unit the reader may not see."""
    found: QuerySet[Any] = Party.objects.visible_to(user).filter(
        Q(unit=None) | Q(unit__in=Unit.objects.visible_to(user)),
        organisation__in=Organisation.objects.visible_to(user),
    )
    return found.select_related("organisation__alias_of", "unit__alias_of").order_by("side", "order", "pk")


def counts(home: Home, user: Reader, day: date, months: int = SOON) -> dict[str, dict[str, int]]:
    """How many of each standing, kind, level and partner; kept until something changes."""

    def read() -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {"standing": {}, "kind": {}, "level": {}, "partner": {}}
        groups = seen(home, user).standing_on(day, months).order_by().values_list(
            "standing", "kind", "level", "partnership"
        )  # fmt: skip
        for *values, number in groups.annotate(n=Count("pk")):
            for name, value in zip(found, values, strict=True):
                if value is not None:
                    found[name][value] = found[name].get(value, 0) + number
        return found

    return remembered(home, ("agreements", home.pk, day, months, rights(user)), read)


def choices(home: Home, user: Reader, day: date, months: int = SOON) -> dict[str, list[Choice]]:
    """By what the list can be narrowed, each with its number."""
    counted = counts(home, user, day, months)
    partners = Partnership.objects.visible_to(user).filter(pk__in=list(counted["partner"])).only("slug", "name")
    named = [Choice(row.slug, row.name, counted["partner"][row.pk]) for row in partners[:500]]
    fixed: dict[str, Any] = {
        "standing": Standing.choices, "kind": Agreement.Kind.choices, "level": Agreement.Level.choices
    }  # fmt: skip
    found = {name: narrowing.counted(labels, counted[name]) for name, labels in fixed.items()}
    return {**found, "partner": sorted(named, key=lambda one: str(one.label))}
