"""The doors of mobility: pages, commands, the API and tables for others tell the same, to whom they may."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from kizuna.agreements.models import Agreement, Party
from kizuna.core.models import Account, Home
from kizuna.directory.models import Organisation, Unit
from kizuna.mobility import actions
from kizuna.mobility.cli import mobility
from kizuna.mobility.models import ColumnMap, Flow, Stay, Told
from kizuna.mobility.tests.factories import make_flow, make_stays, make_weights
from kizuna.partners import links
from kizuna.partners.models import Partnership
from tests.cast import enter, make_organisation, make_partnership, put, words
from tests.programs import caller, key_for

TERM = {"begins": "2019-09-01", "ends": "2020-01-31"}
PAGES = ("mobility/", "mobility/flows/", "mobility/balance/", "mobility/stays/", "mobility/partners/eth/",
         "mobility/partners/eth/balance/", "mobility/tables/")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_a_reader_with_nothing_and_with_something(
    page: str, reader: Account, ours: Home, alliance: Partnership
) -> None:
    client = enter(reader)
    assert client.get(ours.desk + page).status_code == 200
    make_weights(ours)
    make_flow(alliance, "both", "nearly 100 persons per year", period="2015/..", category="faculty-students")
    make_stays(alliance, "out", 1, **TERM)
    answer = client.get(ours.desk + page)
    assert (answer.status_code, b"Add a flow" in answer.content) == (200, False)


def test_what_cannot_be_read_in_the_address_is_said_and_left_out(office: Account, ours: Home) -> None:
    for asked in ("since=soon", "until=never", "phase=9", "who=nobody", "since=2020&until=2019"):
        answer = enter(office).get(f"{ours.desk}mobility/?{asked}")
        assert (asked, answer.status_code, len(list(answer.context["messages"]))) == (asked, 200, 1)
    assert enter(office).get(f"{ours.desk}mobility/partners/nobody/").status_code == 404
    assert enter(office).get(f"{ours.desk}mobility/stays/?partner=nobody").status_code == 404


def test_approximate_and_unsplit_numbers_are_drawn_as_such(office: Account, ours: Home, alliance: Partnership) -> None:
    make_flow(alliance, "out", "about 40")
    make_flow(alliance, "in", "")
    make_flow(alliance, "both", "100", category="people")
    make_stays(alliance, "out", 2, **TERM)
    picture = enter(office).get(f"{ours.desk}mobility/partners/eth/").context["picture"]
    assert [(bar.look, bar.label) for bar in picture.lanes[0].bars] == [
        ("out-solid", "2"), ("out-soft", "about 40"), ("in-none", "?"), ("both-solid", "100"),
    ]  # fmt: skip


def test_a_hidden_partnership_hides_its_stays_and_flows(
    office: Account, reader: Account, ours: Home, alliance: Partnership
) -> None:
    hidden = make_partnership(ours, "quiet", make_organisation("q", "Quiet"), visibility="office")
    make_flow(hidden, "out", "3")
    make_stays(hidden, "out", 1, **TERM, visibility="public")
    Flow.objects.update(visibility="public")
    seen = [
        (model.objects.visible_to(reader).count(), model.objects.visible_to(office).count()) for model in (Flow, Stay)
    ]
    assert seen == [(0, 1), (0, 1)]
    assert enter(reader).get(f"{ours.desk}mobility/partners/quiet/").status_code == 404


def test_lists_ask_as_often_for_three_as_for_one(
    office: Account, ours: Home, alliance: Partnership, django_assert_max_num_queries: Any
) -> None:
    client = enter(office)
    counts: dict[str, list[int]] = {}
    for number in (1, 3):
        for _more in range(number):
            row = make_partnership(
                ours, f"p{Partnership.objects.count()}", make_organisation(f"o{Partnership.objects.count()}", "O")
            )
            make_flow(row, "out", "3")
            make_stays(row, "in", 1, **TERM)
        for page in PAGES[:4]:
            with django_assert_max_num_queries(40) as asked:
                client.get(ours.desk + page)
            counts.setdefault(page, []).append(len(asked))
    assert {page: many[1] - many[0] for page, many in counts.items()} == dict.fromkeys(PAGES[:4], 0)


def run(*words_of: str) -> Any:
    return CliRunner().invoke(mobility, list(words_of), catch_exceptions=False)


def test_commands_print_what_the_api_answers(office: Account, ours: Home, alliance: Partnership) -> None:
    make_weights(ours)
    make_flow(alliance, "out", "about 40")
    make_stays(alliance, "out", 3, **TERM)
    call = caller(key_for(office, "read"))
    for command, path in (
        (("flows", "--partner", "eth"), "/homes/ours/mobility/flows?partner=eth"),
        (("flows", "--since", "AY2019", "--until", "AY2020"), "/homes/ours/mobility/flows?since=AY2019&until=AY2020"),
        (("balance",), "/homes/ours/mobility/balance"),
    ):
        printed = json.loads(run(*command, "--home", "ours", "--json").output)
        assert printed == call("GET", path)[1]
    printed = json.loads(run("balance", "--home", "ours", "--partner", "eth", "--json").output)["items"][0]
    assert (printed["owes"], printed["difference"], printed["since"]["label"]) == ("home", "3", "AY2019")
    assert printed == call("GET", "/homes/ours/mobility/balance/eth")[1]
    table = run("balance", "--home", "ours", "--partner", "eth").output
    assert "We owe ETH alliance 3 student-semesters, since AY2019." in table
    assert "about 40" in run("flows", "--home", "ours").output


def test_commands_say_what_is_wrong(ours: Home) -> None:
    told = CliRunner().invoke(mobility, ["flows", "--home", "ours", "--partner", "x"])
    assert (told.exit_code, told.output) == (
        1, "Error: ours has no partner “x”; see “kizuna partners list --home ours --talks”.\n",
    )  # fmt: skip


def test_the_api_enters_all_rows_or_none(office: Account, ours: Home, alliance: Partnership) -> None:
    call = caller(key_for(office, "write"))
    headings = ["partner", "direction", "from"]
    bad = call(
        "POST",
        "/homes/ours/mobility/enter",
        {"headings": headings, "rows": [["eth", "out", "2019-09-01"], ["x", "in", "2019"]]},
    )
    assert (bad[0], bad[1]["error"]["fields"], Stay.objects.count()) == (
        422, {"rows.1": ["There is no partner “x” here."]}, 0,
    )  # fmt: skip
    good = call(
        "POST", "/homes/ours/mobility/enter", {"headings": headings, "rows": [["eth", "out", "2019-09-01"]] * 2}
    )
    assert (good[0], good[1]["saved"], Stay.objects.count()) == (201, 2, 2)


def test_stays_that_run_on_the_day_tie_a_department(
    office: Account, ours: Home, alliance: Partnership, engineering: Unit
) -> None:
    make_stays(alliance, "out", 2, **TERM, unit=engineering)
    from_stays = links.ties(ours, date.fromisoformat("2019-10-01"), office, kinds=["mobility"])
    assert [(tie.unit, tie.held) for tie in from_stays] == [(engineering.pk, "yes")]
    assert links.ties(ours, date.fromisoformat("2020-10-01"), office, kinds=["mobility"]) == []
    make_flow(alliance, "in", "", period="2021/..", unit=engineering)
    assert [tie.held for tie in links.ties(ours, date.fromisoformat("2022-10-01"), office, kinds=["mobility"])] == [
        "yes"
    ]


def test_a_table_is_taken_over_and_filled_with_what_is_on_record(
    office: Account, ours: Home, us: Organisation, eth: Organisation, alliance: Partnership, engineering: Unit
) -> None:
    client = enter(office)
    client.post(f"{ours.desk}mobility/tables/", {"name": "mext-agreements"})
    agreement = put(
        Agreement(home=ours, partnership=alliance, title=words("Exchange", "交流協定"), visibility="public")
    )
    put(Party(home=ours, agreement=agreement, organisation=us, unit=engineering, side="home", visibility="public"))
    put(Party(home=ours, agreement=agreement, organisation=eth, side="partner", visibility="public"))
    make_stays(alliance, "out", 2, **TERM, agreement=agreement)
    make_flow(alliance, "in", "about 5", agreement=agreement)
    address = f"{ours.desk}mobility/tables/mext-agreements/?year=2019"
    told = client.get(address)
    assert told.context["page"].object_list == [
        ["Exchange", "ETH Zürich", "Switzerland", "", "Graduate School of Engineering", 2, "about 5"]
    ]
    assert [column.source for column in told.context["columns"]][-2:] == [Told.STUDENTS_OUT, Told.STUDENTS_IN]
    file = b"".join(client.get(f"{address}&file=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert file.splitlines()[1] == "Exchange,ETH Zürich,Switzerland,,Graduate School of Engineering,2,about 5"
    again = actions.adopt("mext-agreements", home=ours, by=office)
    assert (again.slug, ColumnMap.objects.count()) == ("mext-agreements-2", 2)


def test_a_table_of_people_has_a_row_for_each_partner(office: Account, ours: Home, alliance: Partnership) -> None:
    actions.adopt("mext-exchange", home=ours, by=office)
    make_stays(alliance, "out", 2, **TERM)
    make_stays(alliance, "in", 1, **TERM, category="doctoral")
    told = enter(office).get(f"{ours.desk}mobility/tables/mext-exchange/?year=2019")
    assert told.context["page"].object_list == [["ETH alliance", "Switzerland", "AY2019", 2, 1]]
    empty = enter(office).get(f"{ours.desk}mobility/tables/mext-exchange/?year=1")
    assert [str(message) for message in empty.context["messages"]] == [
        "“1” is no year; write the one in which it begins."
    ]
