"""The page of rights is what is done: each table against the answers and the database."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kizuna.core.models import Account, Home, Membership, Visibility
from kizuna.core.policy import RIGHTS, SEES, Right, may, sees
from kizuna.desk import rights
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership
from tests.cast import enter, make_partnership
from tools import rights_table

PACKAGE = Path(__file__).resolve().parent.parent / "kizuna"
POLICIES = sorted(path for path in PACKAGE.glob("*/policy.py"))
ROLES = ("office", "coordinator", "reviewer", "reader", "registrar", "operator", "other")


@pytest.fixture
def comers(ours: Home, theirs: Home, operator: Account) -> dict[str, Account]:
    """One account for each column of the table, with that and nothing else."""
    found = {"operator": operator}
    for who in ROLES:
        if who != "operator":
            made = Account.objects.create_user(f"{who}@kizuna.example", name=who, registrar=who == "registrar")
            if who not in {"registrar", "other"}:
                Membership.objects.create(account=made, home=ours, role=who)
            found[who] = made
    Membership.objects.create(account=found["other"], home=theirs, role="office", sealed=True)
    return found


@pytest.mark.parametrize("level", Visibility)
def test_the_table_of_visibility_is_what_the_database_answers(
    level: Visibility, ours: Home, eth: Organisation, comers: dict[str, Account]
) -> None:
    row = make_partnership(ours, "row", eth, visibility=level.value)
    seen = {who: Partnership.objects.visible_to(one).filter(pk=row.pk).exists() for who, one in comers.items()}
    assert seen == {who: who in SEES[level] for who in ROLES}
    Membership.objects.filter(home=ours).update(sealed=True)
    for who, one in comers.items():
        again = Account.objects.get(pk=one.pk)
        assert Partnership.objects.visible_to(again).filter(pk=row.pk).exists() is (sees(who, level) != "no")


def test_a_right_is_held_by_the_roles_in_its_table_and_by_nobody_else(ours: Home, comers: dict[str, Account]) -> None:
    for allowed in [one for _title, table in rights.TABLES.values() for one in table.values()]:
        assert {who for who, one in comers.items() if may(one, ours, allowed)} == set(allowed.roles)


def test_who_has_left_may_nothing(ours: Home, comers: dict[str, Account]) -> None:
    for one in comers.values():
        one.is_active = False
        one.save()
    assert [who for who, one in comers.items() if may(one, ours, Right(frozenset(ROLES), ""))] == []


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_every_answer_of_a_policy_asks_its_table(path: Path) -> None:
    """Directly, or by another answer of the same or a lower policy."""
    tree = ast.parse(path.read_text("utf-8"))
    answers = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    silent = [
        name
        for name, told in answers.items()
        if name.startswith("can_") and not re.search(r"RIGHTS\[|\bcan_\w+\(", told.split("\n", 1)[1])
    ]
    assert silent == []


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_every_line_of_a_table_is_asked(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    (table,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "RIGHTS"
        and isinstance(node.value, ast.Dict)
    ]
    verbs = [str(key.value) for key in table.keys if isinstance(key, ast.Constant)]
    assert [verb for verb in verbs if f'RIGHTS["{verb}"]' not in text] == []


def test_every_room_with_a_policy_is_on_the_page() -> None:
    assert set(rights.TABLES) == {path.parent.name for path in POLICIES}


def test_the_page_in_the_papers_is_up_to_date() -> None:
    assert rights_table.PAGE.read_text("utf-8") == rights_table.page()


def test_the_page_on_the_desk_marks_ones_own_column(ours: Home, reader: Account, registrar: Account) -> None:
    assert enter(reader).get("/desk/ours/rights/").context["mine"] == {"reader"}
    assert enter(registrar).get("/desk/ours/rights/").context["mine"] == {"office", "registrar"}
    assert len(RIGHTS) == len(rights.does()[0][1])


def test_every_verb_has_its_word_and_no_word_is_left_over() -> None:
    assert {verb for _title, table in rights.TABLES.values() for verb in table} == set(rights.VERBS)
