"""All addresses: the first screen, sign-in, the desk with the rooms' pages in it, and the public pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from kizuna.activities.views.feeds import calendar
from kizuna.config import health
from kizuna.config.api import api
from kizuna.visits.views.notes import write


def nothing(_request: HttpRequest) -> HttpResponse:
    """No other room answers an address under /api/."""
    raise Http404


urlpatterns = [
    path("health/", health.alive),
    path("health/ready/", health.ready),
    path("metrics/", health.figures),
    path("api/v1/", api.urls),
    re_path(r"^api/", nothing),
    # Conflicts are known by the e-mail of an account, so nobody gives themselves another; commands keep the accounts.
    re_path(r"^accounts/email/", nothing),
    path("accounts/", include("allauth.urls")),
    path("", include("kizuna.desk.urls")),
    path("desk/<slug:home>/", include("kizuna.core.urls")),
    path("desk/<slug:home>/", include("kizuna.directory.urls")),
    path("desk/<slug:home>/", include("kizuna.partners.urls")),
    path("desk/<slug:home>/", include("kizuna.agreements.urls")),
    path("desk/<slug:home>/", include("kizuna.projects.urls")),
    path("desk/<slug:home>/", include("kizuna.activities.urls")),
    path("desk/<slug:home>/", include("kizuna.mobility.urls")),
    path("desk/<slug:home>/", include("kizuna.visits.urls")),
    path("desk/<slug:home>/", include("kizuna.calls.urls")),
    path("desk/<slug:home>/", include("kizuna.alumni.urls")),
    path("desk/<slug:home>/", include("kizuna.publishing.urls")),
    # Whoever holds the address need not be signed in: it stands outside of the desk.
    path("calendar/<slug:home>/<str:secret>.ics", calendar),
    path("note/<slug:home>/<str:secret>/", write),
    path("call/<slug:home>/<str:secret>/", include("kizuna.calls.linkurls")),
    path("", include("kizuna.public.urls")),
]
