"""What programs ask the public site for: sitemaps, a feed, pages for the frames of others; all from editions."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core import records
from kizuna.core.models import Home
from kizuna.directory.models import HomeOrganisation, Organisation
from kizuna.partners.models import Member, Partnership, Tier
from kizuna.public import sitemaps
from kizuna.publishing import actions
from kizuna.publishing.models import Edition, Page
from tests.cast import enter, make_partnership, operator_account, publish, put, words
from tests.test_sizes import many

MAPS, LINKS = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(address: str) -> ET.Element:
    """What a program reads there."""
    return ET.fromstring(enter(None).get(address).content)  # noqa: S314 - our own answer


def placed(*found: Organisation) -> None:
    """Puts organisations on the world."""
    for number, row in enumerate(found):
        row.refresh_from_db()
        row.latitude, row.longitude = 35.0 + number, 139.0 - 20 * number
        records.save(row, by=operator_account(), verb="revised")


def tell(home: Home, slug: str, title: str, language: str = "en", correction: str = "") -> Page:
    """A highlight that somebody wrote, published."""
    page = Page.objects.filter(home=home, slug=slug).first() or put(Page(home=home, kind="highlight", slug=slug))
    body: dict[str, Any] = {
        "title": title, "partner": {"slug": "eth", "name": "ETH"}, "phase": "One", "years": "2017", "sources": [],
        "blocks": [{"kind": "words", "text": f"What came of {title}."}], "as_of": "", "inferred": False,
    }  # fmt: skip
    wanted = actions.Wanted(page, language, title, body)
    actions.publish_all([wanted], correction=correction, by=operator_account())
    return page


def test_the_sitemap_names_every_published_address_with_its_languages_and_day(
    ours: Home, theirs: Home, alliance: Partnership, eth: Organisation
) -> None:
    make_partnership(ours, "quiet", eth, visibility="staff", name="Quiet partnership")
    publish(ours)
    assert [one.text for one in read("/sitemap.xml").iter(f"{MAPS}loc")] == ["http://testserver/ours/sitemap.xml"]
    rows = {str(one.findtext(f"{MAPS}loc")): one for one in read("/ours/sitemap.xml").iter(f"{MAPS}url")}
    pages = ("", "departments/", "partners/eth/")
    assert set(rows) == {f"http://testserver/ours/{code}/{page}" for page in pages for code in ("en", "ja")}
    eth_row = rows["http://testserver/ours/ja/partners/eth/"]
    shown = Edition.objects.get(page__kind="partner", language="ja", state="published")
    assert shown.published_at is not None
    assert eth_row.findtext(f"{MAPS}lastmod") == shown.published_at.isoformat(timespec="seconds")
    assert {one.get("hreflang"): one.get("href") for one in eth_row.iter(f"{LINKS}link")} == {
        "en": "http://testserver/ours/en/partners/eth/", "ja": "http://testserver/ours/ja/partners/eth/",
        "x-default": "http://testserver/ours/partners/eth/",
    }  # fmt: skip
    assert enter(None).get("/theirs/sitemap.xml").status_code == 404


def test_very_many_addresses_stand_in_several_files(
    ours: Home, alliance: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(ours)
    monkeypatch.setattr(sitemaps, "MOST", 4)
    assert [one.text for one in read("/sitemap.xml").iter(f"{MAPS}loc")] == [
        "http://testserver/ours/sitemap.xml", "http://testserver/ours/sitemap-2.xml",
    ]  # fmt: skip
    assert [len(list(read(f"/ours/sitemap{part}.xml").iter(f"{MAPS}url"))) for part in ("", "-2")] == [4, 2]
    assert [enter(None).get(f"/ours/sitemap-{part}.xml").status_code for part in (0, 3)] == [404, 404]


def test_programs_are_asked_to_leave_the_desk_alone(ours: Home) -> None:
    lines = enter(None).get("/robots.txt").content.decode().splitlines()
    assert (lines[0], lines[-1]) == ("User-agent: *", "Sitemap: http://testserver/sitemap.xml")
    assert {"Disallow: /desk/", "Disallow: /accounts/", "Disallow: /api/"} <= set(lines)


def test_an_entry_of_the_feed_stays_the_same_when_its_page_is_corrected(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    assert enter(None).get("/ours/en/feed.atom").status_code == 404
    tell(ours, "eth-1", "A <b>roof</b> & a \x07 wall")
    before = read("/ours/en/feed.atom")
    [entry] = before.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "A <b>roof</b> & a  wall"
    assert entry.findtext(f"{ATOM}published") == entry.findtext(f"{ATOM}updated")
    [link] = entry.iter(f"{ATOM}link")
    assert link.get("href") == "http://testserver/ours/en/highlights/eth-1/"
    Edition.objects.filter(page__slug="eth-1").update(published_at="2024-05-01T09:00:00+00:00")
    tell(ours, "eth-1", "The roof", correction="The year was wrong.")
    after = read("/ours/en/feed.atom")
    [later] = after.iter(f"{ATOM}entry")
    assert (later.findtext(f"{ATOM}id"), after.findtext(f"{ATOM}id")) == (
        entry.findtext(f"{ATOM}id"),
        before.findtext(f"{ATOM}id"),
    )
    assert later.findtext(f"{ATOM}published") == "2024-05-01T09:00:00+00:00"
    assert str(later.findtext(f"{ATOM}updated")) > "2024-05-01T09:00:00+00:00"
    assert after.findtext(f"{ATOM}updated") == later.findtext(f"{ATOM}updated")
    assert later.findtext(f"{ATOM}summary") == "Corrected: The year was wrong. What came of The roof."


def test_the_feed_holds_the_newest_fifty_of_its_language_in_as_many_questions_as_one(
    ours: Home, alliance: Partnership
) -> None:
    publish(ours)
    tell(ours, "eth-1", "One")
    tell(ours, "eth-2", "二", language="ja")
    counts: list[int] = []
    found: list[str | None] = []
    for number in (1, 60):
        for one in range(2, number):
            tell(ours, f"eth-{one}", f"Number {one}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = [row.findtext(f"{ATOM}title") for row in read("/ours/en/feed.atom").iter(f"{ATOM}entry")]
        counts.append(len(asked))
        assert len(found) == min(number if number == 1 else number - 1, 50)
    assert (counts[0], found[0], "二" in found) == (counts[1], "Number 59", False)
    assert enter(None).get("/ours/en/").content.decode().count('type="application/atom+xml"') == 1


def test_what_programs_are_answered_is_not_sent_twice(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    tell(ours, "eth-1", "One")
    for address in ("/sitemap.xml", "/ours/sitemap.xml", "/robots.txt", "/ours/en/feed.atom",
                    "/ours/en/embed/partners/"):  # fmt: skip
        mark = enter(None).get(address).headers["ETag"]
        again = enter(None).get(address, headers={"if-none-match": mark})
        assert (address, again.status_code, again.content) == (address, 304, b"")


def test_only_what_is_meant_for_frames_may_be_framed(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    framed, plain = enter(None).get("/ours/en/embed/partners/"), enter(None).get("/ours/en/")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "script-src 'self'" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert plain.headers["X-Frame-Options"] == "DENY"


def test_the_embedded_list_says_what_the_programme_page_says_and_no_more(
    ours: Home, alliance: Partnership, eth: Organisation
) -> None:
    publish(ours)
    make_partnership(ours, "new", eth, name="Not signed yet")
    page = enter(None).get("/ours/en/embed/partners/").content.decode()
    assert ("ETH alliance" in page, "Not signed yet" in page, "<script" in page) == (True, False, False)
    assert 'href="/ours/en/partners/eth/"' in page
    assert enter(None).get("/ours/ja/embed/partners/").headers["Content-Language"] == "ja"
    assert "/sign" not in page


def test_the_embedded_map_draws_the_places_of_the_edition(
    ours: Home, us: Organisation, alliance: Partnership, eth: Organisation
) -> None:
    publish(ours)
    assert enter(None).get("/ours/en/embed/map/").status_code == 404
    if not HomeOrganisation.objects.filter(home=ours).exists():
        put(HomeOrganisation(home=ours, organisation=us, visibility="public"))
    placed(us, eth)
    assert enter(None).get("/ours/en/embed/map/").status_code == 404
    publish(ours)
    page = enter(None).get("/ours/en/embed/map/").content.decode()
    assert ("net-map" in page, 'href="/ours/en/partners/eth/"' in page) == (True, True)


def test_of_very_many_places_the_map_draws_a_dot_for_each_country(
    ours: Home, us: Organisation, primary: Tier, alliance: Partnership, eth: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if not HomeOrganisation.objects.filter(home=ours).exists():
        put(HomeOrganisation(home=ours, organisation=us, visibility="public"))
    placed(us)
    many(ours, primary, 3)
    publish(ours)
    monkeypatch.setattr("kizuna.public.embedding.MOST", 2)
    page = enter(None).get("/ours/ja/embed/map/").content.decode()
    assert ("ドイツ" in page, "german-0" in page) == (True, False)
    assert "ほか2件のパートナー" in enter(None).get("/ours/ja/embed/partners/").content.decode()


def test_an_institution_that_is_not_public_is_nowhere_in_an_edition(ours: Home, alliance: Partnership) -> None:
    hidden = put(Organisation(slug="heron", name=words("Heron Institute"), latitude=1.0, longitude=2.0))
    Member.objects.filter(partnership=alliance).update(organisation=hidden)
    publish(ours)
    for kind in ("programme", "partner"):
        assert "Heron" not in str(Edition.objects.get(page__kind=kind, language="en").told)
