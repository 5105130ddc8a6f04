"""What was on record twice: the one row becomes an alias that points to the other, and nothing above is rewritten."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.core.records import LEVELS


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
