"""A home's projects as a list: narrowed by state, kind, partner, programme and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.core import narrowing
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.narrowing import Choice
from kizuna.core.remembering import remembered
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Partnership, Phase, Programme
from kizuna.projects.models import Project, ProjectUnit


@dataclass(frozen=True)
class Narrowed(narrowing.Narrowed):
    """What the list of projects is asked for."""

    KNOWN = {"state": Project.State.values, "kind": Project.Kind.values}

    state: str = ""
    kind: str = ""
    partner: str = ""
    programme: str = ""
    phase: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """The same; a phase is a number."""
        found = super().of(asked)
        if found.phase and not (found.phase.isascii() and found.phase.isdigit() and len(found.phase) < 5):
            raise ValidationError({"phase": _("A phase is asked for by its number.")})
        return found


def seen(home: Home, user: Reader) -> QuerySet[Any]:
    """The projects of a home that this reader may see."""
    found: QuerySet[Any] = Project.objects.visible_to(user).filter(home=home)
    return found


def rows(home: Home, user: Reader, asked: Narrowed) -> QuerySet[Any]:
    """Those the list is asked for, the newest first, those without a date last."""
    found = seen(home, user)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.partner:
        found = found.filter(partnership__slug=asked.partner)
    if asked.programme:
        known = Programme.objects.visible_to(user).filter(home=home, slug=asked.programme)
        found = found.filter(programme__in=known)
    if asked.phase:
        found = found.filter(_within(home, user, int(asked.phase)))
    if asked.q:
        found = found.filter(pk__in=Project.objects.called(asked.q).values("pk"))
    if asked.since:
        found = found.filter(Q(ends_last__isnull=True) | Q(ends_last__gte=asked.since), begins_first__isnull=False)
    if asked.until:
        found = found.filter(begins_first__lte=asked.until)
    return found.order_by(F("begins_first").desc(nulls_last=True), "pk")


def _within(home: Home, user: Reader, order: int) -> Q:
    """That a project ran in a phase of that number, by its dates."""
    found = Q(pk__in=[])
    for phase in Phase.objects.visible_to(user).filter(home=home, order=order):
        first, last = phase.period.start.earliest, phase.period.end.latest
        if first and last:
            found |= Q(begins_first__lte=last) & (Q(ends_last__isnull=True) | Q(ends_last__gte=first))
    return found


def with_all(found: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """With the units, the partnership and the programme that this reader may see; a fixed number of queries."""
    return found.prefetch_related(
        Prefetch("units", units(user)),
        Prefetch("partnership", Partnership.objects.visible_to(user)),
        Prefetch("programme", Programme.objects.visible_to(user)),
    )


def units(user: Reader) -> QuerySet[Any]:
    """Units and organisations on projects, but for those that the reader may not see."""
    found: QuerySet[Any] = ProjectUnit.objects.visible_to(user).filter(
        Q(unit=None) | Q(unit__in=Unit.objects.visible_to(user)),
        Q(organisation=None) | Q(organisation__in=Organisation.objects.visible_to(user)),
    )
    return found.select_related(
        "organisation__alias_of", "unit__alias_of", "unit__organisation__alias_of"
    ).order_by("side", "role", "order", "pk")  # fmt: skip


def counts(home: Home, user: Reader) -> dict[str, dict[Any, int]]:
    """How many of each state, kind, partner and programme; kept until something changes."""

    def read() -> dict[str, dict[Any, int]]:
        found: dict[str, dict[Any, int]] = {"state": {}, "kind": {}, "partner": {}, "programme": {}}
        groups = seen(home, user).order_by().values_list("state", "kind", "partnership", "programme")
        for *values, number in groups.annotate(n=Count("pk")):
            for name, value in zip(found, values, strict=True):
                if value is not None:
                    found[name][value] = found[name].get(value, 0) + number
        return found

    return remembered(home, ("projects", home.pk, rights(user)), read)


def choices(home: Home, user: Reader) -> dict[str, list[Choice]]:
    """By what the list can be narrowed, each with its number."""
    counted = counts(home, user)
    fixed: dict[str, Any] = {"state": Project.State.choices, "kind": Project.Kind.choices}
    found = {name: narrowing.counted(labels, counted[name]) for name, labels in fixed.items()}
    models: dict[str, Any] = {"partner": Partnership, "programme": Programme}
    for name, model in models.items():
        known = model.objects.visible_to(user).filter(pk__in=list(counted[name])).only("slug", "name")
        found[name] = sorted(
            (Choice(row.slug, row.name, counted[name][row.pk]) for row in known[:500]), key=lambda one: str(one.label)
        )
    return found
