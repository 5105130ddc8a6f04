"""The hall before the pages: whoever waits has been seen, as many are served as there are hands, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from kizuna.config import metrics
from kizuna.config.hall import Hall
from kizuna.core.arriving import ARRIVED, arrived

PATIENCE = 20.0  # seconds after which a test fails that would otherwise hang


def waited_in_all() -> float:
    """Seconds that requests of this process have waited for others."""
    [told] = metrics.waits.collect()
    return next(one.value for one in told.samples if one.name.endswith("_sum"))


def test_who_waits_for_others_has_arrived_before_they_are_served() -> None:
    first_in, let_go = threading.Event(), threading.Event()
    served: list[str] = []

    def pages(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        if environ["name"] == "first":
            first_in.set()
            assert let_go.wait(PATIENCE)
        served.append(environ["name"])
        return [environ["name"].encode()]

    hall = Hall(pages, 1)
    second: dict[str, Any] = {"name": "second"}
    waited = waited_in_all()
    with ThreadPoolExecutor(2) as callers:
        one = callers.submit(hall, {"name": "first"}, None)
        assert first_in.wait(PATIENCE)
        other = callers.submit(hall, second, None)
        while ARRIVED not in second:
            assert not other.done()
        moment = timezone.now()
        assert (served, other.done()) == ([], False)
        let_go.set()
        assert [one.result(PATIENCE), other.result(PATIENCE)] == [[b"first"], [b"second"]]
    assert second[ARRIVED] <= moment
    assert waited_in_all() > waited


def test_what_fails_inside_fails_for_its_caller_and_the_hand_goes_on() -> None:
    def pages(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        if "bad" in environ:
            raise ValueError("bad")
        return [b"good"]

    hall = Hall(pages, 1)
    with pytest.raises(ValueError, match="bad"):
        hall({"bad": ""}, None)
    assert hall({}, None) == [b"good"]


def test_nobody_says_by_a_header_when_they_came() -> None:
    early = "1999-01-01T00:00:00+00:00"
    request: HttpRequest = RequestFactory().get("/", headers={ARRIVED: early, "Kizuna-Arrived": early})
    before = timezone.now()
    assert before <= arrived(request) <= timezone.now()
    request.META[ARRIVED] = before
    assert arrived(request) == before
