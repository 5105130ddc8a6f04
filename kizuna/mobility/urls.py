"""Addresses of mobility inside a home's desk."""

from django.urls import path

from kizuna.core.rooms import record_doors
from kizuna.mobility import actions, policy
from kizuna.mobility.forms import KINDS
from kizuna.mobility.views import balances, flows, stays, tables

app_name = "mobility"
urlpatterns = [
    path("mobility/", flows.mobility, name="mobility"),
    path("mobility/flows/", flows.statements, name="statements"),
    path("mobility/partners/<slug:slug>/", flows.partner_flows, name="partner-flows"),
    path("mobility/partners/<slug:slug>/balance/", balances.partner_balance, name="partner-balance"),
    path("mobility/balance/", balances.every_balance, name="balances"),
    path("mobility/stays/", stays.stays, name="stays"),
    path("mobility/stays/enter/", stays.enter, name="enter"),
    path("mobility/tables/", tables.tables, name="tables"),
    path("mobility/tables/<slug:slug>/", tables.one_table, name="one-table"),
    *record_doors(
        "mobility",
        KINDS,
        revise=actions.revise,
        remove=actions.remove,
        can_revise=policy.can_revise,
        can_remove=policy.can_remove,
    ),
]
