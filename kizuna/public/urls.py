"""Addresses of each home's public pages."""

from django.urls import path

from kizuna.public import views, visiting

app_name = "public"
urlpatterns = [
    path("<slug:home>/", views.programme, name="programme"),
    path("<slug:home>/partners/<slug:slug>/", views.partner, name="partner"),
    path("<slug:home>/figures/<uuid:key>/", views.figure, name="figure"),
    path("<slug:home>/departments/", views.departments, name="departments"),
    path("<slug:home>/visit-us/", visiting.visit_us, name="visit-us"),
]
