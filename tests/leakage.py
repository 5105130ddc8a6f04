"""Which roles see which visibilities, and the doors at which that is asked of every kind of record."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client

from kizuna.core.models import Record
from kizuna.desk import exports
from tests.cast import taken

LEVELS = ("public", "staff", "office", "sealed")
# Of what belongs to our home. "trusted" is of the office and sees what is sealed.
OWNED = {
    "trusted": {"public", "staff", "office", "sealed"},
    "office": {"public", "staff", "office"},
    "coordinator": {"public", "staff"},
    "reviewer": {"public", "staff"},
    "reader": {"public", "staff"},
    "other_office": {"public"},
    "nobody": set(),
}
# Of what all homes share: whoever works in any home sees it, unless it is sealed.
OPEN = {"public", "staff", "office"}
SHARED = {**dict.fromkeys(("trusted", "office", "coordinator", "reviewer", "reader", "other_office"), OPEN),
          "nobody": set()}  # fmt: skip
HOME = "ours"


def kinds() -> Iterator[tuple[str, str, type[Any], Any]]:
    """Every kind of record: its room, its name in addresses, its model and what it is called."""
    for room, found in exports.ROOMS.items():
        for name, kind in found.items():
            yield room, name, kind.model, kind.label


def belongs(model: type[Record]) -> bool:
    """Whether records of the kind belong to homes."""
    return any(field.name == "home" for field in model._meta.concrete_fields)


def expected(model: type[Record]) -> dict[str, set[str]]:
    """Which levels each role may see of a kind."""
    return OWNED if belongs(model) else SHARED


def listed(client: Client, room: str, name: str, _keys: list[uuid.UUID]) -> set[str]:
    """The keys in the list of the API; its total says no more than it lists."""
    answer = client.get(f"/api/v1/{room}/{name}?limit=200")
    if answer.status_code != 200:
        return set()
    told = answer.json()
    found = {item["uuid"] for item in told["items"]}
    assert set(told["counts"].values()) == {len(found)}, (room, name, told["counts"])
    return found


def opened(client: Client, room: str, name: str, keys: list[uuid.UUID]) -> set[str]:
    """The keys that the API answers one by one; what is hidden is answered as what does not exist."""
    nothing = client.get(f"/api/v1/{room}/{name}/{uuid.UUID(int=0)}")
    found = set()
    for key in keys:
        answer = client.get(f"/api/v1/{room}/{name}/{key}")
        if answer.status_code == 200:
            found.add(str(key))
        else:
            assert (answer.status_code, answer.content) == (nothing.status_code, nothing.content), (room, name)
    return found


def told(client: Client, room: str, name: str, keys: list[uuid.UUID]) -> set[str]:
    """The keys whose history the API tells."""
    asked = ((key, client.get(f"/api/v1/{room}/{name}/{key}/history")) for key in keys)
    return {str(key) for key, answer in asked if answer.status_code == 200}


def exported(client: Client, room: str, name: str, _keys: list[uuid.UUID]) -> set[str]:
    """The keys in the file of the kind."""
    answer = client.get(f"/desk/{HOME}/export/{room}-{name}.csv")
    if answer.status_code != 200:
        return set()
    with taken(answer):
        rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    # A row's own key stands before the keys of what it points to.
    own = rows[0].index("uuid")
    return {row[own] for row in rows[1:]}


Door = Callable[[Client, str, str, list[uuid.UUID]], set[str]]
# At the desk's file another home meets a wall: it has no part in what our desk hands out.
DOORS: dict[str, Door] = {"list and total": listed, "one record": opened, "history": told, "export": exported}
