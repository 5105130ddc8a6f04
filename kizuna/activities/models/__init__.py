"""The tables of activities, one file per aggregate."""

from kizuna.activities.models.activity import Activity, ActivityOutcome, ActivityPlan
from kizuna.activities.models.feed import Feed
from kizuna.activities.models.lessons import Disruption, Practice
from kizuna.activities.models.series import ActivityKind, Rhythm, Series
from kizuna.activities.models.takingpart import Attendee, Body, Headcount

__all__ = [
    "Activity",
    "ActivityKind",
    "ActivityOutcome",
    "ActivityPlan",
    "Attendee",
    "Body",
    "Disruption",
    "Feed",
    "Headcount",
    "Practice",
    "Rhythm",
    "Series",
]
