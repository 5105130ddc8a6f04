"""How programs in the tests ask the API: with a key, and told in short."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.core import actions
from kizuna.core.models import Account, Home

V1 = "/api/v1"
Call = Callable[..., tuple[int, Any]]


def key_for(who: Account, *scopes: str, home: Home | None = None) -> str:
    """The secret of a new key for this person."""
    until = timezone.now() + timedelta(days=30)
    _token, secret = actions.issue(who, name="tests", scopes=scopes or ("write",), until=until, home=home, by=who)
    return secret


def caller(secret: str | None) -> Call:
    """Asks the API with this key: the status and the JSON of the answer."""
    client = Client()

    def call(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = {"headers": {name.replace("_", "-"): value for name, value in headers.items()}}
        if secret is not None:
            sent["headers"].setdefault("Authorization", f"Bearer {secret}")
        if body is not None:
            text = body if isinstance(body, str) else json.dumps(body)
            sent |= {"data": text, "content_type": "application/json"}  # type: ignore[dict-item]
        answer = client.generic(method, V1 + path, **sent)  # type: ignore[arg-type]
        return answer.status_code, answer.json() if answer.content else None

    return call


@pytest.fixture
def call(office: Account) -> Call:
    """The office's own key that may do all the office may."""
    return caller(key_for(office))


def fault(answer: tuple[int, Any]) -> tuple[int, str, list[str]]:
    """An error in short: its status, its code and the fields it names."""
    status, body = answer
    return status, body["error"]["code"], sorted(body["error"]["fields"])
