"""Taking lists home: every list has all rows that a person may see, and no other."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from click.testing import CliRunner

from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.models.record import Reader
from kizuna.desk import exports, lists
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Link, Partnership
from tests.cast import LONG_AGO, enter, make_partnership, put, taken


def table(home: Home, name: str, who: Reader) -> list[dict[str, Any]]:
    sheet = exports.sheet(name, lists.Asked(home, who, LONG_AGO, "en"))
    return [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows]


def test_partners_on_a_day(alliance: Partnership, ours: Home, reader: Account) -> None:
    assert table(ours, "partners", reader) == [
        {
            "Name in addresses": "eth",
            "Partner": "ETH alliance",
            "Part of the list": "Partners",
            "Tier": "Primary",
            "State": "Active",
            "Since": "",
            "Institutions": "ETH Zürich",
            "Countries": "CH",
            "Departments on the team": "GS Eng",
            "Note instead of a team": "",
        }
    ]


def test_every_kind_of_record_comes_with_every_column(alliance: Partnership, ours: Home, reader: Account) -> None:
    (row,) = table(ours, "partners-team-unit", reader)
    place = alliance.team.get()
    assert (row["uuid"], row["unit"], row["unit_name"]) == (
        place.uuid,
        place.unit.uuid,
        "Graduate School of Engineering",
    )
    (there,) = [row for row in table(ours, "directory-organisation", reader) if row["slug"] == "eth-zurich"]
    assert (there["name_en"], there["country"]) == ("ETH Zürich", "CH")


@pytest.mark.parametrize("name", exports.names())
def test_a_list_holds_nothing_of_what_is_hidden(
    name: str, ours: Home, alliance: Partnership, eth: Organisation, reader: Account, trusted: Account
) -> None:
    make_partnership(ours, "zebra", eth, name="Zebra", visibility="sealed")
    seen = [row for row in table(ours, name, reader) if "zebra" in str(row).lower()]
    assert seen == []
    if name in {"partners-partnership", "partners-member", "history"}:
        assert [row for row in table(ours, name, trusted) if "zebra" in str(row).lower()] != []


@pytest.mark.parametrize("name", exports.names())
def test_a_list_of_many_rows_takes_no_more_queries(
    name: str, ours: Home, alliance: Partnership, us: Organisation, reader: Account, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        make_partnership(ours, f"more-{number}", us)
    with django_assert_max_num_queries(20):
        table(ours, name, reader)


def test_another_home_gets_no_file(alliance: Partnership, other_office: Account, reader: Account) -> None:
    for who, status in ((other_office, 404), (reader, 200), (None, 302)):
        with taken(enter(who).get("/desk/ours/export/partners.csv")) as answer:
            assert answer.status_code == status


def test_the_file_bears_its_name_and_its_day(alliance: Partnership, reader: Account) -> None:
    answer = enter(reader).get("/desk/ours/export/partners.csv?on=2021-10-31")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ours-partners-2021-10-31.csv"'
    with taken(answer):
        content = answer.getvalue().decode("utf-8-sig")
    assert [row["Partner"] for row in csv.DictReader(io.StringIO(content))] == ["ETH alliance"]


@pytest.mark.parametrize("address", ["nothing.csv", "partners.pdf", "partners.", "partners-nothing.xlsx"])
def test_what_is_no_list_or_no_format_is_not_there(address: str, alliance: Partnership, reader: Account) -> None:
    assert enter(reader).get(f"/desk/ours/export/{address}").status_code == 404


def test_a_narrowed_list_is_taken_home_as_it_is_narrowed(
    alliance: Partnership, ours: Home, us: Organisation, reader: Account
) -> None:
    make_partnership(ours, "second", us, name="Second")
    with taken(enter(reader).get("/desk/ours/export/partners.csv?q=second")) as answer:
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["Partner"] for row in rows] == ["Second"]


def test_the_matrix_says_by_what_a_department_is_tied(
    alliance: Partnership, engineering: Unit, ours: Home, reader: Account
) -> None:
    put(Link(home=ours, unit=engineering, partnership=alliance, kind="project", seen=LONG_AGO, visibility="public"))
    (row,) = table(ours, "matrix", reader)
    assert (row["Abbreviation"], row["ETH alliance"], row["Partners"]) == ("GS Eng", "Team; Project", 1)


def test_the_command_writes_the_same_file(alliance: Partnership, tmp_path: Any, operator: Account) -> None:
    place = tmp_path / "partners.csv"
    done = CliRunner().invoke(main, ["export", "partners", "--home", "ours", "--to", str(place)])
    assert (done.exit_code, done.output) == (0, f"{place}: Partners on the day of ours.\n")
    assert "ETH alliance" in place.read_text("utf-8-sig")
    assert [file.name for file in tmp_path.iterdir()] == ["partners.csv"]
    wrong = CliRunner().invoke(main, ["export", "partners", "--home", "ours", "--to", str(tmp_path / "partners.pdf")])
    assert (wrong.exit_code, "ends in .csv or .xlsx" in wrong.output) == (2, True)
