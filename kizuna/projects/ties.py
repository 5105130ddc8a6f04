"""How departments are tied to partners by projects: those of ours that work on one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, holding
from kizuna.partners.links import SOURCES
from kizuna.partners.models import LinkKind
from kizuna.projects.models import ProjectUnit, Side


def working(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """A department of ours that works on a project with a partner is tied to it while the project runs."""
    rows = ProjectUnit.objects.visible_to(user).filter(
        home=home, side=Side.HOME, unit__isnull=False, project__partnership__isnull=False
    )
    lead = Case(When(role=ProjectUnit.Role.LEAD, then=1), default=0, output_field=IntegerField())
    found: QuerySet[Any, Any] = rows.order_by().annotate(
        partnership=F("project__partnership"), tied=Coalesce("unit__alias_of", "unit"),
        by=Value(LinkKind.PROJECT.value), held=holding(day, "project__"), leads=lead,
    )  # fmt: skip
    return found


def tell() -> None:
    """Adds these ties to those that the room of partners asks for."""
    if working not in SOURCES:
        SOURCES.append(working)
