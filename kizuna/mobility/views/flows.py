"""The pages of flows: all partners together, one partner, and every statement on record."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Note
from kizuna.core.paging import page_of
from kizuna.mobility import balance, counting, picture, policy
from kizuna.mobility.asking import Asked, asked, partner_of
from kizuna.mobility.counting import Table
from kizuna.mobility.models import Category, Flow, Stay, Stock
from kizuna.mobility.years import Span
from kizuna.partners.models import Phase


def language() -> str:
    """The language of the page."""
    return (get_language() or "en").split("-")[0]


def asked_of(request: HomeRequest, home: Home) -> Asked:
    """What the page is asked for; what cannot be read is said and left out."""
    try:
        return asked(home, request.user, request.GET.dict())
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        return Asked(Span())


def narrowing(request: HomeRequest, home: Home, given: Asked) -> dict[str, Any]:
    """What the form above a page needs."""
    return {
        "asked": given,
        "phases": list(Phase.objects.visible_to(request.user).filter(home=home)),
        "categories": Category.choices,
        "can_add": policy.can_add(request.user, home),
    }


def shown(table: Table) -> list[dict[str, Any]]:
    """The years of a table for its template: stated and counted, each way, and what differs."""
    return [
        {
            "label": row.year.label(language()) if row.year else "",
            "calendar": picture.calendar_name(row.year.calendar) if row.year else "",
            "out": row.stated.get("out"),
            "into": row.stated.get("in"),
            "unsplit": [row.stated[way] for way in ("both", "not-stated") if way in row.stated],
            "out_stays": row.counted.get("out"),
            "in_stays": row.counted.get("in"),
            "disagree": row.disagree,
        }
        for row in table.rows
    ]


@for_members
def mobility(request: HomeRequest, home: Home) -> HttpResponse:
    """People each way, all partners together, and partner by partner."""
    user, day, given = request.user, request.asof.day, asked_of(request, home)
    table = counting.of_home(home, user, day, given.span, given.categories)
    page = page_of(request, counting.partners_with(home, user))
    rows = list(page)
    flows: dict[int | None, list[Flow]] = defaultdict(list)
    for flow in counting.flows_of(home, user, partnership__in=[row.pk for row in rows]):
        flows[flow.partnership_id].append(flow)
    people, owed = counting.by_partner(home, user, given.span), balance.by_partner(home, user, given.span)
    of_home = counting.flows_of(home, user, partnership__isnull=True)
    context = {
        "picture": picture.draw(table, language()),
        "years": shown(table),
        "several": len(table.calendars) > 1,
        "page": page,
        "rows": [
            (row, people.get(row.pk, {}), flows[row.pk], counting.only_loose(flows[row.pk]), owed.get(row.pk))
            for row in rows
        ],
        "of_home": list(of_home[:20]),
        "has": {"stays": bool(people), "any": bool(page.paginator.count)},
        **narrowing(request, home, given),
    }
    return render(request, "mobility/mobility.html", context)


@for_members
def partner_flows(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Who moved between the home and one partner: as stated, as counted, who is there, and the balance."""
    user, day, given = request.user, request.asof.day, asked_of(request, home)
    row = partner_of(home, user, slug)
    table = counting.of_partner(home, row, user, day, given.span, given.categories)
    flows = list(counting.flows_of(home, user, partnership=row))
    stocks = list(Stock.objects.visible_to(user).filter(home=home, partnership=row).select_related("organisation"))
    notes = list(Note.objects.visible_to(user).filter(record__in=[flow.uuid for flow in flows]))
    told = Footnotes([*flows, *stocks, *notes], user)
    made = balance.of_partner(home, row, user, day, given.span)
    context = {
        "row": row,
        "picture": picture.draw(table, language()),
        "years": shown(table),
        "several": len(table.calendars) > 1,
        "flows": [(flow, told.every(flow), [one for one in notes if one.record == flow.uuid]) for flow in flows],
        "stocks": [(stock, told.every(stock)) for stock in stocks],
        "people": sum(sum(one.counted.values()) for one in table.rows),
        "balance": made,
        "verdict": balance.verdict(made, row.short_name(language()), language()),
        "differs": counting.whole_differs(flows),
        "panels": told.panels(),
        **narrowing(request, home, given),
    }
    return render(request, "mobility/partner.html", context)


@for_members
def statements(request: HomeRequest, home: Home) -> HttpResponse:
    """Every flow and stock on record, as stated, with its source."""
    user = request.user
    page = page_of(request, counting.flows_of(home, user))
    stocks = page_of(
        request, Stock.objects.visible_to(user).filter(home=home).select_related("partnership"), key="stocks"
    )
    told = Footnotes([*page, *stocks], user)
    context = {
        "page": page,
        "flows": [(flow, told.every(flow)) for flow in page],
        "stocks_page": stocks,
        "stocks": [(stock, told.every(stock)) for stock in stocks],
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
        "stays": Stay.objects.visible_to(user).filter(home=home).exists(),
    }
    return render(request, "mobility/statements.html", context)
