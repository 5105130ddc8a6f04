"""The committee of a call: who sits on it for which side, and what keeps somebody from a proposal."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.calls.models.call import Call, Side, a_list
from kizuna.core.fields import NamesField
from kizuna.core.models import Account, Home, OwnedRecord, Visibility
from kizuna.core.models.under import Under, UnderQuerySet
from kizuna.directory.models import Person, Unit


class Seat(Under, OwnedRecord):
    """One row is one person who judges the proposals of a call or looks after them, for one side and for a time."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("on a committee", "Chair")
        MEMBER = "member", pgettext_lazy("on a committee", "Member")
        REVIEWER = "reviewer", pgettext_lazy("on a committee", "Reviewer only")
        OFFICE = "office", pgettext_lazy("on a committee", "Office")

    call = models.ForeignKey(Call, models.CASCADE, related_name="seats", verbose_name=_("call"))
    side = models.CharField(_("side"), max_length=8, choices=Side)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account"),
        help_text=_("Where this person signs in here with another e-mail."),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    themes = NamesField(_("themes"), default=list, blank=True)
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("side", "role", "pk")
        constraints = [
            models.UniqueConstraint(fields=["call", "email"], name="a_seat_once_in_a_call"),
            models.CheckConstraint(
                condition=Q(visibility__in=(Visibility.OFFICE, Visibility.SEALED)), name="a_seat_is_the_offices"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def sits_on(self, day: date) -> bool:
        """Whether the term covers the day."""
        return not ((self.begins and day < self.begins) or (self.ends and day > self.ends))

    @property
    def reviews(self) -> bool:
        """Whether proposals are given to this person."""
        return self.role != self.Role.OFFICE

    def clean(self) -> None:
        self.email = self.email.lower()
        if self.visibility not in (Visibility.OFFICE, Visibility.SEALED):
            self.visibility = Visibility.OFFICE
        if self.begins and self.ends and self.ends < self.begins:
            raise ValidationError({"ends": _now("The end lies before the beginning.")})
        a_list(self, "themes")
        self._stays_with_its_person()

    def _stays_with_its_person(self) -> None:
        """By the e-mail and the account of a seat conflicts are known, so that neither passes to somebody else."""
        kept = Seat.objects.filter(pk=self.pk).values("email", "account_id", "call_id").first() if self.pk else None
        if kept is None:
            return
        told = _now("End this seat and name the other person instead.")
        if kept["call_id"] != self.call_id:
            raise ValidationError({"call": told})
        if kept["email"] != self.email:
            raise ValidationError({"email": told})
        if kept["account_id"] not in (None, self.account_id):
            raise ValidationError({"account": told})


class ConflictQuerySet(UnderQuerySet):
    """Conflicts, with the phrases in which they are asked for."""

    def standing(self) -> Self:
        """Those that keep somebody out: all that nobody has rejected, found ones from the moment they are found."""
        return self.exclude(state=Conflict.State.REJECTED)


class Conflict(Under, OwnedRecord):
    """One row is one reason that keeps one person of the committee from one proposal."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    class Ground(models.TextChoices):
        TEAM = "team", _("Is of the team")
        UNIT = "unit", _("Same department as a lead")
        PROJECT = "project", _("Same project as one of the team")
        PERSONAL = "personal", _("A reason of one’s own")

    class State(models.TextChoices):
        DECLARED = "declared", pgettext_lazy("state of a conflict", "Declared")
        FOUND = "found", pgettext_lazy("state of a conflict", "Found, not looked at yet")
        CONFIRMED = "confirmed", pgettext_lazy("state of a conflict", "Confirmed")
        REJECTED = "rejected", pgettext_lazy("state of a conflict", "Rejected")

    proposal = models.ForeignKey("calls.Proposal", models.CASCADE, related_name="conflicts", verbose_name=_("proposal"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="conflicts", verbose_name=_("who"))
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, default=Ground.PERSONAL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DECLARED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ConflictQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["proposal", "seat"], name="one_conflict_of_a_seat"),
            models.CheckConstraint(
                condition=Q(visibility__in=(Visibility.OFFICE, Visibility.SEALED)), name="a_conflict_is_the_offices"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.proposal}"

    @property
    def gate(self) -> uuid.UUID | None:
        """The proposal that it is about."""
        found: uuid.UUID = self.proposal.uuid
        return found

    def clean(self) -> None:
        if self.proposal.call_id != self.seat.call_id:
            raise ValidationError({"seat": _now("This person sits on the committee of another call.")})


class Invitation(models.Model):
    """One row is one address by which somebody without an account does one thing of a call; only its hash is kept."""

    class Purpose(models.TextChoices):
        LEAD = "lead", _("Write a proposal")
        REVIEW = "review", _("Review")
        DOSSIER = "dossier", _("Read the dossier for the partner’s office")

    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, models.CASCADE, related_name="invitations")
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="invitations")
    proposal = models.ForeignKey("calls.Proposal", models.CASCADE, null=True, blank=True, related_name="invitations")
    side = models.CharField(_("side"), max_length=8, choices=Side)
    name = models.CharField(_("for whom"), max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="lead", proposal__isnull=False, seat__isnull=True)
                | Q(purpose__in=("review", "dossier"), proposal__isnull=True, seat__isnull=False),
                name="an_invitation_opens_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @property
    def state(self) -> str:
        """Open, or why it opens nothing: revoked, expired, or the term of the seat is over."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at <= timezone.now():
            return "expired"
        return "open" if self.seat is None or self.seat.sits_on(timezone.localdate()) else "ended"
