"""Addresses of each home's public pages, in the reader's language and in each by name."""

from django.urls import include, path, register_converter

from kizuna.public import (
    articles,
    calling,
    embedding,
    feeding,
    picturing,
    previewing,
    searching,
    sitemaps,
    standing,
    subscribing,
    views,
    visiting,
)
from kizuna.publishing.told import SITE


class Word:
    """A part of an address that stands for itself."""

    regex = ""

    def to_python(self, value: str) -> str:
        """The word itself."""
        return value

    def to_url(self, value: str) -> str:
        """The word itself."""
        return value


class Language(Word):
    """A language of the site, by its code."""

    regex = "|".join(SITE)


class Digest(Word):
    """The hash of a file."""

    regex = "[0-9a-f]{64}"


class Ending(Word):
    """What the name of a picture's file ends in."""

    regex = "|".join(picturing.KINDS)


register_converter(Language, "language")
register_converter(Digest, "digest")
register_converter(Ending, "ending")
pages = [
    path("", views.programme, name="programme"),
    path("page/<int:number>/", views.programme, name="programme-page"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
    path("figures/<uuid:key>/", views.figure, name="figure"),
    path("departments/", views.departments, name="departments"),
    path("highlights/", articles.highlights, name="highlights"),
    path("highlights/<slug:slug>/", articles.highlight, name="highlight"),
    path("highlights/<slug:slug>/paper.pdf", articles.highlight_paper, name="highlight-paper"),
    path("news/", articles.news, name="news"),
    path("news/<slug:slug>/", articles.news_item, name="news-item"),
    path("symposia/", articles.symposia, name="symposia"),
    path("symposia/<slug:slug>/", articles.symposium, name="symposium"),
    path("reports/", articles.reports, name="reports"),
    path("reports/<slug:slug>/", articles.report, name="annual-report"),
    path("reports/<slug:slug>/paper.pdf", articles.report_paper, name="report-paper"),
    path("feed.atom", feeding.feed, name="feed"),
    path("embed/partners/", embedding.partners, name="embed-partners"),
    path("embed/map/", embedding.partner_map, name="embed-map"),
    path("activities/", standing.activities, name="activities"),
    path("activities/<slug:slug>/", standing.earlier, name="activities-earlier"),
    path("series/<slug:slug>/", standing.series, name="series"),
    path("calendar/", standing.calendar, name="calendar"),
    path("calendar.ics", subscribing.calendar, name="calendar-feed"),
    path("figures/", standing.figures, name="figures"),
    path("figures/<int:number>/", standing.further, name="figures-further"),
    path("practices/", standing.practices, name="practices"),
    path("practices.atom", subscribing.practices, name="practices-feed"),
    path("about/", standing.about, name="about"),
    path("search/", searching.search, name="search"),
    path("departments/page/<int:number>/", views.departments, name="departments-page"),
]
app_name = "public"
urlpatterns = [
    path("desk/<slug:home>/preview/<uuid:key>/", previewing.preview, name="preview"),
    path("<slug:home>/", include(pages)),
    path("<slug:home>/<language:language>/", include(pages)),
    path("<slug:home>/calls/", calling.calls, name="calls"),
    path("<slug:home>/calls/<slug:slug>/", calling.call, name="call"),
    path("<slug:home>/pictures/<digest:sha256>.<ending:ending>", picturing.picture, name="picture"),
    path("robots.txt", sitemaps.for_programs, name="robots"),
    path("sitemap.xml", sitemaps.all_homes, name="sitemaps"),
    path("<slug:home>/sitemap.xml", sitemaps.of_home, name="sitemap"),
    path("<slug:home>/sitemap-<int:part>.xml", sitemaps.of_home, name="sitemap-part"),
    path("<slug:home>/visit-us/", visiting.visit_us, name="visit-us"),
]
