"""News, symposia and annual reports: drafted from what is published, every statement with its record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError

from kizuna.activities.models import Activity, Attendee, Headcount, Series
from kizuna.agreements.models import Agreement
from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.desk import actions as desk
from kizuna.desk.publish import annual, catalogue, spans, symposia
from kizuna.directory.models import Person
from kizuna.partners.models import Outcome, Partnership, Plan, Standing
from kizuna.publishing import actions, paper
from kizuna.publishing.models import Edition, Page
from kizuna.visits.models import Commitment, Delegate, Leg, Meeting, Stop, Visit
from tests.cast import enter, make_agreement, make_partnership, put, words


@pytest.fixture
def visit(ours: Home, alliance: Partnership) -> Visit:
    """A public visit with what is public of it, and what is not."""
    own: dict[str, Any] = {"home": ours, "visibility": "public"}
    day = FuzzyDate("2019-10-01")
    made = put(Visit(slug="to-eth", title=words("To Zürich", "チューリッヒへ"), purpose=words("To talk of snow."),
                     partnership=alliance, begins=day, ends=day, **own))  # fmt: skip
    put(Leg(visit=made, country="CH", **own))
    put(Delegate(visit=made, named=words("the President"), post=words("President"), **own))
    put(Delegate(visit=made, named=words("a secret guest"), home=ours, visibility="staff"))
    put(Stop(visit=made, named=words("a lake"), **own))
    agreement = make_agreement(ours, "Agreement on snow", partnership=alliance, visibility="public")
    put(Meeting(visit=made, title=words("Talks"), agreement=agreement, deed="signed", begins=day, **own))
    put(Commitment(visit=made, text=words("A letter follows."), **own))
    put(Commitment(visit=made, text=words("A secret follows."), home=ours, visibility="staff"))
    return made


def said(edition: Edition) -> list[str]:
    return [block["text"] for block in edition.told["blocks"]]


def signed(home: Home, page: str, by: Account) -> Edition:
    made = desk.draft(home, page, by=by)
    actions.check(made, by=by)
    actions.publish(made, by=by)
    return made


def test_news_of_a_visit_says_what_is_public_of_it(ours: Home, visit: Visit, office: Account) -> None:
    made = desk.draft(ours, "news/to-eth/en", by=office)
    assert said(made) == [
        "A delegation of Our University travels to Switzerland: 1 October 2019.", "To talk of snow.",
        "Who travels", "the President, President", "Where", "a lake", "What it is about", "Talks",
        "Agreement signed: Agreement on snow", "What was promised", "A letter follows.",
    ]  # fmt: skip
    assert (made.page.record, made.told["partners"][0]["slug"], made.told["day"]) == (visit.uuid, "eth", "2019-10-01")
    # Two things are stated of the visit itself; each knows which.
    assert [one.get("field") for one in made.told["blocks"] if one.get("id") == str(visit.uuid)] == ["when", "purpose"]


def test_one_statement_of_a_record_changes_and_the_others_stand(ours: Home, visit: Visit, office: Account) -> None:
    signed(ours, "news/to-eth/en", office)
    visit.refresh_from_db()
    visit.purpose = words("To talk of ice.")
    put(visit)
    [lost] = [one for one in catalogue.differences(ours, "en") if one.state == "lost"]
    assert lost.lines == ["“To talk of snow.”: the record says “To talk of ice.” now"]
    again = desk.draft(ours, "news/to-eth/en", by=office)
    sent = {"title": again.title, "version": again.version, "renew-1": "1", "drop-0": "1"}
    assert enter(office).post(f"/desk/ours/site/write/{again.uuid}/", sent).status_code == 302
    again.refresh_from_db()
    assert said(again)[0] == "To talk of ice."
    page = enter(office).get(f"/desk/ours/site/write/{again.uuid}/").content.decode()
    # What was left out is offered again, by its record and what of it is stated.
    assert f'value="{visit.uuid}:when"' in page
    sent = {"title": again.title, "version": again.version, "add": f"{visit.uuid}:when"}
    enter(office).post(f"/desk/ours/site/write/{again.uuid}/", sent)
    again.refresh_from_db()
    assert said(again)[-1] == "A delegation of Our University travels to Switzerland: 1 October 2019."


def test_news_goes_when_its_visit_is_public_no_more(ours: Home, visit: Visit, office: Account) -> None:
    signed(ours, "news/to-eth/en", office)
    visit.refresh_from_db()
    visit.visibility = "staff"
    put(visit)
    assert [one.key for one in catalogue.differences(ours, "en") if one.state == "gone"] == ["news/to-eth/en"]
    desk.release(ours, by=office)
    assert enter(None).get("/ours/news/to-eth/").status_code == 404


def test_news_in_words_begins_with_its_day(ours: Home, office: Account) -> None:
    client = enter(office)
    answer = client.post("/desk/ours/site/draft/", {"day": "2026-11-02", "name": "New <house>", "language": "en"})
    made = Edition.objects.get()
    assert answer["Location"] == f"/desk/ours/site/write/{made.uuid}/"
    assert (made.page.slug, made.title, said(made)) == ("2026-11-02-new-house", "News of 2 November 2026", [])
    actions.write(made, title="A <b>house</b>", blocks=[{"kind": "words", "text": "It stands."}], by=office)
    actions.check(made, by=office)
    actions.publish(made, by=office)
    page = enter(None).get("/ours/news/2026-11-02-new-house/").content.decode()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (data["@type"], data["headline"], data["temporalCoverage"]) == (
        "NewsArticle", "A <b>house</b>", "2026-11-02",
    )  # fmt: skip
    assert ("A &lt;b&gt;house&lt;/b&gt;" in page, "<b>house" in page) == (True, False)
    assert catalogue.differences(ours, "en")[0].state == "new"
    for wrong in ("news/2026-13-02/en", "news/nowhere/en", "news/2026-11-02-X/en", "report/12/en", "symposium/a-1/en"):
        with pytest.raises(ValidationError):
            desk.draft(ours, wrong, by=office)


def test_the_newest_news_stands_first_and_the_menu_leads_there(ours: Home, visit: Visit, office: Account) -> None:
    assert enter(None).get("/ours/news/").status_code == 404
    for page in ("news/2018-01-01-old/en", "news/to-eth/en", "news/2026-01-01-new/en"):
        signed(ours, page, office)
    listed = enter(None).get("/ours/news/").content.decode()
    places = [listed.index(f"/ours/news/{slug}/") for slug in ("2026-01-01-new", "to-eth", "2018-01-01-old")]
    assert places == sorted(places)
    assert '<a href="/ours/news/"' in enter(None).get("/ours/news/to-eth/").content.decode()
    assert [enter(None).get(f"/ours/{path}/news/").status_code for path in ("en", "ja")] == [200, 404]


@pytest.fixture
def symposium(ours: Home, alliance: Partnership) -> Activity:
    """The second edition of a public series, with a keynote, a number and what was done that year."""
    own: dict[str, Any] = {"home": ours, "visibility": "public"}
    series = put(Series(slug="days", title=words("Days of Water"), kind="symposium", partnership=alliance, **own))
    made = put(Activity(series=series, edition=2, begins=FuzzyDate("2019-06-03"), state="held", online=True, **own))
    person = put(Person(slug="keynote", family="Meyer", given="Anna", home=ours, visibility="public"))
    put(Attendee(activity=made, person=person, role="keynote", **own))
    put(Headcount(activity=made, quantity=Quantity.parse("80"), home=ours, visibility="public"))
    lecture = {"title": words("Lecture on rain"), "begins": FuzzyDate("2019-09-01"), "state": "held"}
    put(Activity(partnership=alliance, **lecture, **own))
    put(Activity(partnership=alliance, **{**lecture, "title": words("Secret lecture")}, home=ours, visibility="staff"))
    put(Activity(partnership=alliance, title=words("Old lecture"), begins=FuzzyDate("2015"), **own))
    return made


def test_a_symposium_tells_its_edition_and_the_teams_report(ours: Home, symposium: Activity, office: Account) -> None:
    made = desk.draft(ours, "symposium/days-2/en", by=office)
    assert [(one["kind"], one["text"]) for one in made.told["blocks"]] == [
        ("statement", "3 June 2019 · online"), ("heading", "Who speaks"),
        ("statement", "Keynote speaker: Anna Meyer"), ("heading", "Who takes part"), ("figure", "Participants"),
        ("heading", "Report: ETH alliance"), ("statement", "Lecture on rain"),
    ]  # fmt: skip
    signed(ours, "symposium/days-2/en", office)
    assert "Lecture on rain" in enter(None).get("/ours/symposia/days-2/").content.decode()
    # A page keeps its edition when the number turns out to be another.
    symposium.refresh_from_db()
    symposium.edition = 3
    put(symposium)
    found = symposia.find(ours, "days-2")
    assert found == symposium
    assert [one.state for one in catalogue.differences(ours, "en") if one.kind == "symposium"] == []


def test_a_year_is_told_part_by_part_and_each_row_in_one_year(
    ours: Home, alliance: Partnership, symposium: Activity, visit: Visit, office: Account
) -> None:
    own: dict[str, Any] = {"home": ours, "visibility": "public"}
    first = Agreement.objects.get(title__en="Agreement on snow")
    put(Agreement(title=words("Snow again"), predecessor=first, partnership=alliance, begins=FuzzyDate("2019-12-01"),
                  **own))  # fmt: skip
    put(Outcome(partnership=alliance, text=words("A paper."), when=FuzzyDate("2019"), **own))
    hidden = make_partnership(ours, "hidden", visibility="staff")
    put(Outcome(partnership=hidden, text=words("A hidden paper."), when=FuzzyDate("2019"), **own))
    put(Plan(partnership=alliance, text=words("A boat."), horizon=FuzzyDate("2020"), **own))
    made = desk.draft(ours, "report/2019/en", by=office)
    told = said(made)
    assert (made.title, made.told["date"]) == ("Annual report AY2019", "1 April 2019 to 31 March 2020")
    assert told[told.index("Agreements") + 1] == "ETH alliance: agreement renewed: Snow again"
    assert [one for one in told if "paper" in one] == ["ETH alliance: A paper."]
    assert (
        "ETH alliance: Lecture on rain" in told,
        "ETH alliance: A boat." in told,
        "ETH alliance: To Zürich" in told,
    ) == (True, True, True)
    assert {"id", "cites"} <= set(next(one for one in made.told["blocks"] if one["kind"] == "statement"))
    # What is dated by a year alone stands in the year in which most of its days lie, and in no other.
    years = [annual.make(ours, year) for year in ("2018", "2020")]
    assert [one for page in years if page for one in page.tree["blocks"] if "A paper." in str(one["text"])] == []


def test_a_tier_that_was_left_is_told_once_it_is_over(ours: Home, alliance: Partnership) -> None:
    row = Standing.objects.filter(partnership=alliance).first()
    assert row is not None
    row.ends = FuzzyDate("2019-12-31")
    put(row)
    made = annual.make(ours, "2019")
    assert made is not None
    assert [str(one["text"]) for one in made.tree["blocks"]] == [
        "Partnerships",
        "ETH alliance: no longer in the tier “Primary”",
    ]
    assert spans.Span(date(2019, 1, 1), date(2019, 12, 31)).holds(None, date(2019, 5, 1)) is False


def test_a_year_without_records_has_no_report(ours: Home, office: Account) -> None:
    with pytest.raises(ValidationError):
        desk.draft(ours, "report/1999/en", by=office)
    answer = CliRunner().invoke(main, ["report", "annual", "--year", "1999", "--home", "ours"])
    assert (answer.exit_code, answer.output.strip()) == (1, "Error: Nothing is on record of 1999 that is published.")
    for wrong in (["--year", "99"], ["--year", "2019", "--output", "report.txt"]):
        assert CliRunner().invoke(main, ["report", "annual", "--home", "ours", *wrong]).exit_code == 2


def test_a_report_on_paper_is_a_draft_until_it_is_published(
    ours: Home, symposium: Activity, office: Account, tmp_path: Path
) -> None:
    command, path = ["report", "annual", "--year", "2019", "--home", "ours"], tmp_path / "report.pdf"
    drafted = CliRunner().invoke(main, [*command, "--output", str(path)])
    assert (drafted.output.strip(), path.read_bytes()[:5]) == (f"Annual report AY2019 (draft): {path}", b"%PDF-")
    made = desk.draft(ours, "report/2019/en", by=office)
    data = [paper.as_data(ours, made.told, "en", draft=draft, made="") for draft in (True, False)]
    assert [one["draft"] for one in data] == ["DRAFT", ""]
    # The template sets that word behind and above every page, and the paper is one that everybody can read.
    assert b"pdfuaid" in path.read_bytes()
    signed(ours, "report/2019/en", office)
    published = CliRunner().invoke(main, [*command, "--output", str(path)])
    assert published.output.strip() == f"Annual report AY2019 (edition 1): {path}"
    told = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    assert (told["published"], told["year"], told["blocks"][1]["text"]) == (
        True,
        "2019",
        "ETH alliance: Days of Water 2",
    )
    client = enter(None)
    answer = client.get("/ours/reports/2019/paper.pdf")
    assert (answer["Content-Type"], answer.content == path.read_bytes()) == ("application/pdf", True)
    assert client.get("/ours/reports/2019/paper.pdf", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/ours/reports/2018/paper.pdf").status_code == 404
    assert "/ours/reports/2019/paper.pdf" in client.get("/ours/reports/2019/").content.decode()


def test_the_desk_offers_what_is_not_written_yet(
    ours: Home, visit: Visit, symposium: Activity, office: Account
) -> None:
    # The home speaks of a day, and looks back from there.
    ours.stood = FuzzyDate("2020-05-01")
    ours.save()
    client = enter(office)
    before = client.get("/desk/ours/site/").content.decode()
    offered = ["news/to-eth", "symposium/days-2", "report/2019"]
    assert [f'<option value="{page}">' in before for page in offered] == [True, True, True]
    asked = client.get("/api/v1/homes/ours/site/writable").json()
    assert [one["page"] for one in asked["items"]] == offered
    command = ("--as", office.email, "public", "pages", "--home", "ours", "--json")
    assert json.loads(CliRunner().invoke(main, command).output)["items"] == asked["items"]
    for page in [*offered, "report/2015"]:
        client.post("/desk/ours/site/draft/", {"what": page, "language": "en"})
    assert sorted(Page.objects.values_list("kind", "slug")) == [
        ("news", "to-eth"), ("report", "2015"), ("report", "2019"), ("symposium", "days-2"),
    ]  # fmt: skip
    after = client.get("/desk/ours/site/").content.decode()
    assert ([page in after for page in offered[:2]], "All that is on record is written up" in after) == (
        [False, False], True,
    )  # fmt: skip


def test_what_can_be_written_is_told_to_the_office_alone_and_names_nothing_that_is_not_public(
    ours: Home, visit: Visit, office: Account, reader: Account, coordinator: Account, other_office: Account
) -> None:
    hidden = put(Visit(slug="quiet", title=words("A quiet journey"), begins=FuzzyDate("2019-11-01"), home=ours,
                       visibility="staff"))  # fmt: skip
    address = "/api/v1/homes/ours/site/writable"
    answers = {who: enter(who).get(address) for who in (office, reader, coordinator, other_office, None)}
    assert [answer.status_code for answer in answers.values()] == [200, 403, 403, 404, 401]
    told = answers[office].content.decode()
    assert ("to-eth" in told, hidden.slug in told, "quiet journey" in told) == (True, False, False)
