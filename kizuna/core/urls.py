"""Addresses of core's pages inside a home's desk."""

from django.urls import path

from kizuna.core import views

app_name = "core"
urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("sources/<slug:slug>/attach/", views.attach, name="attach"),
    path("record/core/<slug:kind>/add/", views.add, name="add"),
    path("record/core/<slug:kind>/<uuid:key>/", views.revise, name="revise"),
    path("record/core/<slug:kind>/<uuid:key>/remove/", views.remove, name="remove"),
]
