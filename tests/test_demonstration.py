"""The demonstration is the real thing: what the three pages say, cited, on every screen, and loaded only once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kizuna.activities.models import Activity, Practice
from kizuna.config.cli import main
from kizuna.core import asof, records
from kizuna.core.fields import WordsWidget
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import (
    Account,
    Change,
    Citation,
    Figure,
    File,
    Home,
    Installation,
    Membership,
    Note,
    OwnedRecord,
    Record,
    Source,
)
from kizuna.core.models.sources import Hanging
from kizuna.desk.demo import actions
from kizuna.desk.demo.accounts import address
from kizuna.desk.demo.load import load, operator
from kizuna.desk.search import search
from kizuna.directory import forms as directory_forms
from kizuna.directory.models import Charge, HomeOrganisation, Organisation, Unit
from kizuna.partners import forms as partners_forms
from kizuna.partners import portfolio
from kizuna.partners.models import Partnership, Phase, TeamUnit
from kizuna.publishing.models import Edition, Page, Sought
from tests.cast import enter

HOMES = ("utokyo", "ucl", "ku-leuven", "example")
pytestmark = pytest.mark.usefixtures("demonstration")


def test_one_worker_loads_the_demonstration_for_all_tests_of_a_file(request: pytest.FixtureRequest) -> None:
    """Where groups are lost nothing fails: every worker loads it again, and the tests take twice as long."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    assert request.node.nodeid.endswith("@test_demonstration") != alone


def held_by(slug: str) -> portfolio.Portfolio:
    """The portfolio of a home as its own page stood, as the public sees it."""
    home = Home.objects.get(slug=slug)
    return portfolio.of(home, asof.chosen(home, "").day, AnonymousUser())


def office_of(slug: str) -> Account:
    return Account.objects.get(email=address(Home.objects.get(slug=slug), "office"))


def uncited() -> list[str]:
    """The records of real homes that cite nothing, and the shared ones that stand on their own."""
    cited = set(Citation.objects.values_list("record", flat=True))
    found = []
    for model in apps.get_models():
        # A charge is of an account of the demonstration and states nothing about the home; what a page states is what
        # the records behind it say, and is told there with its sources.
        if issubclass(model, OwnedRecord | Hanging) and model not in {Citation, Source, File, Charge, Page, Edition}:
            rows = model._default_manager.filter(home__fictional=False)
        elif model is Organisation:
            rows = Organisation.objects.filter(fictional=False)
        elif model is Unit:
            rows = Unit.objects.filter(organisation__fictional=False)
        else:
            continue
        found += [f"{row.label} {row}" for row in rows if row.uuid not in cited]
    return found


# What the pages say.


def test_utokyo_has_nine_primary_and_seven_prospective_partnerships() -> None:
    groups = held_by("utokyo").groups
    assert [(group.tier and group.tier.slug, len(group.partnerships)) for group in groups] == [
        ("primary", 9),
        ("prospective", 7),
    ]


def test_behind_them_stand_twenty_seven_institutions() -> None:
    held = held_by("utokyo")
    assert (len(held.partnerships), held.institutions) == (16, 27)
    keys = [row.pk for row in held.partnerships]
    assert Partnership.objects.filter(pk__in=keys).institutions() == 27


def test_fifteen_teams_have_one_hundred_and_five_places() -> None:
    held = held_by("utokyo")
    assert (held.teams, held.places) == (15, 105)


def test_engineering_is_on_fourteen_of_fifteen_teams() -> None:
    held = held_by("utokyo")
    teams = [{place.unit.abbreviation for place in row.team_on(held.day)} for row in held.partnerships]
    assert sum("GS Eng" in team for team in teams) == 14


def test_princeton_shows_its_note_and_no_team() -> None:
    held = held_by("utokyo")
    without = [row for row in held.partnerships if not row.team_on(held.day)]
    assert [row.slug for row in without] == ["princeton"]
    answer = enter(office_of("utokyo")).get("/desk/utokyo/partners/princeton/")
    assert answer.context["team"] == []
    assert f"* {without[0].footnote.get('en').value}" in answer.content.decode()


def test_zurich_is_only_in_talks_and_in_no_count() -> None:
    talks = {slug: [row.slug for row in held_by(slug).talks] for slug in HOMES[:3]}
    found = [(slug, one) for slug, rows in talks.items() for one in rows if "zurich" in one]
    assert len(found) == 1
    slug, talk = found[0]
    assert talk not in [row.slug for row in held_by(slug).partnerships]
    assert Partnership.objects.get(home__slug=slug, slug=talk).state == "talks"


def test_each_real_home_opens_as_its_page_stood() -> None:
    days = {slug: asof.chosen(Home.objects.get(slug=slug), "") for slug in HOMES[:3]}
    assert {slug: (chosen.day.isoformat()[:7], chosen.stood) for slug, chosen in days.items()} == {
        "utokyo": ("2021-10", True),
        "ucl": ("2019-10", True),
        "ku-leuven": ("2019-11", True),
    }
    assert (days["ucl"].day, days["ku-leuven"].day) == (date(2019, 10, 1), date(2019, 11, 12))
    inferred = Home.objects.filter(stood_inferred=True)
    assert [home.slug for home in inferred] == ["utokyo"]


def test_example_university_is_marked_and_on_no_map() -> None:
    assert [home.slug for home in Home.objects.filter(fictional=True)] == ["example"]
    fictional = Organisation.objects.filter(fictional=True)
    assert set(fictional.values_list("latitude", "longitude", "country")) == {(None, None, "")}
    answer = enter(office_of("example")).get("/desk/example/")
    assert (answer.context["map"], answer.context["chrome"]["fictional"]) == (None, True)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ETHZ", "ethz"),
        ("ＥＴＨＺ", "ethz"),
        ("Zurich", "ethz"),
        ("zürich", "ethz"),
        ("東京大学", "utokyo"),
        ("Beijing University", "pku"),
        ("北京大学", "pku"),
        ("SNU", "snu"),
    ],
)
def test_an_institution_is_found_by_any_name_script_or_width(text: str, slug: str) -> None:
    found = search(text, Home.objects.get(slug="utokyo"), AnonymousUser()).organisations
    names = {row.slug: {name.value for name in row.names.all()} for row in found}
    assert slug in names, names


# Citations.


def test_every_record_of_a_real_home_cites_its_source() -> None:
    assert uncited() == []


def test_the_check_of_citations_sees_one_that_is_missing() -> None:
    """Take the citations of one record away, and it is named."""
    place = TeamUnit.objects.filter(home__slug="utokyo").select_related("unit", "partnership").first()
    assert place is not None
    Citation.objects.filter(record=place.uuid).delete()
    assert uncited() == [f"partners.teamunit {place}"]


def test_every_cited_line_is_within_its_document() -> None:
    beyond = [
        str(citation)
        for citation in Citation.objects.select_related("source")
        if citation.source.lines and any(not 0 < line <= citation.source.lines for line in citation.lines)
    ]
    assert beyond == []


def test_everything_was_loaded_through_the_write_path() -> None:
    """Each record has its first change, told by the recorded operator, or by the people of Example University."""
    first = Change.objects.filter(version=1)
    loaded = first.filter(verb__in=("loaded", "published"), by=operator())
    # A call of Example University goes through every one of its steps.
    steps = ("drafted", "begun", "answered", "added", "declared", "assigned", "scored", "decided", "awarded",
             "attached")  # fmt: skip
    people = ("submitted", "accepted", "invited", "adopted", "asked")
    done = first.filter(verb__in=(*people, *steps), home__fictional=True)
    changed = {key for rows in (loaded, done) for key in rows.values_list("record", flat=True)}
    for model in apps.get_models():
        if issubclass(model, Record):
            unknown = [str(row) for row in model._default_manager.all() if row.uuid not in changed]
            assert (model.__name__, unknown) == (model.__name__, [])


# Pages.


def pages(home: Home, *, every: int) -> Iterator[str]:
    """The pages of a home's desk and site; of partners, departments and organisations each, or every so many."""
    desk, site = home.desk, home.site
    yield from (
        desk + part for part in ("", "departments/", "programme/", "people/", "sources/", "organisations/", "add/")
    )
    yield from (f"{site}{page.path}" for page in Page.objects.filter(home=home).exclude(kind="partner")[:: 4 * every])
    yield from (site, f"{desk}search/?q=university", f"{desk}?on=today", f"{desk}?on=stood")
    for row in Partnership.objects.filter(home=home)[::every]:
        yield f"{desk}partners/{row.slug}/"
        if row.visibility == "public":
            yield f"{site}partners/{row.slug}/"
    yield from (
        f"{desk}departments/{row.slug}/" for row in Unit.objects.filter(organisation__home_of__home=home)[: 16 // every]
    )
    yield from (f"{desk}sources/{row.slug}/" for row in Source.objects.filter(home=home))
    yield from (f"{desk}phases/{row.order}/" for row in Phase.objects.filter(home=home))
    chosen = Organisation.objects.filter(memberships__home=home).distinct()[: 8 // every]
    yield from (f"{desk}organisations/{row.slug}/" for row in chosen)
    for row in (Partnership.objects.filter(home=home).first(), Note.objects.filter(home=home).first()):
        if row is not None:
            room, model = row.label.split(".")
            yield f"{desk}record/{room}/{model}/{row.uuid}/"
            yield f"{desk}history/{row.label}/{row.uuid}/"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("slug", HOMES)
def test_every_page_of_a_home_opens_in_either_language(slug: str, language: str) -> None:
    client = enter(office_of(slug))
    client.cookies["django_language"] = language
    faulty = {}
    # All of them once; in Japanese, whose pages are made by the same code, every fourth.
    for page in pages(Home.objects.get(slug=slug), every=1 if language == "en" else 4):
        answer = client.get(page)
        html = answer.content.decode()
        if (answer.status_code, f'<html lang="{language}">' in html, html.count("<h1")) != (200, True, 1):
            faulty[page] = (answer.status_code, html.count("<h1"))
    assert faulty == {}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_first_screen_names_the_four_homes_to_everybody(language: str) -> None:
    answer = Client().get(f"/?lang={language}")
    assert [card["home"].slug for card in answer.context["homes"]] == list(HOMES[:3])
    assert answer.context["example"]["home"].slug == "example"
    html = answer.content.decode()
    assert [str(home.name.get(language).value) in html for home in Home.objects.all()] == [True] * 4


def test_a_partner_page_reads_the_database_no_oftener_for_a_group_of_many() -> None:
    """The number of queries grows neither with members nor with the team."""
    client, counts = enter(office_of("utokyo")), {}
    rows = sorted(held_by("utokyo").partnerships, key=lambda row: row.members.count())
    for row in (rows[0], rows[-1]):
        with CaptureQueriesContext(connection) as told:
            client.get(f"/desk/utokyo/partners/{row.slug}/")
        counts[row.members.count()] = len(told)
    least, most = sorted(counts)
    assert (least, most >= 5) == (1, True)
    assert counts[most] <= counts[least] + 2, counts


# Commands.


def test_the_command_lists_what_the_pages_show() -> None:
    done = CliRunner().invoke(main, ["partners", "list", "--home", "utokyo", "--json"])
    told = json.loads(done.output)
    assert (done.exit_code, list(told)) == (0, ["as_of", "counts", "items"])
    assert told["counts"]["institutions"] == 27
    assert [item["tier"] for item in told["items"]] == ["primary"] * 9 + ["prospective"] * 7
    wanted = {"slug", "name", "names", "tier", "state", "members", "units", "since"}
    assert [sorted(wanted - set(item)) for item in told["items"]] == [[]] * 16


def test_talks_are_listed_only_when_asked_for() -> None:
    lists = {}
    for option in ([], ["--talks"]):
        done = CliRunner().invoke(main, ["partners", "list", "--home", "ku-leuven", "--json", *option])
        lists[bool(option)] = {item["slug"]: item["state"] for item in json.loads(done.output)["items"]}
    assert set(lists[False].values()) == {"active"}
    more = {slug: state for slug, state in lists[True].items() if slug not in lists[False]}
    assert set(more.values()) <= {"talks"}


# Loading, removing, resetting.


def count() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def test_loading_twice_makes_nothing_new() -> None:
    before = count()
    assert load() == 0
    assert count() == before


def test_removing_example_university_leaves_the_real_homes_as_they_were() -> None:
    def real() -> dict[str, object]:
        kept: dict[str, object] = {
            model.__name__: set(model._default_manager.filter(home__fictional=False).values_list("uuid", "version"))
            for model in apps.get_models()
            if issubclass(model, OwnedRecord | Hanging)
        }
        kept["organisations"] = set(Organisation.objects.filter(fictional=False).values_list("uuid", "version"))
        kept["units"] = set(Unit.objects.filter(organisation__fictional=False).values_list("uuid", "version"))
        kept["changes"] = set(Change.objects.filter(home__fictional=False).values_list("pk", flat=True))
        kept["people"] = set(Membership.objects.filter(home__fictional=False).values_list("account__email", "role"))
        return kept

    before = real()
    actions.remove_example(by=office_of("utokyo"))
    assert real() == before
    assert (Home.objects.filter(fictional=True).count(), Organisation.objects.filter(fictional=True).count()) == (0, 0)
    assert Account.objects.filter(email__endswith="@example.example").count() == 0
    assert load() > 0
    assert [home.slug for home in Home.objects.filter(fictional=True)] == ["example"]


def test_a_reader_may_not_remove_example_university() -> None:
    reader = Account.objects.get(email=address(Home.objects.get(slug="utokyo"), "reader"))
    with pytest.raises(PermissionDenied):
        actions.remove_example(by=reader)
    assert Home.objects.filter(fictional=True).count() == 1


def test_reset_brings_back_what_was_changed() -> None:
    row = Partnership.objects.get(home__slug="ucl", slug=held_by("ucl").partnerships[0].slug)
    row.state = "ended"
    records.save(row, by=office_of("ucl"), verb="revised")
    before = count()
    actions.reset(by=operator())
    assert Partnership.objects.get(home__slug="ucl", slug=row.slug).state == "active"
    assert count() | {"Change": 0} == before | {"Change": 0}


def test_reset_refuses_once_a_real_account_has_written() -> None:
    home = Home.objects.get(slug="ucl")
    real = Account.objects.create_user("somebody@ucl.example", name="Somebody")
    Membership.objects.create(account=real, home=home, role="office")
    row = Partnership.objects.filter(home=home)[0]
    row.state = "dormant"
    records.save(row, by=real, verb="revised")
    with pytest.raises(PermissionDenied, match="real account"):
        actions.reset(by=operator())
    assert Partnership.objects.get(pk=row.pk).state == "dormant"


def test_reset_refuses_a_database_that_the_demonstration_did_not_make() -> None:
    Installation.objects.all().delete()
    before = count()
    with pytest.raises(PermissionDenied, match="not made by the demonstration"):
        actions.reset(by=operator())
    assert count() == before


def test_a_passage_is_shown_once_its_text_is_attached_and_only_at_the_desk() -> None:
    """The product carries no page's sentences: the office brings them."""
    source = Source.objects.filter(home__slug="example", kind="document").get()
    lines = [f"Sentence number {number}." for number in range(1, (source.lines or 0) + 1)]
    client = enter(office_of("example"))
    page = f"/desk/example/sources/{source.slug}/"
    assert "Sentence number" not in client.get(page).content.decode()
    upload = BytesIO("\n".join(lines).encode())
    upload.name = "report.txt"
    assert client.post(f"{page}attach/", {"file": upload}).headers["Location"] == page
    cited = min(line for citation in source.citations.all() for line in citation.lines)
    assert f"<mark>Sentence number {cited}.</mark>" in client.get(page).content.decode()
    assert "Sentence number" not in Client().get("/example/").content.decode()


def test_every_organisation_behind_a_home_is_found_from_it() -> None:
    behind = {row.home.slug: row.organisation.fictional for row in HomeOrganisation.objects.select_related("home")}
    assert behind == {"utokyo": False, "ucl": False, "ku-leuven": False, "example": True}


def unchanged(form: RecordForm) -> dict[str, Any]:
    """What a browser posts when nothing was typed: every box as the form shows it."""
    posted: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field.widget, WordsWidget):
            shown = bound.field.widget.decompress(value)
            posted |= {
                f"{bound.html_name}_{code}": text.replace("\n", "\r\n")
                for code, text in zip(bound.field.widget.languages, shown, strict=True)
            }
        else:
            text = bound.field.prepare_value(value)
            if text is not None and text is not False:
                posted[bound.html_name] = "on" if text is True else str(text)
    return posted


@pytest.mark.parametrize("forms", [directory_forms.KINDS, partners_forms.KINDS], ids=["directory", "partners"])
def test_saving_a_form_in_which_nothing_was_typed_changes_nothing(
    forms: dict[str, Kind],
) -> None:
    """Every record of the demonstration can be opened and saved without being bent."""
    faulty: dict[str, object] = {}
    by = operator()
    for form_class, model, _label in forms.values():
        for row in model._default_manager.all()[:30]:
            home = getattr(row, "home", None) or Home.objects.get(slug="utokyo")
            posted = unchanged(form_class(instance=row, home=home, user=by))
            again = model._default_manager.get(pk=row.pk)
            form = form_class(posted, instance=again, home=home, user=by)
            told = form.errors or records.differences(row, form.record())
            if told:
                faulty[f"{row.label} {row}"] = told
    assert faulty == {}


@pytest.mark.parametrize("home", HOMES)
def test_the_public_lists_hold_each_published_record_once_and_nothing_else(home: str) -> None:
    """Activities, editions of series, figures and practices: as many on the pages as on record."""
    found: dict[str, list[str]] = {name: [] for name in ("activities", "figures", "practices", "editions")}
    lists = {"activities": "activities", "activities-earlier": "activities", "figures": "figures",
             "figures-further": "figures", "practices": "practices", "series": "editions"}  # fmt: skip
    for edition in Edition.objects.published().filter(home__slug=home, language="en", page__kind__in=lists):
        name = lists[edition.page.kind]
        found[name].extend(row["id"] for row in edition.told[name])
    whole = Activity.objects.published().filter(home__slug=home, parent=None)
    on_record = {
        "activities": whole,
        "figures": Figure.objects.published().filter(home__slug=home),
        "practices": Practice.objects.published().filter(home__slug=home),
        "editions": whole.exclude(series=None),
    }
    for name, rows in on_record.items():
        assert (name, sorted(found[name])) == (name, sorted(str(key) for key in rows.values_list("uuid", flat=True)))
    assert Sought.objects.filter(home__slug=home).count() == Edition.objects.published().filter(home__slug=home).count()
