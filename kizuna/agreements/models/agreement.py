"""Agreements and the parties to them; whether one is in force on a day follows from its dates."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateField, QuantityField, WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under, UnderQuerySet
from kizuna.core.values import Text, fold
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Partnership

# Within how many months an agreement is said to expire, unless one asks for others.
SOON = 6
# Agreements below agreements below agreements: no tree of the real world is deeper.
DEEPEST = 20


class Standing(models.TextChoices):
    """How an agreement stands on a day, as far as its dates say."""

    IN_FORCE = "in-force", _("In force")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired or ended")
    NOT_YET = "not-yet", _("Not yet in force")
    UNKNOWN = "unknown", _("Not known")


class AgreementQuerySet(UnderQuerySet):
    """Agreements, asked how they stand on a day."""

    def standing_on(self, day: date, months: int = SOON) -> Self:
        """Each row with its ``standing`` on that day."""
        return self.annotate(standing=standing(day, months))

    def called(self, text: str) -> Self:
        """Those whose title contains the text."""
        key = fold(text)
        return self.filter(key__contains=key) if key else self.none()

    def fitting(self, text: str) -> Self:
        """Those called so; those whose title begins so first, then the newest."""
        fit = Case(When(key__startswith=fold(text), then=0), default=1, output_field=IntegerField())
        return self.called(text).annotate(fit=fit).order_by("fit", F("begins_first").desc(nulls_last=True), "pk")


class Agreement(Under, OwnedRecord, Dated):
    """One row is one agreement, or several of which the source gives no number, from first signature to end."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    class Kind(models.TextChoices):
        STRATEGIC = "strategic-partnership", _("Strategic partnership agreement")
        ACADEMIC = "academic-exchange", _("Academic exchange agreement")
        STUDENTS = "student-exchange", _("Student exchange agreement")
        RESEARCH = "research", _("Research agreement")
        DEGREE = "double-degree", _("Double or joint degree agreement")
        MEMORANDUM = "memorandum", _("Memorandum")
        INTENT = "letter-of-intent", _("Letter of intent")
        OTHER = "other", _("Other agreement")
        NOT_STATED = "not-stated", _("Kind not stated")

    class Level(models.TextChoices):
        UNIVERSITY = "university", _("University-wide")
        DEPARTMENT = "department", _("Departmental")
        NOT_STATED = "not-stated", _("Level not stated")

    class Expiry(models.TextChoices):
        STATED = "stated", _("Stated")
        ESTIMATED = "estimated", _("Estimated")
        NONE = "none", _("Without an end")
        NOT_STATED = "not-stated", _("Not stated")

    class Renewal(models.TextChoices):
        AUTOMATIC = "automatic", _("By itself")
        BY_AGREEMENT = "by-agreement", _("By agreement of the parties")
        NONE = "none", _("Not renewed")
        NOT_STATED = "not-stated", _("Not stated")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("partnership")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, default=Kind.NOT_STATED)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.NOT_STATED)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs under"),
        help_text=_("The agreement that this one carries out, such as the general one above a memorandum."),
    )  # fmt: skip
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("follows on")
    )
    several = models.BooleanField(
        _("stands for several"), default=False,
        help_text=_("Where a source speaks of agreements without telling them apart."),
    )  # fmt: skip
    how_many = QuantityField(_("how many"), help_text=_("Only for several; empty where no number is given."))
    title = WordsField(_("title"), blank=False)
    text = WordsField(_("what it says, in our words"))
    contents = models.CharField(
        _("what it covers"), max_length=200, blank=True,
        help_text=_("Codes with commas between: students, staff, research, teaching, degrees, internships, other."),
    )  # fmt: skip
    languages = models.CharField(
        _("languages"), max_length=80, blank=True, help_text=_("Codes with commas between, such as en, ja.")
    )
    concluded = FuzzyDateField(_("concluded"))
    expiry_basis = models.CharField(_("how its end is known"), max_length=10, choices=Expiry, default=Expiry.NOT_STATED)
    renewal = models.CharField(_("renewal"), max_length=12, choices=Renewal, default=Renewal.NOT_STATED)
    renewal_months = models.PositiveSmallIntegerField(
        _("renewed for (months)"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    notice_months = models.PositiveSmallIntegerField(
        _("notice (months)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    ended = FuzzyDateField(_("ended"), help_text=_("When it came to its end, where that was not its date."))
    ended_reason = WordsField(_("why it ended"))
    # From when on notice can no longer be put off: so many months before the end.
    notice_from = models.DateField(null=True, editable=False)
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-begins_first", "pk")
        indexes = [
            models.Index(fields=["home", "-begins_first", "id"], name="agreements_in_order"),
            models.Index(fields=["home", "ends_first"], name="agreements_by_end"),
            models.Index(fields=["home", "partnership"], name="agreements_by_partner"),
        ]

    def __str__(self) -> str:
        return str(self.title)[:200]

    @property
    def heading(self) -> Text:
        """Its title."""
        found: Text = self.title
        return found

    def clean(self) -> None:
        words = [word for word in self.title.to_json().values() if isinstance(word, str)]
        self.key = fold(" ".join(words))[:600]
        self.contents = codes(self.contents, "contents", CONTENTS)
        self.languages = codes(self.languages, "languages", None)
        _no_cycle(self, "parent", _now("An agreement cannot stand under itself, not even by way of others."))
        _no_cycle(self, "predecessor", _now("An agreement cannot follow on itself, not even by way of others."))
        if self.ends and self.expiry_basis == self.Expiry.NONE:
            raise ValidationError({"ends": _now("An agreement without an end has no date for it.")})
        if self.renewal == self.Renewal.AUTOMATIC and self.ends and not self.renewal_months:
            raise ValidationError({"renewal_months": _now("Say for how many months it renews itself.")})
        if self.how_many and not self.several:
            raise ValidationError({"how_many": _now("A number is given only where the row stands for several.")})
        if self.ended_reason and not self.ended:
            raise ValidationError({"ended": _now("Say when it ended, or leave the reason out.")})

    def bound(self) -> None:
        """The bounds say when it stands: from its conclusion where no other day is given, until it was ended.

        One that renews itself goes on until it is ended; the day on which it renews is no bound.
        """
        super().bound()
        own_end, self.notice_from = self.ends_first, None
        if not self.begins:
            self.begins_first, self.begins_last = self.concluded.start.earliest, self.concluded.start.latest
        if self.ended:
            ended = self.ended.start if self.ended.is_interval else self.ended.end
            self.ends_first, self.ends_last = ended.earliest, self.ended.end.latest
            if self.ends_last is None:
                raise ValidationError(
                    {"ended": _now("An end needs at least a year; leave it empty while there is none.")}
                )
        elif self.renewal == self.Renewal.AUTOMATIC:
            self.ends_first = self.ends_last = None
        if own_end and self.notice_months and not self.ended and self.renewal != self.Renewal.AUTOMATIC:
            self.notice_from = shifted(own_end, -self.notice_months)
        if self.begins_first and self.ends_last and self.ends_last < self.begins_first:
            raise ValidationError({"ended" if self.ended else "ends": _now("The end lies before the beginning.")})
        if self.concluded.start.earliest and self.ended and self.ends_last < self.concluded.start.earliest:
            raise ValidationError({"ended": _now("The end lies before the conclusion.")})

    def held_on(self, day: date) -> bool | None:
        """Whether it was in force on that day; None where that is not known."""
        found = self.standing_of(day)
        return None if found == Standing.UNKNOWN else found in (Standing.IN_FORCE, Standing.EXPIRING)

    def standing_of(self, day: date, months: int = SOON) -> Standing:
        """How it stands on that day: the same answer as ``standing`` gives in the database."""
        if self.begins_first and day < self.begins_first:
            return Standing.NOT_YET
        sure = bool(self.ended) or self.expiry_basis != self.Expiry.ESTIMATED
        if sure and self.ends_last and day > self.ends_last:
            return Standing.EXPIRED
        began = any(known is not None and day >= known for known in (self.begins_last, self.seen))
        endless = self.ends_last is None and (
            self.expiry_basis == self.Expiry.NONE or self.renewal == self.Renewal.AUTOMATIC
        )
        running = endless or any(known is not None and day <= known for known in (self.ends_first, self.seen))
        # What began but has no recorded end is held to stand on the days that a source speaks of, and no longer.
        if not (began and running):
            return Standing.UNKNOWN
        near = self.ends_first is not None and self.ends_first <= shifted(day, months)
        warned = self.notice_from is not None and self.notice_from <= day
        return Standing.EXPIRING if near or warned else Standing.IN_FORCE

    def renews_on(self, day: date) -> date | None:
        """The next day on which it renews itself, for one that does and whose end is known to the day."""
        end = self.ends.end.latest if self.ends else None
        if self.renewal != self.Renewal.AUTOMATIC or end is None or not self.renewal_months or self.ended:
            return None
        if end < day:
            lacking = (day.year - end.year) * 12 + day.month - end.month
            turns = -(-lacking // self.renewal_months)
            found = shifted(end, turns * self.renewal_months)
            end = found if found >= day else shifted(end, (turns + 1) * self.renewal_months)
        return end


CONTENTS = ("students", "staff", "research", "teaching", "degrees", "internships", "other")


def standing(day: date, months: int = SOON, prefix: str = "") -> Case:
    """An expression for querysets: how an agreement stands on that day, as ``standing_of`` says."""

    def q(**terms: object) -> Q:
        return Q(**{prefix + key: value for key, value in terms.items()})

    sure = ~q(expiry_basis=Agreement.Expiry.ESTIMATED) | ~q(ended={})
    began = q(begins_last__lte=day) | q(seen__lte=day)
    endless = q(ends_last__isnull=True) & (
        q(expiry_basis=Agreement.Expiry.NONE) | q(renewal=Agreement.Renewal.AUTOMATIC)
    )
    running = endless | q(ends_first__gte=day) | q(seen__gte=day)
    near = q(ends_first__lte=shifted(day, months)) | q(notice_from__lte=day)
    return Case(
        When(q(begins_first__gt=day), then=Value(Standing.NOT_YET.value)),
        When(q(ends_last__lt=day) & sure, then=Value(Standing.EXPIRED.value)),
        When(began & running & near, then=Value(Standing.EXPIRING.value)),
        When(began & running, then=Value(Standing.IN_FORCE.value)),
        default=Value(Standing.UNKNOWN.value),
        output_field=CharField(),
    )


def shifted(day: date, months: int) -> date:
    """The same day so many months later, or earlier; the last of a month that has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    year = min(max(year, 1), 9999)
    last = 31
    while last > 28:
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            last -= 1
    return date(year, month + 1, min(day.day, 28))


def codes(written: str, field: str, known: tuple[str, ...] | None) -> str:
    """Codes with commas between, each once; ValidationError for one that is none."""
    found = list(dict.fromkeys(part.strip().lower() for part in written.split(",") if part.strip()))
    for one in found:
        if (known is not None and one not in known) or (known is None and not (one.isalpha() and 2 <= len(one) <= 3)):
            raise ValidationError({field: _now("“%(code)s” is none of the codes.") % {"code": one}})
    return ", ".join(found)


def _no_cycle(row: Agreement, field: str, problem: str) -> None:
    """Walks up from a row and refuses one that comes to itself, or a chain that is too long to be one."""
    seen = {row.pk} if row.pk else set()
    key = getattr(row, f"{field}_id")
    for _step in range(DEEPEST):
        if key is None:
            return
        if key in seen:
            raise ValidationError({field: problem})
        seen.add(key)
        key = Agreement.objects.filter(pk=key).values_list(f"{field}_id", flat=True).first()
    raise ValidationError({field: problem})


class Party(Under, OwnedRecord):
    """One row is one party to an agreement: an organisation, with the unit that signs where it is one."""

    UNDER: ClassVar[tuple[str, ...]] = ("agreement",)

    class Side(models.TextChoices):
        HOME = "home", _("Our side")
        PARTNER = "partner", _("The partner’s side")
        THIRD = "third", _("Third party")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreed", verbose_name=_("organisation")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="agreed", verbose_name=_("department")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side, default=Side.PARTNER)
    number = models.CharField(_("its own number of the document"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation", "unit"], name="a_party_once"),
            models.UniqueConstraint(
                fields=["agreement", "organisation"], condition=Q(unit__isnull=True), name="a_whole_party_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.shown_name} · {self.agreement}"

    def clean(self) -> None:
        if self.unit is not None and self.unit.organisation_id != self.organisation_id:
            raise ValidationError({"unit": _now("This department belongs to another organisation.")})

    @property
    def heading(self) -> Text:
        """Who signs what."""
        who = (self.unit or self.organisation).shown_name
        return joined("{0} · {1}", who, self.agreement.title)
