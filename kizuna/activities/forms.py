"""The forms of activities, one per kind of record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kizuna.activities.models import (
    Activity,
    ActivityOutcome,
    ActivityPlan,
    Attendee,
    Body,
    Disruption,
    Headcount,
    Practice,
    Series,
)
from kizuna.core.forms import Kind, RecordForm

DATES = ("begins", "ends")
OF = ("activity", "series")


class SeriesForm(RecordForm):
    """Edits a series."""

    class Meta:
        model = Series
        fields = ("title", "second_name", "slug", "kind", "partnership", "programme", "rhythm", "per_year",
                  "host_pattern", *DATES, "first_edition", "state", "text", "visibility")  # fmt: skip


class ActivityForm(RecordForm):
    """Edits an activity; a planned edition is edited with the same form."""

    class Meta:
        model = Activity
        fields = ("title", "text", "kind", "kind_words", "series", "edition", "edition_again", "parent", "partnership",
                  "phase", "project", "agreement", "state", *DATES, "duration", "in_person", "online", "hybrid",
                  "streamed", "host_side", "venue", "place", "country", "languages", "goals", "access", "reception",
                  "address", "replaces", "visibility")  # fmt: skip


class BodyForm(RecordForm):
    """Edits which body has which part."""

    class Meta:
        model = Body
        fields = (*OF, "unit", "organisation", "named", "sector", "side", "role", "order", "visibility")


class AttendeeForm(RecordForm):
    """Edits which person has which part."""

    class Meta:
        model = Attendee
        fields = (*OF, "person", "role", "text", "side", "order", "visibility")


class HeadcountForm(RecordForm):
    """Edits a number of participants, sessions or fields."""

    class Meta:
        model = Headcount
        fields = (*OF, "quantity", "counted", "category", "named", "role", "side", "part_of", "order", "visibility")


class DisruptionForm(RecordForm):
    """Edits what came in between."""

    class Meta:
        model = Disruption
        fields = (*OF, "partnership", "cause", "text", "impossible", "replaced_by", *DATES, "visibility")


class PracticeForm(RecordForm):
    """Edits what works well, or what is hard."""

    class Meta:
        model = Practice
        fields = (*OF, "partnership", "kind", "topic", "text", "visibility")


class ActivityOutcomeForm(RecordForm):
    """Joins an outcome to what brought it."""

    class Meta:
        model = ActivityOutcome
        fields = (*OF, "outcome", "visibility")


class ActivityPlanForm(RecordForm):
    """Joins a plan to what was done about it."""

    class Meta:
        model = ActivityPlan
        fields = (*OF, "plan", "how", "visibility")


KINDS: dict[str, Kind] = {
    "series": Kind(SeriesForm, Series, _("Series")),
    "activity": Kind(ActivityForm, Activity, _("Activity")),
    "body": Kind(BodyForm, Body, _("Body taking part")),
    "attendee": Kind(AttendeeForm, Attendee, _("Person taking part")),
    "headcount": Kind(HeadcountForm, Headcount, _("Number of participants")),
    "disruption": Kind(DisruptionForm, Disruption, _("Disruption")),
    "practice": Kind(PracticeForm, Practice, _("Good practice or challenge")),
    "activity-outcome": Kind(ActivityOutcomeForm, ActivityOutcome, _("What came of an activity")),
    "activity-plan": Kind(ActivityPlanForm, ActivityPlan, _("What an activity was planned for")),
}
