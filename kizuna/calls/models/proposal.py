"""Proposals: one text with a lead on each side, its team, its two budgets; and the gate before all of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities.models.shown import CalledQuerySet
from kizuna.calls.models.call import Call, Question, Side, Strand, a_list, goals
from kizuna.calls.models.committee import Conflict, Seat
from kizuna.core.fields import NamesField, NumbersField
from kizuna.core.models import Account, File, OwnedRecord, Visibility
from kizuna.core.models.record import Reader, joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text, fold
from kizuna.core.values.money import CURRENCIES
from kizuna.directory.models import Person, Unit

# Whatever stands behind the gate is the office's at most: never the staff's, never public.
CLOSE = Q(visibility__in=(Visibility.OFFICE, Visibility.SEALED))


def shut_to(emails: Sequence[str], account: Account | None = None) -> Q:
    """The condition on proposals that a person may know nothing of: a standing conflict, or one's own proposal.

    A person is known by an account and by e-mail, so that an account without a seat and a seat without an account
    are the same person. One's own proposal one sees as an applicant, by its link, and never as who judges it.
    """
    told = [one.lower() for one in emails if one]
    sits = Q(email__in=told) | (Q(account=account) if account is not None else Q())
    seats = Seat.objects.filter(sits).order_by().values("pk")
    conflicts = Conflict.objects.standing().filter(seat__in=seats).order_by().values("proposal")
    members = TeamMember.objects.filter(email__in=told).order_by().values("proposal")
    return Q(pk__in=conflicts) | Q(pk__in=members)


class ProposalQuerySet(CalledQuerySet):
    """Proposals, narrowed to what a reader may see: their role first, then their conflicts."""

    def visible_to(self, user: Reader, below: str = "") -> Self:
        found = super().visible_to(user, below)
        return found.exclude(shut_to([user.email], user)) if user.is_authenticated else found

    def open_to(self, seat: Seat) -> Self:
        """What somebody with a seat of the committee may know of by a link: those of the call without a conflict."""
        return self.filter(call=seat.call_id).exclude(shut_to([seat.email], seat.account))

    def handed_in(self) -> Self:
        """Those that are judged: submitted and neither returned nor withdrawn."""
        return self.filter(state=Proposal.State.SUBMITTED)


class Gated(Under):
    """One row is one part of a proposal, which stands behind the proposal's gate."""

    class Meta:
        abstract = True

    @property
    def gate(self) -> uuid.UUID | None:
        """The proposal that it is part of."""
        found: uuid.UUID = self.proposal.uuid  # type: ignore[attr-defined]
        return found


class Proposal(Under, OwnedRecord):
    """One row is one proposal, from its first word to its end."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a proposal", "Being written")
        SUBMITTED = "submitted", pgettext_lazy("state of a proposal", "Submitted")
        RETURNED = "returned", pgettext_lazy("state of a proposal", "Returned for formal reasons")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "Withdrawn")

    call = models.ForeignKey(Call, models.PROTECT, related_name="proposals", verbose_name=_("call"))
    strand = models.ForeignKey(
        Strand, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("strand")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    themes = NamesField(_("themes"), default=list, blank=True)
    sdgs = NumbersField(_("Sustainable Development Goals"), default=list, blank=True)
    avoid = models.TextField(
        _("who should not review this"), blank=True, max_length=2000, help_text=_("Only the offices read this.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    defects = models.TextField(_("formal defects"), blank=True, editable=False)
    key = models.CharField(max_length=600, blank=True, editable=False, db_index=True)

    objects = ProposalQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("number", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="a_proposal_is_the_offices"),
            models.UniqueConstraint(fields=["call", "number"], name="a_number_once_in_a_call"),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, submitted_at__isnull=True)
                | Q(state="withdrawn")
                | Q(number__isnull=False, submitted_at__isnull=False, state__in=("submitted", "returned")),
                name="what_is_submitted_has_number_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_now("Proposal without a title"))

    @property
    def gate(self) -> uuid.UUID | None:
        """Itself."""
        return self.uuid

    @property
    def heading(self) -> Text:
        """Its title."""
        return Text.from_json({"en": str(self)})

    def clean(self) -> None:
        self.key = fold(self.title)[:600]
        a_list(self, "themes")
        goals(self)
        if self.strand is not None and self.strand.call_id != self.call_id:
            raise ValidationError({"strand": _now("The strand belongs to another call.")})


class Answer(Gated, OwnedRecord):
    """One row is one proposal's answer to one question; its version keeps two leads from overwriting each other."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers", verbose_name=_("proposal"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    text = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ("question__order", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="an_answer_is_the_offices"),
            models.UniqueConstraint(fields=["proposal", "question"], name="one_answer_to_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.proposal}"

    @property
    def heading(self) -> Text:
        """The question and the proposal."""
        return joined("{0} · {1}", self.question.name, str(self.proposal))

    def clean(self) -> None:
        if len(self.text) > self.question.longest:
            told = _now("At most %(most)s characters; these are %(are)s.")
            raise ValidationError({"text": told % {"most": self.question.longest, "are": len(self.text)}})


class TeamMember(Gated, OwnedRecord):
    """One row is one person of a proposal's team, on one side."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("role in a proposal", "Leads")
        MEMBER = "member", _("Takes part")

    class Career(models.TextChoices):
        EARLY = "early", _("Early career")
        SENIOR = "senior", _("Established")
        NOT_STATED = "not-stated", pgettext_lazy("career stage", "Not stated")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="team", verbose_name=_("proposal"))
    side = models.CharField(_("side"), max_length=8, choices=Side)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    unit_words = models.CharField(_("department, in words"), max_length=200, blank=True)
    discipline = models.CharField(_("discipline"), max_length=100, blank=True)
    career = models.CharField(_("career stage"), max_length=10, choices=Career, default=Career.NOT_STATED)
    employed_until = models.DateField(_("employed until"), null=True, blank=True)

    class Meta:
        ordering = ("side", "role", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="a_team_is_the_offices"),
            models.UniqueConstraint(fields=["proposal", "email"], name="a_person_once_in_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.proposal}"

    def clean(self) -> None:
        self.email = self.email.lower()


class BudgetLine(Gated, OwnedRecord):
    """One row is one line of a proposal's budget on one side, in that side's currency."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="budget", verbose_name=_("proposal"))
    side = models.CharField(_("side"), max_length=8, choices=Side)
    text = models.CharField(_("for what"), max_length=300)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("side", "order", "pk")
        constraints = [
            models.CheckConstraint(condition=CLOSE, name="a_budget_is_the_offices"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="no_budget_below_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.text} · {self.proposal}"

    def clean(self) -> None:
        if self.currency not in CURRENCIES:
            raise ValidationError({"currency": _now("This is not a currency code of ISO 4217.")})
        pays = next((one for one in self.proposal.call.sides.all() if one.side == self.side), None)
        if pays is None or pays.currency != self.currency:
            told = _now("This side counts in %(currency)s.") % {"currency": pays.currency if pays else "–"}
            raise ValidationError({"currency": told})


class Enclosure(Gated, OwnedRecord):
    """One row is one file of a proposal that one side brought: a letter of support, a CV, or whatever is asked for."""

    UNDER: ClassVar[tuple[str, ...]] = ("proposal",)

    class Kind(models.TextChoices):
        LETTER = "letter", _("Letter of support")
        CV = "cv", pgettext_lazy("kind of a file", "CV")
        OTHER = "other", pgettext_lazy("kind of a file", "Something else")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="enclosures", verbose_name=_("proposal"))
    side = models.CharField(_("side"), max_length=8, choices=Side)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.LETTER)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        ordering = ("side", "kind", "pk")
        constraints = [models.CheckConstraint(condition=CLOSE, name="an_enclosure_is_the_offices")]

    def __str__(self) -> str:
        return f"{self.file} · {self.proposal}"
