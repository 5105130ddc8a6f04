"""Who exists: found by any name, called in any script, in a unit for as long as it exists."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.models.record import holding
from kizuna.core.values import FuzzyDate, fold
from kizuna.directory.models import Organisation, OrganisationName, Person, Post, Unit, UnitName
from kizuna.directory.models.organisation import country_name
from tests.cast import make_organisation, put, words

NOBODY = AnonymousUser()


@pytest.mark.parametrize(
    "text", ["ETHZ", "ethz", "ＥＴＨＺ", "Zurich", "zürich", "  eth   ZÜRICH ", "スイス連邦工科大学", "ﾁｭｰﾘｯﾋ"]
)
def test_an_organisation_is_found_whatever_the_script_case_accent_or_width(text: str, eth: Organisation) -> None:
    make_organisation("peking-university", "Peking University", "Beijing University", "北京大学")
    assert [row.slug for row in Organisation.objects.called(text, NOBODY)] == ["eth-zurich"]


def test_a_former_name_still_finds_its_bearer(db: None) -> None:
    make_organisation("peking-university", "Peking University", "Beijing University", "北京大学")
    assert [row.slug for row in Organisation.objects.called("Beijing University", NOBODY)] == ["peking-university"]
    assert list(Organisation.objects.called("Nanjing", NOBODY)) == []


@pytest.mark.parametrize("nothing", ["", "   ", "…", "%", "_"])
def test_nothing_typed_finds_nothing(nothing: str, eth: Organisation, engineering: Unit) -> None:
    assert list(Organisation.objects.called(nothing, NOBODY)) == []
    assert list(Unit.objects.called(nothing, NOBODY)) == []


def test_an_organisation_with_two_fitting_names_is_found_once(eth: Organisation) -> None:
    assert [row.slug for row in Organisation.objects.called("eth", NOBODY)] == ["eth-zurich"]


@pytest.mark.parametrize("text", ["gs eng", "GS Eng", "Engineering", "工学系", "Faculty of Machines"])
def test_a_unit_is_found_by_abbreviation_name_or_other_name(text: str, engineering: Unit) -> None:
    put(UnitName(unit=engineering, value="Faculty of Machines", visibility="public"))
    assert [row.slug for row in Unit.objects.called(text, NOBODY)] == ["gs-eng"]


@pytest.mark.parametrize("text", ["Takahashi", "makoto", "高橋", "Takahashi Makoto"])
def test_a_person_is_found_in_either_script(text: str, ours: Home) -> None:
    put(Person(home=ours, slug="takahashi", family="Takahashi", given="Makoto", native="高橋 誠",
               display_order="family-first", visibility="public"))  # fmt: skip
    assert [str(row) for row in Person.objects.called(text)] == ["Takahashi Makoto"]


def test_a_person_needs_a_name(ours: Home) -> None:
    with pytest.raises(ValidationError) as problem:
        put(Person(home=ours, slug="nameless"))
    assert list(problem.value.message_dict) == ["family"]


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (47.4, None)])
def test_an_organisation_is_on_the_globe_or_nowhere(latitude: float, longitude: float | None, db: None) -> None:
    with pytest.raises(ValidationError):
        make_organisation("nowhere", "Nowhere", latitude=latitude, longitude=longitude)
    assert Organisation.objects.count() == 0


def test_a_country_has_its_name_in_the_language_of_the_page() -> None:
    assert (country_name("CH", "en"), country_name("CH", "ja"), country_name("", "en")) == ("Switzerland", "スイス", "")


def test_the_key_of_a_name_follows_the_name(eth: Organisation) -> None:
    name = eth.names.get(value="ETHZ")
    name.value = "ＥＴＨ Zürich"
    put(name)
    assert OrganisationName.objects.get(pk=name.pk).key == fold("ETH Zürich") == "eth zurich"


days = some.dates(date(1990, 1, 1), date(2030, 12, 31))
fuzzy = some.one_of(
    some.just(FuzzyDate()),
    days.map(lambda day: FuzzyDate.parse(str(day.year))),
    days.map(lambda day: FuzzyDate.parse(f"{day:%Y-%m}")),
    days.map(lambda day: FuzzyDate.parse(day.isoformat())),
    days.map(lambda day: FuzzyDate.parse(f"AY{day.year}", calendar="jp-april")),
    days.map(lambda day: FuzzyDate.parse(f"since {day.year}")),
)


@pytest.mark.django_db
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begins=fuzzy, ends=fuzzy, seen=some.none() | days, day=days)
def test_a_row_and_the_database_agree_on_whether_it_held(
    begins: FuzzyDate, ends: FuzzyDate, seen: date | None, day: date
) -> None:
    """``held_on`` in Python and ``holding`` in a query are two writings of one rule."""
    row = OrganisationName.objects.first() or make_organisation("one", "One").names.get()
    row.begins, row.ends, row.seen = begins, ends, seen
    try:
        row.bound()
    except ValidationError:
        assume(False)
    bounds = ("begins_first", "begins_last", "ends_first", "ends_last", "seen")
    OrganisationName.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in bounds})
    told = OrganisationName.objects.annotate(held=holding(day)).get(pk=row.pk).held
    assert told == {True: "yes", False: "no", None: "unknown"}[row.held_on(day)]


@pytest.mark.parametrize(
    ("begins", "ends", "day", "held"),
    [
        ("2014", "2016", date(2015, 6, 1), True),
        ("2014", "2016", date(2013, 12, 31), False),
        ("2014", "2016", date(2017, 1, 1), False),
        ("2014", "2016", date(2014, 6, 1), None),
        ("2014", "2016", date(2016, 6, 1), None),
        ("2014", "", date(2029, 1, 1), True),
        ("", "", date(2020, 1, 1), None),
        ("", "2016", date(2017, 1, 1), False),
    ],
)
def test_a_row_says_yes_no_or_that_it_does_not_know(begins: str, ends: str, day: date, held: bool | None) -> None:
    row = OrganisationName(
        begins=FuzzyDate.parse(begins) if begins else FuzzyDate(), ends=FuzzyDate.parse(ends) if ends else FuzzyDate()
    )
    row.bound()
    assert row.held_on(day) is held


def test_a_day_on_which_a_source_saw_it_answers_for_a_beginning_that_is_not_stated() -> None:
    row = OrganisationName(seen=date(2019, 10, 1))
    row.bound()
    answers = [row.held_on(day) for day in (date(2019, 9, 30), date(2019, 10, 1), date(2025, 1, 1))]
    assert answers == [None, True, True]


@pytest.mark.parametrize(("begins", "ends"), [("2016", "2014"), ("2016-05", "2016-04-30")])
def test_an_end_before_the_beginning_is_refused(begins: str, ends: str) -> None:
    row = OrganisationName(begins=FuzzyDate.parse(begins), ends=FuzzyDate.parse(ends))
    with pytest.raises(ValidationError) as problem:
        row.bound()
    assert problem.value.message_dict == {"ends": ["The end lies before the beginning."]}


def test_a_unit_is_told_apart_by_its_organisation(us: Organisation, eth: Organisation) -> None:
    for organisation in (us, eth):
        put(Unit(organisation=organisation, slug="law", name=words("Law"), visibility="public"))
    with pytest.raises(ValidationError):
        put(Unit(organisation=us, slug="law", name=words("Law again"), visibility="public"))
    assert Unit.objects.filter(slug="law").count() == 2


def test_units_and_people_are_listed_as_of_a_day(
    ours: Home, engineering: Unit, eth: Organisation, operator: Account
) -> None:
    person = put(Person(home=ours, slug="p", family="Mihon", given="Hanako", visibility="public"))
    put(Post(home=ours, person=person, title=words("Dean"), organisation=eth, visibility="public",
             begins=FuzzyDate.parse("2015"), ends=FuzzyDate.parse("2017")))  # fmt: skip

    def items(*arguments: str) -> Any:
        done = CliRunner().invoke(main, ["directory", *arguments, "--home", "ours", "--json"])
        return json.loads(done.output)["items"]

    assert [item["on_the_day"] for item in items("units", "--on", "2016-05-01")] == ["yes"]
    days = ("2016-05-01", "2017-05-01", "2019-01-01")
    answers = {day: items("people", "--on", day)[0]["posts"][0]["on_the_day"] for day in days}
    assert answers == {"2016-05-01": "yes", "2017-05-01": "unknown", "2019-01-01": "no"}
    wrong = CliRunner().invoke(main, ["directory", "units", "--home", "ours", "--on", "never"])
    assert (wrong.exit_code, "no date" in wrong.output) == (2, True)
