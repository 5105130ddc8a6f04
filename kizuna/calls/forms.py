"""The forms of calls: records of the office, a call begun, and what leads and reviewers type on the pages of links."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.calls.models import (
    Call,
    CallSide,
    Criterion,
    Decision,
    Question,
    Seat,
    Side,
    Strand,
    TeamMember,
    free_slug,
)
from kizuna.calls.models.call import GOALS
from kizuna.calls.rules import shipped
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import Text
from kizuna.core.values.money import CURRENCIES
from kizuna.core.wording import called, language
from kizuna.partners.models import Partnership

HINT = _("As a clock in the call’s own time zone tells it.")


class ListInput(forms.CharField):
    """Reads words with commas between them as a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        parts = (part.strip() for part in super().clean(value).replace("、", ",").split(","))
        return list(dict.fromkeys(part for part in parts if part))


class MomentInput(forms.DateTimeField):
    """A day and a time, without a zone: the call says which."""

    def __init__(self, *, help_text: Any = HINT, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, help_text=help_text, **kwargs)


def _there(value: datetime, zone: str) -> datetime:
    """What somebody typed as the clock of that zone, whatever the clock of this machine."""
    return timezone.make_naive(value).replace(tzinfo=zoneinfo.ZoneInfo(zone))


def settle(form: forms.BaseForm, names: Iterable[str], zone: str) -> None:
    """Puts typed moments into the zone of the call; an unknown zone is refused by the call itself."""
    if zone in zoneinfo.available_timezones():
        for name in names:
            if form.cleaned_data.get(name):
                form.cleaned_data[name] = _there(form.cleaned_data[name], zone)


class CallForm(RecordForm):
    """Edits a call."""

    opens_at = MomentInput(label=_("Opens"), required=False)
    closes_at = MomentInput(label=_("Closes"), required=False)
    themes = ListInput(label=_("Themes"), required=False, help_text=_("With commas between them."))
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Sustainable Development Goals"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Call
        fields = ("title", "slug", "kind", "partnership", "programme", "zone", "opens_at", "closes_at", "text",
                  "themes", "leads_each", "disciplines", "early_career", "employed_until", "sdgs", "sdgs_least",
                  "letters_each",
                  "reviews_each", "awards", "rank_by", "follows", "visibility")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = self.fields["sdgs"]
        assert isinstance(goals, forms.TypedMultipleChoiceField)  # noqa: S101 - it stands above
        goals.choices = [(one, f"{one} · {name}") for one, name in GOALS.items()]
        for name in ("opens_at", "closes_at"):
            if value := self.initial.get(name):
                self.initial[name] = value.astimezone(self.instance.tz).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        settle(self, ("opens_at", "closes_at"), cleaned.get("zone", ""))
        return cleaned


class CallSideForm(RecordForm):
    """Edits what one side lays down."""

    internal_until = MomentInput(label=_("Internal deadline"), required=False)

    class Meta:
        model = CallSide
        fields = ("call", "side", "organisation", "pays", "currency", "budget", "roles", "costs", "internal_until",
                  "spend_from", "spend_until", "visibility")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if value := self.initial.get("internal_until"):
            self.initial["internal_until"] = value.astimezone(self.instance.call.tz).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        call = cleaned.get("call")
        settle(self, ("internal_until",), call.zone if call is not None else "")
        return cleaned


class StrandForm(RecordForm):
    """Edits a strand."""

    class Meta:
        model = Strand
        fields = (
            "call",
            "name",
            "months",
            "home_ceiling",
            "partner_ceiling",
            "report_every",
            "report_after",
            "order",
            "visibility",
        )


class CriterionForm(RecordForm):
    """Edits a criterion."""

    class Meta:
        model = Criterion
        fields = ("call", "name", "text", "weight", "scale", "threshold", "tie_order", "order", "visibility")


class QuestionForm(RecordForm):
    """Edits a question."""

    class Meta:
        model = Question
        fields = ("call", "name", "text", "longest", "required", "order", "visibility")


class SeatForm(RecordForm):
    """Edits who sits on the committee."""

    themes = ListInput(label=_("Themes"), required=False, help_text=_("What this person knows, with commas between."))

    class Meta:
        model = Seat
        fields = ("call", "side", "role", "name", "email", "person", "unit", "themes", "begins", "ends")


class BeginForm(forms.Form):
    """A new call on one screen."""

    title = forms.CharField(label=_("What is the call called?"), max_length=200)
    rules = forms.ChoiceField(label=_("By which rules?"), widget=forms.RadioSelect)
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=_("With which partner?"), required=False, empty_label=_("none yet")
    )
    partner_currency = forms.CharField(label=_("The partner’s currency"), max_length=3, help_text=_("Such as CHF."))
    zone = forms.CharField(label=_("Time zone of its deadlines"), max_length=60, initial="Asia/Tokyo")
    opens_at = MomentInput(label=_("Opens"), required=False)
    closes_at = MomentInput(label=_("Closes"), required=False)

    def __init__(self, *args: Any, home: Home, user: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = home
        rules, partner = self.fields["rules"], self.fields["partnership"]
        assert isinstance(rules, forms.ChoiceField)  # noqa: S101 - it stands above
        assert isinstance(partner, forms.ModelChoiceField)  # noqa: S101 - it stands above
        rules.choices = [(one.key, one.said(language())) for one in shipped().values()]
        partner.queryset = Partnership.objects.visible_to(user).filter(home=home)
        partner.label_from_instance = called  # type: ignore[assignment]

    def clean_partner_currency(self) -> str:
        """The code of ISO 4217, in capitals."""
        code = str(self.cleaned_data["partner_currency"]).upper()
        if code not in CURRENCIES:
            raise ValidationError(_now("This is not a currency code of ISO 4217."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("zone") not in zoneinfo.available_timezones():
            self.add_error("zone", _("This is no time zone; write it as Asia/Tokyo or Europe/London."))
        settle(self, ("opens_at", "closes_at"), cleaned.get("zone", ""))
        return cleaned

    def call(self) -> Call:
        """The call that was typed, not yet on record, with a name for its address that is free."""
        given = self.cleaned_data
        slug = free_slug(self.home, given["title"])
        dates = {name: given[name] for name in ("zone", "opens_at", "closes_at", "partnership")}
        return Call(
            home=self.home, slug=slug, title=Text.from_json({"en": given["title"]}), visibility="staff", **dates
        )


class StartForm(forms.Form):
    """A new proposal: who leads it on each side."""

    home_leads = forms.CharField(
        label=_("Who leads on our side"), widget=forms.Textarea({"rows": 2}), max_length=2000,
        help_text=_("One on a line: name, e-mail."),
    )  # fmt: skip
    partner_leads = forms.CharField(
        label=_("Who leads on the partner’s side"), widget=forms.Textarea({"rows": 2}), max_length=2000,
        help_text=_("One on a line: name, e-mail."),
    )  # fmt: skip

    def clean_home_leads(self) -> list[TeamMember]:
        """The leads of our side."""
        return _leads(self.cleaned_data["home_leads"], Side.HOME)

    def clean_partner_leads(self) -> list[TeamMember]:
        """The leads of the partner's side."""
        return _leads(self.cleaned_data["partner_leads"], Side.PARTNER)


def _leads(text: str, side: str) -> list[TeamMember]:
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name, comma, email = line.rpartition(",")
        if not comma or not name.strip():
            raise ValidationError(_now("Write “%(line)s” as name, e-mail.") % {"line": line[:100]})
        validate_email(email.strip())
        lead = TeamMember(side=side, role=TeamMember.Role.LEAD, name=name.strip()[:200], email=email.strip().lower())
        found.append(lead)
    return found


class DecideForm(forms.Form):
    """What the joint meeting decided on one proposal."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Decision.Outcome.choices)
    home_amount = forms.DecimalField(label=_("Our side pays"), min_value=Decimal(0), max_digits=16, required=False)
    partner_amount = forms.DecimalField(
        label=_("The partner’s side pays"), min_value=Decimal(0), max_digits=16, required=False
    )

    def decided(self) -> dict[str, Any]:
        """What was typed; no amount is nought."""
        return {name: value or Decimal(0) if name != "outcome" else value for name, value in self.cleaned_data.items()}


KINDS: dict[str, Kind] = {
    "call": Kind(CallForm, Call, _("Call")),
    "side": Kind(CallSideForm, CallSide, _("Side of a call")),
    "strand": Kind(StrandForm, Strand, _("Strand")),
    "criterion": Kind(CriterionForm, Criterion, _("Criterion")),
    "question": Kind(QuestionForm, Question, _("Question")),
    "seat": Kind(SeatForm, Seat, _("Seat on the committee")),
}
