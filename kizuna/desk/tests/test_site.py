"""The public site: drafted, checked, published, replaced, withdrawn, taken back; frozen once it is public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kizuna.core import undoing
from kizuna.core.models import Account, Change, Home
from kizuna.desk import actions as desk
from kizuna.desk.publish import catalogue, differing, telling
from kizuna.directory import actions as directory
from kizuna.directory.models import Person
from kizuna.partners.models import Outcome, Partnership
from kizuna.publishing import actions, tasks
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import fingerprint_of
from tests.cast import enter, make_organisation, make_partnership, publish, put, words


def of(partner: str, language: str = "en", state: str = "published") -> Edition:
    return Edition.objects.get(page__kind="partner", page__slug=partner, language=language, state=state)


def drafted(office: Account, home: Home) -> Edition:
    return desk.draft(home, "partner/eth/en", by=office)


def test_nothing_is_published_by_accident(ours: Home, alliance: Partnership) -> None:
    answer = enter(None).get("/ours/")
    assert (answer.status_code, "Not published yet" in answer.content.decode()) == (200, True)
    assert "ETH alliance" not in answer.content.decode()
    assert [enter(None).get(f"/ours/{part}").status_code for part in ("partners/eth/", "departments/")] == [404, 404]


def test_a_page_goes_from_draft_over_checked_to_published(ours: Home, alliance: Partnership, office: Account) -> None:
    made = drafted(office, ours)
    with pytest.raises(ValidationError):
        actions.publish(made, by=office)
    actions.check(made, by=office)
    assert enter(None).get("/ours/partners/eth/").status_code == 404
    actions.publish(made, by=office)
    assert (made.state, made.visibility, made.checked_by, made.signed_by) == ("published", "public", office, office)
    assert "ETH alliance" in enter(None).get("/ours/partners/eth/").content.decode()
    assert [change.verb for change in Change.objects.filter(record=made.uuid).order_by("version")] == [
        "drafted", "checked", "published",
    ]  # fmt: skip


def test_a_record_that_changes_reaches_the_public_with_the_signature(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    publish(ours)
    alliance.refresh_from_db()
    alliance.name = words("Alpine alliance")
    put(alliance)
    assert "Alpine alliance" not in enter(None).get("/ours/partners/eth/").content.decode()
    found = {one.key: one.lines for one in catalogue.differences(ours, "en")}
    assert set(found) == {
        f"{page}/{code}" for page in ("programme/", "partner/eth", "departments/") for code in ("en", "ja")
    }
    assert found["partner/eth/en"] == ["title: “Alpine alliance” instead of “ETH alliance”"]
    assert found["programme//en"] == ["ETH alliance · name: “Alpine alliance” instead of “ETH alliance”"]
    batch, count = desk.release(ours, by=office)
    assert (count, catalogue.differences(ours, "en")) == (6, [])
    for address in ("/ours/", "/ours/partners/eth/", "/ours/departments/"):
        assert "Alpine alliance" in enter(None).get(address).content.decode()
    assert [row.number for row in Edition.objects.filter(page__slug="eth", language="en").order_by("number")] == [1, 2]
    # One signature, taken back as a whole; and given again.
    undone = desk.undo(batch, home=ours, by=office)
    assert "ETH alliance" in enter(None).get("/ours/partners/eth/").content.decode()
    desk.undo(undone, home=ours, by=office)
    assert "Alpine alliance" in enter(None).get("/ours/partners/eth/").content.decode()


def test_what_is_no_longer_public_is_listed_first_and_withdrawn(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    publish(ours)
    alliance.refresh_from_db()
    alliance.visibility = "office"
    put(alliance)
    found = catalogue.differences(ours, "en")
    assert [one.state for one in found] == ["gone"] * 4 + ["changed"] * 2
    assert {one.key for one in found[:4]} >= {"partner/eth/en", "partner/eth/ja"}
    desk.release(ours, by=office)
    assert enter(None).get("/ours/partners/eth/").status_code == 404
    assert "ETH alliance" not in enter(None).get("/ours/").content.decode()
    page = Page.objects.get(kind="partner", slug="eth")
    assert (page.visibility, {row.visibility for row in page.editions.all()}) == ("staff", {"staff"})


def test_what_was_published_is_frozen_by_the_database(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    edition = of("eth")
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(told={"title": "Something else"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=of("eth", "ja").pk).update(state="draft", visibility="public")
    edition.title = "Something else"
    with pytest.raises(ValidationError):
        actions.revise(edition, by=edition.signed_by or pytest.fail("nobody signed"))


def test_a_published_edition_is_thrown_away_by_nobody(ours: Home, alliance: Partnership, office: Account) -> None:
    publish(ours)
    with pytest.raises(ValidationError):
        actions.remove(of("eth"), by=office)
    with pytest.raises(ValidationError):
        actions.remove(Page.objects.get(kind="partner", slug="eth"), by=office)
    actions.remove(drafted(office, ours), by=office)
    assert Edition.objects.filter(state="draft").count() == 0


def test_whoever_rewrites_a_checked_draft_takes_the_check_back(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    made = drafted(office, ours)
    actions.check(made, by=office)
    again = drafted(office, ours)
    assert (again.pk, again.state, again.checked_by) == (made.pk, "draft", None)


def test_a_planned_page_is_published_when_its_time_has_come(ours: Home, alliance: Partnership, office: Account) -> None:
    made = drafted(office, ours)
    actions.check(made, by=office)
    for wrong in ("tomorrow", (timezone.now() - timedelta(days=1)).isoformat()):
        with pytest.raises(ValidationError):
            actions.schedule(made, at=wrong, by=office)
    actions.schedule(made, at=(timezone.now() + timedelta(hours=1)).isoformat(), by=office)
    assert (tasks.publish_due.func(), enter(None).get("/ours/partners/eth/").status_code) == (0, 404)
    Edition.objects.filter(pk=made.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    assert (tasks.publish_due.func(), enter(None).get("/ours/partners/eth/").status_code) == (1, 200)
    assert of("eth").signed_by == office


def test_a_planned_page_that_somebody_changes_meanwhile_keeps_no_other_waiting(
    ours: Home, alliance: Partnership, office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [desk.draft(ours, f"partner/eth/{code}", by=office) for code in ("en", "ja")]
    for one in made:
        actions.check(one, by=office)
        actions.schedule(one, at=(timezone.now() + timedelta(hours=1)).isoformat(), by=office)
    Edition.objects.filter(pk__in=[one.pk for one in made]).update(publish_at=timezone.now() - timedelta(seconds=1))
    publish_one = actions.publish

    def meanwhile(edition: Edition, *, by: Account) -> object:
        if edition.pk == made[0].pk:
            Edition.objects.filter(pk=edition.pk).update(version=edition.version + 1)
        return publish_one(edition, by=by)

    monkeypatch.setattr(actions, "publish", meanwhile)
    assert tasks.publish_due.func() == 1
    assert list(Edition.objects.order_by("pk").values_list("language", "state")) == [
        ("en", "checked"), ("ja", "published"),
    ]  # fmt: skip


def test_only_the_office_publishes(
    ours: Home, alliance: Partnership, coordinator: Account, reader: Account, other_office: Account
) -> None:
    for who in (coordinator, reader, other_office):
        with pytest.raises(PermissionDenied):
            desk.release(ours, by=who)
        with pytest.raises(PermissionDenied):
            drafted(who, ours)
    assert (Page.objects.count(), Edition.objects.count()) == (0, 0)


def test_a_draft_is_shown_to_those_who_work_here_alone(
    ours: Home, alliance: Partnership, office: Account, other_office: Account
) -> None:
    made = drafted(office, ours)
    address = f"/desk/ours/preview/{made.uuid}/"
    html = enter(office).get(address).content.decode()
    assert ("ETH alliance" in html, "The public does not see this." in html) == (True, True)
    assert (enter(other_office).get(address).status_code, enter(None).get(address).status_code) == (404, 302)


def test_each_language_has_its_address_and_the_reader_is_given_theirs(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    alliance.name = words("ETH alliance", "ETH連携")
    put(alliance)
    publish(ours)
    client = enter(None)
    english, japanese = (client.get(f"/ours/{code}/partners/eth/") for code in ("en", "ja"))
    assert (english.context["told"]["title"], japanese.context["told"]["title"]) == ("ETH alliance", "ETH連携")
    assert (english.headers["Content-Language"], japanese.headers["Content-Language"]) == ("en", "ja")
    assert 'hreflang="ja" href="http://testserver/ours/ja/partners/eth/"' in english.content.decode()
    asked = client.get("/ours/partners/eth/", headers={"accept-language": "ja"})
    assert asked.context["told"]["title"] == "ETH連携"
    actions.withdraw(of("eth", "ja"), by=office)
    assert client.get("/ours/ja/partners/eth/").status_code == 404
    asked = client.get("/ours/partners/eth/", headers={"accept-language": "ja"})
    assert (asked.context["told"]["title"], asked.headers["Content-Language"]) == ("ETH alliance", "en")


def test_a_page_that_is_kept_is_not_sent_again(ours: Home, alliance: Partnership, office: Account) -> None:
    publish(ours)
    first = enter(None).get("/ours/partners/eth/")
    again = enter(None).get("/ours/partners/eth/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    put(Outcome(home=ours, partnership=alliance, text=words("A joint course"), visibility="public"))
    publish(ours)
    assert enter(None).get("/ours/partners/eth/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200
    # Whoever is signed in sees their own frame: that is kept by nobody.
    assert enter(office).get("/ours/partners/eth/").headers["Cache-Control"] == "private, no-store"


def test_a_correction_is_read_by_everybody(ours: Home, alliance: Partnership, office: Account) -> None:
    publish(ours)
    put(Outcome(home=ours, partnership=alliance, text=words("A joint course"), visibility="public"))
    desk.release(ours, only=["partner/eth/en"], correction="The course was missing.", by=office)
    html = enter(None).get("/ours/partners/eth/").content.decode()
    assert ("The course was missing." in html, "Corrected" in html) == (True, True)
    assert [one.key for one in catalogue.differences(ours, "en")] == [
        "programme//en",
        "programme//ja",
        "partner/eth/ja",
    ]


def test_the_page_of_the_site_signs_off_with_one_click(ours: Home, alliance: Partnership, office: Account) -> None:
    client = enter(office)
    assert client.get("/desk/ours/site/").context["count"] == 6
    answer = client.post("/desk/ours/site/release/", {"page": ["partner/eth/en"]}, follow=True)
    assert (answer.status_code, answer.context["count"]) == (200, 5)
    client.post("/desk/ours/site/release/", {"all": "1"})
    page = Page.objects.get(kind="partner", slug="eth")
    assert client.get("/desk/ours/site/").context["count"] == 0
    shown = client.get(f"/desk/ours/site/pages/{page.uuid}/").content.decode()
    assert ("Withdraw" in shown, "signed off by" in shown) == (True, True)
    answer = client.post(f"/desk/ours/site/editions/{of('eth').uuid}/withdraw/", follow=True)
    assert (answer.status_code, enter(None).get("/ours/en/partners/eth/").status_code) == (200, 404)


def test_a_page_is_rendered_once_for_strangers_until_anything_on_it_changes(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    publish(ours)
    rendered = [enter(who).get("/ours/en/partners/eth/").templates for who in (None, None, office)]
    assert [bool(one) for one in rendered] == [True, False, True]
    first = enter(None).get("/ours/en/partners/eth/")
    actions.withdraw(of("eth", "ja"), by=office)
    again = enter(None).get("/ours/en/partners/eth/", headers={"if-none-match": first.headers["ETag"]})
    # The page itself says the same, but no longer names the other language.
    assert (again.status_code, "/ours/ja/partners/eth/" in again.content.decode()) == (200, False)
    assert "/ours/ja/partners/eth/" in first.content.decode()


def test_a_page_costs_the_same_for_one_partner_and_for_many(
    ours: Home, alliance: Partnership, office: Account, django_assert_num_queries: Any
) -> None:
    publish(ours)
    client = enter(None)
    client.get("/ours/")
    with django_assert_num_queries(6):
        client.get("/ours/")


def test_a_partner_whose_page_was_withdrawn_is_named_and_leads_nowhere(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    publish(ours)
    client = enter(None)
    first = client.get("/ours/en/")
    assert 'href="/ours/en/partners/eth/"' in first.content.decode()
    for language in ("en", "ja"):
        actions.withdraw(of("eth", language), by=office)
    again = client.get("/ours/en/", headers={"if-none-match": first.headers["ETag"]})
    page = again.content.decode()
    assert (again.status_code, "ETH alliance" in page, 'href="/ours/en/partners/eth/"' in page) == (200, True, False)
    assert "This page is not here" in client.get("/ours/en/partners/eth/").content.decode()


def test_a_long_list_goes_on_on_pages_of_their_own_and_shrinks_with_the_records(
    ours: Home, alliance: Partnership, office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "ROWS", 1)
    lake = make_partnership(ours, "lake", make_organisation("lake", "Lake"), name="Lake alliance")
    publish(ours)
    client = enter(None)
    first, second = (client.get(f"/ours/en/{part}").content.decode() for part in ("", "page/2/"))
    assert ["ETH alliance" in first, "Lake alliance" in first] == [True, False]
    assert ["ETH alliance" in second, "Lake alliance" in second] == [False, True]
    assert ('href="/ours/en/page/2/"' in first, "Page 1 of 2" in first) == (True, True)
    assert ('rel="prev" href="/ours/en/"' in second, "Next" in second) == (True, False)
    assert [client.get(f"/ours/{part}").status_code for part in ("page/1/", "page/0/", "page/3/")] == [404] * 3
    assert client.get("/ours/departments/page/2/").status_code == 200
    lake.visibility = "office"
    put(lake)
    gone = [one.key for one in catalogue.differences(ours, "en") if one.state == "gone"]
    assert {"programme/2/en", "departments/2/ja", "partner/lake/en"} <= set(gone)
    desk.release(ours, by=office)
    assert (client.get("/ours/page/2/").status_code, "Page 1" in client.get("/ours/").content.decode()) == (404, False)


@pytest.mark.parametrize(
    ("shown", "now", "line"),
    [
        ({"since": {"words": "2016"}}, {"since": {"words": "2017"}}, "since: “2017” instead of “2016”"),
        ({"rule": ""}, {"rule": "By name"}, "counting rule: “By name”, where nothing stood"),
        ({"rows": []}, {"rows": [{"id": "1", "name": "New"}]}, "partners: “New” is new"),
        ({"rows": [{"id": "1", "name": "Old"}]}, {"rows": []}, "partners: “Old” is gone"),
        ({"sources": [{"id": "a", "passages": [1]}]}, {"sources": [{"id": "a", "passages": [2]}]},
         "sources, or the way in which something is written"),
    ],
)  # fmt: skip
def test_what_differs_is_told_in_words(shown: dict[str, Any], now: dict[str, Any], line: str) -> None:
    assert differing.lines(shown, now) == [line]


def test_undoing_of_what_was_changed_since_names_the_obstacle(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    batch, _count = desk.release(ours, by=office)
    actions.withdraw(of("eth"), by=office)
    with pytest.raises(undoing.NotUndone):
        desk.undo(batch, home=ours, by=office)
    assert connection.in_atomic_block


def test_a_name_is_erased_from_what_was_published_too(ours: Home, alliance: Partnership, registrar: Account) -> None:
    person = put(Person(home=ours, slug="hanako", given="Hanako", family="Yamadera", visibility="public"))
    text = words("A course taught by Hanako Yamadera.")
    put(Outcome(home=ours, partnership=alliance, text=text, visibility="public"))
    publish(ours)
    assert "Yamadera" in enter(None).get("/ours/partners/eth/").content.decode()
    directory.erase(person, by=registrar)
    html = enter(None).get("/ours/partners/eth/").content.decode()
    assert ("Yamadera" in html, "A course taught by" in html) == (False, True)
    assert {row.fingerprint == fingerprint_of(row.told) for row in Edition.objects.all()} == {True}
    assert catalogue.differences(ours, "en") == []
