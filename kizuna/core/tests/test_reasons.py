"""Every reason that a value gives is marked for the catalogues, and a form tells it in the language of the page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from kizuna.core import fields, values

FOLDER = Path(values.__file__).parent
REFUSALS = {"NotUnderstood", "Incomparable"}
SENTENCE = re.compile(r"[“A-Z].* .*\.")


def modules() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py"))]


def called(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def marked() -> dict[str, str]:
    """The reasons under their names, each one string within gettext_noop."""
    return {
        line.targets[0].id: line.value.args[0].value
        for module in modules()
        for line in module.body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        if isinstance(line.value, ast.Call) and called(line.value, {"gettext_noop"})
        if isinstance(line.value.args[0], ast.Constant) and isinstance(line.value.args[0].value, str)
    }


def given(module: ast.Module) -> Iterator[str]:
    """What stands as the reason wherever a refusal is made, as source."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and called(node, REFUSALS):
            waiting = [node.args[-1]]
            while waiting:
                reason = waiting.pop()
                if isinstance(reason, ast.IfExp):
                    waiting += [reason.body, reason.orelse]
                else:
                    yield ast.unparse(reason)


def sentences(module: ast.Module) -> Iterator[str]:
    """Whole sentences in the code, whatever they are for; a docstring is not one of them."""
    told = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in told else None
        if isinstance(text, str) and SENTENCE.fullmatch(text):
            yield text


def test_a_refusal_gives_a_marked_reason_or_passes_one_on() -> None:
    passed_on = {"problem.reason", "reason"}
    found = {reason for module in modules() for reason in given(module)}
    assert found - passed_on <= marked().keys()
    assert found >= {"NOT_A_DATE", "NOT_A_QUANTITY", "NOT_MONEY", "OTHER_UNIT"}


def test_every_sentence_in_the_values_is_a_marked_reason() -> None:
    assert {sentence for module in modules() for sentence in sentences(module)} == set(marked().values())


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (fields.FuzzyDateInput().clean, "next week, perhaps"),
        (fields.QuantityInput().clean, "hundreds of students"),
        (fields.FuzzyDateField().to_python, {"edtf": "2019-13"}),
    ],
)
def test_a_form_tells_the_reason_in_the_language_of_the_page(
    read: object, typed: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "_", lambda reason: f"ja: {reason}")
    assert callable(read)
    with pytest.raises(ValidationError) as refused:
        read(typed)
    assert refused.value.messages[0].startswith("ja: ")
    assert refused.value.messages[0].removeprefix("ja: ") in marked().values()
