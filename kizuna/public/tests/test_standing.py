"""Pages made as lists: activities and series, the calendar, figures, good practices, what a home says of itself."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from kizuna.activities.models import Activity, Practice
from kizuna.activities.tests.factories import a_count, a_series, an_activity, an_edition
from kizuna.calls.tests.factories import a_call
from kizuna.core import records
from kizuna.core.models import Figure, Home, Note, Source
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.desk.publish import parts
from kizuna.partners.models import Partnership, Programme
from kizuna.visits.models import Visit
from tests.cast import enter, publish, put, words

HOSTILE = "<script>alert(1)</script><b>&amp;"


def get(address: str, **more: Any) -> Any:
    return enter(None).get(address, **more)


def stands(home: Home) -> None:
    """The pages of the home speak of a day in May."""
    home.stood = FuzzyDate("2026-05-20")
    home.save()


def names(answer: Any) -> list[str]:
    """The activities on a page, in its order."""
    return [row["name"] for row in answer.context["page"]]


def test_activities_stand_by_year_the_newest_first(ours: Home, alliance: Partnership, page: Source) -> None:
    row = an_activity(ours, "A lecture", "2019-05-02", partnership=alliance, online=True)
    put(records.cited(row, source=page, lines=[4]))
    put(Activity(home=ours, parent=row, title=words("A round table"), visibility="public"))
    a_count(row, "more than 100")
    an_activity(ours, "A walk", "2021")
    an_activity(ours, "Some time")
    an_activity(ours, "Nobody knows", "2020", visibility="office")
    publish(ours)
    answer = get("/ours/en/activities/")
    assert names(answer) == ["A walk", "A lecture", "Some time"]
    assert [told["year"] for told in answer.context["page"]] == [2021, 2019, 0]
    html = answer.content.decode()
    told = ("A round table", "more than 100", "/ours/en/partners/eth/", "2 May 2019", "A page of ours")
    assert [one for one in told if one not in html] == []
    assert "Nobody knows" not in html


def test_the_list_is_narrowed_by_its_address_and_kept_by_whoever_has_it(ours: Home, alliance: Partnership) -> None:
    an_activity(ours, "A lecture", "2019", partnership=alliance, online=True)
    an_activity(ours, "A walk", "2021", in_person=True)
    publish(ours)
    asked = {"?partner=eth": ["A lecture"], "?format=in_person": ["A walk"], "?format=online&partner=nobody": [],
             "?format=streamed": [], "?partner=" + "x" * 5000: [], "?format=%27--": []}  # fmt: skip
    assert {query: names(get(f"/ours/activities/{query}")) for query in asked} == asked
    assert "Take one of the choices back" in get("/ours/activities/?format=streamed").content.decode()
    mark = get("/ours/activities/?partner=eth").headers["ETag"]
    assert get("/ours/activities/?partner=eth", headers={"if-none-match": mark}).status_code == 304


def test_many_years_are_cut_into_parts_counted_from_the_oldest() -> None:
    years = [2000 + number // 100 for number in range(1000)]
    found = parts.by_years([0, 0, *years])
    assert [(one.slug, one.words, one.count) for one in found] == [
        ("", "2009–", 100), ("2006-2008", "2006–2008", 300), ("2003-2005", "2003–2005", 300),
        ("until-2002", "–2002", 302),
    ]  # fmt: skip
    # What is added now changes the newest part alone.
    assert parts.by_years([0, 0, *years, 2010, 2010])[1:] == found[1:]
    # Of a few rows nobody makes a part of their own.
    assert [(one.slug, one.count) for one in parts.by_years(years[:920])][:2] == [("", 320), ("2003-2005", 300)]
    assert [(one.slug, one.count) for one in parts.by_years([2001, 0])] == [("", 2)]


def test_earlier_years_have_a_page_of_their_own(ours: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 1)
    monkeypatch.setattr(parts, "FEWEST", 1)
    for year in ("2018", "2019", "2020"):
        an_activity(ours, f"Days of {year}", year)
    publish(ours)
    assert names(get("/ours/activities/")) == ["Days of 2020"]
    assert 'href="/ours/activities/2019-2019/"' in get("/ours/activities/").content.decode()
    assert names(get("/ours/activities/2019-2019/")) == ["Days of 2019"]
    assert get("/ours/activities/2017-2017/").status_code == 404


def test_a_series_tells_its_editions_its_places_and_whose_turn_it_is(ours: Home, alliance: Partnership) -> None:
    series = a_series(ours, "days", partnership=alliance, host_pattern="alternates", rhythm="annual")
    an_edition(series, "2018", edition=1, host_side="home", place=words("The old hall", "旧館"))
    an_edition(series, "2019", edition=2, host_side="partner", title=words("Water"))
    hidden = a_series(ours, "quiet", partnership=alliance, visibility="office")
    an_edition(hidden, "2019", title=words("Silence"))
    publish(ours)
    told = get("/ours/en/series/days/").context["told"]
    assert [(row["name"], row["side"]) for row in told["editions"]] == [
        ("Water", "With the partner"), ("Days 1", "With us")
    ]  # fmt: skip
    assert (told["turn"]["name"], told["next"]) == ("With us", None)
    assert told["turn"]["text"].startswith("The two sides host in turn")
    japanese = get("/ours/ja/series/days/").context["told"]
    assert (japanese["editions"][1]["where"], japanese["turn"]["text"] != told["turn"]["text"]) == ("旧館", True)
    assert get("/ours/series/quiet/").status_code == 404
    for address in ("/ours/activities/", "/ours/series/days/"):
        assert [one for one in ("Silence", "quiet") if one in get(address).content.decode()] == []


def test_the_calendar_tells_the_last_twelve_months_and_what_is_coming(ours: Home, alliance: Partnership) -> None:
    stands(ours)
    for title, when in (
        ("Long ago", "2025-04-30"),
        ("Last May", "2025-05-03"),
        ("This month", "2026-05-02"),
        ("Some time this year", "2026"),
        ("In autumn", "2026-10"),
        ("Over years", "2024/2027"),
    ):
        an_activity(ours, title, when)  # fmt: skip
    an_activity(ours, "Hidden", "2026-06-01", visibility="staff")
    put(Visit(home=ours, slug="open", title=words("They come"), begins=FuzzyDate("2026-07-01"), visibility="public"))
    put(Visit(home=ours, slug="shut", title=words("They hide"), begins=FuzzyDate("2026-07-01")))
    put(Visit(home=ours, slug="off", title=words("They stay"), begins=FuzzyDate("2026-07-01"), visibility="public",
              called_off=True))  # fmt: skip
    a_call(ours, visibility="public")
    publish(ours)
    answer = get("/ours/en/calendar/")
    told = answer.context["told"]
    assert [(row["month"], row["name"]) for row in told["past"]] == [("2025-05", "Last May")]
    coming = [(row["month"], row["name"]) for row in told["coming"] if row["sort"] != "call"]
    assert coming == [
        ("", "Over years"), ("2026-05", "This month"), ("2026-07", "They come"), ("2026-10", "In autumn"),
        ("2026", "Some time this year"),
    ]  # fmt: skip
    assert {row["what"] for row in told["coming"] if row["sort"] == "call"} >= {"Deadline for proposals"}
    html = answer.content.decode()
    assert [one for one in ("Going on", "May 2026", "2026, month not known") if one not in html] == []
    events: Any = Calendar.from_ical(get("/ours/en/calendar.ics").content).walk("VEVENT")
    days = {str(event["summary"]): event["dtstart"].dt for event in events if "call" not in str(event["summary"])}
    # What is known by its month or year alone is no day in anybody's calendar.
    assert days == {
        "Last May": date(2025, 5, 3), "This month": date(2026, 5, 2), "They come": date(2026, 7, 1),
    }  # fmt: skip


def test_the_calendar_of_programs_is_sent_again_only_when_it_has_changed(ours: Home, alliance: Partnership) -> None:
    stands(ours)
    an_activity(ours, "A lecture", "2026-05-02")
    publish(ours)
    first = get("/ours/ja/calendar.ics")
    assert (first.headers["Content-Type"], first.headers["Content-Language"]) == (
        "text/calendar; charset=utf-8",
        "ja",
    )
    mark = {"if-none-match": first.headers["ETag"]}
    assert get("/ours/ja/calendar.ics", headers=mark).status_code == 304
    an_activity(ours, "A walk", "2026-06-02")
    assert get("/ours/ja/calendar.ics", headers=mark).status_code == 304
    publish(ours)
    assert "A walk" in get("/ours/ja/calendar.ics", headers=mark).content.decode()
    assert get("/ours/xx/calendar.ics").status_code == 404


def test_events_are_told_to_search_engines_where_their_day_is_known(ours: Home) -> None:
    an_activity(ours, "A lecture </script>", "2019-05-02", online=True, place=words("Hall"), state="cancelled")
    an_activity(ours, "A walk", "2019")
    publish(ours)
    [found] = re.findall(r'ld\+json">(.*?)</script>', get("/ours/activities/").content.decode(), re.DOTALL)
    assert json.loads(found)["itemListElement"] == [{
        "@type": "Event", "name": "A lecture </script>", "startDate": "2019-05-02", "endDate": "2019-05-02",
        "eventStatus": "https://schema.org/EventCancelled",
        "organizer": {"@type": "CollegeOrUniversity", "name": "Our University"},
        "location": {"@type": "Place", "name": "Hall"},
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
    }]  # fmt: skip


def test_every_published_figure_stands_in_the_list_with_what_it_counts(ours: Home, alliance: Partnership) -> None:
    own = {**records.hung_on(alliance), "visibility": "public", "measure": "students", "name": words("Students")}
    for day, many in (("2018", "12"), ("2020", "15")):
        put(Figure(**own, quantity=Quantity.parse(many), as_of=FuzzyDate(day), rule=words("By name")))
    put(Figure(**{**own, "visibility": "office"}, quantity=Quantity.parse("99"), as_of=FuzzyDate("2019")))
    publish(ours)
    answer = get("/ours/en/figures/")
    [rows] = answer.context["groups"]
    assert [(row["value"], row["as_of"], row["newer"] and row["newer"]["value"]) for row in rows] == [
        ("12", "2018", "15"), ("15", "2020", None)
    ]  # fmt: skip
    html = answer.content.decode()
    assert [one for one in ("By name", "A newer value differs", "ETH alliance") if one not in html] == []
    assert ("99" in re.sub(r"<[^>]*>", "", html), get("/ours/figures/2/").status_code) == (False, 404)


def test_good_practices_stand_by_theme_and_go_out_as_a_feed(ours: Home, alliance: Partnership, page: Source) -> None:
    series = a_series(ours, "days", partnership=alliance)
    row = put(Practice(home=ours, series=series, topic="hosting", text=words(HOSTILE), visibility="public"))
    put(records.cited(row, source=page, lines=[4]))
    put(Practice(home=ours, partnership=alliance, kind="challenge", topic="money", text=words("Too little"),
                 visibility="public"))  # fmt: skip
    put(Practice(home=ours, partnership=alliance, topic="money", text=words("A secret")))
    publish(ours)
    answer = get("/ours/en/practices/")
    assert [(key, len(rows)) for key, _name, rows in answer.context["themes"]] == [("hosting", 1), ("money", 1)]
    html = answer.content.decode()
    assert ("A secret" in html, "<script>alert" in html, "/ours/en/series/days/" in html) == (False, False, True)
    assert [key for key, _name, _rows in get("/ours/practices/?theme=money").context["themes"]] == ["money"]
    assert get("/ours/practices/?theme=nothing").context["themes"] == []
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(get("/ours/en/practices.atom").content)  # noqa: S314 - our own answer
    entries = feed.findall(f"{atom}entry")
    assert entries[0].findtext(f"{atom}id") == f"urn:uuid:{row.uuid}"
    # The summary is HTML: what looks like markup is words there too.
    assert [entry.findtext(f"{atom}summary") for entry in entries] == [
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&amp;amp;", "Too little"
    ]  # fmt: skip


def test_the_home_says_of_itself_what_is_on_record_and_how_its_pages_are_read(ours: Home, programme: Programme) -> None:
    assert get("/ours/about/").status_code == 404
    hung = records.hung_on(programme) | {"visibility": "public"}
    put(Note(**hung, kind="aim", text=words("To learn from each other")))
    put(Note(**hung, kind="link", text=words("Our guide"), address="https://guide.example/"))
    put(Note(**(hung | {"visibility": "office"}), kind="principle", text=words("To spend little")))
    publish(ours)
    html = get("/ours/en/about/").content.decode()
    told = (
        "To learn from each other",
        "https://guide.example/",
        "/ours/visit-us/",
        "How to read these pages",
        "日本語",
    )
    assert [one for one in told if one not in html] == []
    assert "To spend little" not in html


def test_the_menu_holds_what_is_published_and_nothing_else(ours: Home, alliance: Partnership) -> None:
    publish(ours)
    # No kind of page that nothing is on record for; what stands alone needs no menu of its own.
    assert [one["label"] for one in get("/ours/").context["chrome"]["nav"]] == ["Programme", "About"]
    stands(ours)
    an_activity(ours, "A lecture", "2026-05-02")
    publish(ours)
    nav = get("/ours/en/calendar/").context["chrome"]["nav"]
    [group] = [one for one in nav if one["label"] == "Activities"]
    assert [(one["label"], one["url"], one["current"]) for one in group["within"]] == [
        ("Activities", "/ours/en/activities/", False), ("Calendar", "/ours/en/calendar/", True)
    ]  # fmt: skip


def test_a_list_costs_the_same_for_one_row_and_for_three(ours: Home, alliance: Partnership) -> None:
    client, counts = enter(None), []
    stands(ours)
    series = a_series(ours, "days", partnership=alliance)
    for number in (1, 3):
        for one in range(number):
            an_edition(series, f"2026-0{number}-0{one + 5}")
            own = {**records.hung_on(alliance), "visibility": "public", "measure": f"m{one}", "name": words("Many")}
            put(Figure(**own, quantity=Quantity.parse("3")))
        publish(ours)
        for part in ("activities/", "series/days/", "calendar/", "figures/"):
            client.get(f"/ours/{part}")
            with CaptureQueriesContext(connection) as told:
                client.get(f"/ours/{part}")
            counts.append((part, len(told)))
    assert counts[:4] == counts[4:]


def test_hostile_words_are_shown_as_words_on_every_list(ours: Home, alliance: Partnership) -> None:
    series = a_series(ours, "days", partnership=alliance)
    series.title = words(HOSTILE)
    put(series)
    row = an_edition(series, "2026-05-02", title=words(HOSTILE), text=words(HOSTILE), place=words(HOSTILE))
    put(Practice(home=ours, activity=row, text=words(HOSTILE), visibility="public"))
    stands(ours)
    publish(ours)
    for part in ("activities/", "series/days/", "calendar/", "practices/", "search/?q=script"):
        html = get(f"/ours/en/{part}").content.decode()
        assert (part, html.count("<script>alert"), "&lt;script&gt;alert" in html) == (part, 0, True)
        assert html.count("</script>") == html.count("<script")
