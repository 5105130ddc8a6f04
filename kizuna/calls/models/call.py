"""Calls: whose they are, when they are open, what they ask for and how proposals are judged."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities.models.shown import CalledQuerySet
from kizuna.core.fields import NamesField, NumbersField, WordsField
from kizuna.core.models import Home, OwnedRecord
from kizuna.core.models.record import in_each, joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text, fold
from kizuna.core.values.money import CURRENCIES
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership, Programme

# The Sustainable Development Goals of the United Nations, by number, in short words.
GOALS = {
    1: _("No poverty"), 2: _("Zero hunger"), 3: _("Good health"), 4: _("Quality education"), 5: _("Gender equality"),
    6: _("Clean water"), 7: _("Clean energy"), 8: _("Decent work"), 9: _("Industry and innovation"),
    10: _("Reduced inequalities"), 11: _("Sustainable cities"), 12: _("Responsible consumption"),
    13: _("Climate action"), 14: _("Life below water"), 15: _("Life on land"), 16: _("Peace and justice"),
    17: _("Partnerships for the goals"),
}  # fmt: skip


class Side(models.TextChoices):
    """One of the two universities of a call."""

    HOME = "home", _("Our side")
    PARTNER = "partner", _("The partner’s side")


class Stage(models.TextChoices):
    """How a call stands, as its dates say."""

    DRAFT = "draft", pgettext_lazy("state of a call", "In preparation")
    COMING = "coming", pgettext_lazy("state of a call", "Announced")
    OPEN = "open", pgettext_lazy("state of a call", "Open")
    CLOSED = "closed", pgettext_lazy("state of a call", "Closed for proposals")
    DECIDED = "decided", pgettext_lazy("state of a call", "Decided")
    CALLED_OFF = "called-off", pgettext_lazy("state of a call", "Called off")


class Call(Under, OwnedRecord):
    """One row is one call for proposals, of both universities together or of one."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)
    # Whether a call is announced, open or over follows from them.
    TOLD: ClassVar[frozenset[str]] = frozenset({"opens_at", "closes_at"})

    class Kind(models.TextChoices):
        JOINT = "joint", pgettext_lazy("kind of a call", "Joint: one decision, both pay")
        MIRRORED = "mirrored", pgettext_lazy("kind of a call", "Mirrored: each side decides on its half")
        ONE_SIDED = "one-sided", pgettext_lazy("kind of a call", "One-sided: only one side pays")

    class RankBy(models.TextChoices):
        ALL = "all", _("All scores")
        HOME = "home", _("Our side’s scores")
        PARTNER = "partner", _("The partner’s scores")

    class Early(models.TextChoices):
        ANY = "any", pgettext_lazy("career stage of leads", "No rule")
        ONE = "one", pgettext_lazy("career stage of leads", "One lead at least")
        ALL = "all", pgettext_lazy("career stage of leads", "All leads")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("partnership")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("programme")
    )
    slug = models.SlugField(_("name in addresses"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.JOINT)
    title = WordsField(_("title"), blank=False)
    text = WordsField(_("what it is about"))
    zone = models.CharField(_("time zone"), max_length=60, default="UTC", help_text=_("Such as Asia/Tokyo."))
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    themes = NamesField(_("themes"), default=list, blank=True)
    sdgs = NumbersField(_("Sustainable Development Goals"), default=list, blank=True)
    leads_each = models.PositiveSmallIntegerField(
        _("leads on each side"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    disciplines = models.PositiveSmallIntegerField(
        _("different disciplines at least"), default=0, validators=[MaxValueValidator(9)]
    )
    early_career = models.CharField(_("early-career leads"), max_length=4, choices=Early, default=Early.ANY)
    employed_until = models.DateField(
        _("leads are employed until at least"), null=True, blank=True, help_text=_("Left empty: until the money ends.")
    )
    sdgs_least = models.PositiveSmallIntegerField(
        _("Sustainable Development Goals at least"), default=0, validators=[MaxValueValidator(17)]
    )
    letters_each = models.PositiveSmallIntegerField(
        _("letters of support from each side"), default=0, validators=[MaxValueValidator(9)]
    )
    reviews_each = models.PositiveSmallIntegerField(
        _("reviews of each proposal"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    awards = models.PositiveSmallIntegerField(_("awards at most"), null=True, blank=True)
    rank_by = models.CharField(_("ranked by"), max_length=8, choices=RankBy, default=RankBy.ALL)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("follows")
    )
    called_off = models.BooleanField(_("called off"), default=False, editable=False)
    why_off = models.CharField(_("why it was called off"), max_length=500, blank=True, editable=False)
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = CalledQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-closes_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["home", "slug"], name="a_call_slug_once_per_home"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
                name="a_call_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)[:200]

    @property
    def heading(self) -> Text:
        """Its title."""
        found: Text = self.title
        return found

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The time zone in which its deadlines are told."""
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def opens_there(self) -> datetime | None:
        """When it opens, as a clock in its own zone shows it; without a zone, so that no page moves it to another."""
        return self.opens_at.astimezone(self.tz).replace(tzinfo=None) if self.opens_at else None

    @property
    def closes_there(self) -> datetime | None:
        """When it closes, as a clock in its own zone shows it."""
        return self.closes_at.astimezone(self.tz).replace(tzinfo=None) if self.closes_at else None

    def stage_at(self, now: datetime) -> Stage:
        """How it stands at a moment; whether it is decided is the minutes' to say."""
        if self.called_off:
            return Stage.CALLED_OFF
        if self.opens_at is None or self.closes_at is None:
            return Stage.DRAFT
        if now < self.opens_at:
            return Stage.COMING
        return Stage.OPEN if now <= self.closes_at else Stage.CLOSED

    def clean(self) -> None:
        self.key = fold(" ".join(found.value for found in self.title))[:600]
        if self.zone not in zoneinfo.available_timezones():
            raise ValidationError({"zone": _now("This is no time zone; write it as Asia/Tokyo or Europe/London.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _now("A call opens before it closes.")})
        a_list(self, "themes")
        goals(self)


def goals(record: models.Model) -> None:
    """The column ``sdgs`` holds numbers of the Sustainable Development Goals, each once; else ValidationError."""
    told = record.sdgs  # type: ignore[attr-defined]
    known = isinstance(told, list) and all(type(one) is int and one in GOALS for one in told)
    if not known or len(set(told)) != len(told):
        raise ValidationError({"sdgs": _now("Write numbers of the Sustainable Development Goals, from 1 to 17.")})


def a_list(record: models.Model, field: str) -> None:
    """The column holds a list of short words; else ValidationError."""
    told = getattr(record, field)
    if not isinstance(told, list) or not all(isinstance(one, str) and one and len(one) <= 100 for one in told):
        raise ValidationError({field: _now("Write a list of names.")})


def free_slug(home: Home, title: str) -> str:
    """A name for the address of a new call that no other call of the home has."""
    base = slugify(title)[:60] or "call"
    taken = set(Call.objects.filter(home=home, slug__startswith=base).values_list("slug", flat=True))
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


class CallSide(Under, OwnedRecord):
    """One row is what one of the two universities lays down for a call: money, who and what is eligible, dates."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    call = models.ForeignKey(Call, models.CASCADE, related_name="sides", verbose_name=_("call"))
    side = models.CharField(_("side"), max_length=8, choices=Side)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("university")
    )
    pays = models.BooleanField(_("pays"), default=True)
    currency = models.CharField(_("currency"), max_length=3)
    budget = models.DecimalField(_("budget in all"), max_digits=16, decimal_places=2, null=True, blank=True)
    roles = WordsField(_("who may lead"))
    costs = WordsField(_("what may be paid"))
    internal_until = models.DateTimeField(_("internal deadline"), null=True, blank=True)
    spend_from = models.DateField(_("money from"), null=True, blank=True)
    spend_until = models.DateField(_("money until"), null=True, blank=True)

    class Meta:
        ordering = ("side",)
        constraints = [models.UniqueConstraint(fields=["call", "side"], name="a_side_once_in_a_call")]

    def __str__(self) -> str:
        return f"{self.get_side_display()} · {self.call}"

    @property
    def heading(self) -> Text:
        """Which side of which call."""
        return joined("{0} · {1}", in_each(Side(self.side).label), self.call.title)

    @property
    def internal_there(self) -> datetime | None:
        """The internal deadline, as a clock in the call's own zone shows it."""
        return self.internal_until.astimezone(self.call.tz).replace(tzinfo=None) if self.internal_until else None

    def clean(self) -> None:
        if self.currency not in CURRENCIES:
            raise ValidationError({"currency": _now("This is not a currency code of ISO 4217.")})
        if self.internal_until and self.call.closes_at and self.internal_until > self.call.closes_at:
            raise ValidationError({"internal_until": _now("The internal deadline lies before the joint one.")})
        if self.spend_from and self.spend_until and self.spend_until < self.spend_from:
            raise ValidationError({"spend_until": _now("The end lies before the beginning.")})


class Strand(Under, OwnedRecord):
    """One row is one strand of a call, such as seed or project, with its length and what each side pays at most."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    call = models.ForeignKey(Call, models.CASCADE, related_name="strands", verbose_name=_("call"))
    name = WordsField(_("name"), blank=False)
    months = models.PositiveSmallIntegerField(
        _("months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    report_every = models.PositiveSmallIntegerField(
        _("months between reports"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    report_after = models.PositiveSmallIntegerField(
        _("final report, months after the end"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    home_ceiling = models.DecimalField(_("our side at most"), max_digits=16, decimal_places=2, null=True, blank=True)
    partner_ceiling = models.DecimalField(
        _("the partner’s side at most"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.name)


class Criterion(Under, OwnedRecord):
    """One row is one criterion by which the proposals of a call are scored."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria", verbose_name=_("call"))
    name = WordsField(_("name"), blank=False)
    text = WordsField(_("text"))
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    scale = models.PositiveSmallIntegerField(
        _("highest score"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    threshold = models.DecimalField(
        _("threshold"), max_digits=6, decimal_places=2, null=True, blank=True,
        help_text=_("Below this mean a proposal is not awarded."),
    )  # fmt: skip
    tie_order = models.PositiveSmallIntegerField(
        _("order in ties"), null=True, blank=True, help_text=_("The criterion with the lowest number decides first.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        if self.threshold is not None and self.threshold > self.scale:
            raise ValidationError({"threshold": _now("The threshold lies above the highest score.")})


class Question(Under, OwnedRecord):
    """One row is one question that every proposal of a call answers."""

    UNDER: ClassVar[tuple[str, ...]] = ("call",)

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions", verbose_name=_("call"))
    name = WordsField(_("question"), blank=False)
    text = WordsField(_("what is asked for"))
    longest = models.PositiveIntegerField(
        _("characters at most"), default=4000, validators=[MinValueValidator(1), MaxValueValidator(50_000)]
    )
    required = models.BooleanField(_("has to be answered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.name)[:200]
