"""Flows and balances as plain JSON: what the API answers and commands print."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.mobility import balance, counting
from kizuna.mobility.asking import Asked
from kizuna.mobility.balance import Balance
from kizuna.mobility.counting import IN, OUT, WAYS, Row, Sum, Table
from kizuna.mobility.years import Year
from kizuna.partners.models import Partnership


def year(one: Year | None) -> dict[str, Any] | None:
    """A year with its calendar; null where it is not known."""
    return {"year": one.year, "calendar": one.calendar or None, "label": one.label("en")} if one else None


def stated(one: Sum | None) -> dict[str, Any] | None:
    """What statements add up to, or why they do not."""
    if one is None:
        return None
    return {
        "quantity": one.quantity.to_json() if one.quantity else None,
        "words": one.quantity.display("en") if one.quantity else "not stated",
        "exact": one.exact,
        "reason": one.reason or None,
        "flows": [str(flow.uuid) for flow in one.flows],
    }


def row(one: Row) -> dict[str, Any]:
    """One year: stated and counted, each way."""
    return {
        "period": year(one.year),
        "stated": {way: stated(one.stated.get(way)) for way in WAYS},
        "counted": {way: one.counted.get(way) for way in (OUT, IN)},
        "disagree": one.disagree,
    }


def flows(
    home: Home, user: Reader, day: date, asked: Asked, partner: Partnership | None
) -> tuple[list[dict[str, Any]], dict[str, int], Table]:
    """The years of a partner or of all, with what they add up to."""
    given = (asked.span, asked.categories)
    if partner is None:
        table = counting.of_home(home, user, day, *given)
    else:
        table = counting.of_partner(home, partner, user, day, *given)
    items = [row(one) for one in table.rows]
    counts = {
        "years": len(items),
        "stays_out": sum(one.counted.get(OUT, 0) for one in table.rows),
        "stays_in": sum(one.counted.get(IN, 0) for one in table.rows),
        "statements_of_no_single_year": len(table.others),
    }
    return items, counts, table


def one_balance(made: Balance, partner: Partnership) -> dict[str, Any]:
    """A balance with its arithmetic, line by line."""
    name = partner.name.get("en").value
    return {
        "partner": partner.slug,
        "basis": made.basis,
        "out": balance.plain(made.total(OUT)),
        "in": balance.plain(made.total(IN)),
        "owes": made.owes,
        "difference": balance.plain(abs(made.difference)) if made.can_be_said else None,
        "since": year(made.since),
        "cannot_be_said_because": made.reasons,
        "words": balance.verdict(made, name, "en"),
        "lines": [
            {
                "period": year(line.year),
                "direction": line.direction,
                "people": line.people,
                "weight": line.weight.name.get("en").value if line.weight else None,
                "times": balance.plain(line.weight.semesters) if line.weight else None,
                "semesters": balance.plain(line.semesters) if line.semesters is not None else None,
                "not_counted_because": line.reason or None,
                "flow": str(line.flow.uuid) if line.flow else None,
            }
            for line in made.lines
        ],
    }


def balances(home: Home, user: Reader, day: date, asked: Asked) -> list[dict[str, Any]]:
    """The balance with every partner of whom anything is told, each in one line."""
    found = []
    for partner, made in balance.of_all(home, user, day, asked.span):
        told = one_balance(made, partner)
        found.append({key: value for key, value in told.items() if key != "lines"})
    return found
