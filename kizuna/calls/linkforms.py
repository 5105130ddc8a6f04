"""The forms of signed links: what leads write, whole or one unit at a time, and what reviewers give."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.calls.actions.judging import Judged
from kizuna.calls.actions.proposals import Line, Written, tidy
from kizuna.calls.forms import ListInput
from kizuna.calls.models import BudgetLine, Criterion, Enclosure, Proposal, Review, Side, TeamMember
from kizuna.calls.models.call import GOALS
from kizuna.core.wording import in_language

SPARE = 3  # empty lines of a budget below those that stand
SMALL = 10  # up to this score, a scale is shown as steps to tap
HEAD = ("title", "strand", "themes", "sdgs", "avoid")


def shortly(value: Decimal) -> Decimal:
    """An amount with cents only where there are any."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


class LongText(forms.CharField):
    """Words with their line ends as they are kept, so that a line end counts once."""

    def __init__(self, *, longest: int, rows: int = 6, **kwargs: Any) -> None:
        # Nothing is cut off while one types: what is too long is told, and stays in the box.
        widget = forms.Textarea({"rows": rows, "data-most": longest})
        super().__init__(max_length=longest, required=False, widget=widget, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - as Django asks
        return {}

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))


class ProposalForm(forms.Form):
    """What a lead types: the head, one box for each question, lines of their own side's budget.

    ``only`` names one unit of it, as it is saved while it is typed: whatever else stands on the page is not looked at.
    """

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    strand = forms.ChoiceField(label=_("Strand"), required=False)
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    words = ListInput(label=_("Themes in your own words"), required=False, help_text=_("With commas between them."))
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Sustainable Development Goals"), required=False, widget=forms.CheckboxSelectMultiple, coerce=int
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data: Any, *, proposal: Proposal, side: str, only: str = "") -> None:
        call = proposal.call
        self.proposal, self.side, self.only = proposal, side, only
        self.offered = list(call.themes)
        self.questions = list(call.questions.all())
        begun: dict[str, Any] = {"title": proposal.title, "strand": proposal.strand_id or "",
                                 "themes": [one for one in proposal.themes if one in self.offered],
                                 "words": [one for one in proposal.themes if one not in self.offered],
                                 "sdgs": proposal.sdgs, "version": proposal.version,
                                 **{f"read-{name}": proposal.version for name in HEAD}}  # fmt: skip
        super().__init__(data, initial=begun)
        self.fields["avoid"] = LongText(
            label=_("Who should not review this"), longest=2000, rows=2, initial=proposal.avoid,
            help_text=_("Rivals, close colleagues, kin. Only the two offices read this."),
        )  # fmt: skip
        self._choose("strand", [("", _("choose …")), *((one.pk, in_language(one.name)) for one in call.strands.all())])
        self._choose("themes", [(one, one) for one in self.offered])
        self._choose("sdgs", [(one, f"{one} · {name}") for one, name in GOALS.items()])
        for name in HEAD:
            self._hide(f"read-{name}")
        self._ask()
        self._price()
        if only:
            kept = set(self.units().get(only, ()))
            for name in [name for name in self.fields if name not in kept]:
                del self.fields[name]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - they are declared above
        field.choices = choices

    def _hide(self, name: str, initial: Any = None) -> None:
        self.fields[name] = forms.IntegerField(
            widget=forms.HiddenInput({"data-version": ""}), min_value=0, required=False, initial=initial
        )

    def _ask(self) -> None:
        known = {one.question_id: one for one in self.proposal.answers.all()}
        for one in self.questions:
            answer = known.get(one.pk)
            self.fields[f"answer-{one.pk}"] = LongText(
                label=in_language(one.name), help_text=in_language(one.text), longest=one.longest, rows=7,
                initial=answer.text if answer else "",
            )  # fmt: skip
            self._hide(f"read-{one.pk}", answer.version if answer else 0)

    def _price(self) -> None:
        row = next((one for one in self.proposal.call.sides.all() if one.side == self.side), None)
        self.row, self.currency = row, row.currency if row else ""
        lines: list[BudgetLine | None] = [one for one in self.proposal.budget.all() if one.side == self.side]
        sent = [int(name[4:]) for name in self.data if name.startswith("for-") and name[4:].isdigit()]
        self.count = min(max([len(lines) + SPARE, *(number + 1 for number in sent if number < 120)]), 120)
        for number in range(self.count):
            line = lines[number] if number < len(lines) else None
            self.fields[f"for-{number}"] = forms.CharField(
                label=_("For what"), max_length=300, required=False, initial=line.text if line else ""
            )
            self.fields[f"amount-{number}"] = forms.DecimalField(
                label=_("Amount"), min_value=0, max_digits=16, decimal_places=2, required=False, localize=False,
                initial=shortly(line.amount) if line else None,
                widget=forms.TextInput({"inputmode": "decimal", "class": "num"}),
            )  # fmt: skip
            self.fields[f"currency-{number}"] = forms.CharField(
                widget=forms.HiddenInput, max_length=3, required=False, initial=self.currency
            )
            self.fields[f"key-{number}"] = forms.UUIDField(
                widget=forms.HiddenInput({"data-key": ""}), required=False, initial=line.uuid if line else None
            )
            self._hide(f"read-line-{number}", line.version if line else 0)

    def units(self) -> dict[str, list[str]]:
        """What is saved together: the names of the boxes of each unit."""
        found = {name: [name, f"read-{name}"] for name in HEAD}
        found["themes"].append("words")
        found |= {f"answer-{one.pk}": [f"answer-{one.pk}", f"read-{one.pk}"] for one in self.questions}
        parts = ("for", "amount", "currency", "key", "read-line")
        found |= {f"line-{number}": [f"{part}-{number}" for part in parts] for number in range(self.count)}
        return found

    def reads(self) -> dict[str, Any]:
        """The hidden version beside each box of the head."""
        return {name: self[f"read-{name}"] for name in HEAD}

    def asked(self) -> list[tuple[Any, Any]]:
        """Each question's box with the hidden version beside it."""
        return [(self[f"answer-{one.pk}"], self[f"read-{one.pk}"]) for one in self.questions]

    def priced(self) -> list[dict[str, Any]]:
        """Each line of the budget: its boxes by what they are."""
        parts = {"what": "for", "amount": "amount", "currency": "currency", "key": "key", "read": "read-line"}
        return [
            {"number": number, **{name: self[f"{part}-{number}"] for name, part in parts.items()}}
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.count):
            amount, words = f"amount-{number}", f"for-{number}"
            if words not in cleaned or amount not in cleaned:
                continue
            if cleaned[amount] is not None and not cleaned[words]:
                self.add_error(words, _("Say what the money is for."))
            # While one types, the words come before the amount.
            if cleaned[words] and cleaned[amount] is None and not self.only:
                self.add_error(amount, _("Say how much."))
        return cleaned

    def written(self) -> Written:
        """What was typed of the head and the answers, with the versions that were read; None for what was not sent."""
        given = self.cleaned_data
        sent = {name: given.get(name) for name in HEAD if name in self.fields}
        themes = [*given["themes"], *given["words"]] if "themes" in sent else None
        answers = {
            one.pk: (given[f"answer-{one.pk}"], given.get(f"read-{one.pk}") or 0)
            for one in self.questions
            if f"answer-{one.pk}" in self.fields
        }
        whole = given.get("version") or 0
        told = {name: given.get(f"read-{name}") for name in sent}
        reads = {name: one for name, one in told.items() if one is not None}
        strand = str(sent.get("strand") or "")
        if "strand" in reads:
            reads["strand_id"] = reads.pop("strand")
        return Written(
            sent.get("title"), whole, int(strand) if strand else None,
            list(dict.fromkeys(themes)) if themes is not None else None, answers, sent.get("sdgs"), sent.get("avoid"),
            reads, keeps_strand="strand" not in sent,
        )  # fmt: skip

    def lines(self) -> list[Line]:
        """The lines of the side's budget that say something, or said something when they were read."""
        found = []
        for number in range(self.count):
            if f"for-{number}" not in self.fields:
                continue
            told = {part: self.cleaned_data.get(f"{part}-{number}") for part in ("for", "amount", "currency", "key")}
            if told["for"] or told["amount"] is not None or told["key"]:
                version = self.cleaned_data.get(f"read-line-{number}") or 0
                currency = str(told["currency"] or self.currency).upper()
                found.append(Line(told["for"] or "", told["amount"], currency, told["key"], version))
        return found


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody of a proposal's team, on the side of the link."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TeamMember
        fields = ("name", "email", "role", "career", "discipline", "unit_words", "employed_until")
        widgets = {"employed_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any = None, *, instance: TeamMember | None = None, **kwargs: Any) -> None:
        begun = {"version": instance.version, "key": instance.uuid} if instance and instance.pk else {}
        super().__init__(data, instance=instance, initial=begun, auto_id=f"id-{begun.get('key', 'new')}-%s", **kwargs)

    def _post_clean(self) -> None:
        # The action validates the whole record; here only what was typed is taken over.
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


class FileForm(forms.Form):
    """A file to stand with a proposal."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG, DOCX or TXT, up to 20 MB."), max_length=255)
    kind = forms.ChoiceField(label=_("What it is"), choices=Enclosure.Kind.choices)


class ReviewForm(forms.Form):
    """What a reviewer types: a score by each criterion, and two texts."""

    version = forms.IntegerField(widget=forms.HiddenInput({"data-version": ""}), min_value=0)

    def __init__(self, data: Any, *, criteria: Sequence[Criterion], review: Review) -> None:
        super().__init__(data, initial={"version": review.version})
        self.criteria = criteria
        known = {one.criterion_id: one.value for one in review.scores.all()} if review.pk else {}
        for one in criteria:
            self.fields[f"score-{one.pk}"] = self._score(one, known.get(one.pk))
        self.fields["text"] = LongText(
            label=_("For the committee"), longest=20_000, rows=5, initial=review.text,
            help_text=_("Read by the committee of both sides; never by the applicants."),
        )  # fmt: skip
        self.fields["summary"] = LongText(
            label=_("For the applicants"), longest=20_000, rows=4, initial=review.summary,
            help_text=_("They read this after the decision, without your name."),
        )  # fmt: skip

    def _score(self, one: Criterion, value: Decimal | None) -> forms.Field:
        label, told = in_language(one.name), in_language(one.text)
        # A half point that was given before stays as it is: then the score is typed.
        if one.scale <= SMALL and (value is None or value == value.to_integral_value()):
            return forms.TypedChoiceField(
                label=label, help_text=told, required=False, coerce=Decimal, empty_value=None,
                choices=[(str(step), str(step)) for step in range(one.scale + 1)], widget=forms.RadioSelect,
                initial=None if value is None else str(int(value)),
            )  # fmt: skip
        most = _("From 0 to %(most)s.") % {"most": one.scale}
        return forms.DecimalField(
            label=label, help_text=f"{told} {most}".strip(), min_value=0, max_value=one.scale, max_digits=6,
            decimal_places=2, required=False, initial=value,
        )  # fmt: skip

    def scored(self) -> list[tuple[Any, Criterion]]:
        """The boxes of the criteria, each with its criterion."""
        return [(self[f"score-{one.pk}"], one) for one in self.criteria]

    def judged(self) -> Judged:
        """What was typed."""
        given = self.cleaned_data
        told = {one.pk: given[f"score-{one.pk}"] for one in self.criteria}
        scores = {key: value for key, value in told.items() if value is not None}
        return Judged(given["version"], scores, given["text"], given["summary"])


def people(proposal: Proposal, side: str) -> Iterable[tuple[TeamMember, PersonForm]]:
    """The people of one side, each with the form that changes who they are."""
    return [(one, PersonForm(instance=one)) for one in proposal.team.all() if one.side == side]


def new_person(proposal: Proposal, side: str) -> TeamMember:
    """Somebody not yet of the team: the first ones lead."""
    leads = sum(one.side == side and one.role == TeamMember.Role.LEAD for one in proposal.team.all())
    role = TeamMember.Role.LEAD if leads < proposal.call.leads_each else TeamMember.Role.MEMBER
    return TeamMember(proposal=proposal, home=proposal.home, side=Side(side), role=role, uuid=uuid.uuid4())
