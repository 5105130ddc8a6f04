"""What the system says of itself about the activities of the three homes, from the record alone."""

from __future__ import annotations

from datetime import date

import pytest

from kizuna.activities import turns
from kizuna.activities.models import Activity, Disruption, Headcount, Practice
from kizuna.activities.ties import in_activities, in_series
from kizuna.core.models import Home
from kizuna.desk.demo.load import operator
from kizuna.partners.models import Partnership

pytestmark = pytest.mark.usefixtures("demonstration")
STOOD = date(2021, 10, 31)


def told(slug: str) -> dict[str, turns.Told]:
    """The series of a partner of UTokyo, by their names in addresses."""
    home = Home.objects.get(slug="utokyo")
    partnership = Partnership.objects.get(home=home, slug=slug)
    return {one.series.slug: one for one in turns.of_partnership(home, operator(), partnership, STOOD)}


def test_what_is_hosted_in_turn_and_whose_turn_it_is() -> None:
    assert told("ntu-taiwan")["ntu-joint-conferences"].turn.side == "partner"
    assert told("cambridge")["cambridge-joint-symposia"].turn.known is False
    assert told("pku")["pku-interdisciplinary-meetings"].turn.reason.endswith("no edition is on record.")


def test_tum_lacks_2019_and_is_due_in_2022() -> None:
    workshop = told("tum")["tum-workshop"]
    assert [lost.year for lost in workshop.missing] == [2019]
    assert (workshop.due.when.edtf, workshop.due.late, workshop.turn.if_in_turn) == ("2022", False, "home")


def test_the_third_eth_symposium_of_2019_had_more_than_a_hundred_participants() -> None:
    [third] = told("ethz")["ethz-symposium"].editions
    [count] = third.headcount_rows.all()
    assert (third.edition, str(third.begins), str(count.quantity)) == (3, "2019", "more than 100 participants")


def test_120_students_are_60_and_60() -> None:
    whole = Headcount.objects.get(quantity__value="120", home__slug="utokyo")
    assert [(part.side, str(part.quantity)) for part in whole.split.all()] == [
        ("home", "60 students"), ("partner", "60 students")
    ]  # fmt: skip


def test_about_250_came_to_the_plenary_and_about_250_to_each_gathering() -> None:
    counts = Headcount.objects.filter(quantity__value="250", home__slug="utokyo").order_by("pk")
    assert [str(row.quantity) for row in counts] == ["about 250 participants per gathering", "about 250 people"]


def test_what_moved_online_and_what_took_its_place() -> None:
    rows = Disruption.objects.filter(home__slug="utokyo", cause="pandemic").order_by("pk")
    found = {row.partnership.slug: row.replaced_by and str(row.replaced_by) for row in rows}
    assert found == {
        "stockholm": "Online Workshop on Sustainable Development 2020",
        "ntu-taiwan": None,
        "tum": "UTokyo-TUM Workshop for Excellence, Diversity, and Mobility 2021",
        "cambridge": None,
    }
    assert Practice.objects.filter(home__slug="utokyo").values("topic").distinct().count() >= 5


def test_titles_translated_for_reference_only_are_marked() -> None:
    rows = Activity.objects.filter(partnership__slug="grandes-ecoles").exclude(title={})
    assert {tuple(row.title.reference) for row in rows} == {("en",)}


def test_hosting_is_counted_by_side() -> None:
    home = Home.objects.get(slug="utokyo")
    tum = Partnership.objects.get(home=home, slug="tum")
    counted = {side: n for side, n in turns.hosting(home, operator(), tum).items() if n}
    assert counted == {"home": 1, "partner": 1, "none": 1}


def test_departments_that_take_part_are_tied_to_the_partner() -> None:
    home, user = Home.objects.get(slug="utokyo"), operator()
    slugs = {row.partnership: row.held for row in in_series(home, STOOD, user)}
    cambridge = Partnership.objects.get(home=home, slug="cambridge")
    assert slugs == {cambridge.pk: "yes"}
    assert {row.held for row in in_activities(home, STOOD, user)} == {"yes"}
