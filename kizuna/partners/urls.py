"""Addresses of partners inside a home's desk."""

from django.urls import path

from kizuna.core.rooms import record_doors
from kizuna.partners import actions, policy
from kizuna.partners.forms import KINDS
from kizuna.partners.views import anniversaries, contributions, moves, phases, programme, teams

app_name = "partners"
urlpatterns = [
    path("anniversaries/", anniversaries.page, name="anniversaries"),
    path("programme/", programme.programme, name="programme"),
    path("phases/<int:order>/", phases.phase, name="phase"),
    path("phases/<int:order>/close/", phases.close, name="close"),
    path("phases/<int:order>/close/<uuid:key>/", phases.decide, name="decide"),
    path("phases/<int:order>/next/", phases.open_next, name="open-next"),
    path("talks/", moves.begin, name="begin"),
    path("partners/<slug:slug>/place/", moves.place, name="place"),
    path("partners/<slug:slug>/end/", moves.end, name="end"),
    path("partners/<slug:slug>/rest/", moves.rest, name="rest"),
    path("partners/<slug:slug>/revive/", moves.revive, name="revive"),
    path("partners/<slug:slug>/members/", moves.members, name="members"),
    path("members/<uuid:key>/release/", moves.release, name="release"),
    path("contribute/", contributions.contribute, name="contribute"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/<uuid:key>/", contributions.contribution, name="contribution"),
    path("contributions/<uuid:key>/revise/", contributions.revise_contribution, name="revise-contribution"),
    path("contributions/<uuid:key>/withdraw/", contributions.withdraw, name="withdraw"),
    path("contributions/<uuid:key>/send-back/", contributions.send_back, name="send-back"),
    path("contributions/<uuid:key>/accept/", contributions.accept, name="accept"),
    path("contributions/<uuid:key>/join/<slug:kind>/<uuid:entry>/", contributions.join, name="join"),
    path("partners/<slug:slug>/team/", teams.team, name="team"),
    path("partners/<slug:slug>/team/invite/", teams.invite, name="invite"),
    path("partners/<slug:slug>/team/publish/", teams.publish, name="publish"),
    path("team/<uuid:key>/leave/", teams.leave, name="leave"),
    path("team/<uuid:key>/coordinate/", teams.coordinate, name="coordinate"),
    path("invitations/<uuid:key>/<slug:verb>/", teams.answer, name="answer"),
    *record_doors(
        "partners",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
