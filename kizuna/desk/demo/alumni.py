"""Builds the part of the demonstration about alumni: networks, gifts and campaigns."""

from __future__ import annotations

from kizuna.alumni import actions
from kizuna.alumni.models import AlumniEvent, AlumniNetwork, Campaign, Gift, Officer, Strength
from kizuna.core.values import Money
from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.files import Row


def network(made: Builder, row: Row) -> None:
    """One network of alumni with its officers, the counts of its members and its events."""
    home = made.home(row)
    saved = AlumniNetwork(
        home=home, name=text(row["name"]), country=row.get("country", ""), city=text(row.get("city")),
        partnership=made.get("partnerships", row.get("partnership")), state=row.get("state", "not-stated"),
        begins=made.date(row.get("begins"), home), ends=made.date(row.get("ends"), home), text=text(row.get("text")),
        seen=made.seen(home),
    )  # fmt: skip
    made.save("alumni_networks", row, saved, actions.revise)
    below = {"home": home, "network": saved}
    visibility = row.get("visibility", "public")
    for order, entry in enumerate(row.get("officers", [])):
        officer = Officer(
            person=made.get("people", entry["person"]), role=text(entry["role"]), order=order,
            begins=made.date(entry.get("begins"), home), ends=made.date(entry.get("ends"), home), **below,
        )  # fmt: skip
        made.later({"visibility": visibility, **entry}, officer, actions.revise_all)
    for entry in row.get("strengths", []):
        counted = Strength(quantity=quantity(entry["quantity"]), as_of=made.date(entry["as_of"], home), **below)
        made.later({"visibility": visibility, **entry}, counted, actions.revise_all)
    for entry in row.get("events", []):
        held = AlumniEvent(
            activity=made.get("activities", entry.get("activity")), series=made.get("series", entry.get("series")),
            **below,
        )  # fmt: skip
        made.later({"visibility": visibility, **entry}, held, actions.revise_all)


def gift(made: Builder, row: Row) -> None:
    """One gift; the tie that it made stands before it."""
    home = made.home(row)
    saved = Gift(
        home=home, direction=row.get("direction", "received"), name=text(row["name"]),
        quantity=quantity(row.get("quantity")), when=made.date(row.get("when"), home),
        giver=made.get("organisations", row.get("giver")), giver_named=text(row.get("giver_named")),
        receiver=made.get("organisations", row.get("receiver")), country=row.get("country", ""),
        partnership=made.get("partnerships", row.get("partnership")), tie=made.get("ties", row.get("tie")),
        text=text(row.get("text")),
    )  # fmt: skip
    made.made.setdefault("gifts", {})[row["key"]] = saved
    made.later(row, saved, actions.revise_all)


def campaign(made: Builder, row: Row) -> None:
    """One campaign, exhibition or celebration."""
    home = made.home(row)
    goal = row.get("goal")
    saved = Campaign(
        home=home, kind=row["kind"], name=text(row["name"]), state=row.get("state", "not-stated"),
        occasion=text(row.get("occasion")), gift=made.get("gifts", row.get("gift")), country=row.get("country", ""),
        partnership=made.get("partnerships", row.get("partnership")), plan=made.get("plans", row.get("plan")),
        begins=made.date(row.get("begins"), home), ends=made.date(row.get("ends"), home),
        goal=Money.from_json(goal) if goal else Money(), text=text(row.get("text")),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)
