"""Role by door by kind of record: what is asked here is the table in docs/operate/leaks.md."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from kizuna.core.models import Home
from kizuna.directory.models import Identifier, NetworkMember, Organisation, OrganisationName, Unit, UnitName
from kizuna.projects.models import Rate
from tests.cast import put, words
from tests.leakage import DOORS, HOME, LEVELS, OWNED, Asker, allowed, asks, belongs, kinds
from tests.test_leaks import full, person, world_once  # noqa: F401 - fixtures
from tools import leak_table

# Kept public in the home of these tests, to see that the people they name are hidden all the same.
ALWAYS_PUBLIC = ["coordinator"]
# The office's at the most open: who judges what, and what stands behind the gate of a proposal.
CLOSE = [
    "seat", "proposal", "answer", "team-member", "budget-line", "enclosure", "conflict", "assignment", "review",
    "score", "decision", "award", "minutes",
]  # fmt: skip


def levels_of(model: type[Any]) -> dict[str, str]:
    """The records of our home, or of all homes, with their level, in the order in which they were made."""
    rows = model._default_manager.order_by("pk")
    if belongs(model):
        rows = rows.filter(home__slug=HOME)
    return {str(key): level for key, level in rows.values_list("uuid", "visibility")}


@pytest.fixture
def ours(full: Home) -> Home:  # noqa: F811
    """Our home, with what all homes share and what no other test needs at every level too."""
    us, eth = Organisation.objects.get(slug="our-university"), Organisation.objects.get(slug="eth-zurich")
    unit = Unit.objects.filter(organisation=us).first()
    for number, level in enumerate(LEVELS):
        own = {"visibility": level}
        org = put(Organisation(slug=f"{level}-shared", name=words(f"Org {level}"), **own))
        put(OrganisationName(organisation=org, value=f"Org {level}", **own))
        put(Unit(organisation=us, slug=f"{level}-shared", name=words(f"unit of {level}"), **own))
        put(UnitName(unit=unit, value=f"Name {level}", **own))
        put(OrganisationName(organisation=eth, value=f"Name {level}", **own))
        put(Identifier(organisation=eth, scheme="pic", value=f"99997901{number}", **own))
        put(NetworkMember(network=eth, member=org, **own))
        put(
            Rate(home=full, from_currency="EUR", to_currency="JPY", rate=150, on=date(2020, 1, number + 1),
                 source=words(level), **own)
        )  # fmt: skip
    return full


def at_the_border(levels: dict[str, str], may: set[str]) -> list[uuid.UUID]:
    """One record of the closest level that is shown, and one of the most open that is not."""
    here = [level for level in LEVELS if level in levels.values()]
    border = [[level for level in here if level in may][-1:], [level for level in here if level not in may][:1]]
    return [uuid.UUID(next(key for key, one in levels.items() if one == level)) for found in border for level in found]


@pytest.mark.parametrize("role", OWNED)
def test_every_door_shows_a_role_what_the_table_says_and_no_more(role: str, ours: Home) -> None:
    asker, wrong = Asker(person(role)), {}
    for room, name, model, _label in kinds():
        levels = levels_of(model)
        for door, ask in DOORS.items():
            if not asks(door, model):
                continue
            may = allowed(role, door, model)
            one_by_one = door in {"one record", "history"}
            keys = at_the_border(levels, may) if one_by_one else [uuid.UUID(key) for key in levels]
            seen = {levels.get(key, "of another home") for key in ask(asker, room, name, keys)} - {"of another home"}
            there = {levels[str(key)] for key in keys} & may
            if seen != there:
                wrong[room, name, door] = (sorted(seen), sorted(there))
    assert wrong == {}


def test_every_kind_is_there_at_more_than_one_level(ours: Home) -> None:
    """The data could leak."""
    there = {name: set(levels_of(model).values()) for _, name, model, _ in kinds()}
    close = [name for name, levels in there.items() if levels == {"office", "sealed"}]
    assert close == CLOSE
    assert [name for name, some in there.items() if len(some) < len(LEVELS) and name not in close] == ALWAYS_PUBLIC


def test_the_table_in_the_papers_is_this_one() -> None:
    assert leak_table.PAGE.read_text("utf-8") == leak_table.page()
