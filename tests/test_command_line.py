"""Commands act as the account they name, with its rights, and print what the API answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from kizuna.config.cli import main
from kizuna.core.models import Account, Home, Source, Token
from kizuna.partners.models import Partnership
from tests.cast import account, enter, make_partnership


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def printed(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("homes",), "homes"),
        (("sources", "list", "--home", "ours"), "homes/ours/sources"),
        (("partners", "list", "--home", "ours", "--talks"), "homes/ours/partners?talks=true"),
        (("partners", "list", "--home", "ours", "--on", "2020-01-01", "--tier", "primary"),
         "homes/ours/partners?on=2020-01-01&tier=primary"),
        (("directory", "units", "--home", "ours"), "homes/ours/units"),
        (("directory", "find", "ETHZ"), "organisations?q=ETHZ"),
    ],
)  # fmt: skip
def test_a_command_prints_what_the_api_answers(
    words: tuple[str, ...], path: str, office: Account, alliance: Partnership, page: Source
) -> None:
    make_partnership(alliance.home, "mit", state="talks")
    answer = enter(office).get(f"/api/v1/{path}").json()
    assert answer["items"]
    assert printed("--as", "office@kizuna.example", *words) == answer


def test_a_command_sees_what_the_account_sees(alliance: Partnership, office: Account, trusted: Account) -> None:
    make_partnership(alliance.home, "quiet", visibility="sealed")

    def seen(*who: str) -> list[str]:
        return [item["slug"] for item in printed(*who, "partners", "list", "--home", "ours")["items"]]

    assert seen() == ["eth"]
    assert seen("--as", str(office.uuid)) == ["eth"]
    assert seen("--as", "trusted@kizuna.example") == ["eth", "quiet"]


def test_an_account_enters_only_the_homes_it_works_in(other_office: Account, ours: Home) -> None:
    result = run("--as", other_office.email, "partners", "list", "--home", "ours")
    assert (result.exit_code, result.output) == (1, "Error: Other_office does not work in the home “ours”.\n")


@pytest.mark.parametrize(
    "who", ["nobody@kizuna.example", "00000000-0000-0000-0000-000000000000", "closed@kizuna.example"]
)
def test_there_must_be_such_an_account(who: str, ours: Home) -> None:
    closed = account("closed", ours, "office")
    closed.is_active = False
    closed.save()
    result = run("--as", who, "partners", "list", "--home", "ours")
    assert (result.exit_code, result.output) == (
        1, f"Error: There is no account “{who}” that is open; name it by e-mail or UUID.\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        (
            "accounts",
            "add",
            "new@kizuna.example",
            "--name",
            "N",
            "--home",
            "ours",
            "--role",
            "office",
            "--password",
            "p",
        ),
        ("demo", "load"),
        ("demo", "reset", "--yes"),
    ],
)
def test_only_the_operator_sets_up(words: tuple[str, ...], office: Account) -> None:
    result = run("--as", office.email, *words)
    assert (result.exit_code, result.output) == (
        1,
        "Error: Not allowed: only the operator does this; leave out --as.\n",
    )


# Keys.


def test_a_key_made_by_command_opens_the_api(office: Account) -> None:
    made = run("tokens", "issue", "--name", "report", "--for", office.email)
    assert (made.exit_code, made.stdout.startswith("kzn_")) == (0, True)
    client = Client(headers={"Authorization": f"Bearer {made.stdout.strip()}"})
    assert client.get("/api/v1/me").json()["scopes"] == ["read"]
    [item] = printed("tokens", "list")["items"]
    assert (item["account"], item["name"], item["scopes"], item["state"]) == (office.email, "report", ["read"], "open")
    assert made.stdout.strip() not in run("tokens", "list").output
    ended = run("tokens", "revoke", str(item["number"]))
    assert (ended.exit_code, printed("tokens", "list")["items"][0]["state"]) == (0, "revoked")
    assert client.get("/api/v1/me").status_code == 401


def test_nobody_makes_or_ends_a_key_of_somebody_else(office: Account, reader: Account) -> None:
    refused = run("--as", reader.email, "tokens", "issue", "--name", "x", "--for", office.email)
    assert (refused.exit_code, refused.output) == (1, "Error: Not allowed: You may not do this.\n")
    run("--as", office.email, "tokens", "issue", "--name", "x")
    number = str(Token.objects.get().pk)
    assert printed("--as", reader.email, "tokens", "list")["items"] == []
    refused = run("--as", reader.email, "tokens", "revoke", number)
    assert (refused.exit_code, refused.output) == (
        1, f"Error: There is no key {number}; see “kizuna tokens list”.\n",
    )  # fmt: skip
    assert Token.objects.get().revoked_at is None


def test_the_operator_has_no_key_of_its_own(ours: Home) -> None:
    assert run("tokens", "issue", "--name", "x").exit_code == 1
    assert not Token.objects.exists()
