"""What of a record is public, said on the desk and by programs, and what becomes of it on the public site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kizuna.activities.models import Activity
from kizuna.config.cli import main
from kizuna.core.models import Account, Home, Release
from kizuna.core.values import FuzzyDate
from kizuna.desk import actions as desk
from kizuna.desk.publish import catalogue
from kizuna.partners.models import Outcome, Partnership
from kizuna.publishing import seeking
from kizuna.publishing.models import Edition, Sought
from tests.cast import enter, make_partnership, publish, put, taken, words
from tests.programs import Call, caller, fault, key_for

PAGE = "/desk/ours/site/fields/"


@pytest.fixture
def footnoted(ours: Home) -> Partnership:
    """A published partnership without a team, whose footnote stands on its page."""
    return make_partnership(ours, "heron", footnote=words("Zebra words"), since=FuzzyDate.parse("1999"))


def of_record(row: Any) -> str:
    return f"{PAGE}{row.label}/{row.uuid}/"


def everything_public(folder: Path) -> str:
    """All that the public can read: published editions, what search goes through, feeds and the files of the export."""
    done = CliRunner().invoke(main, ["public", "export", str(folder), "--url", "https://static.example"])
    assert done.exit_code == 0, done.output
    files = [
        path.read_text(errors="replace")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".atom", ".xml", ".ics")
    ]
    rows = [str(row.told) for row in Edition.objects.published()]
    # As the daily work does it; before, the words of earlier editions are found by no search.
    seeking.make_up()
    sought = Sought.objects.values_list("text", "words")
    answers = []
    for part in ("", "calendar.ics", "en/search/?q=zebra"):
        answer = enter(None).get(f"/ours/{part}")
        with taken(answer):
            answers.append(answer.getvalue().decode())
    return "\n".join([*files, *rows, *(f"{text} {key}" for text, key in sought), *answers])


def test_a_withheld_field_leaves_the_public_site_with_the_signature(
    ours: Home, footnoted: Partnership, office: Account, tmp_path: Path
) -> None:
    today = FuzzyDate.parse(timezone.localdate().isoformat())
    put(Activity(home=ours, title=words("Talk"), begins=today, place=words("Zebra hall"), visibility="public"))
    publish(ours)
    told = everything_public(tmp_path / "before").lower()
    assert [value for value in ("zebra words", "zebra hall") if value not in told] == []
    client = enter(office)
    answer = client.post(PAGE, {"label": footnoted.label, "field": ["since"]}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "1 field changed. The pages that state it are listed under “Public site”, to be signed off."
    ]
    client.post(PAGE, {"label": "activities.activity", "field": ["begins", "text"]})
    found = {one.key: one.lines for one in catalogue.differences(ours, "en")}
    assert found["partner/heron/en"] == ["note instead of a team: nothing, where “Zebra words” stood"]
    assert found["calendar//en"] == ["Talk · where: nothing, where “Zebra hall” stood"]
    assert "Zebra words" in client.get("/desk/ours/site/").content.decode()
    # Nothing changes for the public until somebody signs.
    assert "Zebra words" in enter(None).get("/ours/partners/heron/").content.decode()
    desk.release(ours, by=office)
    assert catalogue.differences(ours, "en") == []
    told = everything_public(tmp_path / "after").lower()
    assert [value for value in ("zebra words", "zebra hall") if value in told] == []
    assert "Zebra words" in client.get("/desk/ours/partners/heron/").content.decode()


def test_the_matrix_says_of_each_kind_what_is_public(ours: Home, footnoted: Partnership, office: Account) -> None:
    client = enter(office)
    [(_title, [kind])] = client.get(PAGE).context["rooms"]
    assert (kind.name, [(one.name, one.of_kind, one.others) for one in kind.fields]) == (
        "Partnership", [("since", True, 0), ("footnote", True, 0)],
    )  # fmt: skip
    assert "The public reads every field of every public record." in client.get(PAGE).content.decode()
    client.post(PAGE, {"label": footnoted.label, "field": ["since"]})
    client.post(of_record(footnoted), {"footnote": "yes", "since": ""})
    [(_title, [kind])] = client.get(PAGE).context["rooms"]
    assert [(one.name, one.of_kind, one.others) for one in kind.fields] == [("since", True, 0), ("footnote", False, 1)]
    assert "The public reads every field" not in client.get(PAGE).content.decode()


def test_a_record_shows_what_it_says_and_both_rules(ours: Home, footnoted: Partnership, office: Account) -> None:
    client = enter(office)
    client.post(of_record(footnoted), {"footnote": "no", "since": "nonsense"})
    rows = client.get(of_record(footnoted)).context["rows"]
    assert [(one.name, value and value.get("en", "1999"), one.of_kind, one.of_record) for one, value in rows] == [
        ("since", "1999", True, None), ("footnote", "Zebra words", True, False),
    ]  # fmt: skip
    assert Partnership.objects.published().get().footnote.to_json() == {}
    client.post(of_record(footnoted), {"footnote": ""})
    assert Release.objects.count() == 0
    # Both pages lead here.
    for page in ("/desk/ours/partners/heron/", f"/desk/ours/record/partners/partnership/{footnoted.uuid}/"):
        assert of_record(footnoted) in client.get(page).content.decode()


def test_staff_read_what_is_public_and_only_the_office_says_it(
    ours: Home, footnoted: Partnership, reader: Account, other_office: Account
) -> None:
    client = enter(reader)
    for address in (PAGE, of_record(footnoted)):
        answer = client.get(address)
        assert (answer.status_code, '<form method="post" class="release-row"' in answer.content.decode()) == (
            200,
            address == PAGE,
        )
        assert ">Save<" not in answer.content.decode()
        assert enter(other_office).get(address).status_code == 404
    assert client.post(PAGE, {"label": footnoted.label}).status_code == 403
    assert client.post(of_record(footnoted), {"footnote": "no"}).status_code == 403
    assert Release.objects.count() == 0


def test_what_cannot_be_withheld_is_answered_in_words(ours: Home, footnoted: Partnership, office: Account) -> None:
    answer = enter(office).post(PAGE, {"label": "nonsense"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["There is no such kind of record."]
    [page] = Home.objects.filter(slug="ours")
    assert enter(office).get(f"{PAGE}directory.unit/{footnoted.uuid}/").status_code == 404
    assert page == ours


def test_the_matrix_asks_as_much_for_many_rules_as_for_one(ours: Home, footnoted: Partnership, office: Account) -> None:
    client = enter(office)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    client.post(PAGE, {"label": footnoted.label, "field": ["since"]})
    few = asked()
    put(Outcome(home=ours, partnership=footnoted, text=words("Told"), visibility="public"))
    client.post(PAGE, {"label": footnoted.label})
    client.post(PAGE, {"label": "partners.outcome"})
    client.post(of_record(footnoted), {"footnote": "yes", "since": "yes"})
    assert (asked(), Release.objects.count()) == (few, 7)


# Programs.


def test_programs_read_and_say_what_is_public(call: Call, ours: Home, footnoted: Partnership) -> None:
    given = {"label": footnoted.label, "field": "footnote", "released": False}
    status, told = call("POST", "/homes/ours/fields/release", given)
    assert (status, told) == (200, {
        "field": "footnote", "name": "Note instead of a team", "kind_released": False, "record_released": None,
        "released": False, "exceptions": 0,
    })  # fmt: skip
    status, told = call(
        "POST", "/homes/ours/fields/release", {**given, "record": str(footnoted.uuid), "released": True}
    )
    assert (status, told["record_released"], told["released"], told["exceptions"]) == (200, True, True, 1)
    page = call("GET", f"/homes/ours/fields?label={footnoted.label}&record={footnoted.uuid}")[1]
    assert [(one["field"], one["released"]) for one in page["items"]] == [("since", True), ("footnote", True)]
    assert call("POST", "/homes/ours/fields/release", {**given, "released": None})[1]["kind_released"] is True


def test_programs_are_told_what_is_wrong(call: Call, ours: Home, footnoted: Partnership, other_office: Account) -> None:
    given = {"label": footnoted.label, "field": "name", "released": False}
    assert fault(call("POST", "/homes/ours/fields/release", given)) == (422, "invalid", ["field"])
    assert fault(call("GET", "/homes/ours/fields?label=core.home")) == (422, "invalid", ["label"])
    theirs = caller(key_for(other_office))
    assert fault(theirs("POST", "/homes/ours/fields/release", given)) == (404, "not_found", [])
    assert fault(theirs("GET", f"/homes/ours/fields?label={footnoted.label}")) == (404, "not_found", [])
