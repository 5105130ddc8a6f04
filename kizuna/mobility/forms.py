"""The forms of mobility, one per kind of record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.core.forms import Kind, RecordForm
from kizuna.directory.models import Unit
from kizuna.mobility.models import Column, ColumnMap, Flow, Stay, Stock, Weight

WHO = ("partnership", "direction", "category", "level", "field", "unit")


class OursForm(RecordForm):
    """A form in which the department is one of the home's own."""

    def usable(self, rows: Any) -> Any:
        found = super().usable(rows)
        return found.filter(organisation__home_of__home=self.home) if found.model is Unit else found


class FlowForm(OursForm):
    """Edits a flow."""

    class Meta:
        model = Flow
        fields = ("partnership", "country", "direction", "category", "period", "quantity", "level", "field", "unit",
                  "agreement", "mode", "scheme", "weeks", "length", "purpose", "text", "visibility")  # fmt: skip


class StockForm(OursForm):
    """Edits a stock."""

    class Meta:
        model = Stock
        fields = ("partnership", "organisation", "country", "direction", "category", "quantity", "as_of", "level",
                  "field", "unit", "text", "visibility")  # fmt: skip


class StayForm(OursForm):
    """Edits one stay; nobody's name is asked for."""

    class Meta:
        model = Stay
        fields = (*WHO, "begins", "ends", "weeks", "agreement", "mode", "scheme", "visibility")


class WeightForm(RecordForm):
    """Edits what stays of a length count for."""

    class Meta:
        model = Weight
        fields = ("name", "weeks_from", "weeks_to", "semesters", "visibility")


class ColumnMapForm(RecordForm):
    """Edits a table for others."""

    class Meta:
        model = ColumnMap
        fields = ("name", "slug", "rows", "text", "visibility")


class ColumnForm(RecordForm):
    """Edits one column of such a table."""

    class Meta:
        model = Column
        fields = ("column_map", "order", "name", "source", "fixed", "visibility")


class TableForm(forms.Form):
    """Takes a table of stays, pasted or as a file."""

    table = forms.CharField(
        label=_("Table"), required=False, max_length=2_000_000, strip=False,
        widget=forms.Textarea({"rows": 10, "wrap": "off", "spellcheck": "false"}),
        help_text=_("Copied from a spreadsheet, with its headings in the first line."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("CSV or Excel (.xlsx), up to 5 MB and 5,000 rows.")
    )
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)


KINDS: dict[str, Kind] = {
    "flow": Kind(FlowForm, Flow, _("Flow of people")),
    "stock": Kind(StockForm, Stock, _("People there on a day")),
    "stay": Kind(StayForm, Stay, _("Stay")),
    "weight": Kind(WeightForm, Weight, _("Weight of stays")),
    "column-map": Kind(ColumnMapForm, ColumnMap, _("Table for others")),
    "column": Kind(ColumnForm, Column, _("Column of a table")),
}
