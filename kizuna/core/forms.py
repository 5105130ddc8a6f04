"""The form every record is edited with, and the forms of core's own records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kizuna.core import picturing
from kizuna.core.fields import FuzzyDateInput, QuantityInput, WordsInput
from kizuna.core.models import Citation, Figure, Home, Note, Picture, Record, Source
from kizuna.core.models.record import Reader
from kizuna.core.wording import called

# What Django shows for “nothing chosen”.
LINE = "---------"
LINES = re.compile(r"^\s*(\d+(\s*[-–]\s*\d+)?)(\s*,\s*\d+(\s*[-–]\s*\d+)?)*\s*$")


class LinesInput(forms.CharField):
    """Reads "46, 48–50" as a list of line numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(line) for line in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        if not text:
            return []
        if not LINES.match(text):
            raise forms.ValidationError(_("Write lines as 46, 48–50."), code="lines")
        found: list[int] = []
        for part in text.split(","):
            ends = [int(number) for number in re.split(r"[-–]", part)]
            if not 0 < ends[0] <= ends[-1] <= 1_000_000 or ends[-1] - ends[0] > 1000:
                raise forms.ValidationError(_("The lines %(part)s are not in order.") % {"part": part.strip()})
            found.extend(range(ends[0], ends[-1] + 1))
        return found


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no generic forms at run time
    """Edits one record: keeps the version that was read, offers only what the home may use, and asks for the source."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    cite_source = forms.ModelChoiceField(
        Source.objects.none(), label=_("Source"), required=False, empty_label=_("not given"),
        help_text=_("Where this is stated, so that readers can open it."),
    )  # fmt: skip
    cite_lines = LinesInput(label=_("Lines"), required=False, help_text=_("Lines in the document, such as 46, 48–50."))
    cite_place = forms.CharField(
        label=_("Other place"), required=False, max_length=200, help_text=_("A page, a paragraph or a number.")
    )

    def __init__(self, *args: Any, home: Home, user: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home, self.user = home, user
        self.initial["version"] = self.instance.version
        for name, field in list(self.fields.items()):
            if isinstance(field, FuzzyDateInput | QuantityInput | WordsInput):
                field.kept = self.initial.get(name)
            if isinstance(field, FuzzyDateInput):
                field.calendar = home.calendar
            _name_nothing(field)
            if isinstance(field, forms.ModelChoiceField):
                every = self.usable(field.queryset)
                field.queryset = every.canonical() if hasattr(every, "canonical") else every
                if self.initial.get(name) and not field.queryset.filter(pk=self.initial[name]).exists():
                    # An alias is not offered anew; who points to one already may go on doing so.
                    field.queryset = every.filter(Q(pk=self.initial[name]) | Q(pk__in=field.queryset.values("pk")))
                if self.initial.get(name) and not field.queryset.filter(pk=self.initial[name]).exists():
                    # It points to what this person may not see or choose: left out here, it stays as it is.
                    del self.fields[name]
                field.label_from_instance = called  # type: ignore[assignment]
        if self.is_bound and not self.instance.pk:
            self.instance.visibility = self.instance.visibility or "staff"

    def usable(self, rows: Any) -> Any:
        """The rows that may be chosen here: those this person sees, and of a home only its own."""
        rows = rows.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(self.user)
        names = {field.name for field in rows.model._meta.get_fields()}
        if "fictional" in names and rows.model is not Home:
            rows = rows.filter(fictional=self.home.fictional)
        for column in rows.model._meta.concrete_fields:
            whole = column.related_model if column.is_relation and not column.null else None
            if whole not in (None, Home) and any(field.name == "fictional" for field in whole._meta.concrete_fields):
                # A part of what is invented is invented too.
                rows = rows.filter(**{f"{column.name}__fictional": self.home.fictional})
        return rows.filter(Q(home=self.home) | Q(home=None)) if "home" in names and rows.model is not Home else rows

    # A room's form that looks for similar ones: the fields it looks at, the last of them shown before what it finds.
    watched: tuple[str, ...] = ()

    def alike(self, typed: Mapping[str, Any]) -> list[Any]:  # noqa: ARG002 - for the forms that look
        """Those on record that may be the same as a new one with these words, likeliest first."""
        return []

    @property
    def watching(self) -> str:
        """The boxes that are looked at while one types, by their names on the page."""
        return ",".join(
            box
            for name in self.watched
            for box in (
                [f"{name}_{code}" for code in getattr(self.fields[name].widget, "languages", ())]
                or [name, f"{name}_text"]
            )
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        placed = cleaned.get("cite_lines") or cleaned.get("cite_place")
        if placed and not cleaned.get("cite_source"):
            self.add_error("cite_source", _("Say in which source."))
        return cleaned

    def record(self) -> Record:
        """The record with what was typed, carrying the version that the person had read."""
        record: Record = self.save(commit=False)
        if self.cleaned_data.get("version") is not None:
            record.version = self.cleaned_data["version"]
        return record

    def cited(self) -> dict[str, Any]:
        """The citation asked for, as fields of a citation; empty for none."""
        if not self.cleaned_data.get("cite_source"):
            return {}
        return {
            "source": self.cleaned_data["cite_source"],
            "lines": self.cleaned_data["cite_lines"],
            "place": self.cleaned_data["cite_place"],
        }


def _name_nothing(field: forms.Field) -> None:
    """Says in words what choosing nothing means, where Django draws a line."""
    words = _("choose …") if field.required else _("not stated")
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == LINE:
        field.empty_label = words
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        field.choices = [(value, words if label == LINE else label) for value, label in choices]


class Kind(NamedTuple):
    """One kind of record that people edit: its form, its table, and its name on the page."""

    form: type[RecordForm]
    model: type[Any]
    label: Any


class SourceForm(RecordForm):
    """Edits a source document."""

    class Meta:
        model = Source
        fields = ("slug", "kind", "title", "publisher", "published", "as_of", "as_of_basis", "address", "language",
                  "visibility")  # fmt: skip


class NoteForm(RecordForm):
    """Edits a note."""

    class Meta:
        model = Note
        fields = ("kind", "text", "when", "address", "visibility")


class FigureForm(RecordForm):
    """Edits a figure."""

    class Meta:
        model = Figure
        fields = ("kind", "measure", "name", "quantity", "rank", "scope", "claimant", "window", "as_of", "rule",
                  "group", "country", "remark", "visibility")  # fmt: skip


class PictureForm(RecordForm):
    """Hangs up a picture, or edits what is said of one; another file is another picture."""

    file = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP, up to 20 MB. Its place, camera and time are not kept."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip

    class Meta:
        model = Picture
        fields = ("alt", "caption", "credit", "licence", "taken", "place", "order", "visibility")

    field_order = ("file", "alt", "caption", "credit", "licence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]

    def clean_file(self) -> Any:
        """The file, from which the sizes were made."""
        sent = self.cleaned_data["file"]
        # One byte more than allowed is enough to be refused.
        try:
            self.instance.sent = picturing.sizes_of(sent.read(picturing.LARGEST + 1))
        except forms.ValidationError as problem:
            raise forms.ValidationError(problem.messages) from problem
        return sent


class CitationForm(RecordForm):
    """Edits a citation; it is its own source."""

    lines = LinesInput(label=_("Lines"), required=False)

    class Meta:
        model = Citation
        fields = ("source", "lines", "place", "field", "basis", "says")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cite_source", "cite_lines", "cite_place"):
            del self.fields[name]


class TextFileForm(forms.Form):
    """Uploads the text of a source."""

    file = forms.FileField(label=_("Text file"), help_text=_("Plain text in UTF-8, as cited line by line."))


# What hangs on a record of any room can be taken away; a source that facts were taken from stays.
HUNG: dict[str, Kind] = {
    "citation": Kind(CitationForm, Citation, _("Citation")),
    "figure": Kind(FigureForm, Figure, _("Figure")),
    "note": Kind(NoteForm, Note, _("Note")),
}
# Hung up with its file, by a verb of its own.
PICTURES: dict[str, Kind] = {"picture": Kind(PictureForm, Picture, _("Picture"))}
SOURCES: dict[str, Kind] = {"source": Kind(SourceForm, Source, _("Source"))}
