"""Which roles see which visibilities, and the doors at which that is asked of every kind of record."""

from __future__ import annotations

import csv
import io
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

from click.testing import CliRunner
from django.test import Client

from kizuna.config.cli import main
from kizuna.core.models import Account, Record
from kizuna.desk import exports, search
from tests.cast import enter, taken

LEVELS = ("public", "staff", "office", "sealed")
# Of what belongs to our home. "trusted" is of the office and sees what is sealed. At these doors another home meets a
# wall; what is public it reads on the public site, as everybody does.
OWNED = {
    "trusted": {"public", "staff", "office", "sealed"},
    "office": {"public", "staff", "office"},
    "coordinator": {"public", "staff"},
    "reviewer": {"public", "staff"},
    "reader": {"public", "staff"},
    "other_office": set(),
    "nobody": set(),
}
# Of what all homes share: whoever works in any home sees it, unless it is sealed.
OPEN = {"public", "staff", "office"}
SHARED = {**dict.fromkeys(("trusted", "office", "coordinator", "reviewer", "reader", "other_office"), OPEN),
          "nobody": set()}  # fmt: skip
HOME = "ours"
# What every text of our home says, and what shared departments and institutions are called there.
WORDS = (*(f"{level}word" for level in LEVELS), "unit", "Org")
# The kinds that search looks for.
SEARCHED = {get_args(told)[0] for kind, told in get_type_hints(search.Found).items() if kind in search.KINDS}


@dataclass
class Asker:
    """One of the cast at every door, with all that a search for the words tells them."""

    account: Account | None
    client: Client = field(init=False)
    found: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.client = enter(self.account)
        pages = (self.client.get(f"/desk/{HOME}/search/?all=1&q={word}") for word in WORDS)
        told = [page.context["found"] for page in pages if page.status_code == 200]
        self.found = {str(row.uuid) for one in told for kind in search.KINDS for row in getattr(one, kind)}


def kinds() -> Iterator[tuple[str, str, type[Any], Any]]:
    """Every kind of record: its room, its name in addresses, its model and what it is called."""
    for room, found in exports.ROOMS.items():
        for name, kind in found.items():
            yield room, name, kind.model, kind.label


def belongs(model: type[Record]) -> bool:
    """Whether records of the kind belong to homes."""
    return any(field.name == "home" for field in model._meta.concrete_fields)


def allowed(role: str, door: str, model: type[Record]) -> set[str]:
    """Which levels a role may see of a kind at a door; our desk and our files are a wall to another home."""
    if role == "other_office" and door in WALLED:
        return set()
    return (OWNED if belongs(model) else SHARED)[role]


def listed(asker: Asker, room: str, name: str, _keys: list[uuid.UUID]) -> set[str]:
    """The keys in the list of the API; its total says no more than it lists."""
    answer = asker.client.get(f"/api/v1/{room}/{name}?limit=200")
    if answer.status_code != 200:
        return set()
    told = answer.json()
    found = {item["uuid"] for item in told["items"]}
    assert set(told["counts"].values()) == {len(found)}, (room, name, told["counts"])
    return found


def opened(asker: Asker, room: str, name: str, keys: list[uuid.UUID]) -> set[str]:
    """The keys that the API answers one by one; what is hidden is answered as what does not exist."""
    answers = {key: asker.client.get(f"/api/v1/{room}/{name}/{key}") for key in (uuid.UUID(int=0), *keys)}
    nothing = answers.pop(uuid.UUID(int=0))
    hidden = {(answer.status_code, answer.content) for answer in answers.values() if answer.status_code != 200}
    assert hidden <= {(nothing.status_code, nothing.content)}, (room, name)
    return {str(key) for key, answer in answers.items() if answer.status_code == 200}


def told(asker: Asker, room: str, name: str, keys: list[uuid.UUID]) -> set[str]:
    """The keys whose history the API tells."""
    asked = ((key, asker.client.get(f"/api/v1/{room}/{name}/{key}/history")) for key in keys)
    return {str(key) for key, answer in asked if answer.status_code == 200}


def own_keys(file: bytes) -> set[str]:
    """The keys of the rows of a file."""
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    # A row's own key stands before the keys of what it points to.
    own = rows[0].index("uuid")
    return {row[own] for row in rows[1:]}


def exported(asker: Asker, room: str, name: str, _keys: list[uuid.UUID]) -> set[str]:
    """The keys in the file of the kind."""
    answer = asker.client.get(f"/desk/{HOME}/export/{room}-{name}.csv")
    if answer.status_code != 200:
        return set()
    with taken(answer):
        return own_keys(answer.getvalue())


def commanded(asker: Asker, room: str, name: str, _keys: list[uuid.UUID]) -> set[str]:
    """The keys in the file that a command writes as this account."""
    if asker.account is None:
        return set()
    with tempfile.TemporaryDirectory() as place:
        to = Path(place) / "rows.csv"
        words = ("--as", asker.account.email, "export", f"{room}-{name}", "--home", HOME, "--to", str(to))
        CliRunner().invoke(main, words)
        return own_keys(to.read_bytes()) if to.exists() else set()


def searched(asker: Asker, _room: str, _name: str, keys: list[uuid.UUID]) -> set[str]:
    """The keys that a search for the words found."""
    return asker.found & {str(key) for key in keys}


Door = Callable[[Asker, str, str, list[uuid.UUID]], set[str]]
DOORS: dict[str, Door] = {
    "list and total": listed,
    "one record": opened,
    "history": told,
    "file": exported,
    "command `--as`": commanded,
    "search": searched,
}
WALLED = {"file", "command `--as`", "search"}


def asks(door: str, model: type[Record]) -> bool:
    """Whether a kind is met at a door; search looks for some kinds only."""
    return door != "search" or model in SEARCHED
