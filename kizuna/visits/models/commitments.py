"""What was promised: by whom, to be done by when, and whether it was."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models import Account, OwnedRecord
from kizuna.core.models.under import Under, UnderQuerySet
from kizuna.core.values import Text
from kizuna.core.wording import in_language
from kizuna.directory.models import Person
from kizuna.partners.models import Partnership


class CommitmentQuerySet(UnderQuerySet):
    """Promises, asked how they stand on a day."""

    def open(self) -> Self:
        """Those that are neither kept nor dropped."""
        return self.filter(state=Commitment.State.OPEN)

    def past_due(self, day: date) -> Self:
        """Those still open although the last day on which they were due is over."""
        return self.open().filter(due_last__lt=day)

    def in_order(self) -> Self:
        """Open ones first, what is due soonest before the rest; then those that are settled, newest first."""
        rank = models.Case(models.When(state=Commitment.State.OPEN, then=0), default=1)
        return self.annotate(rank=rank).order_by("rank", F("due_last").asc(nulls_last=True), "-pk")


class Commitment(Under, OwnedRecord):
    """One row is one thing that somebody promised, from the promise until it is kept or dropped."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership", "visit", "meeting", "person")
    DEEP = True

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a promise", "Open")
        KEPT = "kept", _("Kept")
        DROPPED = "dropped", _("Dropped")

    class Side(models.TextChoices):
        HOME = "home", _("Our side")
        PARTNER = "partner", _("The partner’s side")
        BOTH = "both", _("Both sides")
        NOT_STATED = "not-stated", _("Not stated")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("partnership")
    )
    visit = models.ForeignKey(
        "visits.Visit", models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("visit")
    )
    meeting = models.ForeignKey(
        "visits.Meeting", models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("meeting")
    )
    note = models.ForeignKey(
        "visits.MeetingNote", models.PROTECT, null=True, blank=True, related_name="steps", editable=False
    )
    text = WordsField(_("what was promised"), blank=False)
    side = models.CharField(_("promised by"), max_length=10, choices=Side, default=Side.NOT_STATED)
    owner = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("who sees to it"),
        help_text=_("Somebody who works here; the weekly mail reminds them."),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("person"),
        help_text=_("Where it is a person on record, on either side."),
    )  # fmt: skip
    owner_words = models.CharField(
        _("who, in words"), max_length=200, blank=True, help_text=_("Such as “the dean’s office”.")
    )
    promised = FuzzyDateField(_("promised on"))
    due = FuzzyDateField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    settled = models.DateField(_("settled on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("why it was dropped"), max_length=500, blank=True, editable=False)
    # The last day on which it may be due: what the database compares.
    due_last = models.DateField(null=True, editable=False)

    objects = CommitmentQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("due_last", "pk")
        indexes = [
            models.Index(fields=["home", "state", "due_last"], name="commitments_by_due"),
            models.Index(fields=["home", "partnership"], name="commitments_by_partner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled__isnull=True) | (~Q(state="open") & Q(settled__isnull=False)),
                name="a_settled_promise_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="a_dropped_promise_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.text)[:200]

    @property
    def heading(self) -> Text:
        """What was promised."""
        found: Text = self.text
        return found

    @property
    def whose(self) -> str:
        """Who sees to it, as far as that is known."""
        if self.person is not None:
            return in_language(self.person.heading)
        return str(self.owner) if self.owner_id is not None else self.owner_words

    def is_past_due(self, day: date) -> bool:
        """Whether it is still open although its time is over."""
        return self.state == self.State.OPEN and self.due_last is not None and self.due_last < day

    def clean(self) -> None:
        self.due_last = self.due.end.latest
        if self.meeting is not None:
            self.visit = self.meeting.visit
        if self.due and self.due_last is None:
            raise ValidationError({"due": _now("Say by when, at least the year; leave it empty while that is open.")})
        first = self.promised.start.earliest
        if self.due_last is not None and first is not None and self.due_last < first:
            raise ValidationError({"due": _now("It is due before it was promised.")})
