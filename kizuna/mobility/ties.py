"""What ties departments to partners by people moving: flows of their own, and stays that run on the day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.mobility.models import Flow, Stay
from kizuna.partners import links
from kizuna.partners.models import LinkKind


def _told(rows: QuerySet[Any], held: Any) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.order_by().annotate(
        tied=Coalesce("unit__alias_of", "unit"),
        by=Value(LinkKind.MOBILITY.value),
        held=held,
        leads=Value(0, output_field=IntegerField()),
    )
    return found


def flows(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """A flow of a department ties it in the whole of its period; without a period it may on any day."""
    rows = Flow.objects.visible_to(user).filter(home=home, partnership__isnull=False, unit__isnull=False)
    held = Case(
        When(Q(begins_first__gt=day) | Q(ends_last__lt=day), then=Value("no")),
        When(begins_first__isnull=False, then=Value("yes")),
        default=Value("unknown"),
        output_field=CharField(),
    )
    return _told(rows, held)


def stays(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """A stay ties from its first day to its last; one without a last day does not."""
    rows = Stay.objects.visible_to(user).filter(home=home, unit__isnull=False)
    rows = rows.filter(begins_first__lte=day, ends_last__gte=day)
    return _told(rows, Value("yes", output_field=CharField()))


def tell() -> None:
    """Gives these ties to the matrix, the gaps and the comparison."""
    for source in (flows, stays):
        if source not in links.SOURCES:
            links.SOURCES.append(source)
