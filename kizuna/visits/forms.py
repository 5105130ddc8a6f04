"""The forms of visits, one per kind of record, and the short ones by which a visit begins and a request is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateInput
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Home
from kizuna.core.models.mails import can_be_sent
from kizuna.core.models.record import Reader
from kizuna.core.values import Text
from kizuna.core.wording import called
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Partnership
from kizuna.visits.models import (
    Delegate,
    Leg,
    Meeting,
    Participant,
    Request,
    Stop,
    Task,
    TemplateLine,
    Visit,
    VisitTemplate,
)
from kizuna.visits.models.visit import Direction
from kizuna.visits.noting import KINDS as NOTED

DATES = ("begins", "ends")
TIMES = ("at", "until")


class VisitForm(RecordForm):
    """Edits a visit."""

    class Meta:
        model = Visit
        fields = ("title", "slug", "direction", "purpose", "text", *DATES, "partnership", "organisation", "zone_ours",
                  "zone_theirs", "called_off", "visibility")  # fmt: skip


class DelegateForm(RecordForm):
    """Edits who belongs to a delegation."""

    class Meta:
        model = Delegate
        fields = ("visit", "person", "named", "count", "post", "role", "order", "visibility")


class LegForm(RecordForm):
    """Edits a leg of a visit."""

    class Meta:
        model = Leg
        fields = ("visit", "country", "place", *DATES, "purpose", "zone", "order", "visibility")


class StopForm(RecordForm):
    """Edits a stop."""

    class Meta:
        model = Stop
        fields = ("visit", "leg", "kind", "organisation", "partnership", "activity", "named", "count", *DATES, *TIMES,
                  "place", "text", "order", "visibility")  # fmt: skip


class MeetingForm(RecordForm):
    """Edits a meeting, or a part of the programme."""

    class Meta:
        model = Meeting
        fields = ("visit", "stop", "kind", "title", "organisation", "partnership", "state", *DATES, *TIMES, "zone",
                  "place", "online", "occasion", "topics", "said", "activity", "agreement", "deed", "order",
                  "visibility")  # fmt: skip


class ParticipantForm(RecordForm):
    """Edits who takes part in a meeting."""

    class Meta:
        model = Participant
        fields = ("meeting", "side", "person", "named", "post", "organisation", "role", "order", "visibility")


class TaskForm(RecordForm):
    """Edits something to prepare."""

    class Meta:
        model = Task
        fields = ("visit", "kind", "text", "due", "who", "remark", "order", "visibility")


class TemplateForm(RecordForm):
    """Edits a template."""

    class Meta:
        model = VisitTemplate
        fields = ("name", "direction", "purpose", "days", "visibility")


class TemplateLineForm(RecordForm):
    """Edits a line of a template."""

    class Meta:
        model = TemplateLine
        fields = ("template", "what", "kind", "text", "days_before", "day", *TIMES, "order", "visibility")


KINDS: dict[str, Kind] = {
    "visit": Kind(VisitForm, Visit, _("Visit")),
    "delegate": Kind(DelegateForm, Delegate, _("Member of a delegation")),
    "leg": Kind(LegForm, Leg, _("Leg of a visit")),
    "stop": Kind(StopForm, Stop, _("Stop")),
    "meeting": Kind(MeetingForm, Meeting, _("Meeting")),
    "participant": Kind(ParticipantForm, Participant, _("Participant of a meeting")),
    "task": Kind(TaskForm, Task, _("Something to prepare")),
    "visit-template": Kind(TemplateForm, VisitTemplate, _("Template of visits")),
    "template-line": Kind(TemplateLineForm, TemplateLine, _("Line of a template")),
    **NOTED,
}


class BeginForm(forms.Form):
    """A new visit in one screen: what it is, when, with whom, and what prepares it."""

    title = forms.CharField(label=_("What is the visit called?"), max_length=200)
    direction = forms.ChoiceField(
        label=_("Which way?"), choices=Direction.choices, widget=forms.RadioSelect, required=False,
        help_text=_("A template says so by itself."),
    )  # fmt: skip
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=_("With which partner?"), required=False, empty_label=_("several, or another")
    )
    begins = FuzzyDateInput(
        label=_("First day"), required=False, help_text=_("As exactly as you know it: 12 May 2027, May 2027.")
    )
    ends = FuzzyDateInput(label=_("Last day"), required=False, help_text=_("Empty: the same day."))
    purpose = forms.CharField(label=_("What for?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    template = forms.ModelChoiceField(
        VisitTemplate.objects.none(), label=_("Prepare it as"), required=False, empty_label=_("nothing yet"),
        help_text=_("What is to be prepared and how the days begin; all of it can be changed afterwards."),
    )  # fmt: skip

    def __init__(self, *args: Any, home: Home, user: Reader, incoming: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home, self.incoming = home, incoming
        partners = Partnership.objects.visible_to(user).filter(home=home)
        templates = VisitTemplate.objects.visible_to(user).filter(home=home)
        if incoming:
            del self.fields["direction"]
            templates = templates.filter(direction=Direction.IN)
        for name, rows in (("partnership", partners), ("template", templates)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - both stand above
            field.queryset, field.label_from_instance = rows, called  # type: ignore[assignment]
        for name in DATES:
            date = self.fields[name]
            assert isinstance(date, FuzzyDateInput)  # noqa: S101 - both stand above
            date.calendar = home.calendar

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        template = cleaned.get("template")
        way = Direction.IN if self.incoming else cleaned.get("direction") or (template.direction if template else "")
        if template is not None and template.direction != way:
            self.add_error("template", _("This template is for other visits."))
        if not way and "direction" not in self.errors:
            self.add_error("direction", _("Say which way the delegation goes, or choose a template."))
        cleaned["direction"] = way
        return cleaned

    def visit(self) -> Visit:
        """The visit that is meant; not yet saved."""
        given = self.cleaned_data
        code = (get_language() or "en").split("-")[0]
        own = {name: given[name] for name in ("partnership", *DATES)}
        return Visit(
            home=self.home, direction=given.get("direction", Direction.IN),
            title=Text.from_json({code: given["title"].strip()}),
            purpose=Text.from_json({code: given["purpose"].strip()} if given["purpose"].strip() else {}), **own,
        )  # fmt: skip


class AcceptForm(BeginForm):
    """The visit that a request becomes, and what the guests are told."""

    tell = forms.BooleanField(label=_("Tell the guests by mail"), required=False, initial=True)
    word = forms.CharField(
        label=_("A word to the guests"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Stands in the mail, below the answer."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, incoming=True, **kwargs)
        if not can_be_sent():
            del self.fields["tell"], self.fields["word"]


class AnswerForm(forms.Form):
    """Why a request is declined, and whether the guests are told."""

    word = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    tell = forms.BooleanField(
        label=_("Tell the guests by mail"), required=False, initial=True,
        help_text=_("The mail gives them the reason as you wrote it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_be_sent():
            del self.fields["tell"]


class HandForm(forms.Form):
    """To which department a request is handed."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Department"), empty_label=_("choose …"))
    word = forms.CharField(label=_("A word to the department"), max_length=2000, required=False)

    def __init__(self, *args: Any, home: Home, user: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.visible_to(user).filter(home_of__home=home)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it stands above
        field.queryset = Unit.objects.visible_to(user).filter(organisation__in=own, alias_of=None)
        field.label_from_instance = called  # type: ignore[assignment]


class AskForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no generic forms at run time
    """What a guest writes who wishes to visit; the page is open to everybody."""

    # No guest sees it: what fills it in is a machine.
    website = forms.CharField(required=False, max_length=200)

    class Meta:
        model = Request
        fields = ("name", "email", "institution", "country", "purpose", "when", "guests", "delegation", "wishes")
        widgets = {name: forms.Textarea({"rows": 4}) for name in ("purpose", "delegation", "wishes")}

    def __init__(self, *args: Any, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "instance": Request(home=home)})
        labels = {
            "name": _("Your name"), "email": _("Your e-mail address"), "institution": _("Your institution"),
            "country": _("Country"), "purpose": _("What is the purpose of the visit?"),
            "when": _("When would you like to come?"), "guests": _("How many guests?"),
            "delegation": _("Who comes? Names and posts"), "wishes": _("Whom would you like to meet?"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["when"].help_text = _("As exactly as you know it: 12 May 2027, May 2027, spring 2027.")
        when = self.fields["when"]
        assert isinstance(when, FuzzyDateInput)  # noqa: S101 - the model says so
        when.calendar = home.calendar

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error(None, _("Please leave the hidden box empty."))
        return cleaned

    def request(self) -> Request:
        """What was asked for; not yet saved."""
        found: Request = self.save(commit=False)
        found.language = (get_language() or "en")[:10]
        return found
