"""Role by door by kind of record: what is asked here is the table in docs/operate/leaks.md."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kizuna.core.models import Home
from tests.cast import enter
from tests.leakage import DOORS, HOME, belongs, expected, kinds
from tests.test_leaks import full, person, world_once  # noqa: F401 - fixtures
from tools import leak_table

ROLES = ("trusted", "office", "coordinator", "reviewer", "reader", "other_office", "nobody")
EACH = 2  # records of a kind and level that are opened one by one
# Kept public in the home of these tests, to see that the people they name are hidden all the same.
ALWAYS_PUBLIC = ["coordinator"]


def some(model: type[Any]) -> dict[str, str]:
    """Records of our home, or of all homes, with their level."""
    rows = model._default_manager.order_by("pk")
    if belongs(model):
        rows = rows.filter(home__slug=HOME)
    found: dict[str, str] = {}
    for level in ("sealed", "office", "staff", "public"):
        found |= {str(key): level for key in rows.filter(visibility=level).values_list("uuid", flat=True)[:EACH]}
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_door_shows_a_role_more_than_the_table_says(role: str, full: Home) -> None:  # noqa: F811
    client = enter(person(role))
    wrong = {}
    for room, name, model, _label in kinds():
        levels = some(model)
        may = expected(model)[role] & set(levels.values())
        keys = [uuid.UUID(key) for key in levels]
        every = {str(key): level for key, level in model._default_manager.values_list("uuid", "visibility")}
        for door, ask in DOORS.items():
            seen = {every.get(key, "a stranger") for key in ask(client, room, name, keys)}
            allowed = set() if role == "other_office" and door == "export" and belongs(model) else may
            if seen - allowed:
                wrong[room, name, door] = (sorted(seen), sorted(allowed))
    assert wrong == {}


def test_the_trusted_see_every_level_of_almost_every_kind(full: Home) -> None:  # noqa: F811
    """The data could leak: for those who may, all of it is there."""
    client = enter(person("trusted"))
    lacking = {}
    for room, name, model, _label in kinds():
        levels = some(model)
        keys = [uuid.UUID(key) for key in levels]
        missing = set(levels.values()) - {levels.get(key, "") for key in DOORS["one record"](client, room, name, keys)}
        if missing:
            lacking[room, name] = missing
    assert lacking == {}


def test_every_kind_is_there_at_more_than_one_level(full: Home) -> None:  # noqa: F811
    bare = [name for _room, name, model, _label in kinds() if belongs(model) and len(set(some(model).values())) < 2]
    assert bare == ALWAYS_PUBLIC


def test_the_table_in_the_papers_is_this_one() -> None:
    assert leak_table.PAGE.read_text("utf-8") == leak_table.page()
