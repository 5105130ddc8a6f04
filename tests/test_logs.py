"""Log lines tell what happened and name nobody."""

from __future__ import annotations

import inspect
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from granian.server import mp

from kizuna.config import watch
from kizuna.config.logs import Discreet, Known, Lines, Objects
from kizuna.core.models import Account, Home
from tests.cast import enter

PRIVATE = ("office@kizuna.example", "Tanaka", "ours", "hunter2", "10.1.2.3", "evil.example")


class Written:
    """Everything that was logged, as both kinds of line."""

    def __init__(self) -> None:
        self.objects, self.lines = io.StringIO(), io.StringIO()

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.objects.getvalue().splitlines()]

    def text(self) -> str:
        return self.objects.getvalue() + self.lines.getvalue()


@pytest.fixture
def written() -> Iterator[Written]:
    """What goes to the error output of a server, in both forms, down to the last line."""
    root, found = logging.getLogger(), Written()
    level = root.level
    pairs = ((found.objects, Objects()), (found.lines, Lines("%(levelname)s %(name)s %(message)s")))
    made = []
    for stream, formatter in pairs:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        handler.addFilter(Discreet())
        root.addHandler(handler)
        made.append(handler)
    root.setLevel(logging.INFO)
    yield found
    root.setLevel(level)
    for handler in made:
        root.removeHandler(handler)


def access(written: Written) -> list[dict[str, Any]]:
    return [one for one in written.told() if one["logger"] == "kizuna.access"]


def test_a_request_leaves_one_line_with_its_pattern(written: Written, office: Account, ours: Home) -> None:
    answer = enter(office).get("/desk/ours/?q=Tanaka")
    (line,) = access(written)
    assert answer.headers["X-Request-ID"] == line["request_id"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/desk/<slug:home>/", 200)
    assert line["account"] == watch.mark_of(office.uuid)
    assert line["account"] not in str(office.uuid)
    assert set(line) == {"at", "level", "logger", "message", "request_id", "method", "route", "status", "ms", "account"}


def test_the_number_of_a_proxy_is_kept_and_words_are_not(client: Client) -> None:
    given = "0123456789abcdef0123456789abcdef"
    assert client.get("/health/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    other = client.get("/health/", headers={"X-Request-ID": "tanaka@kizuna.example"}).headers["X-Request-ID"]
    assert len(other) == 32


def test_nothing_personal_is_logged(
    written: Written, office: Account, ours: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign-in, a search, a page that is not there, a form without its token, a wrong host, a page that fails."""
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    visitor.post("/accounts/login/", {"login": "office@kizuna.example", "password": "hunter2"}, REMOTE_ADDR="10.1.2.3")
    visitor.get("/accounts/login/", headers={"Host": "evil.example"})
    member = enter(office)
    member.raise_request_exception = False
    member.post("/accounts/login/", {"login": "office@kizuna.example", "password": "hunter2"})
    member.get("/desk/ours/search/?q=Tanaka")
    member.get("/desk/ours/people/Tanaka/")
    member.get("/api/v1/homes/ours/partners?q=Tanaka")

    def fails(_told: dict[str, str]) -> HttpResponse:
        names: dict[str, str] = {}
        try:
            names["Tanaka"]
        except KeyError as problem:
            raise RuntimeError("nobody is called Tanaka, says office@kizuna.example") from problem
        raise AssertionError

    monkeypatch.setattr("kizuna.config.health.JsonResponse", fails)
    assert member.get("/health/?q=Tanaka").status_code == 500
    text = written.text()
    assert [word for word in PRIVATE if word in text] == []
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    assert {one["status"] for one in access(written)} >= {200, 400, 403, 404, 500}


def test_the_web_server_gives_no_advice_that_is_known_and_tells_everything_else() -> None:
    advice = "Configuration allows spawning up to 1024 Python threads, which seems quite high"
    for said, told in ((advice, False), ("Unexpected exit from worker-1", True)):
        record = logging.LogRecord("_granian", logging.WARNING, "", 1, said, (), None)
        assert Known().filter(record) is told
    # As the server itself words it.
    assert "Python threads" in inspect.getsource(mp)
