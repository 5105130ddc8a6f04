"""Pictures, from the file that was sent to the page, the paper and the file server: shown where somebody signed."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from kizuna.config.cli import main
from kizuna.core import actions as core
from kizuna.core import checking, records
from kizuna.core.actions import place_of
from kizuna.core.models import Account, Change, File, Home, Picture
from kizuna.core.picturing import sizes_of
from kizuna.core.values import FuzzyDate
from kizuna.desk import actions as desk
from kizuna.desk.publish import catalogue
from kizuna.directory.models import Person
from kizuna.partners.models import Outcome, Partnership, Phase
from kizuna.publishing import actions, paper, seeking
from kizuna.publishing.models import Depicted, Edition
from tests.cast import enter, publish, put, words
from tests.programs import V1, key_for

SAID = {
    "alt_en": "Two boats on a lake",
    "credit": "Mihon Hanako",
    "licence": "own",
    "visibility": "public",
    "order": "0",
}


def file_of(colour: str = "red", size: tuple[int, int] = (900, 600)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def hung(on: Any, by: Account, colour: str = "red", **said: Any) -> Picture:
    """A public picture on a record."""
    more = {"alt": words("Two boats on a lake"), "credit": "Mihon Hanako", "licence": "own", "visibility": "public"}
    made = Picture(**{**records.hung_on(on), **more, **said})
    made.sent = sizes_of(file_of(colour))
    core.hang(made, by=by)
    return made


def send(client: Client, on: Partnership, content: bytes, **said: str) -> Any:
    where = f"/desk/ours/record/core/picture/add/?label={on.label}&on={on.uuid}&back=/desk/ours/partners/eth/"
    return client.post(where, {**SAID, **said, "file": SimpleUploadedFile("boats.jpg", content, "image/jpeg")})


def address(shown: str, kind: str = "webp") -> str:
    return f"/ours/pictures/{shown}.{kind}"


def test_a_picture_is_hung_up_with_its_words_and_seen_on_the_desk(alliance: Partnership, office: Account) -> None:
    client = enter(office)
    page = client.get("/desk/ours/partners/eth/").content.decode()
    assert ("Add a picture" in page, 'id="pictures"' in page) == (True, False)
    answer = send(client, alliance, file_of(), caption_en="Boats", place_en="The lake", taken="2024-05")
    made = Picture.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/desk/ours/partners/eth/")
    assert [(one.width, one.height) for one in made.sizes] == [(400, 267), (800, 533), (900, 600)]
    assert (made.record, str(made.caption), made.taken.edtf) == (alliance.uuid, "Boats", "2024-05")
    page = client.get("/desk/ours/partners/eth/").content.decode()
    assert 'alt="Two boats on a lake"' in page
    assert address(made.small.sha256) in page
    assert "Mihon Hanako" in client.get("/desk/ours/pictures/").content.decode()
    assert "Nothing fits" in client.get("/desk/ours/pictures/?q=mountain").content.decode()
    assert "Boats" in client.get("/desk/ours/pictures/?q=boats&licence=own").content.decode()
    assert client.get("/desk/ours/pictures/?licence=stolen").status_code == 422
    assert client.get(address(made.small.sha256))["Cache-Control"] == "private, no-store"
    assert Change.objects.get(record=made.uuid).verb == "added"


@pytest.mark.parametrize(
    ("content", "said", "words_"),
    [
        (b"GIF89a", {}, "Pictures are kept from JPEG, PNG or WebP files."),
        (file_of()[:-500], {}, "The picture is damaged"),
        (file_of(), {"alt_en": ""}, "This field is required"),
        (file_of(), {"credit": " "}, "This field is required"),
        (file_of(), {"licence": "stolen"}, "Select a valid choice"),
    ],
    ids=["moving", "damaged", "undescribed", "without credit", "without licence"],
)
def test_what_cannot_be_hung_up_is_said_beside_its_field_and_nothing_is_kept(
    alliance: Partnership, office: Account, content: bytes, said: dict[str, str], words_: str
) -> None:
    answer = send(enter(office), alliance, content, **said)
    assert (answer.status_code, words_ in answer.content.decode()) == (422, True)
    assert (Picture.objects.count(), File.objects.count()) == (0, 0)


def test_only_the_office_of_the_home_hangs_up_and_takes_down(
    alliance: Partnership, office: Account, reader: Account, coordinator: Account, other_office: Account
) -> None:
    for who, status in ((reader, 403), (coordinator, 403), (other_office, 404), (None, 302)):
        assert send(enter(who), alliance, file_of()).status_code == status
    made = hung(alliance, office)
    for who in (reader, coordinator, other_office):
        with pytest.raises(PermissionDenied):
            core.remove(made, by=who)
        with pytest.raises(PermissionDenied):
            hung(alliance, who)
    with pytest.raises(ValidationError):
        core.hang(made, by=office)


def test_the_public_gets_a_picture_when_a_page_that_shows_it_is_signed_and_no_longer(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    made, nobody = hung(alliance, office), enter(None)
    files = [address(made.small.sha256), address(made.paper.sha256, "jpg")]
    assert [nobody.get(one).status_code for one in files] == [404, 404]
    [difference] = [one for one in catalogue.differences(ours, "en") if one.key == "partner/eth/en"]
    assert difference.state == "new"
    publish(ours)
    page = nobody.get("/ours/en/partners/eth/").content.decode()
    assert (files[0] in page, 'width="900" height="600" alt="Two boats on a lake"' in page) == (True, True)
    answer = nobody.get(files[0])
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/webp",
        "nosniff",
    )
    assert nobody.get(files[0], headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert nobody.get(address("0" * 64)).status_code == 404
    assert nobody.get(f"/theirs/pictures/{made.small.sha256}.webp").status_code == 404
    made.refresh_from_db()
    made.visibility = "staff"
    core.revise(made, by=office)
    lines = [one.lines for one in catalogue.differences(ours, "en") if one.key == "partner/eth/en"]
    assert lines == [["pictures: “Two boats on a lake” is gone"]]
    publish(ours)
    assert [nobody.get(one).status_code for one in files] == [404, 404]
    assert made.small.sha256 not in nobody.get("/ours/en/partners/eth/").content.decode()


def test_a_picture_kept_closer_than_its_record_is_on_no_page(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    closer = [
        hung(alliance, office, colour, visibility=level) for colour, level in (("blue", "staff"), ("green", "sealed"))
    ]
    publish(ours)
    assert Depicted.objects.count() == 0
    assert enter(None).get(address(closer[0].small.sha256)).status_code == 404
    assert enter(office).get(address(closer[0].small.sha256)).status_code == 200
    assert enter(office).get(address(closer[1].small.sha256)).status_code == 404


def test_a_record_that_is_closed_takes_its_pictures_with_it(alliance: Partnership, office: Account) -> None:
    made = hung(alliance, office)
    alliance.refresh_from_db()
    alliance.visibility = "office"
    records.save(alliance, by=office, verb="revised")
    made.refresh_from_db()
    assert made.visibility == "office"


def test_a_picture_that_was_taken_down_comes_back_by_undoing(alliance: Partnership, office: Account) -> None:
    made = hung(alliance, office)
    files = {file.sha256 for file in made.files}
    client = enter(office)
    answer = client.post(f"/desk/ours/record/core/picture/{made.uuid}/remove/?back=/desk/ours/partners/eth/")
    assert (answer.status_code, Picture.objects.count(), File.objects.count()) == (302, 0, 0)
    desk.undo(Change.objects.filter(verb="removed").latest("pk").batch, home=alliance.home, by=office)
    back = Picture.objects.get(uuid=made.uuid)
    assert {file.sha256 for file in back.files} == files
    assert all(place_of(mark).is_file() for mark in files)


@pytest.fixture
def told(ours: Home, alliance: Partnership, phase: Phase, office: Account) -> Edition:
    """The published highlight of a partnership of which there is a picture."""
    put(Outcome(home=ours, partnership=alliance, phase=phase, text=words("A lake was crossed."), visibility="public"))
    hung(alliance, office, taken=FuzzyDate("2015-05"), caption=words("On the lake"))
    made = desk.draft(ours, f"highlight/eth-{phase.order}/en", by=office)
    actions.check(made, by=office)
    actions.publish(made, by=office)
    return made


def test_a_highlight_shows_its_picture_in_the_text_the_list_the_search_and_on_paper(told: Edition) -> None:
    [block] = [one for one in told.told["blocks"] if one["kind"] == "picture"]
    small, large = block["picture"]["sizes"][0][2], block["picture"]["paper"]
    nobody = enter(None)
    page = nobody.get("/ours/en/highlights/eth-1/").content.decode()
    assert (page.count(small), "On the lake" in page, "Mihon Hanako" in page) == (2, True, True)
    assert f'<meta property="og:image" content="http://testserver{address(large, "jpg")}">' in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["image"]["contentUrl"] == f"http://testserver{address(large, 'jpg')}"
    assert small in nobody.get("/ours/en/highlights/").content.decode()
    assert [row.title for row, _said in nobody.get("/ours/en/search/?q=lake boats").context["found"]] == [told.title]
    with_it, without = paper.of_edition(told), {**told.told, "blocks": told.told["blocks"][:1]}
    assert b"/Subtype/Image" in with_it.replace(b" ", b"")
    assert b"/Subtype/Image" not in paper.of_draft(told.home, without, "en")


def test_a_text_keeps_its_picture_and_says_when_its_record_says_something_else(told: Edition, office: Account) -> None:
    row = Picture.objects.get()
    row.credit = "Somebody Else"
    core.revise(row, by=office)
    [lost] = [one for one in catalogue.differences(told.home, "en") if one.state == "lost"]
    assert "Somebody Else" in lost.lines[0]
    draft = desk.draft(told.home, "highlight/eth-1/en", by=office)
    client = enter(office)
    page = client.get(f"/desk/ours/site/write/{draft.uuid}/").content.decode()
    assert ("Picture</label>" in page.replace(" \n", ""), "take that" in page) == (True, True)
    number = next(n for n, one in enumerate(draft.told["blocks"]) if one["kind"] == "picture")
    sent = {"title": draft.title, "version": draft.version, f"renew-{number}": "1"}
    assert client.post(f"/desk/ours/site/write/{draft.uuid}/", sent).status_code == 302
    draft.refresh_from_db()
    assert draft.told["cover"]["credit"] == draft.told["blocks"][number]["picture"]["credit"] == "Somebody Else"
    gone = {"title": draft.title, "version": draft.version, f"drop-{number}": "1"}
    assert client.post(f"/desk/ours/site/write/{draft.uuid}/", gone).status_code == 302
    draft.refresh_from_db()
    assert (draft.told["cover"], "picture" in {one["kind"] for one in draft.told["blocks"]}) == (None, False)


def test_the_export_holds_each_picture_of_its_pages_once_and_no_other(
    ours: Home, alliance: Partnership, office: Account, tmp_path: Path
) -> None:
    shown, hidden = hung(alliance, office), hung(alliance, office, "blue", visibility="staff")
    publish(ours)
    to = tmp_path / "www"
    assert CliRunner().invoke(main, ["public", "export", str(to)]).exit_code == 0
    kept = sorted(path.relative_to(to).as_posix() for path in to.rglob("*.webp"))
    assert kept == sorted(f"ours/pictures/{one.file.sha256}.webp" for one in shown.sizes)
    page = to / "ours/en/partners/eth/index.html"
    [way] = re.findall(r'<img src="([^"]*)" srcset', page.read_text("utf-8"))
    assert (page.parent / way).resolve() == to / f"ours/pictures/{shown.small.sha256}.webp"
    assert hidden.small.sha256 not in "".join(path.as_posix() for path in to.rglob("*"))
    shown.refresh_from_db()
    core.remove(shown, by=office)
    publish(ours)
    assert CliRunner().invoke(main, ["public", "export", str(to)]).exit_code == 0
    assert list(to.rglob("*.webp")) == []


def test_a_program_hangs_up_a_picture_and_is_told_what_is_wrong(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    key = key_for(office, "read", "write")
    said = {"home": "ours", "on": {"label": alliance.label, "uuid": str(alliance.uuid)}, "alt": {"en": "Boats"},
            "credit": "Mihon Hanako", "licence": "cc0-1.0", "visibility": "public"}  # fmt: skip

    def post(told: Any, content: bytes) -> Any:
        file = SimpleUploadedFile("boats.jpg", content, "image/jpeg")
        sent = {"picture": told if isinstance(told, str) else json.dumps(told), "file": file}
        return Client().post(f"{V1}/core/picture", sent, headers={"authorization": f"Bearer {key}"})

    answer = post(said, file_of())
    assert (answer.status_code, answer.json()["licence"], answer.json()["width"]) == (201, "cc0-1.0", 900)
    assert post({**said, "alt": None}, file_of()).status_code == 422
    wrong = post(said, b"<svg/>").json()["error"]["fields"]
    assert wrong == {"file": ["Pictures are kept from JPEG, PNG or WebP files."]}
    assert post("{", file_of()).status_code == 422
    assert post({**said, "width": 3}, file_of()).status_code == 422
    assert Picture.objects.count() == 1


def test_a_page_with_many_pictures_asks_no_oftener(alliance: Partnership, office: Account) -> None:
    client, counts = enter(office), []
    for colours in (("red",), ("green", "blue")):
        for colour in colours:
            hung(alliance, office, colour)
        for part in ("pictures/", "partners/eth/"):
            client.get(f"/desk/ours/{part}")
        with CaptureQueriesContext(connection) as asked:
            for part in ("pictures/", "partners/eth/"):
                client.get(f"/desk/ours/{part}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_page_does_not_go_out_with_a_picture_that_was_kept_closer_meanwhile(told: Edition, office: Account) -> None:
    actions.withdraw(told, by=office)
    draft = desk.draft(told.home, "highlight/eth-1/en", by=office)
    actions.check(draft, by=office)
    row = Picture.objects.get()
    row.visibility = "staff"
    core.revise(row, by=office)
    with pytest.raises(ValidationError, match="a picture that is not public any more"):
        actions.publish(draft, by=office)
    assert Depicted.objects.filter(edition=draft).count() == 0


def test_undoing_shows_the_pictures_of_what_is_published_again_at_once(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    made = hung(alliance, office)
    publish(ours)
    page = Edition.objects.get(page__kind="partner", language="en", state="published")
    actions.withdraw(page, by=office)
    other = Edition.objects.filter(page__kind="partner", state="published")
    for one in other:
        actions.withdraw(one, by=office)
    seeking.make_up()
    assert enter(None).get(address(made.small.sha256)).status_code == 404
    desk.undo(Change.objects.filter(record=page.uuid, verb="withdrawn").latest("pk").batch, home=ours, by=office)
    assert enter(None).get(address(made.small.sha256)).status_code == 200


def test_a_backup_holds_what_pages_show_though_its_picture_was_taken_down(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    made = hung(alliance, office)
    publish(ours)
    marks = {file.sha256 for file in made.files}
    core.remove(made, by=office)
    assert marks <= core.named()
    assert [remark for remark in checking.files().remarks if any(mark in remark for mark in marks)] == []
    publish(ours)
    seeking.make_up()
    assert marks & core.named() == set()


def test_no_picture_is_hung_on_a_person(ours: Home, office: Account) -> None:
    person = put(Person(slug="hanako", family="Mihon", given="Hanako", home=ours, visibility="public"))
    with pytest.raises(ValidationError, match="No picture is hung on a person"):
        hung(person, office)
    assert File.objects.count() == 0


def test_the_export_holds_what_other_sites_show_of_a_link(told: Edition, tmp_path: Path) -> None:
    assert told.told["cover"]
    to = tmp_path / "www"
    done = CliRunner().invoke(main, ["public", "export", str(to), "--url", "https://static.example"])
    assert done.exit_code == 0
    page = (to / "ours/en/highlights/eth-1/index.html").read_text("utf-8")
    [shown] = re.findall(r'property="og:image" content="https://static.example/([^"]*)"', page)
    assert (to / shown).is_file()
