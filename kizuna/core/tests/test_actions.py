"""What happens in core: a plain edit, a text attached to its source, a statement taken away."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kizuna.core import actions, records
from kizuna.core.models import Account, Change, File, Note, Source
from tests.cast import enter, put, words

TEXT = "First line.\nSecond line, 東京.\nThird line.".encode()


def said(page: Source, content: bytes, by: Account) -> list[str]:
    """Why the text is not attached."""
    with pytest.raises(ValidationError) as problem:
        actions.attach(page, name="page.txt", content=content, by=by)
    fresh = Source.objects.get(pk=page.pk)
    assert (fresh.text, File.objects.count(), fresh.version) == (None, 0, page.version)
    return problem.value.message_dict["file"]


def test_an_attached_text_is_kept_under_its_hash_and_told_in_the_history(page: Source, office: Account) -> None:
    file = actions.attach(page, name="page.txt", content=TEXT, by=office)
    digest = hashlib.sha256(TEXT).hexdigest()
    assert (file.sha256, file.size, file.name, file.visibility) == (digest, len(TEXT), "page.txt", "staff")
    assert actions.place_of(digest).read_bytes() == TEXT
    page.refresh_from_db()
    assert (page.text, page.lines) == (file, 3)
    assert [change.verb for change in Change.objects.filter(record=page.uuid).order_by("version")] == [
        "added",
        "attached",
    ]


@pytest.mark.parametrize(
    "content", [TEXT, TEXT.replace(b"\n", b"\r\n"), TEXT.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + TEXT]
)
def test_the_text_whose_lines_were_cited_is_known_again_whatever_its_line_endings(
    content: bytes, page: Source, office: Account
) -> None:
    page.fingerprint = actions.fingerprint(TEXT)
    put(page)
    actions.attach(page, name="page.txt", content=content, by=office)
    assert Source.objects.get(pk=page.pk).fingerprint == actions.fingerprint(TEXT)


def test_another_text_than_the_cited_one_is_refused(page: Source, office: Account) -> None:
    page.fingerprint = actions.fingerprint(TEXT)
    put(page)
    assert said(page, TEXT + b" One more word.", office) == [
        "This is another text than the one whose lines are cited, so the lines would not fit."
    ]


def test_what_is_no_text_is_refused(page: Source, office: Account) -> None:
    assert said(page, b"\x89PNG\r\n\x1a\n\xff\xfe", office) == ["The file is not a text in UTF-8."]


def test_what_is_too_large_is_refused(page: Source, office: Account) -> None:
    assert said(page, b"a" * (actions.LARGEST_TEXT + 1), office) == ["The file is larger than 5 MB."]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("/etc/cron.d/evil", "evil"),
        ("..", ".."),
        ("", "text"),
        ("a" * 400 + ".txt", "a" * 255),
        ("<script>alert(1)</script>.txt", "script>.txt"),
    ],
)
def test_a_hostile_file_name_is_only_a_name(
    name: str, kept: str, page: Source, office: Account, settings: Any, tmp_path: Path
) -> None:
    # A folder of its own: other tests keep files at the same time.
    settings.DATA = tmp_path
    file = actions.attach(page, name=name, content=name.encode() + b" hostile", by=office)
    made = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert (file.name, made) == (kept, {actions.place_of(file.sha256)})


def test_a_reader_attaches_nothing(page: Source, reader: Account) -> None:
    with pytest.raises(PermissionDenied):
        actions.attach(page, name="page.txt", content=TEXT, by=reader)
    assert File.objects.count() == 0


def test_the_page_says_why_a_file_was_refused_and_stays(page: Source, office: Account) -> None:
    address = f"/desk/ours/sources/{page.slug}/"
    upload = SimpleUploadedFile("picture.png", b"\xff\xfe\x00")
    answer = enter(office).post(f"{address}attach/", {"file": upload}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["The file is not a text in UTF-8."]
    assert answer.redirect_chain == [(address, 302)]


def test_a_plain_edit_is_told_as_added_and_then_as_revised(page: Source, office: Account) -> None:
    note = records.noted(page, text=words("A remark"))
    actions.revise(note, by=office)
    note.text = words("A better remark")
    actions.revise(note, by=office)
    assert [change.verb for change in Change.objects.filter(record=note.uuid).order_by("version")] == [
        "added",
        "revised",
    ]


@pytest.mark.parametrize("name", ["reader", "coordinator", "reviewer", "other_office"])
def test_only_the_office_writes(name: str, page: Source, request: pytest.FixtureRequest) -> None:
    who, note = request.getfixturevalue(name), put(records.noted(page, text=words("A remark")))
    for act in (
        lambda: actions.revise(records.noted(page, text=words("Mine")), by=who),
        lambda: actions.revise_all([records.noted(page, text=words("Mine"))], by=who, verb="loaded"),
        lambda: actions.remove(note, by=who),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert [str(row) for row in Note.objects.all()] == ["A remark"]
