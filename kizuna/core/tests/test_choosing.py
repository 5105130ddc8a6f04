"""One record out of many: offered while one types, found by name on saving, never one that is not to be seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kizuna.core import choosing
from kizuna.core.models import Account, Home
from kizuna.directory import actions
from kizuna.directory.models import NetworkMember, Organisation, OrganisationName, Person, Post, Unit
from tests.cast import enter, make_organisation, operator_account, put, words

POST = "/desk/ours/record/directory/post/add/"


def many(count: int) -> None:
    """So many organisations with one name each, made set-wise."""
    new = [
        Organisation(slug=f"o{n}", name=words(f"University {n:04}"), visibility="public", country="DE")
        for n in range(count)
    ]
    actions.revise_all(new, by=operator_account(), verb="loaded")
    rows = Organisation.objects.filter(slug__startswith="o")
    names = [OrganisationName(organisation=row, value=str(row), visibility="public") for row in rows]
    actions.revise_all(names, by=operator_account(), verb="loaded")


@pytest.fixture
def person(ours: Home) -> Person:
    return put(Person(home=ours, slug="sato", family="Sato", visibility="public"))


@pytest.fixture
def crowded(eth: Organisation, person: Person) -> Organisation:
    many(choosing.MANY)
    return eth


def offers(client: Client, text: str, field: str = "organisation") -> list[str]:
    html = client.get(POST, {"choices": field, f"{field}_text": text}).content.decode()
    return [line.split(">")[1].strip() for line in re.findall(r'<li role="option"[^<]*', html)]


def say(person: Person, **typed: str) -> dict[str, str]:
    return {"person": str(person.pk), "title_en": "Dean", "visibility": "public", "version": "0", **typed}


def test_few_are_a_plain_list_and_many_a_box_to_type_into(eth: Organisation, person: Person, office: Account) -> None:
    client = enter(office)
    assert '<select name="organisation"' in client.get(POST).content.decode()
    many(choosing.MANY)
    html = client.get(POST).content.decode()
    assert '<select name="organisation"' not in html
    assert 'name="organisation_text"' in html
    assert "University 0001" not in html


def test_what_is_typed_is_offered_by_any_name_the_exact_ones_first(crowded: Organisation, office: Account) -> None:
    make_organisation("ethz-school", "ETHZ School")
    make_organisation("ethz", "ETHZ")
    client = enter(office)
    assert offers(client, "ethz") == ["ETHZ", "ETHZ School", "ETH Zürich"]
    assert offers(client, "チューリッヒ") == ["ETH Zürich"]
    assert offers(client, "nobody") == []
    assert len(offers(client, "university")) == choosing.OFFERED


@pytest.mark.parametrize("hostile", ["%", "'", '"><script>', "\u202e", "a" * 5000])
def test_hostile_text_is_answered(hostile: str, crowded: Organisation, office: Account) -> None:
    answer = enter(office).get(POST, {"choices": "organisation", "organisation_text": hostile})
    assert (answer.status_code, b"<script>" in answer.content) == (200, False)


@pytest.mark.parametrize("field", ["", "title", "nothing", "visibility"])
def test_a_field_that_offers_no_records_offers_nothing(field: str, crowded: Organisation, office: Account) -> None:
    assert offers(enter(office), "eth", field) == []


def test_whoever_may_not_fill_in_the_form_is_offered_nothing(
    crowded: Organisation, reader: Account, other_office: Account
) -> None:
    asked = {"choices": "organisation", "organisation_text": "eth"}
    assert [enter(who).get(POST, asked).status_code for who in (reader, other_office)] == [403, 404]


def test_only_what_one_may_see_and_use_is_offered(crowded: Organisation, office: Account, registrar: Account) -> None:
    make_organisation("invented", "ETH of Dreams", fictional=True)
    hidden = put(Organisation(slug="hidden", name=words("ETH hidden"), visibility="sealed"))
    put(OrganisationName(organisation=hidden, value="ETH hidden", visibility="sealed"))
    poly = make_organisation("poly", "ETH Polytechnikum")
    actions.merge(poly, Organisation.objects.get(slug="eth-zurich"), by=registrar)
    assert offers(enter(office), "eth") == ["ETH Zürich"]
    assert offers(enter(office), "polytechnikum") == ["ETH Zürich"]


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ({"organisation_text": "ETH Zürich"}, True),
        ({"organisation_text": "ethz"}, True),
        ({"organisation_text": "  スイス連邦工科大学 "}, True),
        ({"organisation": "PK", "organisation_text": "ETH Zürich"}, True),
        ({"organisation": "PK"}, True),
        ({"organisation_text": "University 00"}, False),
        ({"organisation_text": "Nowhere"}, False),
        ({"organisation": "x", "organisation_text": "Nowhere"}, False),
        ({"organisation_text": "University 00", "organisation_pick": "PK"}, True),
    ],
)
def test_without_script_the_name_is_looked_up_on_saving(
    typed: dict[str, str], saved: bool, crowded: Organisation, person: Person, office: Account
) -> None:
    typed = {key: value.replace("PK", str(crowded.pk)) for key, value in typed.items()}
    answer = enter(office).post(POST, say(person, **typed))
    assert (answer.status_code, list(Post.objects.values_list("organisation__slug", flat=True))) == (
        (302, ["eth-zurich"]) if saved else (422, [])
    )


def test_a_name_that_fits_several_comes_back_with_these_to_pick_from(
    crowded: Organisation, person: Person, office: Account
) -> None:
    html = enter(office).post(POST, say(person, organisation_text="University 000")).content.decode()
    assert 'value="University 000"' in html
    assert len(re.findall(r"<option value=\"\d+\">University 000", html)) == 10


def test_an_emptied_box_is_saved_as_nothing(crowded: Organisation, person: Person, office: Account) -> None:
    post = put(Post(home=person.home, person=person, title=words("Dean"), organisation=crowded, visibility="public"))
    where = f"/desk/ours/record/directory/post/{post.uuid}/"
    assert 'value="ETH Zürich"' in enter(office).get(where).content.decode()
    data = say(person, organisation=str(crowded.pk), organisation_text="", version="1")
    assert enter(office).post(where, data).status_code == 302
    assert Post.objects.get().organisation is None


def test_what_points_to_an_alias_can_be_edited_and_goes_on_pointing_to_it(
    eth: Organisation, person: Person, registrar: Account
) -> None:
    poly = make_organisation("poly", "Polytechnikum")
    post = put(Post(home=person.home, person=person, title=words("Dean"), organisation=poly, visibility="public"))
    actions.merge(poly, eth, by=registrar)
    data = say(person, organisation=str(poly.pk), title_en="Vice dean", version="1")
    assert enter(registrar).post(f"/desk/ours/record/directory/post/{post.uuid}/", data).status_code == 302
    found = Post.objects.get()
    assert (str(found.title), found.organisation) == ("Vice dean", poly)


def test_a_form_and_its_offers_cost_the_same_however_many_there_are(
    crowded: Organisation, person: Person, office: Account
) -> None:
    client, told = enter(office), []

    def cost(**asked: str) -> int:
        client.get(POST, asked)
        with CaptureQueriesContext(connection) as queries:
            client.get(POST, asked)
        return len(queries)

    for more in (0, 60):
        rows = [Organisation(slug=f"x{n}", name=words(f"X {n}"), visibility="public") for n in range(more)]
        actions.revise_all(rows, by=operator_account(), verb="loaded")
        told.append((cost(), cost(choices="organisation", organisation_text="uni")))
    assert told == [told[0]] * 2
    assert max(told[0]) <= 20


def test_a_network_offers_its_members_by_name(crowded: Organisation, registrar: Account) -> None:
    network = make_organisation("net", "A network", kind="network")
    where = "/desk/ours/record/directory/network-member/add/"
    data: dict[str, Any] = {"network_text": "A network", "member_text": "ETH Zürich", "version": "0"}
    assert enter(registrar).post(where, data).status_code == 302
    row = NetworkMember.objects.get()
    assert (row.network, row.member) == (network, crowded)


def test_a_part_of_what_is_invented_is_offered_to_invented_homes_alone(
    us: Organisation, engineering: Unit, person: Person, office: Account
) -> None:
    dream = make_organisation("dream", "Dream University", fictional=True)
    put(Unit(organisation=dream, slug="school", name=words("School of Dreams"), visibility="public"))
    form = enter(office).get(POST).context["form"]
    assert [row.slug for row in form.fields["unit"].queryset] == ["gs-eng"]
