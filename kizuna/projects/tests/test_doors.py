"""Projects and money through their doors: pages, sums, commands, the API; and what bad input is told."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate, Money
from kizuna.directory.models import Organisation, Unit
from kizuna.partners import links
from kizuna.partners.models import Partnership, Programme
from kizuna.projects import money
from kizuna.projects.models import Funding, ProjectUnit, Rate
from tests.cast import enter, make_project, put, words
from tests.programs import Call, fault


def fund(home: Home, amount: str = "", **fields: object) -> Funding:
    """A published line of money."""
    told = Money.parse(amount) if amount else Money()
    return put(Funding(home=home, amount=told, visibility="public", **fields))


def sums(purse: money.Purse, stage: str) -> list[str]:
    return [str(one.total) for one in purse.told(stage)]


def test_money_is_added_up_within_one_currency_only(ours: Home, alliance: Partnership, reader: Account) -> None:
    project = make_project(ours, partnership=alliance)
    fund(ours, "JPY 100", project=project, state="secured")
    fund(ours, "about JPY 50", partnership=alliance, state="used")
    fund(ours, "EUR 7", project=project, state="secured")
    fund(ours, "JPY 30", project=project, state="planned")
    fund(ours, partnership=alliance, state="planned")
    told = money.of_partnership(ours, reader, alliance)
    assert (sums(told.purse, "secured"), sums(told.purse, "planned")) == (["€7", "about ¥150"], ["¥30"])
    assert (told.purse.silent["planned"], told.unknown) == (1, ["The amount of 1 lines of money"])
    page = enter(reader).get("/desk/ours/money/")
    assert (page.status_code, page.context["purse"].lines) == (200, 5)
    page = enter(reader).get("/desk/ours/money/?partner=eth&state=secured")
    assert [str(row.amount) for row, _cites in page.context["lines"]] == ["¥100", "€7"]
    assert enter(reader).get("/desk/ours/money/?partner=nobody").status_code == 404


def test_what_has_no_true_sum_stands_apart(ours: Home, alliance: Partnership, reader: Account) -> None:
    fund(ours, "up to JPY 100", partnership=alliance, state="planned")
    fund(ours, "at least JPY 50", partnership=alliance, state="planned")
    [one] = money.of_partnership(ours, reader, alliance).purse.told("planned")
    assert (str(one.total), [str(other) for other in one.apart], one.lines) == ("up to ¥100", ["at least ¥50"], 2)


def test_a_conversion_carries_its_rate_and_its_day(ours: Home, alliance: Partnership, reader: Account) -> None:
    fund(ours, "EUR 100", partnership=alliance, state="secured")
    for day, rate in ((date(2024, 1, 1), "150"), (date(2025, 1, 1), "160.5"), (date(2999, 1, 1), "1")):
        put(Rate(home=ours, from_currency="eur", to_currency="JPY", rate=Decimal(rate), on=day, source=words("bank"),
                 visibility="public"))  # fmt: skip
    purse = money.of_home(ours, reader).whole
    [(stage, [one])] = money.conversions(ours, reader, purse, date(2026, 1, 1))
    assert (stage, str(one.into), one.rate.on) == ("Secured", "about ¥16,050", date(2025, 1, 1))
    assert money.conversions(ours, reader, purse, date(2020, 1, 1)) == []


def test_money_is_for_something_of_one_partner(ours: Home, alliance: Partnership, programme: Programme) -> None:
    with pytest.raises(ValidationError):
        fund(ours, "JPY 5")
    other = put(Partnership(home=ours, slug="other", name=words("Other"), visibility="public"))
    project = make_project(ours, partnership=other)
    with pytest.raises(ValidationError) as refused:
        fund(ours, "JPY 5", partnership=alliance, project=project)
    assert set(refused.value.message_dict) == {"partnership"}
    assert fund(ours, "JPY 5", programme=programme).goal == programme


def test_a_project_does_not_grow_out_of_itself(ours: Home) -> None:
    first = make_project(ours)
    second = make_project(ours, grows_out_of=first)
    first.grows_out_of = second
    with pytest.raises(ValidationError) as refused:
        first.full_clean()
    assert set(refused.value.message_dict) == {"grows_out_of"}


def test_the_list_is_narrowed_and_asks_as_often_for_three_as_for_one(
    ours: Home, alliance: Partnership, engineering: Unit, eth: Organisation, reader: Account
) -> None:
    def add(title: str, **fields: object) -> None:
        made = make_project(ours, title, partnership=alliance, **fields)
        put(ProjectUnit(home=ours, project=made, unit=engineering, side="home", visibility="public"))
        put(ProjectUnit(home=ours, project=made, organisation=eth, side="partner", visibility="public"))

    def asked(address: str) -> int:
        client = enter(reader)
        client.get(address)
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        return len(told)

    add("Water", state="running")
    fund(ours, "JPY 5", partnership=alliance)
    before = asked("/desk/ours/projects/"), asked("/desk/ours/money/")
    with CaptureQueriesContext(connection) as told:
        money.of_partnership(ours, reader, alliance)
    add("Air", state="done")
    add("Fire", begins=FuzzyDate.parse("2019"))
    fund(ours, "JPY 6", partnership=alliance)
    fund(ours, "JPY 7", partnership=alliance)
    assert (asked("/desk/ours/projects/"), asked("/desk/ours/money/")) == before
    with CaptureQueriesContext(connection) as again:
        money.of_partnership(ours, reader, alliance)
    assert len(again) == len(told)
    page = enter(reader).get("/desk/ours/projects/?state=done&q=AIR")
    assert [str(row) for row, _cites in page.context["lines"]] == ["Air"]
    assert enter(reader).get("/desk/ours/projects/?state=golden").status_code == 422
    assert enter(reader).get("/desk/ours/money/?state=golden").status_code == 404


def test_one_project_says_what_is_not_known(ours: Home, alliance: Partnership, reader: Account) -> None:
    made = make_project(ours, partnership=alliance)
    page = enter(reader).get(f"/desk/ours/projects/{made.uuid}/")
    assert page.context["unknown"] == [
        "Its kind", "Its state", "When it began", "When it ended", "Who works on it on our side",
        "Who works on it on the partner’s side", "Who leads it", "Whether there is money for it",
    ]  # fmt: skip
    hidden = make_project(ours, visibility="office")
    assert enter(reader).get(f"/desk/ours/projects/{hidden.uuid}/").status_code == 404


def test_a_department_on_a_project_is_tied_to_the_partner(
    ours: Home, alliance: Partnership, engineering: Unit, reader: Account
) -> None:
    made = make_project(ours, partnership=alliance, begins=FuzzyDate.parse("2015"))
    put(ProjectUnit(home=ours, project=made, unit=engineering, role="lead", visibility="public"))
    found = links.ties(ours, timezone.localdate(), reader, kinds=["project"])
    assert found == [links.Tie(engineering.pk, alliance.pk, "project", "yes", True)]


def test_programs_write_money_with_its_currency(ours: Home, alliance: Partnership, call: Call) -> None:
    own = {"home": "ours", "partnership": str(alliance.uuid), "state": "secured"}
    status, told = call("POST", "/projects/funding", {**own, "amount": "EUR 12,500"})
    assert (status, told["amount"]["amount"], told["amount"]["currency"]) == (201, "12500", "EUR")
    status, told = call("POST", "/projects/funding", {**own, "amount": {"amount": "5", "currency": "JPY"}})
    assert (status, told["amount"]["qualifier"]) == (201, "exact")
    assert fault(call("POST", "/projects/funding", {**own, "amount": "12,500"})) == (422, "invalid", ["amount"])
    assert fault(call("POST", "/projects/funding", {"home": "ours"}))[:2] == (422, "invalid")
    status, told = call("GET", "/homes/ours/money")
    assert (status, [(one["partner"], one["total"]) for one in told["items"]]) == (
        200, [("eth", "€12,500"), ("eth", "¥5")],
    )  # fmt: skip


def test_programs_write_a_rate_and_read_projects(ours: Home, call: Call) -> None:
    rate = {"home": "ours", "from_currency": "EUR", "to_currency": "JPY", "on": "2026-01-01", "source": {"en": "bank"}}
    status, told = call("POST", "/projects/rate", {**rate, "rate": "163.25"})
    assert (status, Decimal(told["rate"])) == (201, Decimal("163.25"))
    assert fault(call("POST", "/projects/rate", {**rate, "rate": "1", "to_currency": "EUR"}))[:2] == (422, "invalid")
    assert fault(call("POST", "/projects/rate", {**rate, "rate": "x"}))[0] == 422
    make_project(ours, "Water", state="running")
    status, told = call("GET", "/homes/ours/projects?state=running")
    assert (status, [one["title"] for one in told["items"]]) == (200, ["Water"])


def test_the_commands_tell_the_same(ours: Home, alliance: Partnership, operator: Account) -> None:
    make_project(ours, "Water", partnership=alliance, begins=FuzzyDate.parse("2019"))
    fund(ours, "JPY 5", partnership=alliance, state="secured")
    run = CliRunner()
    told = run.invoke(main, ["projects", "list", "--home", "ours", "--since", "2019-01-01", "--json"])
    assert [one["title"] for one in json.loads(told.stdout)["items"]] == ["Water"]
    told = run.invoke(main, ["projects", "money", "--home", "ours", "--json"])
    assert [(one["stage"], one["total"]) for one in json.loads(told.stdout)["items"]] == [("secured", "¥5")]
    assert run.invoke(main, ["projects", "list", "--home", "ours"]).exit_code == 0
    assert run.invoke(main, ["projects", "money", "--home", "ours"]).exit_code == 0
    assert run.invoke(main, ["projects", "list", "--home", "ours", "--partner", "x"]).exit_code == 2
