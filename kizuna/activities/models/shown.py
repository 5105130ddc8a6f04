"""Rows that are shown only where what they belong to is shown too, and found by name."""

from __future__ import annotations

from typing import Self

from django.db.models import Case, IntegerField, When

from kizuna.core.models.under import UnderQuerySet
from kizuna.core.values import fold


class CalledQuerySet(UnderQuerySet):
    """Rows with a name, found by any part of it."""

    def fitting(self, text: str) -> Self:
        """Those called so, what begins so first."""
        key = fold(text)
        if not key:
            return self.none()
        fit = Case(When(key__startswith=key, then=0), default=1, output_field=IntegerField())
        return self.filter(key__contains=key).annotate(fit=fit).order_by("fit", "key", "pk")
