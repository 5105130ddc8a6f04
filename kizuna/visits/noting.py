"""What the host of a meeting types on the page of their link, and the forms of the office around it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateInput
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Account, Home
from kizuna.visits.actions.notes import LONGEST, MOST_STEPS, Step, Written
from kizuna.visits.models import Commitment, MeetingNote, VisitReport
from kizuna.visits.models.notes import LONGEST as LONGEST_TEXT

# Empty lines for next steps at the foot of the form.
EMPTY = 3
Side = Commitment.Side


class NoteForm(forms.Form):
    """Two paragraphs, and who wrote them."""

    author = forms.CharField(label=_("Your name"), max_length=200)
    text = forms.CharField(
        label=_("What was talked about"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 6}),
        help_text=_("One paragraph is enough."),
    )  # fmt: skip
    outcome = forms.CharField(
        label=_("What came of it"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 6}),
        help_text=_("What was agreed, what stays open, what surprised you."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of your text"), choices=settings.LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class StepForm(forms.Form):
    """One next step: what, whose it is, by when."""

    text = forms.CharField(label=_("What is to be done"), max_length=1000, required=False)
    side = forms.ChoiceField(label=_("On which side"), choices=Side.choices, required=False)
    who = forms.CharField(label=_("Who sees to it"), max_length=200, required=False)
    due = FuzzyDateInput(label=_("By when"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = any(cleaned.get(name) for name in ("who", "due"))
        if given and not cleaned.get("text") and not cleaned.get("key"):
            self.add_error("text", _("Say what is to be done."))
        due = cleaned.get("due")
        if due and due.end.latest is None:
            self.add_error("due", _("Say by when, at least the year; leave it empty while that is open."))
        return cleaned


class Noting:
    """The page of a link: the form of the note with one line for each next step, filled with what is on record."""

    def __init__(self, home: Home, note: MeetingNote | None, steps: list[Commitment], name: str, data: Any) -> None:
        self.open = [one for one in steps if one.state == Commitment.State.OPEN]
        self.settled = [one for one in steps if one.state != Commitment.State.OPEN]
        language = get_language() or "en"
        if note is not None:
            found = note.text.get(language)
            language = found.language or language
        begun = {"author": note.author if note else name, "language": language, "version": note.version if note else 0,
                 "text": note.text.get(language).value if note else "",
                 "outcome": note.outcome.get(language).value if note else ""}  # fmt: skip
        self.note = NoteForm(data, initial=begun)
        lines = [{"text": one.text.get(language).value, "side": one.side, "who": one.owner_words, "due": one.due,
                  "key": one.uuid, "version": one.version} for one in self.open]  # fmt: skip
        made = forms.formset_factory(StepForm, extra=EMPTY, max_num=MOST_STEPS, absolute_max=MOST_STEPS * 2)
        self.steps = made(data, initial=lines, prefix="step")
        for line in self.steps.forms:
            due = line.fields["due"]
            assert isinstance(due, FuzzyDateInput)  # noqa: S101 - the field stands above
            due.calendar, due.kept = home.calendar, line.initial.get("due")

    def is_valid(self) -> bool:
        """Whether everything that was typed can be kept."""
        return bool(self.note.is_valid() & self.steps.is_valid())

    def written(self) -> Written:
        """What was typed."""
        given = self.note.cleaned_data
        lines = [one.cleaned_data for one in self.steps.forms if one.cleaned_data]
        steps = tuple(
            Step(line["text"], line["side"] or Side.NOT_STATED.value, line["who"], line["due"], line["key"],
                 line["version"] or 0)
            for line in lines if line["text"] or line["key"]
        )  # fmt: skip
        return Written(
            given["author"], given["text"], given["outcome"], given["language"], steps, version=given["version"]
        )


class LinkForm(forms.Form):
    """For whom a link is, and how long it lasts."""

    name = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("Who hosted the meeting; the name stands under the note.")
    )
    days = forms.IntegerField(label=_("How many days it lasts"), min_value=1, max_value=LONGEST, initial=30)


class DropForm(forms.Form):
    """Why a promise is dropped."""

    reason = forms.CharField(label=_("Why it is dropped"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class CommitmentForm(RecordForm):
    """Edits a promise."""

    class Meta:
        model = Commitment
        fields = ("text", "side", "owner", "person", "owner_words", "promised", "due", "partnership", "visit",
                  "meeting", "visibility")  # fmt: skip

    def usable(self, rows: Any) -> Any:
        """Who sees to it works in the home."""
        if rows.model is Account:
            return Account.objects.filter(memberships__home=self.home, is_active=True).order_by("name", "pk")
        return super().usable(rows)


class MeetingNoteForm(RecordForm):
    """Edits the note of a meeting."""

    class Meta:
        model = MeetingNote
        fields = ("meeting", "author", "text", "outcome", "visibility")


class ReportForm(RecordForm):
    """Edits what the leader of a visit says of it all."""

    class Meta:
        model = VisitReport
        fields = ("visit", "text", "visibility")


KINDS: dict[str, Kind] = {
    "commitment": Kind(CommitmentForm, Commitment, _("Promise")),
    "meeting-note": Kind(MeetingNoteForm, MeetingNote, _("Note of a meeting")),
    "visit-report": Kind(ReportForm, VisitReport, _("Report of a visit")),
}
