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
# What a set says in plain values; what it does not say is as a call has it of itself.
PLAIN = ("kind", "leads_each", "disciplines", "early_career", "employed_months", "sdgs_least", "letters_each",
         "reviews_each", "awards")  # fmt: skip


def _text(told: Any) -> Text:
    return Text.from_json(told or {})


@dataclass(frozen=True)
class RuleSet:
    """One set of rules: what a new call takes over as its own, and the public page that it is made after."""

    key: str
    name: Text
    about: Text
    source: str
    kind: str = Call.Kind.JOINT.value
    leads_each: int = 1
    disciplines: int = 0
    early_career: str = Call.Early.ANY.value
    employed_months: int | None = None
    sdgs_least: int = 0
    letters_each: int = 0
    reviews_each: int = 2
    awards: int | None = None
    roles: Text = field(default_factory=Text)
    costs: Text = field(default_factory=Text)
    told: dict[str, Any] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Its name and what it is about, in one language."""
        return f"{self.name.get(language)}. {self.about.get(language)}"

    def strands(self, own: dict[str, Any]) -> Iterator[Strand]:
        """Its strands, for a call; a ceiling is laid down by each side in its own currency."""
        for order, row in enumerate(self.told["strands"]):
            plain = {name: row[name] for name in ("months", "report_every", "report_after") if name in row}
            yield Strand(name=_text(row["name"]), order=order, **plain, **own)

    def criteria(self, own: dict[str, Any]) -> Iterator[Criterion]:
        """Its criteria, for a call."""
        for order, row in enumerate(self.told["criteria"]):
            threshold = row.get("threshold")
            yield Criterion(
                name=_text(row["name"]), text=_text(row.get("text")), weight=Decimal(str(row.get("weight", 1))),
                scale=row.get("scale", 5), threshold=None if threshold is None else Decimal(str(threshold)),
                tie_order=row.get("tie"), order=order, **own,
            )  # fmt: skip

    def questions(self, own: dict[str, Any]) -> Iterator[Question]:
        """Its questions, for a call."""
        for order, row in enumerate(self.told["questions"]):
            yield Question(name=_text(row["name"]), text=_text(row.get("text")), longest=row.get("longest", 4000),
                           required=row.get("required", True), order=order, **own)  # fmt: skip


@cache
def shipped() -> dict[str, RuleSet]:
    """The sets of rules by their key; criteria and questions are ours where a set has none."""
    told, found = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader), {}
    for key, row in told["sets"].items():
        lists = {"strands": row["strands"]} | {name: row.get(name, told["ours"][name]) for name in told["ours"]}
        plain = {name: row[name] for name in PLAIN if name in row}
        found[key] = RuleSet(
            key, _text(row["name"]), _text(row["about"]), row["source"], roles=_text(row.get("roles")),
            costs=_text(row.get("costs")), told=lists, **plain,
        )  # fmt: skip
    return found
