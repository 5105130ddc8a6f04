"""The door through which every record is edited: nothing typed is lost and nothing is overwritten silently."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from kizuna.core import records
from kizuna.core.models import Account, Change, Citation, Note, Source
from tests.cast import enter, put, words


@pytest.fixture
def address(page: Source) -> str:
    """Where our page's own record is edited."""
    return f"/desk/ours/record/core/source/{page.uuid}/"


def typed(source: Source, **over: str) -> dict[str, str]:
    """What a browser posts from the source's form."""
    return {
        "slug": source.slug, "kind": source.kind, "title_en": str(source.title), "title_ja": "",
        "publisher_en": "", "publisher_ja": "", "as_of_basis_en": "", "as_of_basis_ja": "",
        "published": "", "as_of": "", "address": "", "language": "", "visibility": source.visibility,
        "version": str(source.version),
    } | over  # fmt: skip


def names_of(client: Client, address: str) -> set[str]:
    return {bound.html_name for bound in client.get(address).context["form"]}


def test_the_form_shows_what_is_on_record_with_its_version(page: Source, address: str, office: Account) -> None:
    form = enter(office).get(address).context["form"]
    assert (form["slug"].value(), form["version"].value(), str(form["title"].value())) == ("page", 1, "A page of ours")


def test_a_good_form_is_saved_and_leads_back_to_where_one_came_from(
    page: Source, address: str, office: Account
) -> None:
    answer = enter(office).post(
        f"{address}?back=/desk/ours/sources/page/", typed(page, title_en="Renamed", title_ja="改題")
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/ours/sources/page/")
    page.refresh_from_db()
    assert (page.title.to_json(), page.version) == ({"en": "Renamed", "ja": "改題"}, 2)
    assert Change.objects.get(record=page.uuid, version=2).by == office


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/desk/theirs/", "javascript:alert(1)"]
)
def test_nobody_is_led_away_from_the_home(elsewhere: str, page: Source, address: str, office: Account) -> None:
    answer = enter(office).post(f"{address}?back={elsewhere}", typed(page, title_en="Renamed"))
    assert answer.headers["Location"] == "/desk/ours/"


def test_a_bad_form_keeps_what_was_typed_and_names_field_and_reason(
    page: Source, address: str, office: Account
) -> None:
    wrong = typed(page, title_en="Kept <b>words</b>", published="when the plums bloom", address="no address")
    answer = enter(office).post(address, wrong)
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["address", "published"]
    assert ["Kept <b>words</b>" in html, "when the plums bloom" in html, "no address" in html] == [True] * 3
    assert "<b>words</b>" not in answer.content.decode()
    page.refresh_from_db()
    assert (str(page.title), page.version) == ("A page of ours", 1)


def test_the_second_of_two_officers_is_shown_the_change_of_the_first(
    page: Source, address: str, office: Account, trusted: Account
) -> None:
    first, second = enter(office), enter(trusted)
    mine = typed(page, title_en="Mine", language="en")
    assert first.post(address, typed(page, title_en="Theirs first")).status_code == 302
    answer = second.post(address, mine)
    html = answer.content.decode()
    assert (answer.status_code, [change.by for change in answer.context["since"]]) == (409, [office])
    assert ["Theirs first" in html, re.search(r">\s*Mine\s*</textarea>", html) is not None] == [True, True]
    assert str(Source.objects.get(pk=page.pk).title) == "Theirs first"


def test_saving_again_after_having_seen_it_is_a_decision(
    page: Source, address: str, office: Account, trusted: Account
) -> None:
    enter(office).post(address, typed(page, title_en="Theirs first"))
    client, mine = enter(trusted), typed(page, title_en="Mine")
    seen = client.post(address, mine).context["form"]["version"].value()
    assert client.post(address, mine | {"version": str(seen)}).status_code == 302
    told = Change.objects.filter(record=page.uuid).order_by("version")
    assert [str(change.by) for change in told] == ["Operator", "Office", "Trusted"]
    assert told[2].fields["title"] == [{"en": "Theirs first"}, {"en": "Mine"}]


def test_a_form_without_a_change_says_so_and_makes_none(page: Source, address: str, office: Account) -> None:
    answer = enter(office).post(address, typed(page), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Nothing had changed."]
    assert Change.objects.filter(record=page.uuid).count() == 1


def test_a_source_can_be_named_in_the_same_form(page: Source, alliance: object, office: Account) -> None:
    note = put(records.noted(page, text=words("A remark")))
    data = {"kind": "remark", "text_en": "A remark", "text_ja": "", "when": "", "address": "", "visibility": "public",
            "version": "1", "cite_source": str(page.pk), "cite_lines": "3, 5–6", "cite_place": ""}  # fmt: skip
    answer = enter(office).post(f"/desk/ours/record/core/note/{note.uuid}/", data)
    assert answer.status_code == 302
    cite = Citation.objects.get(record=note.uuid)
    assert (cite.source, cite.lines, cite.visibility) == (page, [3, 5, 6], "public")


@pytest.mark.parametrize(
    ("lines", "fault"), [("6–3", True), ("some", True), ("0", True), ("1–99999", True), ("3, 5–6", False)]
)
def test_lines_must_be_numbers_in_order(lines: str, fault: bool, page: Source, office: Account) -> None:
    note = put(records.noted(page, text=words("A remark")))
    data = {"kind": "remark", "text_en": "A remark", "visibility": "public", "version": "1",
            "cite_source": str(page.pk), "cite_lines": lines}  # fmt: skip
    answer = enter(office).post(f"/desk/ours/record/core/note/{note.uuid}/", data)
    assert (answer.status_code, Citation.objects.count()) == ((422, 0) if fault else (302, 1))


def test_a_new_note_hangs_on_the_record_that_the_address_names(page: Source, office: Account) -> None:
    address = f"/desk/ours/record/core/note/add/?label=core.source&on={page.uuid}"
    data = {"kind": "remark", "text_en": "New", "visibility": "office", "version": "0"}
    assert enter(office).post(address, data).status_code == 302
    note = Note.objects.get()
    assert (note.record, note.visibility, note.home_id) == (page.uuid, "office", page.home_id)


@pytest.mark.parametrize(
    "query", ["label=core.account&on=%s", "label=sessions.session&on=%s", "label=&on=%s", "label=core.source&on=x", ""]
)
def test_nonsense_in_the_address_finds_nothing(query: str, page: Source, office: Account) -> None:
    address = "/desk/ours/record/core/note/add/?" + (query % page.uuid if "%s" in query else query)
    assert enter(office).get(address).status_code == 404
    assert enter(office).get(f"/desk/ours/history/auth.permission/{page.uuid}/").status_code == 404


def test_removing_asks_once_and_the_history_keeps_what_it_said(page: Source, office: Account) -> None:
    note = put(records.noted(page, text=words("A mistake")))
    address, client = f"/desk/ours/record/core/note/{note.uuid}/remove/", enter(office)
    assert ("A mistake" in client.get(address).content.decode(), Note.objects.count()) == (True, 1)
    assert (client.post(address).status_code, Note.objects.count()) == (302, 0)
    told = Change.objects.filter(record=note.uuid).order_by("version")
    assert [(change.verb, change.title) for change in told] == [("added", "A mistake"), ("removed", "A mistake")]


@pytest.mark.parametrize("name", ["reader", "coordinator", "reviewer"])
def test_whoever_may_only_read_is_refused_and_nothing_is_saved(
    name: str, page: Source, address: str, request: pytest.FixtureRequest
) -> None:
    client = enter(request.getfixturevalue(name))
    answers = [client.get(address), client.post(address, typed(page, title_en="Mine")), client.get("/desk/ours/add/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert str(Source.objects.get(pk=page.pk).title) == "A page of ours"


def test_a_form_from_another_site_is_refused(page: Source, address: str, office: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    assert client.post(address, typed(page, title_en="Forged")).status_code == 403
    assert str(Source.objects.get(pk=page.pk).title) == "A page of ours"
