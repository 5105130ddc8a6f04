"""What was on record twice: the one row becomes an alias that points to the other, and nothing above is rewritten."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Aliasable(models.Model):
    """One row holds its own, or is an alias of the canonical row of the same thing; an alias never has aliases."""

    alias_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="aliases",
        verbose_name=_("merged into"),
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def canonical(self) -> Self:
        """The row that stands for this one: itself, unless it was merged into another."""
        found: Any = self.alias_of
        return found if found is not None else self
