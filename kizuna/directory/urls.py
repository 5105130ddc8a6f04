"""Addresses of the directory inside a home's desk."""

from django.urls import path

from kizuna.core.rooms import record_doors
from kizuna.directory import actions, policy
from kizuna.directory.forms import KINDS
from kizuna.directory.views import coordinators, duplicates, erasure, people

app_name = "directory"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<uuid:key>/erase/", erasure.erase, name="erase"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("merge/<slug:kind>/<uuid:key>/", duplicates.merge, name="merge"),
    path("split/<slug:kind>/<uuid:key>/", duplicates.split, name="split"),
    path("coordinators/", coordinators.coordinators, name="coordinators"),
    path("coordinators/<uuid:key>/discharge/", coordinators.discharge, name="discharge"),
    *record_doors(
        "directory",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
