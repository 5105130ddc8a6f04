"""Addresses of calls inside a home's desk."""

from django.urls import path

from kizuna.calls import actions, policy
from kizuna.calls.forms import KINDS
from kizuna.calls.views import desk
from kizuna.core.rooms import record_doors

app_name = "calls"
urlpatterns = [
    path("calls/", desk.calls, name="calls"),
    path("calls/new/", desk.begin, name="begin"),
    path("calls/<slug:slug>/", desk.call, name="call"),
    path("calls/<slug:slug>/start/", desk.start, name="start"),
    path("calls/<slug:slug>/detect/", desk.detect, name="detect"),
    path("calls/<slug:slug>/assign/", desk.assign, name="assign"),
    path("calls/<slug:slug>/confirm/", desk.confirm, name="confirm"),
    path("calls/<slug:slug>/ranking/", desk.rank, name="ranking"),
    path("calls/<slug:slug>/minute/", desk.minute, name="minute"),
    path("calls/<slug:slug>/award/", desk.award, name="award"),
    path("calls/<slug:slug>/seats/<uuid:key>/invite/", desk.invite, name="call-invite"),
    path("calls/<slug:slug>/conflicts/<uuid:key>/settle/", desk.settle, name="settle"),
    path("calls/<slug:slug>/proposals/<uuid:key>/decide/", desk.decide, name="call-decide"),
    *record_doors(
        "calls",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
