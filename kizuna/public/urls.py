"""Addresses of each home's public pages, in the reader's language and in each by name."""

from django.urls import include, path, register_converter

from kizuna.public import calling, feeding, previewing, searching, standing, views, visiting
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
    path("partners/<slug:slug>/", views.partner, name="partner"),
    path("figures/<uuid:key>/", views.figure, name="figure"),
    path("departments/", views.departments, name="departments"),
    path("highlights/", views.highlights, name="highlights"),
    path("highlights/<slug:slug>/", views.highlight, name="highlight"),
    path("activities/", standing.activities, name="activities"),
    path("activities/<slug:slug>/", standing.earlier, name="activities-earlier"),
    path("series/<slug:slug>/", standing.series, name="series"),
    path("calendar/", standing.calendar, name="calendar"),
    path("calendar.ics", feeding.calendar, name="calendar-feed"),
    path("figures/", standing.figures, name="figures"),
    path("figures/<int:number>/", standing.further, name="figures-further"),
    path("practices/", standing.practices, name="practices"),
    path("practices.atom", feeding.practices, name="practices-feed"),
    path("about/", standing.about, name="about"),
    path("search/", searching.search, name="search"),
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
