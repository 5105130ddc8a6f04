"""Builds the moves of the demonstration: dated states, and plans of a phase with what became of them."""

from __future__ import annotations

from kizuna.desk.demo.build import Builder, text
from kizuna.desk.demo.files import Row
from kizuna.desk.demo.partners import told
from kizuna.partners import actions
from kizuna.partners.models import Outcome, Plan, Stage


def stage(made: Builder, row: Row) -> None:
    """One dated state of a partnership."""
    home = made.home(row)
    saved = Stage(
        home=home, partnership=made.get("partnerships", row["partnership"]), state=row["state"],
        begins=made.date(row.get("begins"), home), ends=made.date(row.get("ends"), home), seen=row.get("seen"),
        reason=text(row.get("reason")),
    )  # fmt: skip
    made.later({"visibility": saved.partnership.visibility, **row}, saved, actions.revise_all)


def decided(made: Builder, row: Row) -> None:
    """One plan with what became of it; an outcome that fulfilled it comes with it."""
    home = made.home(row)
    outcome = None
    if fulfilled := row.get("fulfilled_by"):
        outcome = Outcome(
            **told(made, row), kind=fulfilled["kind"], when=made.date(fulfilled.get("when"), home), order=made.next()
        )  # fmt: skip
        outcome.text = text(fulfilled["text"])
        made.save("outcomes", {"key": f"{row['key']}-outcome", "cites": row.get("cites", [])}, outcome, actions.revise)
    saved = Plan(
        **told(made, row), state=row["state"], owner=text(row.get("owner")),
        horizon=made.date(row.get("horizon"), home), reason=text(row.get("reason")),
        carried_from=made.get("decided", row.get("carried_from")), fulfilled_by=outcome, order=made.next(),
    )  # fmt: skip
    made.save("decided", row, saved, actions.revise)
