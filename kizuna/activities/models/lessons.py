"""What came in between, what took its place, and what working together has taught."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models.activity import Activity, stretch
from kizuna.activities.models.series import Series
from kizuna.core.fields import WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.under import Under
from kizuna.core.values import FuzzyDate
from kizuna.partners.models import Partnership


class Lesson(Under, OwnedRecord):
    """One row tells something about an activity, a series or a partnership as a whole."""

    UNDER: ClassVar[tuple[str, ...]] = ("activity", "series", "partnership")

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("activity")
    )
    series = models.ForeignKey(
        Series, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("series")
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("partnership")
    )
    text = WordsField(_("text"), blank=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]


class Disruption(Lesson, Dated):
    """One row says what came in between, what became impossible by it, and what took its place."""

    class Cause(models.TextChoices):
        PANDEMIC = "pandemic", _("Pandemic")
        DISASTER = "disaster", _("Disaster")
        SECURITY = "security", _("Security")
        MONEY = "money", _("Money")
        PEOPLE = "people", _("People left or were missing")
        OTHER = "other", _("Other")
        NOT_STATED = "not-stated", _("Not stated")

    cause = models.CharField(_("cause"), max_length=10, choices=Cause, default=Cause.NOT_STATED)
    impossible = WordsField(_("what became impossible"))
    replaced_by = models.ForeignKey(
        Activity,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="instead_of",
        verbose_name=_("what took its place"),
    )

    class Meta(Lesson.Meta):
        pass

    @property
    def when(self) -> FuzzyDate:
        """From its beginning to its end as one date, for reading."""
        return stretch(self.begins, self.ends)


class Practice(Lesson):
    """One row is one thing that works well, or that is hard, in working together."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Good practice")
        CHALLENGE = "challenge", _("Challenge")

    class Topic(models.TextChoices):
        PLANNING = "planning", _("Planning and organising")
        HOSTING = "hosting", _("Hosting in turn")
        DEPARTMENTS = "departments", _("Bringing departments together")
        STUDENTS = "students", _("Students taking part")
        TEACHING = "teaching", _("Teaching together")
        ONLINE = "online", _("Working online")
        LANGUAGE = "language", _("Language and meeting as equals")
        MONEY = "money", _("Money")
        PUBLIC = "public", _("The public and other sectors")
        FOLLOW_UP = "follow-up", _("What follows afterwards")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PRACTICE)
    topic = models.CharField(_("theme"), max_length=12, choices=Topic, default=Topic.OTHER)

    class Meta(Lesson.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(series__isnull=False) | Q(partnership__isnull=False),
                name="a_practice_of_something",
            )
        ]
