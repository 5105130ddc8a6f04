"""Builds the part of the demonstration that agreements, projects and money are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kizuna.agreements import actions as agreeing
from kizuna.agreements.models import Agreement, Party, Signature
from kizuna.core.values import Money
from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.directory import tag
from kizuna.desk.demo.files import Row
from kizuna.projects import actions as working
from kizuna.projects.models import (
    Funding,
    Output,
    Project,
    ProjectOutcome,
    ProjectPerson,
    ProjectPlan,
    ProjectUnit,
    Rate,
)

UNSAID = "not-stated"


def _held(made: Builder, row: Row) -> date | None:
    """The day on which a source says that it stood: the home's own day, or the one that the row gives."""
    said = row.get("held")
    if said is True:
        return made.seen(made.home(row))
    return date.fromisoformat(said) if said else None


def agreement(made: Builder, row: Row) -> None:
    """One agreement with its parties and their signatures; those above and before it stand before it in the file."""
    home = made.home(row)
    saved = Agreement(
        home=home, partnership=made.get("partnerships", row.get("partnership")), kind=row.get("kind", UNSAID),
        level=row.get("level", UNSAID), parent=made.get("agreements", row.get("parent")),
        predecessor=made.get("agreements", row.get("predecessor")), several=row.get("several", False),
        how_many=quantity(row.get("how_many")), title=text(row["title"]), text=text(row.get("text")),
        contents=row.get("contents", ""), languages=row.get("languages", ""),
        concluded=made.date(row.get("concluded"), home), begins=made.date(row.get("begins"), home),
        ends=made.date(row.get("ends"), home), expiry_basis=row.get("expiry_basis", UNSAID),
        renewal=row.get("renewal", UNSAID), renewal_months=row.get("renewal_months"),
        notice_months=row.get("notice_months"), ended=made.date(row.get("ended"), home),
        ended_reason=text(row.get("ended_reason")), seen=_held(made, row),
    )  # fmt: skip
    made.save("agreements", row, saved, agreeing.revise)
    for order, entry in enumerate(row.get("parties", [])):
        party = Party(
            home=home, agreement=saved, organisation=made.get("organisations", entry["organisation"]),
            unit=made.get("units", entry.get("unit")), side=entry["side"], number=entry.get("number", ""), order=order,
        )  # fmt: skip
        made.save("parties", _below(row, entry), party, agreeing.revise)
        for said in entry.get("signatures", []):
            signature = Signature(
                home=home, party=party, person=made.get("people", said.get("person")),
                title_then=text(said.get("title_then")), when=made.date(said.get("when"), home),
                place=text(said.get("place")), language=said.get("language", ""),
            )  # fmt: skip
            made.later(_below(row, said), signature, agreeing.revise_all)


def _below(row: Row, entry: Row) -> Row:
    """What hangs below a record: as open as that one, and stated where it is, unless it has sources of its own."""
    # Told beside the source as what the whole is called: once, not once for every row below it.
    whole = [{**cite, "says": row["title"]} for cite in row.get("cites", []) if not cite.get("field")]
    return {
        "cites": entry.get("cites") or whole,
        "visibility": entry.get("visibility", row.get("visibility", "public")),
    }


def project(made: Builder, row: Row) -> None:
    """One project with who works on it, what came of it, and the plans and outcomes it stands behind."""
    home = made.home(row)
    saved = Project(
        home=home, partnership=made.get("partnerships", row.get("partnership")),
        agreement=made.get("agreements", row.get("agreement")), programme=made.get("programmes", row.get("programme")),
        kind=row.get("kind", UNSAID), state=row.get("state", UNSAID), title=text(row["title"]),
        text=text(row.get("text")), grows_out_of=made.get("projects", row.get("follows")),
        begins=made.date(row.get("begins"), home), ends=made.date(row.get("ends"), home), seen=_held(made, row),
    )  # fmt: skip
    made.save("projects", row, saved, working.revise)
    tag(made, saved, row)
    own: dict[str, Any] = {"home": home, "project": saved}
    for order, entry in enumerate(row.get("units", [])):
        unit = ProjectUnit(
            **own, unit=made.get("units", entry.get("unit")), side=entry["side"], role=entry.get("role", "member"),
            organisation=made.get("organisations", entry.get("organisation")), order=order,
        )  # fmt: skip
        made.later(_below(row, entry), unit, working.revise_all)
    for order, entry in enumerate(row.get("people", [])):
        person = ProjectPerson(
            **own, person=made.get("people", entry["person"]), side=entry["side"], role=entry["role"], order=order
        )
        made.later(_below(row, entry), person, working.revise_all)
    for entry in row.get("outputs", []):
        output = Output(**own, kind=entry["kind"], text=text(entry["text"]), when=made.date(entry.get("when"), home))
        made.later(_below(row, entry), output, working.revise_all)
    for key in row.get("outcomes", []):
        made.later(_below(row, {}), ProjectOutcome(**own, outcome=made.get("outcomes", key)), working.revise_all)
    for key in row.get("plans", []):
        made.later(_below(row, {}), ProjectPlan(**own, plan=made.get("plans", key)), working.revise_all)


def funding(made: Builder, row: Row) -> None:
    """One line of money."""
    home = made.home(row)
    saved = Funding(
        home=home, programme=made.get("programmes", row.get("programme")),
        partnership=made.get("partnerships", row.get("partnership")), project=made.get("projects", row.get("project")),
        phase=made.get("phases", row.get("phase")), kind=row["kind"], side=row.get("side", UNSAID),
        state=row.get("state", UNSAID), amount=Money.parse(row["amount"]) if "amount" in row else Money(),
        organisation=made.get("organisations", row.get("organisation")), named=text(row.get("named")),
        outside=made.get("programmes", row.get("outside")), begins=made.date(row.get("begins"), home),
        ends=made.date(row.get("ends"), home), text=text(row.get("text")),
    )  # fmt: skip
    made.later(row, saved, working.revise_all)


def rate(made: Builder, row: Row) -> None:
    """One rate of conversion."""
    saved = Rate(
        home=made.home(row), from_currency=row["from"], to_currency=row["to"], rate=Decimal(row["rate"]),
        on=date.fromisoformat(row["on"]), source=text(row["word"]),
    )  # fmt: skip
    made.later(row, saved, working.revise_all)
