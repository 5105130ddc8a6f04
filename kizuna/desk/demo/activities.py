"""Builds the activities' part of the demonstration: series, activities, who takes part, what came in between."""

from __future__ import annotations

from typing import Any

from kizuna.activities import actions
from kizuna.activities.models import (
    Activity,
    ActivityOutcome,
    ActivityPlan,
    Attendee,
    Body,
    Disruption,
    Headcount,
    Practice,
    Series,
)
from kizuna.core.models import Citation, OwnedRecord
from kizuna.desk.demo.build import Builder, quantity, text
from kizuna.desk.demo.directory import tag
from kizuna.desk.demo.files import Row

UNSAID = "not-stated"


def series(made: Builder, row: Row) -> None:
    """One series with what hangs on it."""
    home = made.home(row)
    saved = Series(
        home=home, partnership=made.get("partnerships", row.get("partnership")), order=made.next(),
        programme=made.get("programmes", row.get("programme")), slug=str(row.get("slug", row["key"])),
        title=text(row["title"]), second_name=text(row.get("second_name")), kind=row["kind"],
        rhythm=row.get("rhythm", UNSAID), per_year=quantity(row.get("per_year")),
        host_pattern=row.get("hosts", UNSAID), first_edition=row.get("first_edition"), state=row.get("state", UNSAID),
        text=text(row.get("text")), begins=made.date(row.get("begins"), home),
        ends=made.date(row.get("ends"), home), seen=made.seen(home),
    )  # fmt: skip
    made.save("series", row, saved, actions.revise)
    _hang(made, row, saved, {"series": saved})


def activity(made: Builder, row: Row) -> None:
    """One activity with what hangs on it; its whole and what it replaces stand before it in the file."""
    home = made.home(row)
    formats = row.get("formats", [])
    saved = Activity(
        home=home, series=made.get("series", row.get("series")), parent=made.get("activities", row.get("part_of")),
        partnership=made.get("partnerships", row.get("partnership")), phase=made.get("phases", row.get("phase")),
        kind=row.get("kind", UNSAID), kind_words=text(row.get("kind_words")), edition=row.get("edition"),
        edition_again=row.get("edition_again", False), title=text(row.get("title")), text=text(row.get("text")),
        state=row.get("state", UNSAID), in_person="in_person" in formats, online="online" in formats,
        hybrid="hybrid" in formats, streamed="streamed" in formats, host_side=row.get("side", UNSAID),
        venue=made.get("organisations", row.get("venue")), place=text(row.get("place")),
        country=row.get("country", ""), duration=quantity(row.get("duration")), languages=row.get("languages", ""),
        goals=row.get("goals", ""), access=row.get("access", UNSAID), reception=text(row.get("reception")),
        begins=made.date(row.get("begins"), home), ends=made.date(row.get("ends"), home),
        replaces=made.get("activities", row.get("replaces")), order=made.next(),
        project=made.get("projects", row.get("project")), agreement=made.get("agreements", row.get("agreement")),
    )  # fmt: skip
    made.save("activities", row, saved, actions.revise)
    _hang(made, row, saved, {"activity": saved})


def _hang(made: Builder, row: Row, saved: Any, whole: dict[str, Any]) -> None:
    """Bodies, people, numbers, and the links to outcomes and plans."""
    own = {"home": saved.home, **whole}
    for order, entry in enumerate(row.get("bodies", [])):
        body = Body(
            **own, unit=made.get("units", entry.get("unit")), named=text(entry.get("named")), order=order,
            organisation=made.get("organisations", entry.get("organisation")), sector=entry.get("sector", UNSAID),
            side=entry.get("side", UNSAID), role=entry.get("role", "participant"),
        )  # fmt: skip
        _later(made, row, entry, body)
    for order, entry in enumerate(row.get("people", [])):
        person = Attendee(
            **own, person=made.get("people", entry["person"]), role=entry["role"], side=entry.get("side", UNSAID),
            text=text(entry.get("as")), order=order,
        )  # fmt: skip
        _later(made, row, entry, person)
    for order, entry in enumerate(row.get("counts", [])):
        _count(made, row, entry, own, order, None)
    for key in row.get("outcomes", []):
        outcome = made.get("outcomes", key)
        _later(made, row, _as_stated(made, outcome), ActivityOutcome(**own, outcome=outcome))
    for key, how in row.get("plans", {}).items():
        plan = made.get("plans", key)
        _later(made, row, _as_stated(made, plan), ActivityPlan(**own, plan=plan, how=how))
    tag(made, saved, row)


def _as_stated(made: Builder, record: OwnedRecord) -> Row:
    """The sources of an outcome or a plan, which say what it came of or was about."""
    cited = [one for one in made.hanging if isinstance(one, Citation) and one.record == record.uuid]
    return {"cites": [{"source": one.source.slug, "lines": one.lines, "fact": one.fact} for one in cited]}


def _count(made: Builder, row: Row, entry: Row, own: Row, order: int, whole: Headcount | None) -> None:
    """One number, and the parts that make it up."""
    saved = Headcount(
        **own, quantity=quantity(entry.get("quantity")), counted=entry.get("counted", "people"),
        category=entry.get("category", "participants"), named=text(entry.get("named")), role=entry.get("role", ""),
        side=entry.get("side", UNSAID), part_of=whole, order=order,
    )  # fmt: skip
    placed = {"cites": entry.get("cites", []), "visibility": entry.get("visibility", row.get("visibility", "public"))}
    made.save("headcounts", placed, saved, actions.revise)
    for place, part in enumerate(entry.get("parts", [])):
        _count(made, row, {"cites": entry.get("cites", []), **part}, own, place, saved)


def _later(made: Builder, row: Row, entry: Row, record: OwnedRecord) -> None:
    """A row that goes with its whole, with sources of its own."""
    visibility = entry.get("visibility", row.get("visibility", "public"))
    made.later({"cites": entry.get("cites", []), "visibility": visibility}, record, actions.revise_all)


def _about(made: Builder, row: Row) -> dict[str, Any]:
    """What a disruption and a practice have in common."""
    return {
        "home": made.home(row),
        "activity": made.get("activities", row.get("activity")),
        "series": made.get("series", row.get("series")),
        "partnership": made.get("partnerships", row.get("partnership")),
        "text": text(row["text"]),
        "order": made.next(),
    }


def disruption(made: Builder, row: Row) -> None:
    """One thing that came in between, and what took its place."""
    home = made.home(row)
    saved = Disruption(
        **_about(made, row), cause=row["cause"], impossible=text(row.get("impossible")),
        replaced_by=made.get("activities", row.get("replaced_by")), begins=made.date(row.get("begins"), home),
        ends=made.date(row.get("ends"), home),
    )  # fmt: skip
    made.later(row, saved, actions.revise_all)


def practice(made: Builder, row: Row) -> None:
    """One thing that works well, or that is hard."""
    saved = Practice(**_about(made, row), kind=row.get("kind", "practice"), topic=row["topic"])
    made.later(row, saved, actions.revise_all)
