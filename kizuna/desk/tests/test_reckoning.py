"""Years on the public pages as the home wishes: western, by eras, or both."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kizuna.calls.models import Call
from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.desk import actions
from kizuna.desk.publish import catalogue
from kizuna.partners.models import Partnership
from tests.cast import enter, publish, put, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dated(ours: Home, alliance: Partnership) -> Home:
    """A home with a partner since a known day and a call, all of it public and signed off."""
    alliance.since = FuzzyDate("2019-05-01")
    put(alliance)
    put(Call(home=ours, slug="joint", title=words("Joint call"), opens_at=datetime(2026, 4, 1, tzinfo=UTC),
             closes_at=datetime(2030, 6, 1, 3, tzinfo=UTC), partnership=alliance, visibility="public",
             zone="Asia/Tokyo"))  # fmt: skip
    publish(ours)
    return ours


def years_on(part: str) -> set[str]:
    """The years on a public page in Japanese, without those of the foot."""
    page = enter(None).get(part, headers={"accept-language": "ja"}).content.decode().split("<footer")[0]
    return set(re.findall(r"[0-9]{4}年(?:（[^）]*）)?|(?:平成|令和)(?:[0-9]+|元)年", page))


def test_pages_write_years_as_the_home_wishes_once_they_are_signed_off(dated: Home, office: Account) -> None:
    assert years_on("/ours/ja/partners/eth/") == {"2019年"}
    actions.reckon(dated, "era", by=office)
    assert years_on("/ours/ja/partners/eth/") == {"2019年"}
    found = {one.key for one in catalogue.differences(dated, "en")}
    assert {one.rsplit("/", 1)[1] for one in found} == {"ja"}
    assert "partner/eth/ja" in found
    publish(dated)
    assert catalogue.differences(dated, "en") == []
    assert years_on("/ours/ja/partners/eth/") == {"令和元年"}
    actions.reckon(dated, "both", by=office)
    publish(dated)
    assert years_on("/ours/ja/partners/eth/") == {"2019年（令和元年）"}
    assert "令和" not in enter(None).get("/ours/en/partners/eth/").content.decode()


def test_pages_that_live_follow_at_once(dated: Home, office: Account) -> None:
    address = reverse("public:call", args=("ours", "joint"))
    assert years_on(address) == {"2026年", "2030年"}
    actions.reckon(dated, "era", by=office)
    assert years_on(address) == {"令和8年", "令和12年"}


def test_the_office_says_it_on_the_desk_by_program_and_by_command(dated: Home, office: Account) -> None:
    client = enter(office)
    assert 'name="years"' in client.get("/desk/ours/site/").content.decode()
    assert client.post("/desk/ours/site/years/", {"years": "era"}).status_code == 302
    assert Home.objects.get(slug="ours").years == "era"
    answer = client.post("/api/v1/homes/ours/reckon", {"years": "both"}, content_type="application/json")
    assert (answer.status_code, Home.objects.get(slug="ours").years) == (200, "both")
    made = CliRunner().invoke(main, ["--as", office.email, "public", "years", "western", "--home", "ours"])
    assert (made.exit_code, Home.objects.get(slug="ours").years) == (0, "western")


def test_others_do_not_and_a_way_that_nobody_knows_is_refused(
    dated: Home, reader: Account, coordinator: Account, office: Account
) -> None:
    for who in (reader, coordinator):
        with pytest.raises(PermissionDenied):
            actions.reckon(dated, "era", by=who)
    with pytest.raises(ValidationError):
        actions.reckon(dated, "lunar", by=office)
    assert enter(office).post("/desk/ours/site/years/", {"years": "lunar"}).status_code == 302
    assert Home.objects.get(slug="ours").years == "western"
