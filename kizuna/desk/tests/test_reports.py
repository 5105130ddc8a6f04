"""Reports: what lies in a period for certain is counted, all else stands apart; exact numbers are never mixed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.activities.models import Activity, ActivityPlan, Body, Disruption, Headcount, Series
from kizuna.config.cli import main
from kizuna.core import records
from kizuna.core.models import Account, Home, Source
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.core.values.money import Money
from kizuna.desk.reports import catalogue, period, shapes
from kizuna.desk.reports.catalogue import REPORTS
from kizuna.desk.reports.paper import Part, Report
from kizuna.directory.models import Unit
from kizuna.partners.models import Outcome, Partnership, Phase, Plan
from kizuna.projects.models import Funding
from tests.cast import enter, make_partnership, put, taken, words


def activity(home: Home, title: str, when: str = "", **fields: Any) -> Activity:
    """An activity of ours, held unless it is said otherwise."""
    told = {"state": "held", "visibility": "public", **fields}
    return put(
        Activity(
            home=home,
            title=words(title),
            begins=FuzzyDate.parse(when, calendar="jp-april") if when else FuzzyDate(),
            **told,
        )
    )


def asked(name: str, home: Home, user: Account, **given: str) -> Report:
    """One report."""
    return catalogue.make(name, home, user, home.stood_day or FuzzyDate.parse("2026-11-21").start.earliest, given)  # type: ignore[arg-type]


def part(report: Report, name: str) -> Part:
    """One part of a report by its name."""
    return next(one for one in report.flat if one.name == name)


def rows(report: Report, name: str) -> list[list[Any]]:
    """What the rows of a part say."""
    return [[cell.plain for cell in row] for row in part(report, name).rows]


def names(report: Report) -> list[str]:
    """Which parts a report has."""
    return [one.name for one in report.flat]


def test_what_lies_in_a_year_for_certain_is_counted_and_the_rest_stands_apart(
    ours: Home, office: Account, alliance: Partnership, phase: Phase
) -> None:
    activity(ours, "On a day", "2019-10-03", partnership=alliance, online=True)
    activity(ours, "In the year", "2019", partnership=alliance, state="planned")
    activity(ours, "In March", "2019-03")
    activity(ours, "Some day", partnership=alliance)
    activity(ours, "In the phase", phase=phase)
    activity(ours, "Since long ago", "2012/..")
    told = asked("activities", ours, office, year="2019")
    assert told.asked.period.label == "2019"
    assert rows(told, "partners") == [["ETH alliance", 1, 1, 2], ["No partnership named", 1, 0, 1]]
    assert [cell.plain for cell in part(told, "partners").foot] == ["All", 2, 1, 3]
    assert rows(told, "undated") == [["Some day"]]
    assert rows(told, "earlier") == [["Since long ago"]]
    told = asked("activities", ours, office, academic_year="AY2019")
    assert told.asked.period.label == "AY2019 (April 2019 to March 2020)"
    assert [row[1] for row in rows(told, "list")] == ["On a day"]
    assert rows(told, "perhaps") == [["In the year"]]
    assert [row[1] for row in rows(asked("activities", ours, office, since="2014-01-01"), "list")] == [
        "In the phase", "In the year", "In March", "On a day",
    ]  # fmt: skip


def test_a_phase_counts_what_says_so_and_what_its_sure_years_hold(ours: Home, office: Account, phase: Phase) -> None:
    """2014 to 2016 may be calendar years or academic years from April."""
    activity(ours, "Said to be", phase=phase)
    activity(ours, "Early in 2014", "2014-02")
    activity(ours, "In May 2014", "2014-05")
    activity(ours, "Late in 2016", "2016-12-24")
    activity(ours, "In early 2017", "2017-02")
    activity(ours, "In May 2017", "2017-05")
    told = asked("activities", ours, office, phase="1")
    assert [row[1] for row in rows(told, "list")] == ["Said to be", "In May 2014", "Late in 2016"]
    assert rows(told, "perhaps") == [["Early in 2014"], ["In early 2017"]]


def test_departments_and_themes_of_a_series_serve_where_an_activity_names_none(
    ours: Home, office: Account, engineering: Unit
) -> None:
    own = {"home": ours, "visibility": "public"}
    series = put(Series(slug="symposium", title=words("Symposium"), **own))
    first = activity(ours, "First", "2019-01-01", series=series)
    activity(ours, "Second", "2019-02-01", series=series)
    for of in ({"series": series}, {"activity": first}, {"activity": first}):
        put(Body(unit=engineering, role="host", **of, **own))
    activity(ours, "Alone", "2019-03-01")
    assert rows(asked("activities", ours, office, year="2019"), "units") == [["Graduate School of Engineering", 2]]


def test_formats_shift_by_year_and_what_cannot_be_placed_in_one_stands_apart(
    ours: Home, office: Account, alliance: Partnership
) -> None:
    seminar = activity(ours, "Seminar", "2019-11", in_person=True)
    activity(ours, "Webinar", "2020-06", online=True, replaces=seminar)
    activity(ours, "Both", "2021-02", in_person=True, online=True)
    activity(ours, "Planned", "2021-05", state="planned", online=True)
    activity(ours, "One winter", "AY2020")
    put(Disruption(home=ours, partnership=alliance, text=words("Nobody could travel."), cause="pandemic",
                   begins=FuzzyDate.parse("2020"), visibility="public"))  # fmt: skip
    told = asked("formats", ours, office)
    assert rows(told, "years") == [
        ["2019", 1, 0, 0, 1],
        ["2020", 0, 0, 1, 1],
        ["2021", 0, 1, 0, 1],
    ]
    assert rows(told, "undated") == [["One winter"]]
    assert rows(told, "replaced") == [["Seminar", "Webinar", "Online"]]
    assert [row[0] for row in rows(told, "disruptions")] == ["Nobody could travel."]
    assert [(bar.label, bar.total, bar.marked) for bar in part(told, "picture").bars] == [
        ("2019", 1, False), ("2020", 1, True), ("2021", 1, False),
    ]  # fmt: skip
    assert told.facts == [("3", "activities with a year"), ("0 of 1", "online before 2020"),
                          ("2 of 2", "online in 2020–2021")]  # fmt: skip
    told = asked("formats", ours, office, by="academic-year")
    assert [row[0] for row in rows(told, "years")] == ["AY2019", "AY2020"]
    assert "undated" not in names(told)


def test_exact_numbers_are_never_mixed_with_others(ours: Home, office: Account, alliance: Partnership) -> None:
    own = {"home": ours, "visibility": "public"}

    def count(of: Activity, value: str, **more: Any) -> Headcount:
        return put(Headcount(activity=of, quantity=Quantity.parse(value), **more, **own))

    first = activity(ours, "First", "2019-01", partnership=alliance)
    whole = count(first, "120")
    count(first, "60", category="students", part_of=whole)
    count(activity(ours, "Second", "2019-02"), "30")
    count(activity(ours, "Third", "2019-03"), "about 250")
    count(activity(ours, "Fourth", "2019-04"), "about 100")
    count(activity(ours, "Fifth", "2019-05"), "many")
    twice = activity(ours, "Sixth", "2019-06")
    count(twice, "40")
    count(twice, "44")
    activity(ours, "Seventh", "2019-07")
    told = asked("participants", ours, office, year="2019")
    assert rows(told, "people") == [["Participants", 150, 2, "about 350", 2, 1]]
    assert part(told, "people").rows[0][3].small == "about 100; about 250"
    assert rows(told, "divided") == [["Students", 60, 1, "–", 0, 0]]
    assert rows(told, "partners") == [["ETH alliance", 120, 1, "–", 0, 0]]
    assert [row[2] for row in rows(told, "twice")] == ["40", "44"]
    assert told.facts[-1] == ("1 of 7", "activities without a number")


def test_money_is_summed_in_each_currency_by_itself(ours: Home, office: Account, alliance: Partnership) -> None:
    def line(state: str, amount: str, **more: Any) -> None:
        money = Money.parse(amount) if amount else Money()
        more.setdefault("begins", FuzzyDate.parse("2019"))
        put(Funding(home=ours, partnership=alliance, state=state, amount=money, visibility="public", **more))

    line("planned", "EUR 1,000")
    line("applied", "EUR 500")
    line("secured", "EUR 800")
    line("secured", "about EUR 100")
    line("used", "JPY 90,000")
    line("secured", "", begins=FuzzyDate())
    told = asked("funding", ours, office, year="2019")
    assert rows(told, "partners") == [
        ["ETH alliance", "EUR", "€1,500", "€800"],
        ["ETH alliance", "JPY", "–", "¥90,000"],
    ]
    assert part(told, "partners").rows[0][3].small == "about €100"
    assert [row[-1] for row in rows(told, "undated")] == ["not stated"]
    assert asked("funding", ours, office).facts[0] == ("6", "lines of money")


def test_a_phase_report_sets_plans_against_what_was_done_each_with_its_source(
    ours: Home, office: Account, alliance: Partnership, phase: Phase, page: Source
) -> None:
    own = {"home": ours, "visibility": "public", "partnership": alliance, "phase": phase}
    came = put(Outcome(text=words("A book came out."), **own))
    done = put(Plan(text=words("Write a book."), fulfilled_by=came, **own))
    put(Plan(text=words("Hold a school."), **own))
    put(Plan(text=words("Meet."), state="dropped", **own))
    fulfilled = put(Plan(text=words("Hold lectures."), **own))
    lectures = activity(ours, "Lectures", "2015", partnership=alliance)
    put(ActivityPlan(activity=lectures, plan=fulfilled, home=ours, visibility="public"))
    surprise = activity(ours, "A concert", "2016-05", partnership=alliance)
    put(Outcome(text=words("Friends were made."), **{**own, "phase": None}))
    for record, line in ((done, 3), (came, 4), (surprise, 5)):
        put(records.cited(record, source=page, lines=[line]))
    told = asked("phase", ours, office, phase="1")
    assert told.facts == [("2", "planned and done"), ("1", "planned and still open"), ("1", "carried over or dropped"),
                          ("1", "done without a plan on record")]  # fmt: skip
    key = str(alliance.pk)
    found = {kind: rows(told, f"{key}-{kind}") for kind in ("done", "open", "left", "surprising")}
    assert found == {
        "done": [["Write a book."], ["Hold lectures."]], "open": [["Hold a school."]], "left": [["Meet."]],
        "surprising": [["A concert"]],
    }  # fmt: skip
    book = part(told, f"{key}-done").rows[0][0]
    assert book.small == "A book came out."
    assert [number for number, _one in book.cites] == [1, 2]
    assert rows(told, "no-phase") == [["Friends were made."]]
    assert told.sources == [(1, "A page of ours", "line 3"), (2, "A page of ours", "line 4"),
                            (3, "A page of ours", "line 5")]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"year": "19"}, "“19” is no year; write four digits, such as 2019."),
        ({"academic_year": "spring"}, "“spring” is no academic year; write AY2019 or 2019/20."),
        ({"phase": "7"}, "There is no phase “7”; the phases are 1."),
        ({"since": "soon"}, "“soon” is no date; write 2019-10-01."),
        ({"since": "2020-01-01", "until": "2019-01-01"}, "The end lies before the beginning."),
        ({"year": "2019", "phase": "1"}, "Ask for a year, an academic year, a phase, or for two days: one of them."),
        ({"partner": "nobody"}, "There is no partner “nobody” here."),
    ],
)
def test_what_cannot_be_asked_for_says_so(
    ours: Home, office: Account, phase: Phase, given: dict[str, str], told: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        asked("activities", ours, office, **given)
    assert caught.value.messages == [told]
    answer = enter(office).get("/desk/ours/reports/activities/", given)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert enter(office).get("/desk/ours/reports/activities.pdf", given).status_code == 302


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_an_empty_home_is_a_page_and_a_file(ours: Home, office: Account, name: str) -> None:
    assert enter(office).get(f"/desk/ours/reports/{name}/").status_code == 200
    if name != "phase":
        assert enter(office).get(f"/desk/ours/reports/{name}.pdf").content.startswith(b"%PDF")
        with taken(enter(office).get(f"/desk/ours/reports/{name}.xlsx")) as answer:
            assert zipfile.is_zipfile(io.BytesIO(answer.getvalue()))


def test_the_files_hold_every_row_and_every_source(ours: Home, office: Account, page: Source) -> None:
    held = activity(ours, "=HYPERLINK(1)", "2019-05-01")
    put(records.cited(held, source=page, lines=[3, 4]))
    with taken(enter(office).get("/desk/ours/reports/activities.csv", {"year": "2019"})) as answer:
        assert answer["Content-Disposition"] == 'attachment; filename="ours-activities-2019.csv"'
        lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert ["The activities", "1", "Activity", "'=HYPERLINK(1)", "", "page: 3–4", "yes"] in lines
    pdf = enter(office).get("/desk/ours/reports/activities.pdf", {"year": "2019"})
    assert pdf["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in pdf.content


def test_a_report_asks_the_same_number_of_questions_whatever_its_size(
    ours: Home, office: Account, alliance: Partnership, phase: Phase, engineering: Unit
) -> None:
    def add(number: int) -> None:
        own = {"home": ours, "visibility": "public"}
        held = activity(ours, f"No. {number}", f"2015-0{number}", partnership=alliance)
        put(Body(activity=held, unit=engineering, **own))
        put(Headcount(activity=held, quantity=Quantity(Decimal(number)), **own))
        plan = put(Plan(text=words(f"Plan {number}"), partnership=alliance, phase=phase, **own))
        put(ActivityPlan(activity=held, plan=plan, **own))
        put(Funding(partnership=alliance, amount=Money(Decimal(number), "EUR"), begins=FuzzyDate("2015"), **own))

    def questions() -> dict[str, int]:
        found = {}
        for name in REPORTS:
            with CaptureQueriesContext(
                connection,
            ) as counted:
                enter(office).get(f"/desk/ours/reports/{name}/", {"phase": "1"})
            found[name] = len(counted)
        return found

    add(1)
    one = questions()
    add(2)
    add(3)
    assert questions() == one
    assert max(one.values()) <= 45


def test_commands_list_show_and_write_reports(ours: Home, operator: Account, tmp_path: Path) -> None:
    activity(ours, "Symposium", "2019-05-01")
    run = CliRunner()
    assert json.loads(run.invoke(main, ["reports", "list", "--json"]).output)["counts"] == {"items": len(REPORTS)}
    show = ["reports", "show", "activities", "--home", "ours", "--year", "2019"]
    told = json.loads(run.invoke(main, [*show, "--json"]).output)
    assert told["period"] == {"label": "2019", "since": "2019-01-01", "until": "2019-12-31", "phase": None}
    assert "Symposium" in run.invoke(main, show).output
    for ending in ("pdf", "csv", "xlsx"):
        place = tmp_path / f"report.{ending}"
        assert run.invoke(main, [*show, "--to", str(place), "--language", "ja"]).exit_code == 0
        assert place.stat().st_size > 100
    assert run.invoke(main, [*show, "--to", "report.doc"]).exit_code == 2
    wrong = run.invoke(main, ["reports", "show", "activities", "--home", "ours", "--year", "19"])
    assert (wrong.exit_code, "is no year" in wrong.output) == (1, True)


def test_the_api_tells_the_same_report(ours: Home, office: Account) -> None:
    activity(ours, "Symposium", "2019-05-01")
    answer = enter(office).get("/api/v1/homes/ours/reports/activities", {"year": "2019"}).json()
    assert answer["facts"][0] == {"value": "1", "label": "activities in the period"}
    assert enter(office).get("/api/v1/homes/ours/reports").json()["counts"] == {"items": len(REPORTS)}
    assert enter(office).get("/api/v1/homes/ours/reports/nothing").status_code == 404
    assert enter(office).get("/api/v1/homes/ours/reports/activities", {"year": "x"}).status_code == 422


def test_the_last_day_of_a_period_belongs_to_it() -> None:
    year = period.calendar_year("2019")
    assert [year.placed(FuzzyDate(day), None) for day in ("2018-12-31", "2019-12-31", "2020-01-01")] == [
        "out", "in", "out",
    ]  # fmt: skip


def test_a_report_neither_names_nor_counts_what_its_reader_may_not_see(
    ours: Home, reader: Account, trusted: Account, alliance: Partnership, phase: Phase
) -> None:
    activity(ours, "Shown", "2015", partnership=alliance)
    asks = [
        (name, way)
        for name in REPORTS
        for way in ({"phase": "1"}, {"year": "2015"})
        if name != "phase" or "phase" in way
    ]

    def told(user: Account) -> list[dict[str, Any]]:
        return [shapes.as_json(asked(name, ours, user, **way)) for name, way in asks]

    before = told(reader)
    hidden = make_partnership(ours, "hidden", name="Sealedword", visibility="sealed")
    for partnership, level in ((alliance, "sealed"), (hidden, "public"), (None, "sealed")):
        own = {"home": ours, "visibility": level}
        held = activity(ours, "Sealedword", "2015", partnership=partnership, visibility=level)
        activity(ours, "Sealedword", partnership=partnership, visibility=level)
        put(Headcount(activity=held, quantity=Quantity.parse("7"), **own))
        put(Disruption(activity=held, text=words("Sealedword"), **own))
        plan = put(Plan(text=words("Sealedword"), partnership=partnership, phase=phase, **own))
        put(ActivityPlan(activity=held, plan=plan, **own))
        for when in (phase, None):
            put(Outcome(text=words("Sealedword"), partnership=partnership, phase=when, **own))
        if partnership is not None:
            put(Funding(partnership=partnership, amount=Money(Decimal(5), "EUR"), begins=FuzzyDate("2015"), **own))
    assert told(reader) == before
    assert "Sealedword" not in json.dumps(before, default=str)
    assert all("Sealedword" in json.dumps(one, default=str) for one in told(trusted))
