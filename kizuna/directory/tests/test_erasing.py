"""Erasing a person: no trace of the name is left anywhere in the home, everything else is as it was."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from kizuna.config.cli import main
from kizuna.core import actions as core
from kizuna.core import checking, records, undoing
from kizuna.core import erasing as engine
from kizuna.core.models import Account, Answer, Change, Home, Source
from kizuna.core.redacting import Names, form
from kizuna.core.values import fold
from kizuna.directory import actions, erasing
from kizuna.directory.models import Person, Post
from kizuna.partners.models import Coordinator, Outcome, Partnership
from tests.cast import enter, make_organisation, make_partnership, put, words

pytestmark = pytest.mark.django_db(transaction=False)
TRACES = ("falconer", "aurelia", "鷹匠", "たかじょう")


@pytest.fixture
def erika(ours: Home, alliance: Partnership, office: Account, page: Source, settings: Any, tmp_path: Path) -> Person:
    """A person whose name stands nearly everywhere."""
    settings.DATA = tmp_path
    person = Person(home=ours, slug="aurelia-falconer", given="Aurelia", family="Falconer", native="鷹匠 花子太郎")
    person.visibility = "staff"
    put(person)
    person.given = "Aurélia"
    put(person)
    put(Post(home=ours, person=person, title=words("Provost"), visibility="staff"))
    put(Coordinator(home=ours, partnership=alliance, person=person, side="partner", visibility="staff"))
    told = words("Prof. AURELIA FALCONER opened the day.", "鷹匠花子太郎が開会した。")
    put(Outcome(home=ours, partnership=alliance, text=told, visibility="staff"))
    put(records.noted(person, kind="remark", text=words("A kind host")))
    put(records.cited(person, source=page, lines=[3], place="Falconer, Aurelia, in the caption", says=words("who led")))
    own = Source(home=ours, slug="minutes", title=words("Minutes"), visibility="staff")
    put(own)
    text = "Present: Aurelia  Falconer\nNobody else\n鷹匠花子太郎\n".encode()
    core.attach(own, name="Falconer Aurelia.txt", content=text, by=office)
    body = json.dumps({"text": "鷹匠花子太郎が開会した。"})
    Answer.objects.create(account=office, key="k", fingerprint="f", body=body)
    return person


def everything(home: Home, place: Path) -> str:
    """All that the database and the folder of files hold, folded; accounts apart, for they sign in."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("kizuna.") and model != Account:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - ours
                found += [str(value) for row in cursor.fetchall() for value in row if isinstance(value, str | dict)]
    found += [path.read_text("utf-8") for path in place.rglob("*") if path.is_file()]
    # What the database keeps as JSON may stand in escapes.
    return fold("\n".join(one.encode().decode("unicode_escape") if "\\u" in one else one for one in found))


def counts() -> dict[str, int]:
    return {
        model._meta.label_lower: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("kizuna.") and model not in (Change, Answer)
    }


def test_no_trace_is_left_and_every_count_stays(
    ours: Home, erika: Person, office: Account, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    before, there = counts(), everything(ours, tmp_path)
    assert {trace: trace in there for trace in TRACES[:3]} == dict.fromkeys(TRACES[:3], True)
    with django_capture_on_commit_callbacks(execute=True):
        done = actions.erase(erika, by=office)
    left = everything(ours, tmp_path)
    assert {trace: trace in left for trace in TRACES} == dict.fromkeys(TRACES, False)
    assert counts() == before
    assert (done.records["partners.outcome"], len(done.files), done.answers) == (1, 1, 1)
    assert Outcome.objects.get().text.get("en").value == "Prof. […] opened the day."
    [file] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert file.read_text("utf-8").splitlines()[1] == "Nobody else"
    erika.refresh_from_db()
    assert (str(erika), erika.posts.count(), Coordinator.objects.get().person) == ("Erased person", 1, erika)


def test_every_record_still_agrees_with_its_history(ours: Home, erika: Person, office: Account) -> None:
    actions.erase(erika, by=office)
    assert [look().problems for look in (checking.histories, checking.files)] == [[], []]


def test_no_page_list_or_answer_shows_the_name_afterwards(erika: Person, office: Account) -> None:
    key, client = erika.uuid, enter(office)
    actions.erase(erika, by=office)
    for path in (
        "/desk/ours/people/", "/desk/ours/partners/eth/", "/desk/ours/search/?q=falconer", "/desk/ours/history/",
        f"/desk/ours/history/directory.person/{key}/", "/desk/ours/sources/minutes/",
        "/api/v1/homes/ours/history", f"/api/v1/directory/person/{key}", "/desk/ours/export/directory-person.csv",
    ):  # fmt: skip
        answer = client.get(path)
        body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        shown = fold(body.replace("q=falconer", "").replace('value="falconer"', "").replace("falconer</", "</"))
        assert (path, answer.status_code, "aurelia" in shown) == (path, 200, False)


def test_taking_earlier_changes_back_brings_no_name_back(
    ours: Home, erika: Person, office: Account, tmp_path: Path
) -> None:
    batches = list(Change.objects.filter(record=erika.uuid).values_list("batch", flat=True))
    actions.erase(erika, by=office)
    for batch in {*batches, Change.objects.filter(record=erika.uuid).latest("pk").batch}:
        with pytest.raises(undoing.NotUndone):
            undoing.undo(batch, by=office, may=lambda _record: True)
    assert "aurelia" not in everything(ours, tmp_path / "nothing")


def test_somebody_else_of_the_same_name_is_left_alone(ours: Home, erika: Person, office: Account) -> None:
    other = put(Person(home=ours, slug="other", given="Aurelia", family="Falconer", visibility="staff"))
    found = actions.erase(erika, by=office)
    other.refresh_from_db()
    # The text may mean either, so it stays; the officer is told.
    assert (str(other), found.records["partners.outcome"]) == ("Aurelia Falconer", 1)
    text = Outcome.objects.get().text
    assert (text.get("en").value, text.get("ja").value) == ("Prof. AURELIA FALCONER opened the day.", "[…]が開会した。")


def test_an_unsure_name_goes_where_the_officer_says_so(ours: Home, erika: Person, office: Account) -> None:
    other = put(Person(home=ours, slug="other", given="Aurelia", family="Falconer", visibility="staff"))
    with pytest.raises(ValidationError):
        actions.erase(erika, also=["no name"], by=office)
    page = enter(office).get(f"/desk/ours/people/{erika.uuid}/erase/?also=aurelia+falconer").content.decode()
    assert 'type="hidden" name="also" value="aurelia falconer"' in page
    actions.erase(erika, also=["aurelia falconer"], by=office)
    other.refresh_from_db()
    assert (str(other), Outcome.objects.get().text.get("en").value) == ("Aurelia Falconer", "Prof. […] opened the day.")


def test_a_name_of_one_word_is_not_taken_from_other_people(ours: Home, office: Account) -> None:
    group = put(Person(home=ours, slug="li", family="Li", visibility="staff"))
    other = put(Person(home=ours, slug="wei-li", given="Wei", family="Li", visibility="staff"))
    actions.erase(group, also=["li"], by=office)
    other.refresh_from_db()
    assert (str(other), other.slug, other.key) == ("Wei Li", "wei-li", "wei li li wei")


def test_the_name_of_a_group_is_asked_for(ours: Home, alliance: Partnership, office: Account) -> None:
    group = put(Person(home=ours, slug="the-seven", group=words("the First Seven", "最初の七人"), visibility="staff"))
    put(Outcome(home=ours, partnership=alliance, text=words("The First Seven met."), visibility="staff"))
    found = erasing.outlook(group, ["the first seven"])
    assert (found.unsure, found.trace.records) == (["the first seven", "最初の七人"], {"partners.outcome": 1})
    actions.erase(group, also=["the first seven"], by=office)
    assert str(Outcome.objects.get().text) == "[…] met."


def test_search_and_addresses_forget_a_record_named_after_the_person(
    ours: Home, erika: Person, office: Account, tmp_path: Path
) -> None:
    named = make_partnership(ours, "aurelia-falconer-fund", name="Aurelia Falconer Fund")
    make_organisation("falconer-institute", "Aurelia Falconer Institute")
    shared = erasing.outlook(erika).trace.shared
    done = actions.erase(erika, by=office)
    named.refresh_from_db()
    assert (str(named), named.key, named.slug) == ("[…] Fund", "fund", f"erased-fund-{named.uuid.hex[:8]}")
    assert done.records["partners.partnership"] == 1
    assert shared == {"directory.organisation": 1, "directory.organisationname": 1}
    assert "aurelia falconer fund" not in everything(ours, tmp_path / "nothing")


def test_what_was_written_meanwhile_is_kept_but_for_the_name(
    ours: Home, erika: Person, office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = engine._bearing

    def slow(model: Any, task: Any) -> Any:
        rows = list(found(model, task))
        if model is Outcome:
            text = words("Written meanwhile of Aurelia Falconer.")
            Outcome.objects.update(text=text, version=F("version") + 1)
        return iter(rows)

    monkeypatch.setattr(engine, "_bearing", slow)
    actions.erase(erika, by=office)
    assert str(Outcome.objects.get().text) == "Written meanwhile of […]."


def test_another_home_keeps_what_it_knows(ours: Home, theirs: Home, erika: Person, office: Account) -> None:
    put(Person(home=theirs, slug="aurelia", given="Aurelia", family="Falconer", visibility="staff"))
    actions.erase(erika, by=office)
    assert [str(one) for one in Person.objects.filter(home=theirs)] == ["Aurelia Falconer"]


def test_what_was_merged_into_the_person_goes_too(ours: Home, erika: Person, office: Account) -> None:
    double = put(Person(home=ours, slug="a-falconer", given="Aurelia", family="Falconer-Hill", visibility="staff"))
    actions.merge(double, erika, by=office)
    actions.erase(erika, by=office)
    double.refresh_from_db()
    assert (str(double), double.erased_at is not None) == ("Erased person", True)


def test_only_the_office_erases_and_only_once(erika: Person, office: Account, reader: Account) -> None:
    with pytest.raises(PermissionDenied):
        actions.erase(erika, by=reader)
    actions.erase(erika, by=office)
    with pytest.raises(ValidationError):
        actions.erase(erika, by=office)


def test_an_erased_person_gets_no_new_name(erika: Person, office: Account) -> None:
    actions.erase(erika, by=office)
    erika.family = "Falconer"
    with pytest.raises(ValidationError):
        actions.revise(erika, by=office)


def test_a_person_changed_meanwhile_is_not_erased(erika: Person, office: Account) -> None:
    old = Person.objects.get(pk=erika.pk)
    erika.title = words("Dr")
    put(erika)
    with pytest.raises(records.Conflict):
        actions.erase(old, by=office)


def test_the_page_asks_for_the_name_and_then_erases(
    erika: Person, office: Account, reader: Account, other_office: Account
) -> None:
    address = f"/desk/ours/people/{erika.uuid}/erase/"
    assert (enter(reader).get(address).status_code, enter(other_office).get(address).status_code) == (403, 404)
    client = enter(office)
    assert "Outcome" in client.get(address).content.decode()
    wrong = client.post(address, {"name": "somebody", "version": erika.version})
    assert (wrong.status_code, Person.objects.get(pk=erika.pk).erased_at) == (422, None)
    done = client.post(address, {"name": "aurélia falconer", "version": erika.version})
    assert (done.status_code, str(Person.objects.get(pk=erika.pk))) == (302, "Erased person")


def test_the_command_says_first_and_erases_with_yes(erika: Person, ours: Home) -> None:
    said = CliRunner().invoke(main, ["directory", "erase", erika.slug, "--home", "ours"])
    assert ("Nothing is erased yet" in said.output, Person.objects.get(pk=erika.pk).erased_at) == (True, None)
    CliRunner().invoke(main, ["directory", "erase", erika.slug, "--home", "ours", "--yes"])
    assert str(Person.objects.get(pk=erika.pk)) == "Erased person"


def test_whose_day_has_passed_is_told_by_the_check(erika: Person) -> None:
    erika.keep_until = date(2020, 1, 1)
    put(erika)
    [told] = checking.retention().remarks
    assert ("ours" in told, "2020-01-01" in told, "Falconer" in told) == (True, True, False)


LETTERS = st.text(alphabet="abcdefgéüßøł山川田중あア ,.-'\n()", max_size=40)


@given(LETTERS, LETTERS)
def test_what_is_redacted_is_found_no_more_and_the_rest_stays(before: str, after: str) -> None:
    names = Names([form("Ana", "Müller"), form("山川花子")])
    for name in ("Ana Müller", "ANA MULLER", "山川 花子", "ａｎａ　Müller"):
        text = f"{before} {name} {after}"
        clean = names.out_of(text)
        assert not names.within(clean)
        assert clean.startswith(before)
        assert names.out_of(clean) == clean
