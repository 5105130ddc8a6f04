"""What is entered in any room can be taken back; every room with records is asked by its own policy."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.apps import apps

from kizuna.activities.models import Series
from kizuna.agreements.models import Agreement
from kizuna.alumni.models import Gift
from kizuna.calls.models import Call
from kizuna.core import records
from kizuna.core.models import Account, Home, OwnedRecord, Record
from kizuna.core.values import Text
from kizuna.desk import actions, policy
from kizuna.mobility.models import Weight
from kizuna.partners.models import Outcome
from kizuna.projects.models import Project
from kizuna.visits.models import Visit

WORDS = Text({"en": "Something new"})


def made_in(room: str, home: Home) -> OwnedRecord:
    """A new record of the room, not on record yet."""
    own = {"home": home, "visibility": "staff"}
    makers: dict[str, Callable[[], OwnedRecord]] = {
        "partners": lambda: Outcome(text=WORDS, **own),
        "agreements": lambda: Agreement(title=WORDS, **own),
        "projects": lambda: Project(title=WORDS, **own),
        "activities": lambda: Series(title=WORDS, slug="new", **own),
        "calls": lambda: Call(title=WORDS, slug="a-call", **own),
        "visits": lambda: Visit(title=WORDS, slug="a-visit", **own),
        "alumni": lambda: Gift(name=WORDS, **own),
        "mobility": lambda: Weight(name=WORDS, weeks_from=1, semesters=1, **own),
    }
    return makers[room]()


@pytest.mark.parametrize(
    "room", ["partners", "agreements", "projects", "activities", "mobility", "calls", "visits", "alumni"]
)
def test_what_was_added_in_a_room_is_taken_back(room: str, ours: Home, office: Account) -> None:
    row, batch = made_in(room, ours), uuid.uuid4()
    records.save(row, by=office, verb="added", batch=batch)
    actions.undo(batch, home=ours, by=office)
    assert type(row)._default_manager.filter(uuid=row.uuid).count() == 0


def test_every_room_with_records_is_asked() -> None:
    rooms = {model._meta.app_label for model in apps.get_models() if issubclass(model, Record)}
    assert set(policy.ROOMS) == rooms
