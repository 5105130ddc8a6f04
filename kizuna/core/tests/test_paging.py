"""Lists in pages: counted once, and sought by keys where they are long."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import RequestFactory

from kizuna.core import paging
from kizuna.core.models import Home, Note
from tests.cast import put, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(ours: Home) -> list[Note]:
    """Seven notes of a home."""
    own = {"home": ours, "record": uuid4(), "record_label": "core.source", "visibility": "staff"}
    return [put(Note(**own, text=words(str(n)))) for n in range(7)]


def page(home: Home, rows: Any, number: int = 1) -> Any:
    """One page of three of the rows, as a page of the home cuts it."""
    request = RequestFactory().get("/", {"page": number})
    request.home = home  # type: ignore[attr-defined]
    return paging.page_of(request, rows, per=3)


@pytest.mark.parametrize("many", [1000, 1])
def test_a_page_is_the_same_however_it_is_sought(
    ours: Home, notes: list[Note], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MANY", many)
    rows = Note.objects.filter(home=ours).order_by("-pk")
    found = [[note.pk for note in page(ours, rows, number)] for number in (1, 2, 3)]
    assert [key for part in found for key in part] == [note.pk for note in reversed(notes)]


def test_what_nobody_can_be_has_no_rows(ours: Home, notes: list[Note]) -> None:
    assert list(page(ours, Note.objects.none())) == []
