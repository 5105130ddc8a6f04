"""The forms of calls: records of the office, a call begun, and what leads and reviewers type on the pages of links."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.calls.actions.judging import Judged
from kizuna.calls.actions.proposals import Line, Written
from kizuna.calls.models import (
    BudgetLine,
    Call,
    CallSide,
    Criterion,
    Decision,
    Proposal,
    Question,
    Review,
    Seat,
    Side,
    Strand,
    TeamMember,
    free_slug,
)
from kizuna.calls.rules import shipped
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import Text
from kizuna.core.values.money import CURRENCIES
from kizuna.core.wording import called, language
from kizuna.partners.models import Partnership

LINES = 12  # of a budget, on the page of a lead
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

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, help_text=HINT, **kwargs)


def _there(value: datetime, zone: str) -> datetime:
    """What somebody typed as the clock of that zone, whatever the clock of this machine."""
    return timezone.make_naive(value).replace(tzinfo=zoneinfo.ZoneInfo(zone))


def _settle(form: forms.BaseForm, names: Iterable[str], zone: str) -> None:
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

    class Meta:
        model = Call
        fields = ("title", "slug", "kind", "partnership", "programme", "zone", "opens_at", "closes_at", "text",
                  "themes", "leads_each", "disciplines", "reviews_each", "awards", "rank_by", "follows",
                  "visibility")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            if value := self.initial.get(name):
                self.initial[name] = value.astimezone(self.instance.tz).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _settle(self, ("opens_at", "closes_at"), cleaned.get("zone", ""))
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
        _settle(self, ("internal_until",), call.zone if call is not None else "")
        return cleaned


class StrandForm(RecordForm):
    """Edits a strand."""

    class Meta:
        model = Strand
        fields = ("call", "name", "months", "home_ceiling", "partner_ceiling", "order", "visibility")


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
        _settle(self, ("opens_at", "closes_at"), cleaned.get("zone", ""))
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


class ProposalForm(forms.Form):
    """What a lead types: title, strand, themes, an answer to each question, and the budget of one side."""

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    strand = forms.ChoiceField(label=_("Strand"), required=False)
    themes = ListInput(label=_("Themes"), required=False, help_text=_("With commas between them."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any, *, proposal: Proposal, side: str) -> None:
        call, self.side = proposal.call, side
        self.questions = list(call.questions.all())
        strand = proposal.strand_id or ""
        begun = {"title": proposal.title, "strand": strand, "themes": proposal.themes, "version": proposal.version}
        super().__init__(data, initial=begun)
        choice = self.fields["strand"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - it stands above
        choice.choices = [("", _("choose …")), *((one.pk, str(one.name)) for one in call.strands.all())]
        known = {one.question_id: one for one in proposal.answers.all()}
        for one in self.questions:
            answer = known.get(one.pk)
            self.fields[f"answer-{one.pk}"] = forms.CharField(
                label=str(one.name), help_text=str(one.text), required=False, max_length=one.longest,
                widget=forms.Textarea({"rows": 6}), initial=answer.text if answer else "",
            )  # fmt: skip
            self.fields[f"read-{one.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, initial=answer.version if answer else 0
            )
        row = call.sides.filter(side=side).first()
        self.currency = row.currency if row else ""
        lines = list(BudgetLine.objects.filter(proposal=proposal, side=side))
        for number in range(max(LINES, len(lines))):
            line = lines[number] if number < len(lines) else None
            self.fields[f"for-{number}"] = forms.CharField(
                label=_("For what"), max_length=300, required=False, initial=line.text if line else ""
            )
            self.fields[f"amount-{number}"] = forms.DecimalField(
                label=_("Amount"), min_value=0, max_digits=16, decimal_places=2, required=False,
                initial=line.amount if line else None,
            )  # fmt: skip
        self.count = max(LINES, len(lines))

    def asked(self) -> list[tuple[Any, Any]]:
        """Each question's box with the hidden version beside it."""
        return [(self[f"answer-{one.pk}"], self[f"read-{one.pk}"]) for one in self.questions]

    def priced(self) -> list[tuple[Any, Any]]:
        """Each line of the budget."""
        return [(self[f"for-{number}"], self[f"amount-{number}"]) for number in range(self.count)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.count):
            if cleaned.get(f"amount-{number}") is not None and not cleaned.get(f"for-{number}"):
                self.add_error(f"for-{number}", _("Say what the money is for."))
            if cleaned.get(f"for-{number}") and cleaned.get(f"amount-{number}") is None:
                self.add_error(f"amount-{number}", _("Say how much."))
        return cleaned

    def written(self) -> Written:
        """What was typed, with the versions that were read."""
        given = self.cleaned_data
        answers = {one.pk: (given[f"answer-{one.pk}"], given[f"read-{one.pk}"] or 0) for one in self.questions}
        strand = int(given["strand"]) if given["strand"] else None
        return Written(given["title"], given["version"], strand, given["themes"], answers)

    def lines(self) -> list[Line]:
        """The budget of the side."""
        given = self.cleaned_data
        rows = ((given[f"for-{number}"], given[f"amount-{number}"]) for number in range(self.count))
        return [Line(text, amount, self.currency) for text, amount in rows if text]


class ReviewForm(forms.Form):
    """What a reviewer types: a score by each criterion, and two texts."""

    text = forms.CharField(
        label=_("For the committee"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 5})
    )
    summary = forms.CharField(
        label=_("For the applicants"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any, *, criteria: Sequence[Criterion], review: Review) -> None:
        super().__init__(data, initial={"text": review.text, "summary": review.summary, "version": review.version})
        self.criteria = criteria
        known = {one.criterion_id: one.value for one in review.scores.all()} if review.pk else {}
        for one in criteria:
            told = _("From 0 to %(most)s.") % {"most": one.scale}
            self.fields[f"score-{one.pk}"] = forms.DecimalField(
                label=str(one.name), help_text=f"{one.text} {told}".strip(), min_value=0, max_value=one.scale,
                max_digits=6, decimal_places=2, required=False, initial=known.get(one.pk),
            )  # fmt: skip

    def scored(self) -> list[Any]:
        """The boxes of the criteria."""
        return [self[f"score-{one.pk}"] for one in self.criteria]

    def judged(self) -> Judged:
        """What was typed."""
        given = self.cleaned_data
        told = {one.pk: given[f"score-{one.pk}"] for one in self.criteria}
        scores = {key: value for key, value in told.items() if value is not None}
        return Judged(given["version"], scores, given["text"], given["summary"])


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
