"""The commands of contributions and history act as the account they are given, with its rights."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from kizuna.config.cli import main
from kizuna.core import records
from kizuna.core.models import Account, Change
from kizuna.directory.models import Unit
from kizuna.partners import actions
from kizuna.partners.models import Contribution, Link, Partnership
from tests.cast import words


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def sent(alliance: Partnership, engineering: Unit, office: Account) -> Contribution:
    made = Contribution(home=alliance.home, partnership=alliance, unit=engineering, text=words("A summer school"))
    actions.submit(made, by=office)
    return made


def test_contributions_are_listed_shown_and_put_on_record(sent: Contribution, operator: Account) -> None:
    listed = json.loads(run("contributions", "list", "--home", "ours", "--json").output)
    assert [(item["uuid"], item["state"]) for item in listed["items"]] == [(str(sent.uuid), "submitted")]
    assert "A summer school" in run("contributions", "show", str(sent.uuid)[:8], "--home", "ours").output
    assert run("contributions", "accept", str(sent.uuid), "--home", "ours").exit_code == 0
    assert [(str(link.text), link.visibility) for link in Link.objects.all()] == [("A summer school", "staff")]
    again = run("contributions", "return", str(sent.uuid), "--home", "ours", "--word", "Why?")
    assert (again.exit_code, "no longer waiting" in again.output) == (1, True)


def test_who_may_not_is_refused(sent: Contribution, reader: Account, other_office: Account) -> None:
    for who, told in ((reader, "has no contribution"), (other_office, "does not work in the home")):
        refused = run("--as", who.email, "contributions", "accept", str(sent.uuid), "--home", "ours")
        assert (refused.exit_code, told in refused.output) == (1, True), refused.output


def test_a_change_is_listed_and_taken_back(alliance: Partnership, operator: Account, reader: Account) -> None:
    alliance.short = words("Short")
    change = records.save(alliance, by=operator, verb="revised")
    assert change is not None
    listed = json.loads(run("history", "list", "--home", "ours", "--last", "1", "--json").output)
    assert [(item["verb"], item["batch"]) for item in listed["items"]] == [("revised", str(change.batch))]
    refused = run("--as", reader.email, "history", "undo", str(change.batch), "--home", "ours")
    assert refused.exit_code != 0
    assert run("history", "undo", str(change.batch), "--home", "ours").exit_code == 0
    assert not Partnership.objects.get().short
    assert run("history", "show", str(alliance.uuid)).exit_code == 0
    stale = run("history", "undo", str(Change.objects.order_by("pk")[0].batch), "--home", "ours")
    assert (stale.exit_code, "Nothing was touched" in stale.output) == (1, True)
