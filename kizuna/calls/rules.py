"""Sets of rules that come with Kizuna: how calls of this kind are made elsewhere, in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kizuna.calls.models import Call, Criterion, Question, Strand
from kizuna.core.values import Text

FILE = Path(__file__).parent / "rules.yaml"


def _text(told: Any) -> Text:
    return Text.from_json({"en": str(told or "").strip()}) if told else Text()


@dataclass(frozen=True)
class RuleSet:
    """One set of rules: what a new call takes over as its own."""

    key: str
    name: str
    about: str
    kind: str = Call.Kind.JOINT.value
    leads_each: int = 1
    disciplines: int = 0
    reviews_each: int = 2
    awards: int | None = None
    roles: Text = field(default_factory=Text)
    costs: Text = field(default_factory=Text)
    told: dict[str, Any] = field(default_factory=dict)

    def strands(self, own: dict[str, Any]) -> Iterator[Strand]:
        """Its strands, for a call; a ceiling is laid down by each side in its own currency."""
        for order, row in enumerate(self.told.get("strands", [])):
            yield Strand(name=_text(row["name"]), months=row["months"], order=order, **own)

    def criteria(self, own: dict[str, Any]) -> Iterator[Criterion]:
        """Its criteria, for a call."""
        for order, row in enumerate(self.told.get("criteria", [])):
            threshold = row.get("threshold")
            yield Criterion(
                name=_text(row["name"]), text=_text(row.get("text")), weight=Decimal(str(row.get("weight", 1))),
                scale=row.get("scale", 5), threshold=None if threshold is None else Decimal(str(threshold)),
                tie_order=row.get("tie"), order=order, **own,
            )  # fmt: skip

    def questions(self, own: dict[str, Any]) -> Iterator[Question]:
        """Its questions, for a call."""
        for order, row in enumerate(self.told.get("questions", [])):
            yield Question(name=_text(row["name"]), text=_text(row.get("text")), longest=row.get("longest", 4000),
                           required=row.get("required", True), order=order, **own)  # fmt: skip


@cache
def shipped() -> dict[str, RuleSet]:
    """The sets of rules by their key, in the order of the file."""
    found = {}
    for key, row in yaml.safe_load(FILE.read_text("utf-8")).items():
        plain = {
            name: row[name] for name in ("kind", "leads_each", "disciplines", "reviews_each", "awards") if name in row
        }
        lists = {name: row.get(name, []) for name in ("strands", "criteria", "questions")}
        found[key] = RuleSet(
            key, row["name"], row["about"], roles=_text(row.get("roles")), costs=_text(row.get("costs")), told=lists,
            **plain,
        )  # fmt: skip
    return found
