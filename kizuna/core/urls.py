"""Addresses of core's pages inside a home's desk."""

from django.urls import path

from kizuna.core import figureviews, pictureviews, views

app_name = "core"
urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("sources/<slug:slug>/attach/", views.attach, name="attach"),
    path("pictures/", pictureviews.pictures_page, name="pictures"),
    path("figures/", figureviews.figures_page, name="figures"),
    path("figures/<uuid:key>/", figureviews.figure, name="figure"),
    path("figures/<uuid:key>/sign-off/", figureviews.sign_off, name="sign-off"),
    path("figures/<uuid:key>/reopen/", figureviews.reopen, name="reopen"),
    path("record/core/<slug:kind>/add/", views.add, name="add"),
    path("record/core/<slug:kind>/<uuid:key>/", views.revise, name="revise"),
    path("record/core/<slug:kind>/<uuid:key>/remove/", views.remove, name="remove"),
]
