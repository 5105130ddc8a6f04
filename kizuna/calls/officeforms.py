"""What the office types beside records: a further round, why something is called off, what a meeting decided."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kizuna.calls.actions.judging import Decided
from kizuna.calls.forms import MomentInput, settle
from kizuna.calls.linkforms import shortly
from kizuna.calls.models import Call, Decision, Proposal, free_slug
from kizuna.core.values import Text

OPEN_FOR = 60  # days that a call is open, as a proposal
STARTS_IN = 7


def proposed(zone: str) -> dict[str, Any]:
    """Dates that make sense for a call that is begun now: next week, for two months, until five in the afternoon."""
    today = timezone.now().astimezone(zoneinfo.ZoneInfo(zone)).replace(second=0, microsecond=0, tzinfo=None)
    return {"opens_at": (today + timedelta(days=STARTS_IN)).replace(hour=9, minute=0),
            "closes_at": (today + timedelta(days=STARTS_IN + OPEN_FOR)).replace(hour=17, minute=0)}  # fmt: skip


class FollowForm(forms.Form):
    """A further round of a call on one screen."""

    title = forms.CharField(label=_("What is the new round called?"), max_length=200)
    opens_at = MomentInput(label=_("Opens"), required=False, help_text="")
    closes_at = MomentInput(label=_("Closes"), required=False, help_text="")
    seats = forms.BooleanField(
        label=_("The same committee"), required=False, initial=True,
        help_text=_("Whoever’s term has not ended when the new round closes."),
    )  # fmt: skip

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        settle(self, ("opens_at", "closes_at"), self.call.zone)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A call opens before it closes."))
        return cleaned

    def made(self) -> Call:
        """The new round, not yet on record."""
        given = self.cleaned_data
        slug = free_slug(self.call.home, given["title"])
        title = Text.from_json({"en": given["title"]})
        return Call(slug=slug, title=title, opens_at=given["opens_at"], closes_at=given["closes_at"])


class MeetingForm(forms.Form):
    """What a meeting decided on each of these proposals: an outcome, the money of each side, and the reason."""

    def __init__(self, data: Any, *, proposals: Sequence[Proposal], known: dict[int, Decision]) -> None:
        super().__init__(data)
        self.proposals, self.known = proposals, known
        choices = [("", _("open")), *Decision.Outcome.choices]
        for one in proposals:
            decided = known.get(one.pk)
            self.fields[f"outcome-{one.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=decided.outcome if decided else ""
            )
            for side in ("home", "partner"):
                told = shortly(getattr(decided, f"{side}_amount")) if decided else None
                self.fields[f"{side}-{one.pk}"] = forms.DecimalField(
                    required=False, min_value=Decimal(0), max_digits=16, decimal_places=2, initial=told
                )
            self.fields[f"reason-{one.pk}"] = forms.CharField(
                required=False, max_length=20_000, initial=decided.reason if decided else ""
            )

    def decided(self) -> list[Decided]:
        """What differs from what is on record; what stands open is left as it is."""
        found = []
        for one in self.proposals:
            told = self._one(one)
            before = self.known.get(one.pk)
            same = before is not None and (
                before.outcome, before.home_amount, before.partner_amount, before.reason
            ) == (told.outcome, told.home_amount, told.partner_amount, told.reason)  # fmt: skip
            if told.outcome and not same:
                found.append(told)
        return found

    def _one(self, one: Proposal) -> Decided:
        given = self.cleaned_data
        award = given[f"outcome-{one.pk}"] == Decision.Outcome.AWARD
        money = [given[f"{side}-{one.pk}"] or Decimal(0) if award else Decimal(0) for side in ("home", "partner")]
        reason = given[f"reason-{one.pk}"].replace("\r\n", "\n").strip()
        return Decided(one, given[f"outcome-{one.pk}"], money[0], money[1], reason)
