"""A new university begins with one command."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.directory.models import HomeOrganisation, Organisation
from tests.cast import make_organisation

ARGUMENTS = ["homes", "add", "north", "--name", "en=North University", "--name", "ja=北大学", "--currency", "eur",
             "--calendar", "jp-april", "--country", "jp"]  # fmt: skip


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments))


def test_a_home_comes_with_the_organisation_behind_it(operator: Account) -> None:
    done = run(*ARGUMENTS)
    assert done.exit_code == 0, done.output
    home = Home.objects.get()
    behind = HomeOrganisation.objects.get(home=home).organisation
    assert (home.languages, home.currency, behind.slug, behind.country) == (["en", "ja"], "EUR", "north", "JP")
    assert [str(name) for name in behind.names.all()] == ["North University", "北大学"]


def test_what_is_in_the_directory_is_not_made_again(operator: Account) -> None:
    make_organisation("the-north", "North University")
    refused = run(*ARGUMENTS)
    assert (refused.exit_code, "--organisation the-north" in refused.output) == (1, True)
    assert not Home.objects.exists()
    assert run(*ARGUMENTS, "--organisation", "the-north").exit_code == 0
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--calendar", "moon"), "moon"),
        (("--name", "no language"), "en="),
        (("--name", "en=Twice", "--name", "en-=x"), "language tag"),
        (("--organisation", "nowhere"), "kizuna directory find"),
    ],
)
def test_a_wrong_word_is_refused_and_nothing_is_made(change: tuple[str, ...], told: str, operator: Account) -> None:
    refused = run(*ARGUMENTS, *change)
    assert (refused.exit_code != 0, told in refused.output, Home.objects.exists()) == (True, True, False)


def test_an_address_that_pages_need_is_refused(operator: Account) -> None:
    refused = run(*["desk" if word == "north" else word for word in ARGUMENTS])
    assert (refused.exit_code, Home.objects.exists()) == (1, False)
