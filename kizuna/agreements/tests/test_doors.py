"""The register of agreements through its doors: pages, files, commands, the API; and what bad input is told."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kizuna.agreements import actions, checks
from kizuna.agreements.models import AgreementFile, Party, Signature
from kizuna.agreements.standing import of_partnership
from kizuna.config.cli import main
from kizuna.core import contents
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation, Person, Post, Unit
from kizuna.partners import links
from kizuna.partners.models import Partnership
from tests.cast import enter, make_agreement, put, taken, words
from tests.programs import Call, fault

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"


def a_file(name: str, told: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, told), "kind": "signed", "visibility": "staff"}


def docx(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


def test_the_register_says_how_each_stands_and_is_narrowed_by_it(ours: Home, reader: Account) -> None:
    make_agreement(ours, "Lasting", begins=FuzzyDate.parse("2015"), expiry_basis="none")
    make_agreement(ours, "Silent")
    client = enter(reader)
    page = client.get("/desk/ours/agreements/")
    assert [(row.title.get("en").value, row.standing) for row, *_rest in page.context["lines"]] == [
        ("Lasting", "in-force"), ("Silent", "unknown"),
    ]  # fmt: skip
    page = client.get("/desk/ours/agreements/?standing=unknown")
    assert [str(row) for row, *_rest in page.context["lines"]] == ["Silent"]
    page = client.get("/desk/ours/agreements/?standing=golden")
    assert (page.status_code, page.context["problem"]) == (422, "There is no such choice: golden.")
    assert client.get("/desk/ours/agreements/?months=x").status_code == 422


def test_the_register_asks_as_often_for_three_as_for_one(
    ours: Home, alliance: Partnership, us: Organisation, eth: Organisation, engineering: Unit, reader: Account
) -> None:
    def add() -> None:
        made = make_agreement(ours, "Agreement", partnership=alliance)
        put(Party(home=ours, agreement=made, organisation=us, unit=engineering, side="home", visibility="public"))
        put(Party(home=ours, agreement=made, organisation=eth, visibility="public"))

    def asked(address: str) -> int:
        client = enter(reader)
        client.get(address)
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        return len(told)

    add()
    before = asked("/desk/ours/agreements/")
    with CaptureQueriesContext(connection) as told:
        of_partnership(ours, reader, alliance, timezone.localdate())
    add()
    add()
    assert asked("/desk/ours/agreements/") == before
    with CaptureQueriesContext(connection) as again:
        found = of_partnership(ours, reader, alliance, timezone.localdate())
    assert (len(again), found.total, dict(found.counts)) == (len(told), 3, {"unknown": 3})


def test_a_department_that_is_party_to_an_agreement_is_tied_to_the_partner(
    ours: Home, alliance: Partnership, us: Organisation, engineering: Unit, reader: Account
) -> None:
    made = make_agreement(ours, partnership=alliance, begins=FuzzyDate.parse("2015"), expiry_basis="none")
    put(Party(home=ours, agreement=made, organisation=us, unit=engineering, side="home", visibility="public"))
    found = links.ties(ours, timezone.localdate(), reader, kinds=["agreement"])
    assert found == [links.Tie(engineering.pk, alliance.pk, "agreement", "yes", False)]


def test_the_page_shows_the_tree_and_what_followed(ours: Home, reader: Account) -> None:
    top = make_agreement(ours, "Frame")
    old = make_agreement(ours, "Old memorandum", parent=top)
    new = make_agreement(ours, "New memorandum", parent=top, predecessor=old)
    page = enter(reader).get(f"/desk/ours/agreements/{top.uuid}/")
    assert [(str(one.row), one.depth, one.here) for one in page.context["hung"].tree] == [
        ("Frame", 0, True), ("Old memorandum", 1, False), ("New memorandum", 1, False),
    ]  # fmt: skip
    page = enter(reader).get(f"/desk/ours/agreements/{old.uuid}/")
    assert [str(one) for one in page.context["hung"].successors] == ["New memorandum"]
    page = enter(reader).get(f"/desk/ours/agreements/{new.uuid}/")
    assert str(page.context["row"].predecessor) == "Old memorandum"


def test_a_hidden_agreement_and_its_rows_do_not_exist(ours: Home, us: Organisation, reader: Account) -> None:
    hidden = make_agreement(ours, "Hidden", visibility="office")
    Party.objects.filter(agreement=hidden).delete()
    client = enter(reader)
    assert client.get(f"/desk/ours/agreements/{hidden.uuid}/").status_code == 404
    assert client.post(f"/desk/ours/agreements/{hidden.uuid}/enclose/", a_file("a.pdf", PDF)).status_code == 404
    row = actions.enclose(hidden, name="a.pdf", content=PDF, visibility="office", by=_office(ours))
    assert client.get(f"/desk/ours/agreements/files/{row.uuid}/").status_code == 404


def _office(home: Home) -> Account:
    made = Account.objects.create_user("second@kizuna.example", name="Second")
    made.memberships.create(home=home, role="office")
    return made


def test_a_file_is_kept_handed_over_and_taken_away(ours: Home, office: Account, reader: Account) -> None:
    made = make_agreement(ours)
    client, where = enter(office), f"/desk/ours/agreements/{made.uuid}/"
    assert client.post(where + "enclose/", a_file("../signed.pdf", PDF)).status_code == 302
    row = AgreementFile.objects.get()
    assert (row.file.name, row.file.media_type, row.visibility) == ("signed.pdf", "application/pdf", "staff")
    with taken(enter(reader).get(f"/desk/ours/agreements/files/{row.uuid}/")) as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="signed.pdf"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == PDF
    assert enter(reader).post(where + "enclose/", a_file("a.pdf", PDF)).status_code == 403
    assert enter(reader).post(f"/desk/ours/agreements/files/{row.uuid}/discard/").status_code == 403
    assert client.post(f"/desk/ours/agreements/files/{row.uuid}/discard/").status_code == 302
    assert not AgreementFile.objects.exists()


def test_a_file_that_is_not_what_it_says_is_refused_on_the_page(ours: Home, office: Account) -> None:
    made = make_agreement(ours)
    answer = enter(office).post(f"/desk/ours/agreements/{made.uuid}/enclose/", a_file("a.pdf", b"<html>"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "The content of this file is not that of a PDF file, or it is damaged."
    ]
    assert not AgreementFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + PDF), ("a.jpg", b"\xff\xd8\xffnothing"), ("a.docx", docx("word/other.xml")),
        ("a.docx", docx("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")), ("a.docx", b"PK\x03\x04"),
        ("a.txt", b"\x00\x01"), ("a.exe", b"MZ"), ("a.pdf", b""), ("a.html", b"<p>"), ("a.txt", b"\xff\xfe"),
    ],
)  # fmt: skip
def test_content_decides(name: str, told: bytes) -> None:
    with pytest.raises(ValidationError):
        contents.media_type(name, told)


def test_what_is_what_it_says_is_taken() -> None:
    words_of = docx("[Content_Types].xml", "word/document.xml")
    assert contents.media_type("A.DOCX", words_of) == contents.DOCX
    assert contents.media_type("a.txt", "協定\n".encode()) == "text/plain"
    with pytest.raises(ValidationError):
        contents.media_type("a.txt", b"a" * (contents.LARGEST + 1))


def test_a_signature_in_a_post_of_other_days_is_told_and_kept_only_on_purpose(
    ours: Home, us: Organisation, operator: Account
) -> None:
    made = make_agreement(ours)
    party = put(Party(home=ours, agreement=made, organisation=us, side="home", visibility="public"))
    person = put(Person(home=ours, slug="a", family="Aoki", visibility="public"))
    post = put(Post(home=ours, person=person, title=words("Dean"), begins=FuzzyDate.parse("2021"), visibility="public"))
    signature = Signature(home=ours, party=party, person=person, post=post, when=FuzzyDate.parse("2015-03"))
    with pytest.raises(ValidationError) as refused:
        put(signature)
    assert refused.value.message_dict == {
        "post": ["On that day this post was not held, as far as it is recorded: Dean, ."]
    } or set(refused.value.message_dict) == {"post"}
    signature.sure = True
    put(signature)
    assert checks.agreements().remarks == [
        f"agreements.signature {signature.uuid} of ours: the post was not held on that day."
    ]


def test_programs_read_write_and_are_told_of_a_cycle(ours: Home, call: Call) -> None:
    status, top = call("POST", "/agreements/agreement", {"home": "ours", "title": {"en": "Top"}, "visibility": "staff"})
    assert status == 201
    status, below = call("POST", "/agreements/agreement", {
        "home": "ours", "title": {"en": "Below"}, "parent": top["uuid"], "concluded": "2015", "expiry_basis": "none",
    })  # fmt: skip
    assert (status, below["concluded"]["edtf"]) == (201, "2015")
    answer = call("PATCH", f"/agreements/agreement/{top['uuid']}", {"parent": below["uuid"], "version": 1})
    assert fault(answer) == (422, "invalid", ["parent"])
    status, told = call("GET", "/homes/ours/agreements?standing=in-force")
    assert (status, [one["title"] for one in told["items"]], told["counts"]["agreements"]) == (200, ["Below"], 1)
    assert call("GET", "/homes/ours/agreements?standing=golden")[0] == 422


def test_the_command_tells_the_same(ours: Home, operator: Account) -> None:
    make_agreement(ours, "Lasting", begins=FuzzyDate.parse("2015"), expiry_basis="none")
    told = CliRunner().invoke(main, ["agreements", "list", "--home", "ours", "--json"])
    assert [(one["title"], one["standing"]) for one in json.loads(told.stdout)["items"]] == [("Lasting", "in-force")]
    told = CliRunner().invoke(main, ["agreements", "list", "--home", "ours"])
    assert (told.exit_code, "0 of them not known" in told.output) == (0, True)
    assert CliRunner().invoke(main, ["agreements", "list", "--home", "ours", "--on", "x"]).exit_code == 2
