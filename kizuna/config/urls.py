"""All addresses: the first screen, sign-in, the desk with the rooms' pages in it, and the public pages."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("kizuna.desk.urls")),
    path("desk/<slug:home>/", include("kizuna.core.urls")),
    path("desk/<slug:home>/", include("kizuna.directory.urls")),
    path("desk/<slug:home>/", include("kizuna.partners.urls")),
    path("", include("kizuna.public.urls")),
]
