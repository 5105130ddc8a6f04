"""Write the README's table "what the source pages describe → where it is".

The rows stand in docs/source_table.yaml. What is in now takes its lines from the citations of the demonstration's own
records, so the table cannot claim a line that no record cites. `write` puts the table into README.md; `check` fails
when the README holds another one.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from kizuna.desk.demo import files

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ROWS = ROOT / "docs" / "source_table.yaml"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
# The three pages, in the order and under the names of the table.
PAGES = {"ucl-japan-2019": "UCL", "utokyo-programme": "UTokyo", "ku-leuven-japan-china-2019": "KU Leuven"}
# Blank lines and headings stand between the lines of a passage; a span bridges that many.
BRIDGE = 2
Row = dict[str, Any]


def rows() -> list[Row]:
    """The rows of the table, as they are written by hand."""
    found: list[Row] = yaml.safe_load(ROWS.read_text("utf-8"))["rows"]
    return found


def records() -> dict[str, list[Row]]:
    """The demonstration's records of the real homes, section by section; charges are of its accounts, not of a page."""
    # The day matters to Example University only.
    found = files.read(files.real_files(), date(2000, 1, 1))
    found.pop("charges", None)
    return found


def chosen(record: Row, selector: Row) -> bool:
    """Whether a selector means this record; a key that a record lacks counts as null."""
    where, unless = selector.get("where", {}), selector.get("unless", {})
    return all(record.get(key) == value for key, value in where.items()) and not any(
        record.get(key) == value for key, value in unless.items()
    )


def cited(value: object) -> Iterator[tuple[str, int]]:
    """Source and line of every citation within a value, however deep it stands."""
    if isinstance(value, list):
        for item in value:
            yield from cited(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in {"cites", "footnote_cites"}:
                for cite in item:
                    lines = cite.get("lines", [])
                    yield from ((cite["source"], line) for line in (lines if isinstance(lines, list) else [lines]))
            else:
                yield from cited(item)


def cited_by_team(team: Row) -> Iterator[tuple[str, int]]:
    """A team cites in a form of its own: lines for the team, and lines in each of its places."""
    places = [place[2] or [] for place in team["units"]]
    yield from ((team["source"], line) for lines in (team.get("lines") or [], *places) for line in lines)
    yield from cited(team)


def lines_of(row: Row, held: dict[str, list[Row]]) -> dict[str, list[int]]:
    """The lines of each page that a row speaks of."""
    if "lines" in row:
        return {page: numbers(str(lines)) for page, lines in row["lines"].items()}
    found: dict[str, set[int]] = defaultdict(set)
    for selector in row["records"]:
        for record in filter(partial(chosen, selector=selector), held[selector["section"]]):
            if selector["section"] == "teams":
                pairs = cited_by_team(record)
            else:
                pairs = cited(record.get(selector["part"]) if "part" in selector else record)
            for page, line in pairs:
                found[page].add(line)
    return {page: sorted(found[page]) for page in PAGES if found[page]}


def numbers(text: str) -> list[int]:
    """The lines meant by "46, 48–50"."""
    found: list[int] = []
    for part in text.split(","):
        ends = [int(end) for end in re.split("[-–]", part)]
        found.extend(range(ends[0], ends[-1] + 1))
    return sorted(found)


def spans(lines: list[int]) -> str:
    """Line numbers as people write them: "46, 48–50"; neighbours with a line or two between them are one span."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line - runs[-1][-1] <= BRIDGE + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def table() -> str:
    """The whole table in Markdown."""
    held = records()
    written = ["| What | Page and lines | Screen | Command | State |", "| --- | --- | --- | --- | --- |"]
    for row in rows():
        pages = "; ".join(f"{PAGES[page]} {spans(lines)}" for page, lines in lines_of(row, held).items())
        screen = f"`{row['screen']}`" if "screen" in row else "–"
        command = f"`{row['command']}`" if "command" in row else "–"
        state = f"comes with {row['room']}" if "room" in row else "in now"
        written.append(f"| {row['what']} | {pages} | {screen} | {command} | {state} |")
    return "\n".join(written)


def with_table(text: str) -> str:
    """The README's text with the table as it should be now."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main(verb: str) -> int:
    """Writes or checks; returns what the shell should hear."""
    text = README.read_text("utf-8")
    wanted = with_table(text)
    if verb == "write":
        README.write_text(wanted, "utf-8")
    elif verb != "check":
        print(f"usage: {sys.argv[0]} write|check")
        return 2
    elif text != wanted:
        print("The table in README.md is out of date: run .venv/bin/python tools/source_table.py write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
