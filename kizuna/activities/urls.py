"""Addresses of activities inside a home's desk."""

from django.urls import path

from kizuna.activities import actions, policy
from kizuna.activities.forms import KINDS
from kizuna.activities.views import activities, feeds, series
from kizuna.core.rooms import record_doors

app_name = "activities"
urlpatterns = [
    path("activities/", activities.activities, name="activities"),
    path("activities/<uuid:key>/", activities.activity, name="activity"),
    path("activities/numbers/<uuid:key>/divide/", activities.divide, name="divide"),
    path("activities/practices/", activities.practices, name="practices"),
    path("series/", series.every_series, name="series"),
    path("series/<slug:slug>/", series.one_series, name="one-series"),
    path("series/<slug:slug>/next/", series.plan_next, name="plan-next"),
    path("calendar/", feeds.feeds, name="feeds"),
    path("calendar/<int:number>/end/", feeds.unsubscribe, name="unsubscribe"),
    *record_doors(
        "activities",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
