"""Addresses of alumni inside a home's desk."""

from django.urls import path

from kizuna.alumni import actions, policy, views
from kizuna.alumni.forms import KINDS
from kizuna.core.rooms import record_doors

app_name = "alumni"
urlpatterns = [
    path("alumni/", views.alumni, name="alumni"),
    path("alumni/<uuid:key>/", views.network, name="network"),
    path("alumni/gifts/<uuid:key>/", views.gift, name="gift"),
    *record_doors(
        "alumni",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
