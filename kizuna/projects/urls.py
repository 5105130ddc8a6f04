"""Addresses of projects and money inside a home's desk."""

from django.urls import path

from kizuna.core.rooms import record_doors
from kizuna.projects import actions, policy, views
from kizuna.projects.forms import KINDS

app_name = "projects"
urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/<uuid:key>/", views.project, name="project"),
    path("money/", views.money_page, name="money"),
    *record_doors(
        "projects",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
