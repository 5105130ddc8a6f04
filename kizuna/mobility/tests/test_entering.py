"""Tables of stays: every row is accounted for before anything is saved, and nothing is saved twice."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kizuna.core.models import Account, Change, Home
from kizuna.directory.models import Unit
from kizuna.mobility import actions, entering
from kizuna.mobility.models import Stay
from kizuna.mobility.tests.factories import make_stays
from kizuna.partners.models import Partnership
from tests.cast import enter, make_organisation, make_partnership

TABLE = """partner\tdirection\twho\tfrom\tuntil\tdepartment
ETH Zürich\tout\tstudents\t2019-09-01\t2020-01-31\tGS Eng
eth\t受入\t学生\t2019年10月1日\t2020-02-10\t工学系研究科

Nowhere\tout\tstudents\t2019-09-01\t\t
eth\tsideways\tstudents\tsoon\t2020-02-10\tNobody
"""


@pytest.fixture
def team(alliance: Partnership, engineering: Unit) -> Partnership:
    return alliance


def test_every_row_is_accounted_for(office: Account, ours: Home, team: Partnership, engineering: Unit) -> None:
    made = entering.read(TABLE, ours, office)
    assert (len(made.good), len(made.bad), made.blank) == (2, 2, 1)
    first, second = (entry.stay for entry in made.good)
    assert first is not None
    assert second is not None
    assert (first.partnership, first.unit, first.weeks_counted, first.year_begun) == (team, engineering, 22, 2019)
    assert (second.direction, second.category, second.unit) == ("in", "students", engineering)
    assert [(entry.number, entry.problems[0]) for entry in made.bad] == [
        (5, "There is no partner “Nowhere” here."),
        (6, "“sideways” is no direction; write out, in."),
    ]
    assert (len(made.bad[1].problems), Stay.objects.count()) == (3, 0)


def test_a_partner_is_found_by_a_name_of_its_institution_and_asked_for_where_two_have_it(
    office: Account, ours: Home, team: Partnership
) -> None:
    make_partnership(ours, "two", *[member.institution for member in team.members.all()], name="Another")
    made = entering.read("partner,direction,from\nETHZ,out,2019-09-01", ours, office)
    assert [entry.problems for entry in made.entries] == [["“ETHZ” may be: eth, two."]]


def test_what_is_on_record_already_is_remarked(office: Account, ours: Home, team: Partnership) -> None:
    make_stays(team, "out", 1, "2019-09-01", "2020-01-31")
    table = "partner,direction,who,from,until,colour\n" + "eth,out,students,2019-09-01,2020-01-31,blue\n" * 2
    made = entering.read(table, ours, office)
    assert [entry.remark for entry in made.entries] == ["One just like it is on record already.", ""]
    assert made.left_out == ["colour"]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "Paste the headings and at least one row below them."),
        ("partner,direction\neth,out", "These columns are missing: from."),
        ("partner,university,direction,from\na,b,out,2019", "Two columns are called “university”."),
        ("partner,direction,from\n" + "eth,out,2019\n" * 5001, "The table has 5001 rows; send at most 5000 at once."),
        ("partner,direction,from\neth\x00,out,2019", "The table holds a character that cannot be kept."),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_says_why(office: Account, ours: Home, table: str, told: str) -> None:
    with pytest.raises(ValidationError) as problem:
        entering.read(table, ours, office)
    assert problem.value.messages == [told]


def workbook(*rows: Sequence[Any]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if hasattr(value, "isoformat"):
                    page.write_datetime(number, column, value, day)
                else:
                    page.write(number, column, value)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 61_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"\xff\xfe\x00a", "This is not a table: send CSV in UTF-8, or Excel (.xlsx)."),
        ("a.xlsx", b"no workbook", "This is not an Excel workbook (.xlsx), whatever its name says."),
        ("a.xlsx", b"PK\x03\x04 no workbook", "This workbook cannot be read; save it again as .xlsx, or send CSV."),
        ("a.xlsx", bomb(), "The workbook is too large when unpacked; send it in parts."),
        ("a.csv", b"x" * 5_000_001, "The file is larger than 5 MB; send it in parts."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_by_its_content(name: str, content: bytes, told: str) -> None:
    with pytest.raises(ValidationError) as problem:
        entering.text_of(name, content)
    assert problem.value.messages == [told]


def test_a_workbook_is_looked_at_and_then_saved(office: Account, ours: Home, team: Partnership) -> None:
    client, address = enter(office), f"{ours.desk}mobility/stays/enter/"
    rows: list[list[Any]] = [
        ["partner", "direction", "from", "weeks"],
        ["eth", "out", "2019-09-01", 20],
        ["eth", "in", "AY2019", 8.0],
    ]
    sent = SimpleUploadedFile("stays.xlsx", workbook(*rows))
    looked = client.post(address, {"file": sent})
    assert ([entry.problems for entry in looked.context["preview"].entries], Stay.objects.count()) == ([[], []], 0)
    batch = str(uuid.uuid4())
    saving = {"table": looked.context["preview"].text, "batch": batch, "save": "1"}
    saved = client.post(address, saving)
    assert (saved.status_code, saved.headers["Location"]) == (302, f"{ours.desk}mobility/stays/")
    again = client.post(address, saving)
    assert again.context["form"].errors["table"] == ["This table has been saved already."]
    stays = Stay.objects.order_by("pk").values_list("direction", "weeks_counted", "visibility")
    assert list(stays) == [("out", 20, "staff"), ("in", 8, "staff")]
    assert set(Change.objects.filter(batch=batch).values_list("verb", flat=True)) == {"entered"}


@pytest.mark.parametrize("name", ["reader", "coordinator", "other_office"])
def test_only_the_office_enters_stays(name: str, request: pytest.FixtureRequest, ours: Home, team: Partnership) -> None:
    who = request.getfixturevalue(name)
    assert enter(who).get(f"{ours.desk}mobility/stays/enter/").status_code == (404 if name == "other_office" else 403)
    with pytest.raises(PermissionDenied):
        actions.enter([], home=ours, by=who, batch=uuid.uuid4())


def test_a_table_in_the_name_of_another_home_is_refused(
    office: Account, ours: Home, theirs: Home, team: Partnership
) -> None:
    other = make_partnership(theirs, "other", make_organisation("other", "Other"))
    with pytest.raises(ValidationError):
        actions.enter([Stay(home=theirs, partnership=other, direction="out")], home=ours, by=office, batch=uuid.uuid4())
