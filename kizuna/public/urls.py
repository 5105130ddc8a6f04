"""Addresses of each home's public pages."""

from django.urls import path

from kizuna.public import calling, views, visiting

app_name = "public"
urlpatterns = [
    path("<slug:home>/", views.programme, name="programme"),
    path("<slug:home>/partners/<slug:slug>/", views.partner, name="partner"),
    path("<slug:home>/figures/<uuid:key>/", views.figure, name="figure"),
    path("<slug:home>/departments/", views.departments, name="departments"),
    path("<slug:home>/calls/", calling.calls, name="calls"),
    path("<slug:home>/calls/<slug:slug>/", calling.call, name="call"),
    path("<slug:home>/visit-us/", visiting.visit_us, name="visit-us"),
]
