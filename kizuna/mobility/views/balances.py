"""The pages of the balance: every partner in one line, one partner with its arithmetic."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.mobility import balance, counting
from kizuna.mobility.asking import partner_of
from kizuna.mobility.views.flows import asked_of, language, narrowing


@for_members
def every_balance(request: HomeRequest, home: Home) -> HttpResponse:
    """Who owes whom, partner by partner, and what stays of which length count for."""
    user, given = request.user, asked_of(request, home)
    page = page_of(request, counting.partners_with(home, user))
    made = balance.of_many(home, list(page), user, request.asof.day, given.span)
    rows = [(row, made[row.pk], balance.verdict(made[row.pk], row.short_name(language()), language())) for row in page]
    context = {
        "page": page,
        "rows": rows,
        "weights": balance.weights_of(home, user),
        **narrowing(request, home, given),
    }
    return render(request, "mobility/balances.html", context)


@for_members
def partner_balance(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The arithmetic line by line: from stays, or from what sources state."""
    user, given, day = request.user, asked_of(request, home), request.asof.day
    row = partner_of(home, user, slug)
    basis = request.GET.get("basis", "")
    basis = basis if basis in (balance.STAYS, balance.STATED) else ""
    made = balance.of_partner(home, row, user, day, given.span, basis)
    context = {
        "row": row,
        "balance": made,
        "lines": [(line, line.year.label(language()) if line.year else "") for line in made.lines],
        "standings": [(one, one.year.label(language())) for one in made.standings],
        "since": made.since.label(language()) if made.since else "",
        "verdict": balance.verdict(made, row.short_name(language()), language()),
        **narrowing(request, home, given),
    }
    return render(request, "mobility/balance.html", context)
