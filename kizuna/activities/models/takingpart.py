"""Who takes part: bodies, people, and how many of which kind."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models.activity import Activity
from kizuna.activities.models.series import Series
from kizuna.core.fields import QuantityField, WordsField
from kizuna.core.models import OwnedRecord
from kizuna.core.models.record import displayed, in_each, joined
from kizuna.core.models.under import Under
from kizuna.core.values import Quantity, Text
from kizuna.directory.models import Organisation, Person, Unit


class Side(models.TextChoices):
    """On whose side somebody takes part."""

    HOME = "home", _("Our side")
    PARTNER = "partner", _("The partner's side")
    BOTH = "both", _("Both sides")
    THIRD = "third", _("Others")
    NOT_STATED = "not-stated", _("Not stated")


class Part(Under, OwnedRecord):
    """One row says who, or how many, took part in an activity or take part in a series."""

    UNDER: ClassVar[tuple[str, ...]] = ("activity", "series")

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="%(class)s_rows", verbose_name=_("activity")
    )
    series = models.ForeignKey(
        Series, models.CASCADE, null=True, blank=True, related_name="%(class)s_rows", verbose_name=_("series")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.NOT_STATED)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) ^ Q(series__isnull=False), name="%(class)s_of_one_thing"
            )
        ]

    @property
    def whole(self) -> Activity | Series | None:
        """What it is a part of."""
        return self.activity or self.series


class Body(Part):
    """One row says that a unit, an organisation or a body known by its name only has a part, and which."""

    class Role(models.TextChoices):
        HOST = "host", _("Host")
        CO_HOST = "co-host", _("Co-host")
        ORGANISER = "organiser", _("Organiser")
        CO_ORGANISER = "co-organiser", _("Co-organiser")
        SUPPORTER = "supporter", _("Supporter")
        SPEAKER = "speaker", _("Speaks or performs")
        PARTICIPANT = "participant", _("Participant")
        VENUE = "venue", _("Venue")
        VISITED = "visited", _("Visited on the way")

    class Sector(models.TextChoices):
        UNIVERSITY = "university", _("University")
        GOVERNMENT = "government", _("Government")
        LOCAL = "local-government", _("Local government")
        INDUSTRY = "industry", _("Industry")
        NGO = "ngo", _("Non-profit organisation")
        CULTURE = "culture", _("Culture")
        FARMING = "farming", _("Farming")
        OTHER = "other", _("Other")
        NOT_STATED = "not-stated", _("Not stated")

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="takes_part", verbose_name=_("department")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="takes_part", verbose_name=_("organisation")
    )
    named = WordsField(_("known by these words only"))
    sector = models.CharField(_("sector"), max_length=16, choices=Sector, default=Sector.NOT_STATED)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTICIPANT)

    class Meta(Part.Meta):
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return str(self.heading)

    @property
    def heading(self) -> Text:
        """Who it is."""
        if self.unit is not None:
            return joined("{0}", self.unit.shown_name)
        if self.organisation is not None:
            return joined("{0}", self.organisation.shown_name)
        named: Text = self.named
        return named

    def clean(self) -> None:
        if self.unit_id is None and self.organisation_id is None and not self.named:
            raise ValidationError(_("Choose a department or an organisation, or say who it is."))


class Attendee(Part):
    """One row says that a person has a part in an activity, and which."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        KEYNOTE = "keynote", _("Keynote speaker")
        SPEAKER = "speaker", _("Speaker")
        PANELLIST = "panellist", _("Panellist")
        LECTURER = "lecturer", _("Lecturer")
        ORGANISER = "organiser", _("Organiser")
        PERFORMER = "performer", _("Performer")
        PARTICIPANT = "participant", _("Participant")

    person = models.ForeignKey(Person, models.PROTECT, related_name="takes_part", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTICIPANT)
    text = WordsField(_("as what"))

    def __str__(self) -> str:
        return f"{self.person} · {self.whole}"

    @property
    def heading(self) -> Text:
        """The person and the activity."""
        return joined("{0} · {1}", str(self.person), self.whole.heading if self.whole else "")


class Headcount(Part):
    """One row is one count: of people, of sessions, of fields; or a part of such a count."""

    class Counted(models.TextChoices):
        PEOPLE = "people", _("People")
        SESSIONS = "sessions", _("Sessions")
        EVENTS = "events", _("Events")
        FIELDS = "fields", _("Academic fields")

    class Category(models.TextChoices):
        PARTICIPANTS = "participants", _("Participants")
        STUDENTS = "students", _("Students")
        UNDERGRADUATES = "undergraduates", _("Undergraduates")
        GRADUATES = "graduates", _("Graduate students")
        FACULTY = "faculty", _("Faculty")
        RESEARCHERS = "researchers", _("Researchers")
        YOUNG = "young-researchers", _("Young researchers")
        LEADERS = "leaders", _("Presidents, vice presidents, deans")
        STAFF = "staff", _("Staff")
        GUESTS = "guests", _("Guests")
        PUBLIC = "public", _("The public")
        OTHER = "other", _("Other")

    counted = models.CharField(_("what is counted"), max_length=10, choices=Counted, default=Counted.PEOPLE)
    category = models.CharField(_("who"), max_length=18, choices=Category, default=Category.PARTICIPANTS)
    named = WordsField(_("in its own words"))
    role = models.CharField(_("role"), max_length=12, choices=Attendee.Role, blank=True)
    quantity = QuantityField(_("how many"))
    part_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="split", verbose_name=_("part of the number")
    )

    def __str__(self) -> str:
        return str(self.heading)

    @property
    def heading(self) -> Text:
        """How many of whom."""
        told = self.named or in_each(self.Category(self.category).label)
        return joined("{0}: {1}", told, displayed(self.quantity) if self.quantity else "–")

    def clean(self) -> None:
        if self.part_of is not None and self.part_of.part_of_id is not None:
            raise ValidationError({"part_of": _("A part of a number is not split again.")})
        if self.part_of is not None and (
            (self.part_of.activity_id, self.part_of.series_id) != (self.activity_id, self.series_id)
        ):
            raise ValidationError({"part_of": _("This number belongs to another activity.")})
        whole = self.part_of or self
        parts = list(Headcount.objects.filter(part_of=whole).exclude(pk=self.pk)) if whole.pk else []
        if self.part_of is not None:
            parts.append(self)
        told = too_many(whole.quantity, [part.quantity for part in parts])
        if told:
            raise ValidationError({"quantity": told})


def exact_sum(parts: list[Quantity]) -> Any:
    """The sum of numbers that are all exact; None where one is not."""
    exact = [part.value for part in parts if part.qualifier == "exact" and part.value is not None]
    return sum(exact) if len(exact) == len(parts) and parts else None


def too_many(whole: Quantity, parts: list[Quantity]) -> str:
    """Why parts cannot be parts of a number: together they are more than the whole."""
    known = [part.value for part in parts if part.qualifier in ("exact", "at_least", "more_than") and part.value]
    if whole.qualifier != "exact" or whole.value is None or sum(known) <= whole.value:
        return ""
    told = gettext("The parts add up to %(sum)s, more than the whole, which is %(whole)s.")
    return told % {"sum": sum(known), "whole": whole.value}
