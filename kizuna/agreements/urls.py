"""Addresses of agreements inside a home's desk."""

from django.urls import path

from kizuna.agreements import actions, policy, views
from kizuna.agreements.forms import KINDS
from kizuna.core.rooms import record_doors

app_name = "agreements"
urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<uuid:key>/", views.agreement, name="agreement"),
    path("agreements/<uuid:key>/enclose/", views.enclose, name="enclose"),
    path("agreements/files/<uuid:key>/", views.file, name="file"),
    path("agreements/files/<uuid:key>/discard/", views.discard, name="discard"),
    *record_doors(
        "agreements",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
