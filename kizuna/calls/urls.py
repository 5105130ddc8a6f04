"""Addresses of calls inside a home's desk."""

from django.urls import path

from kizuna.calls import actions, policy
from kizuna.calls.forms import KINDS
from kizuna.calls.views.office import calls, committee, hub, meeting, proposals
from kizuna.core.rooms import record_doors

app_name = "calls"
urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.begin, name="begin"),
    path("calls/<slug:slug>/", hub.call, name="call"),
    path("calls/<slug:slug>/rules/", hub.rules, name="rules"),
    path("calls/<slug:slug>/follow/", calls.follow, name="follow"),
    path("calls/<slug:slug>/call-off/", calls.call_off, name="call-off"),
    path("calls/<slug:slug>/start/", proposals.start, name="start"),
    path("calls/<slug:slug>/detect/", committee.detect, name="detect"),
    path("calls/<slug:slug>/assign/", committee.assign, name="assign"),
    path("calls/<slug:slug>/confirm/", committee.confirm, name="confirm"),
    path("calls/<slug:slug>/committee/", committee.committee, name="committee"),
    path("calls/<slug:slug>/ranking/", meeting.rank, name="ranking"),
    path("calls/<slug:slug>/minute/", meeting.minute, name="minute"),
    path("calls/<slug:slug>/award/", meeting.award, name="award"),
    path("calls/<slug:slug>/files/<uuid:key>/", proposals.file, name="call-file"),
    path("calls/<slug:slug>/seats/<uuid:key>/invite/", committee.invite, name="call-invite"),
    path("calls/<slug:slug>/seats/<uuid:key>/revoke/", committee.revoke, name="call-revoke"),
    path("calls/<slug:slug>/conflicts/<uuid:key>/settle/", committee.settle, name="settle"),
    path("calls/<slug:slug>/proposals/", proposals.proposals, name="proposals"),
    path("calls/<slug:slug>/proposals/<uuid:key>/", proposals.proposal, name="proposal"),
    path("calls/<slug:slug>/proposals/<uuid:key>/link/", proposals.link, name="proposal-link"),
    path("calls/<slug:slug>/proposals/<uuid:key>/letter/", proposals.letter, name="proposal-letter"),
    path("calls/<slug:slug>/proposals/<uuid:key>/declare/", proposals.declare, name="proposal-declare"),
    path("calls/<slug:slug>/proposals/<uuid:key>/send-back/", proposals.send_back, name="proposal-send-back"),
    path("calls/<slug:slug>/proposals/<uuid:key>/withdraw/", proposals.withdraw, name="proposal-withdraw"),
    path("calls/<slug:slug>/proposals/<uuid:key>/decide/", meeting.decide, name="call-decide"),
    *record_doors(
        "calls",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
