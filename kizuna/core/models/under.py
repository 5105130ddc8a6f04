"""Rows that are shown only where what they belong to is shown too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kizuna.core.models.record import OwnedQuerySet, Reader


class UnderQuerySet(OwnedQuerySet):
    """Rows narrowed to what a reader may see, and whose owners that reader may see.

    The model names its owners in ``UNDER``: a row whose owner is closed to a reader does not exist for that reader.
    """

    def visible_to(self, user: Reader) -> Self:
        found = super().visible_to(user)
        for name, owners in _owners(self.model):
            found = found.filter(_stands(name, owners.visible_to(user)))
        return found

    def published(self) -> Self:
        found = super().published()
        for name, owners in _owners(self.model):
            found = found.filter(_stands(name, owners.published()))
        return found


class Under(models.Model):
    """One row is one record that stands below others."""

    UNDER: ClassVar[tuple[str, ...]] = ()

    objects = UnderQuerySet.as_manager()

    class Meta:
        abstract = True


def _stands(name: str, owners: models.QuerySet[Any]) -> Q:
    """That a row has no such owner, or one of these.

    Owners that stand below others themselves, such as activities, are many: each row asks for its own. The others, such
    as partnerships, are few, and all rows ask one list of them.
    """
    shown = (
        Q(Exists(owners.filter(pk=OuterRef(name)))) if issubclass(owners.model, Under) else Q(**{f"{name}__in": owners})
    )
    return Q(**{f"{name}__isnull": True}) | shown


def _owners(model: type[Any]) -> Iterator[tuple[str, Any]]:
    """The references by which a row is shown or not, each with its rows."""
    for name in model.UNDER:
        yield name, model._meta.get_field(name).related_model.objects.order_by()
