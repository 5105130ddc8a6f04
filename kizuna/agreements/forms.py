"""The forms of agreements, one per kind of record, and the form of a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.agreements.models import Agreement, AgreementFile, Party, Signature
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Visibility


class AgreementForm(RecordForm):
    """Edits an agreement."""

    class Meta:
        model = Agreement
        fields = ("title", "partnership", "kind", "level", "several", "how_many", "parent", "predecessor",
                  "text", "contents", "languages", "concluded", "begins", "ends", "expiry_basis", "renewal",
                  "renewal_months", "notice_months", "seen", "ended", "ended_reason", "visibility")  # fmt: skip

    def usable(self, rows: Any) -> Any:
        """The agreement itself is no choice above or before itself."""
        found = super().usable(rows)
        return found.exclude(pk=self.instance.pk) if found.model is Agreement and self.instance.pk else found


class PartyForm(RecordForm):
    """Edits one party."""

    class Meta:
        model = Party
        fields = ("agreement", "organisation", "unit", "side", "number", "order", "visibility")


class SignatureForm(RecordForm):
    """Edits one signature."""

    class Meta:
        model = Signature
        fields = ("party", "person", "post", "title_then", "when", "place", "language", "sure", "visibility")


class FileForm(forms.Form):
    """Takes a file to be kept with an agreement."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG, DOCX or TXT, up to 20 MB."), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementFile.Kind.choices)
    language = forms.CharField(label=_("Language"), max_length=35, required=False)
    visibility = forms.ChoiceField(label=_("Visibility"), choices=Visibility.choices, initial="office")


KINDS: dict[str, Kind] = {
    "agreement": Kind(AgreementForm, Agreement, _("Agreement")),
    "party": Kind(PartyForm, Party, _("Party")),
    "signature": Kind(SignatureForm, Signature, _("Signature")),
}
