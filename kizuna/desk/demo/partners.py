"""Builds the partners' part of the demonstration: programmes, partnerships, teams, plans and outcomes."""

from __future__ import annotations

from typing import Any

from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.directory import tag
from kizuna.desk.demo.files import Row
from kizuna.partners import actions
from kizuna.partners.models import (
    Chapter,
    Coordinator,
    HistoricalTie,
    Link,
    Member,
    Outcome,
    Owner,
    Partnership,
    Phase,
    Plan,
    Programme,
    Standing,
    TeamUnit,
    ThirdParty,
    Tier,
)


def programme(made: Builder, row: Row) -> None:
    """One programme with its owners."""
    home = made.home(row)
    saved = Programme(
        home=home, slug=row["key"], kind=row["kind"], name=text(row["name"]),
        abbreviation=row.get("abbreviation", ""), period=made.date(row.get("period")),
        order=len(made.made.get("programmes", {})),
    )  # fmt: skip
    made.save("programmes", row, saved, actions.revise)
    for order, key in enumerate(row.get("owners", [])):
        owner = Owner(home=home, programme=saved, organisation=made.get("organisations", key), order=order)
        made.later({"cites": row.get("cites", [])}, owner, actions.revise_all)


def phase(made: Builder, row: Row) -> None:
    """One phase."""
    saved = Phase(
        home=made.home(row), programme=made.get("programmes", row["programme"]), order=row["order"],
        name=text(row["name"]), period=made.date(row["period"]), character=text(row.get("character")),
        calendar_stated=bool(row.get("calendar")), closed_on=row.get("closed_on"),
        form=row.get("form", ""),
    )  # fmt: skip
    made.save("phases", row, saved, actions.revise)


def tier(made: Builder, row: Row) -> None:
    """One tier."""
    saved = Tier(
        home=made.home(row), programme=made.get("programmes", row["programme"]), slug=row.get("slug") or row["key"],
        order=row["order"], name=text(row["name"]), short=text(row.get("short")), criterion=text(row.get("criterion")),
        tone=row.get("tone", "gold"),
    )  # fmt: skip
    made.save("tiers", row, saved, actions.revise)


def partnership(made: Builder, row: Row) -> None:
    """One partnership with its members, standing, coordinators and themes."""
    home = made.home(row)
    seen = made.seen(home)
    saved = Partnership(
        home=home, slug=row.get("slug") or row["key"], name=text(row["name"]), short=text(row.get("short")),
        programme=made.get("programmes", row.get("programme")), group=row.get("group", False),
        state=row.get("state", "active"), since=made.date(row.get("since"), home),
        framework=made.get("programmes", row.get("framework")), footnote=text(row.get("footnote")),
        grows_out_of=made.get("partnerships", row.get("grows_out_of")),
    )  # fmt: skip
    made.save("partnerships", row, saved, actions.revise)
    made.cite(saved, [{"field": "footnote", **cite} for cite in row.get("footnote_cites", [])])
    for order, entry in enumerate(row["members"]):
        member = Member(
            home=home, partnership=saved, organisation=made.get("organisations", entry["organisation"]), order=order,
            begins=made.date(entry.get("begins"), home), ends=made.date(entry.get("ends"), home), seen=seen,
        )  # fmt: skip
        made.later({"cites": entry.get("cites") or row.get("cites", [])}, member, actions.revise_all)
    single = [{"tier": row["tier"], "order": row.get("order", 0)}] if row.get("tier") else []
    for entry in row.get("standings", single):
        standing = Standing(
            home=home, partnership=saved, tier=made.get("tiers", entry["tier"]), order=entry.get("order", 0),
            begins=made.date(entry.get("begins"), home), ends=made.date(entry.get("ends"), home), seen=seen,
            grounds=text(entry.get("grounds")),
        )  # fmt: skip
        made.later({"cites": entry.get("cites") or row.get("cites", [])}, standing, actions.revise_all)
    for entry in row.get("coordinators", []):
        coordinator = Coordinator(
            home=home, partnership=saved, person=made.get("people", entry["person"]), side=entry["side"],
            begins=made.date(entry.get("begins"), home), seen=seen,
        )  # fmt: skip
        made.later({"cites": entry.get("cites", [])}, coordinator, actions.revise_all)
    tag(made, saved, row)


def tie(made: Builder, row: Row) -> None:
    """One historical tie."""
    saved = HistoricalTie(
        home=made.home(row), text=text(row["text"]), partnership=made.get("partnerships", row.get("partnership")),
        country=row.get("country", ""), organisation=made.get("organisations", row.get("organisation")),
        begins=made.date(row.get("begins")), distance=quantity(row.get("distance")),
        people=made.get("people", row.get("people")),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)
    made.made.setdefault("ties", {})[row["key"]] = saved


def relation(made: Builder, row: Row) -> None:
    """One third party beside a partnership or the home."""
    saved = ThirdParty(
        home=made.home(row), partnership=made.get("partnerships", row.get("partnership")), text=text(row["text"]),
        organisation=made.get("organisations", row.get("organisation")), kind=row["kind"],
        phase=made.get("phases", row.get("phase")), when=made.date(row.get("when")),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def team(made: Builder, row: Row) -> None:
    """The team of one partnership, place by place."""
    home = made.home(row)
    partner: Partnership = made.get("partnerships", row["partnership"])
    places = len(row["units"])
    listed = {"en": f"{places} departments are listed as its team", "ja": f"チームとして{places}部局を記載"}
    if row.get("fact"):
        cite = {"source": row["source"], "lines": row["lines"], "fact": row["fact"], "field": "team"}
        made.cite(partner, [{**cite, "says": {**listed, "reference": ["ja"]}}])
    for order, entry in enumerate(row["units"]):
        key, fact, lines = entry[:3]
        more: Row = entry[3] if len(entry) > 3 else {}
        saved = TeamUnit(
            home=home, partnership=partner, unit=made.get("units", key), order=order, role=more.get("role", "member"),
            joined_phase=made.get("phases", more.get("joined_phase")), joined_later=more.get("joined_later", False),
            begins=made.date(more.get("begins"), home), ends=made.date(more.get("ends"), home), seen=made.seen(home),
        )  # fmt: skip
        own = [{"source": row["source"], "lines": lines, "fact": fact or ""}]
        made.later({"cites": own + more.get("cites", [])}, saved, actions.revise_all)


def link(made: Builder, row: Row) -> None:
    """One tie of a department with a partnership; `as_of` is a day on which it held."""
    home = made.home(row)
    as_of = made.date(row.get("as_of"), home)
    saved = Link(
        home=home, unit=made.get("units", row["unit"]), partnership=made.get("partnerships", row["partnership"]),
        kind=row["kind"], text=text(row.get("text")), begins=made.date(row.get("begins"), home),
        ends=made.date(row.get("ends"), home), seen=as_of.latest,
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def told(made: Builder, row: Row) -> dict[str, Any]:
    """What plans and outcomes have in common."""
    return {
        "home": made.home(row),
        "text": text(row["text"]),
        "partnership": made.get("partnerships", row.get("partnership")),
        "programme": made.get("programmes", row.get("programme")),
        "phase": made.get("phases", row.get("phase")),
        "about": text(row.get("about")),
    }


def plan(made: Builder, row: Row) -> None:
    """One plan."""
    home = made.home(row)
    saved = Plan(
        **told(made, row), state=row["state"], owner=text(row.get("owner")), means=text(row.get("means")),
        horizon=made.date(row.get("horizon"), home), order=made.next(),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)
    made.made.setdefault("plans", {})[row["key"]] = saved


def chapter(made: Builder, row: Row) -> None:
    """One passage of a story."""
    common = {key: value for key, value in told(made, row).items() if key != "about"}
    saved = Chapter(**common, when=made.date(row.get("when"), made.home(row)))
    made.later(row, saved, actions.revise_all)


def outcome(made: Builder, row: Row) -> None:
    """One outcome."""
    saved = Outcome(
        **told(made, row), kind=row["kind"], when=made.date(row.get("when"), made.home(row)),
        order=made.next(),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)
    made.made.setdefault("outcomes", {})[row["key"]] = saved
