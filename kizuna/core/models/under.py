"""Rows that are shown only where what they belong to is shown too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kizuna.core.models.record import OwnedQuerySet, Reader, readable


class UnderQuerySet(OwnedQuerySet):
    """Rows narrowed to what a reader may see, and whose owners that reader may see.

    The model names its owners in ``UNDER``: a row whose owner is closed to a reader does not exist for that reader.
    """

    def visible_to(self, user: Reader, below: str = "") -> Self:
        """The rows that the reader may see.

        ``below`` names one owner that is not asked again: the rows are narrowed to owners that this reader sees.
        """
        found = super().visible_to(user)
        if self.model.DEEP:
            return found.filter(_shown(self.model, user, below=below))
        for name, owners in _owners(self.model):
            if name != below:
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
    # What stands below rows that stand below others is asked for by joins: nested questions would be read too often,
    # and SQLite does not read them at all where there are many.
    DEEP: ClassVar[bool] = False

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


def _shown(model: type[Any], user: Reader, path: str = "", below: str = "") -> Q:
    """That all above a row is shown too, by joins, however far up; ``path`` leads to the row."""
    found = Q()
    for name, owner in _owners(model):
        if name == below:
            continue
        link = f"{path}{name}"
        asked = type(owner).visible_to
        if asked is UnderQuerySet.visible_to:
            seen = readable(user, f"{link}__") & _shown(owner.model, user, f"{link}__")
        elif asked is OwnedQuerySet.visible_to:
            seen = readable(user, f"{link}__")
        else:
            seen = Q(**{f"{link}__in": owner.visible_to(user)})
        found &= Q(**{f"{link}__isnull": True}) | seen
    return found
