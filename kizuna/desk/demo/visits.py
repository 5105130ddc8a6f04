"""Builds the part of the demonstration about visits: templates, visits with their programme, meetings, promises."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.files import Row
from kizuna.visits import actions
from kizuna.visits.models import (
    Commitment,
    Delegate,
    Leg,
    Meeting,
    Participant,
    Request,
    Stop,
    Task,
    TemplateLine,
    Visit,
    VisitTemplate,
)


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def template(made: Builder, row: Row) -> None:
    """One template with its lines."""
    home = made.home(row)
    saved = VisitTemplate(
        home=home, name=text(row["name"]), direction=row["direction"], purpose=text(row.get("purpose")),
        days=row.get("days", 1),
    )  # fmt: skip
    made.save("visit_templates", row, saved, actions.revise)
    for order, entry in enumerate(row.get("lines", [])):
        line = TemplateLine(
            home=home, template=saved, what=entry.get("what", "task"), kind=entry.get("kind", "other"),
            text=text(entry["text"]), days_before=entry.get("before", 0), day=entry.get("day", 1),
            at=_time(entry.get("at")), until=_time(entry.get("until")), order=order,
        )  # fmt: skip
        made.later({"visibility": row.get("visibility", "public")}, line, actions.revise_all)


def visit(made: Builder, row: Row) -> None:
    """One visit with its delegation, legs, stops, meetings and what is to be prepared."""
    home = made.home(row)
    saved = Visit(
        home=home, slug=str(row.get("slug", row["key"])), direction=row.get("direction", "outgoing"),
        title=text(row["title"]), purpose=text(row.get("purpose")), text=text(row.get("text")),
        partnership=made.get("partnerships", row.get("partnership")),
        organisation=made.get("organisations", row.get("organisation")),
        zone_ours=row.get("zone_ours", ""), zone_theirs=row.get("zone_theirs", ""),
        begins=made.date(row.get("begins"), home), ends=made.date(row.get("ends"), home),
        seen=date.fromisoformat(row["seen"]) if row.get("seen") else None,
    )  # fmt: skip
    made.save("visits", row, saved, actions.revise)
    own: dict[str, Any] = {"home": home, "visit": saved}
    for order, entry in enumerate(row.get("delegates", [])):
        delegate = Delegate(
            **own, person=made.get("people", entry.get("person")), named=text(entry.get("named")),
            count=quantity(entry.get("count")), post=text(entry.get("as")), role=entry.get("role", "member"),
            order=order,
        )  # fmt: skip
        made.later(_below(row, entry), delegate, actions.revise_all)
    for order, entry in enumerate(row.get("legs", [])):
        leg = Leg(
            **own, country=entry.get("country", ""), place=text(entry.get("place")), purpose=text(entry.get("purpose")),
            zone=entry.get("zone", ""), begins=made.date(entry.get("begins"), home),
            ends=made.date(entry.get("ends"), home), order=order,
        )  # fmt: skip
        made.save("legs", {**_below(row, entry), "key": f"{row['key']}.{entry['key']}"}, leg, actions.revise)
    for order, entry in enumerate(row.get("stops", [])):
        _stop(made, row, entry, own, order)
    for order, entry in enumerate(row.get("tasks", [])):
        task = Task(
            **own, kind=entry.get("kind", "other"), text=text(entry["text"]), who=entry.get("who", ""),
            due=date.fromisoformat(entry["due"]) if entry.get("due") else None, state=entry.get("state", "open"),
            order=order,
        )  # fmt: skip
        made.later(_below(row, entry), task, actions.revise_all)


def _stop(made: Builder, row: Row, entry: Row, own: dict[str, Any], order: int) -> None:
    leg = made.get("legs", f"{row['key']}.{entry['leg']}" if entry.get("leg") else None)
    stop = Stop(
        **own, leg=leg, kind=entry.get("kind", "not-stated"),
        organisation=made.get("organisations", entry.get("organisation")),
        partnership=made.get("partnerships", entry.get("partnership")),
        activity=made.get("activities", entry.get("activity")), named=text(entry.get("named")),
        count=quantity(entry.get("count")), place=text(entry.get("place")), text=text(entry.get("text")),
        begins=made.date(entry.get("begins"), own["home"]), order=order,
    )  # fmt: skip
    made.save("stops", {**_below(row, entry), "key": f"{row['key']}.{entry['key']}"}, stop, actions.revise)


def meeting(made: Builder, row: Row) -> None:
    """One meeting with who was there, at a stop of a visit or beside all visits."""
    home = made.home(row)
    saved = Meeting(
        home=home, visit=made.get("visits", row.get("visit")),
        stop=made.get("stops", f"{row['visit']}.{row['stop']}" if row.get("stop") else None),
        partnership=made.get("partnerships", row.get("partnership")),
        organisation=made.get("organisations", row.get("organisation")),
        activity=made.get("activities", row.get("activity")), agreement=made.get("agreements", row.get("agreement")),
        deed=row.get("deed", ""), kind=row.get("kind", "meeting"), state=row.get("state", "not-stated"),
        title=text(row.get("title")), occasion=text(row.get("occasion")), topics=text(row.get("topics")),
        said=text(row.get("said")), place=text(row.get("place")), at=_time(row.get("at")), order=made.next(),
        until=_time(row.get("until")), zone=row.get("zone", ""), begins=made.date(row.get("begins"), home),
    )  # fmt: skip
    made.save("meetings", row, saved, actions.revise)
    for order, entry in enumerate(row.get("people", [])):
        person = Participant(
            home=home, meeting=saved, person=made.get("people", entry.get("person")), named=text(entry.get("named")),
            post=text(entry.get("as")), organisation=made.get("organisations", entry.get("organisation")),
            side=entry["side"], role=entry.get("role", "member"), order=order,
        )  # fmt: skip
        made.later(_below(row, entry), person, actions.revise_all)


def commitment(made: Builder, row: Row) -> None:
    """One promise."""
    home = made.home(row)
    saved = Commitment(
        home=home, partnership=made.get("partnerships", row.get("partnership")),
        visit=made.get("visits", row.get("visit")), meeting=made.get("meetings", row.get("meeting")),
        text=text(row["text"]), side=row.get("side", "not-stated"), owner_words=row.get("who", ""),
        person=made.get("people", row.get("person")), state=row.get("state", "open"), reason=row.get("reason", ""),
        promised=made.date(row.get("promised"), home), due=made.date(row.get("due"), home),
        settled=date.fromisoformat(row["settled"]) if row.get("settled") else None,
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def request(made: Builder, row: Row) -> None:
    """One visit that somebody asks for."""
    home = made.home(row)
    fields = ("name", "email", "institution", "country", "purpose", "delegation", "wishes")
    saved = Request(
        home=home, when=made.date(row.get("when"), home), guests=row.get("guests", 1),
        **{name: row[name] for name in fields if name in row},
    )  # fmt: skip
    actions.ask(saved, by=made.by)


def _below(row: Row, entry: Row) -> Row:
    """What hangs below a record: as open as that one, with sources of its own."""
    return {
        "cites": entry.get("cites", []),
        "notes": entry.get("notes", []),
        "visibility": entry.get("visibility", row.get("visibility", "public")),
    }
