"""The forms of the partner's office: its half of a call, people of its side, links for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.calls.actions.partnering import OWN_HALF
from kizuna.calls.forms import ListInput, MomentInput, settle
from kizuna.calls.models import CallSide, Seat
from kizuna.core.fields import WordsInput

DAY = {"type": "date"}


def _typed(form: Any) -> None:
    """Takes what was typed over; the action validates the whole record."""
    form.instance = forms.models.construct_instance(form, form.instance, form._meta.fields, form._meta.exclude)


class HalfForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no generic forms at run time
    """What the partner's side lays down."""

    internal_until = MomentInput(label=_("Your internal deadline"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = CallSide
        fields = OWN_HALF
        widgets = {name: forms.DateInput(DAY, format="%Y-%m-%d") for name in ("spend_from", "spend_until")}

    def __init__(self, data: Any = None, *, instance: CallSide) -> None:
        super().__init__(data, instance=instance, initial={"version": instance.version})
        for name, field in self.fields.items():
            if isinstance(field, WordsInput):
                field.kept = self.initial.get(name)
        if value := self.initial.get("internal_until"):
            self.initial["internal_until"] = value.astimezone(instance.call.tz).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        settle(self, ("internal_until",), self.instance.call.zone)
        return cleaned

    def _post_clean(self) -> None:
        _typed(self)


class SeatForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody of the partner's side on the committee."""

    themes = ListInput(label=_("Themes"), required=False, help_text=_("What this person knows, with commas between."))

    class Meta:
        model = Seat
        fields = ("name", "email", "role", "themes", "begins", "ends")
        widgets = {name: forms.DateInput(DAY, format="%Y-%m-%d") for name in ("begins", "ends")}

    def __init__(self, data: Any = None, *, instance: Seat) -> None:
        super().__init__(data, instance=instance)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 - the model has choices
        # Whose office it is, our office says.
        role.choices = [one for one in Seat.Role.choices if one[0] != Seat.Role.OFFICE]

    def _post_clean(self) -> None:
        _typed(self)
