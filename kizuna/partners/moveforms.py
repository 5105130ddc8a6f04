"""The forms of the moves: a tier, an end, a revival, talks, members, and the close of a phase."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateInput
from kizuna.core.forms import RecordForm
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate, Text
from kizuna.core.wording import called, in_language
from kizuna.directory.models import Person
from kizuna.partners import moving
from kizuna.partners.models import (
    Coordinator,
    Member,
    Outcome,
    Partnership,
    Phase,
    Plan,
    Stage,
    Standing,
    TeamUnit,
    Tier,
)


def choice(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Any]:
    """A field that chooses among records."""
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


class MoveForm(RecordForm):
    """Asks for one move of one partnership; ``mark`` is up to where its changes were read."""

    mark = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, row: Partnership | None, home: Home, user: Reader, **kwargs: Any) -> None:
        model = self._meta.model
        own = model(home=home, partnership=row, begins=FuzzyDate(timezone.localdate().isoformat()))
        super().__init__(*args, instance=own, home=home, user=user, **kwargs)
        self.row = row
        del self.fields["version"]
        if row is not None:
            self.initial["mark"] = moving.mark_of(row)
        if "begins" in self.fields:
            self.fields["begins"].required = True

    def said(self, *names: str) -> dict[str, Any]:
        """What was typed, as the action asks for it."""
        cleaned = self.cleaned_data
        return {"on": cleaned["begins"], "mark": cleaned.get("mark"), **{name: cleaned[name] for name in names}}


class PlaceForm(MoveForm):
    """Chooses a tier, from when, on what grounds."""

    class Meta:
        model = Standing
        fields = ("tier", "begins", "order", "grounds")
        labels = {"begins": _("From when"), "grounds": _("On what grounds")}
        help_texts = {
            "begins": _("What held before ends the day before. A month or a year will do."),
            "order": _("Empty for the end of the list."),
            "grounds": _("In words, beside or instead of a condition."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        self.initial["order"] = None
        self.instance.order = 0
        assert self.row is not None  # noqa: S101 - this form is never without a partnership
        self.tiers = list(_tiers(self.row, choice(self, "tier").queryset))
        chosen = choice(self, "tier")
        chosen.queryset = Tier.objects.filter(pk__in=[tier.pk for tier in self.tiers])
        chosen.widget = forms.RadioSelect()
        held = [one for one in self.row.standings.all() if one.ends_last is None]
        self.held = held[0].tier_id if held else None
        for tier in self.tiers:
            found = moving.conditions(tier)
            if found:
                self.fields[f"met_{tier.pk}"] = forms.MultipleChoiceField(
                    label=_("Which of its conditions is fulfilled?"),
                    choices=[(str(place), in_language(text)) for place, text in enumerate(found)],
                    widget=forms.CheckboxSelectMultiple, required=False,
                )  # fmt: skip

    def options(self) -> list[dict[str, Any]]:
        """The tiers to choose from, each with its criterion and whether the partnership stands there now."""
        chosen = str(self["tier"].value() or "")
        return [
            {"tier": tier, "now": tier.pk == self.held, "checked": str(tier.pk) == chosen,
             "met": self[f"met_{tier.pk}"] if f"met_{tier.pk}" in self.fields else None}
            for tier in self.tiers
        ]  # fmt: skip

    def clean_order(self) -> int | None:
        """Nothing means the end of the list; the model itself wants a number."""
        order: int | None = self.cleaned_data["order"]
        self.at_the_end = order is None
        return 0 if order is None else order

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        tier = cleaned.get("tier")
        met: list[Text] = []
        if tier is not None and f"met_{tier.pk}" in self.fields:
            found = moving.conditions(tier)
            met = [found[int(place)] for place in cleaned.get(f"met_{tier.pk}", [])]
            if not met and not cleaned.get("grounds"):
                self.add_error("grounds", _("Tick a condition that is fulfilled, or say in words what it rests on."))
        self.rests_on = moving.grounds(met, cleaned.get("grounds") or Text())
        return cleaned

    def move(self) -> dict[str, Any]:
        """What the action is told."""
        order = None if self.at_the_end else self.cleaned_data["order"]
        return {**self.said("tier"), "order": order, "grounds": self.rests_on, "cite": self.cited()}


def _tiers(row: Partnership, rows: Any) -> Any:
    """The tiers of the partnership's programme; of all programmes while it has none."""
    return rows.filter(programme=row.programme_id) if row.programme_id else rows


class EndForm(MoveForm):
    """From when a partnership is ended, and why."""

    class Meta:
        model = Stage
        fields = ("begins", "reason")
        labels = {"begins": _("Ended from"), "reason": _("Why")}
        help_texts = {"begins": _("The first day on which it no longer holds. A month or a year will do.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class RestForm(MoveForm):
    """From when a partnership rests, and why."""

    class Meta:
        model = Stage
        fields = ("begins", "reason")
        labels = {"begins": _("Rests from"), "reason": _("Why")}


class ReviveForm(MoveForm):
    """From when a partnership is active again; after an end also in which tier, with whom, led by whom."""

    tier = forms.ModelChoiceField(Tier.objects.none(), label=_("Tier"), required=False, empty_label=_("in no tier"))
    team = forms.ModelMultipleChoiceField(
        TeamUnit.objects.none(), label=_("Who of the former team returns?"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Each returns from the day above on; the time before stays."),
    )  # fmt: skip
    coordinators = forms.ModelMultipleChoiceField(
        Coordinator.objects.none(), label=_("Who coordinates it again?"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Stage
        fields = ("begins", "reason")
        labels = {"begins": _("Active again from"), "reason": _("Why")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.row is not None  # noqa: S101 - this form is never without a partnership
        tier = choice(self, "tier")
        tier.queryset = _tiers(self.row, tier.queryset)
        if self.row.state != Partnership.State.ENDED:
            del self.fields["tier"], self.fields["team"], self.fields["coordinators"]
            return
        people = Person.objects.visible_to(self.user).filter(erased_at=None)
        places = self.usable(TeamUnit.objects.all()).filter(partnership=self.row).select_related("unit")
        leaders = self.usable(Coordinator.objects.all()).filter(partnership=self.row, person__in=people)
        self._offer("team", _former(places, "unit_id"), lambda one: called(one.unit))
        self._offer(
            "coordinators",
            _former(leaders.select_related("person"), "person_id", "side"),
            lambda one: f"{called(one.person)} · {one.get_side_display()}",
        )

    def _offer(self, name: str, former: list[Any], words: Callable[[Any], str]) -> None:
        """Those who may return, each with the end of their time; no field where there is nobody."""
        if not former:
            del self.fields[name]
            return
        language = get_language() or "en"
        field = choice(self, name)
        field.queryset = type(former[0])._default_manager.filter(pk__in=[one.pk for one in former])
        field.choices = [
            (one.pk, gettext("%(who)s (until %(day)s)") % {"who": words(one), "day": one.ends.display(language)})
            for one in former
        ]

    def move(self) -> dict[str, Any]:
        """What the action is told."""
        return self.said(*[name for name in ("reason", "tier", "team", "coordinators") if name in self.fields])


def _former(rows: Iterable[Any], *by: str) -> list[Any]:
    """The last row of each, of those that have no running one; who left last stands first."""
    here: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        key = tuple(getattr(row, name) for name in by)
        known = here.get(key)
        if known is None or (known.ends_last and (row.ends_last is None or row.ends_last > known.ends_last)):
            here[key] = row
    return sorted((row for row in here.values() if row.ends_last), key=lambda row: row.ends_last, reverse=True)


class BeginForm(MoveForm):
    """With whom talks begin, since when, and out of which partnership they grow."""

    grows_out_of = forms.ModelChoiceField(
        Partnership.objects.none(), label=_("Grows out of"), required=False, empty_label=_("none")
    )

    class Meta:
        model = Member
        fields = ("organisation", "begins")
        labels = {"organisation": _("With which institution"), "begins": _("In talks since")}

    def move(self) -> dict[str, Any]:
        """What the action is told."""
        found = self.said("organisation", "grows_out_of")
        del found["mark"]
        return found


class AdmitForm(MoveForm):
    """Which institution joins a group, from when, at which place."""

    group = forms.BooleanField(
        label=_("Treat this partnership as a group from now on"), required=False,
        help_text=_("Its name then stands for several institutions; change the name too where it should."),
    )  # fmt: skip

    class Meta:
        model = Member
        fields = ("organisation", "begins", "order")
        labels = {"begins": _("Member from")}
        help_texts = {"order": _("Empty for the end of the list.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        self.initial["order"] = None
        assert self.row is not None  # noqa: S101 - this form is never without a partnership
        if self.row.group:
            del self.fields["group"]

    def clean_order(self) -> int:
        """Nothing means the end of the list; the model itself wants a number."""
        order: int | None = self.cleaned_data["order"]
        self.at_the_end = order is None
        return 0 if order is None else order

    def move(self) -> dict[str, Any]:
        """What the action is told."""
        order = None if self.at_the_end else self.cleaned_data["order"]
        return {**self.said("organisation"), "order": order, "group": bool(self.cleaned_data.get("group"))}


class ReleaseForm(forms.Form):
    """From when an institution is no longer a member."""

    begins = FuzzyDateInput(
        label=_("No longer a member from"), required=True, help_text=_("The day before is its last. A year will do.")
    )
    mark = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class DecideForm(forms.Form):
    """What became of one plan."""

    state = forms.ChoiceField(label=_("What became of it"), choices=Plan.State)
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed where a plan is dropped."),
    )  # fmt: skip
    fulfilled_by = forms.ModelChoiceField(
        Outcome.objects.none(), label=_("The outcome that fulfilled it"), required=False, empty_label=_("none named")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any = None, *, plan: Plan, outcomes: list[Outcome], language: str) -> None:
        self.plan, self.language = plan, language
        initial = {"state": plan.state, "reason": plan.reason.get(language).value, "fulfilled_by": plan.fulfilled_by_id,
                   "version": plan.version}  # fmt: skip
        super().__init__(data, initial=initial, prefix=f"p{plan.pk}")
        field = choice(self, "fulfilled_by")
        if outcomes:
            # One query for the page has read them; asked again only for the one that is chosen.
            field.queryset = Outcome.objects.filter(pk__in=[one.pk for one in outcomes])
            field.choices = [("", field.empty_label), *((one.pk, _short(one)) for one in outcomes)]
        else:
            del self.fields["fulfilled_by"]

    def words(self) -> Text:
        """The reason, in the language of the page, beside those that it had in others."""
        kept: Text = self.plan.reason
        told = self.cleaned_data["reason"].replace("\r\n", "\n").strip()
        if told == kept.get(self.language).value:
            return kept
        return Text({**kept.texts, self.language: told}, kept.reference - {self.language})


def _short(outcome: Outcome) -> str:
    words = called(outcome)
    return words if len(words) <= 80 else words[:79].rstrip() + "…"


class CloseForm(forms.Form):
    """When a phase was closed, and into which one its carried plans go."""

    closed_on = forms.DateField(label=_("Closed on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    into = forms.ModelChoiceField(
        Phase.objects.none(), label=_("Carried plans go into"), required=False, empty_label=_("no later phase")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any = None, *, phase: Phase, user: Reader) -> None:
        later = Phase.objects.visible_to(user).filter(
            Q(closed_on=None), programme=phase.programme_id, order__gt=phase.order
        )
        first = later.first()
        initial = {"closed_on": timezone.localdate(), "version": phase.version, "into": first.pk if first else None}
        super().__init__(data, initial=initial)
        choice(self, "into").queryset = later
        choice(self, "into").label_from_instance = called  # type: ignore[method-assign,assignment]


class NextForm(RecordForm):
    """The phase that comes next."""

    class Meta:
        model = Phase
        fields = ("name", "period", "character")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].required = True
