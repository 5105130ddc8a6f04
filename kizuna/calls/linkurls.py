"""Addresses behind one signed link; whoever holds it need not be signed in, so they stand outside of the desk."""

from django.urls import path

from kizuna.calls.views.links import entry, office

urlpatterns = [
    path("", entry.page),
    path("<uuid:key>/", entry.one),
    path("files/<uuid:key>/", entry.file),
    path("letter.<str:form>", entry.letter),
    path("half/", office.half),
    path("people/", office.people),
    path("proposals/", office.proposals),
    path("ranking/", office.ranked),
    path("dossier.zip", office.take_home),
]
