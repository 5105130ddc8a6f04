"""Visits, the people of the delegation, the legs of the journey, and where it stops."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities.models import Activity
from kizuna.activities.models.activity import stretch
from kizuna.core.fields import QuantityField, WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under, UnderQuerySet
from kizuna.core.values import FuzzyDate, Text, fold
from kizuna.directory.models import Organisation, Person
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import Partnership

UNDATED = date(1, 1, 1)
# Last parts of addresses that no visit may have.
TAKEN = ("new", "begin")


class Direction(models.TextChoices):
    """Which way a delegation goes."""

    OUT = "outgoing", _("We visit")
    IN = "incoming", _("We receive")


class Standing(models.TextChoices):
    """How a visit stands on a day, as far as its dates say."""

    PLANNED = "planned", pgettext_lazy("state of a visit", "Planned")
    UNDER_WAY = "under-way", pgettext_lazy("state of a visit", "Under way")
    DONE = "done", pgettext_lazy("state of a visit", "Done")
    CALLED_OFF = "called-off", pgettext_lazy("state of a visit", "Called off")
    UNKNOWN = "unknown", pgettext_lazy("state of a visit", "Not known")


@cache
def zones() -> frozenset[str]:
    """The names of the world's time zones."""
    return frozenset(available_timezones())


def validate_zone(value: str) -> None:
    """Only a name that the tables of time zones know."""
    if value not in zones():
        raise ValidationError(_now("Write a time zone such as Asia/Tokyo or Europe/London."), code="zone")


class ZoneField(models.CharField):  # type: ignore[type-arg]  # Django has no generic fields at run time
    """The name of a time zone, such as Asia/Tokyo."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        if validate_zone not in self.validators:
            self.validators = [*self.validators, validate_zone]


class Spanned(Dated):
    """One row is something with its days; without an end of its own it ends where its beginning ends."""

    class Meta:
        abstract = True

    def bound(self) -> None:
        """Fills the columns from the fuzzy dates; the write path calls it before saving."""
        super().bound()
        if not self.ends and not self.begins.open_end:
            self.ends_first, self.ends_last = self.begins.end.earliest, self.begins.end.latest

    @property
    def when(self) -> FuzzyDate:
        """From its first day to its last as one date, for reading."""
        return stretch(self.begins, self.ends)


def may_hold(whole: Dated, part: Dated) -> bool:
    """Whether one may lie within the days of another: what is not known to lie outside may."""
    first, last = whole.begins_first, whole.ends_last
    late = last is not None and any(day is not None and day > last for day in (part.begins_first, part.ends_first))
    early = first is not None and any(day is not None and day < first for day in (part.begins_last, part.ends_last))
    return not (late or early)


class VisitQuerySet(UnderQuerySet):
    """Visits, asked how they stand on a day."""

    def standing_on(self, day: date) -> Self:
        """Each row with its ``standing`` on that day."""
        return self.annotate(
            standing=Case(
                When(called_off=True, then=Value(Standing.CALLED_OFF.value)),
                When(ends_last__lt=day, then=Value(Standing.DONE.value)),
                When(begins_first__gt=day, then=Value(Standing.PLANNED.value)),
                When(
                    (Q(begins_last__lte=day) | Q(seen__lte=day)) & (Q(ends_first__gte=day) | Q(seen=day)),
                    then=Value(Standing.UNDER_WAY.value),
                ),
                default=Value(Standing.UNKNOWN.value),
                output_field=CharField(),
            )
        )

    def in_order(self) -> Self:
        """The newest first; what has no day stands by the day on which it is known to have been."""
        return self.order_by("-sort_day", "-pk")

    def fitting(self, text: str) -> Self:
        """Those called so; those whose title begins so first, then the newest."""
        key = fold(text)
        if not key:
            return self.none()
        fit = Case(When(key__startswith=key, then=0), default=1, output_field=IntegerField())
        return self.filter(key__contains=key).annotate(fit=fit).order_by("fit", F("sort_day").desc(), "pk")


class Visit(Under, OwnedRecord, Spanned):
    """One row is one visit of a delegation, ours elsewhere or another's here, from its planning to its report."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    slug = models.SlugField(_("name in addresses"), max_length=80)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.OUT)
    title = WordsField(_("title"), blank=False)
    purpose = WordsField(_("purpose"))
    text = WordsField(_("what it is part of, and what else is to be known"))
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("partnership"),
        help_text=_("Where it is about one partner; other partners stand at its stops."),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="sends", verbose_name=_("who comes"),
        help_text=_("For a visit that we receive."),
    )  # fmt: skip
    called_off = models.BooleanField(_("called off"), default=False)
    zone_ours = ZoneField(_("our time zone"), help_text=_("Such as Europe/London."))
    zone_theirs = ZoneField(_("the other side’s time zone"), help_text=_("Such as Asia/Tokyo; a leg may have its own."))
    sort_day = models.DateField(default=UNDATED, editable=False)
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = VisitQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-sort_day", "-pk")
        constraints = [models.UniqueConstraint(fields=["home", "slug"], name="a_visit_slug_once_per_home")]
        indexes = [
            models.Index(fields=["home", "-sort_day", "-id"], name="visits_by_day"),
            models.Index(fields=["partnership", "sort_day"], name="visits_of_partners"),
        ]

    def __str__(self) -> str:
        return str(self.title)[:200]

    @property
    def heading(self) -> Text:
        """Its title; what else is said of it is longer."""
        title: Text = self.title
        return title

    @property
    def days(self) -> int | None:
        """How many days it lasts; None where they are not known to the day."""
        first, last = self.begins_first, self.ends_last
        if first is None or last is None or first != self.begins_last or last != self.ends_first:
            return None
        return (last - first).days + 1

    def bound(self) -> None:
        """A visit without days stands in lists where it is known to have been."""
        super().bound()
        self.sort_day = self.begins_first or self.begins_last or self.seen or UNDATED

    def clean(self) -> None:
        self.key = fold(" ".join(found.value for found in self.title))[:600]
        if self.slug in TAKEN:
            raise ValidationError({"slug": _now("This name is taken by a page; choose another.")})
        if self.organisation_id is not None and self.direction == Direction.OUT:
            raise ValidationError({"organisation": _now("Only a visit that we receive has somebody who comes.")})
        if self.pk is not None:
            self._holds_its_parts()

    def _holds_its_parts(self) -> None:
        """New days still hold all legs, stops and meetings."""
        outside: list[str] = []
        for rows in (self.legs, self.stops, self.meetings):
            outside += [f"{row} ({row.begins.display('en')})" for row in rows.all() if not may_hold(self, row)]
        if outside:
            told = _now("These lie outside of the new days; move them first: %(rows)s.")
            raise ValidationError({"begins": told % {"rows": "; ".join(outside[:5])}})


class Of(Under, OwnedRecord):
    """One row is part of one visit."""

    UNDER: ClassVar[tuple[str, ...]] = ("visit",)

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="%(class)ss", verbose_name=_("visit"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")


def within(row: Any, field: str = "begins") -> None:
    """Raises ValidationError where a leg, a stop or a meeting lies outside of its visit."""
    if row.visit is not None and row.begins and not may_hold(row.visit, row):
        told = _now("%(when)s lies outside of the visit, which is %(visit)s. Move it, or change the visit first.")
        said = {"when": row.begins.display("en"), "visit": row.visit.when.display("en")}
        raise ValidationError({field: told % said})


class Named(models.Model):
    """One row says who somebody is: a person on record, or words only."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.person or self.named)[:200]  # type: ignore[attr-defined]  # each kind has both columns, in its own place

    @property
    def heading(self) -> Text:
        """Who it is."""
        found: Text = self.person.heading if self.person is not None else self.named  # type: ignore[attr-defined]
        return found

    def clean(self) -> None:
        if self.person_id is None and not self.named:  # type: ignore[attr-defined]
            raise ValidationError({"person": _now("Choose a person, or say in words who it is.")})


class Delegate(Named, Of):
    """One row says who belongs to the delegation: a person with the post held then, or a kind of people."""

    UNDER: ClassVar[tuple[str, ...]] = ("visit", "person")

    class Role(models.TextChoices):
        LEADER = "leader", _("Leader")
        DEPUTY = "deputy", _("Deputy leader")
        MEMBER = "member", _("Member")
        INTERPRETER = "interpreter", _("Interpreter")
        SUPPORT = "support", _("Support")
        COMPANION = "companion", _("Accompanies")

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="travels", verbose_name=_("person")
    )
    named = WordsField(_("known by these words only"))
    count = QuantityField(_("how many"))
    post = WordsField(_("post held then"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)

    class Meta(Of.Meta):
        pass


class Leg(Of, Spanned):
    """One row is one leg of a visit: a country or a place for some of its days, with a purpose of its own."""

    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166 code of two letters"),
        validators=[RegexValidator("^[A-Za-z]{2}$", _("Write the two letters of the country, such as JP."))],
    )  # fmt: skip
    place = WordsField(_("place"))
    purpose = WordsField(_("purpose"))
    zone = ZoneField(_("time zone"), help_text=_("Such as Asia/Tokyo; empty: that of the visit."))

    class Meta(Of.Meta):
        pass

    def __str__(self) -> str:
        return str(self.heading)[:200]

    @property
    def heading(self) -> Text:
        """Where it leads."""
        if self.place:
            place: Text = self.place
            return place
        return Text.from_json({code: country_name(self.country, code) for code in ("en", "ja")})

    def clean(self) -> None:
        self.country = self.country.upper()
        if not self.country and not self.place:
            raise ValidationError({"country": _now("Say which country or which place.")})
        within(self)


class Stop(Of, Spanned):
    """One row is one stop of a visit: on a day, or at some time within the visit; also one that has no name."""

    UNDER: ClassVar[tuple[str, ...]] = ("visit", "leg", "partnership")
    DEEP = True

    class Kind(models.TextChoices):
        PARTNER = "partner", _("Partner university")
        UNIVERSITY = "university", _("University")
        EMBASSY = "embassy", _("Embassy or government")
        COMPANY = "company", _("Company")
        EVENT = "event", _("Event")
        ALUMNI = "alumni", _("Alumni")
        SITE = "site", _("Place of interest")
        OTHER = "other", _("Other")
        NOT_STATED = "not-stated", _("Not stated")

    leg = models.ForeignKey(Leg, models.SET_NULL, null=True, blank=True, related_name="stops", verbose_name=_("leg"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOT_STATED)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="visited", verbose_name=_("organisation")
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="stops", verbose_name=_("partnership")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="stops", verbose_name=_("event"),
        help_text=_("The symposium, seminar or forum to which the delegation goes."),
    )  # fmt: skip
    named = WordsField(_("known by these words only"), help_text=_("Such as “various universities”."))
    count = QuantityField(_("how many"), help_text=_("Where one line stands for several stops."))
    place = WordsField(_("place"))
    text = WordsField(_("what is done there"))
    at = models.TimeField(_("at"), null=True, blank=True)
    until = models.TimeField(pgettext_lazy("a time of day", "until"), null=True, blank=True)

    class Meta(Of.Meta):
        pass

    def __str__(self) -> str:
        return str(self.heading)[:200]

    @property
    def heading(self) -> Text:
        """Where the delegation stops."""
        if self.organisation is not None:
            return joined("{0}", self.organisation.shown_name)
        if self.named:
            named: Text = self.named
            return named
        place: Text = self.place
        return place

    def clean(self) -> None:
        if self.organisation_id is None and not self.named and not self.place:
            raise ValidationError({"organisation": _now("Choose an organisation, or say in words where it is.")})
        if self.leg is not None and self.leg.visit_id != self.visit_id:
            raise ValidationError({"leg": _now("This leg belongs to another visit.")})
        in_order(self)
        within(self)
        if self.leg is not None and self.begins and not may_hold(self.leg, self):
            told = _now("%(when)s lies outside of the leg %(leg)s, which is %(days)s.")
            said = {"when": self.begins.display("en"), "leg": self.leg, "days": self.leg.when.display("en")}
            raise ValidationError({"begins": told % said})


def in_order(row: Any) -> None:
    """Raises ValidationError for a time without a day, and for an end before its beginning."""
    if row.until and not row.at:
        raise ValidationError({"until": _now("Say when it begins, too.")})
    if row.at and row.until and row.until <= row.at:
        raise ValidationError({"until": _now("The end lies before the beginning.")})
    if row.at and not (row.begins_first and row.begins_first == row.begins_last):
        raise ValidationError({"begins": _now("A time of day needs its day.")})


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of that name; None where none is given or the tables do not know it."""
    return ZoneInfo(name) if name in zones() else None
