"""The demonstration's doors: open by one click on this very machine, and shut to everybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kizuna.core.models import Account, Home, Installation
from kizuna.desk.demo.accounts import make_accounts

ENTER = {"home": "ours", "role": "office"}


@pytest.fixture
def demo(ours: Home) -> Home:
    """Our home in a database that the demonstration made, with the people to enter as."""
    Installation.objects.create(demonstration=True)
    make_accounts(ours)
    return ours


def knock(client: Client, data: dict[str, str] | None = None, **headers: Any) -> Any:
    """A click on a way in, from this machine unless told otherwise."""
    return client.post("/demo/enter/", data or ENTER, **{"HTTP_HOST": "127.0.0.1:8000", **headers})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("role", ["office", "coordinator", "reader"])
def test_one_click_enters_as_each_of_the_demonstrations_people(role: str, demo: Home) -> None:
    client = Client()
    answer = knock(client, {"home": "ours", "role": role})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/ours/")
    page = client.get("/desk/ours/", HTTP_HOST="127.0.0.1:8000")
    assert (page.status_code, page.context["role"]) == (200, role)


@pytest.mark.parametrize("host", ["localhost", "localhost:8123", "127.0.0.1", "[::1]:8000"])
def test_this_machine_goes_by_its_usual_names(host: str, demo: Home) -> None:
    client = Client()
    assert (knock(client, HTTP_HOST=host).status_code, signed_in(client)) == (302, True)


def test_a_link_cannot_sign_anybody_in(demo: Home) -> None:
    client = Client()
    answer = client.get("/demo/enter/", ENTER, HTTP_HOST="127.0.0.1:8000")
    assert (answer.status_code, signed_in(client)) == (405, False)


def test_a_form_on_another_site_cannot_sign_anybody_in(demo: Home) -> None:
    client = Client(enforce_csrf_checks=True)
    assert (knock(client).status_code, signed_in(client)) == (403, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_X_REAL_IP": "192.0.2.7"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "testserver"},
    ],
)
def test_from_elsewhere_or_through_a_proxy_there_is_no_such_door(headers: dict[str, Any], demo: Home) -> None:
    client = Client()
    assert (knock(client, **headers).status_code, signed_in(client)) == (404, False)
    assert client.get("/", **{"HTTP_HOST": "127.0.0.1:8000", **headers}).context["can_enter"] is False


def test_in_a_database_that_the_demonstration_did_not_make_there_is_no_such_door(demo: Home) -> None:
    Installation.objects.update(demonstration=False)
    client = Client()
    assert (knock(client).status_code, signed_in(client)) == (404, False)
    Installation.objects.all().delete()
    assert (knock(client).status_code, signed_in(client)) == (404, False)


@pytest.mark.parametrize(
    "data",
    [
        {"home": "ours", "role": "reviewer"},
        {"home": "ours", "role": "operator"},
        {"home": "ours", "role": ""},
        {"home": "nowhere", "role": "office"},
        {"role": "office"},
        {"home": "ours"},
    ],
)
def test_only_the_offered_ways_lead_in(data: dict[str, str], demo: Home) -> None:
    client = Client()
    assert (knock(client, data).status_code, signed_in(client)) == (404, False)


def test_a_real_account_of_the_same_address_is_never_entered(demo: Home) -> None:
    Account.objects.filter(email="office@ours.example").update(kind=Account.Kind.PERSON)
    client = Client()
    assert (knock(client).status_code, signed_in(client)) == (404, False)


def test_a_demonstration_account_has_no_password_and_none_gets_in(demo: Home) -> None:
    for account in Account.objects.filter(kind=Account.Kind.DEMONSTRATION):
        assert account.has_usable_password() is False
    client = Client()
    client.post("/accounts/login/", {"login": "office@ours.example", "password": ""})
    assert signed_in(client) is False


def test_making_the_accounts_twice_makes_them_once(demo: Home) -> None:
    make_accounts(demo)
    assert sorted(Account.objects.values_list("email", flat=True)) == [
        "coordinator@ours.example",
        "office@ours.example",
        "reader@ours.example",
    ]


def test_example_university_is_taken_away_only_by_an_office_on_this_machine(demo: Home) -> None:
    Home.objects.filter(pk=demo.pk).update(fictional=True)
    here: dict[str, Any] = {"HTTP_HOST": "127.0.0.1:8000"}
    nobody, reader, office = Client(), Client(), Client()
    knock(reader, {"home": "ours", "role": "reader"})
    knock(office)
    assert nobody.post("/demo/remove-example/", **here).status_code == 404
    assert reader.post("/demo/remove-example/", **here).status_code == 404
    assert office.post("/demo/remove-example/", **here, HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 404
    assert office.get("/demo/remove-example/", **here).status_code == 200
    assert Home.objects.count() == 1
    assert office.post("/demo/remove-example/", **here).headers["Location"] == "/"
    assert Home.objects.count() == 0


def test_nobody_makes_an_account_of_their_own(db: None) -> None:
    client = Client()
    secret = "a long and good password 1"
    client.post("/accounts/signup/", {"email": "me@kizuna.example", "password1": secret, "password2": secret})
    assert (Account.objects.count(), signed_in(client)) == (0, False)
