"""Addresses of partners inside a home's desk."""

from django.urls import path

from kizuna.core.rooms import record_doors
from kizuna.partners import actions, policy, views
from kizuna.partners.forms import KINDS

app_name = "partners"
urlpatterns = [
    path("programme/", views.programme, name="programme"),
    path("phases/<int:order>/", views.phase, name="phase"),
    *record_doors(
        "partners",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
