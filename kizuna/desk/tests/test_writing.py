"""Highlights: drafted from the records of a phase, written on, flagged where a record no longer says the same."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kizuna.activities.models import Activity
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.desk import actions as desk
from kizuna.desk.publish import catalogue
from kizuna.desk.publish.moving import moved
from kizuna.mobility.models import Flow
from kizuna.partners.models import Chapter, Partnership, Phase
from kizuna.publishing import actions, writing
from kizuna.publishing.models import Edition
from tests.cast import enter, publish, put, words

NAME = "highlight/eth-1/en"


@pytest.fixture
def lecture(ours: Home, alliance: Partnership, phase: Phase) -> Activity:
    """A public lecture in the phase, one that is for the staff, and one of another time."""
    own: dict[str, Any] = {"home": ours, "partnership": alliance, "state": "held"}
    put(
        Activity(
            title=words("Secret lecture"),
            begins=FuzzyDate.parse("2015"),
            ends=FuzzyDate.parse("2015"),
            visibility="staff",
            **own,
        )
    )
    put(
        Activity(
            title=words("Later lecture"),
            begins=FuzzyDate.parse("2022"),
            ends=FuzzyDate.parse("2022"),
            visibility="public",
            **own,
        )
    )
    put(Chapter(home=ours, partnership=alliance, phase=phase, text=words("It began."), visibility="public"))
    return put(
        Activity(
            title=words("First lecture", "最初の講義"),
            begins=FuzzyDate.parse("2015"),
            ends=FuzzyDate.parse("2015"),
            visibility="public",
            **own,
        )
    )


def form_of(page: str) -> dict[str, str]:
    """What the form on the page would send, were it sent as it is."""
    form = page[page.index('<form method="post" class="form writing"') :]
    found = re.findall(r'<input type="hidden" name="((?:part|version)[^"]*)" value="([^"]*)"', form)
    found += re.findall(r'<input id="(title)" name="title" value="([^"]*)"', form)
    found += re.findall(r'<textarea[^>]* name="(text-\d+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    found += re.findall(r'name="(place-\d+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def told(edition: Edition) -> list[tuple[str, str]]:
    return [(block["kind"], block["text"]) for block in edition.told["blocks"]]


def test_a_draft_states_what_is_public_of_the_phase_and_nothing_else(
    ours: Home, lecture: Activity, office: Account
) -> None:
    made = desk.draft(ours, NAME, by=office)
    assert told(made) == [("statement", "It began."), ("heading", "What was done"), ("statement", "First lecture")]
    assert [block.get("id") for block in made.told["blocks"]][2] == str(lecture.uuid)
    japanese = desk.draft(ours, "highlight/eth-1/ja", by=office)
    assert told(japanese)[2] == ("statement", "最初の講義")
    # A draft that somebody is at work on is not written over.
    assert desk.draft(ours, NAME, by=office).pk == made.pk


def test_the_page_of_a_partner_tells_what_is_done_with_it_and_leads_to_its_highlights(
    ours: Home, lecture: Activity, office: Account
) -> None:
    made = desk.draft(ours, NAME, by=office)
    actions.check(made, by=office)
    actions.publish(made, by=office)
    publish(ours)
    page = enter(None).get("/ours/en/partners/eth/").content.decode()
    assert [("First lecture" in page), ("Secret lecture" in page)] == [True, False]
    assert 'href="/ours/en/highlights/eth-1/"' in page


def test_a_number_of_people_says_who_moved_and_which_way() -> None:
    told = moved(Flow(category="students", direction="out", quantity=Quantity.parse("7")))
    assert (told.get("en").value, told.get("ja").value) == ("Students · Out · 7", "学生 · 派遣 · 7")


def test_a_period_without_records_is_not_written_up(
    ours: Home, alliance: Partnership, phase: Phase, office: Account
) -> None:
    for name in (NAME, "highlight/eth-9/en", "highlight/nobody-1/en", "highlight/eth-1/xx", "highlight"):
        with pytest.raises(ValidationError):
            desk.draft(ours, name, by=office)


def test_words_stand_between_statements_and_statements_keep_their_record(
    ours: Home, lecture: Activity, office: Account
) -> None:
    made = desk.draft(ours, NAME, by=office)
    client, address = enter(office), f"/desk/ours/site/write/{made.uuid}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {
        "title": "With ETH", "version": made.version, "text-0": "It began in spring.", "text-1": "Together",
        "text-2": "First lecture", "new-kind-0": "words", "new-text-0": "Snow fell <b>that</b> year.",
        "new-place-0": "2.5",
    })  # fmt: skip
    assert answer.status_code == 302
    made.refresh_from_db()
    assert told(made) == [
        ("statement", "It began in spring."), ("heading", "Together"), ("words", "Snow fell <b>that</b> year."),
        ("statement", "First lecture"),
    ]  # fmt: skip
    assert (made.told["blocks"][0]["drafted"], made.title) == ("It began.", "With ETH")
    actions.check(made, by=office)
    actions.publish(made, by=office)
    page = enter(None).get("/ours/highlights/eth-1/").content.decode()
    assert ("Snow fell &lt;b&gt;that&lt;/b&gt; year." in page, "It began in spring." in page) == (True, True)
    assert "With ETH" in enter(None).get("/ours/highlights/").content.decode()
    assert "/ours/highlights/" in enter(None).get("/ours/highlights/eth-1/").content.decode()


def test_two_editors_do_not_write_over_each_other(ours: Home, lecture: Activity, office: Account) -> None:
    made = desk.draft(ours, NAME, by=office)
    client, address = enter(office), f"/desk/ours/site/write/{made.uuid}/"
    assert client.post(address, {"title": "First", "version": made.version}).status_code == 302
    second = client.post(address, {"title": "Second", "version": made.version, "text-0": "Typed at length."})
    assert (second.status_code, "Typed at length." in second.content.decode()) == (409, True)
    made.refresh_from_db()
    assert made.title == "First"


def test_the_second_editor_can_save_what_both_have_written(ours: Home, lecture: Activity, office: Account) -> None:
    made = desk.draft(ours, NAME, by=office)
    client, address = enter(office), f"/desk/ours/site/write/{made.uuid}/"
    read = form_of(client.get(address).content.decode())
    mine = {**read, "text-0": "Mine.", "text-2": "My lecture", "new-text-0": "My words."}
    theirs = {**read, "text-0": "Theirs.", "drop-1": "1", "new-text-0": "Their words.", "new-place-0": "0"}
    assert client.post(address, theirs).status_code == 302
    second = client.post(address, mine)
    page = second.content.decode()
    assert (second.status_code, "“Theirs.”" in page) == (409, True)
    again = form_of(page)
    assert [again[f"text-{n}"] for n in range(4)] == ["Their words.", "Mine.", "My lecture", "My words."]
    assert client.post(address, again).status_code == 302
    made.refresh_from_db()
    assert told(made) == [
        ("words", "Their words."), ("statement", "Mine."), ("statement", "My lecture"), ("words", "My words."),
    ]  # fmt: skip


def test_nothing_that_somebody_else_has_written_is_lost_unseen(ours: Home, lecture: Activity, office: Account) -> None:
    made = desk.draft(ours, NAME, by=office)
    client, address = enter(office), f"/desk/ours/site/write/{made.uuid}/"
    read = form_of(client.get(address).content.decode())
    assert client.post(address, {**read, "text-1": "Theirs.", "correction": "Their note."}).status_code == 302
    second = client.post(address, {**read, "drop-1": "1"})
    page = second.content.decode()
    assert (second.status_code, "Theirs." in page, ">Their note.</textarea>" in page) == (409, True, True)
    third = client.post(address, {**read, "correction": "My note."}).content.decode()
    assert (">My note.</textarea>" in third, "“Their note.”" in third) == (True, True)


def test_what_is_typed_outlasts_that_the_page_was_published_meanwhile(
    ours: Home, lecture: Activity, office: Account
) -> None:
    made = desk.draft(ours, NAME, by=office)
    client, address = enter(office), f"/desk/ours/site/write/{made.uuid}/"
    read = form_of(client.get(address).content.decode())
    actions.check(made, by=office)
    actions.publish(made, by=office)
    late = client.post(address, {**read, "text-0": "Typed too late."})
    page = late.content.decode()
    assert (late.status_code, "Typed too late." in page, "begin a new edition" in page) == (409, True, True)
    made.refresh_from_db()
    assert "Typed too late." not in str(made.told)
    assert client.get(address).status_code == 404


def test_words_of_ones_own_outlast_a_mistake(ours: Home, lecture: Activity, office: Account) -> None:
    made = desk.draft(ours, NAME, by=office)
    client, address = enter(office), f"/desk/ours/site/write/{made.uuid}/"
    read = form_of(client.get(address).content.decode())
    wrong = client.post(address, {**read, "title": " ", "new-text-0": "Typed at length."})
    again = form_of(wrong.content.decode())
    assert (wrong.status_code, again["text-3"]) == (422, "Typed at length.")
    assert client.post(address, {**again, "title": "With ETH"}).status_code == 302
    made.refresh_from_db()
    assert told(made)[-1] == ("words", "Typed at length.")


def test_each_part_stands_beside_the_same_in_the_other_language(ours: Home, lecture: Activity, office: Account) -> None:
    desk.draft(ours, NAME, by=office)
    other = desk.draft(ours, NAME.replace("/en", "/ja"), by=office)
    page = enter(office).get(f"/desk/ours/site/write/{other.uuid}/").content.decode()
    assert re.findall(r'<p class="same" lang="en">(.*?)</p>', page) == ["It began.", "What was done", "First lecture"]


def test_a_statement_that_lost_its_record_is_flagged(ours: Home, lecture: Activity, office: Account) -> None:
    publish(ours)
    made = desk.draft(ours, NAME, by=office)
    actions.check(made, by=office)
    actions.publish(made, by=office)
    assert catalogue.differences(ours, "en") == []
    lecture.refresh_from_db()
    lecture.title = words("Opening lecture")
    put(lecture)
    Chapter.objects.get().delete()
    [flagged] = [one for one in catalogue.differences(ours, "en") if one.state == "lost"]
    assert (flagged.key, flagged.lines) == (NAME, [
        "“It began.”: its record is published no more", "“First lecture”: the record says “Opening lecture” now",
    ])  # fmt: skip
    # One signature for all pages does not touch what somebody has written.
    desk.release(ours, by=office)
    assert "First lecture" in enter(None).get("/ours/highlights/eth-1/").content.decode()
    again = desk.draft(ours, NAME, by=office)
    enter(office).post(f"/desk/ours/site/write/{again.uuid}/", {
        "title": "With ETH", "version": again.version, "drop-0": "1", "renew-2": "1",
    })  # fmt: skip
    again.refresh_from_db()
    assert told(again) == [("heading", "What was done"), ("statement", "Opening lecture")]


def test_a_highlight_goes_when_its_partnership_is_public_no_more(
    ours: Home, alliance: Partnership, lecture: Activity, office: Account
) -> None:
    made = desk.draft(ours, NAME, by=office)
    actions.check(made, by=office)
    actions.publish(made, by=office)
    alliance.refresh_from_db()
    alliance.visibility = "staff"
    put(alliance)
    assert [one.key for one in catalogue.differences(ours, "en") if one.state == "gone"] == [NAME]
    desk.release(ours, by=office)
    assert [enter(None).get(f"/ours/highlights/{part}").status_code for part in ("", "eth-1/")] == [404, 404]


def test_nobody_makes_a_statement_up(ours: Home, lecture: Activity, office: Account, reader: Account) -> None:
    made = desk.draft(ours, NAME, by=office)
    for wrong in ({"kind": "statement", "id": "made-up", "text": "x"}, {"kind": "script", "text": "x"},
                  {"kind": "words", "text": "x" * 8001}):  # fmt: skip
        with pytest.raises(ValidationError):
            actions.write(made, title="T", blocks=[wrong], by=office)
    with pytest.raises(ValidationError):
        actions.write(made, title=" ", blocks=[], by=office)
    with pytest.raises(PermissionDenied):
        actions.write(made, title="T", blocks=[], by=reader)
    assert enter(reader).get(f"/desk/ours/site/write/{made.uuid}/").status_code == 403
    assert writing.lost([], []) == []
