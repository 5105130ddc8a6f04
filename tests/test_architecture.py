"""The rules of ARCHITECTURE.md, kept by a machine: all points down, one write path, doors read what is allowed."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

from kizuna.config.cli import main
from kizuna.core.models import Record

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kizuna"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
# From the ground up; neighbours on one floor are blind to each other.
FLOORS = {app.strip(): floor for floor, layer in enumerate(reversed(LAYERS)) for app in layer.split("|")}
ROOMS = [app for app in FLOORS if (PACKAGE / app / "actions.py").exists() or (PACKAGE / app / "actions").exists()]

WRITES = {
    "save",
    "delete",
    "create",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "create_user",
}
# Files outside actions.py and records.py that write rows, each with its reason.
MAY_WRITE = {
    "core/models/accounts.py": "Django's sign-in makes accounts through the manager",
    "core/terminal.py": "a command needs an account to act under before there is any",
    "activities/feeds.py": "a calendar address states no fact and has no history; its use is noted once a day",
    "visits/links.py": "a link for a note states no fact and has no history; its row says who made it and called it in",
    "calls/links.py": "a link states no fact and has no history; its row says who made it and called it in",
    "calls/mails.py": "a mail that waits states no fact and has no history; its row says what became of it",
    "core/picturing.py": "a picture is written into memory, which is no table",
    "publishing/seeking.py": "the words that the search looks through follow from the editions and have no history",
    "visits/letters.py": "a mail that waits states no fact and has no history; its row says what became of it",
    "core/tokens.py": "a key states no fact and has no history; its use is noted once a day",
    "core/tasks.py": "what has had its time states no fact: answers, sessions, keys that ended long ago",
    "core/work.py": "a worker's sign of life and its tasks state no fact and have no history",
    "core/erasing.py": "what is erased is written over in the history too, which no other act may",
    "core/repeats.py": "an answer kept for a repeated request states no fact and lives a day",
    "core/cli.py": "an operator sets up homes and accounts, which are no records and have no history",
    "desk/duties.py": "a mail that waits states no fact and has no history; its row says what became of it",
    "desk/newhome.py": "an operator sets up homes, which are no records and have no history",
    "desk/reckoning.py": "how a home writes years states no fact; homes are no records and have no history",
    "desk/demo/accounts.py": "an operator sets up the accounts of the demonstration",
    "desk/demo/load.py": "an operator sets up the homes of the demonstration and marks the installation",
}

# Reads in doors that need neither visible_to nor published, each with its reason. The model, then the file.
MAY_READ = {
    ("Home", "desk/views/first.py"): "the name of every home is public",
    ("Home", "directory/views/duplicates.py"): "the name of every home is public",
    ("HomeOrganisation", "desk/views/first.py"): "which university a home is, is public",
    ("HomeOrganisation", "desk/views/home.py"): "which university a home is, is public",
    ("HomeOrganisation", "desk/views/partner.py"): "which university a home is, is public",
    ("Installation", "desk/views/demo.py"): "whether this is a demonstration is public",
    ("Home", "core/api.py"): "the name of every home is public",
    ("Home", "core/cli.py"): "an operator sees every home; homes are no records",
    ("Home", "config/cli.py"): "an operator sees every home; homes are no records",
    ("Account", "core/cli.py"): "an operator keeps the accounts; accounts are no records",
    ("Source", "core/cli.py"): "the attaching of texts compares fingerprints",
    ("Account", "core/terminal.py"): "a command looks for the account to act under",
    ("Home", "core/terminal.py"): "an operator sees every home; homes are no records",
    ("Membership", "directory/views/coordinators.py"): "who works in a home is known to everyone who works there",
    ("Home", "desk/menu.py"): "the home whose page it is, only to ask several questions at once",
    ("Account", "desk/views/history.py"): "who has worked in a home is known to everyone who works there",
    ("Membership", "directory/api.py"): "who works in a home is known to everyone who works there",
    ("Membership", "directory/cli.py"): "an operator keeps the accounts; accounts are no records",
    ("Membership", "core/cli.py"): "an operator keeps the accounts; accounts are no records",
}

FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "selectors",
    "managers",
    "mixins",
    "constants",
    "signals",
}
OPENINGS = ("One row is ", "One row says ", "One row tells ", "One row hangs ", "One row holds ")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def sources(pattern: str = "*.py") -> list[Path]:
    """The files of the product: without tests and without migrations."""
    found = (path for path in PACKAGE.rglob(pattern) if not {"tests", "migrations"} & set(path.parts))
    return sorted(path for path in found if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def kept() -> list[Path]:
    """The files under version control, and those that are about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("kizuna.")]


def bases() -> list[type[models.Model]]:
    """Our abstract models too: whoever reads a table's columns reads them."""
    found = {base for model in our_models() for base in model.__mro__ if issubclass(base, models.Model)}
    return sorted((one for one in found if one.__module__.startswith("kizuna.")), key=lambda one: one.__name__)


def chains(path: Path) -> Iterator[tuple[str, list[str], int]]:
    """Every chain that begins at a model's manager: the model, what is called on it in order, and the line."""
    parents = {child: node for node in ast.walk(tree(path)) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}):
            continue
        called: list[str] = []
        above: ast.AST = node
        while isinstance(parents.get(above), ast.Attribute | ast.Call):
            parent = parents[above]
            if isinstance(parent, ast.Call) and parent.func is not above:
                break
            if isinstance(parent, ast.Attribute):
                called.append(parent.attr)
            above = parent
        yield ast.unparse(node.value), called, node.lineno


# Everything points down.


def test_every_package_has_its_floor() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages - {"locale"} == set(FLOORS)


def test_foreign_keys_point_down() -> None:
    pointing_up = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            there = field.related_model
            assert isinstance(there, type), field
            here, far = model._meta.app_label, there._meta.app_label
            if there.__module__.startswith("kizuna.") and here != far and FLOORS[far] >= FLOORS[here]:
                pointing_up.append(f"{model.__name__}.{field.name} → {far}.{there.__name__}")
    assert pointing_up == []


def test_between_rooms_a_foreign_key_protects() -> None:
    """What lies in another room is never deleted by the way; a home's memberships belong to the home."""
    careless = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert careless == ["Charge.membership"]


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [name.name for name in node.names] if isinstance(node, ast.Import) else []


def test_no_import_of_our_own_hides_in_a_function() -> None:
    functions = [
        (path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    hidden = [
        f"{name_of(path)}: {function.name}"
        for path, function in functions
        for node in ast.walk(function)
        if any(name.startswith("kizuna") for name in imported(node))
    ]
    assert hidden == []


TAG = re.compile(r"""{%\s*(extends|include|url)\s+["']([^"']+)["']""")
SHARED_TEMPLATES = {"components": "core", "allauth": "desk", "account": "desk"}


@pytest.mark.parametrize("path", sources("*.html"), ids=name_of)
def test_a_template_names_only_what_lies_below_it(path: Path) -> None:
    """Its own room, or a room on a lower floor: for extends, include and url."""
    app = path.relative_to(PACKAGE).parts[0]
    pointing_up = []
    for tag, target in TAG.findall(path.read_text("utf-8")):
        there = target.split(":")[0] if tag == "url" else target.split("/")[0]
        there = SHARED_TEMPLATES.get(there, there)
        if there in FLOORS and there != app and FLOORS[there] >= FLOORS[app]:
            pointing_up.append(f"{tag} {target}")
    assert pointing_up == []


def test_every_url_name_has_a_room() -> None:
    """Else the check of the templates would let it pass."""
    assert set(get_resolver().app_dict) - {"account", "ninja"} <= set(FLOORS)


# One write path.


def is_actions(path: Path) -> bool:
    """Whether the file holds actions: a room's actions.py, or a file of its folder actions/."""
    return path.name == "actions.py" or path.parent.name == "actions"


def writes(path: Path) -> list[str]:
    """The calls by which a file writes rows; a word that dicts and sets have too counts only on a queryset."""
    found = []
    managed = {line for _model, called, line in chains(path) if WRITES & set(called)}
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        target = ast.unparse(node.func.value)
        on_queryset = node.lineno in managed or re.search(r"\b(filter|exclude|all)\(", target)
        # A form saved without commit writes nothing; records.save is the write path itself.
        without_commit = any(word.arg == "commit" and ast.unparse(word.value) == "False" for word in node.keywords)
        plain = target in {"super()", "records", "made", "self"} and node.func.attr == "save" and not on_queryset
        word_of_dicts = node.func.attr == "update" and not on_queryset
        if not (without_commit or plain or word_of_dicts):
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    return found


def test_only_actions_and_records_write() -> None:
    outside = {name_of(path): writes(path) for path in sources() if not is_actions(path) and path.name != "records.py"}
    guilty = {name: found for name, found in outside.items() if found and name not in MAY_WRITE}
    assert guilty == {}


def test_the_check_of_writes_sees_a_write(tmp_path: Path) -> None:
    """A rule that cannot fail keeps nothing."""
    path = tmp_path / "views.py"
    path.write_text(
        "def f(row, form):\n    row.save()\n    Row.objects.filter(a=1).update(b=2)\n    form.save(commit=False)\n"
    )
    assert writes(path) == ["line 2: row.save", "line 3: Row.objects.filter(a=1).update"]


def test_every_exception_from_the_write_path_is_still_needed() -> None:
    assert [name for name in MAY_WRITE if not writes(PACKAGE / name)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_rooms_actions_write_through_records(room: str) -> None:
    """An action of a room calls no save of a model by itself; only records does."""
    places = {PACKAGE / room, PACKAGE / room / "actions"}
    own = [path for path in sources() if is_actions(path) and path.parent in places]
    assert own
    assert {name_of(path): found for path in own if (found := writes(path)) and name_of(path) not in MAY_WRITE} == {}


# Doors read through visible_to or published.


def is_door(path: Path) -> bool:
    return "views" in path.parts or path.name in {
        "views.py",
        "api.py",
        "cli.py",
        "terminal.py",
        "chrome.py",
        "menu.py",
        "urls.py",
    }


def unasked(path: Path) -> set[str]:
    """The models that a file reads without asking who may see the rows."""
    return {model for model, called, _line in chains(path) if not {"visible_to", "published", "none"} & set(called)}


def test_doors_read_only_what_the_reader_may_see() -> None:
    found = {(model, name_of(path)) for path in sources() if is_door(path) for model in unasked(path)}
    assert sorted(found - set(MAY_READ)) == []


def test_every_exception_from_reading_is_still_needed() -> None:
    found = {(model, name_of(path)) for path in sources() if is_door(path) for model in unasked(path)}
    assert sorted(set(MAY_READ) - found) == []


def test_no_exception_from_reading_shows_a_record_but_the_one_behind_a_home() -> None:
    """HomeOrganisation only says which university a home is; an operator's commands compare what sources hash to."""
    records = {model.__name__ for model in our_models() if issubclass(model, Record)}
    assert {model for model, _file in MAY_READ if model in records} == {"HomeOrganisation", "Source"}


def test_the_check_of_doors_sees_a_careless_read(tmp_path: Path) -> None:
    path = tmp_path / "views.py"
    path.write_text("def f(user):\n    A.objects.filter(b=1)\n    C.objects.visible_to(user).filter(d=1)\n")
    assert unasked(path) == {"A"}


# Actions and policy.


def public_functions(path: Path) -> list[str]:
    return [
        node.name for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def actions_in(path: Path) -> list[str]:
    """The public functions that are told who acts."""
    return [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and "by" in {arg.arg for arg in node.args.kwonlyargs}
    ]


ACTIONS = [path for path in sources() if is_actions(path)]


def policy_of(path: Path) -> Path:
    """The policy beside a room's actions, be they one file or a folder of files by subject."""
    return (path.parent if path.name == "actions.py" else path.parent.parent) / "policy.py"


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_every_action_has_its_answer_in_the_policy(path: Path) -> None:
    """The same verb: sign and can_sign; what is done to many at once asks what is asked for one."""
    answers = {name for name in public_functions(policy_of(path)) if name.startswith("can_")}
    wanted = {f"can_{name.removesuffix('_all')}" for name in actions_in(path)}
    assert wanted - answers == set()


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_every_action_asks_the_policy_before_it_changes_anything(path: Path) -> None:
    careless = []
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and node.name in actions_in(path):
            told = ast.unparse(node)
            asked = re.search(rf"policy\.can_{node.name.removesuffix('_all')}\(", told)
            writing = r"records\.(save|save_all|save_changed|remove)\(|\.delete\(|\.create\(|\.update\("
            first_write = re.search(writing, told)
            if asked is None or (first_write and first_write.start() < asked.start()):
                careless.append(node.name)
    assert careless == []


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_no_action_knows_a_request(path: Path) -> None:
    words = {node.arg for node in ast.walk(tree(path)) if isinstance(node, ast.arg)}
    modules = {node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}
    assert (words & {"request"}, modules & {"django.http"}) == (set(), set())


# Words.


@pytest.mark.parametrize("model", bases(), ids=lambda model: model.__name__)
def test_every_model_says_what_one_row_is(model: type[models.Model]) -> None:
    told = inspect.cleandoc(model.__doc__ or "")
    assert told.startswith(OPENINGS), told


def documentation() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


def variables() -> set[str]:
    """Every KIZUNA_* variable that code names."""
    places = [*sources(), *(ROOT / "tools").glob("*.py"), ROOT / "Makefile", ROOT / "manage.py", ROOT / ".env.example"]
    return {name for path in places for name in re.findall(r"\bKIZUNA_[A-Z_]+[A-Z]\b", path.read_text("utf-8"))}


def test_every_variable_of_the_environment_is_documented() -> None:
    assert sorted(name for name in variables() if not re.search(rf"`{name}\b", documentation())) == []


def commands(group: click.Group, before: str = "kizuna") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def test_every_command_is_documented() -> None:
    text = documentation()
    assert sorted(command for command in commands(main) if command not in text) == []


def test_every_command_says_what_it_does() -> None:
    def silent(group: click.Group) -> Iterator[str]:
        for name, command in group.commands.items():
            if not command.get_short_help_str():
                yield name
            if isinstance(command, click.Group):
                yield from silent(command)

    assert sorted(silent(main)) == []


def test_every_module_has_its_sentence() -> None:
    assert [name_of(path) for path in sources() if not ast.get_docstring(tree(path))] == []


def test_every_function_is_annotated() -> None:
    bare = [
        f"{name_of(path)}: {node.name}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.returns is None
    ]
    assert bare == []


# Sizes and names.


def longest(path: Path) -> int:
    if path.suffix == ".html":
        return 150
    return 600 if path.name.startswith("test_") or "tests" in path.parts else 500


def test_no_file_is_over_its_budget() -> None:
    # Migrations are written by a machine, one idea each, and read by one.
    counted = {
        path: len(path.read_text("utf-8").splitlines())
        for path in kept()
        if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
    }
    assert {str(path.relative_to(ROOT)): lines for path, lines in counted.items() if lines > longest(path)} == {}


def test_no_file_bears_a_name_that_says_nothing() -> None:
    assert [str(path.relative_to(ROOT)) for path in kept() if path.suffix == ".py" and path.stem in FORBIDDEN] == []


def test_no_class_bears_a_name_that_says_nothing() -> None:
    """Django's sign-in asks for a manager by that name; nothing else may."""
    vague = re.compile(r"(Manager|Handler|Service|Helper|Mixin|Util)s?$")
    found = [node.name for path in sources() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert [name for name in found if vague.search(name)] == ["AccountManager"]


def test_nothing_inline_stands_in_a_template() -> None:
    """The content security policy would block it: no style attribute, no handler, no script but data."""
    inline = re.compile(r"""<style\b|\sstyle=|\son[a-z]+=["']|<script(?![^>]*(?:\ssrc=|application/ld\+json))""")
    assert {name_of(path) for path in sources("*.html") if inline.search(path.read_text("utf-8"))} == set()


@pytest.mark.parametrize("content", [b"PK\x03\x04 of this very second"])
def test_no_test_is_named_after_the_bytes_of_a_file(content: bytes, request: pytest.FixtureRequest) -> None:
    """What is zipped at collection holds the time: workers that collect a second apart would know different tests."""
    assert content
    assert "[content]" in request.node.nodeid
