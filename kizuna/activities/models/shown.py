"""Rows that are shown only where what they belong to is shown too."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, When

from kizuna.core.models.record import OwnedQuerySet, Reader
from kizuna.core.values import fold


class UnderQuerySet(OwnedQuerySet):
    """Rows narrowed to what a reader may see, and whose owners that reader may see.

    The model names its owners in ``UNDER``: a row whose owner is closed to a reader does not exist for that reader.
    """

    def visible_to(self, user: Reader) -> Self:
        found = super().visible_to(user)
        for name, owner in _owners(self.model):
            found = found.filter(
                Q(**{f"{name}__isnull": True}) | Exists(owner.visible_to(user).filter(pk=OuterRef(name)))
            )
        return found

    def published(self) -> Self:
        found = super().published()
        for name, owner in _owners(self.model):
            found = found.filter(Q(**{f"{name}__isnull": True}) | Exists(owner.published().filter(pk=OuterRef(name))))
        return found


class CalledQuerySet(UnderQuerySet):
    """Rows with a name, found by any part of it."""

    def fitting(self, text: str) -> Self:
        """Those called so, what begins so first."""
        key = fold(text)
        if not key:
            return self.none()
        fit = Case(When(key__startswith=key, then=0), default=1, output_field=IntegerField())
        return self.filter(key__contains=key).annotate(fit=fit).order_by("fit", "key", "pk")


class Under(models.Model):
    """One row is one record that stands below others."""

    UNDER: ClassVar[tuple[str, ...]] = ()

    objects = UnderQuerySet.as_manager()

    class Meta:
        abstract = True


def _owners(model: type[Any]) -> list[tuple[str, Any]]:
    """The references by which a row is shown or not, each with its rows."""
    found = []
    for name in model.UNDER:
        owner = model._meta.get_field(name).related_model
        rows = owner.objects.order_by()
        found.append((name, rows))
    return found
