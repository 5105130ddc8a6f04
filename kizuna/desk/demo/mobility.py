"""Builds the part of the demonstration about people moving: flows, stocks, stays, weights and reports."""

from __future__ import annotations

from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.files import Row
from kizuna.mobility import actions
from kizuna.mobility.models import Flow, Stay, Stock, Weight


def flow(made: Builder, row: Row) -> None:
    """One statement of people moving."""
    home = made.home(row)
    saved = Flow(
        home=home, partnership=made.get("partnerships", row.get("partnership")),
        direction=row.get("direction", "not-stated"), category=row.get("category", "not-stated"),
        level=row.get("level", "not-stated"), unit=made.get("units", row.get("unit")),
        period=made.date(row.get("period"), home), quantity=quantity(row.get("quantity")),
        mode=row.get("mode", "not-stated"), scheme=text(row.get("scheme")), weeks=row.get("weeks"),
        length=text(row.get("length")), purpose=text(row.get("purpose")), text=text(row.get("text")),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def stock(made: Builder, row: Row) -> None:
    """One statement of people who were there."""
    home = made.home(row)
    saved = Stock(
        home=home, partnership=made.get("partnerships", row.get("partnership")),
        direction=row.get("direction", "not-stated"), category=row.get("category", "not-stated"),
        quantity=quantity(row.get("quantity")), as_of=made.date(row.get("as_of"), home), text=text(row.get("text")),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def stays(made: Builder, row: Row) -> None:
    """Several stays that are alike but for the person: as many as `count` says."""
    home = made.home(row)
    for number in range(row.get("count", 1)):
        saved = Stay(
            home=home, partnership=made.get("partnerships", row["partnership"]), direction=row["direction"],
            category=row.get("category", "students"), level=row.get("level", "not-stated"),
            unit=made.get("units", row.get("unit")), begins=made.date(row["begins"], home),
            ends=made.date(row.get("ends"), home), weeks=row.get("weeks"), mode=row.get("mode", "in-person"),
            scheme=row.get("scheme", ""),
        )  # fmt: skip
        cites = row.get("cites", []) if number == 0 else []
        made.later({"visibility": "staff", **row, "cites": cites, "notes": []}, saved, actions.revise_all)


def weight(made: Builder, row: Row) -> None:
    """What stays of a length count for."""
    saved = Weight(
        home=made.home(row), name=text(row["name"]), weeks_from=row["from"], weeks_to=row.get("to"),
        semesters=row["semesters"],
    )  # fmt: skip
    made.save("weights", row, saved, actions.revise)


def report(made: Builder, row: Row) -> None:
    """A report that the home has taken over from an authority."""
    actions.adopt(row["standard"], home=made.home(row), by=made.by, batch=made.batch)
