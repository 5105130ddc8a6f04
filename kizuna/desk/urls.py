"""Addresses of the desk: a home's pages, the door to all homes, and the demonstration's doors."""

from django.urls import path

from kizuna.desk.views import (
    compare,
    components,
    demo,
    departments,
    export,
    first,
    history,
    home,
    organisation,
    overlap,
    partner,
    reports,
    rights,
    search,
    timeline,
    tokens,
)

app_name = "desk"
urlpatterns = [
    path("", first.first, name="first"),
    path("desk/", home.homes, name="homes"),
    path("desk/components/", components.components, name="components"),
    path("desk/<slug:home>/", home.home, name="home"),
    path("desk/<slug:home>/add/", home.add, name="add"),
    path("desk/<slug:home>/partners/<slug:slug>/", partner.partner, name="partner"),
    path("desk/<slug:home>/partners/<slug:slug>/timeline/", timeline.timeline, name="timeline"),
    path("desk/<slug:home>/departments/", departments.departments, name="departments"),
    path("desk/<slug:home>/overlap/", overlap.overlap, name="overlap"),
    path("desk/<slug:home>/gaps/", overlap.gaps, name="gaps"),
    path("desk/<slug:home>/compare/", compare.compare, name="compare"),
    path("desk/<slug:home>/departments/<slug:slug>/", departments.department, name="department"),
    path("desk/<slug:home>/organisations/", organisation.organisations, name="organisations"),
    path("desk/<slug:home>/organisations/<slug:slug>/", organisation.organisation, name="organisation"),
    path("desk/<slug:home>/history/", history.history, name="history"),
    path("desk/<slug:home>/history/<str:label>/<uuid:key>/", history.record_history, name="record-history"),
    path("desk/<slug:home>/undo/<uuid:batch>/", history.undo, name="undo"),
    path("desk/<slug:home>/export/", export.exports_page, name="exports"),
    path("desk/<slug:home>/export/<slug:name>.<str:form>", export.export_list, name="export"),
    path("desk/<slug:home>/reports/", reports.reports, name="reports"),
    path("desk/<slug:home>/reports/<slug:name>/", reports.report, name="report"),
    path("desk/<slug:home>/reports/<slug:name>.<str:form>", reports.report_file, name="report-file"),
    path("desk/<slug:home>/rights/", rights.rights, name="rights"),
    path("desk/<slug:home>/tokens/", tokens.tokens, name="tokens"),
    path("desk/<slug:home>/tokens/<int:number>/revoke/", tokens.revoke, name="revoke-token"),
    path("desk/<slug:home>/search/", search.search, name="search"),
    path("demo/enter/", demo.enter, name="enter"),
    path("demo/remove-example/", demo.remove_example, name="remove-example"),
]
