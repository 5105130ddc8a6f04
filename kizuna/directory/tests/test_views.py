"""The directory's pages: people with their posts, and forms that only its keepers may use."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.core.models import Account, Home
from kizuna.directory.models import Organisation, OrganisationName, Person, Post, Unit
from tests.cast import enter, put, words


def add_person(home: Home, organisation: Organisation, number: int) -> None:
    person = put(Person(home=home, slug=f"p{number}", family=f"Person{number}", visibility="public"))
    put(Post(home=home, person=person, title=words("Professor"), organisation=organisation, visibility="public",
             seen=date(2019, 10, 1)))  # fmt: skip


def test_people_stand_with_the_post_they_held_and_the_day_it_is_known_of(
    ours: Home, eth: Organisation, reader: Account
) -> None:
    add_person(ours, eth, 1)
    answer = enter(reader).get("/desk/ours/people/")
    assert [(str(person), [str(post) for post in posts]) for person, posts, *_rest in answer.context["people"]] == [
        ("Person1", ["Professor, ETH Zürich"])
    ]
    assert "1 October 2019" in answer.content.decode()


def test_the_list_of_people_costs_the_same_for_one_and_for_three(
    ours: Home, eth: Organisation, reader: Account
) -> None:
    client, counts = enter(reader), []
    for number in (1, 2, 3):
        add_person(ours, eth, number)
        client.get("/desk/ours/people/")
        with CaptureQueriesContext(connection) as told:
            client.get("/desk/ours/people/")
        counts.append(len(told))
    assert counts == [counts[0]] * 3


@pytest.mark.parametrize(
    ("name", "status"), [("registrar", 302), ("office", 403), ("reader", 403), ("other_office", 404)]
)
def test_the_shared_directory_is_kept_by_registrars(
    name: str, status: int, eth: Organisation, ours: Home, request: pytest.FixtureRequest
) -> None:
    data = {"organisation": str(eth.pk), "value": "Poly", "kind": "alias", "version": "0"}
    answer = enter(request.getfixturevalue(name)).post("/desk/ours/record/directory/name/add/", data)
    assert (answer.status_code, OrganisationName.objects.filter(value="Poly").count()) == (status, int(status == 302))


def test_a_homes_office_keeps_its_own_people(ours: Home, office: Account) -> None:
    data = {"slug": "new", "family": "New", "display_order": "given-first", "visibility": "staff", "version": "0"}
    assert enter(office).post("/desk/ours/record/directory/person/add/", data).status_code == 302
    person = Person.objects.get()
    assert (person.home, person.visibility, person.version) == (ours, "staff", 1)


def test_a_date_that_is_not_understood_comes_back_with_the_reason(engineering: Unit, registrar: Account) -> None:
    address = f"/desk/ours/record/directory/unit/{engineering.uuid}/"
    data = {"organisation": str(engineering.organisation_id), "slug": "gs-eng", "kind": "graduate-school", "order": "0",
            "name_en": "Graduate School", "abbreviation": "GS Eng", "begins": "long ago", "version": "1"}  # fmt: skip
    answer = enter(registrar).post(address, data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["begins"])
    assert 'value="long ago"' in answer.content.decode()


def test_the_organisation_page_shows_every_name_and_what_is_not_known(
    eth: Organisation, ours: Home, reader: Account
) -> None:
    answer = enter(reader).get("/desk/ours/organisations/eth-zurich/")
    names = {name.value for name, _cites in answer.context["names_any_time"]}
    assert names == {"ETH Zürich", "ETHZ", "スイス連邦工科大学チューリッヒ校"}
    assert "Switzerland" in answer.content.decode()


def test_what_others_still_point_to_is_not_removed_and_the_page_says_so(
    engineering: Unit, alliance: object, registrar: Account
) -> None:
    address = f"/desk/ours/record/directory/unit/{engineering.uuid}/remove/"
    answer = enter(registrar).post(address, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["Not removed: other records point to this one. Change those first."]
    assert Unit.objects.filter(pk=engineering.pk).count() == 1


@pytest.mark.parametrize("invented", [True, False])
def test_what_an_invented_home_adds_is_invented_too(invented: bool, ours: Home, registrar: Account) -> None:
    Home.objects.filter(pk=ours.pk).update(fictional=invented)
    told = {"slug": "new", "kind": "university", "name_en": "New University", "status": "active"}
    answer = enter(registrar).post("/desk/ours/record/directory/organisation/add/", told)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Organisation.objects.get(slug="new").fictional is invented
