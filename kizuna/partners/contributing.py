"""The forms by which departments contribute, and what a contribution looks like as an entry on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kizuna.core.forms import RecordForm
from kizuna.core.models.record import Reader
from kizuna.core.policy import role_in
from kizuna.core.values import Text, fold
from kizuna.directory.models import Charge, Unit
from kizuna.partners.forms import LinkForm, OutcomeForm, PlanForm
from kizuna.partners.models import Contribution, Link, LinkKind, Outcome, Partnership, Phase, Plan
from kizuna.partners.portfolio import main_programme

# So many of its words an entry on record has to share before the office is asked whether it is the same.
ALIKE = 0.2
ENTRY_FORMS: dict[str, type[RecordForm]] = {"activity": LinkForm, "outcome": OutcomeForm, "plan": PlanForm}


def units_of(user: Reader, home: Any) -> Any:
    """The departments for which this person may contribute: those in charge; for the office all of the home."""
    rows = Unit.objects.visible_to(user).filter(organisation__home_of__home=home, alias_of=None)
    if not user.is_authenticated or role_in(user, home) != "coordinator":
        return rows
    return rows.filter(charges__in=Charge.objects.visible_to(user).filter(membership=user.roles[home.pk]))


class ContributionForm(RecordForm):
    """What a department brings, on one screen of a phone; the text is in the language of the page."""

    kind = forms.ChoiceField(
        label=_("What do you bring?"), choices=Contribution.Kind, widget=forms.RadioSelect, initial="activity"
    )
    words = forms.CharField(
        label=_("In a few sentences"), max_length=5000, widget=forms.Textarea({"rows": 5}),
        help_text=_("What was done or is planned, by whom, with what result. The office may shorten it."),
    )  # fmt: skip

    class Meta:
        model = Contribution
        fields = ("kind", "unit", "partnership", "partner_named", "link_kind", "when", "phase", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cite_source", "cite_lines", "cite_place"):
            del self.fields[name]
        self.language = (get_language() or "en").split("-")[0]
        self.initial["words"] = self.instance.text.get(self.language).value
        self.order_fields(["kind", "unit", "partnership", "partner_named", "words", "when"])
        labels = {
            "unit": _("For which department?"),
            "partnership": _("With which partner?"),
            "partner_named": _("Or another partner, in words"),
            "when": _("When?"),
            "link_kind": _("What kind of tie is it?"),
            "address": _("A page about it"),
        }
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = label
        self.fields["when"].help_text = _("As exactly as you know it: May 2026, 2025/26, spring 2027.")
        units = list(self.fields["unit"].queryset[:2]) if "unit" in self.fields else []  # type: ignore[attr-defined]
        if len(units) == 1:
            self.initial["unit"] = self.initial.get("unit") or units[0].pk

    def usable(self, rows: Any) -> Any:
        found = super().usable(rows)
        if found.model is Unit:
            return units_of(self.user, self.home)
        if found.model is Partnership:
            return found.exclude(state=Partnership.State.ENDED)
        if found.model is Phase:
            return found.filter(programme=main_programme(self.home, self.user))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("partnership") and not cleaned.get("partner_named"):
            self.add_error("partnership", _("Say with which partner."))
        return cleaned

    def record(self) -> Any:
        """The contribution, with what was typed in the language of the page."""
        found: Any = super().record()
        told = {**found.text.to_json(), self.language: self.cleaned_data["words"].replace("\r\n", "\n")}
        told.pop("reference", None)
        found.text = Text.from_json(told)
        return found


class SendBackForm(forms.Form):
    """The office's word on what is missing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    word = forms.CharField(
        label=_("What is missing?"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("The department reads this word and can submit again."),
    )  # fmt: skip


def as_entry(contribution: Contribution) -> Link | Outcome | Plan:
    """A new entry with what the contribution says, for the office to look over; not yet saved."""
    own = {
        "home": contribution.home,
        "partnership": contribution.partnership,
        "text": contribution.text,
        "visibility": "staff",
    }
    if contribution.kind == Contribution.Kind.OUTCOME:
        return Outcome(phase=contribution.phase, when=contribution.when, **own)
    if contribution.kind == Contribution.Kind.PLAN:
        unit = contribution.unit.shown_name
        return Plan(phase=contribution.phase, horizon=contribution.when, owner=unit, **own)
    kind = contribution.link_kind or LinkKind.ACTIVITY
    # The department says so on that day; since when, it says where it knows.
    seen = timezone.localdate(contribution.at)
    return Link(unit=contribution.unit, kind=kind, begins=contribution.when, seen=seen, **own)


def with_words_of(entry: Any, contribution: Contribution) -> Any:
    """An entry on record with the contribution's words below its own, language by language; not yet saved."""
    told = dict(entry.text.to_json())
    for found in contribution.text:
        before = told.get(found.language, "")
        told[found.language] = f"{before}\n{found.value}" if before else found.value
    entry.text = Text.from_json(told)
    return entry


def likeness(one: Text, other: Text) -> float:
    """How many of the words of one text the other has too, from 0 to 1; Japanese in pairs of signs."""
    first, second = _pieces(one), _pieces(other)
    return len(first & second) / len(first) if first else 0.0


def _pieces(text: Text) -> set[str]:
    found: set[str] = set()
    for told in text:
        for word in fold(told.value).split():
            if word.isascii():
                found.update([word] if len(word) > 3 else [])
            else:
                found.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
    return found


def similar(contribution: Contribution, user: Reader, most: int = 5) -> list[Any]:
    """The entries on record with the same partner that say something alike, the most alike first."""
    models: Iterable[Any] = (Link, Outcome, Plan) if contribution.partnership else ()
    rows = [
        row
        for model in models
        for row in model.objects.visible_to(user).filter(home=contribution.home, partnership=contribution.partnership)[
            :200
        ]
    ]
    ranked = sorted(((row, likeness(contribution.text, row.text)) for row in rows), key=lambda pair: -pair[1])
    return [row for row, score in ranked if score >= ALIKE][:most]
