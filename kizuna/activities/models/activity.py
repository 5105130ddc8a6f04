"""Activities: one symposium, one lecture, one summer school; an edition of a series, or a part of another activity."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models.series import ActivityKind, Series, folded
from kizuna.activities.models.shown import CalledQuerySet
from kizuna.agreements.models import Agreement
from kizuna.core.fields import AddressField, QuantityField, WordsField
from kizuna.core.models import Dated, OwnedRecord, Visibility
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under
from kizuna.core.values import FuzzyDate, NotUnderstood, Text
from kizuna.directory.models import Organisation
from kizuna.partners.models import Outcome, Partnership, Phase, Plan
from kizuna.projects.models import Project

# An activity has parts, and these have parts; deeper than that nobody finds anything.
DEEPEST = 4
UNDATED = date(1, 1, 1)
FORMATS = ("in_person", "online", "hybrid", "streamed")


def stretch(begins: FuzzyDate, ends: FuzzyDate) -> FuzzyDate:
    """Two dates as one stretch of time; the first alone where they make none."""
    if not ends or ends.edtf == begins.edtf or "/" in begins.edtf or "/" in ends.edtf:
        return begins
    try:
        return FuzzyDate(f"{begins.edtf}/{ends.edtf}", "", begins.calendar)
    except NotUnderstood:
        return begins


def format_name(name: str) -> str:
    """What a format is called."""
    return str(getattr(Activity._meta.get_field(name), "verbose_name", name))


class ActivityQuerySet(CalledQuerySet):
    """Activities, with phrases for lists."""

    def whole(self) -> Self:
        """Without parts of other activities: what a list shows."""
        return self.filter(parent=None)

    def within(self, first: date | None, last: date | None) -> Self:
        """Those that may have been between two days; what is not dated was at no such time."""
        found = self.exclude(sort_day=UNDATED) if first or last else self
        if first:
            found = found.filter(Q(ends_last__gte=first) | Q(ends_last__isnull=True, sort_day__gte=first))
        return found.filter(sort_day__lte=last) if last else found


class Activity(Under, OwnedRecord, Dated):
    """One row is one thing done or planned together, whole or as a part of another; an edition has its series."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership", "series")

    class State(models.TextChoices):
        HELD = "held", _("Held")
        UNDER_WAY = "under-way", _("Under way")
        PLANNED = "planned", _("Planned")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")
        NOT_STATED = "not-stated", _("Not stated")

    class Side(models.TextChoices):
        HOME = "home", _("With us")
        PARTNER = "partner", _("With the partner")
        BOTH = "both", _("On both sides")
        THIRD = "third", _("Elsewhere")
        NONE = "none", _("In no place")
        NOT_STATED = "not-stated", _("Not stated")

    class Access(models.TextChoices):
        PUBLIC = "public", _("Open to the public")
        MEMBERS = "members", _("For members of the universities")
        REGISTERED = "registered", _("By registration")
        INVITED = "invited", _("By invitation")
        NOT_STATED = "not-stated", _("Not stated")

    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("series")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("partnership")
    )
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("phase")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("project")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind, default=ActivityKind.NOT_STATED)
    kind_words = WordsField(_("kind in its own words"))
    edition = models.PositiveSmallIntegerField(_("number of the edition"), null=True, blank=True)
    edition_again = models.BooleanField(
        _("the number stands twice"), default=False,
        help_text=_("Two editions bear this number in the sources and both stand; a check names them."),
    )  # fmt: skip
    title = WordsField(_("title"), help_text=_("Letter by letter as it was given."))
    text = WordsField(_("what was done"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_STATED)
    in_person = models.BooleanField(_("in person"), default=False)
    online = models.BooleanField(_("online"), default=False)
    hybrid = models.BooleanField(_("hybrid"), default=False)
    streamed = models.BooleanField(_("streamed"), default=False)
    host_side = models.CharField(_("hosted"), max_length=10, choices=Side, default=Side.NOT_STATED)
    venue = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="hosts", verbose_name=_("held at")
    )
    place = WordsField(_("place"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    duration = QuantityField(_("how long"))
    languages = models.CharField(
        _("languages"), max_length=60, blank=True, help_text=_("Tags such as en, ja, es."),
        validators=[RegexValidator(r"^[a-z]{2,3}(, ?[a-z]{2,3})*$", _("Write tags such as en, ja, es."))],
    )  # fmt: skip
    goals = models.CharField(
        _("Sustainable Development Goals"), max_length=60, blank=True, help_text=_("Their numbers, such as 4, 9, 13."),
        validators=[RegexValidator(r"^(1[0-7]|[1-9])(, ?(1[0-7]|[1-9]))*$", _("Write numbers from 1 to 17."))],
    )  # fmt: skip
    access = models.CharField(_("open to"), max_length=10, choices=Access, default=Access.NOT_STATED)
    reception = WordsField(_("how it was received"))
    address = AddressField(_("address"), blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("takes the place of")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    key = models.CharField(max_length=600, editable=False, db_index=True)
    # The day by which lists are in order: the first on which it may have been, or its phase began.
    sort_day = models.DateField(default=UNDATED, editable=False)

    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-sort_day", "order", "pk")
        verbose_name_plural = "activities"
        indexes = [
            # All that a list asks of the rows that it skips, so that it reads the index alone.
            models.Index(
                "home", "parent", models.F("sort_day").desc(), "order", "id", "visibility", "partnership", "series",
                name="activities_in_order",
            ),
            models.Index(fields=["partnership", "sort_day"], name="activities_of_partners"),
            # And all that counting hosts asks for.
            models.Index(
                fields=["home", "partnership", "parent", "state", "host_side", "online", "visibility", "series"],
                name="activities_by_host",
            ),
            models.Index(fields=["series", "sort_day"], name="activities_of_series"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.heading)

    @property
    def heading(self) -> Text:
        """Its title; an edition without one is called by its series, with its number or its time."""
        if self.title:
            title: Text = self.title
            return title
        mark = str(self.edition or self.begins.edtf or "")
        if self.series is not None:
            return joined("{0} {1}", self.series.title, mark) if mark else self.series.heading
        if self.text:
            text: Text = self.text
            return text
        return joined("{0} {1}", str(self.kind_words or self.get_kind_display()), mark)

    @property
    def when(self) -> FuzzyDate:
        """From its beginning to its end as one date, for reading."""
        return stretch(self.begins, self.ends)

    @property
    def formats(self) -> list[str]:
        """In which ways it is held; none when that is not stated."""
        return [format_name(name) for name in FORMATS if getattr(self, name)]

    def bound(self) -> None:
        """An activity is over when its time is: without an end of its own it ends where its beginning ends."""
        super().bound()
        if not self.ends and not self.begins.open_end:
            self.ends_first, self.ends_last = self.begins.end.earliest, self.begins.end.latest
        began = self.phase.period.start.earliest if self.phase is not None and not self.begins_first else None
        self.sort_day = self.begins_first or self.begins_last or began or UNDATED

    def clean(self) -> None:
        self.key = folded(self.title)
        self._within_its_whole()
        if self.edition is not None and self.series_id is None:
            raise ValidationError({"edition": _("A number needs a series; say which.")})
        if self.series_id is not None and self.partnership_id is None and self.series is not None:
            self.partnership_id = self.series.partnership_id
        self._within_its_phase()

    def _within_its_whole(self) -> None:
        """A part stands with its whole, and nothing is a part of itself."""
        above, seen = self.parent, 0
        while above is not None:
            seen += 1
            if above.uuid == self.uuid or seen >= DEEPEST:
                raise ValidationError({"parent": _("An activity is no part of itself, nor deeper than four levels.")})
            above = above.parent
        if self.parent is not None:
            if self.parent.home_id != self.home_id:
                raise ValidationError({"parent": _("This activity belongs to another home.")})
            self.partnership_id = self.parent.partnership_id

    def _within_its_phase(self) -> None:
        """What says that it was in a phase was not outside it."""
        if self.phase is None or not self.begins:
            return
        period: Any = self.phase.period
        first, last = self.begins.start.earliest, self.begins.end.latest
        starts, ends = period.start.earliest, period.end.latest
        if (last and starts and last < starts) or (first and ends and first > ends):
            told = gettext("%(when)s lies outside of %(phase)s (%(period)s).")
            said = {"when": self.begins.display("en"), "phase": self.phase, "period": period.display("en")}
            raise ValidationError({"phase": told % said})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude)
        if self.edition is None or self.series_id is None or self.edition_again:
            return
        same = Activity.objects.filter(series=self.series_id, edition=self.edition, parent=None).exclude(pk=self.pk)
        other = same.first()
        if other is None or self.parent_id is not None:
            return
        named = gettext("another one") if other.visibility == Visibility.SEALED else f"“{other}”"
        told = gettext("Edition %(n)s is on record already: %(other)s. If both bear this number, say so below.")
        raise ValidationError({"edition": told % {"n": self.edition, "other": named}})


class ActivityOutcome(Under, OwnedRecord):
    """One row says that an outcome came of an activity or of a series."""

    UNDER: ClassVar[tuple[str, ...]] = ("activity", "series", "outcome")

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="outcomes", verbose_name=_("activity")
    )
    series = models.ForeignKey(
        Series, models.CASCADE, null=True, blank=True, related_name="outcomes", verbose_name=_("series")
    )
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="activities", verbose_name=_("outcome"))

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["activity", "outcome"], name="an_outcome_once_per_activity"),
            models.UniqueConstraint(fields=["series", "outcome"], name="an_outcome_once_per_series"),
            models.CheckConstraint(
                condition=Q(activity__isnull=False) ^ Q(series__isnull=False), name="an_outcome_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity or self.series} · {self.outcome}"[:200]


class ActivityPlan(Under, OwnedRecord):
    """One row says that an activity or a series is what a plan was about."""

    UNDER: ClassVar[tuple[str, ...]] = ("activity", "series", "plan")

    class How(models.TextChoices):
        FULFILS = "fulfils", _("It is what was planned")
        PART = "part", _("It is a part of what was planned")
        FOLLOWS = "follows", _("The plan follows from it")

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="plans", verbose_name=_("activity")
    )
    series = models.ForeignKey(
        Series, models.CASCADE, null=True, blank=True, related_name="plans", verbose_name=_("series")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="activities", verbose_name=_("plan"))
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.FULFILS)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["activity", "plan"], name="a_plan_once_per_activity"),
            models.UniqueConstraint(fields=["series", "plan"], name="a_plan_once_per_series"),
            models.CheckConstraint(
                condition=Q(activity__isnull=False) ^ Q(series__isnull=False), name="a_plan_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity or self.series} · {self.plan}"[:200]
