"""Briefings: right against the sources, no more than the reader may see, the same on page, paper and in Word."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from kizuna.config.cli import main
from kizuna.core import asof, records
from kizuna.core.actions import place_of
from kizuna.core.models import Account, Home
from kizuna.core.terminal import operator as commanding
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.desk.briefing import catalogue, files, filling
from kizuna.desk.briefing.book import Book
from kizuna.desk.models import Issued
from kizuna.directory.models import Organisation, Person, Post
from kizuna.partners.models import Coordinator, HistoricalTie, Partnership
from kizuna.visits.models import Commitment, Delegate, Meeting, Participant, Stop, Visit
from tests.cast import enter, make_agreement, make_project, put, taken, words
from tests.programs import caller, key_for

STOOD = date(2021, 10, 31)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def told(book: Book) -> dict[str, list[list[str]]]:
    """The rows of each part, in words."""
    return {part.name: [[cell.shown for cell in row] for row in part.rows] for part in book.parts}


def test_the_briefing_on_princeton_says_what_the_page_says(demonstration: date) -> None:
    home = Home.objects.get(slug="utokyo")
    made = catalogue.make("partner", "Princeton University", home, commanding(), STOOD)
    assert [(tile.big, bool(tile.cites)) for tile in made.tiles[:4]] == [
        ("January 2013", True), ("9 calls", True), ("29 projects", True), ("First", True),
    ]  # fmt: skip
    found = told(made)
    assert (made.tiles[1].text, made.tiles[1].small) == (
        "Calls for applications to date",
        "as of October 2021 or later",
    )
    assert "figures" not in found
    assert found["agreements"] == [
        ["Strategic partnership agreement with Princeton University", "In force", "January 2013", "not stated"]
    ]
    assert "joint fund" in found["money"][0][0]
    assert found["events"] == [["2021 Princeton-UTokyo Day"]]
    assert [row[2] for row in found["series"]] == ["The partner’s", "Ours"]
    assert "Joint Governance Committee" in " ".join(row[0] for row in found["notes"])
    assert all(title and place for _number, title, place in made.sources)


@pytest.mark.parametrize("name", ["princeton", "プリンストン大学", "PRINCETON university"])
def test_a_partner_is_found_by_any_of_its_names(demonstration: date, name: str) -> None:
    home = Home.objects.get(slug="utokyo")
    assert catalogue.make("partner", name, home, commanding(), STOOD).name == "princeton"


def test_the_briefings_on_japan_and_on_tsinghua(demonstration: date) -> None:
    ucl, leuven = Home.objects.get(slug="ucl"), Home.objects.get(slug="ku-leuven")
    japan = catalogue.make("country", "Japan", ucl, commanding(), date(2019, 10, 1))
    assert [row[0] for row in told(japan)["partners"]] == ["Tohoku University", "Osaka University"]
    assert {"102 papers", "70 papers"} <= {tile.big for tile in japan.tiles}
    assert "172" not in json.dumps(told(japan))
    tsinghua = catalogue.make("partner", "Tsinghua University", leuven, commanding(), date(2019, 11, 12))
    assert (tsinghua.line, tsinghua.tiles[0].big) == ("Beijing, China", "for many years")
    met = told(japan)["visits"]
    assert met[-1] == ["The Provost and the Prime Minister of Japan"]
    visited = next(part.rows[0][0].small for part in japan.parts if part.name == "visits")
    assert "stops: Tohoku University, Osaka University, STS Forum" in visited
    deed = next(part.rows[1][0].small for part in tsinghua.parts if part.name == "visits")
    assert deed == "Signing · Planned · Reconfirmed: Student mobility agreement with Tsinghua University"


@pytest.mark.parametrize(
    ("home", "kind", "name"),
    [("utokyo", "partner", "princeton"), ("ucl", "country", "JP"), ("ku-leuven", "partner", "tsinghua"),
     ("ku-leuven", "country", "CN"), ("ku-leuven", "country", "JP")],
    ids=str,
)  # fmt: skip
def test_every_figure_carries_its_date_and_its_source(demonstration: date, home: str, kind: str, name: str) -> None:
    found = Home.objects.get(slug=home)
    made = catalogue.make(kind, name, found, commanding(), asof.chosen(found, "").day)
    # What is counted from the record leads to the rows that it counts, each with its sources.
    assert [tile.text for tile in made.tiles if not (tile.cites or tile.url) or not (tile.small or tile.record)] == []
    rows = [row for part in made.parts if part.name not in ("unknown", "time") for row in part.rows]
    assert [row[0].text for row in rows if not any(cell.cites for cell in row)] == []
    assert {"as of", "counted for", "from when", ""} >= {
        next((words for words in ("as of", "counted for", "from when") if words in tile.small), "")
        for tile in made.tiles
    }


LEVELS = ("public", "staff", "office", "sealed")


@pytest.fixture
def closed(ours: Home, alliance: Partnership) -> Partnership:
    """Our alliance with notes, figures and agreements of every visibility."""
    for level in LEVELS:
        note = records.noted(alliance, text=words(f"A {level} note"))
        figure = records.figured(alliance, name=words(f"{level} figure"), measure="m", quantity=Quantity.parse("5"))
        for one in (note, figure):
            one.visibility = level
            records.save(one, by=commanding(), verb="added")
        make_agreement(ours, f"{level} agreement", partnership=alliance, visibility=level, begins=FuzzyDate("2019"))
        make_project(ours, f"{level} project", partnership=alliance, visibility=level)
        tie = {"text": words(f"{level} tie"), "begins": FuzzyDate("1920"), "visibility": level}
        put(HistoricalTie(home=ours, partnership=alliance, **tie))
    return alliance


@pytest.mark.parametrize(("who", "sees"), [("reader", 2), ("coordinator", 2), ("office", 3), ("trusted", 4)], ids=str)
def test_what_one_may_not_see_is_absent_and_no_total_betrays_it(
    closed: Partnership, ours: Home, who: str, sees: int, request: pytest.FixtureRequest
) -> None:
    made = catalogue.make("partner", "eth", ours, request.getfixturevalue(who), date(2020, 1, 1))
    shared = catalogue.make("partner", "eth", ours, request.getfixturevalue(who), date(2020, 1, 1), shared=True)
    for book, most in ((made, sees), (shared, 2)):
        found = json.dumps(told(book))
        assert [level for level in LEVELS if f"{level} tie" in found] == list(LEVELS[:most])
        assert len(told(book)["agreements"]) == most
        assert next(tile.big for tile in book.tiles if "project" in tile.text and "figure" not in tile.text) == str(
            most
        )
        assert len(told(book).get("sensitivities", [])) == most - 2
        assert ("sensitivities" in told(book)) == (most > 2)


def test_the_page_the_pdf_and_the_word_file(closed: Partnership, office: Account, other_office: Account) -> None:
    inside, address = enter(office), "/desk/ours/briefing/partner/eth"
    page = inside.get(f"{address}/").content.decode()
    assert ("A office note" in page, "A sealed note" in page) == (True, False)
    assert "A office note" not in inside.get(f"{address}/?shared").content.decode()
    pdf, docx = inside.get(f"{address}.pdf"), inside.get(f"{address}.docx?shared")
    assert (pdf.content[:5], pdf["Content-Type"]) == (b"%PDF-", "application/pdf")
    paper = Document(io.BytesIO(docx.content))
    lines = [one.text for one in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    assert ("A staff note" in " ".join(lines), "A office note" in " ".join(lines)) == (True, False)
    assert [inside.get(f"{address}.{form}").status_code for form in ("exe", "html")] == [404, 404]
    assert enter(other_office).get(f"{address}/").status_code == 404
    assert inside.get("/desk/ours/briefing/partner/nobody/").status_code == 404
    assert inside.get("/desk/ours/briefing/planet/mars/").status_code == 404


def test_a_name_that_is_asked_for_leads_to_its_briefing(alliance: Partnership, office: Account) -> None:
    inside = enter(office)
    answer = inside.get("/desk/ours/briefing/?kind=partner&name=ETHZ")
    assert answer["Location"] == "/desk/ours/briefing/partner/eth/"
    assert inside.get("/desk/ours/briefing/?kind=country&name=スイス")["Location"] == "/desk/ours/briefing/country/CH/"
    assert "There is no partner of the name “Nowhere”" in inside.get(
        "/desk/ours/briefing/?kind=partner&name=Nowhere"
    ).content.decode().replace("&quot;", '"')  # fmt: skip


def test_the_briefing_of_a_person(alliance: Partnership, ours: Home, eth: Organisation, office: Account) -> None:
    person = put(Person(home=ours, slug="meier", family="Meier", given="Anna", visibility="public"))
    put(
        Post(
            home=ours,
            person=person,
            organisation=eth,
            title=words("Rector"),
            begins=FuzzyDate("2019"),
            visibility="staff",
        )
    )
    put(
        Coordinator(
            home=ours, partnership=alliance, person=person, side="partner", begins=FuzzyDate("2019"), visibility="staff"
        )
    )
    made = catalogue.make("person", "Anna Meier", ours, office, date(2020, 6, 1))
    assert (made.line, told(made)["leads"]) == ("Rector, ETH Zürich", [["ETH alliance"]])
    partner = catalogue.make("partner", "eth", ours, office, date(2020, 6, 1))
    assert told(partner)["people"] == [["Anna Meier"]]


def test_one_and_three_of_a_kind_need_the_same_number_of_queries(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    counts: list[int] = []
    for _round in range(2):
        for number in range(3 if counts else 1):
            make_agreement(ours, f"Agreement {number}", partnership=alliance)
            make_project(ours, f"Project {number}", partnership=alliance)
            put(HistoricalTie(home=ours, partnership=alliance, text=words("Tie"), visibility="public"))
        counts.append(_queries(ours, office))
    assert counts[0] == counts[1] <= 60


def _queries(home: Home, user: Account) -> int:
    inside = enter(user)
    with CaptureQueriesContext(connection) as found:
        inside.get(f"/desk/{home.slug}/briefing/partner/eth/")
    return len(found)


HOSTILE = [
    "<script>alert(1)</script>",
    '#read("/etc/passwd")',
    "{{ 7*7 }} {% x %}",
    "\u202e\u0000x",
    "漢字" * 4000,
    "🎉 مرحبا",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda one: ascii(one)[:20])
def test_hostile_words_stay_words_in_every_form(ours: Home, alliance: Partnership, office: Account, text: str) -> None:
    note = records.noted(alliance, text=words(text.replace("\x00", "")))
    records.save(note, by=commanding(), verb="added")
    page = enter(office).get("/desk/ours/briefing/partner/eth/").content.decode()
    assert "<script>alert" not in page
    made = catalogue.make("partner", "eth", ours, office, date(2020, 1, 1))
    assert files.content(made, "pdf", NOON).startswith(b"%PDF-")
    word = files.content(made, "docx", NOON)
    assert word == files.content(made, "docx", NOON)
    names = zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert [name for name in names if "vba" in name or "embeddings" in name] == []
    assert zipfile.ZipFile(io.BytesIO(word)).read("word/_rels/document.xml.rels").count(b"External") == 0


def test_the_command_writes_each_form(ours: Home, alliance: Partnership, tmp_path: Path) -> None:
    base = ["briefing", "partner", "ETHZ", "--home", "ours"]
    for form, start in (("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")):
        out = tmp_path / f"x.{form}"
        answer = CliRunner().invoke(main, [*base, "--shared", "--lang", "ja", "--out", str(out)])
        assert (answer.exit_code, out.read_bytes()[: len(start)]) == (0, start), answer.output
    answer = CliRunner().invoke(main, [*base, "--json", "--on", "2020-01-01"])
    assert json.loads(answer.output)["as_of"] == "2020-01-01"
    for wrong in ([*base, "--out", "x.exe"], ["briefing", "country", "Atlantis", "--home", "ours"]):
        assert CliRunner().invoke(main, wrong).exit_code > 0


def test_nobody_is_named_through_what_may_be_seen(
    ours: Home, alliance: Partnership, eth: Organisation, reader: Account, trusted: Account
) -> None:
    sealed = {"home": ours, "visibility": "sealed"}
    own = {"home": ours, "visibility": "staff"}
    person = put(Person(slug="hidden", family="Hidden", given="Hannah", **sealed))
    agreement = make_agreement(ours, "Hidden agreement", partnership=alliance, visibility="sealed")
    put(Commitment(partnership=alliance, text=words("Write to them"), person=person, **own))
    what = {"topics": words("Renewal"), "begins": FuzzyDate("2019-12-02"), "agreement": agreement, "deed": "renewed"}
    meeting = put(Meeting(organisation=eth, **what, **own))
    put(Participant(meeting=meeting, person=person, **own))
    for who, named in ((reader, False), (trusted, True)):
        made = catalogue.make("partner", "eth", ours, who, date(2020, 1, 1))
        text = json.dumps([[cell.text, cell.small] for cell in made.cells])
        assert ("Hannah" in text, "Hidden agreement" in text) == (named, named)
        assert ("promises" in told(made)) == named
        assert [row[0] for row in told(made)["visits"]] == ["ETH Zürich"]
    shared = catalogue.make("partner", "eth", ours, trusted, date(2020, 1, 1), shared=True)
    assert "Hannah" not in json.dumps([[cell.text, cell.small] for cell in shared.cells])


# Issued, and kept.


def test_what_is_issued_is_kept_as_the_file_it_was(
    closed: Partnership, office: Account, reader: Account, trusted: Account, other_office: Account
) -> None:
    inside, address = enter(office), "/desk/ours/briefing/partner/eth"
    for query in ("", "?shared"):
        assert inside.post(f"{address}/freeze/{query}").status_code == 302
    confidential, shared = Issued.objects.order_by("pk")
    assert [(one.version_of, one.visibility) for one in (confidential, shared)] == [
        ("confidential", "office"), ("shared", "staff"),
    ]  # fmt: skip
    kept = f"/desk/ours/briefing/issued/{confidential.uuid}/file/"
    with taken(inside.get(kept)) as answer:
        before = b"".join(answer.streaming_content)
    closed.name = words("Renamed")
    records.save(closed, by=office, verb="revised")
    with taken(inside.get(kept)) as answer:
        assert b"".join(answer.streaming_content) == before
    assert [enter(who).get(kept).status_code for who in (reader, other_office)] == [404, 404]
    place_of(confidential.fingerprint).write_bytes(b"%PDF-another")
    assert inside.get(kept).status_code == 404
    assert enter(reader).post(f"{address}/freeze/").status_code == 403
    enter(trusted).post(f"{address}/freeze/")
    assert Issued.objects.order_by("-pk").values_list("visibility", flat=True)[0] == "sealed"


def test_a_program_reads_and_issues_a_briefing(closed: Partnership, office: Account) -> None:
    call = caller(key_for(office, "read", "write"))
    status, found = call("GET", "/homes/ours/briefings/partner?name=ETHZ&on=2020-01-01")
    assert (status, found["name"], found["as_of"]) == (200, "eth", "2020-01-01")
    status, made = call("POST", "/homes/ours/briefings/partner/freeze", {"name": "ETHZ", "shared": True})
    assert (status, made["version"], len(made["fingerprint"])) == (201, "shared", 64)
    assert call("GET", "/homes/ours/briefings/partner?name=Nowhere")[0] == 404


def test_a_whole_name_in_the_search_box_is_its_briefing_at_once(alliance: Partnership, office: Account) -> None:
    inside = enter(office)
    page = inside.get("/desk/ours/search/?q=ETHZ")
    assert (page.status_code, "<h1>ETH alliance</h1>" in page.content.decode()) == (200, True)
    assert "<h1>ETH alliance</h1>" not in inside.get("/desk/ours/search/?q=ETHZ&all=1").content.decode()
    assert "/desk/ours/briefing/country/CH/" in inside.get("/desk/ours/search/?q=switzerland").content.decode()


def test_briefings_are_a_step_away_from_what_they_speak_of(
    ours: Home, alliance: Partnership, eth: Organisation, office: Account
) -> None:
    make_agreement(ours, "Agreement", partnership=alliance)
    inside = enter(office)
    for page, there in (
        ("", "briefing/"), ("partners/eth/", "briefing/partner/eth/"), ("briefing/", "briefing/partner/eth/"),
        ("briefing/", "briefing/country/CH/"), (f"organisations/{eth.slug}/", "briefing/country/CH/"),
        ("organisations/", "briefing/country/CH/"),
    ):  # fmt: skip
        assert f'href="/desk/ours/{there}"' in inside.get(f"/desk/ours/{page}").content.decode(), page
    assert "None issued yet" in inside.get("/desk/ours/briefing/").content.decode()


def test_the_briefing_of_a_visit(ours: Home, alliance: Partnership, eth: Organisation, office: Account) -> None:
    own = {"home": ours, "visibility": "staff"}
    visit = put(Visit(slug="autumn", title=words("Autumn in Zurich"), begins=FuzzyDate("2026-12-01/2026-12-03"), **own))
    put(Delegate(visit=visit, named=words("The Provost"), role="leader", **own))
    put(Stop(visit=visit, organisation=eth, **own))
    put(Meeting(visit=visit, organisation=eth, topics=words("Renewal"), begins=FuzzyDate("2026-12-02"), **own))
    made = catalogue.make("visit", "Autumn in Zurich", ours, office, date(2026, 11, 21))
    found = told(made)
    assert (found["delegation"], [row[0] for row in found["partners"]]) == ([["The Provost"]], ["ETH alliance"])
    assert [row[:2] for row in found["programme"]] == [
        ["2 December 2026", "ETH Zürich"], ["within the visit", "ETH Zürich"],
    ]  # fmt: skip
    partner = catalogue.make("partner", "eth", ours, office, date(2026, 11, 21))
    assert [row[0] for row in told(partner)["visits"]] == ["Autumn in Zurich", "ETH Zürich"]


def test_a_country_has_the_figures_of_the_home_that_name_it(demonstration: date) -> None:
    japan = catalogue.make("country", "JP", Home.objects.get(slug="ucl"), commanding(), date(2019, 10, 1))
    assert "182 students" in [tile.big for tile in japan.tiles]


# A Word template of one's own.


def template(*texts: str, **parts: bytes) -> bytes:
    """A Word file with these paragraphs, the last also in a cell; and further entries by name."""
    paper = Document()
    for text in texts:
        paper.add_paragraph(text)
    paper.add_table(rows=1, cols=1).rows[0].cells[0].text = texts[-1]
    out = io.BytesIO()
    paper.save(out)
    with zipfile.ZipFile(out, "a") as more:
        for name, content in parts.items():
            more.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same file with something else in one of its entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in read.namelist():
            made.writestr(entry, read.read(entry).replace(old, new, 1) if entry == name else read.read(entry))
    return out.getvalue()


def test_a_template_of_ones_own_is_filled_with_words_and_lists(
    closed: Partnership, ours: Home, office: Account
) -> None:
    records.save(records.noted(closed, text=words("{{ home }} {% x %} <w:p>")), by=commanding(), verb="added")
    given = template("On {{ title }}, {{version}}", "{{ notes }}", "{{ promises }}", "{{ agreements }}")
    inside = enter(office)
    answer = inside.post("/desk/ours/briefing/partner/eth/fill/?shared", {"template": io.BytesIO(given)})
    paper = Document(io.BytesIO(answer.content))
    lines = [one.text for one in paper.paragraphs if one.text]
    assert lines[0] == "On ETH alliance, Shared"
    assert [line.partition(" (")[0] for line in lines if "note" in line] == ["A public note", "A staff note"]
    assert any(line.startswith("{{ home }} {% x %} <w:p>") for line in lines)
    told_in = paper.tables[0].rows[0].cells[0].paragraphs
    assert sorted(one.text.partition(" (")[0] for one in told_in) == ["public agreement", "staff agreement"]
    refused = inside.post("/desk/ours/briefing/partner/eth/fill/", {"template": io.BytesIO(template("{{ secret }}"))})
    assert refused.status_code == 302
    assert "asks for what there is not: secret" in inside.get("/desk/ours/briefing/").content.decode()


RELS, BODY = "word/_rels/document.xml.rels", "word/document.xml"
PLAIN = template("{{ title }}")
OUTSIDE = (
    b'<Relationship Id="rX" Type="http://x/attachedTemplate" Target="https://evil.example/" TargetMode="External"/>'
)
HOSTILE_TEMPLATES = {
    "no zip": b"PK\x03\x04 not a file",
    "nothing": b"",
    "too large": b"PK" + b"0" * 2_100_000,
    "another zip": template("x")[:200],
    "bomb": template("x", word__media__a=b"0" * 21_000_000),
    "macro": template("x", word__vbaProject=b"VBA"),
    "embedded": template("x", word__embeddings__a=b"MZ"),
    "macro type": changed(PLAIN, "[Content_Types].xml", b"document.main+xml", b"document.macroEnabled.main+xml"),
    "entities": changed(PLAIN, BODY, b"<w:document", b'<!DOCTYPE a [<!ENTITY b "bb">]><w:document'),
    "utf-16": changed(PLAIN, BODY, b"<w:document", "<!DOCTYPE a>".encode("utf-16")),
    "fetched template": changed(PLAIN, RELS, b"</Relationships>", OUTSIDE + b"</Relationships>"),
    "field": changed(PLAIN, BODY, b"<w:p>", b"<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r>"),
    "a path": template("x", **{"..__..__etc__passwd": b"x"}),
    "broken xml": changed(PLAIN, BODY, b"<w:body>", b"<w:body"),
}


@pytest.mark.parametrize("name", HOSTILE_TEMPLATES)
def test_hostile_templates_are_refused_with_a_word(
    name: str, ours: Home, alliance: Partnership, office: Account
) -> None:
    made = catalogue.make("partner", "eth", ours, office, date(2020, 1, 1))
    with pytest.raises(ValidationError):
        filling.fill(HOSTILE_TEMPLATES[name], made, NOON)
