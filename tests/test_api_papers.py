"""What is written about the API is what it does: its description, and the examples of its guide."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from pydantic import BaseModel

from kizuna.config.api import PLAIN
from kizuna.core import actions
from kizuna.core.models import Account
from kizuna.core.rest import Routes
from tools import openapi

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "api" / "README.md"


def test_the_description_in_the_papers_is_that_of_the_code() -> None:
    assert openapi.PAGE.read_text("utf-8") == openapi.described(), "run .venv/bin/python tools/openapi.py write"


def test_no_two_shapes_share_a_name() -> None:
    """The description knows them by their names: of two that share one, only one would be described."""
    made: list[type[BaseModel]] = BaseModel.__subclasses__()
    for one in made:
        made += one.__subclasses__()
    # A page of something is made from the generic one, which pydantic keeps beside it.
    names = Counter(one.__name__ for one in dict.fromkeys(made) if one.__module__.startswith("kizuna."))
    assert [name for name, times in names.items() if times > 1] == []
    # A word that an address may hold is described beside them.
    choices = {
        name for name, shape in json.loads(openapi.described())["components"]["schemas"].items() if "enum" in shape
    }
    assert choices & set(names) == set()


def test_routes_are_made_when_the_api_is_put_together_and_not_before() -> None:
    router = Routes()

    @router.get("/one")
    def one(request: HttpRequest) -> None:
        """A route."""

    before = dict(router.path_operations)
    router.build_routers("")
    assert (before, list(router.path_operations)) == ({}, ["/one"])


def test_the_description_is_served_and_needs_no_key(db: None) -> None:
    assert Client().get("/api/v1/openapi.json").json() == json.loads(openapi.PAGE.read_text("utf-8"))


def test_the_page_of_the_description_loads_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def examples() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line.startswith("curl")]


def sent(words: list[str], known: dict[str, str]) -> Any:
    """Does what a line with curl asks, and answers the status and the JSON."""

    def filled(text: str) -> str:
        return re.sub(r"\$(\w+)", lambda found: known[found[1]], text)

    method, body, headers, address = "GET", None, {}, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, value = filled(next(rest)).split(": ", 1)
            headers[name] = value
        elif word == "-d":
            body = next(rest)
        else:
            address = filled(word)
    kind = headers.pop("Content-Type", "application/octet-stream")
    answer = Client().generic(method, address, body or "", content_type=kind, headers=headers)
    return answer.status_code, answer.json() if answer.content else None


def test_the_examples_of_the_guide_do_what_they_say(demonstration: date) -> None:
    who = Account.objects.get(memberships__home__slug="example", memberships__role="office")
    until = timezone.now() + timedelta(days=1)
    known = {"KIZUNA": "", "KEY": actions.issue(who, name="guide", scopes=["write"], until=until, by=who)[1]}
    answers = []
    for words in examples():
        status, body = sent(words, known)
        answers.append(status)
        if body and "items" in body:
            assert body["items"], words
        if status == 201:
            known["OUTCOME"] = body["uuid"]
    assert answers == [200] * 8 + [201, 200, 204]


@pytest.mark.parametrize("code", sorted({code for _status, code, _message in PLAIN.values()}))
def test_every_code_of_an_error_stands_in_the_guide(code: str) -> None:
    assert f"`{code}`" in GUIDE.read_text("utf-8")
