"""The form by which a number of participants is divided: up to six parts at once, so that they can add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models import Headcount
from kizuna.activities.models.takingpart import Side
from kizuna.core.fields import QuantityInput

ROWS = 6


class DivideForm(forms.Form):
    """Up to six parts, each how many, of whom and on which side; empty lines are no parts."""

    def __init__(self, data: Any = None, *, parts: Sequence[Headcount] = ()) -> None:
        super().__init__(data)
        for place in range(max(ROWS, len(parts))):
            old = parts[place] if place < len(parts) else None
            self.fields[f"quantity_{place}"] = QuantityInput(
                label=_("How many"), required=False, initial=old.quantity if old else None
            )
            self.fields[f"category_{place}"] = forms.ChoiceField(
                label=_("Who"), choices=Headcount.Category.choices, required=False,
                initial=old.category if old else Headcount.Category.PARTICIPANTS,
            )  # fmt: skip
            self.fields[f"side_{place}"] = forms.ChoiceField(
                label=_("Side"), choices=Side.choices, required=False, initial=old.side if old else Side.NOT_STATED
            )

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        """The boxes, line by line."""
        names = ("quantity", "category", "side")
        return [[self[f"{name}_{place}"] for name in names] for place in range(len(self.fields) // len(names))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(f"quantity_{place}") for place in range(len(self.fields) // 3)):
            raise forms.ValidationError(_("Write at least one part."))
        return cleaned

    def parts(self, whole: Headcount) -> list[Headcount]:
        """The parts that were written."""
        given = self.cleaned_data
        return [
            Headcount(
                quantity=given[f"quantity_{place}"], category=given[f"category_{place}"] or "participants",
                side=given[f"side_{place}"] or Side.NOT_STATED, counted=whole.counted,
            )
            for place in range(len(self.fields) // 3)
            if given.get(f"quantity_{place}")
        ]  # fmt: skip
