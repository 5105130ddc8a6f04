"""Meetings: who met whom in which post, where and when at both ends, and what was confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities.models import Activity
from kizuna.agreements.models import Agreement
from kizuna.core.fields import WordsField
from kizuna.core.models import OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text
from kizuna.directory.models import Organisation, Person
from kizuna.partners.models import Partnership
from kizuna.visits.models.visit import (
    Direction,
    Named,
    Spanned,
    Stop,
    Visit,
    ZoneField,
    in_order,
    may_hold,
    within,
    zone_of,
)


class Meeting(Under, OwnedRecord, Spanned):
    """One row is one meeting, or one part of a visit's programme such as a session that one of ours chairs."""

    UNDER: ClassVar[tuple[str, ...]] = ("visit", "stop", "partnership")
    DEEP = True

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        TALKS = "talks", _("Talks")
        SESSION = "session", _("Session")
        SIGNING = "signing", _("Signing")
        MEAL = "meal", _("Meal")
        RECEPTION = "reception", _("Reception")
        TOUR = "tour", _("Tour")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a visit", "Planned")
        HELD = "held", _("Held")
        DROPPED = "dropped", _("Dropped")
        NOT_STATED = "not-stated", _("Not stated")

    class Deed(models.TextChoices):
        RECONFIRMED = "reconfirmed", _("Reconfirmed")
        RENEWED = "renewed", _("Renewed")
        SIGNED = "signed", _("Signed")
        DISCUSSED = "discussed", _("Talked about")

    visit = models.ForeignKey(
        Visit, models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("visit")
    )
    stop = models.ForeignKey(
        Stop, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("stop")
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("partnership")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("with whom")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("at which event")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("agreement")
    )
    deed = models.CharField(_("what happened to the agreement"), max_length=12, choices=Deed, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MEETING)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    title = WordsField(_("title"))
    occasion = WordsField(_("occasion"))
    topics = WordsField(_("what it is about"))
    said = WordsField(_("what was said, in our words"))
    place = WordsField(_("place"))
    online = models.BooleanField(_("online"), default=False)
    at = models.TimeField(_("at"), null=True, blank=True)
    until = models.TimeField(pgettext_lazy("a time of day", "until"), null=True, blank=True)
    zone = ZoneField(_("time zone"), help_text=_("Where it takes place; empty: that of the stop or the visit."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("begins_first", "at", "order", "pk")
        indexes = [models.Index(fields=["home", "-begins_first", "-id"], name="meetings_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(deed="") | Q(agreement__isnull=False), name="a_deed_of_an_agreement")
        ]

    def __str__(self) -> str:
        return str(self.heading)[:200]

    @property
    def heading(self) -> Text:
        """Its title, or with whom it is, or what kind of meeting."""
        if self.title:
            title: Text = self.title
            return title
        if self.organisation is not None:
            return joined("{0}", self.organisation.shown_name)
        if self.stop is not None:
            return self.stop.heading
        occasion: Text = self.occasion
        return occasion or joined("{0}", str(self.get_kind_display()))

    @property
    def zone_here(self) -> str:
        """The time zone where it takes place, as far as that is known."""
        leg = self.stop.leg if self.stop is not None else None
        own = self.zone or (leg.zone if leg is not None else "")
        if own or self.visit is None:
            return str(own)
        return str(self.visit.zone_theirs if self.visit.direction == Direction.OUT else self.visit.zone_ours)

    @property
    def zone_there(self) -> str:
        """The time zone at the other end: ours while we travel, theirs while they do."""
        if self.visit is None:
            return ""
        return str(self.visit.zone_ours if self.visit.direction == Direction.OUT else self.visit.zone_theirs)

    def moment(self, *, end: bool = False) -> datetime | None:
        """The moment at which it begins or ends, with its time zone; None unless day, time and zone are known."""
        time, zone = (self.until if end else self.at), zone_of(self.zone_here)
        if time is None or zone is None or self.begins_first is None or self.begins_first != self.begins_last:
            return None
        return datetime.combine(self.begins_first, time, zone)

    @property
    def elsewhere(self) -> datetime | None:
        """The same beginning by the clock at the other end; None where that is not known or the same."""
        here, zone = self.moment(), zone_of(self.zone_there)
        if here is None or zone is None:
            return None
        there = here.astimezone(zone)
        return there if there.replace(tzinfo=None) != here.replace(tzinfo=None) else None

    def clean(self) -> None:
        if self.stop is not None:
            if self.visit_id is None:
                self.visit = self.stop.visit
            if self.stop.visit_id != self.visit_id:
                raise ValidationError({"stop": _now("This stop belongs to another visit.")})
        if self.visit_id is None and not self.heading:
            raise ValidationError({"title": _now("Say with whom the meeting is, or what it is about.")})
        if self.deed and self.agreement_id is None:
            raise ValidationError({"agreement": _now("Say which agreement.")})
        in_order(self)
        within(self)
        if self.stop is not None and self.stop.begins and self.begins and not may_hold(self.stop, self):
            told = _now("%(when)s is not the day of the stop, which is %(days)s.")
            said = {"when": self.begins.display("en"), "days": self.stop.begins.display("en")}
            raise ValidationError({"begins": told % said})


class Participant(Named, Under, OwnedRecord):
    """One row says who takes part in a meeting, on which side, and in which post then."""

    UNDER: ClassVar[tuple[str, ...]] = ("meeting", "person")
    DEEP = True

    class Side(models.TextChoices):
        HOME = "home", _("Our side")
        PARTNER = "partner", _("Their side")
        THIRD = "third", _("Others")

    class Role(models.TextChoices):
        HOST = "host", _("Host")
        CHAIR = "chair", _("Chair")
        SPEAKER = "speaker", _("Speaker")
        MEMBER = "member", _("Takes part")
        INTERPRETER = "interpreter", _("Interpreter")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants", verbose_name=_("meeting"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meets", verbose_name=_("person")
    )
    named = WordsField(_("known by these words only"))
    post = WordsField(_("post held then"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.HOME)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
