"""Choosing one record out of many: found by name, in a box that needs no script and is quicker with it."""

from __future__ import annotations

import inspect
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import WordsField
from kizuna.core.models.record import Reader
from kizuna.core.values import fold
from kizuna.core.wording import called

# Up to so many options a plain list is the quicker way.
MANY = 40
OFFERED = 20


def named(rows: Any, text: str, user: Reader) -> Any:
    """Those of the rows one of whose names contains the text, as far as this reader may see it."""
    if hasattr(rows, "called"):
        takes_reader = "user" in inspect.signature(rows.called).parameters
        return rows.called(text, user) if takes_reader else rows.called(text)
    asked = Q()
    for field in rows.model._meta.concrete_fields:
        if isinstance(field, WordsField) and field.name in {"name", "title", "text"}:
            for code, _label in settings.LANGUAGES:
                asked |= Q(**{f"{field.name}__{code}__icontains": text})
        elif field.name == "slug":
            asked |= Q(slug__icontains=text)
    return rows.filter(asked) if asked and text else rows.none()


def offered(rows: Any, text: str, user: Reader) -> list[Any]:
    """At most twenty of those found, the ones called exactly so first; without a text the first twenty of all."""
    text = text.strip()[:200]
    found = named(rows, text, user) if text else rows
    if any(one.name == "organisation" for one in rows.model._meta.concrete_fields):
        found = found.select_related("organisation")
    key = fold(text)
    listed = list(found[: OFFERED * 5])
    ranked = sorted(listed, key=lambda row: (fold(called(row)) != key, not fold(called(row)).startswith(key)))
    return ranked[:OFFERED]


class Combobox(forms.Widget):
    """A box to type a name into. With script it offers what fits; without, the name is looked up on saving."""

    template_name = "components/combobox.html"
    needs_multipart_form = False

    def __init__(self, field: Any, name: str, user: Reader) -> None:
        super().__init__()
        self.field, self.name, self.user = field, name, user
        self.choices: Any = ()
        self.matches: list[Any] = []
        self.typed = ""

    def __deepcopy__(self, memo: Any) -> Combobox:
        return Combobox(self.field, self.name, self.user)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 - Django calls it so
        """The primary key of what was chosen, or of the only row that is called as typed."""
        chosen, typed = data.get(name) or "", data.get(f"{name}_text")
        picked = data.get(f"{name}_pick") or ""
        if picked or typed is None:
            return picked or chosen
        typed = typed.strip()
        kept = self._row(chosen)
        if not typed or (kept is not None and typed == called(kept)):
            return chosen if typed else ""
        self.typed, self.matches = typed, offered(self.field.queryset, typed, self.user)
        same = [row for row in self.matches if fold(called(row)) == fold(typed)] or self.matches
        return str(same[0].pk) if len(same) == 1 else typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002 - Django calls it so
        return name not in data and f"{name}_text" not in data

    def _row(self, key: Any) -> Any:
        text = str(key or "")
        rows = self.field.queryset
        return rows.filter(pk=int(text)).first() if rows is not None and text.isascii() and text.isdigit() else None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template shows: the row chosen, what was typed, and what that may have meant."""
        context = super().get_context(name, value, attrs)
        row = self._row(value)
        context["widget"].update(
            chosen=row.pk if row else "",
            text=called(row) if row else self.typed,
            matches=[] if row else self.matches,
            address=f"?choices={self.name}",
        )
        return context


def searched(form: forms.ModelForm[Any], user: Reader) -> None:
    """Gives the fields of a form that offer many records a box to type into."""
    for name, field in form.fields.items():
        rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
        if rows is not None and rows.order_by()[: MANY + 1].count() > MANY:
            box = Combobox(field, name, user)
            box.is_required = field.required
            field.widget = box
            field.error_messages["invalid_choice"] = _("Choose one of those on record; type a part of its name.")


def options(request: HttpRequest, form: forms.ModelForm[Any], user: Reader) -> HttpResponse:
    """The options for the field that the address names: only what this person may see and use in this form."""
    name = request.GET.get("choices", "")
    field = form.fields.get(name)
    rows: list[Any] = []
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        typed = request.GET.get("q") or request.GET.get(f"{form.add_prefix(name)}_text", "")
        rows = offered(field.queryset, typed, user)
    return render(request, "core/_options.html", {"rows": rows, "field": form.add_prefix(name)})
