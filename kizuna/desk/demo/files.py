"""Reads the data files of the demonstration into sections of plain records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
TOKEN = re.compile(r"\{([YMD])([+-]\d+)\}")
Row = dict[str, Any]


class _Loader(yaml.CSafeLoader):
    """Reads only true and false as truth values: "on" is a key here and "no" is a language."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def real_files() -> list[Path]:
    """The files of the three real homes and of what they share."""
    return sorted(path for path in DATA.rglob("*.yaml") if path.parent.name != "example" and path.stem != "later")


def example_files() -> list[Path]:
    """The files of the fictional home."""
    return sorted((DATA / "example").glob("*.yaml"))


def dated(value: Any, today: date) -> Any:
    """Replaces {Y-3}, {M-36} and {D-20} in every string by the year, month or day so long before today."""
    if isinstance(value, str):
        return TOKEN.sub(lambda found: _day(found[1], int(found[2]), today), value)
    if isinstance(value, list):
        return [dated(item, today) for item in value]
    if isinstance(value, dict):
        return {key: dated(item, today) for key, item in value.items()}
    return value


def _day(unit: str, steps: int, today: date) -> str:
    if unit == "Y":
        return str(today.year + steps)
    if unit == "M":
        months = today.year * 12 + today.month - 1 + steps
        return f"{months // 12}-{months % 12 + 1:02}"
    return (today + timedelta(days=steps)).isoformat()


def read(paths: list[Path], today: date) -> dict[str, list[Row]]:
    """All sections of these files; every record knows its file's home and default source."""
    sections: dict[str, list[Row]] = {}
    for path in paths:
        content = dated(yaml.load(path.read_text("utf-8"), Loader=_Loader), today)  # noqa: S506 - a safe loader
        home, source = content.pop("home", ""), content.pop("source", "")
        for name, rows in content.items():
            for row in rows:
                row.setdefault("home", home)
                for cite in _cites(row):
                    cite.setdefault("source", source)
                row["source"] = source
            sections.setdefault(name, []).extend(rows)
    return sections


def _cites(value: Any) -> Iterator[Row]:
    """Every citation inside a record, however deep it stands."""
    if isinstance(value, list):
        for item in value:
            yield from _cites(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("cites", "footnote_cites"):
                yield from item
            else:
                yield from _cites(item)
