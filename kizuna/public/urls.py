"""Addresses of each home's public pages, in the reader's language and in each by name."""

from django.urls import include, path, register_converter

from kizuna.public import calling, previewing, views, visiting
from kizuna.publishing.told import SITE


class Language:
    """A language of the site, by its code."""

    regex = "|".join(SITE)

    def to_python(self, value: str) -> str:
        """The code itself."""
        return value

    def to_url(self, value: str) -> str:
        """The code itself."""
        return value


register_converter(Language, "language")
pages = [
    path("", views.programme, name="programme"),
    path("page/<int:number>/", views.programme, name="programme-page"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
    path("figures/<uuid:key>/", views.figure, name="figure"),
    path("departments/", views.departments, name="departments"),
    path("departments/page/<int:number>/", views.departments, name="departments-page"),
    path("highlights/", views.highlights, name="highlights"),
    path("highlights/<slug:slug>/", views.highlight, name="highlight"),
]
app_name = "public"
urlpatterns = [
    path("desk/<slug:home>/preview/<uuid:key>/", previewing.preview, name="preview"),
    path("<slug:home>/", include(pages)),
    path("<slug:home>/<language:language>/", include(pages)),
    path("<slug:home>/calls/", calling.calls, name="calls"),
    path("<slug:home>/calls/<slug:slug>/", calling.call, name="call"),
    path("<slug:home>/visit-us/", visiting.visit_us, name="visit-us"),
]
