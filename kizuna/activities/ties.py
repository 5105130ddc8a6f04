"""Departments that take part in activities are tied to the partner with whom these are held."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kizuna.activities.models import Activity, Body
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, holding
from kizuna.partners.links import SOURCES
from kizuna.partners.models import LinkKind

OFF = (Activity.State.PLANNED, Activity.State.POSTPONED, Activity.State.CANCELLED)
LEADING = (Body.Role.HOST, Body.Role.ORGANISER)


def _told(rows: QuerySet[Any], of: str, held: Case) -> QuerySet[Any, Any]:
    lead = Case(When(role__in=LEADING, then=1), default=0, output_field=IntegerField())
    told = {
        "partnership": F(f"{of}__partnership"), "tied": Coalesce("unit__alias_of", "unit"),
        "by": Value(LinkKind.ACTIVITY.value), "held": held, "leads": lead,
    }  # fmt: skip
    found: QuerySet[Any, Any] = rows.exclude(**{f"{of}__partnership": None}).order_by().annotate(**told)
    return found


def in_activities(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """What was done ties for good; what is only planned does not tie yet."""
    rows = Body.objects.visible_to(user).filter(home=home, activity__isnull=False, unit__isnull=False)
    held = Case(
        When(activity__begins_first__gt=day, then=Value("no")),
        When(activity__begins_last__lte=day, then=Value("yes")),
        default=Value("unknown"),
        output_field=CharField(),
    )
    return _told(rows.exclude(activity__state__in=OFF), "activity", held)


def in_series(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """A series ties while it is held."""
    rows = Body.objects.visible_to(user).filter(home=home, series__isnull=False, unit__isnull=False)
    return _told(rows, "series", holding(day, "series__"))


def tell() -> None:
    """The matrix and the gaps know these ties from now on."""
    SOURCES.extend(source for source in (in_activities, in_series) if source not in SOURCES)
