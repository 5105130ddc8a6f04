"""What activities and series refuse, and who sees what hangs below them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from kizuna.activities import actions, checks
from kizuna.activities.models import Activity, Body, Headcount
from kizuna.activities.tests.factories import a_count, a_series, an_activity, an_edition
from kizuna.core import records
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.partners.models import Partnership, Phase
from tests.cast import enter, put, words


def refused(record: Activity | Headcount | Body, by: Account) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as problem:
        actions.revise(record, by=by)
    return problem.value.message_dict


def test_an_edition_number_used_twice_is_refused_and_the_other_one_named(ours: Home, office: Account) -> None:
    series = a_series(ours)
    an_edition(series, "2019", edition=3)
    again = Activity(home=ours, series=series, edition=3, begins=FuzzyDate.parse("2020"))
    told = refused(again, office)
    assert told == {"edition": ["Edition 3 is on record already: “Days 3”. If both bear this number, say so below."]}
    assert checks.activities().remarks == []
    again.edition_again = True
    actions.revise(again, by=office)
    assert checks.activities().remarks == ["ours: the series days has 2 editions with the number 3."]


def test_the_name_of_a_sealed_edition_is_not_told_to_whoever_uses_its_number(ours: Home, office: Account) -> None:
    series = a_series(ours)
    an_edition(series, "2019", edition=3, title=words("Secret"))
    Activity.objects.update(visibility="sealed")
    assert "Secret" not in refused(Activity(home=ours, series=series, edition=3), office)["edition"][0]


def test_parts_of_a_number_are_never_more_than_the_whole(ours: Home, office: Account) -> None:
    day = an_activity(ours, "A day")
    whole = a_count(day, "120 students")
    a_count(day, "60 students", part_of=whole)
    part = Headcount(home=ours, activity=day, part_of=whole, quantity=Quantity.parse("61 students"))
    assert refused(part, office) == {"quantity": ["The parts add up to 121, more than the whole, which is 120."]}
    assert checks.activities().remarks[0].endswith("add up to 60.")
    actions.revise(Headcount(home=ours, activity=whole.activity, part_of=whole, quantity=Quantity.parse("60 students")),
                   by=office)  # fmt: skip
    assert checks.activities().remarks == []


def test_a_number_is_divided_only_into_parts_that_make_it_up(ours: Home, office: Account) -> None:
    whole = a_count(an_activity(ours, "A day"), "120 students")
    halves = [
        Headcount(quantity=Quantity.parse(f"{n} students"), side=side) for n, side in ((60, "home"), (50, "partner"))
    ]
    with pytest.raises(ValidationError) as problem:
        actions.divide(whole, parts=halves, by=office)
    assert problem.value.message_dict == {"parts": ["The parts add up to 110, but the number is 120."]}
    halves[1].quantity = Quantity.parse("60 students")
    actions.divide(whole, parts=halves, by=office)
    assert [str(part.quantity) for part in whole.split.all()] == ["60 students", "60 students"]


def test_parts_that_are_not_exact_may_stand_below_an_exact_number(ours: Home, office: Account) -> None:
    whole = a_count(an_activity(ours, "A day"), "120 students")
    actions.divide(whole, parts=[Headcount(quantity=Quantity.parse("about 70 students"))], by=office)
    assert whole.split.count() == 1


def test_a_date_outside_of_the_phase_it_claims_is_refused(ours: Home, phase: Phase, office: Account) -> None:
    row = Activity(home=ours, title=words("Late"), phase=phase, begins=FuzzyDate.parse("2019"))
    assert refused(row, office) == {"phase": ["2019 lies outside of Phase One (2014–2016)."]}


def test_an_end_before_its_beginning_is_refused(ours: Home, office: Account) -> None:
    row = Activity(
        home=ours, title=words("Odd"), begins=FuzzyDate.parse("2019-05-02"), ends=FuzzyDate.parse("2019-05-01")
    )
    assert refused(row, office) == {"ends": ["The end lies before the beginning."]}


def test_an_activity_is_no_part_of_itself(ours: Home, office: Account) -> None:
    whole = an_activity(ours, "Whole")
    part = an_activity(ours, "Part", parent=whole)
    whole.parent = part
    assert list(refused(whole, office)) == ["parent"]


def test_a_number_of_an_edition_needs_a_series(ours: Home, office: Account) -> None:
    assert list(refused(Activity(home=ours, title=words("Alone"), edition=2), office)) == ["edition"]


def test_a_body_is_somebody(ours: Home, office: Account) -> None:
    with pytest.raises(ValidationError, match="say who it is"):
        actions.revise(Body(home=ours, activity=an_activity(ours, "A day")), by=office)


def test_a_part_stands_with_its_whole(ours: Home, alliance: Partnership) -> None:
    whole = an_activity(ours, "Whole", partnership=alliance)
    assert an_activity(ours, "Part", parent=whole).partnership == alliance


def test_an_edition_is_called_by_its_series_where_it_has_no_title(ours: Home) -> None:
    series = a_series(ours)
    assert str(an_edition(series, "2019")) == "Days 2019"
    assert str(an_edition(series, "2020", edition=2)) == "Days 2"


def test_what_belongs_to_a_sealed_partnership_or_series_is_not_shown(
    ours: Home, alliance: Partnership, operator: Account, office: Account
) -> None:
    series = a_series(ours, partnership=alliance)
    row = an_edition(series, "2019")
    count = a_count(row, "3 people")
    alliance.visibility = "sealed"
    records.save(alliance, by=operator, verb="sealed")
    assert not Activity.objects.visible_to(office).filter(pk=row.pk).exists()
    assert not Headcount.objects.visible_to(office).filter(pk=count.pk).exists()
    assert not Activity.objects.published().exists()


def test_only_the_office_writes_here(ours: Home, reader: Account) -> None:
    with pytest.raises(PermissionDenied):
        actions.revise(Activity(home=ours, title=words("Mine")), by=reader)
    client: Client = enter(reader)
    assert client.get(f"{ours.desk}record/activities/activity/add/").status_code == 403
    assert client.get(f"{ours.desk}series/{a_series(ours).slug}/next/").status_code == 403


def test_an_activity_is_over_when_its_time_is(ours: Home) -> None:
    row = an_activity(ours, "A month", "2019-05")
    assert (str(row.begins_first), str(row.ends_last)) == ("2019-05-01", "2019-05-31")
    assert put(Activity(home=ours, title=words("Goes on"), begins=FuzzyDate("2017-04/.."))).ends_last is None
