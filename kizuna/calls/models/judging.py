"""Judging: who reviews what and why, the scores, the decision, the minutes and the awards."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.calls.models.call import Call, Criterion
from kizuna.calls.models.committee import Seat
from kizuna.calls.models.proposal import CLOSE, Gated, Proposal
from kizuna.core.models import OwnedRecord
from kizuna.core.models.under import Under
from kizuna.projects.models import Project


class Assignment(Gated, OwnedRecord):
    """One row is one proposal given to one reviewer, with the reason for it."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("state of an assignment", "Proposed")
        CONFIRMED = "confirmed", pgettext_lazy("state of an assignment", "Confirmed")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of an assignment", "Withdrawn")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="assignments", verbose_name=_("proposal"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="assignments", verbose_name=_("reviewer"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    fit = models.PositiveSmallIntegerField(_("how well it fits"), default=0)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("proposal__number", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="an_assignment_is_the_offices"),
            models.UniqueConstraint(fields=["proposal", "seat"], name="a_proposal_once_to_a_reviewer"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.proposal}"

    def clean(self) -> None:
        if self.proposal.call_id != self.seat.call_id:
            raise ValidationError({"seat": _now("This person sits on the committee of another call.")})


class Review(Gated, OwnedRecord):
    """One row is one reviewer's judgement of one proposal."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews", verbose_name=_("proposal"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="judged", verbose_name=_("reviewer"))
    text = models.TextField(_("for the committee"), blank=True, max_length=20_000)
    summary = models.TextField(_("for the applicants"), blank=True, max_length=20_000)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("proposal__number", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="a_review_is_the_offices"),
            models.UniqueConstraint(fields=["proposal", "seat"], name="one_review_of_a_reviewer"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.proposal}"


class Score(Gated, OwnedRecord):
    """One row is one reviewer's score of one proposal by one criterion."""

    UNDER: ClassVar[tuple[str, ...]] = ("review",)

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion"))
    value = models.DecimalField(_("score"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        ordering = ("criterion__order", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="a_score_is_the_offices"),
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_by_a_criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"

    @property
    def gate(self) -> uuid.UUID | None:
        """The proposal that is judged."""
        found: uuid.UUID = self.review.proposal.uuid
        return found

    def clean(self) -> None:
        if self.value > self.criterion.scale:
            told = _now("At most %(most)s by this criterion.") % {"most": self.criterion.scale}
            raise ValidationError({"value": told})


class Minutes(Under, OwnedRecord):
    """One row is what the joint meeting of a call put on record, and since when each chair has signed it."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    call = models.OneToOneField(Call, models.PROTECT, related_name="minutes", verbose_name=_("call"))
    text = models.TextField(
        _("minutes"), blank=True, max_length=50_000,
        help_text=_("Of the meeting as a whole. What concerns one proposal stands with its decision."),
    )  # fmt: skip
    home_seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("our chair")
    )
    home_signed_at = models.DateTimeField(_("signed on our side"), null=True, blank=True, editable=False)
    partner_seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("the partner’s chair"),
    )  # fmt: skip
    partner_signed_at = models.DateTimeField(_("signed on the partner’s side"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [models.CheckConstraint(condition=CLOSE, name="minutes_are_the_offices")]

    def __str__(self) -> str:
        return str(self.call)

    @property
    def signed(self) -> bool:
        """Whether both chairs have signed."""
        return self.home_signed_at is not None and self.partner_signed_at is not None


def a_chair_signed(call: Call) -> bool:
    """Whether the chair of one side at least has signed the minutes of a call: what was decided stays from then on."""
    signed = Minutes.objects.filter(call=call).exclude(home_signed_at=None, partner_signed_at=None)
    return bool(signed.exists())


class Decision(Gated, OwnedRecord):
    """One row is what both sides decided on one proposal."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    class Outcome(models.TextChoices):
        AWARD = "award", pgettext_lazy("decision", "Award")
        RESERVE = "reserve", pgettext_lazy("decision", "Reserve list")
        DECLINE = "decline", pgettext_lazy("decision", "Not awarded")

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision", verbose_name=_("proposal"))
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome)
    home_amount = models.DecimalField(
        _("our side pays"), max_digits=16, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    partner_amount = models.DecimalField(
        _("the partner’s side pays"), max_digits=16, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    reason = models.TextField(_("reason"), blank=True, max_length=20_000)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="a_decision_is_the_offices"),
            models.CheckConstraint(
                condition=Q(home_amount__gte=0, partner_amount__gte=0), name="no_award_below_nought"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.proposal}"


class Award(Gated, OwnedRecord):
    """One row says that a proposal was awarded, and which project came of it."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="award", verbose_name=_("proposal"))
    project = models.OneToOneField(Project, models.PROTECT, related_name="award", verbose_name=_("project"))
    awarded_at = models.DateTimeField(_("awarded"))

    class Meta:
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=CLOSE, name="an_award_is_the_offices")]

    def __str__(self) -> str:
        return str(self.proposal)
