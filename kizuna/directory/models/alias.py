"""What was on record twice: the one row becomes an alias that points to the other, and nothing above is rewritten."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.core.models.record import Visibility, in_each
from kizuna.core.records import LEVELS
from kizuna.core.values import Text


class Kin:
    """Phrases of a queryset of rows of which some are aliases of others."""

    def canonical(self) -> Self:
        """Only the rows that stand for themselves: what lists show, what is offered, what counts count."""
        rows: Any = self
        found: Self = rows.filter(alias_of=None)
        return found

    def standing_for(self, others: Any) -> Self:
        """Whoever is the same as one of these rows: the rows, their aliases, and what they are aliases of."""
        rows: Any = self
        roots = others.order_by().values(kin=Coalesce("alias_of", "pk"))
        found: Self = rows.alias(kin=Coalesce(F("alias_of"), F("pk"))).filter(kin__in=roots)
        return found


class Aliasable(models.Model):
    """One row holds its own, or is an alias of the canonical row of the same thing; an alias never has aliases."""

    alias_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="aliases",
        verbose_name=gettext_lazy("merged into"),
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def canonical(self) -> Self:
        """The row that stands for this one: itself, unless it was merged into another."""
        found: Any = self.alias_of
        return found if found is not None else self

    def hidden_behind(self, into: Any) -> bool:
        """Whether somebody may see this row and not the one that would stand for it."""
        mine, theirs = str(getattr(self, "visibility", "")), str(into.visibility)
        return LEVELS.index(theirs) > LEVELS.index(mine) or (mine == "sealed") != (theirs == "sealed")

    def clean(self) -> None:
        """Whoever sees an alias must be able to see what it leads to."""
        super().clean()
        if self.pk is None:
            return
        rows: Any = type(self)._default_manager
        leading = [self.alias_of] if self.alias_of is not None else []
        hidden = [one for one in leading if self.hidden_behind(one)]
        if hidden or any(one.hidden_behind(self) for one in rows.filter(alias_of=self.pk)):
            raise ValidationError(
                {"visibility": _("It is merged with a record of another visibility; separate the two first.")}
            )


class Known(Aliasable):
    """One row is shared by all homes and has a name; while it is sealed, no page that refers to it says which."""

    UNSHOWN: ClassVar[Any] = ""

    class Meta:
        abstract = True

    @property
    def shown(self) -> Self | None:
        """The row that stands for this one, for pages and programs; None for one that is sealed: nobody is shown it."""
        found = self.canonical
        return None if Visibility.SEALED in (str(getattr(self, "visibility", "")), str(found.visibility)) else found  # type: ignore[attr-defined]  # each kind is a record

    @property
    def shown_name(self) -> Text:
        """What it is called, or that it is not shown."""
        found: Any = self.shown
        return _said(type(self)) if found is None else found.name


@cache
def _said(kind: type[Known]) -> Text:
    return in_each(kind.UNSHOWN)
