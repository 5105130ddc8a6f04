"""Addresses of visits inside a home's desk."""

from django.urls import path

from kizuna.core.rooms import record_doors
from kizuna.visits import actions, policy
from kizuna.visits.forms import KINDS
from kizuna.visits.views import commitments, notes, report, requests, visits

app_name = "visits"
urlpatterns = [
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.begin, name="begin"),
    path("visits/<slug:slug>/", visits.visit, name="visit"),
    path("visits/<slug:slug>/itinerary/", visits.itinerary, name="itinerary"),
    path("visits/<slug:slug>/itinerary.ics", visits.calendar, name="calendar"),
    path("visits/<slug:slug>/call_off/", visits.call_off, name="call-off"),
    path("visit-tasks/<uuid:key>/tick/", visits.tick, name="tick"),
    path("visit-templates/", visits.templates, name="templates"),
    path("visit-requests/", requests.requests, name="requests"),
    path("visit-requests/<uuid:key>/", requests.one_request, name="request"),
    path("visit-requests/<uuid:key>/accept/", requests.accept, name="accept"),
    path("visit-requests/<uuid:key>/decline/", requests.decline, name="decline"),
    path("visit-requests/<uuid:key>/delegate/", requests.delegate, name="delegate"),
    path("meetings/", requests.meetings, name="meetings"),
    path("meetings/<uuid:key>/", requests.meeting, name="meeting"),
    path("visits/<slug:slug>/report/", report.report, name="report"),
    path("visits/<slug:slug>/report.pdf", report.paper, name="paper"),
    path("visits/<slug:slug>/report/close/", report.close, name="close"),
    path("visits/<slug:slug>/report/open_again/", report.open_again, name="open-again"),
    path("meetings/<uuid:key>/links/", notes.hand_out, name="hand-out"),
    path("meetings/<uuid:key>/links/<int:number>/call_in/", notes.call_in, name="call-in"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<uuid:key>/", commitments.commitment, name="commitment"),
    path("commitments/<uuid:key>/keep/", commitments.keep, name="keep"),
    path("commitments/<uuid:key>/drop/", commitments.drop, name="drop"),
    path("commitments/<uuid:key>/take_up/", commitments.take_up, name="take-up"),
    *record_doors(
        "visits",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
