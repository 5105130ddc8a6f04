"""Addresses of publishing inside a home's desk."""

from django.urls import path

from kizuna.publishing import views

app_name = "publishing"
urlpatterns = [
    path("site/pages/<uuid:key>/", views.public_page, name="public-page"),
    path("site/editions/<uuid:key>/check/", views.check_edition, name="check-edition"),
    path("site/editions/<uuid:key>/publish/", views.publish_edition, name="publish-edition"),
    path("site/editions/<uuid:key>/schedule/", views.schedule_edition, name="schedule-edition"),
    path("site/editions/<uuid:key>/withdraw/", views.withdraw_edition, name="withdraw-edition"),
    path("site/editions/<uuid:key>/remove/", views.remove_draft, name="remove-draft"),
]
