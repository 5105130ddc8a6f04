"""The README and the guides claim only what is there: the table, the addresses and the commands that they name."""

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from django.test import Client
from django.urls import Resolver404, resolve

from kizuna.config.cli import main
from kizuna.desk.demo import files
from kizuna.desk.demo.load import load, operator
from tools import source_table

ROOT = Path(__file__).resolve().parent.parent
ROWS = source_table.rows()
HELD = source_table.records()
NOW = [row for row in ROWS if "room" not in row]
# Rooms of the house that are not built yet.
TO_COME = {"visits", "evidence", "publications"}
GUIDES = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/operate/commands.md",
    "docs/operate/settings.md",
    "docs/guide/first-steps.md",
]
COMMAND = re.compile(r"^(?:\.venv/bin/)?kizuna(?: .*)?$")


def faults_of(command: str, *, mention: bool = False) -> list[str]:
    """What is wrong with a command line, without running it: unknown words and options, too little, too much.

    The bare name of a command is no fault where it is only mentioned.
    """
    at: click.Command = main
    words = shlex.split(command)[1:]
    while isinstance(at, click.Group):
        while words and words[0].startswith("--") and words[0] in {word for param in at.params for word in param.opts}:
            words = words[2:]
        if not words or words == ["…"]:
            return []
        if words[0] not in at.commands:
            return [f"{at.name} knows no {words[0]}"]
        at = at.commands[words.pop(0)]
    if mention and not words:
        return []
    try:
        given, left, _order = at.make_parser(click.Context(at)).parse_args(words)
    except click.UsageError as problem:
        return [problem.format_message()]
    asked = {str(param.name) for param in at.params if param.required and not getattr(param, "prompt", None)}
    missing = sorted(name for name in asked if not isinstance(given.get(name), str | list | tuple))
    return [f"{name} is missing" for name in missing] + [f"{word} is too much" for word in left]


def commands_in(text: str) -> list[str]:
    """Every command line of Kizuna in a Markdown text: those in backticks and those in blocks of code."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", rest)]
    return [found for found in (*lines, *spans) if COMMAND.match(found)]


def slugs(sections: dict[str, list[dict[str, Any]]], name: str) -> set[str]:
    return {record.get("slug", record["key"]) for record in sections[name]}


def test_the_table_in_the_readme_is_the_one_that_the_records_give() -> None:
    text = source_table.README.read_text("utf-8")
    assert text == source_table.with_table(text), "run .venv/bin/python tools/source_table.py write"


@pytest.mark.parametrize("row", NOW, ids=lambda row: row["what"][:40])
def test_what_is_in_now_has_a_screen_that_exists(row: dict[str, Any]) -> None:
    try:
        found = resolve(row["screen"])
    except Resolver404:
        pytest.fail(f"{row['screen']} is no address of Kizuna")
    section = {"partner": "partnerships", "organisation": "organisations", "source": "sources", "department": "units",
               "visit": "visits"}  # fmt: skip
    known = {"home": slugs(HELD, "homes"), "slug": slugs(HELD, section.get(found.url_name or "", "homes"))}
    known["order"] = {phase["order"] for phase in HELD["phases"]}
    assert {name: value for name, value in found.kwargs.items() if value not in known[name]} == {}


@pytest.mark.django_db
def test_every_screen_of_the_table_opens_in_the_demonstration(client: Client) -> None:
    load()
    client.force_login(operator())
    answers = {row["screen"]: client.get(row["screen"]).status_code for row in NOW}
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("row", [row for row in ROWS if "command" in row], ids=lambda row: row["command"])
def test_a_command_of_the_table_exists(row: dict[str, Any]) -> None:
    assert faults_of(row["command"]) == []


def test_every_section_of_records_is_in_the_table() -> None:
    told = {selector["section"] for row in NOW for selector in row["records"]}
    assert set(HELD) - told == set()


@pytest.mark.parametrize("row", NOW, ids=lambda row: row["what"][:40])
def test_every_row_that_is_in_now_stands_on_cited_lines(row: dict[str, Any]) -> None:
    assert source_table.lines_of(row, HELD) != {}


def test_every_room_that_facts_wait_for_is_announced_in_the_table() -> None:
    waiting = set(yaml.safe_load((files.DATA / "later.yaml").read_text("utf-8"))["later"])
    announced = {row["room"] for row in ROWS if "room" in row}
    assert (waiting - announced, announced - TO_COME) == (set(), set())


def test_a_room_that_is_built_is_no_longer_announced() -> None:
    announced = {row["room"] for row in ROWS if "room" in row}
    assert [room for room in sorted(announced) if (ROOT / "kizuna" / room).exists()] == []


def test_no_line_lies_outside_its_page() -> None:
    length = {source["key"]: source["lines"] for source in HELD["sources"] if "lines" in source}
    outside = [
        (row["what"], page, line)
        for row in ROWS
        for page, lines in source_table.lines_of(row, HELD).items()
        for line in lines
        if not 1 <= line <= length[page]
    ]
    assert outside == []


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_that_a_guide_names_exists(name: str) -> None:
    wrong = {command: faults_of(command, mention=True) for command in commands_in((ROOT / name).read_text("utf-8"))}
    assert {command: faults for command, faults in wrong.items() if faults} == {}


def test_every_make_target_that_a_guide_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        (name, target)
        for name in GUIDES
        for target in re.findall(r"(?:^|`|\d )make ([a-z-]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    }
    assert {pair for pair in named if pair[1] not in targets} == set()


def test_every_link_of_the_papers_leads_to_a_file() -> None:
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "ARCHITECTURE.md"]:
        targets = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
        assert [target for target in targets if not (path.parent / target).exists()] == [], path.name


@pytest.mark.parametrize(
    ("command", "faults"),
    [
        ("kizuna homes", []),
        ("kizuna partners list --home utokyo --talks", []),
        ("kizuna partners list", ["slug is missing"]),
        ("kizuna partners show", ["home_slug is missing", "slug is missing"]),
        ("kizuna check utokyo", ["utokyo is too much"]),
        ("kizuna treaties", ["kizuna knows no treaties"]),
    ],
)
def test_a_command_line_is_judged_without_running_it(command: str, faults: list[str]) -> None:
    assert faults_of(command) == faults
