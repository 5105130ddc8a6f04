"""How departments are tied to partners by agreements: those that are parties to one, on our side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kizuna.agreements.models import Party, Standing
from kizuna.agreements.models.agreement import standing
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.links import SOURCES
from kizuna.partners.models import LinkKind


def signed(home: Home, day: date, user: Reader) -> QuerySet[Any, Any]:
    """A department of ours that is a party to an agreement with a partner is tied to it while the agreement stands."""
    rows = Party.objects.visible_to(user).filter(
        home=home, side=Party.Side.HOME, unit__isnull=False, agreement__partnership__isnull=False
    )
    how = standing(day, prefix="agreement__")
    held = Case(
        When(stands__in=(Standing.IN_FORCE, Standing.EXPIRING), then=Value("yes")),
        When(stands=Standing.UNKNOWN, then=Value("unknown")),
        default=Value("no"),
    )
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(stands=how)
        .annotate(
            partnership=F("agreement__partnership"), tied=Coalesce("unit__alias_of", "unit"),
            by=Value(LinkKind.AGREEMENT.value), held=held, leads=Value(0, output_field=IntegerField()),
        )
    )  # fmt: skip
    return found


def tell() -> None:
    """Adds these ties to those that the room of partners asks for."""
    if signed not in SOURCES:
        SOURCES.append(signed)
